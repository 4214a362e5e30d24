"""The three graded changes of notebook 06, the networks."""

from dataclasses import replace
from typing import Any

from resattn_lab.networks import (
    NETWORKS,
    NetworkSpecification,
    ResidualAttentionNetwork,
    add_up,
    build_network,
    part_costs,
)

from ..exercise import Exercise
from ..reading import number

LIMIT = 10_000_000


def parameters_with(m: int) -> int:
    """Of an Attention-56 with m modules in each stage; every further module adds the same."""
    one, two = (
        replace(NETWORKS["cifar_attention_56"], modules=(count,) * 3) for count in (1, 2)
    )
    first, second = (add_up(part_costs(s, 32))["total"].parameters for s in (one, two))
    return first + (m - 1) * (second - first)


def most_modules() -> int:
    count = 0
    while True:
        wider = replace(NETWORKS["cifar_attention_56"], modules=(count + 1,) * 3)
        if add_up(part_costs(wider, 32))["total"].parameters >= 10_000_000:
            return count
        count += 1


def find_count_mistake(m: float) -> str | None:
    if m != round(m):
        return "Modules come whole."
    if m < 1:
        return "A stage has at least one module."
    m, best = int(m), most_modules()
    if m == 36 * best + 20:
        return "That is its number of weighted layers; m is the number of modules in a stage."
    if m == 3 * best:
        return "That is the number of modules in all three stages; m counts one stage's."
    if m > best:
        return f"Such a network has {parameters_with(m):,} parameters: not under {LIMIT:,}."
    if m < best:
        return f"It has {parameters_with(m):,} parameters: one more module a stage still fits."
    return None


def grouped():
    return build_network("cifar_attention_56", classes=100, unit="resnext")


def find_grouped_mistake(network: Any) -> str | None:
    if not isinstance(network, ResidualAttentionNetwork):
        return f"build_network makes the network; a {type(network).__name__} came."
    s = network.specification
    if s.stem != "cifar":
        return "That network is for 224×224; start from one of the cifar_ names."
    if s.modules != (1, 1, 1):
        return f"It has {s.modules} modules; Attention-56 has one in each stage."
    unit = s.module_options["unit"]
    if unit == "preactivation":
        return "Its units are the plain ones still: name another with unit=."
    if unit != "resnext":
        return f"Its units are {unit!r}; those in 32 groups are another name in UNITS."
    if s.classes != 100:
        return f"It tells {s.classes} classes apart; wanted 100. Pass classes= by name."
    if s.in_channels != 3:
        return f"It takes images of {s.in_channels} channels; colour images have 3."
    return None


def uneven():
    return replace(
        NETWORKS["cifar_attention_92"], modules=(1, 2, 3), encoder_depths=(2, 2, 1), classes=100
    )


def find_uneven_mistake(answer: Any) -> str | None:
    s = getattr(answer, "specification", answer)  # a network has one, too
    if not isinstance(s, NetworkSpecification):
        return f"replace(...) makes a specification; a {type(answer).__name__} came."
    if s.stem != "cifar":
        return "That one has the stem for 224×224; start from a cifar_ network."
    if tuple(s.modules) == (3, 2, 1):
        return "One module belongs into the first stage and three into the last."
    if tuple(s.modules) != (1, 2, 3):
        return f"Its modules are {tuple(s.modules)}; wanted 1, 2 and 3."
    if tuple(s.encoder_depths) != (2, 2, 1):
        return f"Its encoder depths are {tuple(s.encoder_depths)}; wanted 2, 2, 1."
    if s.classes != 100:
        return f"It tells {s.classes} classes apart; wanted 100."
    expected = replace(s, modules=(2, 2, 2), encoder_depths=(3, 2, 1), classes=10)
    if expected != NETWORKS["cifar_attention_92"]:
        return "Something else was changed as well: compare it with cifar_attention_92."
    return None


CHANGES = (
    Exercise(
        key="06.modules",
        find_mistake=find_count_mistake,
        praise="12 modules a stage: 36·12 + 20 = 452. This, too, is an Attention-452, with "
        "(p, t, r) = (1, 2, 1), and a smaller one than with (2, 4, 3).",
        hints=(
            "part_costs(replace(NETWORKS['cifar_attention_56'], modules=(m, m, m)), 32)",
            "Take m = 1 and m = 2: the difference is what one more module a stage costs. How "
            "often does it fit below ten million?",
            "The count is a line in m: two values of m give you its start and its slope.",
        ),
        reference=most_modules,
        reads=number("m is one number"),
        calls_reference=True,
    ),
    Exercise(
        key="06.grouped",
        find_mistake=find_grouped_mistake,
        praise="The unit is one word of the specification; trunk, mask and rest all follow it.",
        hints=(
            "build_network takes classes= and any argument of AttentionModule.",
            "Two things differ from the default: the number of classes, and the kind of unit."
            " UNITS lists the kinds.",
            'unit="resnext" makes every residual unit a grouped one.',
        ),
        reference=grouped,
        calls_reference=True,
    ),
    Exercise(
        key="06.uneven",
        find_mistake=find_uneven_mistake,
        praise="Six modules, so 92 layers by the same count; but half of the modules are now "
        "in the widest stage, and the parameters follow the width.",
        hints=(
            "dataclasses.replace copies a specification and changes what you name.",
            "Begin with the 92 for CIFAR: three of its fields change, and all the others stay.",
            "Change modules, encoder_depths and classes of NETWORKS['cifar_attention_92'].",
        ),
        reference=uneven,
        calls_reference=True,
    ),
)
