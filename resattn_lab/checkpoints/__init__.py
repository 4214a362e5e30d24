"""Small trained networks, each with a card that says how it came about."""

from .load import available, load_checkpoint

__all__ = ["available", "load_checkpoint"]
