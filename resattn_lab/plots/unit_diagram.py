"""One residual unit as a picture: what is normalised where, and the way around it."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from .diagram import WORDS, Node, draw_edges, draw_nodes, finish, join
from .new_axes import new_axes

WIDE, HIGH = 1.02, 1.0  # from box to box; how far the shortcut lies above the branch


def branch_words(preactivation: bool, widths: Sequence[int]) -> list[str]:
    """What the boxes of the branch say, from left to right."""
    a, b, c, d = widths
    convs = [f"1×1\n{a} → {b}", f"3×3\n{b} → {c}", f"1×1\n{c} → {d}"]
    if preactivation:
        return [word for conv in convs for word in ("BN", "ReLU", conv)]
    return [word for conv in convs for word in (conv, "BN", "ReLU")][:-1]


def unit_diagram(
    *,
    preactivation: bool = True,
    widths: Sequence[int] = (64, 16, 16, 64),
    ax: Axes | None = None,
) -> Axes:
    """Draw a bottleneck residual unit and return the Axes.

    Where the unit changes its width, a projection stands in the shortcut: it reads the
    normalised input in the pre-activation unit (as in the authors' released network), and
    the input itself in the post-activation one.

    Source: He et al. 2016 a (post-activation) and b (pre-activation).

    Args:
        widths: channels before, between and after the three convolutions.

    Raises:
        ValueError: ``widths`` are not four.
    """
    if len(widths) != 4:
        raise ValueError(f"widths must be four channel counts, got {tuple(widths)}")
    branch = [
        Node(x=WIDE * (place + 1), y=0, text=text, part=_part(text), width=0.88)
        for place, text in enumerate(branch_words(preactivation, widths))
    ]
    plus = Node(x=branch[-1].x + WIDE * 0.85, y=0, text="+", part="residual", round=True)
    line = [Node(x=0.1, y=0, text="", width=0), *branch, plus]
    if not preactivation:
        line.append(Node(x=plus.x + WIDE * 0.85, y=0, text="ReLU", part="gate", width=0.88))
    end = line[-1].x + 1.0
    line.append(Node(x=end, y=0, text="", width=0))
    edges = [join(a, b) for a, b in zip(line, line[1:], strict=False)]
    start = branch[1].x + WIDE / 2 if preactivation and widths[0] != widths[-1] else 0.3
    way = [(start, 0), (start, HIGH), (plus.x, HIGH), (plus.x, 0.2)]
    nodes = [*branch, *line[len(branch) + 1 : -1]]
    if widths[0] != widths[-1]:
        words = f"projection, 1×1\n{widths[0]} → {widths[-1]}"
        words += "" if preactivation else ", BN"
        nodes.append(Node(x=plus.x / 2 + 1, y=HIGH, text=words, part="trunk", width=1.7))

    ax = new_axes(ax, (9, 9 * 2.3 / (end + 0.6)))
    draw_edges(ax, [*edges, way])
    ax.plot(start, 0, marker="o", markersize=4, color="#222222")
    draw_nodes(ax, nodes)
    style = {"va": "center", "fontsize": WORDS + 2}
    ax.text(0.05, 0, "x", ha="right", **style)
    ax.text(end + 0.05, 0, "out", ha="left", **style)
    on_the_line = {"boxstyle": "square,pad=0.2", "facecolor": "white", "edgecolor": "none"}
    ax.text(start + 0.35, HIGH, "shortcut", bbox=on_the_line, **{**style, "fontsize": WORDS})
    kind = "pre-activation" if preactivation else "post-activation"
    ax.set_title(f"{kind} unit, widths {', '.join(map(str, widths))}", fontsize="medium")
    return finish(ax, (-0.2, end + 0.5), (-0.5, HIGH + 0.45))


def _part(text: str) -> str | None:
    """Convolutions share one colour; so do ReLUs."""
    return "trunk" if "→" in text else "gate" if text == "ReLU" else None
