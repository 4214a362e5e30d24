"""What every test starts from, and the photographs that a few of them look at."""

import os
import signal
from pathlib import Path

import pytest
import torch

with pytest.MonkeyPatch.context() as patch:
    # Only while matplotlib reads it: the kernels of the notebooks' tests inherit the
    # environment, and there the figures belong into the notebook.
    patch.setenv("MPLBACKEND", "Agg")
    from matplotlib import pyplot as plt

# Whoever starts the tests in the background of a script has them ignore a Ctrl-C, and every
# program that they start inherits that: two of them are to be ended by one.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def the_same_start_and_no_figure_left():
    torch.manual_seed(0)
    yield
    plt.close("all")


@pytest.fixture(scope="session")
def photographs():
    """The folder in RESATTN_DATA, when it holds train/<class>/ and test/<class>/."""
    named = os.environ.get("RESATTN_DATA", "").strip()
    folder = Path(named).expanduser()
    parts = [folder / "train", folder / "test"]
    if not named or not all(any(child.is_dir() for child in part.glob("*")) for part in parts):
        pytest.skip(
            "no photographs: RESATTN_DATA does not name a folder with train/ and test/ "
            "class folders"
        )
    return folder
