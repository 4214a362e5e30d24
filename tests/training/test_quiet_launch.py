"""Processes that are to be quiet show no bars."""

import importlib
import io

import pytest

from resattn_lab.training import launch

module = importlib.import_module("resattn_lab.training.launch")


@pytest.mark.parametrize("progress", [True, False])
def test_launch_asks_for_none_when_told(progress, monkeypatch):
    given = {}

    class Ended:
        stdout, returncode = io.StringIO(), 0

        def __init__(self, command, env, **options):
            given.update(env)

        def __enter__(self):
            return self

        def __exit__(self, *error):
            return None

    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    monkeypatch.setattr(module.subprocess, "Popen", Ended)
    assert launch(["train"], processes=2, progress=progress) == 0
    assert ("TQDM_DISABLE" in given) is not progress
