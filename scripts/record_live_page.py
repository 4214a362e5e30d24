"""Record the live page in use as docs/live_page.webp, the README's first picture.

Run: python scripts/record_live_page.py [--out docs/live_page.webp]   (needs Chromium)
"""

import argparse
import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from resattn_lab.explore import write_page

ROOT = Path(__file__).parents[1]
LARGEST = 1_000_000
SIZE = (1280, 720)
START = "#image=8&module=stage1.0&channel=14"
WAY = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 7)]  # rows and columns of the corner
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Recording:
    """Screenshots of the page, each with the milliseconds it is shown."""

    def __init__(self, page: Page):
        self.page, self.pictures, self.durations = page, [], []

    def take(self, milliseconds: int) -> None:
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => done()))")
        self.page.locator("#live[data-settled=true]").wait_for()
        shot = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        self.pictures.append(shot.resize((SIZE[0] * 3 // 4, SIZE[1] * 3 // 4), 1))
        self.durations.append(milliseconds)

    def begin_with(self, number: int) -> None:
        """Turn the loop so that this picture, which a still shows, comes first."""
        self.pictures = self.pictures[number:] + self.pictures[:number]
        self.durations = self.durations[number:] + self.durations[:number]

    def save(self, path: Path) -> None:
        first, *others = self.pictures
        first.save(
            path,
            "WEBP",
            save_all=True,
            append_images=others,
            duration=self.durations,
            loop=0,
            quality=72,
            method=6,
        )


def use(page: Page, recording: Recording) -> None:
    """Drag the square over the object, take it back, hide the object, show it again."""
    recording.take(1200)
    box = page.locator("[data-part=image]").bounding_box()
    handle = page.locator("[data-part=square]").bounding_box()
    pixel = box["width"] / 32
    page.mouse.move(handle["x"] + pixel, handle["y"] + pixel)
    page.mouse.down()
    for row, column in WAY:
        page.mouse.move(box["x"] + (column + 1) * pixel, box["y"] + (row + 1) * pixel)
        recording.take(240)
    page.mouse.up()
    recording.durations[-1] = 2600
    covered = len(recording.durations) - 1
    page.locator("[data-part=reset]").click()
    recording.take(1000)
    page.locator("[data-part=object]").click()
    recording.take(1800)
    recording.begin_with(covered)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "live_page.webp")
    out = parser.parse_args().out
    path = next(found for found in map(shutil.which, BROWSERS) if found)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        [file] = write_page(Path(folder) / "page.html")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        page.goto(file.as_uri() + START)
        recording = Recording(page)
        use(page, recording)
        browser.close()
    recording.save(out)
    size = out.stat().st_size
    print(f"{out}: {len(recording.pictures)} pictures, {size / 1e3:.0f} kB")
    if size > LARGEST:
        raise SystemExit(f"the animation must have at most {LARGEST:,} bytes, it has {size:,}")


if __name__ == "__main__":
    main()
