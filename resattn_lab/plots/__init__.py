"""Drawings that take arrays and Axes, and return the Axes."""

from .alarms import alarm_counts
from .claim_gaps import claim_gaps
from .cost_bars import cost_bars
from .depth_curves import depth_curves
from .frequency_map import frequency_map
from .glimpse_pair import glimpse_pair, weight_bars, weight_light, weight_ruler
from .gradient_clouds import gradient_clouds
from .interval_rows import interval_rows
from .kernel_grid import kernel_grid, kernel_tiles
from .learning_curves import learning_curves
from .mask_grid import mask_grid
from .mask_overlay import frame, lit_by, mask_overlay
from .module_diagram import module_diagram
from .module_strip import module_strip
from .outline import draw_outline, outline_edges
from .picture import as_picture
from .receptive_field import energy_as_light, receptive_field, spotlight
from .response_lines import response_lines
from .tiling import tile
from .unit_diagram import unit_diagram

__all__ = [
    "alarm_counts",
    "as_picture",
    "claim_gaps",
    "cost_bars",
    "depth_curves",
    "draw_outline",
    "energy_as_light",
    "frame",
    "frequency_map",
    "glimpse_pair",
    "gradient_clouds",
    "interval_rows",
    "kernel_grid",
    "kernel_tiles",
    "learning_curves",
    "mask_grid",
    "mask_overlay",
    "lit_by",
    "module_diagram",
    "module_strip",
    "outline_edges",
    "receptive_field",
    "response_lines",
    "spotlight",
    "tile",
    "unit_diagram",
    "weight_bars",
    "weight_light",
    "weight_ruler",
]
