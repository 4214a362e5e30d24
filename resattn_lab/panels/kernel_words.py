"""What each view of the KernelExplorer shows, in words, from the data."""

from collections.abc import Sequence

import numpy as np

from resattn_lab.measures import Place, passband

from .layer_view import Layer


def about_responses(layer: Layer) -> str:
    """Which kernels the image excites most and least, and the chosen channel's range."""
    energy = np.sqrt((layer.responses**2).mean(axis=(1, 2)))
    chosen = layer.responses[layer.channel]
    return (
        f"To image {layer.number}, kernel {energy.argmax()} responds most strongly and "
        f"kernel {energy.argmin()} most weakly (root mean square {energy.max():.2f} and "
        f"{energy.min():.2f}); channel {layer.channel} from {chosen.min():.2f} to "
        f"{chosen.max():.2f}."
    )


def about_frequencies(layer: Layer) -> str:
    """What the chosen channel lets through."""
    found = passband(layer.chosen_response())
    return (
        f"Channel {layer.channel} is {found.kind}: a constant input gets through with "
        f"{found.at_zero:.2f} of the peak, which lies at {found.across:.2f} cycles per "
        f"pixel across and {abs(found.down):.2f} down; {layer.chosen_low_share():.0%} of "
        "its energy lies below 0.25 cycles per pixel."
    )


def about_patches(places: Sequence[Place], channel: int, *, images: int, side: int) -> str:
    """Which images excite the channel most; ``side`` pixels are what a position sees."""
    return (
        f"A position of this layer sees at most {side}×{side} pixels. Of {images} images, "
        f"channel {channel} answers most strongly to "
        f"{', '.join(f'{p.image} ({p.value:.2f})' for p in places[:3])}; one patch of "
        "each image is taken."
    )
