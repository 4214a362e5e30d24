"""Train the network in the box that is made to be looked into: Attention-56 on 64×64 scenes.

Run: python scripts/train_looking_network.py --out runs/scenes_64

It begins with the weights that the box's network has learned on scenes of 32×32 pixels, all
but the mean image. Then ``keep_run.py runs/scenes_64 --checkpoint scenes_64_attention_56``.
"""

import argparse
import shlex
import sys
from dataclasses import replace
from pathlib import Path

import torch

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import Splits, scene_set
from resattn_lab.networks import ResidualAttentionNetwork, build_network
from resattn_lab.provenance import commit
from resattn_lab.training import Recipe, fit

EARLIER = "scenes_attention_56"
SCENES = {"size": 64, "clutter": 2, "contrast": 0.5}  # larger, brighter, with less between
COUNTS = (24_000, 1_000, 2_000)  # to train, to validate, to test
RECIPE = Recipe(
    epochs=3,
    learning_rate=5e-3,
    weight_decay=0.05,
    clip_gradient=1.0,
    augment=False,
    precision="bfloat16",
)


def scenes(counts: tuple[int, int, int]) -> Splits:
    """The scenes of seed 0 in three parts."""
    parts = zip(counts, Splits._fields, strict=True)
    return Splits(*(scene_set(count, seed=0, part=part, **SCENES) for count, part in parts))


def with_earlier_weights(pixel_mean: torch.Tensor) -> ResidualAttentionNetwork:
    """The earlier network as it was trained, with the mean image of other scenes."""
    earlier, card = load_checkpoint(EARLIER)
    network = build_network(**card["network"], pixel_mean=pixel_mean)
    network.load_state_dict({**earlier.state_dict(), "pixel_mean": network.pixel_mean})
    return network


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True, help="folder of the training")
    parser.add_argument("--steps", type=int, help="a trial of so many steps on a few scenes")
    given = parser.parse_args(arguments)
    recipe, counts = RECIPE, COUNTS
    if given.steps is not None:
        recipe = replace(RECIPE, epochs=None, iterations=given.steps, batch_size=8)
        counts = (8 * given.steps, 8, 8)
    data = scenes(counts)
    network = with_earlier_weights(data.train.pixel_mean())
    card = {
        "command": shlex.join(["python", "scripts/train_looking_network.py", *arguments]),
        "commit": commit(),
        "initialisation": f"the weights of {EARLIER}, but for its pixel mean",
        "scenes": SCENES,
        "network": network.arguments,
    }
    torch.set_num_threads(1)
    fit(network, data, recipe, folder=given.out, card=card)


if __name__ == "__main__":
    main(sys.argv[1:])
