"""Changes to a running network, as context managers that leave nothing behind."""

from .mask_strength import mask_strength

__all__ = ["mask_strength"]
