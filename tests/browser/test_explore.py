"""``resattn-lab explore`` as a user has it: a page, keys, Ctrl-C."""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from panel_box import PATIENCE, PanelBox, watch
from PIL import Image
from server_process import free_port

from resattn_lab.explore import server

SHOTS = os.environ.get("RESATTN_SHOTS")  # a folder for screenshots, if you want to look
WIDTH, HEIGHT = 1280, 720


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

    def kernels(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def wait_for_kernels(self, page, count: int) -> None:
        end = time.monotonic() + PATIENCE
        while len(self.kernels()) != count:
            assert time.monotonic() < end, f"still {len(self.kernels())} kernels"
            page.wait_for_timeout(200)

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


# WCAG's contrast of every tab's words with what lies behind them
CONTRASTS = """() => {
    const light = ([red, green, blue]) => [red, green, blue].map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
    const colour = text => text.match(/[\\d.]+/g).map(Number);
    const behind = part => {
        const found = colour(getComputedStyle(part).backgroundColor);
        return found.length < 4 || found[3] > 0 ? found : behind(part.parentElement);
    };
    return [...document.querySelectorAll('.resattn-tabs [role=tab]')].map(tab => {
        const ends = [light(colour(getComputedStyle(tab).color)), light(behind(tab))].sort();
        return (Math.max(...ends) + 0.05) / (Math.min(...ends) + 0.05);
    });
    }"""
TABS = ["Masks", "Kernels", "Receptive field", "Response", "Soft and hard", "Training"]


def opened(page, number: int) -> PanelBox:
    """Go to the next tab with the keyboard; its panel, once it is there."""
    tabs = page.get_by_role("tab")
    tabs.nth(number - 1).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator(f"[role=tab][aria-selected=true]:has-text('{TABS[number]}')").wait_for()
    return seen(page)


def seen(page) -> PanelBox:
    """The panel of the tab that is open."""
    shown = PanelBox(page, page.locator(".widget-tab-contents > :visible"))
    shown.picture.wait_for(timeout=120_000)
    shown.settle()
    return shown


def stored(page, button, kind: str) -> bytes:
    """What a reader gets who saves with the keyboard."""
    button.focus()
    page.keyboard.press("Enter")
    link = page.locator(f"a[download$='.{kind}']")
    link.wait_for(timeout=60_000)
    link.focus()
    with page.expect_download(timeout=60_000) as download:
        page.keyboard.press("Enter")
    return Path(download.value.path()).read_bytes()


def test_a_user_opens_every_tab_saves_a_picture_and_ends_the_page_with_ctrl_c(page, command):
    address = command.address()
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    failed, complaints = [], watch(page)
    page.on("requestfailed", lambda request: failed.append((request.url, request.failure)))
    page.goto(address, timeout=240_000)
    page.locator("img.widget-image").first.wait_for(timeout=240_000)
    masks = seen(page)
    shot(page, "explore_masks")
    assert min(page.evaluate(CONTRASTS)) >= 4.5

    assert page.locator("h1").inner_text() == "cifar_attention_56, width 0.5"
    assert "scenes_attention_56" in page.title()
    assert page.get_by_text("build_page").count() == 0  # the page, not the notebook
    assert page.get_by_role("tab").all_inner_texts() == TABS
    assert masks.caption().startswith("Image 0, ")
    place = masks.picture.bounding_box()
    assert place["width"] == 740  # as it was drawn: words in it are as large as outside
    assert place["y"] + place["height"] <= HEIGHT  # without scrolling
    words = page.locator(".resattn-words:visible").bounding_box()
    assert words["y"] + words["height"] <= HEIGHT

    masks.press(masks.slider("image"))
    masks.settle()
    assert masks.caption().startswith("Image 1, ")
    picture = Image.open(io.BytesIO(stored(page, masks.box.get_by_text("save PNG"), "png")))
    assert picture.size[0] == 740
    saved = stored(page, masks.box.get_by_text("save page"), "html").decode()
    assert "Image 1, " in saved and "data:image/png" in saved

    for number, title in enumerate(TABS[1:], 1):
        panel = opened(page, number)
        shot(page, f"explore_{title.replace(' ', '_')}")
        assert not panel.outside(WIDTH) and not panel.unlabelled() and not panel.alarms()
        assert not panel.nameless()
        assert re.search(r"[Ii]mage 1\b", panel.caption()) or title == "Response"
    panel.press(panel.slider("image"))
    panel.settle()
    page.get_by_role("tab").first.focus()
    page.keyboard.press("Enter")
    assert seen(page).caption().startswith("Image 2, ")  # the masks have followed
    assert not complaints
    # What the template asks of other servers is refused in the page: nothing waits for it.
    assert {why for url, why in failed if "127.0.0.1" not in url} <= {"csp"}

    kernels = command.kernels()
    assert kernels and command.answers()
    command.process.send_signal(signal.SIGINT)
    try:
        assert command.process.wait(PATIENCE) == 0  # beside other work, too
    except subprocess.TimeoutExpired:
        pytest.fail(f"it does not end; it said {command.errors.read_text()!r}")
    assert not command.answers()
    assert not [process for process in kernels if process.is_running()]
    assert "Traceback" not in command.errors.read_text()
    assert not list(command.temporary.glob("resattn-lab-*"))


def shown(page) -> None:
    """Wait for the first picture."""
    page.locator("img.widget-image").first.wait_for(timeout=240_000)


def test_a_page_that_is_left_or_loaded_anew_ends_its_kernel(page, command, tmp_path):
    entrance = server._write_entrance(tmp_path / "open.html", command.address())
    page.goto(entrance.as_uri(), timeout=240_000)  # as a browser does that is opened with it
    shown(page)
    [first] = command.kernels()
    page.reload(timeout=240_000)
    shown(page)
    command.wait_for_kernels(page, 1)
    assert not first.is_running()
    other = page.context.new_page()
    other.goto("about:blank")
    page.close(run_before_unload=True)  # as a user closes it
    command.wait_for_kernels(other, 0)


def test_a_page_whose_program_has_ended_says_so_and_what_to_do(page, command):
    page.goto(command.address(), timeout=240_000)
    shown(page)
    alert = page.get_by_role("alert").filter(has_text="ended")
    assert alert.count() == 0
    [kernel] = command.kernels()
    kernel.kill()
    alert.filter(has_text="load the page anew").wait_for(timeout=120_000)
    page.reload(timeout=240_000)
    shown(page)
    page.wait_for_timeout(4000)  # it asks every three seconds
    assert alert.count() == 0
    command.process.kill()
    alert.filter(has_text="start it again").wait_for(timeout=120_000)


ELSEWHERE = "http://elsewhere.example/"
SCRIPT = "?theme=x%22%3E%3Cscript%3Edocument.title=%22taken%22%3C/script%3E"


def test_another_site_gets_nothing_of_the_page_and_runs_nothing_in_it(page, command):
    """Also when it has come to know the secret address, which nothing tells it."""
    address = command.address()
    page.goto(f"{address}?theme=dark", timeout=240_000)
    shown(page)
    assert page.locator("body").get_attribute("data-jp-theme-light") == "false"
    assert min(page.evaluate(CONTRASTS)) >= 4.5
    [kernel] = command.kernels()
    other = page.context.new_page()
    other.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="<p>elsewhere</p>"))

    root = f"http://127.0.0.1:{command.port}/"
    for place, status in ((root + SCRIPT, 404), (address + SCRIPT, 403)):
        other.goto(ELSEWHERE)
        with other.expect_navigation(url=place) as there:
            other.evaluate("place => { location = place }", place)
        assert there.value.status == status and other.title() != "taken"
        assert other.locator("script").count() == 0

    other.goto(ELSEWHERE)
    other.evaluate(
        """async address => {
        const frame = document.createElement('iframe');
        const loaded = new Promise(done => { frame.onload = done });
        frame.src = address;
        document.body.append(frame);
        await loaded;
        }""",
        address,
    )
    assert other.frames[1].url.startswith("chrome-error:")
    read = """address => fetch(address, {credentials: 'include'})
        .then(answer => answer.text(), error => 'kept from me')"""
    assert other.evaluate(read, address) == "kept from me"
    linked = """address => new Promise(done => {
        const link = new WebSocket(address);
        link.onopen = () => done('open');
        link.onerror = () => done('kept from me');
        })"""
    channels = page.evaluate(
        "JSON.parse(document.querySelector('#jupyter-config-data').textContent).kernelId"
    )
    channels = f"{address.replace('http', 'ws', 1)}api/kernels/{channels}/channels"
    assert other.evaluate(linked, channels) == "kept from me"
    assert page.evaluate(linked, channels) == "open"
    assert command.kernels() == [kernel]
