"""Recorders for masks, activations and gradients; what a layer sees, from the wiring."""

from .activation_recorder import record_activations
from .gradient_recorder import record_gradients
from .mask_recorder import attention_modules, record_masks
from .receptive_spans import ReceptiveSpans

__all__ = [
    "ReceptiveSpans",
    "attention_modules",
    "record_activations",
    "record_gradients",
    "record_masks",
]
