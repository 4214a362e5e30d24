"""The exercises in the body of notebook 01, soft and hard attention."""

import math

from ..compared import compared, drawn, mistake_in, named
from ..exercise import Exercise
from ..reading import letter, number, same, tensor


def attend(queries, keys, values):
    scores = queries @ keys.T / keys.shape[-1] ** 0.5  # (Q, K)
    return scores.softmax(dim=-1) @ values


def _weighed(scores, values):
    return scores.softmax(dim=-1) @ values


find_attend_mistake = compared(
    attend,
    mistakes={
        "The temperature is missing: divide the scores by √d, d the length of a key.": (
            lambda q, k, v: _weighed(q @ k.T, v)
        ),
        "That divides by d; the temperature is its square root.": (
            lambda q, k, v: _weighed(q @ k.T / k.shape[-1], v)
        ),
        "That multiplies by √d: a temperature divides.": (
            lambda q, k, v: _weighed(q @ k.T * k.shape[-1] ** 0.5, v)
        ),
        "That takes the length of a value; the scores come from keys, of length d.": (
            lambda q, k, v: _weighed(q @ k.T / v.shape[-1] ** 0.5, v)
        ),
        "That divides by the root of the number of keys; d is how long a key is.": (
            lambda q, k, v: _weighed(q @ k.T / k.shape[0] ** 0.5, v)
        ),
        "That softmax runs over the queries: each query's weights must sum to 1.": (
            lambda q, k, v: (q @ k.T / k.shape[-1] ** 0.5).softmax(dim=0) @ v
        ),
        "It is right for d = 9 alone: d is how long a key is, not always the same.": (
            lambda q, k, v: _weighed(q @ k.T / 3, v)
        ),
        "The softmax is missing: these are sums weighed by the scores themselves.": (
            lambda q, k, v: (q @ k.T / k.shape[-1] ** 0.5) @ v
        ),
        "These are the weights, right in number; what they weigh is still to come.": (
            lambda q, k, v: (q @ k.T / k.shape[-1] ** 0.5).softmax(dim=-1)
        ),
        "That sums up the keys. Keys are only compared; what is added up are values.": (
            lambda q, k, v: _weighed(q @ k.T / k.shape[-1] ** 0.5, k)
        ),
        "That is the value of the best key alone: hard attention.": (
            lambda q, k, v: v[(q @ k.T).argmax(dim=-1)]
        ),
    },
    tried_on=[
        (drawn(3, 9), drawn(6, 9, seed=1), drawn(6, 2, seed=2)),
        (drawn(2, 5), drawn(4, 5, seed=1), drawn(4, 3, seed=2)),
    ],
    otherwise="For each query: a softmax over the keys of its scores / √d, then the weighted "
    "sum of the values.",
)


def other_unit():
    """100 more on every score cancels; scores ten times as far apart want 3 · 10."""
    return 30


UNITS = {
    "The 100 cancels, and the factor of ten does not: with 3 it would be far colder.": 3,
    "That is the wrong way: the scores are ten times as far apart.": 0.3,
    "The 100 is in every score alike, and cancels in the softmax.": 130,
    "The 100 cancels in the softmax; the factor of ten is still to come.": 103,
    "That divides twice; the scores are ten times as far apart, and want a larger one.": 0.03,
}


def find_unit_mistake(temperature: float) -> str | None:
    other = (
        "Not that one. Write down a softmax of (10·s + 100) / temperature: see what cancels."
    )
    return mistake_in(temperature, other_unit(), UNITS, other)


def count():
    """The entropy is ½·ln 2 + 2·¼·ln 4 = 1.5·ln 2, and its exponential 2 to the power 1.5."""
    return 2**1.5


COUNTS = {
    "Three locations have weight, but not the same: they count for fewer than three.": 3,
    "That counts the largest weight alone, 1 / ½; the others count, too.": 2,
    "That is the entropy; the number of locations is its exponential.": 1.5 * math.log(2),
    "That is the entropy in bits, with logarithms to base 2; its exponential is missing.": 1.5,
    "That mixes two bases: an entropy in bits wants 2 to its power, not e.": math.exp(1.5),
    "The sign is turned: ln of a weight is negative, and the formula has a minus.": 2**-1.5,
    "That is 1 / Σp², another way to count; here it is the entropy that counts.": 8 / 3,
}


def find_count_mistake(answer: float) -> str | None:
    if same(answer, count(), rtol=0, atol=0.006):
        return None
    if said := named(answer, COUNTS, rtol=0, atol=0.006):
        return said
    if not 1 <= answer <= 3:
        return f"{answer:g} cannot be: three locations share the weight, so it is 1 to 3."
    if same(answer, count(), rtol=0, atol=0.04):
        return "Very close. Keep more digits on the way, and round at the end: two decimals."
    return "Not that number: −Σ p·ln p over the three weights first, then exp of it."


def claim() -> str:
    return "b"


CLAIMS = {
    "a": "That looks at another location. The claim is about the pixels under this one.",
    "c": "That would tell whether these pixels are needed. The claim is that they are enough, "
    "so everything else has to change.",
    "d": "More scenes make 99 % more certain. Nobody doubts the 99 %.",
    "e": "That takes a sum over all states, and leaves open where a single one got its facts.",
}

BODY = (
    Exercise(
        key="01.attend",
        find_mistake=find_attend_mistake,
        praise="This is the attention of a transformer, and of our network: one query, states "
        "as keys and as values, another temperature.",
        hints=(
            "Which of the three is compared with the queries, and which is added up?",
            "Every query with every key is one matrix product, (Q, K). Then weights, then a "
            "second matrix product.",
            "d is how long a key is. Each query has a row of scores, and its weights sum to 1.",
        ),
        reference=attend,
        reads=tensor,
    ),
    Exercise(
        key="01.unit",
        find_mistake=find_unit_mistake,
        praise="A temperature has the unit of the scores, and only their differences count.",
        hints=(
            "What becomes of a softmax when the same number is added to all scores?",
            "exp(a + b) = exp(a) · exp(b): what is in every term cancels in the fraction.",
            "Only differences of scores count. How much larger are they in the other network?",
        ),
        reference=other_unit,
        reads=number("A temperature is one number"),
    ),
    Exercise(
        key="01.count",
        find_mistake=find_count_mistake,
        praise="Fewer than three, more than two: the second and the third weigh little.",
        hints=(
            "What would three equal weights give? These are less even.",
            "ln ½ = −ln 2 and ln ¼ = −2 · ln 2: the entropy is a multiple of ln 2.",
            "The weight ½ gives ½ · ln 2 to the entropy. Add the two others, and take exp.",
        ),
        reference=count,
        reads=number("The number of locations is one number"),
    ),
    Exercise(
        key="01.keyhole",
        find_mistake=CLAIMS.get,
        praise="If these pixels were enough, the state would still name their shape. The next "
        "cell does just that.",
        hints=(
            "If the claim were true, what could be done to the picture without any harm?",
            "“Enough” is about everything else: the experiment has to change that.",
            "And then the network has to run again: a state is only as new as its picture.",
        ),
        reference=claim,
        reads=letter("abcde"),
    ),
)
