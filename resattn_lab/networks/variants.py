"""The named networks, and the one function that builds them."""

from dataclasses import replace
from numbers import Real

from torch import Tensor

from resattn_lab.blocks import InceptionUnit, ResidualUnit, ResNeXtUnit, Unit, initialise
from resattn_lab.choice import choose

from .module_options import named, resolve
from .residual_attention_network import ResidualAttentionNetwork
from .specification import NetworkSpecification


def for_224(modules: tuple[int, int, int], unit: Unit = ResidualUnit) -> NetworkSpecification:
    """The ImageNet family (Table 2 and the authors' release)."""
    return NetworkSpecification(
        stem="imagenet",
        stem_channels=64,
        channels=(256, 512, 1024),
        modules=modules,
        tail_units=3,
        tail_channels=2048,
        classes=1000,
        unit=unit,
        module_options={"p": 1, "t": 2, "r": 1},
    )


def for_32(m: int, *, p: int = 1, t: int = 2, r: int = 1) -> NetworkSpecification:
    """The CIFAR family (Sec. 4.1): m modules a stage, 36·m + 20 weighted trunk layers.

    The widths (ResNet-164's) and the encoder depths are inferred, not published: with them
    Attention-92 and -236 have the paper's parameter counts, and Attention-452 has not.
    """
    return NetworkSpecification(
        stem="cifar",
        stem_channels=16,
        channels=(64, 128, 256),
        modules=(m, m, m),
        closing_unit=True,
        module_options={"p": p, "t": t, "r": r},
    )


NETWORKS = {
    "attention_56": for_224((1, 1, 1)),
    "attention_92": for_224((1, 2, 3)),
    "attentionnext_56": for_224((1, 1, 1), ResNeXtUnit),
    "attentioninception_56": for_224((1, 1, 1), InceptionUnit),
    "cifar_attention_56": for_32(1),
    "cifar_attention_92": for_32(2),
    "cifar_attention_128": for_32(3),
    "cifar_attention_164": for_32(4),
    "cifar_attention_236": for_32(6),
    "cifar_attention_452": for_32(6, p=2, t=4, r=3),
}

# What the paper measures itself against (Tables 5 and 6): no mask anywhere.
RIVALS = {
    # He et al. 2016, "Identity mappings": 18 bottlenecks a stage, 54·3 + 2 = 164 layers.
    "cifar_resnet_164": replace(for_32(0), closing_unit=False, plain_units=17),
}

WIDEST = 16  # such a network has 256 times the weights of the paper's


def build_network(
    name: str,
    *,
    classes: int = 10,
    in_channels: int = 3,
    width: float = 1.0,
    initialisation: str = "he",
    pixel_mean: Tensor | None = None,
    **module_options,
) -> ResidualAttentionNetwork:
    """Build one of ``NETWORKS`` or ``RIVALS``, initialised and ready to train.

    Args:
        width: multiplies every channel count; 0.5 halves them.
        initialisation: ``"he"`` as in the paper (Sec. 4.1), or ``"zero_residual"``, with
            which a short training starts to learn at once.
        pixel_mean: the mean training image, (in_channels, H, W), in [0, 1].
        module_options: of ``ModuleOptions``, for every Attention Module. ``unit`` and
            ``attention`` may be classes of your own, too; a card holds their names, and
            cannot build them again. A network without such a module takes ``unit`` alone.

    Returns:
        The network; ``network.arguments`` holds what builds it again, for its card.

    Raises:
        ValueError: an unknown name or option, a specification in the name's place, or channels
            that the units cannot have.
    """
    if isinstance(name, NetworkSpecification):
        raise ValueError(
            "build_network takes a name, such as 'attention_56', and options; a specification "
            "of your own is built by ResidualAttentionNetwork(specification)"
        )
    base = choose(NETWORKS | RIVALS, name, "network")
    unit, arguments = resolve(module_options, base.unit)
    idle = sorted(set(module_options) - {"unit"})
    if idle and not any(base.modules):
        raise ValueError(f"{name} has no Attention Module; leave out {', '.join(idle)}")
    if isinstance(width, bool) or not isinstance(width, Real) or not 0 < width <= WIDEST:
        raise ValueError(
            f"width must be positive, got {width!r}; a number, and at most {WIDEST}"
        )
    specification = replace(
        base,
        stem_channels=round(base.stem_channels * width),
        channels=tuple(round(channels * width) for channels in base.channels),
        tail_channels=round(base.tail_channels * width),
        classes=classes,
        in_channels=in_channels,
        unit=unit,
        module_options={**base.module_options, **arguments},
    )
    network = ResidualAttentionNetwork(specification, pixel_mean=pixel_mean)
    network.arguments = {
        "name": name,
        "classes": classes,
        "in_channels": in_channels,
        "width": width,
        **named(module_options),
    }
    return initialise(network, initialisation)
