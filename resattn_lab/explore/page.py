"""From the arguments of ``resattn-lab explore`` to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resattn_lab.checkpoints import load_checkpoint, load_snapshots, snapshot_sets

from .images import choose_images
from .training import find_training

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
        checkpoint: as ``load_checkpoint`` takes it; or one of ``snapshot_sets()``, of which
            the last snapshot is shown.
        images, count, seed, size: as ``choose_images`` takes them.

    Raises:
        ValueError, OSError: what cannot be loaded, or a network that does not take the
            images.
    """
    from resattn_lab.panels import ExplorerPage  # not sooner: it needs the extra "lab"

    if checkpoint in snapshot_sets():
        _, _, network, card = load_snapshots(checkpoint)[-1]
    else:
        network, card = load_checkpoint(checkpoint)
    chosen = choose_images(network, card, source=images, count=count, seed=seed, size=size)
    snapshots, training = find_training(checkpoint)
    return ExplorerPage(
        network,
        chosen.images,
        card=card,
        labels=chosen.labels,
        image_classes=chosen.class_names,
        true_masks=chosen.true_masks,
        source=chosen.source,
        snapshots=snapshots,
        training=training,
    )
