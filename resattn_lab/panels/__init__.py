"""Panels: sliders around one picture, for networks and images of any kind."""

from .canvas import Canvas
from .explorer_page import ExplorerPage
from .kernel_explorer import KernelExplorer
from .mask_explorer import MaskExplorer
from .panel import Panel

__all__ = ["Canvas", "ExplorerPage", "KernelExplorer", "MaskExplorer", "Panel"]
