"""environment.yml says the same as pyproject.toml, and nothing in either is pinned."""

import importlib
import re
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10, where pytest brings tomli
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = [f"3.{minor}.{patch}" for minor in range(40) for patch in (0, 99)]

with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(ROOT / "scripts"))
    set_up = importlib.import_module("set_up")


@pytest.fixture
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.fixture
def environment():
    return yaml.safe_load((ROOT / "environment.yml").read_text())


def requirements_of(project):
    """Every requirement of the project, those of its extras too."""
    lines = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        lines += extra
    return [Requirement(line) for line in lines]


def complaints(environment, project):
    """What in an environment.yml disagrees with the project, in words."""
    found = []
    if environment["channels"] != ["conda-forge", "nodefaults"]:
        found.append(f"channels are {environment['channels']}")

    known = {
        requirement.name: requirement.specifier for requirement in requirements_of(project)
    }
    packages = {}
    for entry in environment["dependencies"]:
        if isinstance(entry, str):
            requirement = Requirement(entry)
            packages[requirement.name] = requirement.specifier
    allowed = SpecifierSet(project["requires-python"])
    python = packages.pop("python", SpecifierSet())
    refused = [version for version in python.filter(PYTHONS) if version not in allowed]
    if refused:
        found.append(f"python {refused[-1]} is let in, the project wants {allowed}")
    if packages.pop("pip", None) is None:
        found.append("pip is missing")
    for name, specifier in packages.items():
        if name not in known:
            found.append(f"{name} is not in pyproject.toml")
        elif not set(known[name]) <= set(specifier):
            found.append(f"{name} lets in more than {known[name]}")

    pip_lines = [
        line
        for entry in environment["dependencies"]
        if isinstance(entry, dict)
        for line in entry["pip"]
    ]
    if len(pip_lines) != 1 or not re.fullmatch(r"-e \.\[[\w,-]+\]", pip_lines[0]):
        return [*found, f"pip installs {pip_lines}, not this project alone"]
    extras = set(re.findall(r"[\w-]+", pip_lines[0].partition("[")[2]))
    for extra in sorted(extras - set(project["optional-dependencies"])):
        found.append(f"there is no extra {extra}")
    for extra in sorted({"lab", "test"} - extras):
        found.append(f"the extra {extra} is left out")
    return found


def test_the_conda_environment_agrees_with_the_project(environment, project):
    assert complaints(environment, project) == []
    assert environment["name"] == project["name"]


@pytest.mark.parametrize(
    "dependencies, complaint",
    [
        (["python>=3.9", "pip", {"pip": ["-e .[lab,test]"]}], "python 3.9.99 is let in"),
        (["pip", {"pip": ["-e .[lab,test]"]}], "python 3.9.99 is let in"),
        (["python>=3.10", {"pip": ["-e .[lab,test]"]}], "pip is missing"),
        (["python>=3.10", "pip"], "not this project alone"),
        (["python>=3.10", "pip", {"pip": ["-e .[lab]"]}], "the extra test is left out"),
        (["python>=3.10", "pip", {"pip": ["-e .[lab,test,magic]"]}], "no extra magic"),
        (
            ["python>=3.10", "pip", "cowsay", {"pip": ["-e .[lab,test]"]}],
            "cowsay is not in",
        ),
        (
            ["python>=3.10", "pip", "torch", {"pip": ["-e .[lab,test]"]}],
            "torch lets in more",
        ),
    ],
)
def test_an_environment_that_disagrees_is_noticed(dependencies, complaint, project):
    environment = {"channels": ["conda-forge", "nodefaults"], "dependencies": dependencies}
    found = complaints(environment, project)
    assert len(found) == 1
    assert complaint in found[0]


def test_another_channel_is_noticed(environment, project):
    environment["channels"] = ["defaults"]
    assert complaints(environment, project) == ["channels are ['defaults']"]


def test_the_set_up_refuses_what_the_project_refuses(project):
    oldest = ".".join(map(str, set_up.OLDEST_PYTHON))
    assert project["requires-python"] == f">={oldest}"


def test_the_set_up_installs_extras_that_exist(project):
    extras = re.findall(r"\w+", set_up.install_commands("python", None, None)[-1][-1])
    assert extras and set(extras) <= set(project["optional-dependencies"])


def test_no_dependency_is_pinned(project):
    pinned = [str(r) for r in requirements_of(project) if "==" in str(r.specifier)]
    assert pinned == []


@pytest.mark.parametrize("name", ["torch", "torchvision"])
def test_torch_and_torchvision_are_ranges_with_two_ends(name, project):
    specifiers = [r.specifier for r in requirements_of(project) if r.name == name]
    operators = [sorted(part.operator for part in specifier) for specifier in specifiers]
    assert operators == [["<", ">="]]
