"""Drawings that take arrays and Axes, and return the Axes."""

from .class_table import class_table
from .cost_bars import cost_bars
from .curves_with_spread import curves_with_spread
from .depth_curves import depth_curves
from .glimpse_pair import glimpse_pair
from .gradient_clouds import gradient_clouds
from .kernel_grid import kernel_grid, kernel_tiles
from .learning_curves import learning_curves
from .mask_grid import mask_grid
from .mask_overlay import frame, mask_overlay
from .module_diagram import module_diagram
from .network_diagram import network_diagram
from .outline import draw_outline, outline_edges
from .picture import as_picture
from .receptive_field import receptive_field, spotlight
from .receptive_field_growth import receptive_field_growth
from .response_lines import response_lines
from .tiling import tile
from .unit_diagram import unit_diagram

__all__ = [
    "as_picture",
    "class_table",
    "cost_bars",
    "curves_with_spread",
    "depth_curves",
    "draw_outline",
    "frame",
    "glimpse_pair",
    "gradient_clouds",
    "kernel_grid",
    "kernel_tiles",
    "learning_curves",
    "mask_grid",
    "mask_overlay",
    "module_diagram",
    "network_diagram",
    "outline_edges",
    "receptive_field",
    "receptive_field_growth",
    "response_lines",
    "spotlight",
    "tile",
    "unit_diagram",
]
