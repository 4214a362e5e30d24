"""Two ways to begin: the paper's, and one that starts to learn at once."""

from torch import nn

from resattn_lab.choice import choose

from .inception_unit import InceptionUnit
from .residual_unit import ResidualUnit


def initialise_he(network: nn.Module) -> None:
    """Give every convolution and linear layer He's normal weights, every BN 1 and 0.

    Source: He et al. 2015, as Wang et al. 2017, Sec. 4.1, use it.
    """
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        elif isinstance(module, nn.Linear):
            nn.init.kaiming_normal_(module.weight, nonlinearity="linear")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        elif isinstance(module, nn.BatchNorm2d) and module.affine:
            nn.init.ones_(module.weight)
            nn.init.zeros_(module.bias)


def initialise_zero_residual(network: nn.Module) -> None:
    """He's weights, but the last convolution of every basic unit is zero.

    Each unit begins as the identity (or as its bare projection), so the signal reaches the
    classifier unharmed however deep the network is. Not in the paper. A unit of one's own
    begins so if it is derived from one of this package.
    """
    initialise_he(network)
    for module in network.modules():
        if isinstance(module, (ResidualUnit, InceptionUnit)):
            nn.init.zeros_(module.conv3.weight)


INITIALISATIONS = {"he": initialise_he, "zero_residual": initialise_zero_residual}


def initialise(network: nn.Module, name: str = "he") -> nn.Module:
    """Initialise ``network`` in place by the named scheme and return it.

    Raises:
        ValueError: unknown ``name``; the message lists the schemes.
    """
    choose(INITIALISATIONS, name, "initialisation")(network)
    return network
