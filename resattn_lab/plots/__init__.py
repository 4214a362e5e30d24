"""Drawings that take arrays and Axes, and return the Axes."""

from .kernel_grid import kernel_grid, kernel_tiles
from .mask_grid import mask_grid
from .mask_overlay import frame, mask_overlay
from .outline import draw_outline, outline_edges
from .picture import as_picture
from .tiling import tile

__all__ = [
    "as_picture",
    "draw_outline",
    "frame",
    "kernel_grid",
    "kernel_tiles",
    "mask_grid",
    "mask_overlay",
    "outline_edges",
    "tile",
]
