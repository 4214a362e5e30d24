"""Maps to hold masks against, and one scale for maps of every kind."""

import torch
from torch import Tensor

from .numbers import check_no_nan


def centre_prior(size: tuple[int, int], width: float) -> Tensor:
    """A round hill of height 1 in the middle of the image.

    Photographs have their object near the centre more often than not; whoever claims to
    find objects has to do better than this.

    Args:
        size: (H, W) of the image.
        width: standard deviation of the hill, in pixels, above 0.

    Shape: -> (H, W).

    Raises:
        ValueError: a width that is not above 0.
    """
    if not width > 0:
        raise ValueError(f"the hill's width must be above 0 pixels, got {width}")
    rows, columns = (torch.arange(side) - (side - 1) / 2 for side in size)
    square = rows[:, None] ** 2 + columns**2
    return torch.exp(-square / (2 * width**2))


def colour_distance(images: Tensor) -> Tensor:
    """How far each pixel's colour lies from the mean colour of its image.

    It knows no network and no class, and learned nothing. Frequency-tuned saliency
    (Achanta et al. 2009) is this in another colour space, on a blurred image.

    Shape: (N, C, H, W) -> (N, H, W), Euclidean distances in the images' units.
    """
    images = images.float()
    return (images - images.mean(dim=(-2, -1), keepdim=True)).square().sum(dim=1).sqrt()


def received_weight(weights: Tensor, size: tuple[int, int]) -> Tensor:
    """The mean weight that each place receives, over heads and over all places that ask.

    Rows of self-attention sum to 1; columns do not, and their means are what this gives. They
    sum to 1 over the places; 1/P is the mean.

    Args:
        weights: (N, heads, P, P), each row summing to 1, as ``SelfAttention.gate`` puts out.
        size: (h, w) with h·w = P.

    Shape: (N, heads, P, P) -> (N, h, w).

    Raises:
        ValueError: weights of another shape, or a size that has not P places.
    """
    if weights.ndim != 4 or weights.shape[-1] != weights.shape[-2]:
        raise ValueError(f"weights must be (N, heads, P, P), got {tuple(weights.shape)}")
    if size[0] * size[1] != weights.shape[-1]:
        raise ValueError(f"{size[0]}×{size[1]} are not {weights.shape[-1]} places")
    return weights.mean(dim=(1, 2)).unflatten(-1, size)


def unit_range(maps: Tensor) -> Tensor:
    """Each (H, W) map shifted and scaled so that it goes from 0 to 1.

    Then one threshold means the same for a mask, a heat map and a distance. What is lost is
    how large the values were, and how far apart. A map that is flat becomes 0 everywhere.

    Shape: (…, H, W) -> (…, H, W), float32.

    Raises:
        ValueError: a value is NaN.
    """
    check_no_nan(maps, "maps")
    maps = maps.float()
    low = maps.amin(dim=(-2, -1), keepdim=True)
    span = maps.amax(dim=(-2, -1), keepdim=True) - low
    return (maps - low) / torch.where(span > 0, span, torch.ones_like(span))
