"""What notebook 05 measures, in the words of its predictions."""

from torch import Tensor


def how_large(response: float) -> str:
    """A response at the end, relative to the input's; what is within a factor 10 is alike."""
    if 0.1 < response < 10:
        return "about as large"
    return "almost gone, less than 1 %" if response <= 0.1 else "over 100 times as large"


def how_much(share: float) -> str:
    """The share of the scene that a probe reads (R²): the choice that comes nearest."""
    choices = {"nearly all": 1.0, "about half": 0.5, "hardly anything": 0.0}
    return min(choices, key=lambda words: abs(share - choices[words]))


def what_became(logits: Tensor, later: Tensor, *, factor: int = 50) -> str:
    """How logits have changed, up to a thousandth of the largest.

    Args:
        factor: what the response of stage 1 was multiplied by.
    """
    ways = {"as before": logits, f"{factor} times as large": factor * logits}
    for words, wanted in ways.items():
        if (later - wanted).abs().max() < 1e-3 * wanted.abs().max():
            return words
    return f"different, but not {factor} times as large"
