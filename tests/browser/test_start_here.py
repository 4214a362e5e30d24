"""Notebook 00 in a real JupyterLab and a real browser, as a learner has it."""

import os
import re
from pathlib import Path

import pytest
from panel_box import PanelBox

NOTEBOOK = "00_start_here.ipynb"
INDICATOR = ".jp-Notebook-ExecutionIndicator"
SHOTS = os.environ.get("RESATTN_SHOTS")  # a folder for screenshots, if you want to look


def shot(page, name: str) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def run_all(page, lab) -> None:
    """Open the notebook, run every cell, wait until the kernel has nothing left to do."""
    page.goto(lab.address(NOTEBOOK))
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=90_000)
    page.get_by_text("| Idle").wait_for(timeout=90_000)  # the kernel has started
    shot(page, "opened")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.locator(f"{INDICATOR}[data-status=busy]").wait_for(timeout=30_000)
    page.locator(f"{INDICATOR}[data-status=idle]").wait_for(timeout=180_000)
    scroll_to_top(page)


def scroll_to(page, locator) -> None:
    """Scroll down until ``locator`` is there: JupyterLab leaves out cells that are not seen."""
    page.locator(".jp-Notebook").first.hover(position={"x": 40, "y": 300})
    for _ in range(60):
        if locator.count():
            locator.scroll_into_view_if_needed()
            return
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(150)
    raise AssertionError(f"nothing on the page is {locator}")


def scroll_to_top(page) -> None:
    page.locator(".jp-Notebook").first.hover(position={"x": 40, "y": 300})
    page.mouse.wheel(0, -40_000)
    page.wait_for_timeout(500)


class Explorer(PanelBox):
    """One panel on the page, known by the label of one of its controls."""

    def __init__(self, page, label: str):
        panels = page.locator(".jp-OutputArea-output:has(.widget-image)")
        box = panels.filter(has_text=label).first
        scroll_to(page, box)
        super().__init__(page, box)
        self.picture.wait_for(timeout=60_000)

    def move(self, label: str) -> float:
        """One step to the right; return the seconds until another picture is there.

        The words follow the picture in a message of their own: wait for both.
        """
        seconds = self.press(self.slider(label), "ArrowRight")
        self.settle()
        return seconds


def test_a_reader_without_a_kernel_sees_every_panel(page, lab):
    """The committed outputs hold a picture for each panel, shown before anything runs."""
    page.goto(lab.address(NOTEBOOK))
    page.get_by_text("| Idle").wait_for(timeout=90_000)
    page.wait_for_function(
        "[...document.querySelectorAll('.jp-OutputArea-output img')]"
        ".filter(image => image.naturalWidth > 700).length >= 2"  # one for each panel
    )
    assert page.locator(".widget-image").count() == 0


@pytest.fixture(scope="module")
def ran(chromium, lab):
    """The notebook, run as a learner runs it, and what the browser complained of."""
    page = chromium.new_page(viewport={"width": 1400, "height": 1000})
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if "view" in m.text else None)
    run_all(page, lab)
    yield page, complaints
    page.close()


def test_a_learner_moves_sliders_and_the_masks_follow(ran):
    page, complaints = ran
    assert not complaints, complaints

    masks = Explorer(page, "overlay")
    shot(page, "masks")
    value = int(float(masks.slider("image").get_attribute("aria-valuenow")))
    said = masks.caption()
    masks.move("image")
    assert int(float(masks.slider("image").get_attribute("aria-valuenow"))) == value + 1
    assert masks.caption() != said and re.match(r"Image 1, ", masks.caption())
    assert masks.picture.get_attribute("title") == masks.caption()
    channel = int(float(masks.slider("channel").get_attribute("aria-valuenow")))
    masks.move("channel")
    assert f"channel {channel + 1} of" in masks.caption()

    masks.box.get_by_label("Attention Module").select_option("stage2.0")
    page.wait_for_timeout(500)
    masks.settle()
    shot(page, "stage2")
    assert "stage2.0" in masks.caption()

    kernels = Explorer(page, "all kernels")
    kernels.move("image")
    shot(page, "kernels")
    assert "responds most strongly" in kernels.caption()

    scroll_to_top(page)  # JupyterLab may have taken the panel away while it was not seen
    masks = Explorer(page, "overlay")
    masks.move("image")
    assert masks.caption().startswith("Image 2, ")

    held = [masks.move("image") for _ in range(10)]
    print(f"key to picture, median of 10: {1e3 * sorted(held)[5]:.0f} ms")


def test_a_notebook_that_was_closed_shows_its_panels_and_how_to_revive_them(ran, lab):
    page, _ = ran
    page.keyboard.press("Control+s")
    page.wait_for_timeout(2_000)
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_text("Shut Down All Kernels…", exact=True).click()
    page.get_by_role("button", name="Shut Down All", exact=True).click()
    page.goto(lab.address(NOTEBOOK))
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=90_000)
    note = page.get_by_text("This was live. To bring it back: Run > Run All Cells.").first
    scroll_to(page, note)
    shot(page, "closed")
    assert page.locator(".jp-OutputArea-output img").first.is_visible()
    assert page.get_by_text("Error displaying widget").count() == 0
