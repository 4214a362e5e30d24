"""Hold the statements of a notebook's prose against what the notebook computed.

``claims_NN.py`` has one function for each statement, named after it; its parameters are
names of notebook NN. The tests run them after the notebook with all solutions in, in fast
mode; ``notebooks/refresh.py`` runs them after the full mode, whose outputs are stored. So no
claim may depend on what a learner writes.
"""

import importlib.util
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path

FOLDER = Path(__file__).parent


def claims_of(number: str) -> dict[str, Callable]:
    """The statements of notebook ``number``, such as "05", by name; {} where none are."""
    path = FOLDER / f"claims_{number}.py"
    if not path.is_file():
        return {}
    specification = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return {
        name: found
        for name, found in vars(module).items()
        if inspect.isfunction(found) and found.__module__ == path.stem and name[0] != "_"
    }


def failures(number: str, namespace: Mapping) -> dict[str, str]:
    """The statements that do not hold in ``namespace``, each with the reason."""
    failed = {}
    for name, claim in claims_of(number).items():
        wanted = inspect.signature(claim).parameters
        missing = [parameter for parameter in wanted if parameter not in namespace]
        if missing:
            failed[name] = f"the notebook has no {', '.join(missing)}"
            continue
        try:
            claim(**{parameter: namespace[parameter] for parameter in wanted})
        except Exception as error:  # every kind of failure is reported, with its name
            failed[name] = f"{type(error).__name__}: {error}"
    return failed


def cell_source(number: str) -> str:
    """The cell that runs the claims inside of the notebook's own kernel."""
    return (
        f"import sys; sys.path.insert(0, {str(FOLDER)!r})\n"
        "import json, run_claims\n"
        f"print(json.dumps(run_claims.failures({number!r}, globals())))"
    )
