"""Which networks are trained to answer which question of the paper."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One network of a study, and what its training labels are.

    Args:
        network: a name that ``build_network`` knows.
        options: arguments of every Attention Module.
        label_noise: share of wrong training labels, 1 − r in Eq. 7.
    """

    network: str
    options: dict[str, Any] = field(default_factory=dict)
    label_noise: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Study:
    """A question, the networks that answer it, and where the paper asks it.

    Args:
        title, source: what it is about; the paper's table or figure.
        widths: the factor on every channel count, for each setting.
        variants: by the names that results and pictures carry.
        learning_rates: where there are several, each variant gets the one with which it
            validates best, on seeds of its own (``TUNING_SEEDS``); none: the setting's.
        weights_of: the variant whose first weights all others take over, wherever they have
            a weight of that name: then what a seed decides is the same in all of them.
    """

    title: str
    source: str
    widths: dict[str, float]
    variants: dict[str, Variant]
    learning_rates: tuple[float, ...] = ()
    weights_of: str | None = None


DEPTHS = (56, 92, 128, 164)
NOISE = (0.1, 0.3, 0.5, 0.7)
UNITS = ("preactivation", "resnext", "inception")
TUNING_SEEDS = (1000, 1001)  # never reported
ARMS: dict[str, dict[str, Any]] = {  # what weighs the trunk T
    "no mask": {"mask": "constant", "mask_value": 0.0},
    "M·T": {"attention_residual": False},
    "2M·T": {"attention_residual": False, "mask_scale": 2.0},
    "1.5·T": {"mask": "constant", "mask_value": 0.5},
    "(1 + M)·T": {},
}

STUDIES = {
    "depth": Study(
        title="attention residual learning against naive, over depth; stage responses",
        source="Table 3 and Fig. 4",
        widths={"small": 0.125, "medium": 0.125, "full": 1.0},
        variants={
            f"{kind} {depth}": Variant(
                network=f"cifar_attention_{depth}",
                options={"attention_residual": kind == "ARL"},
            )
            for depth in DEPTHS
            for kind in ("ARL", "NAL")
        }
        | {"ResNet-164": Variant(network="cifar_resnet_164")},
    ),
    "masks": Study(
        title="what the mask is made of: attention type, encoder-decoder or local",
        source="Tables 1 and 4",
        widths={"small": 0.25, "medium": 0.25, "full": 1.0},
        variants={
            "mixed": Variant(network="cifar_attention_56"),
            "channel": Variant(network="cifar_attention_56", options={"attention": "channel"}),
            "spatial": Variant(network="cifar_attention_56", options={"attention": "spatial"}),
            "local": Variant(network="cifar_attention_56", options={"mask": "local"}),
        },
    ),
    "noise": Study(
        title="label noise: Attention-92 against ResNet-164, which has no mask",
        source="Table 5",
        widths={"small": 0.125, "medium": 0.125, "full": 1.0},
        variants={
            f"{name} {share:.0%}": Variant(network=network, label_noise=share)
            for share in NOISE
            for name, network in (
                ("Attention-92", "cifar_attention_92"),
                ("ResNet-164", "cifar_resnet_164"),
            )
        },
    ),
    "units": Study(
        title="three basic units in the same network",
        source="Table 7",
        widths={"small": 1.0, "medium": 1.0, "full": 1.0},
        variants={
            unit: Variant(network="cifar_attention_56", options={"unit": unit})
            for unit in UNITS
        },
    ),
    "fusion": Study(
        title="what the mask does: no mask, M·T, and two that tell the 1 from the M",
        source="Eqs. 1 and 3; controls of our own",
        widths={"small": 0.125, "medium": 0.25, "full": 1.0},
        variants={
            name: Variant(network="cifar_attention_56", options=options)
            for name, options in ARMS.items()
        },
        learning_rates=(0.003, 0.01, 0.03, 0.1),
        weights_of="(1 + M)·T",
    ),
}
