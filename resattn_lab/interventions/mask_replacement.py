"""Another mask in a mask's place: none, a flat one, a shuffled one, another image's."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from .weighing import for_modules, weighing_with

Replace = Callable[[Tensor, torch.Generator], Tensor]


def remove(mask: Tensor, generator: torch.Generator) -> Tensor:
    """No mask at all: (1 + M)·T becomes T, as with a mask strength of 0."""
    return torch.zeros_like(mask)


def mean(mask: Tensor, generator: torch.Generator) -> Tensor:
    """Each channel's mean over the places: it still weighs channels, but no place."""
    return mask.mean(dim=(2, 3), keepdim=True).expand_as(mask)


def shuffle(mask: Tensor, generator: torch.Generator) -> Tensor:
    """The values of each image's mask at other places; all channels move together."""
    N, C, H, W = mask.shape
    order = torch.rand(N, 1, H * W, generator=generator).argsort(dim=-1).to(mask.device)
    return mask.flatten(2).gather(2, order.expand(N, C, H * W)).reshape(mask.shape)


def other(mask: Tensor, generator: torch.Generator) -> Tensor:
    """The mask of the image before in the batch; the first gets the last one's."""
    if len(mask) < 2:
        raise ValueError("another image's mask needs a batch of at least two images; 1 came")
    return mask.roll(1, dims=0)


WAYS: dict[str, Replace] = {
    "remove": remove,
    "mean": mean,
    "shuffle": shuffle,
    "other": other,
}


@contextmanager
def mask_replacement(
    network: nn.Module,
    way: str | Tensor | Replace | Mapping[str, str | Tensor | Replace],
    *,
    channels: Sequence[int] | None = None,
    seed: int = 0,
) -> Iterator[None]:
    """Let Attention Modules weigh their trunk with another mask than the one they computed.

    The mask branch still puts out M, and a recorder of ``stage1.0.mask`` still sees M: the
    fusion alone gets the other mask, inside autograd; a recorder of ``stage1.0.fusion``
    sees the changed output. The hooks go when the block ends, however it ends.

    Source: not in the paper.

    Args:
        network: any network with Attention Modules, or one such module alone.
        way: one of ``WAYS`` ("remove", "mean", "shuffle", "other") for all Attention
            Modules; or one for each that is named, such as ``{"stage1.0": "mean"}``, while
            the others keep theirs. A tensor in a way's place is the mask to weigh with.
        channels: of the mask, that are replaced; all when None.
        seed: of the shuffling; each pass inside the block shuffles anew.

    Raises:
        ValueError: no Attention Module, an unknown name or way, or a compiled or wrapped
            network; inside the block, a channel or a tensor that does not fit the mask.
    """
    wanted, generator = for_modules(network, way), torch.Generator().manual_seed(seed)
    found = {name: _replacer(one) for name, one in wanted.items()}
    changed = {name: _in_channels(f, channels, generator) for name, f in found.items()}
    with weighing_with(network, changed):
        yield


def _in_channels(
    replace: Replace, channels: Sequence[int] | None, generator: torch.Generator
) -> Callable[[Tensor], Tensor]:
    """A mask's replacement in some of its channels; in all when None."""

    def change(mask: Tensor) -> Tensor:
        changed = replace(mask, generator)
        if channels is None:
            return changed
        if not all(0 <= channel < mask.shape[1] for channel in channels):
            raise ValueError(f"channels must be 0 to {mask.shape[1] - 1}, got {list(channels)}")
        chosen = torch.zeros(mask.shape[1], dtype=torch.bool, device=mask.device)
        chosen[list(channels)] = True
        return torch.where(chosen[:, None, None], changed, mask)

    return change


def _replacer(way: str | Tensor | Replace) -> Replace:
    if isinstance(way, Tensor):
        return _given(way)
    if callable(way):
        return way
    if way not in WAYS:
        raise ValueError(
            f"a mask is replaced by a tensor, by a function or in one of the ways "
            f"{', '.join(WAYS)}; got {way!r}"
        )
    return WAYS[way]


def _given(tensor: Tensor) -> Replace:
    """The tensor itself, whatever mask there was."""

    def given(mask: Tensor, generator: torch.Generator) -> Tensor:
        if tensor.shape != mask.shape:
            raise ValueError(
                f"the mask to weigh with must be {tuple(mask.shape)}, got {tuple(tensor.shape)}"
            )
        return tensor.to(mask)

    return given
