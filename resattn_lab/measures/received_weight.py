"""Where self-attention looks on the whole: what each place is given by all that ask."""

from torch import Tensor


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
