"""Exercises: a check that names the mistake, hints, and a solution."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from .learners_function import LearnersFunction, is_untouched, mistyped_name
from .reading import Reader, Refused, anything, kind
from .running import SECONDS, in_words

NOT_YET = "Not attempted yet: that is fine. Come back when you like."


def wrong_letters(sentences: Mapping[str, str]) -> Callable[[Iterable[str]], str | None]:
    """A ``find_mistake`` for chosen letters: what is said of the first that is wrong.

    Args:
        sentences: by each letter that is not in the right answer.
    """
    return lambda chosen: next((sentences[one] for one in sentences if one in chosen), None)


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise of a notebook.

    Args:
        key: notebook and name, such as ``"00.attend"``.
        find_mistake: gives None for a right answer, and otherwise one or two sentences that
            name the mistake. It is given what ``reads`` made of the answer; where the
            reference is the answer, a ``LearnersFunction``.
        praise: what a right answer is told: what it shows, not how clever it was.
        hints: three: what to look at, the way there, and nearly the solution.
        reference: the solution, whose source is shown: a function or a class that is the
            answer; or a function without parameters, that makes it.
        reads: the reader of the answer, or of what the learner's function or class makes.
    """

    key: str
    find_mistake: Callable[[Any], str | None]
    praise: str
    hints: tuple[str, str, str]
    reference: Callable
    reads: Reader = anything

    @property
    def calls_reference(self) -> bool:
        """Whether the answer is what the reference makes, and not the reference itself."""
        is_class = inspect.isclass(self.reference)
        return not is_class and not inspect.signature(self.reference).parameters

    def answer(self) -> Any:
        """The reference answer."""
        return self.reference() if self.calls_reference else self.reference

    def check(self, answer: Any, seconds: float = SECONDS) -> str:
        """What a learner is told about ``answer``; it has so many seconds to be judged in.

        Every check draws the same random numbers, and the notebook's own go on as before.
        """
        if answer is None or answer is ...:
            return NOT_YET
        with torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(0)
            mistake = in_words(lambda: self._mistake(answer), seconds)
        if mistake is None:
            return f"Right. {self.praise}"
        if mistake == NOT_YET:
            return NOT_YET
        meant = None if self.calls_reference else mistyped_name(answer, self.reference)
        return " ".join(filter(None, ("Not yet.", mistake, meant)))

    def _mistake(self, answer: Any) -> str | None:
        if self.calls_reference:
            return self.find_mistake(self.reads(answer))
        if isinstance(answer, nn.Module) or not callable(answer):
            thing = "class" if inspect.isclass(self.reference) else "function"
            raise Refused(
                f"This checks the {thing} itself, not its result: {kind(answer)} came."
            )
        function = LearnersFunction(answer, self.reads)
        try:
            return _with_inputs(self.find_mistake(function), function.changed)
        except NotImplementedError as error:
            if is_untouched(answer, error):
                return NOT_YET
            raise

    def solution(self) -> str:
        """The reference's source."""
        return inspect.getsource(self.reference)


def _with_inputs(mistake: str | None, changed: list[str]) -> str | None:
    """What was found, and that inputs were changed."""
    names = " and ".join(changed)
    if not changed:
        return mistake
    if mistake is None:
        return (
            f"It gives what it should, but it writes into {names}: whoever looks at that next "
            "has lost it. Make a new tensor or list instead."
        )
    return f"{mistake} (It also writes into {names}.)"
