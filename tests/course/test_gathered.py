"""What a notebook's room gathers is what its notebook, the claims and the tests look at."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from resattn_lab import course

ROOT = Path(__file__).parents[2]
LOOKING = ("notebooks/[01]*.ipynb", "tests/claims/*.py", "tests/course/*.py", "scripts/*.py")


@cache
def words_of_those_who_look() -> set[str]:
    paths = [path for pattern in LOOKING for path in ROOT.glob(pattern)]
    return {word for path in paths for word in re.findall(r"\w+", path.read_text())}


def gathered_and_used(source: str) -> tuple[set[str], set[str]]:
    """The names that a room imports, and those that it uses itself."""
    body = ast.parse(source).body
    imports = [node for node in body if isinstance(node, ast.ImportFrom)]
    gathered = {alias.asname or alias.name for node in imports for alias in node.names}
    rest = " ".join(ast.unparse(node) for node in body if node not in imports)
    return gathered, set(re.findall(r"\w+", rest))


@pytest.mark.parametrize("number", course.NUMBERS)
def test_no_name_is_gathered_that_nobody_uses(number):
    room = Path(course.__file__).parent / f"notebook_{number}" / "__init__.py"
    gathered, used = gathered_and_used(room.read_text())
    assert gathered - used - words_of_those_who_look() == set()


def test_a_name_that_nobody_uses_is_found():
    gathered, used = gathered_and_used("from .a import b, c as d, e\nEXERCISES = (*e,)")
    assert gathered - used == {"b", "d"}
