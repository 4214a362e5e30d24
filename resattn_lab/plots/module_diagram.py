"""One Attention Module as a picture, with the course's five parts on it."""

from matplotlib.axes import Axes

from .diagram import (
    PARTS,
    WORDS,
    Node,
    draw_edges,
    draw_frame,
    draw_nodes,
    finish,
    join,
    label,
)
from .module_layout import (
    TOP,
    TRUNK,
    label_places,
    letter_places,
    level_y,
    mask_nodes,
    trunk_nodes,
    units,
)
from .new_axes import new_axes
from .palette import INK


def module_diagram(
    *,
    encoder_depth: int = 3,
    p: int = 1,
    t: int = 2,
    r: int = 1,
    attention_residual: bool = True,
    highlight: str | None = None,
    size: int | None = None,
    gradient: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw one Attention Module, lower resolution lower down, and return the Axes.

    The letters T, M and H stand where trunk, mask and product leave.

    Source: Wang et al. 2017, Fig. 2 and Sec. 3; wired as ``blocks.AttentionModule`` is.

    Args:
        encoder_depth, p, t, r, attention_residual: as of ``blocks.AttentionModule``.
        highlight: one of ``PARTS``, which gets a thick frame.
        size: side of the input in positions; writes the resolution of each level.
        gradient: draws the gradient g that comes back to the product, as a dashed arrow.
        ax: about 10 inches wide; a new figure of its own when None.

    Raises:
        ValueError: an unknown part, or fewer than one pooling, trunk unit or mask unit.
    """
    if highlight is not None and highlight not in PARTS:
        raise ValueError(f"highlight must be one of {', '.join(PARTS)}; got {highlight!r}")
    if min(encoder_depth, t, r) < 1 or p < 0:
        raise ValueError(
            "encoder_depth, t and r must be at least 1 and p at least 0, "
            f"got {encoder_depth}, {t}, {r} and {p}"
        )
    nodes, edges = mask_nodes(encoder_depth, r)
    gate = nodes[-1]
    times = Node(x=gate.x + 1.1, y=TRUNK, text="×", part="residual", round=True)
    weight = Node(x=times.x, y=TOP, text="1 +", part="residual", width=0.6)
    split, end = (0.0, TRUNK), times.x + 1.75
    pre = [Node(x=-1.0, y=TRUNK, text=units(p))] if p else []
    post = [Node(x=times.x + 1.0, y=TRUNK, text=units(p))] if p else []
    trunk = trunk_nodes(t, times.x)
    line = [Node(x=-1.75, y=TRUNK, text="", width=0), *pre, *trunk, times, *post]
    line.append(Node(x=end, y=TRUNK, text="", width=0))
    edges += [join(a, b) for a, b in zip(line, line[1:], strict=False)]
    edges.append([split, (0.0, level_y(1) + 0.33)])
    meeting = [weight, times] if attention_residual else [times]
    if attention_residual:
        edges += [join(gate, weight), join(weight, times)]
    else:
        edges.append([(gate.x + 0.52, TOP), (times.x, TOP), (times.x, TRUNK - 0.2)])
    nodes = [*pre, *trunk, *nodes, *meeting, *post]

    ax = new_axes(ax, (10, 10 * (3.5 - level_y(encoder_depth)) / (end + 2.65)))
    draw_edges(ax, edges)
    draw_nodes(ax, nodes)
    ax.plot(*split, marker="o", markersize=4, color=INK)
    if highlight is not None:
        draw_frame(ax, [node for node in nodes if node.part == highlight])
    for place, part in label_places(encoder_depth, times.x, attention_residual).items():
        label(ax, *part, place)
    for letter, (x, y) in letter_places(gate, times, times.x + (0.58 if p else 1.75)).items():
        label(ax, x, y, letter, ha="center", fontsize=WORDS + 3)
    if gradient:
        back = {"arrowstyle": "-|>", "color": INK, "linestyle": "--", "lw": 1.2}
        start, tip = (times.x + 0.8, TRUNK - 0.5), (times.x + 0.13, TRUNK - 0.1)
        ax.annotate("", tip, start, arrowprops=back)
        label(ax, times.x + 0.88, TRUNK - 0.55, "g", fontsize=WORDS + 3)
    ax.text(-1.8, TRUNK, "x", ha="right", va="center", fontsize=WORDS + 2)
    ax.text(end + 0.05, TRUNK, "out", ha="left", va="center", fontsize=WORDS + 2)
    if size is not None:
        write_sizes(ax, encoder_depth, size)
    return finish(ax, (-2.05, end + 0.6), (level_y(encoder_depth) - 0.55, TRUNK + 0.98))


def write_sizes(ax: Axes, depth: int, size: int) -> None:
    """Write the resolution at the left of every level."""
    style = {"fontsize": WORDS + 1, "color": INK, "va": "center", "ha": "right"}
    ax.text(-0.12, TRUNK - 0.5, f"{size}×{size}", **style)
    for level in range(1, depth + 1):
        size = -(-size // 2)
        ax.text(level - 1.66, level_y(level), f"{size}×{size}", **style)
