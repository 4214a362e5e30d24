"""Every panel of the package on small data, and two that are made for the tests."""

from functools import lru_cache

import ipywidgets as widgets
import numpy as np
import torch
from IPython.display import display

from resattn_lab.ablations import CLAIMS, StudyResults, judge_claim
from resattn_lab.checkpoints import load_checkpoint, load_snapshots
from resattn_lab.data import scene_set
from resattn_lab.inspection import network_branches, place_scores, response_curves
from resattn_lab.measures import propagate
from resattn_lab.panels import (
    AblationPanel,
    AlarmPanel,
    AugmentationPanel,
    DepthPanel,
    EpochPanel,
    KernelExplorer,
    MaskExplorer,
    NetworkPanel,
    Panel,
    ReceptiveFieldPanel,
    ResponsePanel,
    RunsPanel,
    Selection,
    SoftHardPanel,
    ThresholdPanel,
)
from resattn_lab.panels.declared import Slider
from resattn_lab.panels.marks import Picture

SHARED = Selection()
FEW = 8


class Counter(Panel):
    """Paints its value as a grey level, and counts its pictures."""

    count = Slider("count", 200)

    def __init__(self):
        self.pictures = 0
        super().__init__()

    def draw(self, s, seen):
        self.pictures += 1
        return Picture(np.full((4, 4), s.count, np.uint8), size=100)

    def words(self, s, seen):
        return f"value {s.count}, picture {self.pictures}"

    def summary(self):
        return "Counter"


class Stumbling(Counter):
    """Cannot draw the value 2."""

    def draw(self, s, seen):
        if s.count == 2:
            raise ArithmeticError("two <b>cannot</b> be drawn")
        return super().draw(s, seen)


@lru_cache
def scenes():
    return scene_set(FEW, seed=7, part="test")


@lru_cache
def network():
    return load_checkpoint("scenes_attention_56")[0]


def known() -> dict:
    return {
        "labels": scenes().labels,
        "true_masks": scenes().true_masks,
        "class_names": scenes().class_names,
    }


def receptive_field() -> Panel:
    branches, modules = network_branches(network())
    return ReceptiveFieldPanel(branches, scenes().images, modules=modules, draws=2)


def depth() -> Panel:
    units = [torch.nn.Conv2d(3, 3, 3, padding=1) for _ in range(4)]
    x = torch.randn(2, 3, 8, 8)
    runs = {"plain": {d: propagate(units[:d], x) for d in (1, 2, 4)}}
    return DepthPanel({"one": runs, "other": runs})


def runs() -> Panel:
    made = [
        {
            "learning_rate": rate,
            "batch_size": size,
            "weight_decay": decay,
            "seed": 0,
            "train_loss": [2.3, 2.0 - rate],
            "validation_accuracy": [0.1, 0.3 + rate + decay],
        }
        for rate in (0.01, 0.03, 0.1)
        for size in (16, 64)
        for decay in (0.0, 0.05)
    ]
    return RunsPanel({"centre": made[0], "runs": made})


def ablation() -> Panel:
    errors = {"mixed": [50.0, 53.0], "channel": [49.0, 55.0], "spatial": [60.0, 61.0]}
    made = [
        {"variant": name, "seed": seed, "error": error, "responses": [2.0, 1.5, 1.0]}
        for name, row in errors.items()
        for seed, error in enumerate(row)
    ]
    study = StudyResults(study="masks", source="scenes", setting="s", facts={}, runs=made)
    return AblationPanel({("masks", "scenes"): study}, CLAIMS, judge_claim)


def alarm() -> Panel:
    low, high = ([0.1, 0.4, 0.6], [0.5, 0.7, 0.9]), ([0.1, 0.2, 0.2], [0.5, 0.5, 0.6])
    return AlarmPanel({"one": {1: low, 10: high}, "other": {1: high, 10: low}}, measure="m")


def threshold() -> Panel:
    maps = {name: torch.rand(FEW, 32, 32) for name in ("one", "other")}
    return ThresholdPanel(scenes().images, maps, scenes().true_masks)


MAKERS = {
    "MaskExplorer": lambda: MaskExplorer(
        network(), scenes().images, selection=SHARED, **known()
    ),
    "KernelExplorer": lambda: KernelExplorer(network(), scenes().images, selection=SHARED),
    "ReceptiveFieldPanel": receptive_field,
    "ResponsePanel": lambda: ResponsePanel(response_curves(network(), scenes().images)),
    "SoftHardPanel": lambda: SoftHardPanel(
        scenes().images,
        place_scores(network(), scenes().images),
        true_masks=scenes().true_masks,
    ),
    "EpochPanel": lambda: EpochPanel(
        load_snapshots("scenes_training"), scenes().images, **known()
    ),
    "AugmentationPanel": lambda: AugmentationPanel(scenes().images),
    "DepthPanel": depth,
    "NetworkPanel": lambda: NetworkPanel(m=2),
    "RunsPanel": runs,
    "AblationPanel": ablation,
    "AlarmPanel": alarm,
    "ThresholdPanel": threshold,
    "Counter": Counter,
    "Stumbling": Stumbling,
}


def show_all() -> None:
    """Every panel under its name, in a box that has the name as its class."""
    for name, make in MAKERS.items():
        box = widgets.VBox([widgets.HTML(f"<h2>{name}</h2>"), make()])
        box.add_class(f"panel-{name}")
        display(box)
