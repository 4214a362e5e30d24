"""Record what the masks of more than one trained network do on planted scenes.

Run: python scripts/record_scene_networks.py \\
         resattn_lab/course/records/scene_networks.json --runs runs/scenes_1 runs/scenes_2

Three networks were trained alike on scenes of 32×32 pixels, each with a seed of its own for
weights, order and scenes; a fourth learned scenes of 64×64. Channels, sides and thresholds
are chosen on scenes of seed 0's training part and reported on test scenes of seed 1, which
no network has learned from; for the first network these are those of ``mask_evidence``.
``--runs`` are trainings with snapshots, made by the commands on the cards of their networks.
A record that is there already is added to: parts that it has are not run again.
"""

import argparse
import json
import shlex
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import fmean, stdev
from typing import NamedTuple

import torch
from map_agreement import MEASURES, choose, masks_of, report, rounded, score
from recording_runs import facts, one_thread
from torch import Tensor, nn
from train_looking_network import SCENES

from resattn_lab.checkpoints import Snapshot, load_checkpoint, load_snapshots
from resattn_lab.data import ImageSet, scene_set
from resattn_lab.measures import best_channel, centre_prior, mean_interval, pointing_hits
from resattn_lab.networks import prepare_for_inference, settle_batch_norms, untrained_twin

ALIKE = ("scenes_attention_56", "scenes_attention_56_seed_1", "scenes_attention_56_seed_2")
LOOKING = "scenes_64_attention_56"
TRAINING = "scenes_training"  # the box's snapshots, of a network of a quarter of the width
MODULES = ("stage1.0", "stage2.0", "stage3.0")
WIDTHS = (1 / 16, 1 / 8, 1 / 4, 1 / 2)  # of the centre prior, in widths of the image
CONTROLS = ("centre", "chance")  # what needs no network
INTO_NORMS = 500  # scenes that an untrained network's batch norms see


class ScenePair(NamedTuple):
    """Scenes of one kind: those to choose on, and those that nothing was learned from."""

    chosen_on: ImageSet
    unseen: ImageSet

    def first(self, count: int) -> "ScenePair":
        return ScenePair(*(scenes.subset(slice(0, count)) for scenes in self))

    def in_words(self) -> dict[str, str]:
        return {name: f"{s.source}: {len(s)}" for name, s in self._asdict().items()}


def draw(count: int, **options) -> ScenePair:
    return ScenePair(
        scene_set(count // 2, seed=0, part="train", **options),
        scene_set(count, seed=1, part="test", **options),
    )


def accuracy(logits: Tensor, scenes: ImageSet) -> list[float]:
    return rounded(mean_interval(logits.argmax(dim=1) == scenes.labels))


def scores(network: nn.Module, scenes: ScenePair) -> dict:
    """Accuracy, and for each measure what each stage's best channel comes to."""
    network = prepare_for_inference(network)
    before, _ = masks_of(network, scenes.chosen_on)
    masks, logits = masks_of(network, scenes.unseen)
    found = {"accuracy": accuracy(logits, scenes.unseen)}
    for name in MODULES:
        chosen = choose(before[name], scenes.chosen_on.true_masks)
        reached = score(masks[name], scenes.unseen.true_masks, chosen)
        found[name] = report(reached, chosen)
    return found


def controls(scenes: ScenePair) -> dict:
    """What needs no network: a spot in the middle, and a place by chance."""
    truth = scenes.unseen.true_masks
    side = truth.shape[-1]
    hills = torch.stack([centre_prior((side, side), side * width) for width in WIDTHS])
    earlier, later = (
        hills.expand(len(part), *hills.shape) for part in (scenes.chosen_on, scenes.unseen)
    )
    chosen = choose(earlier, scenes.chosen_on.true_masks)
    share = rounded(mean_interval(truth.float().mean(dim=(1, 2))))
    return {
        "centre": report(score(later, truth, chosen), chosen),
        "chance": dict.fromkeys(MEASURES, share),
    }


def settled_twin(name: str, scenes: ImageSet) -> nn.Module:
    """What the network began as, its batch norms settled on the first of the scenes."""
    network, card = load_checkpoint(name)
    twin = untrained_twin(network, seed=card["seed"], initialisation="zero_residual")
    return settle_batch_norms(twin, scenes.subset(slice(0, INTO_NORMS)).floats())


def kind_of_scenes(
    names: tuple[str, ...], scenes: ScenePair, some: int, known: Mapping
) -> dict:
    """The networks trained on one kind of scenes, beside untrained ones and controls."""
    few = scenes.first(some)
    trained = known.get("trained") or {
        name: scores(load_checkpoint(name)[0], scenes) for name in names
    }
    untrained = known.get("untrained") or {
        name: scores(settled_twin(name, few.chosen_on), few) for name in names
    }
    return {
        "scenes": scenes.in_words(),
        "scenes_of_the_untrained": few.in_words(),
        "trained": trained,
        "untrained": untrained,
        **({name: known[name] for name in CONTROLS} if known else controls(scenes)),
    }


def spread(networks: list[dict]) -> dict:
    """Mean, standard deviation, least and most over the networks, of each figure."""

    def over(values: list[float]) -> dict[str, float]:
        names = ("mean", "deviation", "least", "most")
        found = (fmean(values), stdev(values), min(values), max(values))
        return dict(zip(names, rounded(found), strict=True))

    return {
        "accuracy": over([network["accuracy"][0] for network in networks]),
        **{
            name: {m: over([network[name][m][0] for network in networks]) for m in MEASURES}
            for name in MODULES
        },
    }


def pointing(earlier: Tensor, later: Tensor, scenes: ScenePair) -> float:
    """How often the channel and side that point best on ``chosen_on`` hit in ``unseen``."""
    earlier, later = (torch.cat([maps, -maps], dim=1) for maps in (earlier, later))
    channel, _ = best_channel(earlier, scenes.chosen_on.true_masks)
    return pointing_hits(later[:, channel], scenes.unseen.true_masks).float().mean().item()


def curve(snapshots: list[Snapshot], scenes: ScenePair) -> dict:
    """Accuracy and best channels' pointing at each moment of one training."""

    def rows() -> Iterator[list]:
        for snapshot in snapshots:
            network = prepare_for_inference(snapshot.network)
            before, _ = masks_of(network, scenes.chosen_on)
            masks, logits = masks_of(network, scenes.unseen)
            hits = [pointing(before[name], masks[name], scenes) for name in MODULES]
            yield [
                snapshot.step,
                *rounded([accuracy(logits, scenes.unseen)[0], *hits]),
            ]

    card = snapshots[0].card
    return {
        "command": card["command"],
        "commit": card["commit"],
        "seed": card["seed"],
        "width": card["network"]["width"],
        "data": card["data"]["train"],
        "scenes": scenes.in_words(),
        "columns": ["step", "accuracy", *MODULES],
        "rows": list(rows()),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    parser.add_argument("--runs", nargs="+", required=True, help="trainings with snapshots")
    parser.add_argument("--scenes", type=int, default=4000, help="half as many of 64×64")
    parser.add_argument("--some", type=int, default=1000, help="scenes of the longer parts")
    given = parser.parse_args()
    one_thread()
    kept = json.loads(given.record.read_text()) if given.record.is_file() else {}
    made = facts(shlex.join(["python", *sys.argv]), kept)  # the commit as it is now
    known = kept.get("parts", {})
    begun, cpu = time.monotonic(), time.process_time()
    small, large = draw(given.scenes), draw(given.scenes // 2, **SCENES)
    alike = kind_of_scenes(ALIKE, small, given.some, known.get("32", {}))
    print("networks of 32×32", flush=True)
    few = small.first(given.some)
    curves = known.get("curves") or {
        Path(run).name: curve(load_snapshots(run), few) for run in (*given.runs, TRAINING)
    }
    print("curves", flush=True)
    looking = kind_of_scenes((LOOKING,), large, given.some // 2, known.get("64", {}))
    kinds = ("trained", "untrained")
    alike["spread"] = {kind: spread(list(alike[kind].values())) for kind in kinds}
    kept = {
        **made,
        "seconds": kept.get("seconds", 0) + round(time.monotonic() - begun),
        "cpu_seconds": kept.get("cpu_seconds", 0) + round(time.process_time() - cpu),
        "parts": {"32": alike, "64": {"options": SCENES, **looking}, "curves": curves},
    }
    given.record.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
