"""What a learner can hand in by accident or on purpose, and the forms of a right answer."""

import sys
from fractions import Fraction

import numpy as np
import torch
from torch import Tensor


class Awkward:
    """An object that answers nothing."""

    def _refuse(self, *arguments):
        raise RuntimeError("nothing can be asked of this")

    __eq__ = __bool__ = __len__ = __repr__ = __str__ = __iter__ = __float__ = _refuse
    __int__ = __index__ = __array__ = __getitem__ = __lt__ = __gt__ = __add__ = _refuse
    __hash__ = None


class Unreadable(Exception):
    def __str__(self):
        raise ValueError("this text cannot be read")


def raises(error):
    def function(*inputs, **options):
        raise error

    return function


def gives(result):
    return lambda *inputs, **options: result


def without_end(*inputs, **options):
    return without_end(*inputs, **options)


def talks(*inputs, **options):
    for _ in range(1000):
        print("here", "I" * 100, "am")
    return "nothing else"


ENDLESS: list = []
ENDLESS.append(ENDLESS)

ANSWERS = {  # that are right nowhere
    "nan": float("nan"),
    "infinity": float("inf"),
    "true": True,
    "numpy true": np.bool_(True),
    "a true tensor": torch.tensor(True),
    "a word": "word",
    "digits": "5",
    "bytes": b"5",
    "complex": 1 + 1j,
    "a complex tensor": torch.tensor(1 + 1j),
    "a huge number": 10**400,
    "a dict": {"a": 1},
    "a set": {1, 2},
    "an object": object(),
    "an awkward object": Awkward(),
    "awkward objects": (Awkward(), Awkward(), Awkward()),
    "a list in itself": ENDLESS,
    "an empty list": [],
    "an empty tensor": torch.tensor([]),
    "NaNs": [float("nan")] * 3,
    "a NaN tensor": torch.full((3,), torch.nan),
    "words": ("a", "b", "c"),
    "a list of None": [None, None],
    "a large tensor": torch.zeros(100_000),
    "a long word": "x" * 1_000_000,
    "a type": int,
    "a class of torch": torch.nn.ReLU,
    "a module": torch.nn.ReLU(),
}
FUNCTIONS = {
    "an error": raises(RuntimeError("a text\nof two lines")),
    "an error without text": raises(ValueError),
    "an error of a megabyte": raises(ValueError("x" * 1_000_000)),
    "an error that cannot be read": raises(Unreadable()),
    "an error that cannot be printed": raises(ValueError("\ud800")),
    "an exit": raises(SystemExit(3)),
    "an interrupt": raises(KeyboardInterrupt),
    "a generator's exit": raises(GeneratorExit),
    "an end": raises(StopIteration),
    "no memory": raises(MemoryError),
    "recursion": without_end,
    "torch has it not": lambda *inputs, **o: torch.softmax(torch.tensor([1, 2]), dim=0),
    "gives None": gives(None),
    "gives a word": gives("word"),
    "gives NaN": gives(float("nan")),
    "gives a NaN tensor": gives(torch.full((2, 3), torch.nan)),
    "gives complex": gives(torch.tensor([1j])),
    "gives an awkward object": gives(Awkward()),
    "gives awkward objects": gives([Awkward(), Awkward()]),
    "gives a list in itself": gives(ENDLESS),
    "gives a dict": gives({"a": 1}),
    "gives a generator": lambda *inputs, **options: (x for x in ()),
    "gives itself": lambda *inputs, **options: without_end,
    "gives a class": gives(Awkward),
    "takes nothing": lambda: None,
    "talks": talks,
    "exits": lambda *inputs, **options: sys.exit("away"),
}

NUMBERS = {  # what a right number may be instead
    "numpy": lambda x: np.int64(x) if isinstance(x, int) else np.float64(x),
    "numpy of 32 bits": lambda x: np.int32(x) if isinstance(x, int) else np.float32(x),
    "a float": float,
    "a tensor": torch.tensor,
    "a tensor of one": lambda x: torch.tensor([x]),
    "a tensor that learns": lambda x: torch.tensor(float(x), requires_grad=True),
    "a double tensor": lambda x: torch.tensor(x, dtype=torch.float64),
    "an array": np.array,
    "an array of one": lambda x: np.array([x]),
    "a fraction": Fraction,
}


def mapped(form, value):
    """``value`` with each number in another form, in rows as before."""
    if isinstance(value, (tuple, list)):
        return type(value)(mapped(form, part) for part in value)
    return value if isinstance(value, str) else form(value)


def rows(value):
    """Lists for tuples, and whole rows as arrays and tensors, where they can be that."""
    yield "lists", mapped_rows(list, value)
    try:
        yield "an array", np.array(value)
        yield "a tensor", torch.tensor(value, dtype=torch.float64, requires_grad=True)
    except (ValueError, TypeError):
        return
    if all(isinstance(part, int) for part in value):
        yield "a size", torch.Size(value)


def mapped_rows(kind, value):
    if isinstance(value, tuple):
        return kind(mapped_rows(kind, part) for part in value)
    return value


def forms(value):
    """Every form of a right answer that is made of numbers: name and answer."""
    for name, form in NUMBERS.items():
        yield name, mapped(form, value)
    if isinstance(value, tuple):
        yield from rows(value)


def with_nan(value):
    """The answer with one of its numbers not a number, each in turn."""
    if not isinstance(value, tuple):
        yield float("nan")
        return
    for place, part in enumerate(value):
        for spoilt in with_nan(part):
            yield (*value[:place], spoilt, *value[place + 1 :])


RESULTS = {  # what a function may give instead of what the reference gives
    "double": lambda x: x.double() if isinstance(x, Tensor) and x.is_floating_point() else x,
    "learning": lambda x: (
        x.clone().requires_grad_()
        if isinstance(x, Tensor) and x.is_floating_point() and not x.requires_grad
        else x
    ),
    "an array": lambda x: x.numpy() if isinstance(x, Tensor) and not x.requires_grad else x,
    "numpy": lambda x: NUMBERS["numpy"](x) if type(x) in (int, float) else x,
    "a tensor of one": lambda x: torch.tensor([x]) if type(x) in (int, float) else x,
    "a row as a list": lambda x: list(x) if isinstance(x, tuple) else x,
    "a row as a tuple": lambda x: tuple(x) if isinstance(x, list) else x,
    "a row as an array": lambda x: (
        np.array(x)
        if isinstance(x, (list, tuple)) and all(isinstance(p, (int, float)) for p in x)
        else x
    ),
    "numpy's truth": lambda x: np.bool_(x) if isinstance(x, bool) else x,
    "torch's truth": lambda x: torch.tensor(x) if isinstance(x, bool) else x,
    "numpy's word": lambda x: np.str_(x) if isinstance(x, str) else x,
}


def spoilt(result):
    """NaN in place of every number, or None where the result has none."""
    if isinstance(result, Tensor) and result.is_floating_point():
        return torch.full_like(result, torch.nan)
    if isinstance(result, (int, float)) and not isinstance(result, bool):
        return float("nan")
    if isinstance(result, (list, tuple)) and all(type(p) in (int, float) for p in result):
        return type(result)(float("nan") for _ in result)
    return None


def changed(function, form):
    """The function with its results in another form."""
    return lambda *inputs, **options: form(function(*inputs, **options))
