"""The Residual Attention Networks by name, and what they cost."""

from .cost import count_parameters, multiply_accumulates
from .inference import prepare_for_inference
from .residual_attention_network import ResidualAttentionNetwork, Stage
from .specification import NetworkSpecification
from .variants import NETWORKS, build_network

__all__ = [
    "NETWORKS",
    "NetworkSpecification",
    "ResidualAttentionNetwork",
    "Stage",
    "build_network",
    "count_parameters",
    "multiply_accumulates",
    "prepare_for_inference",
]
