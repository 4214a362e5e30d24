"""By what a mask varies: the image, the channel, the place, or several of them together."""

from itertools import combinations

from torch import Tensor

from .numbers import check_no_nan

AXES = {"image": 0, "channel": 1, "place": 2}


def variance_shares(masks: Tensor) -> dict[str, float]:
    """The shares of the masks' variance that image, channel and place explain.

    ``"channel"`` is what remains when the masks are averaged over images and places: some
    channels are more open than others. ``"channel × place"`` is what a mean over the images
    has beyond its channels' and places' own means: a pattern that is the same for every
    image. Only shares with ``image`` in their name are lost when each image gets the same
    mask. The last one is what the three do together and no two of them alone.

    Source: the analysis of variance of a balanced design without repetition; Fisher 1925.

    Shape: (N, C, h, w) -> seven shares that add up to 1.

    Raises:
        ValueError: masks of another shape, without any variance, or with NaN.
    """
    if masks.ndim != 4 or not masks.numel():
        raise ValueError(f"masks must be (N, C, h, w), got {tuple(masks.shape)}")
    check_no_nan(masks, "masks")
    values = masks.detach().double().flatten(2)  # (N, C, places)
    total = values.var(correction=0).item()
    if total == 0:
        raise ValueError("all values of these masks are equal: there is no variance to share")
    shares: dict[tuple[str, ...], float] = {}
    for count in (1, 2, 3):
        for names in combinations(AXES, count):
            others = [axis for name, axis in AXES.items() if name not in names]
            means = values.mean(dim=others) if others else values
            smaller = sum(shares[part] for part in shares if set(part) < set(names))
            shares[names] = max(means.var(correction=0).item() / total - smaller, 0.0)
    return {" × ".join(names): share for names, share in shares.items()}
