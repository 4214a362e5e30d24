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
START = "#image=3&module=stage1.0&channel=14"
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
    """Drag the square over the object, take it back, turn the masks off, sweep channels."""
    recording.take(1600)
    square = page.locator("[data-part=square]")
    box = page.locator("[data-part=image]").bounding_box()
    pixel = box["width"] / 32
    handle = square.bounding_box()
    page.mouse.move(handle["x"] + pixel, handle["y"] + pixel)
    page.mouse.down()
    for row, column in [(3, 4), (6, 8), (9, 12), (12, 15), (14, 17), (14, 18), (16, 20)]:
        page.mouse.move(box["x"] + (column + 1) * pixel, box["y"] + (row + 1) * pixel)
        recording.take(220)
    page.mouse.up()
    recording.durations[-1] = 2000
    page.locator("[data-part=reset]").click()
    recording.take(700)
    page.locator("[data-part=object]").click()
    recording.take(1600)
    page.locator("[data-part=reset]").click()
    for name in ("stage2.0", "stage3.0", "stage1.0"):
        page.get_by_role("button", name=name).click()
        recording.take(900)


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
