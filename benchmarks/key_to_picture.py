"""How long it takes from a key press to the changed picture, in a real browser.

Run: python benchmarks/key_to_picture.py [--presses 20] [--json FILE] [PANEL ...]

All panels of the package stand on one page that Voila serves (tests/browser/all_panels.py).
On the first slider of each the arrow keys are pressed, one after the other; each time the
clock runs from the key until the browser shows a picture that is not the one before. It is
read in the page itself, at every frame: what a reader waits for, to one frame of 1/60 s.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import torch
from playwright.sync_api import sync_playwright

BROWSER_TESTS = Path(__file__).parents[1] / "tests" / "browser"
sys.path.insert(0, str(BROWSER_TESTS))

from conftest import FLAGS  # noqa: E402
from panel_box import PanelBox, key_for  # noqa: E402
from voila_server import VoilaServer  # noqa: E402

TARGET = 250  # milliseconds, the median
MADE_FOR_TESTS = ("Counter", "Stumbling")
# Resolves with milliseconds, from the key that comes next until another picture is painted.
WAIT = """image => new Promise(done => {
    const before = image.src;
    document.addEventListener('keydown', () => {
        const start = performance.now();
        const look = () => image.src !== before && image.complete && image.naturalWidth
            ? done(performance.now() - start)
            : performance.now() - start > 30000 ? done(-1) : requestAnimationFrame(look);
        requestAnimationFrame(look);
    }, {once: true, capture: true});
})"""


def measure(page, name: str, presses: int) -> list[float]:
    """Milliseconds of each press on the first slider of a panel."""
    panel = PanelBox(page, page.locator(f".panel-{name}"))
    panel.box.scroll_into_view_if_needed()
    slider = panel.box.locator(".noUi-target:not([disabled]) .noUi-handle").first
    picture, took, key = panel.picture.element_handle(), [], key_for(slider)
    for number in range(presses + 2):
        at, *ends = (
            float(slider.get_attribute(f"aria-value{end}")) for end in ("now", "min", "max")
        )
        if at in ends:  # turn round
            key = "ArrowRight" if at == ends[0] else "ArrowLeft"
        slider.focus()
        waiting = page.evaluate_handle(f"image => ({{done: ({WAIT})(image)}})", picture)
        page.keyboard.press(key)
        milliseconds = waiting.evaluate("waiting => waiting.done")
        if milliseconds < 0:
            raise RuntimeError(f"{key} on the first slider of {name} changed no picture")
        if number >= 2:  # the first ones find caches empty
            took.append(milliseconds)
        page.wait_for_timeout(50)
    return took


def names_on(page) -> list[str]:
    return [
        found.removeprefix("panel-")
        for found in page.evaluate(
            "[...document.querySelectorAll('[class*=panel-]')].flatMap(box => "
            "[...box.classList].filter(name => name.startsWith('panel-')))"
        )
        if found.removeprefix("panel-") not in MADE_FOR_TESTS
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("panels", nargs="*", help="all of them when none is named")
    parser.add_argument("--presses", type=int, default=20)
    parser.add_argument("--json", type=Path, default=None)
    chosen = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    rows: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        server = VoilaServer("from all_panels import show_all\nshow_all()", Path(scratch))
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=FLAGS
            )
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            start = time.perf_counter()
            page.goto(server.url, timeout=600_000)
            page.locator(".panel-Stumbling img.widget-image").wait_for(timeout=600_000)
            opened = round(time.perf_counter() - start, 1)
            for name in chosen.panels or names_on(page):
                took = measure(page, name, chosen.presses)
                rows[name] = {
                    "median_ms": round(statistics.median(took)),
                    "slowest_ms": round(max(took)),
                    "presses": len(took),
                }
            version = browser.version
            browser.close()
        finally:
            server.stop()
    print(f"| panel | median ms | slowest ms | of {chosen.presses} presses |")
    print("|---|---:|---:|---|")
    for name, row in rows.items():
        said = "within" if row["median_ms"] <= TARGET else "MISSED"
        print(f"| {name} | {row['median_ms']} | {row['slowest_ms']} | {said} {TARGET} ms |")
    print(f"\nall panels on the page after {opened} s; load average before: {load}")
    if chosen.json:
        found = {
            "date": date.today().isoformat(),
            "device": f"CPU, {os.cpu_count()} cores, {platform.machine()}",
            "versions": {"torch": torch.__version__, "chromium": version},
            "load_average_before": load,
            "seconds_to_all_panels": opened,
            "target_median_ms": TARGET,
            "panels": rows,
        }
        chosen.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
