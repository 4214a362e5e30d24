"""A trained network for other classes: all of it but the last layer stays."""

from copy import deepcopy
from dataclasses import replace

import torch
from torch import nn

from .residual_attention_network import ResidualAttentionNetwork


def replace_classifier(
    network: ResidualAttentionNetwork, classes: int
) -> ResidualAttentionNetwork:
    """Copy ``network`` with a new last layer for so many classes; the original stays as it is.

    The new layer's weights are zero, so the first guess gives every class the same chance and
    the first loss is ln(classes). The copy's ``arguments`` name the new number, so that its
    card builds it again.

    Raises:
        ValueError: fewer than two classes.
    """
    if classes < 2:
        raise ValueError(f"there must be two classes or more, got {classes}")
    copy = deepcopy(network)
    old = copy.classifier
    copy.classifier = nn.Linear(old.in_features, classes, device=old.weight.device)
    with torch.no_grad():
        copy.classifier.weight.zero_()
        copy.classifier.bias.zero_()
    copy.specification = replace(copy.specification, classes=classes)
    copy.arguments = {**copy.arguments, "classes": classes}
    return copy
