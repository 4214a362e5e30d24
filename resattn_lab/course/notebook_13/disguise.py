"""A suspect prints like the part it stands for."""

from typing import TypeVar

from torch import nn

Class = TypeVar("Class", bound=type[nn.Module])


def disguised(cls: Class) -> Class:
    """Give ``cls`` the name that its base prints, so that no name tells what was done."""
    cls.__name__ = cls.__mro__[1].__name__
    return cls
