"""The three graded changes of notebook 01: a number, a block, an architecture."""

from typing import Any

import torch
from torch import nn

from resattn_lab.attention import attention_weights, effective_places

from ..compared import compared, drawn, named
from ..exercise import Exercise
from ..learners_function import on_a_copy
from ..reading import number, same, tensor

SCORES = torch.tensor([4.0, 3.0, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0])
WANTED = 4


def count_at(temperature: float) -> float:
    return float(effective_places(attention_weights(SCORES, temperature=temperature)))


def four_places():
    scores = torch.tensor([4.0, 3.0, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0])
    for tenths in range(1, 100):
        weights = attention_weights(scores, temperature=tenths / 10)
        if effective_places(weights) >= 4:
            return tenths / 10


def find_number_mistake(temperature: float) -> str | None:
    if temperature <= 0:
        return "A temperature is above 0: at 0 the softmax would divide by nothing."
    count = count_at(temperature)
    if temperature == WANTED:
        return f"4 is the number of places wanted; as a temperature it gives {count:.1f}."
    lowest = four_places()
    if temperature < lowest - 0.05:
        return f"That gives {count:.2f} places: too few, so it has to be hotter."
    if temperature > lowest + 0.05:
        return f"That gives {count:.2f} places: four are reached at a lower temperature."
    return None


def top_k_weights(scores, k):
    best, place = scores.topk(k, dim=-1)
    weights = torch.zeros_like(scores)
    return weights.scatter(-1, place, best.softmax(dim=-1))


find_block_mistake = compared(
    top_k_weights,
    mistakes={
        "The weights of the best are right in number; put them back in their places.": (
            lambda scores, k: scores.topk(k, dim=-1).values.softmax(dim=-1)
        ),
        "The rest is 0, but the best no longer sum to 1: take the softmax of the best alone.": (
            lambda scores, k: scores.softmax(dim=-1) * (top_k_weights(scores, k) > 0)
        ),
        "These are the worst places; topk gives the best.": (
            lambda scores, k: top_k_weights(-scores, k)
        ),
        "Shut places got a score of 0, and exp(0) is 1: they still count.": (
            lambda scores, k: (scores * (top_k_weights(scores, k) > 0)).softmax(dim=-1)
        ),
        "The best share alike; among them the scores should still speak.": (
            lambda scores, k: (top_k_weights(scores, k) > 0).float() / k
        ),
        "All places still have weight; only the best k may.": lambda s, k: s.softmax(dim=-1),
        "That is the one best place, whatever k is.": lambda s, k: top_k_weights(s, 1),
        "It is right for two places and wrong for other k.": (
            lambda scores, k: top_k_weights(scores, 2)
        ),
    },
    tried_on=[(drawn(3, 6), 2), (drawn(3, 6), 1), (drawn(3, 6), 6)],
    otherwise="The k best places share a softmax of their scores; all others get 0.",
)


class AttentionHead(nn.Module):
    def __init__(self, classifier, temperature):
        super().__init__()
        self.classifier, self.temperature = classifier, temperature

    def forward(self, features):  # (N, C, h, w) -> (N, classes)
        states = features.flatten(2).mT  # (N, K, C)
        scores = (states @ self.classifier.weight.T).mT  # (N, classes, K)
        weights = attention_weights(scores, temperature=self.temperature)
        return (weights * scores).sum(dim=-1) + self.classifier.bias


def find_architecture_mistake(head: Any) -> str | None:
    generator = torch.Generator().manual_seed(0)
    classifier = nn.Linear(6, 4).requires_grad_(False)
    for part in (classifier.weight, classifier.bias):
        part.copy_(torch.randn(part.shape, generator=generator))
    features = torch.randn(2, 6, 3, 5, generator=generator)
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
        "That is still the average over all places: the weights come from the scores.": uniform,
        "That takes the best place alone: right only as the temperature goes to 0.": (
            scores.max(dim=1).values + bias
        ),
        "That softmax runs over the classes; the places compete with each other.": pooled(
            (scores / 0.5).softmax(dim=2)
        ),
        "The temperature is not used.": pooled(scores.softmax(dim=1)),
        "A reshape has mixed places and channels: flatten(2), then .mT.": pooled(
            (mixed / 0.5).softmax(dim=1), mixed
        ),
        "That multiplies by the temperature.": pooled((scores * 0.5).softmax(dim=1)),
        "All classes share one set of weights; each should weigh places by its own scores.": (
            pooled((scores.max(dim=2, keepdim=True).values / 0.5).softmax(dim=1))
        ),
    }
    if said := named(came, mistakes):
        return said
    if not same(came, wanted):
        return "For each class: scores at all places, their weights, the weighted sum, bias."
    return None


CHANGES = (
    Exercise(
        key="01.number",
        find_mistake=find_number_mistake,
        praise="A temperature has the unit of the scores: scores ten times as large need a "
        "temperature ten times as high for the same four places.",
        hints=(
            "effective_places(attention_weights(scores, temperature=...)) counts them.",
            "More heat gives more places. Between which two of your tries does the count pass"
            " 4?",
            "At 1 there are too few, at 2 too many: try the tenths between.",
        ),
        reference=four_places,
        reads=number(
            "A temperature is one number",
            infinite="A finite temperature is wanted: at an infinite one all eight count.",
        ),
        calls_reference=True,
    ),
    Exercise(
        key="01.block",
        find_mistake=find_block_mistake,
        praise="k = 1 is a hard choice, k = all is soft attention; and between them gradients "
        "reach k places and no other.",
        hints=(
            "scores.topk(k, dim=-1) gives the best scores and where they are.",
            "The softmax sees k scores only; after that its k weights go back to where the "
            "scores stood.",
            "Softmax the best scores, then zeros_like(scores).scatter(-1, place, ...).",
        ),
        reference=top_k_weights,
        reads=tensor,
    ),
    Exercise(
        key="01.architecture",
        find_mistake=find_architecture_mistake,
        praise="At a high temperature this is the network's own average pooling; at a low one, "
        "each class is judged by its best place.",
        hints=(
            "states @ classifier.weight.T are the scores of every place for every class.",
            "Flatten the places; scores of every place for every class are a matrix product. "
            "Over which dimension do places compete?",
            "Softmax over the places, then the weighted sum of the same scores, plus the bias.",
        ),
        reference=AttentionHead,
    ),
)
