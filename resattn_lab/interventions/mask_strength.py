"""How strongly a mask weighs: (1 + λM)·T, with λ for every Attention Module or for each."""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from operator import mul

from torch import nn

from .weighing import for_modules, weighing_with


@contextmanager
def mask_strength(network: nn.Module, strength: float | Mapping[str, float]) -> Iterator[None]:
    """Let Attention Modules put out (1 + λM)·T; naive ones (Eq. 1) λM·T.

    The mask branch still puts out M, and a recorder of ``stage1.0.mask`` still sees M: the
    fusion alone gets λM in its place, inside autograd. So 1 changes nothing, bit for bit;
    with 0 a module puts out T, or 0 if it is naive; and a recorder of ``stage1.0.fusion``
    sees the changed output, whichever of the two blocks was entered first. Inside another
    such block the two strengths multiply. The hooks go when the block ends, however it ends.

    Source: λ = 1 is Wang et al. 2017, Eq. 3 (Eq. 1 for naive modules). λ is not in the paper.

    Args:
        network: any network with Attention Modules, or one such module alone.
        strength: λ for all Attention Modules; or one for each that is named, such as
            ``{"stage1.0": 0.5}``, while the others keep theirs. Any finite number.

    Raises:
        ValueError: no Attention Module, an unknown name, a strength that is not finite, or a
            compiled or wrapped network.
        TypeError: a strength that is not a number.
    """
    wanted = for_modules(network, strength)
    factors = {name: _finite(value, name) for name, value in wanted.items()}
    with weighing_with(network, {name: partial(mul, f) for name, f in factors.items()}):
        yield


def _finite(strength: float, name: str) -> float:
    try:
        factor = float(strength)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"the strength of {name or 'the module'} must be a number or a dict of numbers, "
            f"got {strength!r}"
        ) from error
    if not math.isfinite(factor):
        raise ValueError(f"the strength of {name or 'the module'} must be finite, got {factor}")
    return factor
