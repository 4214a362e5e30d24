"""Panels: sliders around one picture, for networks and images of any kind."""

from .ablation_panel import AblationPanel
from .alarm_panel import AlarmPanel
from .augmentation_panel import AugmentationPanel
from .depth_panel import DepthPanel
from .epoch_panel import EpochPanel
from .explorer_page import ExplorerPage
from .kernel_explorer import KernelExplorer
from .live_curves import LiveCurves
from .mask_explorer import MaskExplorer
from .network_panel import NetworkPanel
from .panel import Panel
from .receptive_field_panel import ReceptiveFieldPanel
from .response_panel import ResponsePanel
from .runs_panel import RunsPanel
from .selection import Selection
from .soft_hard_panel import SoftHardPanel
from .threshold_panel import ThresholdPanel

__all__ = [
    "AlarmPanel",
    "AblationPanel",
    "AugmentationPanel",
    "DepthPanel",
    "EpochPanel",
    "ExplorerPage",
    "KernelExplorer",
    "LiveCurves",
    "MaskExplorer",
    "NetworkPanel",
    "Panel",
    "ReceptiveFieldPanel",
    "ResponsePanel",
    "RunsPanel",
    "Selection",
    "SoftHardPanel",
    "ThresholdPanel",
]
