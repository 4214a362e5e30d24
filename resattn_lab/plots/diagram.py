"""Boxes, sums and arrows: what the diagrams are drawn with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle

from .palette import INK

PARTS = ("trunk", "down", "up", "gate", "residual")  # the five subgoals, in their order
FILLS = {
    "trunk": "#cfe3f5",
    "down": "#fbdcc0",
    "up": "#f8edb4",
    "gate": "#e2d3ef",
    "residual": "#cfe9d4",
    None: "#eeeeee",
}
WORDS = 8.0  # points: 11 pixels at matplotlib's 100 dots an inch
BOX = (0.84, 0.66)  # width and height of a box


@dataclass(frozen=True, kw_only=True)
class Node:
    """A box, or a round sign such as + and ×, with its middle at x, y.

    Args:
        part: the subgoal that it belongs to, one of ``PARTS``; None for none of them.
        width: of a box; a box is ``BOX[1]`` high.
    """

    x: float
    y: float
    text: str
    part: str | None = None
    round: bool = False
    width: float = BOX[0]

    @property
    def reach(self) -> tuple[float, float]:
        """From the middle to the side, and to the top."""
        return (0.2, 0.2) if self.round else (self.width / 2, BOX[1] / 2)


Edge = Sequence[tuple[float, float]]  # the corners of an arrow's way


def join(start: Node, end: Node) -> Edge:
    """The way from one node to the next: level, upright, or upright and then level."""
    (out_x, out_y), (in_x, in_y) = start.reach, end.reach
    if start.y == end.y:
        sign = 1 if end.x > start.x else -1
        return [(start.x + sign * out_x, start.y), (end.x - sign * in_x, end.y)]
    sign = 1 if end.y > start.y else -1
    if start.x == end.x:
        return [(start.x, start.y + sign * out_y), (end.x, end.y - sign * in_y)]
    side = 1 if end.x > start.x else -1
    return [
        (start.x, start.y + sign * out_y),
        (start.x, end.y),
        (end.x - side * in_x, end.y),
    ]


def draw_nodes(ax: Axes, nodes: Iterable[Node]) -> None:
    """Draw boxes and signs in the colours of their parts."""
    for node in nodes:
        look = {"facecolor": FILLS[node.part], "edgecolor": INK}
        width, height = 2 * node.reach[0], 2 * node.reach[1]
        if node.round:
            ax.add_patch(Circle((node.x, node.y), width / 2, **look))
        else:
            corner = (node.x - width / 2, node.y - height / 2)
            ax.add_patch(Rectangle(corner, width, height, **look))
        size = WORDS + 1.5 * node.round
        ax.text(node.x, node.y, node.text, ha="center", va="center", fontsize=size, color=INK)


def draw_edges(ax: Axes, edges: Iterable[Edge]) -> None:
    """Draw ways that end in an arrow."""
    head = {"arrowstyle": "-|>", "color": INK, "shrinkA": 0, "shrinkB": 0, "lw": 1}
    for edge in edges:
        xs, ys = zip(*edge, strict=True)
        if len(edge) > 2:
            ax.plot(xs[:-1], ys[:-1], color=INK, linewidth=1, zorder=1)
        ax.annotate("", edge[-1], edge[-2], arrowprops=head, zorder=1)


def draw_frame(ax: Axes, nodes: Sequence[Node], *, margin: float = 0.15) -> None:
    """A thick frame around nodes: a part is never marked by colour alone."""
    left = min(node.x - node.reach[0] for node in nodes) - margin
    right = max(node.x + node.reach[0] for node in nodes) + margin
    low = min(node.y - node.reach[1] for node in nodes) - margin
    high = max(node.y + node.reach[1] for node in nodes) + margin
    ax.add_patch(
        Rectangle(
            (left, low), right - left, high - low, fill=False, edgecolor=INK, linewidth=2.6
        )
    )


def label(ax: Axes, x: float, y: float, text: str, **style) -> None:
    """A heading in bold, beside what it names."""
    ax.text(
        x,
        y,
        text,
        fontweight="bold",
        color=INK,
        va="center",
        **{"ha": "left", "fontsize": WORDS + 2, **style},
    )


def finish(ax: Axes, x: tuple[float, float], y: tuple[float, float]) -> Axes:
    """No scales, nothing squeezed."""
    ax.set(xlim=x, ylim=y)
    ax.set_aspect("equal")
    ax.set_axis_off()
    return ax
