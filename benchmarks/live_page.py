"""How fast the live page is, beside ONNX Runtime's WebAssembly build, in one Chromium.

Run: python benchmarks/live_page.py [--json benchmarks/results/live_page.json]
Needs Chromium, and npm to fetch onnxruntime-web into a temporary folder.
"""

import argparse
import functools
import http.server
import json
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
import threading
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import scene_set
from resattn_lab.explore import write_page
from resattn_lab.exporting import export_onnx

REPEATS = 40
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FILES = ("ort.wasm.min.mjs", "ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm")
SETTLED = "#live[data-settled=true]"

# The page draws in the next frame: between two callbacks of that frame, before and after it.
DRAWN = """async (repeats) => {
  const slider = document.querySelector('[data-part=channel]'), times = [];
  for (let i = 0; i < repeats; i++) {
    let begin, end;
    requestAnimationFrame(() => { begin = performance.now(); });
    slider.value = i % 30;
    slider.dispatchEvent(new Event('input'));
    await new Promise((done) => requestAnimationFrame(done));
    end = performance.now();
    times.push(end - begin);
  }
  return times;
}"""
# From a change of the square to the picture that answers it.
ANSWERED = """async (repeats) => {
  const live = document.getElementById('live'), times = [];
  const square = document.querySelector('[data-part=square]');
  for (let i = 0; i < repeats; i++) {
    const key = i % 20 < 10 ? 'ArrowRight' : 'ArrowLeft', begin = performance.now();
    square.dispatchEvent(new KeyboardEvent('keydown', { key }));
    await new Promise((done) => {
      const watch = new MutationObserver(() => {
        if (live.dataset.settled === 'true') { watch.disconnect(); done(); }
      });
      watch.observe(live, { attributes: true });
    });
    times.push(performance.now() - begin);
  }
  return times;
}"""
ONNX_RUNTIME = """async ([repeats, pixels]) => {
  const begin = performance.now();
  const ort = await import('./ort.wasm.min.mjs');
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create('./network.onnx');
  const start = performance.now() - begin, times = [];
  const image = new ort.Tensor('float32', Float32Array.from(pixels), [1, 3, 32, 32]);
  for (let i = 0; i < repeats; i++) {
    const before = performance.now();
    await session.run({ [session.inputNames[0]]: image });
    times.push(performance.now() - before);
  }
  return [start, times];
}"""


def our_page(page: Page, folder: Path) -> dict:
    [file] = write_page(folder / "page.html")
    first = []
    for number in range(5):
        page.goto("about:blank")
        page.goto(f"{file.as_uri()}#image={number}")
        page.locator(SETTLED).wait_for()
        first.append(
            page.evaluate("performance.getEntriesByName('first picture')[0].startTime")
        )
    return {
        "bytes": file.stat().st_size,
        "first_picture_ms": round(statistics.median(first)),
        "move_without_pass_ms": _rounded(page.evaluate(DRAWN, REPEATS)),
        "move_with_pass_ms": _rounded(page.evaluate(ANSWERED, REPEATS)),
    }


def onnx_runtime(page: Page, folder: Path) -> dict:
    subprocess.run(
        ["npm", "pack", "--silent", "onnxruntime-web@1"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    [archive] = folder.glob("onnxruntime-web-*.tgz")
    shutil.unpack_archive(archive, folder / "package")
    for name in FILES:
        shutil.copy(folder / "package" / "package" / "dist" / name, folder / name)
    network, _ = load_checkpoint("scenes_attention_56")
    export_onnx(network, folder / "network.onnx", image_size=32, exporter="trace")
    (folder / "empty.html").write_text("<!DOCTYPE html><title>onnxruntime-web</title>")
    pixels = scene_set(1, seed=7, part="test").floats().flatten().tolist()

    class Quiet(http.server.SimpleHTTPRequestHandler):
        extensions_map = {
            **http.server.SimpleHTTPRequestHandler.extensions_map,
            ".mjs": "text/javascript",
            ".wasm": "application/wasm",
        }

        def log_message(self, *arguments):
            pass

    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/empty.html")
        start, times = page.evaluate(ONNX_RUNTIME, [REPEATS, pixels])
        server.shutdown()
    return {
        "version": archive.stem.removeprefix("onnxruntime-web-"),
        "bytes": sum((folder / name).stat().st_size for name in (*FILES, "network.onnx")),
        "start_ms": round(start),
        "pass_ms": _rounded(times),
    }


def _rounded(times: list[float]) -> dict[str, float]:
    """Median and ninth decile, in milliseconds."""
    return {
        "median": round(statistics.median(times), 1),
        "p90": round(statistics.quantiles(times, n=10)[-1], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path)
    out = parser.parse_args().json
    path = next(found for found in map(shutil.which, BROWSERS) if found)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        load = round(os.getloadavg()[0], 2)
        figures = {
            "date": date.today().isoformat(),
            "device": f"CPU, {os.cpu_count()} cores, {platform.machine()}",
            "load_average_before": load,
            "network": "scenes_attention_56, 32×32",
            "chromium": browser.version,
            "live_page": our_page(page, Path(name)),
            "onnxruntime_web": onnx_runtime(page, Path(name)),
        }
        browser.close()
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    if out:
        out.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
