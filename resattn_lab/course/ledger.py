"""The paper ledger: what the paper says, what was found here, and a verdict."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path

from resattn_lab.ablations import VERDICTS as RULE
from resattn_lab.ablations import RuleWord

VERDICTS = (
    *("agrees", "differs", "mixed", "contradicts itself"),
    *("not published", "not measured here"),
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One claim of the paper.

    Args:
        key: notebook and name, such as ``"06.parameters_56"``.
        claim: what is claimed, in a few words.
        source: where: section, equation, table or figure.
        paper: the paper's value as printed; ``"not printed"`` where there is none.
        measure: makes our value, from the package or from a record; None where there is none.
        conditions: how ours was made: device, seed, data, size.
        verdict: one of ``VERDICTS``, "mixed" where our networks disagree; of a claim that
            paired trainings test, the ``word`` of ``ablations.judge`` or ``claim_table``.

    Raises:
        ValueError: a verdict that is none of these, a word of the rule that the rule did not
            give, or a verdict that the rest contradicts.
    """

    key: str
    claim: str
    source: str
    paper: str
    verdict: str
    measure: Callable[[], str] | None = None
    conditions: str = ""

    def __post_init__(self):
        typed = self.verdict in RULE and not isinstance(self.verdict, RuleWord)
        if typed:
            raise ValueError(
                f"{self.key}: {self.verdict!r} is for the rule of paired trainings to say; "
                f"give the word of ablations.judge, or one of {', '.join(VERDICTS)}"
            )
        if self.verdict not in (*VERDICTS, *RULE):
            raise ValueError(
                f"the verdict must be one of {', '.join(VERDICTS)}; got {self.verdict!r}"
            )
        if self.measure is None and self.verdict in ("agrees", "differs", "mixed", *RULE):
            raise ValueError(f"{self.key}: {self.verdict!r} needs a measured value")
        if self.measure is not None and not self.conditions:
            raise ValueError(f"{self.key}: say how the measured value was made")

    @cached_property
    def measured(self) -> str:
        """Our value, or a dash."""
        return "–" if self.measure is None else self.measure()


class Ledger:
    """Entries as a table: in HTML on a page, in lines of text elsewhere."""

    HEAD = ("claim", "paper", "here", "verdict", "how ours was made")

    def __init__(self, entries: tuple[Entry, ...]):
        self.entries = entries

    def rows(self) -> list[tuple[str, ...]]:
        return [
            (f"{e.claim} ({e.source})", e.paper, e.measured, e.verdict, e.conditions)
            for e in self.entries
        ]

    def _repr_html_(self) -> str:
        def row(cells, tag):
            return "".join(
                f'<{tag} style="text-align: left">{html.escape(cell)}</{tag}>' for cell in cells
            )

        head = f"<thead><tr>{row(self.HEAD, 'th')}</tr></thead>"
        body = "".join(f"<tr>{row(cells, 'td')}</tr>" for cells in self.rows())
        return f"<table>{head}<tbody>{body}</tbody></table>"

    def __repr__(self) -> str:
        return "\n".join(
            f"{claim}: paper {paper}; here {here}; {verdict}"
            for claim, paper, here, verdict, _ in self.rows()
        )


def entries(number: str) -> dict[str, Entry]:
    """The ledger entries of a notebook such as ``"06"``, by key.

    A notebook about which the paper says nothing has none.

    Raises:
        ValueError: the number has not two digits.
    """
    if not re.fullmatch(r"\d\d", number):
        raise ValueError(f"a notebook's number has two digits, got {number!r}")
    if not (Path(__file__).parent / f"notebook_{number}" / "ledger.py").is_file():
        return {}
    found = import_module(f".notebook_{number}.ledger", __package__)
    return {entry.key: entry for entry in found.ENTRIES}


def ledger(*keys: str) -> Ledger:
    """A table of entries: of a whole notebook (``"06"``), or of single keys.

    Raises:
        ValueError: no such notebook or entry; the message lists what there is.
    """
    chosen = []
    for key in keys:
        found = entries(key[:2])
        if key == key[:2]:
            chosen += found.values()
        elif key in found:
            chosen.append(found[key])
        else:
            raise ValueError(f"the ledger has no {key!r}; it has {', '.join(found)}")
    return Ledger(tuple(chosen))
