"""Notebook 00 in a real JupyterLab and a real browser, as a learner has it."""

import os
import re
import time
from pathlib import Path

NOTEBOOK = "00_start_here.ipynb"
SHOTS = os.environ.get("RESATTN_SHOTS")  # a folder for screenshots, if you want to look


def shot(page, name: str) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def run_all(page, lab) -> None:
    """Open the notebook, run every cell, wait until the kernel has nothing left to do."""
    page.goto(lab.address(NOTEBOOK))
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=90_000)
    idle = page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    idle.wait_for(timeout=90_000)
    shot(page, "opened")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.locator(".widget-radio-box").last.wait_for(timeout=240_000)  # the quiz, at the end
    idle.wait_for(timeout=120_000)


class Explorer:
    """One panel on the page: the output that holds a picture and its sliders."""

    def __init__(self, page, number: int):
        self.page = page
        self.box = page.locator(".jp-OutputArea-output:has(.widget-image)").nth(number)
        self.box.scroll_into_view_if_needed()
        self.picture = self.box.locator("img.widget-image")
        self.picture.wait_for(timeout=60_000)

    def slider(self, label: str):
        row = self.box.locator(".widget-hslider", has=self.page.get_by_text(label, exact=True))
        return row.locator(".noUi-handle")

    def shown(self) -> str:
        """What names the picture now on the page."""
        return self.picture.get_attribute("src")

    def caption(self) -> str:
        return self.box.locator("[role=status]").inner_text()

    def press(self, label: str, key: str) -> float:
        """Press a key on a slider; return the seconds until another picture is there."""
        before = self.shown()
        self.slider(label).focus()
        start = time.perf_counter()
        self.page.keyboard.press(key)
        while self.shown() == before:
            if time.perf_counter() - start > 30:
                raise AssertionError(f"{key} on {label!r} changed no picture in 30 s")
            self.page.wait_for_timeout(20)
        return time.perf_counter() - start


def test_a_learner_moves_sliders_and_the_masks_follow(page, lab):
    run_all(page, lab)
    errors = page.locator(".jp-OutputArea-output[data-mime-type*=error]")
    assert errors.count() == 0, errors.first.inner_text()

    masks = Explorer(page, 0)
    shot(page, "masks")
    value = int(float(masks.slider("image").get_attribute("aria-valuenow")))
    said = masks.caption()
    masks.press("image", "ArrowRight")
    assert int(float(masks.slider("image").get_attribute("aria-valuenow"))) == value + 1
    assert masks.caption() != said and re.match(r"Image 1, ", masks.caption())
    assert masks.picture.get_attribute("title") == masks.caption()
    masks.press("channel", "ArrowRight")
    assert "channel 1 of" in masks.caption()

    masks.box.get_by_label("Attention Module").select_option("stage2.0")
    page.wait_for_timeout(500)
    shot(page, "stage2")
    assert "stage2.0" in masks.caption()

    kernels = Explorer(page, 2)
    kernels.press("image", "ArrowRight")
    shot(page, "kernels")
    assert "responds most strongly" in kernels.caption()

    page.locator(".jp-Notebook .jp-Cell").first.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # JupyterLab may take cells that are out of sight away
    masks = Explorer(page, 0)
    masks.press("image", "ArrowRight")
    assert masks.caption().startswith("Image 2, ")

    held = [masks.press("image", "ArrowRight") for _ in range(10)]
    print(f"key to picture, median of 10: {1e3 * sorted(held)[5]:.0f} ms")


def test_a_reader_without_a_kernel_sees_every_panel(page, lab):
    """The committed outputs hold a picture for each panel, shown before anything runs."""
    page.goto(lab.address(NOTEBOOK))
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=90_000)
    twins = page.locator(".jp-OutputArea-output img")
    twins.first.wait_for(timeout=60_000)
    assert page.locator("img.widget-image").count() == 0
    wide = page.evaluate("[...document.querySelectorAll('.jp-OutputArea-output img')].length")
    assert wide >= 5
