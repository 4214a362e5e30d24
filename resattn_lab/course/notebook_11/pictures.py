"""Pictures of notebook 11 that show scenes and masks, each with its words."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor
from torch.nn.functional import max_pool2d

from resattn_lab.data import ImageSet
from resattn_lab.measures import fill_holes, peak_positions, pointing_hits
from resattn_lab.plots import as_picture, draw_outline, frame
from resattn_lab.plots.palette import CHOSEN_CLASS, MASK_COLOURS, MUTED, TRUE_CLASS

from .charts import LABELS, SAME_NETWORKS, mean, three_markers

SIDE, GAP, TITLE = 224, 14, 26  # pixels: of a picture, between two, for a title
CLEAR = 3  # pixels of a scene: a peak farther from the object is a miss that can be seen
LETTERS = "ABC"


class Tile(NamedTuple):
    """A scene, or a map of it in colours from ``limits``."""

    number: int
    title: str = ""
    values: Tensor | None = None
    limits: tuple[float, float] = (0, 1)
    colour: str = "black"
    peak: bool = True


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


def peak_at(scenes: ImageSet, number: int, values: Tensor) -> str:
    """Where a map (h, w) of a scene is highest, in words."""
    truth = scenes.true_masks[number : number + 1]
    if pointing_hits(values[None], truth):
        return "peak on the object"
    inside = pointing_hits(values[None], fill_holes(truth))
    return "peak in the hole" if inside else "peak beside the object"


def draw_tile(scenes: ImageSet, tile: Tile, ax: Axes) -> None:
    """The scene or the map as large as the scene, the true outline, and the map's peak."""
    truth = scenes.true_masks[tile.number]
    if tile.values is None:
        ax.imshow(as_picture(scenes.images[tile.number]), interpolation="nearest")
    else:
        style = {
            "cmap": MASK_COLOURS,
            "interpolation": "nearest",
            "extent": frame(*truth.shape),
        }
        ax.imshow(tile.values, vmin=tile.limits[0], vmax=tile.limits[1], **style)
    draw_outline(truth, ax=ax)
    if tile.values is not None and tile.peak:
        row, column = (int(place) for place in peak_positions(tile.values, tuple(truth.shape)))
        mark = {"markersize": 11, "scalex": False, "scaley": False}
        ax.plot(column, row, "x", color="white", markeredgewidth=4.5, **mark)
        ax.plot(column, row, "x", color=CHOSEN_CLASS, markeredgewidth=2.2, **mark)
    ax.set_title(tile.title, fontsize=11, color=tile.colour)
    ax.set(xticks=[], yticks=[])


def put(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes at a place that is counted in pixels from the upper left corner."""
    across, down = figure.get_size_inches() * 100
    place = (left / across, 1 - (top + height) / down, width / across, height / down)
    return figure.add_axes(place)


def draw_tiles(
    scenes: ImageSet, rows: Mapping[str, Sequence[Tile]], *, ruler: bool = True
) -> tuple[Figure, str]:
    """Rows of tiles by name, a whole number of pixels each, and what they show in words.

    Args:
        ruler: whether the masks' colours from 0 to 1 stand beside the last row.
    """
    width, height, left = SIDE + GAP, SIDE + TITLE + 6, 30 if len(rows) > 1 else 4
    right = max(map(len, rows.values())) * width + left
    figure = plt.figure(figsize=((right + 70 * ruler) / 100, len(rows) * height / 100), dpi=100)
    for m, (name, row) in enumerate(rows.items()):
        for n, tile in enumerate(row):
            ax = put(figure, left + n * width, m * height + TITLE, SIDE, SIDE)
            draw_tile(scenes, tile, ax)
            if n == 0 and len(rows) > 1:
                ax.set_ylabel(name, fontsize=11)
    if ruler:
        place = put(figure, right, (len(rows) - 1) * height + TITLE, 14, SIDE)
        image = plt.cm.ScalarMappable(cmap=MASK_COLOURS)
        bar = figure.colorbar(image, cax=place, ticks=(0, 0.5, 1))
        bar.outline.set_visible(False)
        bar.ax.tick_params(labelsize=10)
        bar.set_label("mask", fontsize=10)
    first = next(iter(rows.values()))
    names = dict.fromkeys(scenes.class_names[scenes.labels[tile.number]] for tile in first)
    titles = ("; ".join(tile.title or "as it is" for tile in row) for row in rows.values())
    told = ". ".join(f"{name}: {row}" for name, row in zip(rows, titles, strict=True))
    return figure, f"Pictures side by side, of {', '.join(names)}. {told}."


def masks_to_bet_on(
    scenes: ImageSet, masks: Tensor, chosen: Sequence[int]
) -> tuple[Figure, str]:
    """A channel of the mask in each chosen scene, and the object's outline."""
    tiles = [
        Tile(number, f"{letter}: {peak_at(scenes, number, masks[number])}", masks[number])
        for letter, number in zip(LETTERS, chosen, strict=True)
    ]
    return draw_tiles(scenes, {"mask": tiles})


def scenes_with_answers(
    scenes: ImageSet, answers: Tensor, chosen: Sequence[int]
) -> tuple[Figure, str]:
    """The chosen scenes, and whether the network names them rightly."""
    tiles = []
    for letter, number in zip(LETTERS, chosen, strict=True):
        right = answers[number] == scenes.labels[number]
        said = f'{letter}: named "{scenes.class_names[answers[number]]}", '
        colour = TRUE_CLASS if right else CHOSEN_CLASS
        tiles.append(Tile(number, said + ("right" if right else "wrong"), colour=colour))
    return draw_tiles(scenes, {"scene": tiles}, ruler=False)


def maps_of_one(
    scenes: ImageSet, number: int, maps: Mapping[str, Tensor]
) -> tuple[Figure, str]:
    """A scene and maps of it, each in colours from its lowest to its highest value."""
    tiles = [Tile(number, "the scene")]
    for name, values in maps.items():
        one = values[number]
        tiles.append(Tile(number, name, one, (float(one.min()), float(one.max()))))
    figure, words = draw_tiles(scenes, {"maps": tiles})
    figure.axes[-1].set_yticks((0, 1), ("low", "high"))
    figure.axes[-1].set_ylabel("each map's own", fontsize=10)
    where = (f"{tile.title}: {peak_at(scenes, number, tile.values)}" for tile in tiles[1:])
    return figure, f"{words} {'; '.join(where)}."


def masks_below_scenes(
    scenes: ImageSet, masks: Mapping[str, Tensor], chosen: Sequence[int]
) -> tuple[Figure, str]:
    """Scenes above, and a row for each mask: where its peak lies."""
    rows = {"scene": [Tile(number) for number in chosen]}
    for name, mask in masks.items():
        rows[name] = [Tile(n, peak_at(scenes, n, mask[n]), mask[n]) for n in chosen]
    return draw_tiles(scenes, rows)


def given_masks(
    scenes: ImageSet,
    number: int,
    masks: Mapping[str, Tensor],
    right: Mapping[str, Mapping[str, Sequence[float]]],
) -> tuple[Figure, str]:
    """A column for each intervention: the mask that is given, and how many scenes stay right.

    Args:
        masks: title -> one channel, (h, w).
        right: title -> module -> accuracy of each network.
    """
    size = ((len(masks) * (SIDE + GAP) + 66) / 100, 5.85)
    figure, told = plt.figure(figsize=size, dpi=100), []
    for column, (title, mask) in enumerate(masks.items()):
        left, modules = 62 + column * (SIDE + GAP), right[title]
        tile = Tile(number, title, mask, peak=False)
        draw_tile(scenes, tile, put(figure, left, 44, SIDE, SIDE))
        chart = put(figure, left, 56 + SIDE, SIDE, 230)
        chart.axhline(10, color=MUTED, linestyle="--", linewidth=1.2)
        for place, shares in enumerate(modules.values()):
            three_markers(chart, place, [100 * share for share in shares], upright=True)
            style = {"ha": "center", "va": "center", "fontsize": 11, "weight": "bold"}
            chart.text(place, 112, f"{100 * mean(shares):.0f}", **style)
        chart.set_xticks(
            range(len(modules)), [LABELS[m].removeprefix("stage ") for m in modules]
        )
        chart.set(
            xlabel="mask replaced in stage", ylim=(0, 121), xlim=(-0.6, len(modules) - 0.4)
        )
        chart.set_yticks((0, 50, 100), ("0", "50", "100") if column == 0 else ("",) * 3)
        if column == 0:
            chart.set_ylabel("right, % of 500 scenes", fontsize=11)
            chart.text(-0.5, 12, "chance", color=MUTED, fontsize=10)
            chart.text(-0.72, 112, "mean", ha="right", va="center", fontsize=10)
        means = ", ".join(f"{LABELS[m]} {mean(shares):.0%}" for m, shares in modules.items())
        told.append(f"{title.replace(chr(10), ' ')}: {means}")
    figure.text(0.5, 0.008, SAME_NETWORKS, ha="center", fontsize=10)
    return figure, (
        "Masks that a module is given, and how many scenes three networks then name rightly, "
        f"on average, by stage: {'; '.join(told)}. Chance is 10 %."
    )
