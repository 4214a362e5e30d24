"""Explanations that are made for one prediction, to hold masks against."""

from .grad_cam import captum_is_installed, grad_cam

__all__ = ["captum_is_installed", "grad_cam"]
