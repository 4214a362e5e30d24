"""Pictures of notebook 07 that need a few lines, and the words for all of them."""

import math
from collections.abc import Mapping

import torch
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.data import Scenes, planted_scenes
from resattn_lab.plots import as_picture
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from ..record import record

ROW = 6  # of the two crops whose values are drawn as a line
STRONGER = 3  # by which contrast is raised, so that the mean image can be seen


def cifar_mean() -> Tensor:
    """The mean image of CIFAR-10's 50,000 training images, (3, 32, 32) in [0, 1]."""
    kept = record("cifar_mean")
    levels = [list(bytes.fromhex(plane)) for plane in kept["grey_levels"].values()]
    return torch.tensor(levels).view(kept["shape"]) / 255


def around(crops: Mapping[str, Tensor]) -> Figure:
    """Crops less the mean as pictures with middle grey for 0, and one row of each as a line."""
    size = {"figsize": (6.6, 5.2), "layout": "constrained"}
    ratios = {"height_ratios": (2.6, 1.4)}
    figure, axes = plt.subplots(2, 2, sharey="row", gridspec_kw=ratios, **size)
    for (name, crop), above, below in zip(crops.items(), *axes, strict=True):
        above.imshow(as_picture(crop + 0.5))
        above.axhline(ROW, color=CHOSEN_CLASS, linewidth=1)
        above.set(xticks=[], yticks=[])
        above.set_title(f"padded with {name}", fontsize=10)
        below.axhline(0, color=MUTED, linestyle="--", linewidth=1)
        below.step(range(32), crop[1, ROW], where="mid", color=CHOSEN_CLASS)
        below.set(xlabel=f"column, in row {ROW}", ylim=(-0.6, 0.6))
    axes[1, 0].set_ylabel("green, less the mean")
    return figure


def around_in_words(crops: Mapping[str, Tensor]) -> str:
    rims = ", ".join(f"{name} {crop[1, ROW, 0]:.2f}" for name, crop in crops.items())
    return (
        "The same crop of a scene twice, less the mean, with middle grey for zero, and under "
        "each the green values along one row. The window leaves the image above and on the "
        f"left; what lies there is, padded with: {rims}."
    )


def mean_images(cifar: Tensor, scenes: Tensor) -> Figure:
    """The two mean images with more contrast, and the mean of each of their rows."""
    figure, axes = plt.subplots(1, 3, figsize=(9, 3.2), layout="constrained")
    named = {"50,000 photographs": cifar, "our scenes": scenes}
    for ax, (name, mean) in zip(axes, named.items(), strict=False):
        stronger = mean.mean() + STRONGER * (mean - mean.mean())
        ax.imshow(as_picture(stronger.clamp(0, 1)))
        ax.set(xticks=[], yticks=[])
        ax.set_title(f"{name}: mean,\ncontrast × {STRONGER}", fontsize=11)
    rows = axes[2]
    for mean, style in zip(named.values(), ("-", "--"), strict=True):
        rows.plot(mean.mean(dim=(0, 2)), range(32), style, color=INK)
    rows.set(ylim=(31.5, -0.5), xlim=(0.4, 0.63), xlabel="mean of a row, as it is")
    rows.set(ylabel="row", yticks=(0, 10, 20, 30))
    rows.set_title("photographs are bright above,\ndark below", fontsize=11)
    rows.text(0.53, 3, "photographs", fontsize=11)
    rows.text(0.505, 26, "our scenes", fontsize=11)
    return figure


def mean_images_in_words(cifar: Tensor, scenes: Tensor) -> str:
    top, middle = cifar[:, 0].mean(), cifar[:, 12:20, 12:20].mean(dim=(1, 2))
    return (
        f"The mean image of CIFAR-10: bluish grey and bright at the top ({top:.2f}), a reddish "
        f"blur in the middle (red {middle[0]:.2f}, blue {middle[2]:.2f}), darker below; the "
        f"contrast is raised. The mean of the scenes is flat grey, {scenes.min():.2f} to "
        f"{scenes.max():.2f}. Beside them the mean of each row."
    )


def funnel(scores: Mapping[int, Tensor], share: float) -> Axes:
    """Every score against the number of images that it was taken on.

    Args:
        scores: number of images -> the scores of sets of that many, (K,).
        share: of all images together that the rule names rightly.
    """
    _, ax = plt.subplots(figsize=(6.4, 3.9), layout="constrained")
    counts = torch.logspace(math.log10(min(scores) / 1.6), math.log10(max(scores) * 1.6), 80)
    error = (share * (1 - share) / counts).sqrt()
    ax.fill_between(counts, share - 2 * error, share + 2 * error, color="#e6e6e6")
    generator = torch.Generator().manual_seed(0)
    for count, found in scores.items():
        spread = 0.85 + 0.3 * torch.rand(len(found), generator=generator)
        ax.plot(count * spread, found, "o", color=INK, markersize=3, alpha=0.35)
    ax.axhline(share, color=TRUE_CLASS, linewidth=1.2)
    ax.axhline(0.1, color=MUTED, linestyle="--", linewidth=1.2)
    end = counts[-1].item() * 1.05
    beside = {"xytext": (8, 0), "textcoords": "offset points", "va": "center"}
    ax.annotate("all scenes", (end, share), color=TRUE_CLASS, **beside)
    ax.annotate("guessing", (end, 0.1), color=MUTED, **beside)
    ax.text(150, share + 0.16, "± 2 standard errors", color=INK)
    ax.set(xscale="log", xlim=(counts[0], end), ylim=(0, 0.8))
    ax.set_xticks(list(scores), [f"{count:,}" for count in scores])
    ax.minorticks_off()
    ax.set(xlabel="validation images", ylabel="accuracy of rule A on one set")
    ax.set_title("a quarter of the spread takes sixteen times the images", fontsize="medium")
    return ax


def funnel_in_words(scores: Mapping[int, Tensor]) -> str:
    rows = (
        f"{n:,} images from {s.min():.0%} to {s.max():.0%}, standard deviation {s.std():.1%}"
        for n, s in scores.items()
    )
    return "Accuracy of one rule on many validation sets, a dot each: " + "; ".join(rows) + "."


def ahead_rows(found: Mapping[str, Tensor]) -> Axes:
    """How far the better rule is ahead in each comparison, one row a kind of comparison."""
    _, ax = plt.subplots(figsize=(7.4, 3), layout="constrained")
    generator = torch.Generator().manual_seed(0)
    ax.axvline(0, color=MUTED, linestyle="--", linewidth=1.2)
    for row, ahead in enumerate(found.values()):
        height = row + 0.5 * (torch.rand(len(ahead), generator=generator) - 0.5)
        for part, style, colour in (
            (ahead > 0, "o", TRUE_CLASS),
            (ahead == 0, "|", INK),
            (ahead < 0, "x", CHOSEN_CLASS),
        ):
            points = 100 * ahead[part], height[part]
            ax.plot(*points, style, color=colour, markersize=4, alpha=0.6)
        behind = (ahead < 0).float().mean()
        ax.text(35, row, f"A ahead in {behind:.1%}", va="center", color=CHOSEN_CLASS)
    ax.set_yticks(range(len(found)), list(found))
    ax.set(xlabel="B ahead of A, in points", xlim=(-25, 53), ylim=(len(found) - 0.5, -0.5))
    ax.set_xticks(range(-20, 31, 10))
    ax.set_title("on the same images the better rule looks better", fontsize="medium")
    return ax


def ahead_in_words(found: Mapping[str, Tensor]) -> str:
    rows = (
        f"{name}: B ahead by {100 * a.mean():.0f} points on average, standard deviation "
        f"{100 * a.std():.1f}, A ahead in {(a < 0).float().mean():.1%}"
        for name, a in found.items()
    )
    return "Two rules compared on many sets of 100 images. " + "; ".join(rows) + "."


def one_thing_changed(seed: int, number: int, contrasts: tuple[float, ...]) -> Figure:
    """The same scene with several contrasts, then a scene drawn with more clutter."""
    figure, axes = plt.subplots(1, len(contrasts) + 1, figsize=(9.6, 2.7), layout="constrained")
    options = [{"contrast": value} for value in contrasts] + [{"clutter": 12}]
    for ax, option in zip(axes, options, strict=True):
        scenes: Scenes = planted_scenes(number + 1, seed=seed, **option)
        ax.imshow(as_picture(scenes.images[number]))
        ax.set(xticks=[], yticks=[])
        words = ", ".join(f"{name} {value:g}" for name, value in option.items())
        ax.set_title(words + ": another scene" * ("clutter" in option), fontsize=11)
    return figure
