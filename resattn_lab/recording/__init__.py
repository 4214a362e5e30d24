"""Recorders for masks, activations and gradients, as context managers."""

from .activation_recorder import record_activations
from .gradient_recorder import record_gradients
from .mask_recorder import attention_modules, record_masks

__all__ = ["attention_modules", "record_activations", "record_gradients", "record_masks"]
