"""Pictures of notebook 02 of a unit: its parts, its values, and what a layer makes of them."""

from collections.abc import Mapping

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.plots import unit_diagram
from resattn_lab.plots.depth_curves import LINES, MARKERS
from resattn_lab.plots.palette import INK

WAY_BACK = "#b0005a"
WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 1}
CHANNELS = (
    ("low mean", "#3fb0bf", -2.3),
    ("middle", "#1c7484", 0),
    ("high mean", "#0b3c49", 2.3),
)
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


def strength(values: Tensor) -> float:
    """The root of the mean square."""
    return values.square().mean().sqrt().item()


def one_layer(steps: Mapping[str, Tensor]) -> Figure:
    """Three channels after each step of a layer; below, signal and gradient in numbers.

    Args:
        steps: title -> (N, C, H, W), each with the gradient that came back to it. Shown are
            the channels whose mean after the third step is low, in the middle and high.
    """
    figure = plt.figure(figsize=(10, 4.6), layout="constrained")
    axes = figure.subplot_mosaic("0123;wwww", height_ratios=(3, 1.1))
    third = list(steps.values())[2].mean(dim=(0, 2, 3)).argsort()
    shown = third[[len(third) // 8, len(third) // 2, -len(third) // 8]]
    for place, (title, values) in enumerate(steps.items()):
        ax, together = axes[str(place)], place < 2  # before, all channels look alike
        for channel, (name, colour, at) in zip(shown, CHANNELS, strict=True):
            if together and name != "middle":
                continue
            found = values[:, channel].flatten().detach().numpy()
            look = {"bins": 50, "range": (-3.5, 3.5), "density": True, "color": colour}
            ax.hist(found, histtype="stepfilled", alpha=0.35, **look)
            ax.axvline(found.mean(), color=colour, linestyle="--", linewidth=1.6)
            if place == 2:
                ax.text(at, 0.7, name, color=colour, fontsize=9.5, ha="center", bbox=WHITE)
        spread = values.var(dim=(0, 2, 3)).mean().item()
        ax.set_title(f"{title}\nvariance of a channel {spread:.2f}", fontsize=10)
        ax.set(xlim=(-3.5, 3.5), ylim=(0, 0.78), yticks=[], xlabel="value")
    axes["0"].set_ylabel("share of the values")
    half = {"fontsize": 9, "arrowprops": {"arrowstyle": "->"}}
    axes["1"].annotate("half of all\nare 0", (0.05, 0.72), (1.1, 0.58), **half)
    ways(axes["w"], steps)
    return figure


def ways(ax: Axes, steps: Mapping[str, Tensor]) -> None:
    """Write the signal's strengths from left to right, the gradient's from right to left."""
    found, steps_done = list(steps.values()), ("ReLU", "convolution", "batch norm")
    ax.set(xlim=(0, len(found)), ylim=(-0.55, 1.75))
    ax.set_axis_off()
    rows = (
        ("signal", 1, INK, 1, found),
        ("gradient", 0, WAY_BACK, -1, [values.grad for values in found]),
    )
    for name, level, colour, way, tensors in rows:
        ax.text(0, level, name, color=colour, fontsize=11, va="center")
        for place, values in enumerate(tensors):
            size = {"fontsize": 14, "fontweight": "bold", "ha": "center", "va": "center"}
            ax.text(place + 0.5, level, f"{strength(values):.2f}", color=colour, **size)
        for between in range(1, len(found)):
            done = steps_done[between - 1] if way == 1 else ""
            ax.text(between, level + 0.15, done, fontsize=9.5, ha="center", va="bottom")
            ends = [(between + way * side, level) for side in (0.25, -0.25)]
            ax.annotate("", *ends, arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2})


def one_layer_in_words(steps: Mapping[str, Tensor]) -> str:
    told = "; ".join(
        f"{title}, variance of a channel {values.var(dim=(0, 2, 3)).mean():.2f}, strength of "
        f"the signal {strength(values):.2f}, of the gradient {strength(values.grad):.2f}"
        for title, values in steps.items()
    )
    return f"Histograms of three channels after each step of a layer: {told}."
