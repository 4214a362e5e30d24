"""The two scripts behind `make lab` and `make test`, and the Makefile itself."""

import ast
import importlib
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parent.parent
INTERPRETER = os.path.realpath(sys.executable)

with pytest.MonkeyPatch.context() as patch:
    patch.syspath_prepend(str(ROOT / "scripts"))
    lab = importlib.import_module("lab")
    set_up = importlib.import_module("set_up")

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def disk_with(gigabytes):
    return lambda folder: SimpleNamespace(free=gigabytes * 1e9)


class Commands:
    """Stands in for subprocess.run: notes every command, makes what `venv` would make."""

    def __init__(self, failing="nothing", error=None):
        self.failing, self.error, self.noted = failing, error, []

    def __call__(self, command, **options):
        line = " ".join(command)
        self.noted.append(line)
        if self.failing in line:
            if self.error:
                raise self.error
            return subprocess.CompletedProcess(command, 1, stdout="", stderr="the reason")
        if "-m venv" in line:
            python = Path(command[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True, exist_ok=True)
            python.unlink(missing_ok=True)
            python.symlink_to(command[0])
        return subprocess.CompletedProcess(command, 0, stdout="", stderr="")

    def count(self, words):
        return sum(words in line for line in self.noted)


@pytest.fixture
def project(tmp_path):
    """A folder with a pyproject.toml and nothing else."""
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return tmp_path


def run_set_up(project, commands, *, interpreter=INTERPRETER, uv=None, gigabytes=100):
    disk = disk_with(gigabytes)
    set_up.set_up(project, interpreter, uv=uv, run=commands, disk_usage=disk)


def stamp(project):
    return project / ".venv" / "set-up-finished"


def test_a_python_of_ten_years_ago_can_read_the_script():
    source = (ROOT / "scripts" / "set_up.py").read_text()
    ast.parse(source, feature_version=(3, 6))


def test_a_python_that_is_too_old_is_refused_and_told_what_to_do():
    with pytest.raises(set_up.Stop, match=r"(?s)3\.10 or newer.*3\.9 at /old.*PYTHON="):
        set_up.check_python((3, 9, 18), "/old/python3")


def test_the_oldest_supported_python_is_accepted():
    set_up.check_python((3, 10, 0), "/python3")


def test_a_reason_to_stop_is_four_plain_lines_and_a_status(capsys):
    assert set_up.exit_status(lambda: set_up.check_python((2, 7), "/old/python")) == 1
    printed = capsys.readouterr().err
    labels = [line.split(":")[0].strip() for line in printed.splitlines()]
    assert labels == ["Stopped.", "wanted", "came", "to do"]


def test_an_interruption_is_a_line_and_a_status(capsys):
    def interrupted():
        raise KeyboardInterrupt

    assert set_up.exit_status(interrupted) == 130
    assert "Run the same command again" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["venv", "ensurepip"])
def test_a_python_without_venv_or_ensurepip_is_refused_by_name(name):
    with pytest.raises(set_up.Stop, match=rf"(?s)without {name}\n.*python3-venv"):
        set_up.check_modules(find=lambda wanted: None if wanted == name else object())


def test_a_python_with_venv_and_ensurepip_is_accepted():
    set_up.check_modules(find=lambda name: object())


def test_the_modules_are_asked_for_before_the_environment_is_made(project, monkeypatch):
    def refuse():
        raise set_up.Stop("modules", "none", "install them")

    monkeypatch.setattr(set_up, "check_modules", refuse)
    commands = Commands()
    with pytest.raises(set_up.Stop, match="modules"):
        run_set_up(project, commands)
    assert commands.noted == []


def test_a_full_disk_stops_the_first_install_before_anything_is_made(project):
    commands = Commands()
    with pytest.raises(set_up.Stop, match=r"(?s)8 GB of free.*7\.9 GB free.*free some"):
        run_set_up(project, commands, gigabytes=7.9)
    assert not (project / ".venv").exists()
    assert commands.noted == []


def test_a_refresh_asks_for_less_room_than_a_first_install(project):
    run_set_up(project, Commands())
    (project / ".venv/lib/python3.11/site-packages/torch").mkdir(parents=True)
    (project / "pyproject.toml").write_text("[project] # changed\n")
    with pytest.raises(set_up.Stop, match=r"(?s)1 GB of free.*0\.5 GB free"):
        run_set_up(project, Commands(), gigabytes=0.5)
    run_set_up(project, Commands(), gigabytes=2)


def test_the_first_run_makes_the_environment_installs_checks_and_leaves_a_stamp(project):
    commands = Commands()
    run_set_up(project, commands)
    environment = project / ".venv"
    python = environment / "bin" / "python"
    assert commands.noted == [
        f"{INTERPRETER} -m venv --clear {environment}",
        f"{python} -m pip install --disable-pip-version-check -e .[lab,test,export,site]",
        f"{python} -c import torch, torchvision",
    ]
    assert stamp(project).exists()


def test_uv_installs_where_there_is_one(project):
    commands = Commands()
    run_set_up(project, commands, uv="/bin/uv")
    python = project / ".venv" / "bin" / "python"
    expected = (
        f"/bin/uv pip install --python {python} --compile-bytecode -e .[lab,test,export,site]"
    )
    assert expected in commands.noted
    assert commands.count("-m pip") == 0


def test_a_second_run_starts_nothing_even_on_a_full_disk(project, capsys):
    run_set_up(project, Commands())
    commands = Commands()
    run_set_up(project, commands, gigabytes=0)
    assert commands.noted == []
    assert capsys.readouterr().out.endswith("The environment .venv is ready.\n")


def test_a_changed_pyproject_installs_again_into_the_same_environment(project):
    run_set_up(project, Commands())
    (project / "pyproject.toml").write_text("[project] # changed\n")
    commands = Commands()
    run_set_up(project, commands)
    assert (commands.count("-m venv"), commands.count("pip install")) == (0, 1)


def test_another_interpreter_makes_the_environment_anew(project, tmp_path):
    other = tmp_path / "python3.99"
    other.touch()
    run_set_up(project, Commands())
    commands = Commands()
    run_set_up(project, commands, interpreter=str(other))
    assert (commands.count("-m venv"), commands.count("pip install")) == (1, 1)


def test_an_environment_without_pip_is_made_anew(project):
    run_set_up(project, Commands())
    stamp(project).unlink()
    commands = Commands(failing="pip --version")
    run_set_up(project, commands)
    assert commands.count("-m venv") == 1


def test_an_environment_whose_python_is_gone_is_made_anew(project):
    run_set_up(project, Commands())
    (project / ".venv" / "bin" / "python").unlink()
    commands = Commands()
    run_set_up(project, commands)
    assert commands.count("-m venv") == 1


@pytest.mark.parametrize(
    "failing, message",
    [
        ("-m venv", "a virtual environment in"),
        ("pip install", "the installer failed"),
        ("import torch", "load together"),
    ],
)
def test_whatever_fails_leaves_no_stamp_and_the_next_run_goes_on(project, failing, message):
    with pytest.raises(set_up.Stop, match=message):
        run_set_up(project, Commands(failing))
    assert not stamp(project).exists()
    commands = Commands()
    run_set_up(project, commands)
    assert commands.count("pip install") == 1
    assert stamp(project).exists()


def test_an_interrupted_reinstall_takes_the_old_stamp_with_it(project):
    run_set_up(project, Commands())
    before = (project / "pyproject.toml").read_text()
    (project / "pyproject.toml").write_text("[project] # changed\n")
    with pytest.raises(KeyboardInterrupt):
        run_set_up(project, Commands("pip install", error=KeyboardInterrupt()))
    (project / "pyproject.toml").write_text(before)
    commands = Commands()
    run_set_up(project, commands)
    assert commands.count("pip install") == 1


@pytest.fixture
def fake_torch_pair(tmp_path, monkeypatch):
    """A torch and a torchvision of a few lines, which a new Python finds first."""
    for name, version in [("torch", "2.13.0+cpu"), ("torchvision", "0.28.0")]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
        information = tmp_path / f"{name}-{version}.dist-info"
        information.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        (information / "METADATA").write_text(metadata)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


def test_a_torch_pair_that_loads_is_accepted(fake_torch_pair):
    set_up.check_torch_pair(sys.executable)


def test_a_broken_torch_pair_is_named_with_its_versions_and_the_remedy(fake_torch_pair):
    error = "operator torchvision::nms does not exist"
    broken = fake_torch_pair / "torchvision" / "__init__.py"
    broken.write_text(f"raise RuntimeError({error!r})")
    with pytest.raises(set_up.Stop) as stopped:
        set_up.check_torch_pair(sys.executable)
    message = str(stopped.value)
    assert f"torch 2.13.0+cpu with torchvision 0.28.0 (RuntimeError: {error})" in message
    assert "reinstall both together from PyPI" in message
    assert "Traceback" not in message


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
    return port


def test_a_taken_port_is_refused_and_a_free_one_is_named(taken_port):
    with pytest.raises(set_up.Stop, match="another program uses it") as stopped:
        lab.check_port(taken_port)
    named = int(re.search(r"make lab PORT=(\d+)", str(stopped.value)).group(1))
    assert named != taken_port
    lab.check_port(named)


def test_the_port_that_is_named_is_the_next_free_one():
    in_use = lab.errno.EADDRINUSE
    with pytest.raises(set_up.Stop, match="PORT=8889$"):
        lab.check_port(8888, error_of=lambda port: in_use if port == 8888 else 0)


@pytest.mark.parametrize("text", ["", "0", "-1", "65536", "eight"])
def test_a_port_that_is_none_is_refused(text):
    with pytest.raises(set_up.Stop, match="a port from 1 to 65535"):
        lab.read_port(text)


def test_the_script_itself_refuses_a_taken_port_without_a_traceback(taken_port):
    command = [sys.executable, str(ROOT / "scripts" / "lab.py"), f"--port={taken_port}"]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Stopped.\n  wanted: port {taken_port} of 127.0.0.1")


@pytest.fixture
def course(monkeypatch, tmp_path):
    """A working copy of the notebooks that these tests may write."""
    monkeypatch.setattr(lab, "COURSE", tmp_path / "my_course")
    return lab.COURSE


def open_lab(monkeypatch, arguments):
    """What would be executed: the command and the environment."""
    executed = []
    monkeypatch.chdir(ROOT)
    lab.open_lab(arguments, execute=lambda program, *rest: executed.append(rest))
    return executed[0]


def test_the_address_is_printed_with_a_token_that_stays_off_the_command_line(
    monkeypatch, capsys, free_port, course
):
    command, environment = open_lab(monkeypatch, [f"--port={free_port}"])
    printed = capsys.readouterr().out
    token = environment["JUPYTER_TOKEN"]
    place = f"http://127.0.0.1:{free_port}/lab/tree/00_start_here.ipynb"
    assert f"{place}?token={token}\n" in printed
    assert "Ctrl-C" in printed
    assert len(token) >= 32
    assert token not in " ".join(command)


def test_each_start_has_its_own_token(monkeypatch, free_port, course):
    starts = [open_lab(monkeypatch, [f"--port={free_port}"])[1] for _ in range(2)]
    assert starts[0]["JUPYTER_TOKEN"] != starts[1]["JUPYTER_TOKEN"]


def test_a_learner_works_in_a_copy_that_a_second_start_leaves_alone(
    monkeypatch, capsys, free_port, course
):
    open_lab(monkeypatch, [f"--port={free_port}"])
    notebook = course / "00_start_here.ipynb"
    notebook.write_text("my answers", encoding="utf-8")
    capsys.readouterr()
    open_lab(monkeypatch, [f"--port={free_port}"])
    assert "were left as you had them" in capsys.readouterr().out
    assert notebook.read_text(encoding="utf-8") == "my answers"


@pytest.mark.parametrize("as_root", [True, False])
def test_jupyterlab_gets_the_port_the_folder_and_the_users_arguments(as_root):
    options, rest = lab.read_arguments(["--port=9999", "--no-browser", "--ip=0.0.0.0"])
    command = lab.lab_command(options, rest, as_root=as_root)
    assert command[1:4] == ["-m", "jupyterlab", "00_start_here.ipynb"]
    assert {"--port=9999", f"--ServerApp.root_dir={lab.COURSE}", "--no-browser"} <= set(command)
    assert "--ServerApp.port_retries=0" in command
    assert [part for part in command if part.startswith("--ip")] == ["--ip=0.0.0.0"]
    assert ("--allow-root" in command) is as_root


def test_a_script_goes_on_itself_in_the_environment_and_is_handed_to_it_elsewhere(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(set_up, "main", lambda: None)
    monkeypatch.setattr(set_up, "ROOT", tmp_path)
    handed = []

    def run(command):
        handed.append(command)
        return SimpleNamespace(returncode=3)

    assert set_up.in_environment("lab.py", ["--no-browser"], run) == 3
    python = str(set_up.python_of(tmp_path / ".venv"))
    assert handed == [[python, "lab.py", "--no-browser"]]
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    assert set_up.in_environment("lab.py", [], run) is None


def test_torch_can_come_from_an_index_of_ones_choice(project):
    commands = Commands()
    set_up.set_up(
        project,
        INTERPRETER,
        torch_index="https://example.org/small",
        run=commands,
        disk_usage=disk_with(100),
    )
    installed = [line.split(" install ")[1] for line in commands.noted if " install " in line]
    assert installed[0].endswith("torch torchvision --index-url https://example.org/small")
    assert installed[1].endswith("-e .[lab,test,export,site]")


def test_on_windows_an_environment_is_known_by_where_it_came_from(tmp_path, monkeypatch):
    monkeypatch.setattr(set_up.os, "name", "nt")
    base = os.path.dirname(INTERPRETER)
    (tmp_path / "pyvenv.cfg").write_text(f"home = {base}\nversion = 3.11\n")
    python = tmp_path / "Scripts" / "python.exe"
    assert set_up.is_usable(python, INTERPRETER, "uv", None)
    assert not set_up.is_usable(python, str(tmp_path / "python.exe"), "uv", None)


def make(*arguments):
    """Output of make in the repository, free of the make that may run these tests."""
    inherited = (
        "MAKEFLAGS",
        "MAKELEVEL",
        "MFLAGS",
        "MAKEOVERRIDES",
        "PORT",
        "ARGS",
        "PYTHON",
    )
    environment = {key: value for key, value in os.environ.items() if key not in inherited}
    command = ["make", *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return ended.stdout + ended.stderr


@needs_make
@pytest.mark.parametrize("arguments", [(), ("help",)], ids=["make", "make help"])
def test_make_names_exactly_the_three_commands(arguments):
    lines = make(*arguments).splitlines()
    assert [line.split("  ")[0] for line in lines] == ["make lab", "make course", "make test"]


@needs_make
def test_make_lab_passes_port_and_arguments_on():
    printed = make("-n", "lab", "PORT=9999", "ARGS=--no-browser")
    assert "scripts/lab.py --port=9999 --no-browser\n" in printed


@needs_make
def test_make_lab_uses_port_8888_when_none_is_named():
    assert "--port=8888" in make("-n", "lab")


@needs_make
def test_make_test_passes_arguments_on():
    printed = make("-n", "test", "ARGS=-k words")
    assert "scripts/test.py -k words\n" in printed


@needs_make
def test_make_says_so_when_the_named_python_is_not_there():
    assert "There is no python-of-nobody here" in make("lab", "PYTHON=python-of-nobody")
