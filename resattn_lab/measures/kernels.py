"""What a kernel lets through, frequency by frequency, and what excites it most."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .numbers import check_no_nan
from .receptive_field import Span, inside

BLUR, DIFFERENCE = 0.7, 0.25  # shares of the peak that a constant input gets through


class Passband(NamedTuple):
    """How one kernel answers to frequencies, in words and in numbers.

    ``kind`` is ``"low-pass"`` where a constant input gets through with at least 0.7 of the
    peak (the kernel blurs), ``"edge"`` where it gets through with at most 0.25 of it (the
    kernel answers to changes), ``"band"`` between the two, ``"flat"`` where all frequencies
    get through alike, and ``"silent"`` where none does.

    Attributes:
        at_zero: answer to a constant input, over the peak; in [0, 1].
        across, down: the frequency of the peak, in cycles per pixel, ``across`` ≥ 0; of
            several peaks the one nearest to zero.
    """

    kind: str
    at_zero: float
    across: float
    down: float


def frequencies(size: int = 33) -> NDArray[np.float64]:
    """``size`` frequencies in cycles per pixel, rising, zero in the middle: (size,).

    Raises:
        ValueError: ``size`` is even, so that there is no middle.
    """
    if size < 1 or size % 2 == 0:
        raise ValueError(f"size must be odd, so that zero has a middle to be in; got {size}")
    return np.fft.fftshift(np.fft.fftfreq(size))


def frequency_response(kernels: ArrayLike, *, size: int = 33) -> NDArray[np.float64]:
    """The magnitude of each kernel's Fourier transform, zero frequency in the centre.

    Rows are frequencies down, columns frequencies across, both ``frequencies(size)``. A
    value of 2 says that a wave of that frequency comes out twice as strong.

    Shape: (..., kh, kw) -> (..., size, size).

    Raises:
        ValueError: less than two dimensions, an even size, or kernels larger than it.
    """
    kernels = np.asarray(kernels, dtype=np.float64)
    frequencies(size)
    if kernels.ndim < 2 or max(kernels.shape[-2:]) > size:
        raise ValueError(
            f"kernels must be (..., kh, kw) with sides of at most {size}, got {kernels.shape}"
        )
    transformed = np.fft.fft2(kernels, (size, size))
    return np.abs(np.fft.fftshift(transformed, axes=(-2, -1)))


def joint_response(kernels: ArrayLike, *, size: int = 33) -> NDArray[np.float64]:
    """The root mean square of the responses of all kernels that one channel adds up.

    Shape: (..., in, kh, kw) -> (..., size, size), as ``frequency_response``.
    """
    kernels = np.asarray(kernels, dtype=np.float64)
    waves = _waves(kernels.shape[-2:], size)
    taps = kernels.reshape(*kernels.shape[:-2], -1)
    gram = np.swapaxes(taps, -1, -2) @ taps / kernels.shape[-3]  # (..., taps, taps)
    power = (waves.conj() * (gram @ waves)).sum(axis=-2).real
    return np.sqrt(power.clip(0)).reshape(*kernels.shape[:-3], size, size)


def _waves(kernel: tuple[int, int], size: int) -> NDArray[np.complex128]:
    """Each wave at each tap of a kernel, (kh · kw, size · size)."""
    axis, (high, wide) = frequencies(size), kernel
    down = np.exp(-2j * np.pi * np.outer(np.arange(high), axis))
    across = np.exp(-2j * np.pi * np.outer(np.arange(wide), axis))
    return np.einsum("yf,xg->yxfg", down, across).reshape(high * wide, -1)


def low_region(size: int = 33, *, below: float = 0.25) -> NDArray[np.bool_]:
    """Where frequencies are low: within ``below`` cycles per pixel of zero, (size, size).

    Its mean is the low share that independent random weights have on average.
    """
    axis = frequencies(size)
    return np.hypot(axis[:, None], axis[None]) <= below


def low_share(kernels: ArrayLike, *, below: float = 0.25, size: int = 33) -> NDArray:
    """The share of each kernel's energy that lies at low frequencies, in [0, 1].

    Energy is the squared frequency response; a kernel of zeros has no share (NaN).

    Shape: (..., kh, kw) -> (...).
    """
    kernels = np.asarray(kernels, dtype=np.float64)
    low = _waves(kernels.shape[-2:], size)[:, low_region(size, below=below).ravel()]
    form = (low @ low.conj().T).real  # the low energy is a quadratic form in the taps
    taps = kernels.reshape(*kernels.shape[:-2], -1)
    whole = size**2 * (taps**2).sum(axis=-1)  # Parseval
    share = ((taps @ form) * taps).sum(axis=-1)
    return np.divide(share, whole, out=np.full_like(whole, np.nan), where=whole > 0)


def passband(response: ArrayLike) -> Passband:
    """What kind of filter one frequency response is, and where its peak lies.

    Args:
        response: (size, size), as ``frequency_response`` gives it.

    Raises:
        ValueError: another shape, or a value that is NaN.
    """
    response = np.asarray(response, dtype=np.float64)
    if response.ndim != 2 or response.shape[0] != response.shape[1]:
        raise ValueError(f"one response is wanted, (size, size); got {response.shape}")
    check_no_nan(response, "response")
    axis, half = frequencies(len(response)), len(response) // 2
    peak = response.max()
    if not peak > 0:
        return Passband("silent", 0.0, 0.0, 0.0)
    if np.ptp(response) <= 1e-6 * peak:
        return Passband("flat", 1.0, 0.0, 0.0)
    right = response[:, half:]  # the left half says the same again
    rows, columns = np.nonzero(right >= peak * (1 - 1e-9))  # several, along a ridge
    nearest = (abs(rows - half) + columns).argmin()
    row, column = rows[nearest], columns[nearest]
    at_zero = float(response[half, half] / peak)
    kind = "low-pass" if at_zero >= BLUR else "edge" if at_zero <= DIFFERENCE else "band"
    return Passband(kind, at_zero, float(axis[half + column]), float(axis[row]))


class Place(NamedTuple):
    """One place of one feature map: the image's number, row, column, and the value there."""

    image: int
    row: int
    column: int
    value: float


class Strongest(NamedTuple):
    """The strongest answer of every map to every image, and where it is; each (N, ...)."""

    values: NDArray[np.float64]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]


def strongest_answers(maps: ArrayLike) -> Strongest:
    """The largest value of each map and its place; the first one where there are several.

    Shape: (N, ..., h, w) -> three of (N, ...).

    Raises:
        ValueError: less than three dimensions, maps without positions, or with NaN.
    """
    maps = np.asarray(maps)
    if maps.ndim < 3 or not maps.shape[-1] * maps.shape[-2]:
        raise ValueError(f"maps must be (N, ..., h, w), got {maps.shape}")
    check_no_nan(maps, "maps")
    flat = maps.reshape(*maps.shape[:-2], -1)
    at = flat.argmax(axis=-1)
    values = np.take_along_axis(flat, at[..., None], axis=-1)[..., 0]
    return Strongest(values, *np.divmod(at, maps.shape[-1]))


def exciting_places(strongest: Strongest, *, count: int = 9) -> list[Place]:
    """The places that excite one map most, strongest first, at most one in an image.

    Args:
        strongest: of one map, each (N,).

    Raises:
        ValueError: ``strongest`` is of several maps.
    """
    if strongest.values.ndim != 1:
        raise ValueError(
            f"choose one map: the strongest answers must be (N,), got {strongest.values.shape}"
        )
    order = np.argsort(-strongest.values, kind="stable")[:count]
    return [
        Place(int(n), int(strongest.rows[n]), int(strongest.columns[n]), float(v))
        for n, v in zip(order, strongest.values[order], strict=True)
    ]


def patch(image: ArrayLike, rows: Span, columns: Span) -> NDArray:
    """The part of an image between two rows and two columns, all four included.

    What lies beyond the border is cut off.

    Shape: (C, H, W) -> (C, h, w).

    Raises:
        ValueError: another shape, or nothing is left.
    """
    image = np.asarray(image)
    if image.ndim != 3:
        raise ValueError(f"an image must be (C, H, W), got {image.shape}")
    (top, bottom), (left, right) = inside(rows, image.shape[1]), inside(columns, image.shape[2])
    if top > bottom or left > right:
        raise ValueError(
            f"rows {rows} and columns {columns} lie beside an image of "
            f"{image.shape[1]}×{image.shape[2]}"
        )
    return image[:, top : bottom + 1, left : right + 1]


def patch_in_square(
    image: ArrayLike, rows: Span, columns: Span, side: int
) -> NDArray[np.float32]:
    """A patch in a square of ``side``, NaN where the image ends before the square does.

    A patch that was cut at the upper or left border stands at the lower or right end.

    Shape: (C, H, W) -> (C, side, side).

    Raises:
        ValueError: as ``patch``, or the patch is larger than the square.
    """
    found = patch(image, rows, columns)
    high, wide = found.shape[1:]
    if max(high, wide) > side:
        raise ValueError(f"a patch of {high}×{wide} has no room in a square of {side}")
    square = np.full((len(found), side, side), np.nan, np.float32)
    top = side - high if rows[0] <= 0 else 0
    left = side - wide if columns[0] <= 0 else 0
    square[:, top : top + high, left : left + wide] = found
    return square
