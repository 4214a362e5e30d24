"""Reading what a learner hands in: numbers, shapes and tensors, in whatever they come."""

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

Reader = Callable[[Any], Any]  # gives the value in Python's own kinds, or raises Refused
DEEPEST = 8  # tuples in tuples; a list that holds itself has no end


class Refused(Exception):
    """An answer whose value need not be looked at; the text is the sentence about it."""


def kind(answer: Any) -> str:
    """What came, in words: "a str", "an int", "a tensor of shape (2, 3)"."""
    if isinstance(answer, (Tensor, np.ndarray)) and answer.ndim:
        return f"{_article(type(answer).__name__)} of shape {tuple(answer.shape)}"
    return _article(type(answer).__name__)


def _article(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"


def plain(answer: Any, depth: int = 0) -> Any:
    """Numbers as int or float and every row of them as a tuple; anything else as it came.

    A float of 32 bits is read as the decimal number that it stands for: 0.1, not 0.10000000149.
    """
    if isinstance(answer, Tensor):
        answer = answer.detach().cpu()
        answer = (answer.float() if answer.dtype == torch.bfloat16 else answer).numpy()
    if isinstance(answer, np.ndarray):
        alone = answer.ndim == 0 or (answer.size == 1 and depth > 0)  # a number in a row
        answer = answer.reshape(())[()] if alone else list(answer)
    if isinstance(answer, np.floating):
        return float(str(answer)) if answer.itemsize < 8 else float(answer)
    if isinstance(answer, (np.bool_, np.integer, np.str_)):
        return answer.item()
    if isinstance(answer, (Fraction, Decimal)):
        return float(answer)
    if isinstance(answer, (tuple, list, range)) and depth < DEEPEST:
        return tuple(plain(part, depth + 1) for part in answer)
    return answer


def is_number(value: Any) -> bool:
    """Whether a plain value is a number; True and False are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _flat(value: Any) -> list:
    """What is in tuples in tuples, in one row."""
    if isinstance(value, tuple):
        return [inner for part in value for inner in _flat(part)]
    return [value]


def _check_finite(value: Any, wanted: str) -> Any:
    """``value``, if every number in it is finite."""
    for part in _flat(value):
        if isinstance(part, float) and math.isnan(part):
            raise Refused(f"{wanted}; nan came, which is not a number.")
        if isinstance(part, float) and math.isinf(part):
            raise Refused(f"{wanted}, and a finite one; {part} came.")
        if isinstance(part, int) and abs(part) > 1e300:
            raise Refused(f"{wanted}; one with more than 300 digits came.")
    return value


def number(wanted: str, *, infinite: str = "") -> Reader:
    """A reader of one number; ``wanted`` begins the sentence, ``infinite`` is told of ∞."""

    def read(answer: Any) -> int | float:
        if isinstance(answer, (Tensor, np.ndarray)) and math.prod(answer.shape) == 1:
            answer = answer.reshape(())
        value = plain(answer)
        if not is_number(value):
            raise Refused(f"{wanted}; {kind(answer)} came.")
        if infinite and math.isinf(value):
            raise Refused(infinite)
        return _check_finite(value, wanted)

    return read


def numbers(wanted: str, *counts: int) -> Reader:
    """A reader of a row of so many numbers; inner rows are laid open."""

    def read(answer: Any) -> tuple[int | float, ...]:
        value = plain(answer)
        if not isinstance(value, tuple):
            raise Refused(f"{wanted}; {kind(answer)} came.")
        found = tuple(_flat(value))
        if counts and len(found) not in counts:
            raise Refused(f"{wanted}; {len(found)} came.")
        for part in found:
            if not is_number(part):
                raise Refused(f"{wanted}, each of them a plain number; {kind(part)} came.")
        return _check_finite(found, wanted)

    return read


def shape(wanted: str) -> Reader:
    """A reader of one shape or of a row with shapes in it: tuples in tuples, of numbers."""

    def read(answer: Any) -> tuple:
        value = plain(answer)
        if not isinstance(value, tuple):
            raise Refused(f"{wanted}; {kind(answer)} came.")
        for part in _flat(value):
            if not is_number(part):
                raise Refused(f"{wanted}; {kind(part)} came in it.")
        return _check_finite(value, wanted)

    return read


def letters(wanted: str, *counts: int) -> Reader:
    """A reader of letters from A to E, in one word or one by one, in any order.

    Args:
        wanted: begins the sentence about another answer.
        counts: how many are taken; any number of them where none is given.
    """

    def read(answer: Any) -> frozenset[str]:
        value = plain(sorted(answer) if isinstance(answer, (set, frozenset)) else answer)
        if isinstance(value, tuple) and all(isinstance(part, str) for part in value):
            value = "".join(value)
        if not isinstance(value, str):
            raise Refused(f"{wanted}; {kind(answer)} came.")
        found = frozenset(sign for sign in value.upper() if sign.isalpha())
        if not found or not found <= set("ABCDE") or counts and len(found) not in counts:
            raise Refused(f"{wanted}; {value!r} came.")
        return found

    return read


two_letters = letters('Two letters from A to E, such as "DE"', 2)


def tensor(answer: Any) -> Tensor:
    """A reader of a tensor, which may come as an array or as lists, of any precision."""
    return graph_tensor(answer).detach()


def graph_tensor(answer: Any) -> Tensor:
    """A reader of a tensor through which gradients go back."""
    if not isinstance(answer, (Tensor, np.ndarray, np.number, list, tuple)):
        raise Refused(f"It must give one tensor; {kind(answer)} came.")
    try:
        value = torch.as_tensor(answer)
    except (TypeError, ValueError, RuntimeError):
        raise Refused(f"It must give one tensor; {kind(answer)} came.") from None
    if value.is_complex():
        raise Refused("It must give real numbers; complex ones came.")
    if value.is_floating_point() and value.dtype != torch.float32:
        value = value.float()
    if value.is_floating_point() and value.isnan().any():
        raise Refused("Its output holds nan, which is not a number: 0 / 0, or a root below 0?")
    return value


def letter(choices: str) -> Reader:
    """A reader of one of a few letters, such as ``"abcd"``, whatever its case and brackets."""
    *first, last = (f'"{each}"' for each in choices)
    wanted = f"Wanted one of the letters {', '.join(first)} and {last}"

    def read(answer: Any) -> str:
        value = plain(answer)
        found = value.strip(" ().").lower() if isinstance(value, str) else ""
        if found not in set(choices):
            came = repr(value) if isinstance(value, str) else kind(answer)
            raise Refused(f"{wanted}; {came} came.")
        return found

    return read


def instance(wanted_kind: type, wanted: str) -> Reader:
    """A reader of a thing of one kind, as it came; ``wanted`` begins the sentence."""

    def read(answer: Any) -> Any:
        if not isinstance(answer, wanted_kind):
            raise Refused(f"{wanted}; {kind(answer)} came.")
        return answer

    return read


module = instance(nn.Module, "It must give an nn.Module, as a class Name(nn.Module) does")


def anything(answer: Any) -> Any:
    """A reader for what is looked at as it came."""
    return answer


def same(came: Any, wanted: Any, *, rtol: float = 1e-4, atol: float = 1e-5) -> bool:
    """Whether two read values agree up to rounding: tensors, numbers, rows of them, words."""
    if isinstance(wanted, Tensor) and isinstance(came, Tensor):
        return came.shape == wanted.shape and torch.allclose(
            came.double(), wanted.double(), rtol=rtol, atol=atol
        )
    came, wanted = plain(came), plain(wanted)
    if isinstance(wanted, tuple):
        return (
            isinstance(came, tuple)
            and len(came) == len(wanted)
            and all(same(a, b, rtol=rtol, atol=atol) for a, b in zip(came, wanted, strict=True))
        )
    if is_number(came) and is_number(wanted):
        return math.isclose(came, wanted, rel_tol=rtol, abs_tol=atol)
    return type(came) is type(wanted) and came == wanted
