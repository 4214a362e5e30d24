"""Every number in the prose is backed: claimed, compared by nbval, or in the ledger."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from resattn_lab import course

CLAIMS = Path(__file__).parent / "claims"
NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
NUMBER = r"\d[\d,]*(?:\.\d+)?"
TRIVIAL = {0.0, 1.0, 2.0}  # in formulas and in counting things that are listed beside them

# What names something, and claims nothing: each pattern is taken out of the prose.
NAMES = (
    r"^\*\*(?:Exercise|\d\. Change)(?:.|\n)*?(?=\n\n|\Z)",  # its check asks
    r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$",  # code and formulas
    r"\]\([^)]*\)|<[^>]*>",  # addresses
    rf"All cells run in {NUMBER} s; in fast mode in {NUMBER} s \([^)]*\)",  # measured, tested
    r"\*\*Time\*\* [^.]*\.",
    r"\b(?:Eqs?|Secs?|Tables?|Figs?|[Nn]otebooks?|[Ss]tages?|[Ll]evels?|[Ss]teps?|[Hh]ints?|§)"
    r"\.?\s*\d+(?:\.\d+)*(?:(?:,| and| to| or|–| …)+ \d+(?:\.\d+)*)*",
    r"[A-Za-z]+-\d+(?:/\d+)*(?:(?:,| and| to| or| …)+ -\d+)*",  # Attention-56, -92 and -128
    r"(?:al\.|CVPR|Ba|Li|Williams|Fergus)[,']* \(?(?:19|20)\d\d",  # years of papers
    r"\b[1357]×[1357]\b",  # kernels
    r"^\s*\d+\. |\*\*\d\. |\(\d\)",  # numbered lists
)


def claims(prose):
    """The numbers that prose claims, each with the words before it."""
    for pattern in NAMES:
        prose = re.sub(pattern, " ", prose, flags=re.DOTALL | re.MULTILINE)
    for found in re.finditer(rf"(?<![\w.]){NUMBER}( ?%)?", prose):
        value = number(found[0].rstrip(" %"))
        if value not in TRIVIAL:
            yield value, prose[max(0, found.start() - 40) : found.end() + 10]


def number(text):
    return float(text.replace(",", "").rstrip("."))


def numbers_in(text):
    return {number(found) for found in re.findall(NUMBER, text)}


def literals(tree):
    return {
        float(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }


def is_assertion(node):
    called = node.value if isinstance(node, ast.Expr) else None
    name = getattr(getattr(called, "func", None), "attr", "")
    return isinstance(node, ast.Assert) or name.startswith("assert_")


def claimed(number):
    """The numbers of the claims that are tested after notebook ``number`` has run."""
    path = CLAIMS / f"claims_{number}.py"
    tree = ast.parse(path.read_text(encoding="utf-8") if path.is_file() else "")
    return {value for node in ast.walk(tree) if is_assertion(node) for value in literals(node)}


def backed(notebook):
    """Numbers in assertions, in the constants, in compared outputs, and in the ledger shown."""
    found = set()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for place, cell in enumerate(code):
        tree = ast.parse(cell.source)
        for node in ast.walk(tree):
            if place == 1 or is_assertion(node):
                found |= literals(node)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ledger":
                table = course.ledger(*(ast.literal_eval(key) for key in node.args))
                found |= numbers_in(" ".join(" ".join(row) for row in table.rows()))
        if "nbval-check-output" in cell.metadata.get("tags", []):
            for output in cell.outputs:
                said = output.get("text") or output.get("data", {}).get("text/plain", "")
                found |= numbers_in("".join(said))
    return found


def is_backed(value, backing):
    return any(abs(value - other) < 1e-9 for b in backing for other in (b, 100 * b))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_number_in_the_prose_is_backed(path):
    notebook = nbformat.read(path, as_version=4)
    backing = backed(notebook) | claimed(path.name[:2])
    unbacked = [
        f"{value:g} in …{around.strip()!r}…"
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for value, around in claims(cell.source)
        if not is_backed(value, backing)
    ]
    assert not unbacked, "no cell backs " + "; ".join(unbacked)


@pytest.mark.parametrize(
    "prose, found",
    [
        ("It has 31,810,728 parameters.", {31810728}),
        ("The mask peaks on it in 56.2 % of scenes.", {56.2}),
        ("Eq. 3, Sec. 3.2, Tables 3 and 4, notebook 05, Attention-56, -92 and -128", set()),
        ("Wang et al. 2017 use a 3×3 kernel: `x[3]`, $3x$, 1 + M", set()),
        ("a 32×32 image", {32}),
        ("**1. Change a number.** Fewer than 100,000.\n\nIt has 5.", {5}),
        ("3. third\n4. fourth has 5", {5}),
        ("[17 cells](a.md#44)", {17}),
    ],
)
def test_the_reader_tells_claims_from_names(prose, found):
    assert {value for value, _ in claims(prose)} == found


def test_the_reader_finds_a_number_that_nothing_backs():
    cells = [
        nbformat.v4.new_code_cell("import torch"),
        nbformat.v4.new_code_cell("SEED = 7"),
        nbformat.v4.new_code_cell("x = 5\nassert share >= 0.25"),
    ]
    backing = backed(nbformat.v4.new_notebook(cells=cells))
    assert is_backed(25, backing) and is_backed(7, backing)
    assert not is_backed(5, backing) and not is_backed(26, backing)
