"""Wrong answers to the exercises of notebook 08, and the words that name each mistake."""

import math
from dataclasses import replace

import torch
from later import Later
from torch import nn

from resattn_lab.networks import build_network
from resattn_lab.training import RECIPES, Recipe

PAPER = RECIPES["paper"]


def wave(begin, end, share):
    return end + (begin - end) / 2 * (1 + math.cos(math.pi * share))


def cycle(down):
    """The given way up, and another way down."""

    def one_cycle(step, steps=600, top=0.01, peak=90):
        if step <= peak:
            return wave(top / 25, top, step / peak)
        return down(step, steps, top, peak)

    return one_cycle


def judged(*, evaluates=True, graph=False, restores=True, result=lambda right: right.mean()):
    def judge(network, images, labels):
        was = network.training
        if evaluates:
            network.eval()
        with torch.set_grad_enabled(graph):
            right = (network(images).argmax(dim=1) == labels).float()
        network.train(was if restores else False)
        return result(right)

    return judge


def always_trains_on(network, images, labels):
    share = judged()(network, images, labels)
    network.train()
    return share


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
    "08.plan": {
        "the last batch dropped": ((781, 205, 0.01), "781 batches are full"),
        "part of a step": ((781.25, 205, 0.01), "no part of a step"),
        "the images": ((50_000, 205, 0.01), "are 3.2e+06 images"),
        "cut off": ((782, 204, 0.01), "cuts off"),
        "not rounded": ((782, 204.8, 0.01), "as a whole number"),
        "other epochs": ((782, 160, 0.01), "not 160,000"),
        "no fall yet": ((782, 205, 0.1), "the first fall, at 64,000, is past"),
        "both falls": ((782, 205, 0.001), "after both falls"),
        "halved": ((782, 205, 0.05), "divides 0.1 by ten"),
        "two numbers": ((782, 205), "Three numbers"),
        "a word": ((782, 205, "0.01"), "plain number"),
    },
    "08.one_cycle": {
        "stays up": (cycle(lambda s, n, t, p: t), "never falls"),
        "swapped": (
            cycle(lambda s, n, t, p: wave(t / 250_000, t, (s - p) / (n - p))),
            "swapped",
        ),
        "from step 0": (cycle(lambda s, n, t, p: wave(t, 0, s / n)), "counts from step 0"),
        "of all steps": (
            cycle(lambda s, n, t, p: wave(t, 0, (s - p) / n)),
            "measured by all steps",
        ),
        "too high an end": (
            cycle(lambda s, n, t, p: wave(t, t / 25, (s - p) / (n - p))),
            "wanted is top / 250,000",
        ),
        "a line": (cycle(lambda s, n, t, p: t * (n - s) / (n - p)), "straight line"),
        "a quarter of a cosine": (
            cycle(lambda s, n, t, p: t * math.cos(math.pi / 2 * (s - p) / (n - p))),
            "halfway down",
        ),
        "the way up changed": (lambda s, n, t, p: t, "The way up was right"),
        "a number": (0.01, "checks the function itself"),
    },
    "08.judge": {
        "training mode": (judged(evaluates=False), "ran in training mode"),
        "a graph": (judged(graph=True), "builds a graph"),
        "left in eval mode": (judged(restores=False), "leaves the network in eval mode"),
        "sent to training": (always_trains_on, "came in eval mode leaves in training"),
        "a count": (judged(result=lambda right: right.sum()), "how many are right"),
        "per cent": (judged(result=lambda right: 100 * right.mean()), "per cent"),
        "the error": (judged(result=lambda right: 1 - right.mean()), "the error, not"),
        "one each": (judged(result=lambda right: right), "not one for each"),
        "half of it": (judged(result=lambda right: right.mean() / 2), "yours is"),
        "nothing run": (lambda network, images, labels: 0.5, "never runs the network"),
        "a share": (0.5, "the function itself"),
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
