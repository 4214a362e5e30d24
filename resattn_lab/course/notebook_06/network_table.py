"""The rows of ``NETWORKS`` as a table, in which what differs from row to row stands out."""

from collections.abc import Sequence

from resattn_lab.blocks import UNITS
from resattn_lab.networks import NETWORKS

UNIT_NAMES = {unit: name for name, unit in UNITS.items()}
COLUMNS = {
    "modules": lambda s: s.modules,
    "channels": lambda s: s.channels,
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
        found, above = [], None
        for name in self.names:
            values = [in_words(value(NETWORKS[name])) for value in COLUMNS.values()]
            new = [value != old for value, old in zip(values, above or values, strict=True)]
            found.append((name, list(zip(values, new, strict=True))))
            above = values
        return found

    def _repr_html_(self) -> str:
        left = ' style="text-align: left"'
        head = "".join(f"<th{left}>{name}</th>" for name in ("name", *COLUMNS))
        body = ""
        for name, cells in self.rows():
            marked = (f"<b>{cell}</b>" if new else cell for cell, new in cells)
            shown = "".join(f"<td{left}>{cell}</td>" for cell in marked)
            body += f"<tr><th{left}><code>{name}</code></th>{shown}</tr>"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def __repr__(self) -> str:
        lines = []
        for name, cells in self.rows():
            said = (f"{key} {cell}" for key, (cell, _) in zip(COLUMNS, cells, strict=True))
            lines.append(f"{name}: {'; '.join(said)}")
        return "\n".join(lines)
