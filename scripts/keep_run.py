"""Put what a training came to where the project keeps it.

Run: python scripts/keep_run.py RUN [--result NAME] [--checkpoint NAME] [--snapshots NAME]

--result      writes results/NAME.json
--checkpoint  writes the weights in half precision, with their card, into the box
--snapshots   copies the snapshots into the box
"""

import argparse
import json
import shutil
from pathlib import Path

import torch

from resattn_lab.checkpoints import load_checkpoint, save_weights
from resattn_lab.training import result_of

ROOT = Path(__file__).parents[1]
BOX = ROOT / "resattn_lab" / "checkpoints"


def without_folders(card: dict) -> dict:
    """A card without what names folders of the machine that trained."""
    named = ("options", "sha256", "source")
    return {name: value for name, value in card.items() if name not in named}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=Path)
    for what in ("result", "checkpoint", "snapshots"):
        parser.add_argument(f"--{what}")
    arguments = parser.parse_args()
    result = result_of(arguments.run)  # refuses a training that has not ended

    if arguments.result:
        path = ROOT / "results" / f"{arguments.result}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(result, indent=2) + "\n")
    if arguments.checkpoint:
        network, card = load_checkpoint(arguments.run)
        path = BOX / f"{arguments.checkpoint}.safetensors"
        save_weights(path, network, without_folders(card), dtype=torch.float16)
    if arguments.snapshots:
        folder = BOX / arguments.snapshots
        shutil.rmtree(folder, ignore_errors=True)
        for path in sorted((arguments.run / "snapshots").glob("*.safetensors")):
            network, card = load_checkpoint(path)
            save_weights(
                folder / path.name, network, without_folders(card), dtype=torch.float16
            )


if __name__ == "__main__":
    main()
