"""The three graded changes at the end of notebook 08, training."""

import dataclasses
import math
from typing import Any

from torch import nn

from resattn_lab import data, networks, training
from resattn_lab.blocks import LocalMaskBranch

from ..exercise import Exercise
from ..reading import instance

DECAY = 0.05


def shrunken():
    paper = training.RECIPES["paper"]
    return dataclasses.replace(paper, iterations=600, milestones=(240, 360))


def find_shrunk_mistake(recipe: training.Recipe) -> str | None:
    wanted, came = dataclasses.asdict(shrunken()), dataclasses.asdict(recipe)
    changed = [name for name, value in came.items() if value != wanted[name]]
    if recipe.iterations == 160_000:
        return "It still takes the paper's 160,000 steps."
    if recipe.iterations != 600:
        return f"It takes {recipe.iterations} steps; wanted 600."
    if recipe.milestones == training.RECIPES["paper"].milestones:
        return "The falls still wait for steps that this run never reaches: the rate stays 0.1."
    if len(recipe.milestones) != 2:
        return "There are two falls, the earlier one first."
    if "milestones" in changed:
        shares = " and ".join(f"{m / 600:.0%}" for m in recipe.milestones)
        return f"Its falls come at {shares} of the way; the paper's come at 40% and 60%."
    if changed:
        return f"It changes {', '.join(changed)}, too; only the length was to change."
    return None


def groups(network):
    weights = [p for p in network.parameters() if p.ndim > 1]
    others = [p for p in network.parameters() if p.ndim <= 1]
    return [
        {"params": weights, "weight_decay": 0.05},
        {"params": others, "weight_decay": 0.0},
    ]


WEIGHTS, NORMS, BIASES = (
    {"0.weight", "3.weight"},
    {"1.weight", "1.bias"},
    {"0.bias", "3.bias"},
)


def find_groups_mistake(function: Any) -> str | None:
    layers = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Flatten(), nn.Linear(144, 5)
    network = nn.Sequential(*layers)
    came = function(network)
    if not isinstance(came, (list, tuple)) or not all(
        isinstance(group, dict) and {"params", "weight_decay"} <= set(group) for group in came
    ):
        return "A list of groups is wanted, each a dict with 'params' and 'weight_decay'."
    names = {id(p): name for name, p in network.named_parameters()}
    decays: dict[str | None, list[float]] = {name: [] for name in names.values()}
    for group in came:
        for entry in group["params"]:
            name = names.get(id(entry[1] if isinstance(entry, tuple) else entry))
            decays.setdefault(name, []).append(float(group["weight_decay"]))
    missing = [name for name in names.values() if not decays[name]]
    if missing:
        return f"In no group, so never trained: {', '.join(missing)}."
    if any(len(decays[name]) > 1 for name in names.values()):
        return "A parameter stands in two groups; it would be stepped twice."
    return _wrong_decay({name: decays[name][0] for name in names.values()})


def _wrong_decay(decay: dict[str, float]) -> str | None:
    free = {name for name, value in decay.items() if value == 0}
    if WEIGHTS <= free < set(decay):
        return "The two are swapped: the weights go free, and the rest decays."
    if WEIGHTS & free:
        return "Convolutions and linear layers have weights, and those should decay."
    if not NORMS <= free:
        return "The batch norms' scale and shift still decay."
    if not BIASES <= free:
        return "The biases still decay."
    wrong = [decay[name] for name in WEIGHTS if not math.isclose(decay[name], DECAY)]
    return f"The weights' decay is {wrong[0]:g}; wanted {DECAY}." if wrong else None


def local_network():
    parts = ("train", "validation", "test")
    few = data.Splits(*(data.scene_set(64, seed=0, part=p, size=16, clutter=0) for p in parts))
    network = networks.build_network("cifar_attention_92", width=1 / 8, mask="local")
    recipe = dataclasses.replace(training.RECIPES["smoke"], iterations=4)
    training.fit(network, few, recipe, device="cpu", progress=False)
    return network


def find_local_mistake(network: networks.ResidualAttentionNetwork) -> str | None:
    made = network.arguments
    if made["name"] != "cifar_attention_92":
        return f"The network is cifar_attention_92; this is {made['name']}."
    if not any(isinstance(module, LocalMaskBranch) for module in network.modules()):
        return "Its masks still go down and up again; Table 4's other kind is mask='local'."
    if made["width"] != 1 / 8:
        return f"Its width is {made['width']:g}; wanted an eighth."
    norms = (module for module in network.modules() if isinstance(module, nn.BatchNorm2d))
    taken = int(next(norms).num_batches_tracked)
    if taken == 0:
        return "It is built, but it has not taken a step: pass it to fit."
    if taken > 4:  # fewer are fine: fit keeps the epoch that validated best
        return f"It has taken {taken} steps; wanted 4: replace the recipe's iterations."
    return None


CHANGES = (
    Exercise(
        key="08.shrink",
        find_mistake=find_shrunk_mistake,
        praise="A schedule is a shape over the whole run: whoever shortens the run and forgets "
        "the milestones trains at one rate only.",
        hints=(
            "Which two things of the paper's recipe are counted in steps?",
            "64,000 and 96,000 are shares of 160,000; the same shares of 600 are wanted.",
            'dataclasses.replace(training.RECIPES["paper"], iterations=600, milestones=(…, …))',
        ),
        reference=shrunken,
        reads=instance(training.Recipe, "A Recipe is wanted, such as replace(...) makes"),
    ),
    Exercise(
        key="08.groups",
        find_mistake=find_groups_mistake,
        praise="Many later recipes do this. The paper's does not: there every parameter "
        "decays.",
        hints=(
            "How do the shapes of the two kinds of parameters differ?",
            "A weight of a convolution has four dimensions, of a linear layer two; scales, "
            "shifts and biases have one. Every parameter belongs in just one of the groups.",
            "Two lists of network.parameters(), by p.ndim, each in a dict of its own.",
        ),
        reference=groups,
    ),
    Exercise(
        key="08.local",
        find_mistake=find_local_mistake,
        praise="The same loop trains it: fit asks only for images in and logits out. It leaves "
        "the weights of the epoch that validated best.",
        hints=(
            "Which argument of build_network chooses the mask branch, and who changes the "
            "weights afterwards?",
            "Build with mask=, then fit; four steps of the smoke recipe are enough, and it is "
            "the network that is handed in, not the history.",
            'The recipe is dataclasses.replace(training.RECIPES["smoke"], iterations=4); fit '
            "trains the network you give it, and you hand in that network.",
        ),
        reference=local_network,
        reads=instance(
            networks.ResidualAttentionNetwork,
            "The trained network is wanted (fit returns its history)",
        ),
    ),
)
