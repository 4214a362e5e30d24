"""The three graded changes at the end of notebook 08, training."""

import dataclasses
import math
from typing import Any

import torch
from torch import nn

from resattn_lab import data, networks, training
from resattn_lab.blocks import LocalMaskBranch

from ..exercise import Exercise

DECAY = 0.05


def shrunken():
    paper = training.RECIPES["paper"]
    return dataclasses.replace(paper, iterations=600, milestones=(240, 360))


def find_shrunk_mistake(recipe: Any) -> str | None:
    if not isinstance(recipe, training.Recipe):
        return f"A Recipe is wanted; a {type(recipe).__name__} came. replace(...) makes one."
    if recipe.iterations == 160_000:
        return "It still takes the paper's 160,000 steps."
    if recipe.iterations != 600:
        return f"It takes {recipe.iterations} steps; wanted 600."
    if recipe.milestones == training.RECIPES["paper"].milestones:
        return "The falls still wait for steps that this run never reaches: the rate stays 0.1."
    if recipe.milestones == (360, 240) or len(recipe.milestones) != 2:
        return "There are two falls, the earlier one first."
    wanted = shrunken()
    if recipe.milestones != wanted.milestones:
        shares = " and ".join(f"{m / 600:.0%}" for m in recipe.milestones)
        return f"Its falls come at {shares} of the way; the paper's come at 40% and 60%."
    asked = dataclasses.asdict(wanted)
    changed = [n for n, v in dataclasses.asdict(recipe).items() if v != asked[n]]
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


def find_groups_mistake(function: Any) -> str | None:
    with torch.random.fork_rng():
        network = nn.Sequential(
            nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Flatten(), nn.Linear(144, 5)
        )
    came = function(network)
    wanted = "A list of groups is wanted, each a dict with 'params' and 'weight_decay'."
    if not isinstance(came, (list, tuple)) or not all(isinstance(g, dict) for g in came):
        return wanted
    if not all({"params", "weight_decay"} <= set(group) for group in came):
        return wanted
    decays: dict[int, list[float]] = {}
    for group in came:
        for entry in group["params"]:
            parameter = entry[1] if isinstance(entry, tuple) else entry
            decays.setdefault(id(parameter), []).append(float(group["weight_decay"]))
    return _judge_decays(network, decays)


def _judge_decays(network: nn.Module, decays: dict[int, list[float]]) -> str | None:
    """What is amiss when parameter ``id`` has these weight decays."""
    own = {name: decays.get(id(p), []) for name, p in network.named_parameters()}
    missing = [name for name, found in own.items() if not found]
    if missing:
        return f"In no group, so never trained: {', '.join(missing)}."
    if any(len(found) > 1 for found in own.values()):
        return "A parameter stands in two groups; it would be stepped twice."
    flat = {name: found[0] for name, found in own.items()}
    weights, norms = ("0.weight", "3.weight"), ("1.weight", "1.bias")
    biases = ("0.bias", "3.bias")
    if all(flat[name] == 0 for name in weights) and any(flat[n] for n in norms + biases):
        return "The two are swapped: the weights go free, and the rest decays."
    if any(flat[name] == 0 for name in weights):
        return "Convolutions and linear layers have weights, and those should decay."
    if any(flat[name] for name in norms):
        return "The batch norms' scale and shift still decay."
    if any(flat[name] for name in biases):
        return "The biases still decay."
    if not all(math.isclose(flat[name], DECAY) for name in weights):
        return f"The weights' decay is {flat[weights[0]]:g}; wanted {DECAY}."
    return None


def local_network():
    parts = ("train", "validation", "test")
    few = data.Splits(*(data.scene_set(64, seed=0, part=p, size=16, clutter=0) for p in parts))
    network = networks.build_network("cifar_attention_92", width=1 / 8, mask="local")
    recipe = dataclasses.replace(training.RECIPES["smoke"], iterations=4)
    training.fit(network, few, recipe, device="cpu", progress=False)
    return network


def find_local_mistake(network: Any) -> str | None:
    if not isinstance(network, networks.ResidualAttentionNetwork):
        came = type(network).__name__
        return f"The trained network is wanted; a {came} came. (fit returns its history.)"
    made = network.arguments
    if made["name"] != "cifar_attention_92":
        return f"The network is cifar_attention_92; this is {made['name']}."
    if not any(isinstance(module, LocalMaskBranch) for module in network.modules()):
        return "Its masks still go down and up again; Table 4's other kind is mask='local'."
    if made["width"] != 1 / 8:
        return f"Its width is {made['width']:g}; wanted an eighth."
    taken = next(
        int(m.num_batches_tracked) for m in network.modules() if isinstance(m, nn.BatchNorm2d)
    )
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
        calls_reference=True,
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
        calls_reference=True,
    ),
)
