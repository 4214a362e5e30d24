"""The Residual Attention Networks by name, and what they cost."""

from .cost import count_parameters, multiply_accumulates
from .inference import prepare_for_inference
from .module_options import ModuleOptions
from .one_attention import OneAttentionNetwork, one_attention
from .part_costs import PARTS, Cost, add_up, part_costs
from .replace_classifier import replace_classifier
from .residual_attention_network import ResidualAttentionNetwork, Stage
from .specification import NetworkSpecification
from .untrained import settle_batch_norms, untrained_twin
from .variants import NETWORKS, RIVALS, build_network

__all__ = [
    "NETWORKS",
    "PARTS",
    "RIVALS",
    "Cost",
    "ModuleOptions",
    "NetworkSpecification",
    "OneAttentionNetwork",
    "ResidualAttentionNetwork",
    "Stage",
    "add_up",
    "build_network",
    "count_parameters",
    "multiply_accumulates",
    "one_attention",
    "part_costs",
    "prepare_for_inference",
    "replace_classifier",
    "settle_batch_norms",
    "untrained_twin",
]
