"""A notebook's exercise cells with their solutions in: one source, two copies."""

import ast
import inspect
import textwrap

from .learner import exercise


def exercise_key(source: str) -> str | None:
    """The key of the exercise that a code cell holds, or None.

    An exercise cell is a stub and, as its last statement, ``check("key", name)``.
    """
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a cell with a line magic
        return None
    last = body[-1] if body else None
    called = last.value if isinstance(last, ast.Expr) else None
    if not isinstance(called, ast.Call) or getattr(called.func, "id", None) != "check":
        return None
    return ast.literal_eval(called.args[0])


def solved(source: str) -> str:
    """An exercise cell with its stub replaced by the reference solution.

    Raises:
        ValueError: the cell is no exercise, or its answer is not a name.
    """
    key = exercise_key(source)
    if key is None:
        raise ValueError(f"this cell ends with no check(...): {source[:60]!r}")
    call = ast.parse(source).body[-1]
    answer = call.value.args[1]
    if not isinstance(answer, ast.Name):
        raise ValueError(f"the answer of check({key!r}, ...) must be a name")
    found = exercise(key)
    reference = textwrap.dedent(inspect.getsource(found.reference)).rstrip()
    made = found.reference.__name__
    if found.calls_reference:
        reference += f"\n\n\n{answer.id} = {made}()"
    elif made != answer.id:
        reference += f"\n\n\n{answer.id} = {made}"
    return f"{reference}\n\n{ast.get_source_segment(source, call)}"
