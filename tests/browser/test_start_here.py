"""Notebook 00 in a real JupyterLab and a real browser, as a learner has it."""

import os
import re
import time
from pathlib import Path

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


class Explorer:
    """One panel on the page, known by the label of one of its controls."""

    def __init__(self, page, label: str):
        self.page = page
        panels = page.locator(".jp-OutputArea-output:has(.widget-image)")
        self.box = panels.filter(has_text=label).first
        scroll_to(page, self.box)
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
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if "view" in m.text else None)
    run_all(page, lab)
    assert not complaints, complaints

    masks = Explorer(page, "overlay")
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

    kernels = Explorer(page, "all kernels")
    kernels.press("image", "ArrowRight")
    shot(page, "kernels")
    assert "responds most strongly" in kernels.caption()

    scroll_to_top(page)  # JupyterLab may have taken the panel away while it was not seen
    masks = Explorer(page, "overlay")
    masks.press("image", "ArrowRight")
    assert masks.caption().startswith("Image 2, ")

    held = [masks.press("image", "ArrowRight") for _ in range(10)]
    print(f"key to picture, median of 10: {1e3 * sorted(held)[5]:.0f} ms")


def test_a_reader_without_a_kernel_sees_every_panel(page, lab):
    """The committed outputs hold a picture for each panel, shown before anything runs."""
    page.goto(lab.address(NOTEBOOK))
    page.get_by_text("| Idle").wait_for(timeout=90_000)
    page.wait_for_function(
        "[...document.querySelectorAll('.jp-OutputArea-output img')]"
        ".filter(image => image.naturalWidth > 900).length >= 3"  # one for each panel
    )
    assert page.locator(".widget-image").count() == 0
