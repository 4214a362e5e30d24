"""A learner's function, called on copies, so that what it does to them stays its own."""

import difflib
import dis
import inspect
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from .reading import Reader, anything

RAISE = dis.opmap["RAISE_VARARGS"]


def copied(value: Any) -> Any:
    """A copy of tensors, arrays, and rows of them; a gradient still finds its way through."""
    if isinstance(value, Tensor):
        return value.clone()
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(copied(part) for part in value)
    return value


def unchanged(value: Any, before: Any) -> bool:
    """Whether a copy is still what was copied."""
    if isinstance(before, Tensor):
        return value.shape == before.shape and torch.equal(value, before)
    if isinstance(before, np.ndarray):
        return np.array_equal(value, before, equal_nan=True)
    if type(before) in (list, tuple):
        return len(value) == len(before) and all(map(unchanged, value, before))
    return True


class LearnersFunction:
    """Calls ``function`` on copies, reads what it gives, and notes which inputs it changed.

    Args:
        function: what the learner wrote.
        reads: the reader of its results.

    Attributes:
        changed: the names of the arguments that it wrote into, in any call so far.
    """

    def __init__(self, function: Callable, reads: Reader = anything):
        self.function, self.reads = function, reads
        self.changed: list[str] = []

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        copies = copied(list(arguments))
        try:
            return self.reads(self.function(*copies, **options))
        finally:
            for place, (copy, before) in enumerate(zip(copies, arguments, strict=True)):
                if not unchanged(copy, before):
                    self._note(place)

    def _note(self, place: int) -> None:
        try:
            name = list(inspect.signature(self.function).parameters)[place]
        except (IndexError, TypeError, ValueError):  # *inputs, or no signature
            name = f"its input number {place + 1}"
        if name not in self.changed:
            self.changed.append(name)


def on_a_copy(module: nn.Module, x: Tensor) -> Tensor:
    """What ``module`` makes of x; what it may write into x is lost."""
    return module(x.clone())


def owns(module: nn.Module, part: nn.Module) -> bool:
    """Whether a part's parameters are among a module's own: to be learned, saved and moved."""
    own = {id(parameter) for parameter in module.parameters()}
    return all(id(parameter) in own for parameter in part.parameters())


def codes_of(answer: Any) -> list[CodeType]:
    """The code that a function or class consists of, that of its nested functions excepted."""
    parts = [answer]
    if isinstance(answer, type):
        parts = [
            part
            for owner in answer.__mro__
            if owner.__module__ == answer.__module__
            for part in vars(owner).values()
        ]
    functions = [inspect.unwrap(part) for part in parts if isinstance(part, FunctionType)]
    return [function.__code__ for function in functions]


def is_untouched(answer: Any, error: NotImplementedError) -> bool:
    """Whether the error is the stub's own ``raise``, and not one of torch's, say."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None:
        return False
    code = last.tb_frame.f_code
    return code in codes_of(answer) and code.co_code[last.tb_lasti] == RAISE


def mistyped_name(answer: Any, reference: Callable) -> str | None:
    """A name of the notebook where one of the function's own was likely meant.

    Only names count that the reference does without, and that resemble a parameter.
    """
    if not issubclass(type(answer), (FunctionType, type)):
        return None
    known = {name for code in codes_of(reference) for name in code.co_names}
    for code in codes_of(answer):
        own = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        for step in dis.get_instructions(code):
            if step.opname not in ("LOAD_GLOBAL", "LOAD_NAME") or step.argval in known:
                continue
            near = difflib.get_close_matches(step.argval, own, n=1, cutoff=0.8)
            if near:
                return f"Its code says {step.argval}, which is not its own: is {near[0]} meant?"
    return None
