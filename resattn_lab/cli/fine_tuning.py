"""A training that begins with the weights of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .arguments import flag

if TYPE_CHECKING:
    from torch import nn

    from resattn_lab.data import ImageSet, ImageSource, InputSpec

OF_A_NEW_NETWORK = {"network", "width", "attention_residual", "initialisation"}


class Start(NamedTuple):
    """The network that a training begins with, what it expects of images, and its own ones."""

    network: nn.Module
    spec: InputSpec
    source: ImageSource | None

    def source_of(self, data: str) -> ImageSource | None:
        """The network's own images, if ``data`` names them: what it learned stays training."""
        if self.source is None or not self.source.is_of(data):
            return None
        return self.source

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
    from resattn_lab.data import ImageSource, InputSpec

    network, card = load_checkpoint(checkpoint)
    return Start(network, InputSpec.from_card(card, network), ImageSource.from_card(card))


def settle(options: dict, named: list[str]) -> None:
    """Take the images of the other training where none are named on the command line.

    Raises:
        ValueError: options of a new network, or no images named and none known.
    """
    new = sorted(OF_A_NEW_NETWORK & set(named))
    if new:
        raise ValueError(
            f"--from brings its own network; leave out {', '.join(map(flag, new))}"
        )
    if "data" not in named:
        start = start_from(options["from_"])
        if start.source is None:
            raise ValueError(
                f"the card of {options['from_']} does not say where its images came from; "
                "name some with --data"
            )
        options["data"] = start.source.path or start.source.name
