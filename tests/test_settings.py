"""The environment variables."""

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
