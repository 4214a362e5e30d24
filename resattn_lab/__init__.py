"""Residual Attention Lab: the Residual Attention Network, built, trained and looked into.

Import the parts you need: ``resattn_lab.networks``, ``resattn_lab.data``,
``resattn_lab.training``, ``resattn_lab.recording``, ``resattn_lab.plots``,
``resattn_lab.panels``.
"""

__version__ = "0.2.0"
