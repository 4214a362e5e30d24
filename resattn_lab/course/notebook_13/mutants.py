"""Faults that nobody had in mind: the small changes of one line of the real source."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from .naive import naive_suite
from .rebuilding import OF_MODULES, SOURCES, rebuilt
from .suite import FAILS, ON_MODULE, PASSES, Rule, try_test
from .suspects import Suspect

OPERATORS = {
    **{ast.Add: ("-", "*"), ast.Sub: ("+",), ast.Mult: ("+", "-"), ast.FloorDiv: ("-",)},
    **{ast.Gt: (">=", "<"), ast.NotEq: ("==",), ast.Is: ("is not",), ast.IsNot: ("is",)},
    ast.Or: ("and",),
}
WORDS = {"bilinear": ("bicubic", "nearest")}
WINDOWS = ("Conv2d", "MaxPool2d", "StridedProjection")  # calls whose numbers are sizes
SIZES = ((8, 2, 16, 16), (16, 3, 13, 21), (8, 1, 8, 8))  # channels, depth, height, width
Change = tuple[ast.AST, str]  # a node, and the text that takes its place


@dataclass(frozen=True)
class Mutant:
    """One line of one part, changed.

    Args:
        part: the class or function that holds the line.
        line: its number in the part's source, from 0.
        before, after: the line.
    """

    part: str
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.part}\n  - {self.before.strip()}\n  + {self.after.strip()}"

    @cached_property
    def makers(self) -> dict[str, Callable]:
        """What builds it, as a module and as a unit."""
        lines = SOURCES[self.part].splitlines()
        lines[self.line] = self.after
        return rebuilt({self.part: "\n".join(lines)})


def working_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that compute: no annotation, no docstring, no check of arguments."""
    for field, value in ast.iter_fields(tree):
        for node in value if isinstance(value, list) else [value]:
            checks = isinstance(node, (ast.If, ast.For)) and any(
                isinstance(part, ast.Raise) for part in ast.walk(node)
            )
            aside = getattr(node, "name", "") in ("extra_repr", "smallest_side")
            if checks or aside or field in ("annotation", "returns", "bases"):
                continue
            if isinstance(node, ast.AST) and not isinstance(node, ast.Expr):
                yield node
                yield from working_nodes(node)


def of_operator(node: ast.AST, text: Callable) -> Iterator[Change]:
    if isinstance(node, ast.IfExp):
        other = f"{text(node.orelse)} if {text(node.test)} else {text(node.body)}"
        yield node, other
        return
    if isinstance(node, ast.BinOp):
        left, operator, right = node.left, node.op, node.right
    elif isinstance(node, ast.Compare):
        left, operator, right = node.left, node.ops[0], node.comparators[0]
    else:
        (left, right), operator = node.values, node.op
    for other in OPERATORS.get(type(operator), ()):
        yield node, f"{text(left)} {other} {text(right)}"


def of_constant(node: ast.Constant, lowest: dict[ast.AST, int]) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield node, str(not value)
    elif isinstance(value, (int, float)):
        yield node, f"{value + 1}"
        if value > lowest.get(node, 0):
            yield node, f"{value - 1}"
    for other in WORDS.get(value, ()) if isinstance(value, str) else ():
        yield node, f'"{other}"'


def of_call(node: ast.Call, text: Callable, runs: bool) -> Iterator[Change]:
    function, given = text(node.func), [text(argument) for argument in node.args]
    for at in range(len(given) - 1):
        if given[at] != given[at + 1]:
            order = [*given[:at], given[at + 1], given[at], *given[at + 2 :]]
            order += [text(named) for named in node.keywords]
            yield node, f"{function}({', '.join(order)})"
    if runs and given:
        yield node, given[0]
    elif function.startswith("nn.") and function != "nn.Sequential":
        yield node, "nn.Identity()"


def changes_of(source: str) -> Iterator[Change]:
    """All changes of a class or function, in the order of its source."""

    def text(node):
        return ast.get_source_segment(source, node)

    tree, lowest = ast.parse(source), {}
    stored = [n for n in ast.walk(tree) if isinstance(getattr(n, "ctx", None), ast.Store)]
    attributes = [text(node) for node in stored if isinstance(node, ast.Attribute)]
    methods = [n for n in ast.walk(tree) if getattr(n, "name", "") == "forward"]
    runs = {node for method in methods for node in working_nodes(method)}
    values = [a.arg for method in methods for a in method.args.args[1:]]
    values += [n.id for n in stored if isinstance(n, ast.Name) and n in runs]
    for node in working_nodes(tree):
        if isinstance(node, ast.Call) and text(node.func).endswith(WINDOWS):
            lowest |= dict.fromkeys(node.args, 1)  # no layer of size 0
            lowest |= {k.value: int(k.arg != "padding") for k in node.keywords}
        if isinstance(node, (ast.BinOp, ast.Compare, ast.BoolOp, ast.IfExp)):
            yield from of_operator(node, text)
        elif isinstance(node, ast.Constant):
            yield from of_constant(node, lowest)
        elif isinstance(node, ast.Call):
            yield from of_call(node, text, node in runs)
        elif node in runs and isinstance(getattr(node, "ctx", None), ast.Load):
            for names in (attributes, values):
                if text(node) in names:
                    others = dict.fromkeys(name for name in names if name != text(node))
                    yield from ((node, other) for other in others)


def all_mutants() -> list[Mutant]:
    """Every mutant of every part of an Attention Module, in the order of the source."""
    found = []
    for part in (part.__name__ for part in OF_MODULES):
        lines = SOURCES[part].splitlines()
        for node, text in changes_of(SOURCES[part]):
            if node.lineno == node.end_lineno:
                line = lines[node.lineno - 1].encode()
                after = line[: node.col_offset] + text.encode() + line[node.end_col_offset :]
                found.append(Mutant(part, node.lineno - 1, line.decode(), after.decode()))
    return found


def one_step(make: Callable, channels: int, depth: int, *sides: int) -> list[Tensor]:
    """All that a training step can see: outputs, gradients, statistics; always one seed."""
    torch.manual_seed(0)
    module = make(channels, depth).double()
    draw = {"dtype": torch.float64, "generator": torch.Generator().manual_seed(1)}
    x = torch.randn(2, channels, *sides, **draw).requires_grad_()
    parameters = list(module.parameters())
    for parameter in parameters:
        parameter.data = torch.randn(parameter.shape, **draw) / 2
    out = module(x)
    (out * torch.randn(out.shape, **draw)).sum().backward()
    gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in (x, *parameters)]
    return [out, *gradients, *module.buffers(), module.eval()(x)]


def agree(one: list[Tensor], other: list[Tensor]) -> bool:
    return len(one) == len(other) and all(
        a.shape == b.shape and (a - b).abs().max() <= 1e-9 * (1 + b.abs().max())
        for a, b in zip(one, other, strict=True)
    )


def holds(claim: Callable[[], bool]) -> bool:
    """Whether it is true; what cannot even be run is false."""
    try:
        return claim()
    except Exception:  # whatever the change has led to
        return False


def sorted_mutants(mutants: Iterable[Mutant]) -> dict[str, list[Mutant]]:
    """Those that fail the naive suite, those that change nothing, and the faults that train.

    To change nothing is to have the right module's parameters, outputs, gradients and
    statistics, at three sizes.
    """
    found: dict[str, list[Mutant]] = {"fails": [], "same": [], "trains": []}
    with torch.random.fork_rng(devices=[]):
        right = {sizes: one_step(rebuilt({})["module"], *sizes) for sizes in SIZES}
        for mutant in mutants:
            make = mutant.makers["module"]
            suspect = Suspect("", "module", make)
            if not holds(lambda s=suspect: naive_suite(s, steps=3).passes):
                kind = "fails"
            elif holds(lambda m=make: all(agree(one_step(m, *s), right[s]) for s in SIZES)):
                kind = "same"
            else:
                kind = "trains"
            found[kind].append(mutant)
    return found


def hunt(
    mutants: Iterable[Mutant], tests: Iterable[Rule | Callable]
) -> dict[Mutant, tuple[str, ...]]:
    """The words of every rule whose test fails on a mutant; none, and it escapes.

    Args:
        tests: rules, or tests of modules; those take part that pass what is right.
    """

    def said(rule: Rule, makers: dict[str, Callable]) -> str:
        try:
            return try_test(rule.test, makers[rule.kind], *rule.arguments).said
        except NotImplementedError:  # a stub
            return ""

    given = (
        t if isinstance(t, Rule) else Rule(t.__name__, "module", t, ON_MODULE) for t in tests
    )
    right = rebuilt({})
    rules = [r for r in given if r.kind in ("module", "unit") and said(r, right) == PASSES]
    return {m: tuple(r.words for r in rules if said(r, m.makers) == FAILS) for m in mutants}
