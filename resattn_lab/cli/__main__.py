"""``python -m resattn_lab.cli``, as torchrun starts it."""

from . import app

app()
