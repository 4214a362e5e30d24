"""The rows of ``NETWORKS`` as a table, in which what differs from row to row stands out."""

import html
from collections.abc import Sequence

from resattn_lab.blocks import UNITS
from resattn_lab.networks import NETWORKS, NetworkSpecification

UNIT_NAMES = {unit: name for name, unit in UNITS.items()}
COLUMNS = {
    "modules": lambda s: s.modules,
    "channels": lambda s: s.channels,
    "strides": lambda s: s.strides,
    "depths": lambda s: s.encoder_depths,
    "closing": lambda s: "one" if s.closing_unit else "none",
    "tail": lambda s: s.tail_units or "none",
    "p": lambda s: s.module_options["p"],
    "t": lambda s: s.module_options["t"],
    "r": lambda s: s.module_options["r"],
    "unit": lambda s: UNIT_NAMES[s.unit],
}


def in_words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


class NetworkTable:
    """Names and sizes; a value that is not that of the row above is in bold.

    Args:
        names: rows of ``NETWORKS``, in the order in which they are compared.
    """

    def __init__(self, names: Sequence[str] = tuple(NETWORKS)):
        self.names = list(names)

    def rows(self) -> list[tuple[str, list[tuple[str, bool]]]]:
        """Each name with its values, and whether each is another than in the row above."""
        found: list[tuple[str, list[tuple[str, bool]]]] = []
        above: NetworkSpecification | None = None
        for name in self.names:
            s = NETWORKS[name]
            cells = [
                (in_words(value(s)), above is not None and value(s) != value(above))
                for value in COLUMNS.values()
            ]
            found.append((name, cells))
            above = s
        return found

    def _repr_html_(self) -> str:
        left = ' style="text-align: left"'
        head = "".join(f"<th{left}>{name}</th>" for name in ("name", *COLUMNS))
        body = "".join(
            f"<tr><th{left}><code>{html.escape(name)}</code></th>"
            + "".join(
                f"<td{left}>{f'<b>{cell}</b>' if new else cell}</td>" for cell, new in cells
            )
            + "</tr>"
            for name, cells in self.rows()
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def __repr__(self) -> str:
        return "\n".join(
            f"{name}: "
            + "; ".join(
                f"{column} {cell}" for column, (cell, _) in zip(COLUMNS, cells, strict=True)
            )
            for name, cells in self.rows()
        )
