"""How far a position of a feature map sees: measured from gradients, or worked out by hand."""

from collections.abc import Callable

import torch
from torch import Tensor

Box = tuple[int, int, int, int]  # top, bottom, left, right; all four are seen
Span = tuple[int, int]  # first and last position along one side, both seen


def gradient_energy(
    function: Callable[[Tensor], Tensor],
    inputs: Tensor | tuple[int, int, int],
    *,
    place: tuple[int, int] | None = None,
    draws: int = 16,
    seed: int = 0,
) -> Tensor:
    """How strongly each input position moves one output position: the receptive field.

    The output's channels at ``place`` are summed with random weights, and the gradient of
    that sum is squared, summed over the input's channels and averaged over the inputs. A
    maximum passes on one gradient only, so several inputs are needed to find every position.

    Batch norms must be in eval mode: in train mode each position changes the batch's
    statistics, and so every output.

    Args:
        function: any network, module or function.
        inputs: (N, C, H, W) to measure on, or a shape (C, H, W) for ``draws`` times noise.
        place: row and column of the output; its centre when None.
        draws: inputs that are drawn; has no meaning where inputs are given.
        seed: of the weights, and of the noise.

    Shape: (N, C, H, W) -> (H, W), float64, on the CPU.

    Raises:
        ValueError: inputs of another shape, an output without positions or gradient, or a
            place beside it.
    """
    generator = torch.Generator().manual_seed(seed)
    if not isinstance(inputs, Tensor):
        inputs = torch.randn(draws, *inputs, generator=generator)
    if inputs.ndim != 4 or not len(inputs):
        raise ValueError(
            f"inputs must be (N, C, H, W) or a shape (C, H, W), got {tuple(inputs.shape)}"
        )
    with torch.enable_grad():
        inputs = inputs.detach().clone().requires_grad_()
        output = function(inputs)
    if output.ndim != 4 or not output.requires_grad:
        raise ValueError(
            "the function must put out (N, K, h, w) that can be differentiated, got "
            f"{tuple(output.shape)}{'' if output.requires_grad else ' without a gradient'}"
        )
    row, column = _place(place, tuple(output.shape[-2:]))
    weights = torch.randn(output.shape[:2], generator=generator).to(output)
    with torch.enable_grad():
        score = (output[:, :, row, column] * weights).sum()
    (gradient,) = torch.autograd.grad(score, inputs)
    return gradient.double().square().sum(dim=1).mean(dim=0).cpu()  # float32 would underflow


def answer_energy(
    function: Callable[[Tensor], Tensor],
    inputs: Tensor,
    *,
    place: tuple[int, int] | None = None,
    change: float = 3.0,
) -> Tensor:
    """Where the output answers when one input position changes: the field's counterpart.

    Every channel of the input at ``place`` (its centre when None) is raised by ``change``;
    the difference of the outputs is squared, summed over channels, averaged over inputs.

    Shape: (N, C, H, W) -> (h, w), float64, on the CPU.

    Raises:
        ValueError: inputs of another shape, or a place beside them.
    """
    if inputs.ndim != 4 or not len(inputs):
        raise ValueError(f"inputs must be (N, C, H, W), got {tuple(inputs.shape)}")
    row, column = _place(place, tuple(inputs.shape[-2:]))
    changed = inputs.clone()
    changed[:, :, row, column] += change
    with torch.no_grad():
        difference = function(changed) - function(inputs)
    return difference.double().square().sum(dim=1).mean(dim=0).cpu()


def seen_box(energy: Tensor) -> Box:
    """The smallest box with every position of (H, W) that is not zero.

    Raises:
        ValueError: there is none: no gradient came.
    """
    rows, columns = energy.sum(dim=1).nonzero(), energy.sum(dim=0).nonzero()
    if not len(rows):
        raise ValueError("no position has any gradient: the output does not see the input")
    return int(rows[0]), int(rows[-1]), int(columns[0]), int(columns[-1])


def energy_within(energy: Tensor, *, place: tuple[int, int] | None = None) -> Tensor:
    """The share of the energy inside each square around ``place``; number k has side 2k + 1.

    Parts of a square beyond the border count as empty.

    Args:
        energy: (H, W), not negative.
        place: the squares' centre; (H // 2, W // 2) when None.

    Shape: -> (K,) float64, rising to 1.

    Raises:
        ValueError: a place beside the map, or no energy at all.
    """
    row, column = _place(place, tuple(energy.shape))
    total = float(energy.sum())
    if not 0 < total < float("inf"):
        raise ValueError(f"the energy must have a positive, finite sum, got {total}")
    rows = (torch.arange(energy.shape[0]) - row).abs()
    columns = (torch.arange(energy.shape[1]) - column).abs()
    distance = torch.maximum(rows[:, None], columns[None])  # rings: squares around the place
    rings = torch.zeros(int(distance.max()) + 1, dtype=torch.float64)
    rings.index_add_(0, distance.flatten(), energy.double().flatten())
    return rings.cumsum(0) / total


def effective_side(
    energy: Tensor, *, place: tuple[int, int] | None = None, share: float = 0.9
) -> int:
    """Side of the smallest square around ``place`` that holds a share of the energy.

    Source: ours; Luo et al. 2016 ask the same of an area, not of a square.

    Args:
        energy, place: as of ``energy_within``; the side is always odd.
        share: in (0, 1].

    Raises:
        ValueError: a share out of range, a place beside the map, or no energy at all.
    """
    if not 0 < share <= 1:
        raise ValueError(f"share must be above 0 and at most 1, got {share}")
    enough = energy_within(energy, place=place) >= share - 1e-9
    return 2 * int(enough.int().argmax()) + 1


def _place(place: tuple[int, int] | None, size: tuple[int, ...]) -> tuple[int, int]:
    """``place``, or the centre, of a map of ``size``."""
    row, column = (size[0] // 2, size[1] // 2) if place is None else place
    if not (0 <= row < size[0] and 0 <= column < size[1]):
        raise ValueError(f"place must lie on the map of {size[0]}×{size[1]}, got {place}")
    return row, column


def before_convolution(seen: Span, *, kernel: int = 3, stride: int = 1) -> Span:
    """What a convolution or pooling reads to make the positions first to last.

    The padding is kernel // 2 on either side, so that position 0 is centred on position 0.
    The interval is not cut off at the border: ``inside`` does that.
    """
    first, last = seen
    reach = kernel // 2
    return stride * first - reach, stride * last - reach + kernel - 1


def before_interpolation(seen: Span, *, size: int, smaller: int) -> Span:
    """What a linear interpolation with aligned corners reads, from ``smaller`` to ``size``.

    Raises:
        ValueError: a side without positions.
    """
    if size < 1 or smaller < 1:
        raise ValueError(f"both sides need at least one position, got {size} and {smaller}")
    first, last = seen
    steps = max(size - 1, 1)
    return first * (smaller - 1) // steps, -(-last * (smaller - 1) // steps)


def inside(seen: Span, size: int) -> Span:
    """The part of an interval that lies on a side of ``size`` positions."""
    return max(seen[0], 0), min(seen[1], size - 1)
