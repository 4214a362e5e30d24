"""Changes to a running network, or to what it sees, that leave nothing behind."""

from .mask_replacement import WAYS, mask_replacement
from .mask_strength import mask_strength
from .occlusion import cover, occlude
from .resuming import RecordedPass

__all__ = ["WAYS", "RecordedPass", "cover", "mask_replacement", "mask_strength", "occlude"]
