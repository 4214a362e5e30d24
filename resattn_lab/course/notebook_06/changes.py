"""The three graded changes of notebook 06, the networks."""

from dataclasses import replace
from typing import Any

from resattn_lab import networks
from resattn_lab.blocks import ResidualUnit, ResNeXtUnit

from ..exercise import Exercise
from ..reading import instance, kind, number

LIMIT = 20_000_000


def parameters_of(specification: networks.NetworkSpecification) -> int:
    return networks.add_up(networks.part_costs(specification, 32))["total"].parameters


def most_modules() -> int:
    def parameters(m):
        base = networks.NETWORKS["cifar_attention_56"]
        costs = networks.part_costs(replace(base, modules=(m, m, m)), 32)
        return networks.add_up(costs)["total"].parameters

    one, added = parameters(1), parameters(2) - parameters(1)
    return 1 + (20_000_000 - 1 - one) // added


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
        return f"Too many: not under {LIMIT:,}. Write the parameters as a line in m, and solve."
    if m < best:
        return "More modules still fit. Write the parameters as a line in m, and solve."
    return None


def grouped():
    return networks.build_network("cifar_attention_56", classes=100, unit="resnext")


def find_grouped_mistake(network: networks.ResidualAttentionNetwork) -> str | None:
    s = network.specification
    if s.stem != "cifar":
        return "That network is for 224×224; start from one of the cifar_ names."
    if s.modules != (1, 1, 1):
        return f"It has {s.modules} modules; Attention-56 has one in each stage."
    if s.unit is ResidualUnit:
        return "Its units are the plain ones still: name another with unit=."
    if s.unit is not ResNeXtUnit:
        name = s.unit.__name__
        return f"Its units are {name}; the row of AttentionNeXt-56 names its own."
    if s.classes != 100:
        return f"It tells {s.classes} classes apart; wanted 100. Pass classes= by name."
    if s.in_channels != 3:
        return f"It takes images of {s.in_channels} channels; colour images have 3."
    return None


def cheapest():
    return replace(networks.NETWORKS["cifar_attention_92"], modules=(4, 1, 1))


def find_cheapest_mistake(answer: Any) -> str | None:
    s = getattr(answer, "specification", answer)  # a network has one, too
    if not isinstance(s, networks.NetworkSpecification):
        return f"replace(...) makes a specification; {kind(answer)} came."
    if s.stem != "cifar":
        return "That one has the stem for 224×224; start from cifar_attention_92."
    modules = tuple(s.modules)
    if replace(s, modules=(2, 2, 2)) != networks.NETWORKS["cifar_attention_92"]:
        return "Something besides the modules was changed: compare it with cifar_attention_92."
    if min(modules) < 1:
        return "Every stage keeps at least one module."
    if sum(modules) != 6:
        return f"{sum(modules)} modules give Attention-{12 * sum(modules) + 20}, not -92."
    if modules == cheapest().modules:
        return None
    count = f"It has {parameters_of(s):,} parameters"
    if modules == (2, 2, 2):
        return f"{count}, as before: in which stage is a module cheapest?"
    if modules[2] > 1:
        return f"{count}: the modules of stage 3 are the ones with the most channels."
    return f"{count}: a module of stage 2 can still move to where it costs less."


CHANGES = (
    Exercise(
        key="06.modules",
        find_mistake=find_count_mistake,
        praise="24 modules a stage have 19,680,602 parameters: 36·24 + 20 makes it an "
        "Attention-884. Two points of a line were enough.",
        hints=(
            "What does one more module in each stage add to the parameters: the same every "
            "time, or more and more?",
            "The count is a line in m. Two values of m give its start and its slope; "
            "part_costs of a replaced specification gives you each.",
            "1,030,362 for m = 1, and 810,880 for every further m. How often does that fit "
            "below 20,000,000?",
        ),
        reference=most_modules,
        reads=number("m is one number"),
    ),
    Exercise(
        key="06.grouped",
        find_mistake=find_grouped_mistake,
        praise="One word for build_network, and trunk, mask and rest all follow it.",
        hints=(
            "Which word in the table is different in the row of AttentionNeXt-56?",
            "build_network takes classes= and every argument of an Attention Module, among "
            "them the kind of its units.",
            "Start with build_network('cifar_attention_56', classes=100, …); what is missing "
            "is one more argument, and the word in that row.",
        ),
        reference=grouped,
        reads=instance(networks.ResidualAttentionNetwork, "build_network makes the network"),
    ),
    Exercise(
        key="06.cheapest",
        find_mistake=find_cheapest_mistake,
        praise="The same name with 1,219,290 parameters in place of 1,841,242: every module "
        "adds twelve layers, wherever it stands, but its weights go with the square of the "
        "channels.",
        hints=(
            "What does a module add to the name in stage 1, and what in stage 3? And to the "
            "parameters?",
            "Twelve layers in every stage. But twice the channels make four times the weights.",
            "replace(networks.NETWORKS['cifar_attention_92'], modules=…): as many as possible "
            "in the stage with the fewest channels.",
        ),
        reference=cheapest,
    ),
)
