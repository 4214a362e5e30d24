"""The three graded changes of notebook 01: a number, a block, an architecture."""

import math
from typing import Any

import torch
from torch import nn

from ..compared import compared, drawn, mistake_in, named
from ..exercise import Exercise
from ..learners_function import on_a_copy
from ..reading import module, number, same, tensor

GAP, TIMES = 4, 10  # the better score is so much higher, and is to weigh so many times more


def ten_times():
    """exp(4 / temperature) = 10."""
    return 4 / math.log(10)


NUMBERS = {
    "That multiplies by ln 10; the gap is divided by the temperature.": GAP * math.log(TIMES),
    "That is one over it: the gap / temperature has to be ln 10.": math.log(TIMES) / GAP,
    "With that the ratio is e to the power 10; it is the weights that are 10 to 1, and scores "
    "stand in an exponent.": GAP / TIMES,
    "That gives a ratio of e, about 2.7: the logarithm of 10 to base 10 is 1, but the softmax "
    "has base e.": GAP,
    "10 / 4 has no logarithm in it; scores stand in an exponent.": TIMES / GAP,
    "10 is the ratio wanted, not the temperature.": TIMES,
}


def find_number_mistake(temperature: float) -> str | None:
    if temperature <= 0:
        return "A temperature is above 0: at 0 the softmax would divide by nothing."
    if same(temperature, ten_times(), rtol=0.004):
        return None
    if said := named(temperature, NUMBERS, rtol=0.004):
        return said
    ratio = math.exp(min(GAP / temperature, 20))
    more = "hotter" if ratio > TIMES else "colder"
    return f"There the ratio is {ratio:.3g}, not 10: it has to be {more}."


def top_k_weights(scores, k):
    best, where = scores.topk(k, dim=-1)
    weights = torch.zeros_like(scores)
    return weights.scatter(-1, where, best.softmax(dim=-1))


find_block_mistake = compared(
    top_k_weights,
    mistakes={
        "The weights of the best are right in number; put them back where the scores stood.": (
            lambda scores, k: scores.topk(k, dim=-1).values.softmax(dim=-1)
        ),
        "The rest is 0, but the best no longer sum to 1: take the softmax of the best alone.": (
            lambda scores, k: scores.softmax(dim=-1) * (top_k_weights(scores, k) > 0)
        ),
        "These are the worst locations; topk gives the best.": (
            lambda scores, k: top_k_weights(-scores, k)
        ),
        "Shut locations got a score of 0, and exp(0) is 1: they still count.": (
            lambda scores, k: (scores * (top_k_weights(scores, k) > 0)).softmax(dim=-1)
        ),
        "The best share alike; among them the scores should still speak.": (
            lambda scores, k: (top_k_weights(scores, k) > 0).float() / k
        ),
        "All locations still have weight; only the best k may.": lambda s, k: s.softmax(dim=-1),
        "That is the one best location, whatever k is.": lambda s, k: top_k_weights(s, 1),
        "It is right for two locations and wrong for other k.": (
            lambda scores, k: top_k_weights(scores, 2)
        ),
    },
    tried_on=[(drawn(3, 6), 2), (drawn(3, 6), 1), (drawn(3, 6), 6)],
    otherwise="The k best locations share a softmax of their scores; all others get 0.",
)


class AttentionHead(nn.Module):
    def __init__(self, classifier, temperature):
        super().__init__()
        self.classifier, self.temperature = classifier, temperature

    def forward(self, features):  # (N, C, h, w) -> (N, classes)
        states = features.flatten(2).mT  # (N, K, C)
        scores = (states @ self.classifier.weight.T).mT  # (N, classes, K)
        weights = (scores / self.temperature).softmax(dim=-1)
        return (weights * scores).sum(dim=-1) + self.classifier.bias


def find_architecture_mistake(head: Any) -> str | None:
    classifier, features = nn.Linear(6, 4).requires_grad_(False), torch.randn(2, 6, 3, 5)
    for part in (classifier.weight, classifier.bias):
        part.normal_()
    came = tensor(on_a_copy(head(classifier, 0.5), features))
    if came.shape == (4, 2):
        return "That is (classes, scenes): turn it round."
    if came.shape != (2, 4):
        return f"It must give the shape (2, 4); {tuple(came.shape)} came."
    states, bias = features.flatten(2).mT, classifier.bias
    scores = states @ classifier.weight.T  # (2, 15, 4)
    mixed = features.reshape(2, 15, 6) @ classifier.weight.T
    wanted = AttentionHead(classifier, 0.5)(features)
    uniform = scores.mean(dim=1) + bias

    def pooled(weights, values=scores):
        return (weights * values).sum(dim=1) + bias

    mistakes = {
        "The classifier's bias is missing.": wanted - bias,
        "That is still the average: the weights come from the scores.": uniform,
        "That takes the best location alone: right only as the temperature goes to 0.": (
            scores.max(dim=1).values + bias
        ),
        "That softmax runs over the classes; the locations compete with each other.": pooled(
            (scores / 0.5).softmax(dim=2)
        ),
        "The temperature is not used.": pooled(scores.softmax(dim=1)),
        "A reshape has mixed locations and channels: flatten(2), then .mT.": pooled(
            (mixed / 0.5).softmax(dim=1), mixed
        ),
        "That multiplies by the temperature.": pooled((scores * 0.5).softmax(dim=1)),
        "All classes share one set of weights; each should weigh by its own scores.": (
            pooled((scores.max(dim=2, keepdim=True).values / 0.5).softmax(dim=1))
        ),
    }
    other = "For each class: scores at all locations, their weights, the weighted sum, bias."
    return mistake_in(came, wanted, mistakes, other)


CHANGES = (
    Exercise(
        key="01.number",
        find_mistake=find_number_mistake,
        praise="4 / ln 10 = 1.74, for scores 4 and 0 as for 70 and 66.",
        hints=(
            "Write down both weights and divide one by the other. What cancels?",
            "The sum below cancels: the ratio is the exponential of a difference.",
            "So the ratio is exp(4 / temperature), and it is to be 10.",
        ),
        reference=ten_times,
        reads=number(
            "A temperature is one number",
            infinite="A finite temperature is wanted: at an infinite one both weigh the same.",
        ),
    ),
    Exercise(
        key="01.block",
        find_mistake=find_block_mistake,
        praise="k = 1 is a hard choice, k = all is soft attention; and between them gradients "
        "reach k locations and no other.",
        hints=(
            "scores.topk(k, dim=-1) gives the best scores and where they are.",
            "The softmax sees k scores only; after that its k weights go back to where the "
            "scores stood.",
            "zeros_like(scores).scatter(-1, where, ...) puts numbers back; which numbers?",
        ),
        reference=top_k_weights,
        reads=tensor,
    ),
    Exercise(
        key="01.architecture",
        find_mistake=find_architecture_mistake,
        praise="At a high temperature this is the network's own average pooling; at a low one, "
        "each class is judged by its best location.",
        hints=(
            "states @ classifier.weight.T are the scores of every location for every class.",
            "Flatten the locations; the scores of each for every class are a matrix product. "
            "Over which dimension do locations compete?",
            "Softmax over the locations, the weighted sum of the same scores, plus the bias.",
        ),
        reference=AttentionHead,
        reads=module,
    ),
)
