"""The environment variables."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from resattn_lab import settings

FLAGS = {"RESATTN_FAST": settings.fast, "RESATTN_OFFLINE": settings.offline}


@pytest.mark.parametrize("name", FLAGS)
@pytest.mark.parametrize(
    "value, meaning",
    [
        *[(value, True) for value in ("1", "true", "TRUE", "yes", "on", " 1 ")],
        *[(value, False) for value in ("0", "false", "No", "off", "", " ")],
    ],
)
def test_a_flag_is_read_from_the_words_people_use(monkeypatch, name, value, meaning):
    monkeypatch.setenv(name, value)
    assert FLAGS[name]() is meaning


@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_that_is_not_set_is_off(monkeypatch, name):
    monkeypatch.delenv(name, raising=False)
    assert FLAGS[name]() is False


@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_that_is_neither_is_refused_by_name(monkeypatch, name):
    monkeypatch.setenv(name, "maybe")
    with pytest.raises(ValueError, match=f"{name} must be 1 or 0, got 'maybe'"):
        FLAGS[name]()


def test_each_flag_has_its_own_variable(monkeypatch):
    monkeypatch.setenv("RESATTN_FAST", "1")
    monkeypatch.setenv("RESATTN_OFFLINE", "0")
    assert (settings.fast(), settings.offline()) == (True, False)


def test_data_lies_where_the_variable_says(monkeypatch, tmp_path):
    monkeypatch.setenv("RESATTN_DATA", str(tmp_path))
    assert settings.data_folder() == tmp_path


def test_the_home_folder_may_be_written_as_a_tilde(monkeypatch):
    monkeypatch.setenv("RESATTN_DATA", "~/pictures")
    assert settings.data_folder() == Path.home() / "pictures"


@pytest.mark.parametrize("value", [None, "", "  "])
def test_data_lies_in_the_cache_when_nothing_is_said(monkeypatch, value):
    if value is None:
        monkeypatch.delenv("RESATTN_DATA", raising=False)
    else:
        monkeypatch.setenv("RESATTN_DATA", value)
    assert settings.data_folder() == Path.home() / ".cache" / "resattn-lab"


def test_threads_sleep_while_they_wait_unless_somebody_has_said_something_of_them(monkeypatch):
    for said in (None, *settings.OF_THREADS):
        for name in settings.OF_THREADS:
            monkeypatch.delenv(name, raising=False)
        if said is not None:
            monkeypatch.setenv(said, "1")
        settings.let_threads_sleep()
        assert settings.threads_sleep() is (said is None)
    monkeypatch.setenv("OMP_WAIT_POLICY", "passive")
    assert settings.threads_sleep()


def test_the_command_line_says_so_before_torch_is_loaded():
    """OpenMP reads it once; later it means nothing."""
    code = (
        "import os, sys\n"
        "from resattn_lab.cli import app\n"
        "app(['--version'], standalone_mode=False)\n"
        "print(os.environ['OMP_WAIT_POLICY'], 'torch' in sys.modules)\n"
    )
    unset = {k: v for k, v in os.environ.items() if k not in settings.OF_THREADS}
    run = [sys.executable, "-c", code]
    told = subprocess.run(run, capture_output=True, text=True, check=True, env=unset).stdout
    assert told.splitlines()[-1] == "PASSIVE False"
