"""Where the boxes of an Attention Module's diagram stand, and the arrows between them."""

from .diagram import Edge, Node, join

TRUNK, TOP, STEP = 2.0, 0.0, -1.1  # heights: trunk, mask at full resolution, one level down
TURN = 1.35  # from the last box on the way down to the first on the way up


def units(count: int) -> str:
    """How a run of residual units is called."""
    return "unit" if count == 1 else f"{count} units"


def level_y(level: int) -> float:
    """The height at which what lies ``level`` poolings down is drawn."""
    return TOP + STEP * level


def mask_nodes(depth: int, r: int) -> tuple[list[Node], list[Edge]]:
    """The mask branch from its first pooling to its sigmoid, and the arrows in it.

    Pooling k and its units lie at level k; each interpolation lies where it reads.
    """
    pools, downs, nodes, edges = [], [], [], []
    for level in range(1, depth + 1):
        y = level_y(level)
        pools.append(Node(x=level - 1, y=y, text="pool\n3×3 /2", part="down"))
        downs.append(Node(x=level, y=y, text=units(r), part="down"))
        edges.append(join(pools[-1], downs[-1]))
        if level > 1:
            edges.append(join(downs[-2], pools[-1]))
    last, turn = downs[-1], depth + TURN
    x = turn
    for level in range(depth, 0, -1):
        y = level_y(level)
        if level < depth:  # the level's skip meets what comes from below
            plus = Node(x=x - 1, y=y, text="+", part="up", round=True)
            skip = Node(x=turn, y=y, text="skip\nunit", part="up")
            edges += [join(last, plus), join(downs[level - 1], skip), join(skip, plus)]
            nodes += [skip, plus]
            last = plus
        raised = Node(x=x, y=y, text=units(r), part="up")
        up = Node(x=x + 1, y=y, text="bilinear\nstretch", part="up")
        edges += [join(last, raised), join(raised, up)]
        nodes += [raised, up]
        last, x = up, x + 2
    words = ("BN, ReLU\n1×1 conv", "BN, ReLU\n1×1 conv", "sigmoid")
    gate = [
        Node(x=last.x + 1.22 * place, y=TOP, text=text, part="gate", width=1.04)
        for place, text in enumerate(words)
    ]
    chain = [last, *gate]
    edges += [join(a, b) for a, b in zip(chain, chain[1:], strict=False)]
    return [*pools, *downs, *nodes, *gate], edges


def trunk_nodes(t: int, right: float) -> list[Node]:
    """t boxes between the split and the product, or one that counts them when t > 4."""
    shown = t if t <= 4 else 1
    text = "unit" if t <= 4 else units(t)
    return [
        Node(x=right * (place + 1) / (shown + 1), y=TRUNK, text=text, part="trunk")
        for place in range(shown)
    ]


def label_places(depth: int, right: float, residual: bool) -> dict[str, tuple[float, float]]:
    """Where the five words stand."""
    return {
        "1 trunk": (right / 2 - 0.5, TRUNK + 0.72),
        "2 down": (0.12, level_y(1) + 0.72),
        "3 up": (depth + TURN - 0.42, level_y(1) + 0.72),
        "4 gate": (3 * depth + TURN - 1.5, TOP + 0.72),
        "5 residual" if residual else "5 residual (off)": (right + 0.16, (TOP + TRUNK) / 2),
    }


def letter_places(gate: Node, times: Node, after: float) -> dict[str, tuple[float, float]]:
    """Where the letters of H = (1 + M)·T stand, each on the arrow of what it names.

    Args:
        gate: the last box of the mask branch; times: the product.
        after: where the arrow behind the product ends.
    """
    return {
        "T": (times.x - 0.55, TRUNK + 0.24),
        "M": (gate.x + gate.reach[0] + 0.14, TOP + 0.5),
        "H": ((times.x + times.reach[0] + after) / 2, TRUNK + 0.24),
    }
