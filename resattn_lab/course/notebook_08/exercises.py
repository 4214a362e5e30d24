"""Judging and reporting: the exercises of notebook 08, training, that are code."""

from typing import Any

import torch
from torch import nn

from ..compared import compared, named
from ..exercise import Exercise
from ..reading import number, same


def judge(network, images, labels):
    was_training = network.training
    network.eval()
    with torch.no_grad():
        right = network(images).argmax(dim=1) == labels
    network.train(was_training)
    return right.float().mean().item()


def _small_network() -> nn.Sequential:
    torch.manual_seed(8)
    with torch.random.fork_rng():
        network = nn.Sequential(
            nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Flatten(), nn.Linear(144, 5)
        )
        nn.init.normal_(network[1].running_mean)
    return network


def find_judge_mistake(function: Any) -> str | None:
    with torch.random.fork_rng():
        network = _small_network()
        generator = torch.Generator().manual_seed(8)
        images = torch.rand(40, 3, 8, 8, generator=generator)
        with torch.no_grad():
            guesses = network.eval()(images).argmax(dim=1)
        shift = torch.rand(40, generator=generator) < 0.35
        labels = torch.where(shift, (guesses + 1) % 5, guesses)
        share = judge(network, images, labels)
        seen = []
        network.register_forward_hook(
            lambda module, x, y: seen.append((module.training, torch.is_grad_enabled()))
        )
        came = function(network.train(), images, labels)
        stayed = network.training
        function(network.eval(), images, labels)
    if not seen:
        return "It never runs the network on the images."
    if seen[0][0]:
        return (
            "The network ran in training mode: its batch norms used this batch's own mean, "
            "and learned from it. Call network.eval() first."
        )
    if seen[0][1]:
        return "It builds a graph for a backward pass that never comes: torch.no_grad()."
    if not stayed:
        return "It leaves the network in eval mode; who trains on would not notice."
    if network.training:
        return "A network that came in eval mode leaves in training mode: restore what was."
    mistakes = {
        "That is how many are right; wanted is their share.": share * 40,
        "That is per cent; wanted is a share between 0 and 1.": share * 100,
        "That is the share that is wrong: the error, not the accuracy.": 1 - share,
    }
    if said := named(came, mistakes):
        return said
    if not same(came, share):
        return f"Of 40 images {round(share * 40)} are right: {share:g}; yours is {came:g}."
    return None


def report(validation, test):
    best = max(range(len(validation)), key=lambda epoch: validation[epoch])
    return test[best]


def best(values: list[float]) -> int:
    return max(range(len(values)), key=lambda epoch: values[epoch])


find_report_mistake = compared(
    report,
    mistakes={
        "That is the best test accuracy: the epoch was chosen on the test set.": (
            lambda validation, test: max(test)
        ),
        "That is the last epoch; it did not validate best.": lambda validation, test: test[-1],
        "Two epochs validate equally well; take the earlier one.": (
            lambda validation, test: test[len(test) - 1 - best(validation[::-1])]
        ),
        "That is the best validation accuracy; reported is the test accuracy there.": (
            lambda validation, test: max(validation)
        ),
        "That is an epoch's number; wanted is its test accuracy.": (
            lambda validation, test: best(validation)
        ),
        "That is the mean over the epochs: most of them were not chosen.": (
            lambda validation, test: sum(test) / len(test)
        ),
    },
    tried_on=[
        ([0.31, 0.52, 0.64, 0.71, 0.69, 0.71, 0.66], [0.3, 0.55, 0.61, 0.67, 0.74, 0.72, 0.7]),
        ([0.2, 0.1], [0.3, 0.9]),
    ],
    otherwise="Find the epoch with the highest validation accuracy, then look up its test one.",
)


REPORT = Exercise(
    key="08.report",
    find_mistake=find_report_mistake,
    praise="The validation images choose, the test images are asked once: what they say is "
    "then no one's wish.",
    hints=(
        "Which of the two lists may have a say in the choice of the epoch?",
        "Two steps: which epoch, by validation alone; then its entry in test. Of two epochs "
        "that validate equally well the first counts.",
        "max(range(len(validation)), key=...) gives the first epoch that is best.",
    ),
    reference=report,
    reads=number("One number is wanted: a test accuracy"),
)

JUDGE = Exercise(
    key="08.judge",
    find_mistake=find_judge_mistake,
    praise="Eval mode, no graph, the mode put back: the three things that evaluate does, too.",
    hints=(
        "What must be different from a training step, and what must be as before when you "
        "are done?",
        "network.eval() before, torch.no_grad() around, network.train(...) afterwards, with "
        "the mode in which it came.",
        "Remember network.training at the start; argmax(dim=1) gives the guesses; the "
        "mean of (guesses == labels).float() is the share.",
    ),
    reference=judge,
    reads=number("One number is wanted for all images, not one for each"),
)
