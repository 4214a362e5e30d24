"""What no measure may take for a value."""

import torch
from numpy.typing import ArrayLike
from torch import Tensor


def check_no_nan(values: Tensor | ArrayLike, what: str) -> None:
    """Refuse NaN: it compares with nothing, and a measure would pass over it in silence.

    Args:
        what: the noun for the message, such as "maps".

    Raises:
        ValueError: says how many values are NaN.
    """
    values = torch.as_tensor(values)
    missing = int(values.isnan().sum())
    if missing:
        raise ValueError(
            f"{missing} of {values.numel()} values of the {what} are NaN; look where they "
            "were computed"
        )
