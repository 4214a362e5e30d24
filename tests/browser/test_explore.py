"""``resattn-lab explore`` as a user has it: a page, keys, Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from lab_server import free_port

SHOTS = os.environ.get("RESATTN_SHOTS")  # a folder for screenshots, if you want to look
HEIGHT = 720


class Command:
    """``resattn-lab explore`` in a process of its own; nothing of the user's is read."""

    def __init__(self, scratch: Path):
        self.port = free_port()
        places = {
            name: str(scratch / name)
            for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "TMPDIR")
        }
        for place in places.values():
            Path(place).mkdir()
        self.temporary = Path(places["TMPDIR"])
        self.errors = scratch / "errors.log"
        command = [
            *(sys.executable, "-m", "resattn_lab.cli", "explore"),
            *("--no-browser", "--port", str(self.port)),
        ]
        with open(self.errors, "w") as errors:
            self.process = subprocess.Popen(
                command,
                cwd=scratch,
                env={**os.environ, **places},
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def address(self) -> str:
        """The address it prints, which it does when the page can be had."""
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, self.errors.read_text()
        assert f":{self.port}/" in found[0]
        assert "Ctrl-C" in self.process.stdout.readline()
        return found[0]

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@pytest.fixture
def command(tmp_path):
    started = Command(tmp_path)
    yield started
    if started.process.poll() is None:
        started.process.kill()  # its kernels notice, and end
    started.process.wait()
    started.process.stdout.close()


def shot(page, name: str) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def test_a_user_moves_the_image_and_ends_the_page_with_ctrl_c(page, command):
    address = command.address()
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    failed, complaints = [], []
    page.on("requestfailed", lambda request: failed.append((request.url, request.failure)))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address, timeout=120_000)
    pictures = page.locator("img.widget-image")
    pictures.nth(1).wait_for(timeout=120_000)
    shot(page, "explore")

    assert page.locator("h1").inner_text() == "cifar_attention_56, width 0.5"
    assert "scenes_attention_56" in page.title()
    assert page.get_by_text("build_page").count() == 0  # the page, not the notebook
    for picture in pictures.all():
        box = picture.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 1280
        assert box["width"] == 980  # as it was drawn: words in it are as large as outside
    first = pictures.nth(0).bounding_box()
    assert first["y"] + first["height"] <= HEIGHT  # the masks are seen without scrolling

    before = [picture.get_attribute("src") for picture in pictures.all()]
    said = page.locator("[role=status]").all_inner_texts()
    assert said[0].startswith("Image 0, ")
    sliders = page.locator(".widget-hslider", has=page.get_by_text("image", exact=True))
    handles = sliders.locator(".noUi-handle")
    handles.first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => [...document.querySelectorAll('img.widget-image')]"
        ".every((image, number) => image.complete && image.src != before[number])",
        arg=before,
    )
    assert [int(float(h.get_attribute("aria-valuenow"))) for h in handles.all()] == [1, 1]
    said = page.locator("[role=status]").all_inner_texts()
    assert said[0].startswith("Image 1, ") and "To image 1, kernel" in said[1]
    assert not complaints
    # What the template asks of other servers is refused in the page: nothing waits for it.
    assert [why for _, why in failed] == ["csp"] * len(failed)

    kernels = psutil.Process(command.process.pid).children(recursive=True)
    assert kernels and command.answers()
    command.process.send_signal(signal.SIGINT)
    assert command.process.wait(30) == 0
    assert not command.answers()
    assert not [process for process in kernels if process.is_running()]
    assert "Traceback" not in command.errors.read_text()
    assert not list(command.temporary.glob("resattn-lab-*"))
