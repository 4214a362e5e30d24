"""Pictures of notebook 11 that show scenes and masks, and the words for all of them."""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor
from torch.nn.functional import max_pool2d

from resattn_lab.data import ImageSet
from resattn_lab.measures import fill_holes, peak_positions, pointing_hits
from resattn_lab.plots import as_picture, draw_outline, frame
from resattn_lab.plots.palette import CHOSEN_CLASS, MASK_COLOURS, MUTED, TRUE_CLASS

from .charts import LABELS, three_markers

SIDE, GAP, TITLE = 224, 14, 26  # pixels: of a picture, between two, for a title
CLEAR = 3  # pixels of a scene: a peak farther from the object is a miss that can be seen


def cases(scenes: ImageSet, masks: Tensor, answers: Tensor) -> list[int]:
    """The first scene of each kind: right and found, right and missed, wrong and found.

    Args:
        masks: of one channel, (N, h, w); found is where it peaks on the object, missed where
            it peaks more than ``CLEAR`` pixels beside it.

    Raises:
        ValueError: there is none of a kind.
    """
    right, found = answers == scenes.labels, pointing_hits(masks, scenes.true_masks)
    near = max_pool2d(scenes.true_masks[:, None].float(), 2 * CLEAR + 1, 1, CLEAR)[:, 0] > 0
    kinds = (right & found, right & ~pointing_hits(masks, near), ~right & found)
    if not all(kind.any() for kind in kinds):
        raise ValueError(f"a kind is missing among {len(scenes)} scenes; take more of them")
    return [int(kind.nonzero()[0, 0]) for kind in kinds]


def draw_map(
    values: Tensor,
    true_mask: Tensor,
    *,
    ax: Axes,
    title: str = "",
    limits: tuple[float, float] = (0, 1),
    peak: bool = True,
) -> None:
    """A map in the masks' colours as large as the image, the true outline, and its peak."""
    size = tuple(true_mask.shape)
    style = {"cmap": MASK_COLOURS, "interpolation": "nearest", "extent": frame(*size)}
    ax.imshow(values, vmin=limits[0], vmax=limits[1], **style)
    draw_outline(true_mask, ax=ax)
    if peak:
        row, column = (int(place) for place in peak_positions(values, size))
        mark = {"markersize": 11, "scalex": False, "scaley": False}
        ax.plot(column, row, "x", color="white", markeredgewidth=4.5, **mark)
        ax.plot(column, row, "x", color=CHOSEN_CLASS, markeredgewidth=2.2, **mark)
    ax.set_title(title, fontsize=11)


def draw_scene(scenes: ImageSet, number: int, *, ax: Axes, title: str = "") -> None:
    """The scene, with the true outline."""
    ax.imshow(as_picture(scenes.images[number]), interpolation="nearest")
    draw_outline(scenes.true_masks[number], ax=ax)
    ax.set_title(title, fontsize=11)


def sheet(width: float, height: float) -> Figure:
    """A figure of so many pixels."""
    return plt.figure(figsize=(width / 100, height / 100), dpi=100)


def put(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes at a place that is counted in pixels from the upper left corner."""
    across, down = figure.get_size_inches() * 100
    place = (left / across, 1 - (top + height) / down, width / across, height / down)
    return figure.add_axes(place)


def rows_of_pictures(
    rows: int, columns: int, *, left: int = 4, ruler: bool = True
) -> tuple[Figure, list[list[Axes]]]:
    """A figure and its rows of Axes for pictures, a whole number of pixels each.

    Args:
        left: pixels for words beside the rows.
        ruler: whether the masks' colours from 0 to 1 stand beside the last row.
    """
    width, height = SIDE + GAP, SIDE + TITLE + 6
    right = columns * width + left
    figure = sheet(right + 70 * ruler, rows * height)
    axes = [
        [put(figure, left + n * width, m * height + TITLE, SIDE, SIDE) for n in range(columns)]
        for m in range(rows)
    ]
    for ax in (ax for row in axes for ax in row):
        ax.set(xticks=[], yticks=[])
    if ruler:
        image = plt.cm.ScalarMappable(cmap=MASK_COLOURS)
        place = put(figure, right, (rows - 1) * height + TITLE, 14, SIDE)
        bar = figure.colorbar(image, cax=place, ticks=(0, 0.5, 1))
        bar.outline.set_visible(False)
        bar.ax.tick_params(labelsize=10)
        bar.set_label("mask", fontsize=10)
    return figure, axes


def cases_in_pictures(
    scenes: ImageSet, masks: Tensor, answers: Tensor, chosen: Sequence[int]
) -> Figure:
    """Above the scenes with what the network says, below a channel of the mask."""
    figure, (above, below) = rows_of_pictures(2, len(chosen))
    for top, bottom, number in zip(above, below, chosen, strict=True):
        said, true = int(answers[number]), int(scenes.labels[number])
        verdict = "right" if said == true else "wrong"
        draw_scene(scenes, number, ax=top)
        colour = TRUE_CLASS if said == true else CHOSEN_CLASS
        top.set_title(f'"{scenes.class_names[said]}": {verdict}', color=colour, fontsize=11)
        hit = pointing_hits(masks[number : number + 1], scenes.true_masks[number : number + 1])
        title = "peak on the object" if hit else "peak beside the object"
        draw_map(masks[number], scenes.true_masks[number], ax=bottom, title=title)
    return figure


def cases_in_words(scenes: ImageSet, answers: Tensor, chosen: Sequence[int]) -> str:
    names = scenes.class_names
    told = [f"a {names[scenes.labels[n]]}, called {names[answers[n]]}" for n in chosen]
    return (
        "Three scenes, and below each one channel of the first mask with a cross at its "
        "highest "
        f"value: {told[0]}, cross on it; {told[1]}, cross beside it; {told[2]}, cross on it."
    )


def maps_in_pictures(scenes: ImageSet, number: int, maps: Mapping[str, Tensor]) -> Figure:
    """A scene and maps of it, each in colours from its lowest to its highest value."""
    figure, (axes,) = rows_of_pictures(1, 1 + len(maps), ruler=False)
    draw_scene(scenes, number, ax=axes[0], title="the scene")
    for ax, (name, values) in zip(axes[1:], maps.items(), strict=True):
        one = values[number]
        limits = float(one.min()), float(one.max())
        draw_map(one, scenes.true_masks[number], ax=ax, title=name, limits=limits)
    return figure


def maps_in_words(scenes: ImageSet, number: int, maps: Mapping[str, Tensor]) -> str:
    truth = scenes.true_masks[number : number + 1]
    where = (
        f"{name}: peak {'on' if pointing_hits(m[number : number + 1], truth) else 'beside'} it"
        for name, m in maps.items()
    )
    name = scenes.class_names[scenes.labels[number]]
    return f"A scene with a {name}, and maps of it, side by side. {'; '.join(where)}."


def rings_in_pictures(
    scenes: ImageSet, masks: Mapping[str, Tensor], chosen: Sequence[int]
) -> Figure:
    """Scenes above, and a row for each mask: where its peak lies."""
    figure, (above, *rows) = rows_of_pictures(1 + len(masks), len(chosen), left=30)
    for column, number in enumerate(chosen):
        truth = scenes.true_masks[number : number + 1]
        draw_scene(scenes, number, ax=above[column])
        for mask, row in zip(masks.values(), rows, strict=True):
            where = _peak_of_ring(mask[number : number + 1], truth)
            draw_map(mask[number], truth[0], ax=row[column], title=f"peak {where}")
    for name, row in zip(("scene", *masks), (above, *rows), strict=True):
        row[0].set_ylabel(name, fontsize=11)
    return figure


def _peak_of_ring(mask: Tensor, truth: Tensor) -> str:
    if pointing_hits(mask, truth):
        return "on the ring"
    return "in the hole" if pointing_hits(mask, fill_holes(truth)) else "elsewhere"


def rings_in_words(scenes: ImageSet, masks: Mapping[str, Tensor], chosen: Sequence[int]) -> str:
    places = (
        f"{name}: "
        + ", ".join(
            _peak_of_ring(mask[n : n + 1], scenes.true_masks[n : n + 1]) for n in chosen
        )
        for name, mask in masks.items()
    )
    return (
        f"{len(chosen)} scenes with a ring, and below each a channel of two masks with a cross "
        f"at its highest value. It lies, {'; '.join(places)}."
    )


def given_masks(
    scenes: ImageSet,
    number: int,
    masks: Mapping[str, Tensor],
    right: Mapping[str, Mapping[str, Sequence[float]]],
) -> Figure:
    """A column for each intervention: the mask that is given, and how many scenes stay right.

    Args:
        masks: title -> one channel, (h, w).
        right: title -> module -> accuracy of each network.
    """
    figure, chart, top = sheet(len(masks) * (SIDE + GAP) + 66, 560), None, 44
    for column, (title, mask) in enumerate(masks.items()):
        left = 62 + column * (SIDE + GAP)
        above = put(figure, left, top, SIDE, SIDE)
        draw_map(mask, scenes.true_masks[number], ax=above, title=title, peak=False)
        above.set(xticks=[], yticks=[])
        chart = put(figure, left, top + SIDE + 12, SIDE, 230)
        chart.axhline(10, color=MUTED, linestyle="--", linewidth=1.2)
        for place, shares in enumerate(right[title].values()):
            three_markers(chart, place, [100 * share for share in shares], upright=True)
            style = {"ha": "center", "va": "center", "fontsize": 11, "weight": "bold"}
            chart.text(place, 112, f"{100 * sum(shares) / len(shares):.0f}", **style)
        chart.set_xticks(
            range(len(right[title])), [LABELS[m].removeprefix("stage ") for m in right[title]]
        )
        chart.set(
            xlabel="mask replaced in stage", ylim=(0, 121), xlim=(-0.6, len(right[title]) - 0.4)
        )
        chart.set_yticks((0, 50, 100), ("0", "50", "100") if column == 0 else ("",) * 3)
        if column == 0:
            chart.set_ylabel("right, % of 500 scenes", fontsize=11)
            chart.text(-0.5, 12, "chance", color=MUTED, fontsize=10)
            chart.text(-0.72, 112, "mean", ha="right", va="center", fontsize=10)
    return figure


def given_in_words(right: Mapping[str, Mapping[str, Sequence[float]]]) -> str:
    rows = []
    for title, modules in right.items():
        means = (f"{LABELS[m]} {sum(s) / len(s):.0%}" for m, s in modules.items())
        rows.append(f"{title.replace(chr(10), ' ')}: {', '.join(means)}")
    return (
        "Masks that a module is given, and how many scenes three networks then name "
        "rightly, on "
        f"average, by stage: {'; '.join(rows)}. Chance is 10 %."
    )
