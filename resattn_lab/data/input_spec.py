"""What a trained network expects of an image, as its card says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import torch
from torch import Tensor, nn

from .image_set import ImageSet
from .resize import resize
from .shapes import SHAPES


@dataclass(frozen=True, kw_only=True)
class InputSpec:
    """Channels, size and classes that a network was trained with.

    The mean image is not here: it is a buffer of the network, which subtracts it itself.

    Args:
        channels: 3 for colour.
        size: (height, width) of the images it was trained on; None where that is unknown.
        class_names: in the order of the logits; empty where they are unknown.
    """

    channels: int
    size: tuple[int, int] | None = None
    class_names: tuple[str, ...] = ()

    @classmethod
    def of(cls, images: ImageSet, size: int | None = None) -> InputSpec:
        """What a network expects that learns from ``images``, resized to ``size`` pixels."""
        own = tuple(images.images.shape[-2:])
        return cls(
            channels=images.images.shape[1],
            size=own if size is None else (size, size),
            class_names=tuple(images.class_names),
        )

    @classmethod
    def from_card(cls, card: Mapping, network: nn.Module) -> InputSpec:
        """The card's ``inputs``; of an older card, what it and the network say otherwise.

        There the size is that of the training's ``--size``, else of the network's mean image.
        """
        if "inputs" in card:
            spec = cls.from_dict(card["inputs"])
            spec.check_network(network)
            return spec
        mean = getattr(network, "pixel_mean", None)
        size = None if mean is None else tuple(mean.shape[-2:])
        asked = card.get("options", {}).get("size")
        if asked is not None:
            size = (asked, asked)
        return cls(
            channels=3 if mean is None else len(mean),
            size=None if size == (1, 1) else size,
            class_names=tuple(card.get("class_names") or ()),
        )

    @property
    def side(self) -> int | None:
        """Height and width in one number, where they are equal: what folders are read at."""
        if self.size is None or self.size[0] != self.size[1]:
            return None
        return self.size[0]

    @property
    def knows_scenes(self) -> bool:
        """Whether it has no class that planted scenes lack; so where it is unknown."""
        return set(self.class_names) <= set(SHAPES)

    def prepare(self, images: Tensor) -> Tensor:
        """The images at the size that the network was trained at, with antialiasing.

        Shape: uint8 (N, channels, H, W) -> uint8 (N, channels, height, width).

        Raises:
            ValueError: images of another number of channels.
        """
        self.check_channels(images)
        return images if self.size is None else resize(images, self.size)

    def check_channels(self, images: Tensor) -> None:
        """Refuse images of another number of channels, with ValueError."""
        if images.ndim != 4 or images.shape[1] != self.channels:
            raise ValueError(
                f"images must be (N, {self.channels}, H, W), as the network was trained on "
                f"{self.channels} channel{'s' * (self.channels > 1)}, got {tuple(images.shape)}"
            )

    def check_network(self, network: nn.Module) -> None:
        """Refuse a network that takes other images, or tells other classes apart.

        Raises:
            ValueError: says what the card says, and what the network has.
        """
        own = getattr(network, "specification", None)
        if own is None:
            return
        counts = {"channels": (self.channels, own.in_channels)}
        if self.class_names:
            counts["classes"] = (len(self.class_names), own.classes)
        for name, (told, found) in counts.items():
            if told != found:
                raise ValueError(
                    f"the card's inputs have {told} {name}, but its network has {found}"
                )

    def relabel(self, images: ImageSet) -> ImageSet:
        """The images with their labels counted as the network counts its classes.

        Classes are told by name: they may come in another order, and some may be missing.

        Raises:
            ValueError: a class that the network does not know, or other channels.
        """
        self.check_channels(images.images)
        if not self.class_names or images.class_names == self.class_names:
            return images
        if not set(images.class_names) <= set(self.class_names):
            raise ValueError(
                f"the network tells {', '.join(self.class_names)} apart, but "
                f"{images.source} has the classes {', '.join(images.class_names)}"
            )
        places = [self.class_names.index(name) for name in images.class_names]
        labels = torch.tensor(places)[images.labels]
        return replace(images, labels=labels, class_names=self.class_names)

    def to_dict(self) -> dict:
        """As a card holds it: plain lists and numbers."""
        size = None if self.size is None else list(self.size)
        return {**asdict(self), "size": size, "class_names": list(self.class_names)}

    @classmethod
    def from_dict(cls, entry: Mapping) -> InputSpec:
        """What ``to_dict`` gave.

        Raises:
            ValueError: an entry that is no such dict.
        """
        try:
            size = entry["size"]
            spec = cls(
                channels=int(entry["channels"]),
                size=None if size is None else (int(size[0]), int(size[1])),
                class_names=tuple(map(str, entry["class_names"])),
            )
            if min(spec.channels, *(spec.size or ())) < 1:
                raise ValueError("sizes begin at 1")
            return spec
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise ValueError(
                f"the card's inputs must have channels, size and class_names, got {entry!r}"
            ) from error
