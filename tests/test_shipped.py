"""Folders beside the package: found in a repository, found where a wheel put them."""

import pytest

from resattn_lab import shipped


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """The package as if it lay in an environment whose data go to ``tmp_path``."""
    monkeypatch.setattr(shipped, "__file__", str(tmp_path / "site" / "lab" / "shipped.py"))
    monkeypatch.setattr(shipped.sysconfig, "get_path", lambda name: str(tmp_path))
    return tmp_path


def test_what_is_nowhere_is_said_with_where_it_was_looked_for(elsewhere):
    with pytest.raises(FileNotFoundError, match="notebooks are neither in .* nor in .*; inst"):
        shipped.shipped_folder("notebooks")


def test_what_a_wheel_installed_is_found(elsewhere):
    (share := elsewhere / "share" / "resattn-lab" / "notebooks").mkdir(parents=True)
    assert shipped.shipped_folder("notebooks") == share
