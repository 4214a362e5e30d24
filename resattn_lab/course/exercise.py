"""Exercises: a check that names the mistake, two hints, and a solution."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

NOT_YET = "Not attempted yet: that is fine. Come back when you like."


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise of a notebook.

    Args:
        key: notebook and name, such as ``"00.attend"``.
        find_mistake: gives None for a right answer, and otherwise one or two sentences that
            name the mistake. Where the reference is a function, it is given something that
            can be called.
        praise: what a right answer is told: what it shows, not how clever it was.
        hints: two, the second closer to the solution.
        reference: the solution: a function whose source is shown, and which is the answer
            or, where ``calls_reference``, makes it.
    """

    key: str
    find_mistake: Callable[[Any], str | None]
    praise: str
    hints: tuple[str, str]
    reference: Callable
    calls_reference: bool = False

    def answer(self) -> Any:
        """The reference answer."""
        return self.reference() if self.calls_reference else self.reference

    def check(self, answer: Any) -> str:
        """What a learner is told about ``answer``."""
        if answer is None or answer is ...:
            return NOT_YET
        wants_function = inspect.isfunction(self.reference) and not self.calls_reference
        if wants_function and not callable(answer):
            came = type(answer).__name__
            return f"Not yet. This checks the function itself, not its result: a {came} came."
        try:
            mistake = self.find_mistake(answer)
        except NotImplementedError:
            return NOT_YET
        except Exception as error:  # whatever a learner's code does, it gets an answer
            return f"Not yet. It stopped with {type(error).__name__}: {error}"
        return f"Right. {self.praise}" if mistake is None else f"Not yet. {mistake}"

    def solution(self) -> str:
        """The reference's source."""
        return inspect.getsource(self.reference)
