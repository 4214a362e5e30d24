"""Pictures of notebook 02 of a unit: its parts, its values, and what a layer makes of them."""

from collections.abc import Mapping

from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.plots import unit_diagram
from resattn_lab.plots.depth_curves import LINES, MARKERS
from resattn_lab.plots.palette import INK

KINDS = ("plain", "post-activation", "pre-activation")
ROWS = (
    ("post-activation: convolution first", False, (64, 16, 16, 64)),
    ("pre-activation: normalisation first", True, (64, 16, 16, 64)),
    ("pre-activation, from 64 to 128 channels: with a projection", True, (64, 32, 32, 128)),
)
UNITS_IN_WORDS = (
    "Three residual units as rows of boxes. Post-activation: 1×1, BN, ReLU, 3×3, BN, ReLU, "
    "1×1, BN, the sum with the shortcut, and a last ReLU. Pre-activation: three times BN, ReLU "
    "and a convolution, 64 to 16, 16 to 16, 16 to 64, and the sum is the end. In the third "
    "row, from 64 to 128 channels, the shortcut leaves behind the first BN and ReLU and passes "
    "a 1×1 projection before the sum."
)


def units() -> Figure:
    """The two orders, and the unit that changes its shape."""
    figure, axes = plt.subplots(3, 1, figsize=(9.8, 6.6), layout="constrained")
    for ax, (title, preactivation, widths) in zip(axes, ROWS, strict=True):
        unit_diagram(preactivation=preactivation, widths=widths, ax=ax)
        ax.set_title(title, fontsize=11)
        for text in ax.texts:
            text.set_fontsize(9.5)
    return figure


def in_and_out(x: Tensor, outputs: Mapping[str, Tensor]) -> Figure:
    """Each value that comes out against the value that went in, one picture a unit."""
    figure, axes = plt.subplots(1, 2, figsize=(7, 3.6), sharey=True, layout="constrained")
    for ax, (name, out) in zip(axes, outputs.items(), strict=True):
        kind = KINDS.index(name)
        ax.scatter(x.flatten(), out.flatten(), s=8, color=LINES[kind], marker=MARKERS[kind])
        negative = out[x < 0]
        what = "passes everything" if negative.any() else "cuts the negatives"
        ax.set_title(f"{name} {what}", fontsize=10)
        ax.set(xlabel="value that goes in", aspect="equal")
    axes[0].set_ylabel("value that comes out")
    return figure


def in_and_out_in_words(x: Tensor, outputs: Mapping[str, Tensor]) -> str:
    told = (
        f"{name}: {(out == 0).float().mean():.0%} of the values come out as zero, "
        f"{(out == x).float().mean():.0%} as they went in"
        for name, out in outputs.items()
    )
    return f"Output against input of units whose branch gives zero. {'; '.join(told)}."


def histograms(stages: Mapping[str, Tensor]) -> Figure:
    """How the values of three channels are spread after each step of a layer.

    Args:
        stages: title -> (N, C, H, W). Shown are the channels whose mean after the third step
            is low, in the middle and high.
    """
    third = list(stages.values())[2].mean(dim=(0, 2, 3)).argsort()
    shown = third[[len(third) // 8, len(third) // 2, -len(third) // 8]]
    figure, axes = plt.subplots(1, 4, figsize=(10, 3), sharey=True, layout="constrained")
    for place, (ax, (title, values)) in enumerate(zip(axes, stages.items(), strict=True)):
        channels = shown if place >= 2 else shown[:1]  # before, all channels look alike
        for channel, colour in zip(channels, (INK, LINES[0], LINES[1]), strict=False):
            found = values[:, channel].flatten().numpy()
            look = {"bins": 50, "range": (-3.5, 3.5), "density": True, "color": colour}
            ax.hist(found, histtype="stepfilled", alpha=0.25, **look)
            ax.axvline(found.mean(), color=colour, linestyle="--", linewidth=1.4)
        spread = values.var(dim=(0, 2, 3)).mean().item()
        ax.set_title(f"{title}\nvariance {spread:.2f}", fontsize=10)
        ax.set(xlim=(-3.5, 3.5), ylim=(0, 0.65), yticks=[], xlabel="value")
    axes[0].set_ylabel("share of the values")
    names = {"low": (INK, -2.6), "middle": (LINES[0], -0.2), "high": (LINES[1], 2.4)}
    for name, (colour, at) in names.items():
        axes[2].text(at, 0.58, name, color=colour, fontsize=9.5, ha="center")
    axes[1].annotate(
        "half of all:\n0", (0, 0.62), (1.1, 0.5), fontsize=9, arrowprops={"arrowstyle": "->"}
    )
    return figure


def histograms_in_words(stages: Mapping[str, Tensor]) -> str:
    told = "; ".join(
        f"{title}, variance {values.var(dim=(0, 2, 3)).mean():.2f}, means of the channels from "
        f"{values.mean(dim=(0, 2, 3)).min():.1f} to {values.mean(dim=(0, 2, 3)).max():.1f}"
        for title, values in stages.items()
    )
    return f"Histograms of three channels after each step of a layer: {told}."
