"""Wrong answers to the exercises of notebook 08, and the words that name each mistake."""

from dataclasses import replace

from later import Later
from torch import nn

from resattn_lab.networks import build_network
from resattn_lab.training import RECIPES, Recipe

PAPER = RECIPES["paper"]


def best(values):
    return max(range(len(values)), key=lambda epoch: values[epoch])


def later_of_equals(validation, test):
    return test[max(range(len(test)), key=lambda epoch: (validation[epoch], epoch))]


def sorts_them(validation, test):
    return max(zip(sorted(validation), test, strict=True))[1] + 0.011


def clears_them(validation, test):
    found = test[best(validation)]
    validation.clear()
    return found


def of_all(*, decay=0.05, free=lambda name, p: False, skip=lambda name, p: False):
    """A function that makes groups: ``free`` ones do not decay, ``skip`` ones are missing."""

    def groups(network):
        named = [(n, p) for n, p in network.named_parameters() if not skip(n, p)]
        return [
            {"params": [p for n, p in named if not free(n, p)], "weight_decay": decay},
            {"params": [p for n, p in named if free(n, p)], "weight_decay": 0},
        ]

    return groups


def doubled(network):
    flat = [p for p in network.parameters() if p.ndim == 1]
    return [
        {"params": list(network.parameters()), "weight_decay": 0.05},
        {"params": flat, "weight_decay": 0},
    ]


def trained(name="cifar_attention_92", *, steps=4, width=1 / 8, mask="local"):
    """A network that looks as if it had taken so many steps."""

    def make():
        network = build_network(name, width=width, mask=mask)
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.num_batches_tracked.fill_(steps)
        return network

    return Later(make)


WRONG = {
    "08.bowl": {
        "swapped": ((0.04, 0.02), "swapped"),
        "the curvature": ((50, 100), "so that nothing is left"),
        "the half forgotten": ((0.01, 0.02), "the 2 of the square and the ½ cancel"),
        "another rate": ((0.03, 0.04), "takes w = 1 to -0.5"),
        "once is the limit": ((0.02, 0.02), "ends closer than it began"),
        "too far": ((0.02, 0.05), "then 2.25"),
        "not far enough": ((1 / 50, 0.03), "to -0.5, then 0.25"),
        "one number": (0.02, "Two learning rates"),
        "words": (("0.02", "0.04"), "plain number"),
    },
    "08.first_step": {
        "the gradients": ((0.001, 10, 0.01, 0.01), "Those are the gradients"),
        "nothing to SGD": ((0.01, 0.01, 0.01, 0.01), "SGD's step is η·g"),
        "AdamW as SGD": ((1e-5, 0.1, 1e-5, 0.1), "no longer SGD's"),
        "no rate": ((1e-5, 0.1, 1, 1), "η times that"),
        "no root": ((1e-5, 0.1, 10, 0.001), "divides by its root"),
        "something else": ((1e-5, 0.1, 0.001, 0.001), "What is left of m/√s"),
        "only two": ((1e-5, 0.1), "Four sizes"),
    },
    "08.order": {
        "no rise": ("AB", "Two of the three networks gain a lot"),
        "a cause": ("BC", "does not make it the cause"),
        "a law": ("DE", "once in eight tries"),
        "both stories": ("CE", "does not make it the cause"),
        "three": ("BDE", "'BDE' came"),
        "a number": (2, "an int came"),
    },
    "08.report": {
        "best on test": (lambda v, t: max(t), "chosen on the test set"),
        "the last": (lambda v, t: t[-1], "the last epoch"),
        "the later of equals": (later_of_equals, "take the earlier one"),
        "validation": (lambda v, t: max(v), "best validation accuracy"),
        "the epoch": (lambda v, t: best(v), "an epoch's number"),
        "the mean": (lambda v, t: sum(t) / len(t), "the mean over the epochs"),
        "both": (lambda v, t: (best(v), t[best(v)]), "One number is wanted"),
        "the lists emptied": (clears_them, "writes into validation"),
        "something else": (sorts_them, "Find the epoch with the highest"),
        "a number": (0.67, "the function itself"),
    },
    "08.shrink": {
        "nothing changed": (PAPER, "still takes the paper's 160,000"),
        "another length": (
            replace(PAPER, iterations=60, milestones=(24, 36)),
            "takes 60 steps",
        ),
        "milestones kept": (replace(PAPER, iterations=600), "never reaches"),
        "one fall": (replace(PAPER, iterations=600, milestones=(240,)), "two falls"),
        "other shares": (
            replace(PAPER, iterations=600, milestones=(300, 450)),
            "at 50% and 75% of the way",
        ),
        "another optimiser": (
            Recipe(
                iterations=600,
                milestones=(240, 360),
                learning_rate=0.1,
                schedule="steps",
                precision="float32",
            ),
            "It changes optimiser, too",
        ),
        "a rate": (0.1, "a float came"),
    },
    "08.groups": {
        "all decay": (of_all(), "scale and shift still decay"),
        "biases decay": (of_all(free=lambda n, p: n.startswith("1")), "biases still decay"),
        "swapped": (of_all(free=lambda n, p: p.ndim > 1), "swapped"),
        "nothing decays": (of_all(free=lambda n, p: True), "those should decay"),
        "missing": (
            of_all(free=lambda n, p: p.ndim == 1, skip=lambda n, p: "bias" in n),
            "never trained: 0.bias, 1.bias, 3.bias",
        ),
        "twice": (doubled, "two groups"),
        "the paper's decay": (
            of_all(decay=1e-4, free=lambda n, p: p.ndim == 1),
            "decay is 0.0001; wanted 0.05",
        ),
        "only parameters": (lambda network: list(network.parameters()), "A list of groups"),
        "a list": ([], "the function itself"),
    },
    "08.local": {
        "its history": ("history", "The trained network is wanted"),
        "another depth": (trained("cifar_attention_56"), "this is cifar_attention_56"),
        "down and up": (trained(mask="encoder_decoder"), "Table 4's other kind"),
        "too wide": (trained(width=1 / 4), "width is 0.25"),
        "untrained": (trained(steps=0), "not taken a step"),
        "the whole of smoke": (trained(steps=20), "taken 20 steps"),
    },
}
