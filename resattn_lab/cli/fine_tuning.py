"""A training that begins with the weights of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from torch import nn

    from resattn_lab.data import ImageSet, InputSpec


class Start(NamedTuple):
    """The network that a training begins with, and what it expects of images."""

    network: nn.Module
    spec: InputSpec

    def for_images(self, images: ImageSet) -> nn.Module:
        """The network for the classes of ``images``: with a new last layer where they differ.

        The mean image stays the one that its body was trained with.

        Raises:
            ValueError: images of another number of channels.
        """
        from resattn_lab.networks import replace_classifier

        self.spec.check_channels(images.images)
        if self.spec.class_names == images.class_names:
            return self.network
        return replace_classifier(self.network, len(images.class_names))


def start_from(checkpoint: str) -> Start:
    """The network of a checkpoint, to be trained on.

    Raises:
        ValueError, OSError: as of ``load_checkpoint``.
    """
    from resattn_lab.checkpoints import load_checkpoint
    from resattn_lab.data import InputSpec

    network, card = load_checkpoint(checkpoint)
    return Start(network, InputSpec.from_card(card, network))
