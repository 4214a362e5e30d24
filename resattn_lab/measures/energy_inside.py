"""How much of a map lies on the object."""

from torch import Tensor

from .numbers import check_no_nan


def energy_inside(maps: Tensor, true_masks: Tensor) -> Tensor:
    """The share of a map's sum that lies on the object: the energy-based pointing game.

    A map that is the same everywhere has the object's share of the image; one that is 0
    everywhere says as little, and counts as such a map. No threshold is needed.

    Source: Wang et al. 2020 (Score-CAM), Sec. 4.3, there with a box in place of the object.

    Args:
        maps: not negative.

    Shape: (N, H, W), bool (N, H, W) -> (N,) in [0, 1].

    Raises:
        ValueError: maps and true masks of different shapes, a negative value, or NaN.
    """
    if maps.ndim != 3 or maps.shape != true_masks.shape:
        raise ValueError(
            "wanted maps and true_masks of one shape (N, H, W), got "
            f"{tuple(maps.shape)} and {tuple(true_masks.shape)}; stretch the maps first"
        )
    check_no_nan(maps, "maps")
    if bool((maps < 0).any()):
        raise ValueError(
            f"energy cannot be negative, got {float(maps.min()):.3g}; scale the maps first"
        )
    maps = maps.double()
    total = maps.sum(dim=(1, 2))
    share = true_masks.double().mean(dim=(1, 2))
    found = (maps * true_masks).sum(dim=(1, 2)) / total.clamp_min(1e-300)
    return found.where(total > 0, share).float()
