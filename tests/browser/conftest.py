"""JupyterLab and Chromium for the browser tests; in CI they must be there."""

import os
import shutil
from pathlib import Path

import pytest
from lab_server import JupyterLabServer

FLAGS = [
    "--no-sandbox",  # CI may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def missing(what: str) -> None:
    """Skip on a desk, fail in CI: there the browser tests must have run."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is needed for the browser tests", pytrace=False)
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """JupyterLab on a copy of the notebooks: Run All saves, and must not save into these."""
    scratch = tmp_path_factory.mktemp("jupyterlab")
    folder = scratch / "notebooks"
    shutil.copytree(NOTEBOOKS, folder)
    nothing = scratch / "data"
    nothing.mkdir()
    environment = {"RESATTN_FAST": "1"}
    if "RESATTN_DATA" not in os.environ:
        environment["RESATTN_DATA"] = str(nothing)
    server = JupyterLabServer(folder, scratch, environment)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium():
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for found in map(shutil.which, names) if found), None)
    if path is None:
        missing("Chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        missing("playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    yield context.new_page()
    context.close()
