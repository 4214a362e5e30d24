"""From the arguments of ``resattn-lab explore`` to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resattn_lab.checkpoints import load_checkpoint

from .images import choose_images

if TYPE_CHECKING:
    from resattn_lab.panels import ExplorerPage


def build_page(
    checkpoint: str = "scenes_attention_56",
    *,
    images: str | None = None,
    count: int = 24,
    seed: int = 7,
    size: int | None = None,
) -> ExplorerPage:
    """Load the network and the images, and lay them out.

    Args:
        checkpoint: as ``load_checkpoint`` takes it.
        images, count, seed, size: as ``choose_images`` takes them.

    Raises:
        ValueError, OSError: what cannot be loaded, or a network that does not take the
            images.
    """
    from resattn_lab.panels import ExplorerPage  # not sooner: it needs the extra "lab"

    network, card = load_checkpoint(checkpoint)
    chosen = choose_images(network, card, source=images, count=count, seed=seed, size=size)
    return ExplorerPage(
        network,
        chosen.images,
        card=card,
        labels=chosen.labels,
        image_classes=chosen.class_names,
        true_masks=chosen.true_masks,
        source=chosen.source,
    )
