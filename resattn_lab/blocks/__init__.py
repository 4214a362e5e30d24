"""Residual units, the soft mask branch, and the Attention Module made of them."""

from .attention_module import AttentionModule, Fusion
from .cbam import ConvolutionalAttention
from .constant_mask import ConstantMask
from .gates import GATES, ChannelGate, MixedGate, SpatialGate
from .inception_unit import InceptionUnit
from .initialisation import INITIALISATIONS, initialise
from .local_mask_branch import LocalMaskBranch
from .post_activation_unit import PostActivationUnit
from .residual_unit import ResidualUnit
from .resnext_unit import ResNeXtUnit
from .self_attention import SelfAttention, sine_positions
from .soft_mask_branch import MaskLevel, SoftMaskBranch
from .squeeze_excitation import SqueezeExcitation
from .strided_projection import StridedProjection
from .units import UNITS, Unit, unit_run
from .without_norms import without_norms

__all__ = [
    "GATES",
    "INITIALISATIONS",
    "UNITS",
    "AttentionModule",
    "ChannelGate",
    "ConstantMask",
    "ConvolutionalAttention",
    "Fusion",
    "InceptionUnit",
    "LocalMaskBranch",
    "MaskLevel",
    "MixedGate",
    "PostActivationUnit",
    "ResNeXtUnit",
    "ResidualUnit",
    "SelfAttention",
    "SoftMaskBranch",
    "SpatialGate",
    "SqueezeExcitation",
    "StridedProjection",
    "Unit",
    "initialise",
    "sine_positions",
    "unit_run",
    "without_norms",
]
