"""The course's glossary: its terms, and the notebook that each first appears in."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Term:
    """A term of ``docs/glossary.md``, its anchor, its notebook's number, its text."""

    name: str
    anchor: str
    notebook: str
    text: str


def read_glossary(path: Path) -> list[Term]:
    """The terms of the glossary, in its order.

    Raises:
        ValueError: an entry that does not say where it first appears.
    """
    terms = []
    for part in path.read_text(encoding="utf-8").split("\n## ")[1:]:
        name, text = part.split("\n", 1)
        first = re.search(r"\*First in notebook (\d\d)\.\*", text)
        if first is None:
            raise ValueError(
                f"the glossary's {name.strip()!r} must end with *First in notebook NN.*"
            )
        anchor = re.sub(r"[^\w\- ]", "", name.strip().lower()).replace(" ", "-")
        terms.append(Term(name.strip(), anchor, first[1], text.strip()))
    return terms
