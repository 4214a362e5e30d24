"""The live page as a visitor has it: one file from the disk, with the network cut off."""

import functools
import http.server
import io
import os
import re
import threading
from pathlib import Path

import pytest
import torch
from panel_box import PATIENCE
from PIL import Image

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import scene_set
from resattn_lab.explore import write_page
from resattn_lab.explore.live.packed import pack_numbers
from resattn_lab.explore.live.page import code
from resattn_lab.explore.live.program import write_program
from resattn_lab.exporting import export_onnx, run_onnx

SHOTS = os.environ.get("RESATTN_SHOTS")  # a folder for screenshots, if you want to look
AXE = os.environ.get("RESATTN_AXE")  # the path of axe.min.js, for the check of access
SIZES = {"projector": (1280, 720), "laptop": (1440, 900), "phone": (390, 844)}
SETTLED = "#live[data-settled=true]"


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """The page as a file, and as a folder for a server."""
    folder = tmp_path_factory.mktemp("live")
    write_page(folder / "page.html")
    write_page(folder / "site")
    return folder


class Visit:
    """The page in a context without network; what it asked for, and what it complained of."""

    def __init__(self, context, address: str):
        context.set_offline(True)
        self.page, self.address = context.new_page(), address
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self.complaints.append(message.text))

    def open(self, state: str = "") -> "Visit":
        self.page.goto("about:blank")
        self.requests.clear()
        self.page.goto(self.address + state)
        return self.settle()

    def settle(self) -> "Visit":
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => done()))")
        self.page.locator(SETTLED).wait_for(timeout=PATIENCE * 1000)
        return self

    def part(self, name: str):
        return self.page.locator(f"[data-part={name}]")

    def words(self) -> str:
        return self.part("words").inner_text()

    def shot(self, name: str) -> None:
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(SHOTS) / f"live_{name}.png", full_page=True)


@pytest.fixture
def visit(chromium, written):
    """Opens the file in a window of its own."""
    contexts = []

    def begin(size="projector", scheme="light", address=None):
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            has_touch=size == "phone",
            is_mobile=size == "phone",
        )
        contexts.append(context)
        return Visit(context, address or (written / "page.html").as_uri())

    yield begin
    for context in contexts:
        context.close()


STATES = {
    "open": "#image=0",
    "changed": "#image=3&module=stage2.0&channel=31&square=14,18,8&at=12,20&strength=1,0.5,0",
    "mean": "#image=5&channel=mean&hide=background&at=5,6",
    "kernels": "#tab=kernels&layer=stage2.0.mask.score.2&kernel=3",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_state_fits_asks_for_nothing_and_names_its_controls(visit, size, scheme):
    here = visit(size, scheme)
    for name, state in STATES.items():
        here.open(state)
        here.shot(f"{name}_{size}_{scheme}")
        wide, high = here.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        assert wide <= SIZES[size][0]
        if size != "phone":
            assert high <= SIZES[size][1], "all is seen without scrolling"
        outside = [url for url in here.requests if not url.startswith(("file:", "blob:"))]
        assert not outside and not here.complaints
        nameless = here.page.evaluate(
            """() => [...document.querySelectorAll('button, input, select, canvas[role=img]')]
            .filter(part => part.checkVisibility() && !part.ariaLabel
                && !part.textContent.trim() && !(part.labels?.[0]?.textContent.trim()))
            .map(part => part.outerHTML)"""
        )
        assert nameless == []


def test_a_drag_of_the_square_changes_picture_words_and_address(visit):
    here = visit().open("#image=3")
    before = here.words()
    assert here.page.locator(".bars .true").inner_text().startswith("✓ ring")
    square, image = (here.part(name).bounding_box() for name in ("square", "image"))
    here.page.mouse.move(square["x"] + 9, square["y"] + 9)
    here.page.mouse.down()
    here.page.mouse.move(image["x"] + 18 * 7 + 9, image["y"] + 14 * 7 + 9, steps=5)
    here.page.mouse.up()
    here.settle()
    assert "square=14,18,8" in here.page.url
    assert here.words() != before and "Grey covers rows 14 to 21" in here.words()
    assert here.page.locator(".bars .true").inner_text().startswith("✓ ring")  # always kept
    assert re.search(r"\d\.\d\d → \d\.\d\d", here.page.locator(".bars .true").inner_text())
    here.part("reset").click()
    here.settle()
    assert here.words() == before


def test_a_position_is_read_by_mouse_by_finger_and_by_keys(visit):
    said = r"row 6, column 10 of 16×16: −?\d+\.\d\d × \(1 \+ \d\.\d\d\) = −?\d+\.\d\d"
    state = "#image=3&module=stage2.0&channel=31"
    mouse, finger, keys = visit().open(state), visit("phone").open(state), visit().open(state)
    box = mouse.part("mask").bounding_box()
    mouse.page.mouse.move(
        box["x"] + 10.5 * box["width"] / 16, box["y"] + 6.5 * box["height"] / 16
    )
    trunk = finger.part("trunk")
    trunk.scroll_into_view_if_needed()
    box = trunk.bounding_box()
    finger.page.touchscreen.tap(
        box["x"] + 10.5 * box["width"] / 16, box["y"] + 6.5 * box["height"] / 16
    )
    keys.part("output").focus()
    for key in ["ArrowUp"] * 2 + ["ArrowRight"] * 2:
        keys.page.keyboard.press(key)
    numbers = [here.settle().part("numbers").inner_text() for here in (mouse, finger, keys)]
    assert all(re.match(said, text) for text in numbers), numbers
    assert len({text.split(" (image")[0] for text in numbers}) == 1


def _cell(canvas) -> tuple[float, float]:
    """Where row 6, column 10 of 16×16 lies in the window."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    return box["x"] + 10.5 * box["width"] / 16, box["y"] + 6.5 * box["height"] / 16


def test_everything_goes_by_keyboard(visit):
    here = visit().open()

    def press(part, key):
        here.part(part).focus()
        here.page.keyboard.press(key)
        here.settle()

    press("channel", "ArrowRight")
    assert "channel=15" in here.page.url
    press("mean", "Space")
    assert "the mean of its 32 channels" in here.words() and "channel=mean" in here.page.url
    press("square", "ArrowDown")
    assert "square=1,0,8" in here.page.url
    press("off", "Enter")
    assert "All masks are off" in here.words()
    press("reset", "Enter")
    assert "off" not in here.words() and "Grey" not in here.words()
    press("object", "Enter")
    assert "The object is hidden." in here.words()
    here.page.get_by_role("tab", name="Masks").focus()
    here.page.keyboard.press("ArrowRight")
    here.settle()
    assert here.words().startswith("stage1.0.pre.0.conv2, kernel 0 of 8")
    here.part("choice").focus()
    here.page.keyboard.press("ArrowDown")
    here.settle()
    assert "image=1" in here.page.url and not here.complaints


def test_a_new_scene_is_one_that_was_not_seen_until_all_were(visit):
    here, seen = visit().open("#image=4"), {4}
    for _ in range(23):
        here.part("next").click()
        here.settle()
        number = int(re.search(r"image=(\d+)", here.page.url)[1])
        assert number not in seen
        seen.add(number)
    assert seen == set(range(24))


def test_a_strength_and_a_module_are_chosen_by_their_own_controls(visit):
    here = visit().open()
    here.page.get_by_role("button", name="stage3.0").click()
    here.settle()
    assert "module=stage3.0&channel=115" in here.page.url
    here.page.get_by_role("button", name="stage2.0").click()
    here.settle()
    assert here.part("title-mask").inner_text() == "1 + M, the weight"
    assert here.part("scale-mask").inner_text().startswith("1 to 2; here 1.")
    here.page.get_by_label("λ of stage2.0").fill("0.5")
    here.settle()
    assert here.part("title-mask").inner_text() == "1 + 0.5 · M, the weight"
    assert here.part("scale-mask").inner_text().startswith("1.00 to 1.50; here 1.")
    assert "strength=1,0.5,1" in here.page.url and "λ is 0.5 in stage2.0." in here.words()


def test_a_picture_of_ones_own_stays_in_the_page_and_what_is_none_is_said(visit):
    here = visit().open()
    picture = io.BytesIO()
    Image.new("RGB", (90, 60), (200, 40, 40)).save(picture, "PNG")
    file = {"name": "mine.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    here.part("file").set_input_files(file)
    here.page.locator("[data-part=words]", has_text="Your picture.").wait_for(
        timeout=PATIENCE * 1000
    )
    here.settle()
    assert here.part("object").is_disabled() and "image=" not in here.page.url
    assert "(image: 200, 40, 40)" in _numbers(here)
    here.part("file").set_input_files({**file, "name": "broken.png", "buffer": b"no picture"})
    here.page.get_by_text("broken.png cannot be read as a picture").wait_for(
        timeout=PATIENCE * 1000
    )
    assert not here.complaints
    assert all(url.startswith(("file:", "blob:")) for url in here.requests)


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_picture_can_be_dropped_and_pasted_and_is_white_where_it_is_transparent(visit, kind):
    here = visit().open()
    picture = io.BytesIO()
    Image.new("RGBA", (40, 40), (200, 40, 40, 0)).save(picture, "PNG")
    here.page.evaluate(
        """([kind, bytes]) => {
            const files = new DataTransfer();
            const content = new Uint8Array(bytes), type = "image/png", bubbles = true;
            files.items.add(new File([content], "mine.png", { type }));
            const event = kind === "drop"
                ? new DragEvent("drop", { dataTransfer: files, bubbles, cancelable: true })
                : new ClipboardEvent("paste", { clipboardData: files, bubbles });
            document.body.dispatchEvent(event);
        }""",
        [kind, list(picture.getvalue())],
    )
    here.page.locator("[data-part=words]", has_text="Your picture.").wait_for(
        timeout=PATIENCE * 1000
    )
    here.settle()
    assert "(image: 255, 255, 255)" in _numbers(here)


def _numbers(here) -> str:
    here.part("trunk").hover()
    return here.settle().part("numbers").inner_text()


def test_a_browser_that_lacks_something_is_told_so(visit):
    here = visit()
    here.page.add_init_script("delete window.DecompressionStream")
    here.page.goto(here.address)
    alarm = here.page.get_by_role("alert")
    alarm.wait_for(timeout=PATIENCE * 1000)
    assert "DecompressionStream is not defined" in alarm.inner_text()


def test_without_javascript_the_still_is_seen(chromium, written):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((written / "page.html").as_uri())
    picture = page.locator("noscript img")
    assert picture.is_visible() and picture.bounding_box()["width"] > 200
    context.close()


def test_in_chromium_logits_and_masks_are_those_of_onnx_runtime(page, tmp_path):
    network, _ = load_checkpoint("scenes_attention_56")
    export_onnx(network, tmp_path / "network.onnx", image_size=32, exporter="trace")
    scenes = scene_set(20, seed=7, part="test")
    wanted = run_onnx(tmp_path / "network.onnx", scenes.floats())
    program = write_program(network, (32, 32))
    weights = {"text": pack_numbers(program.weights, "single"), "precision": "single"}
    page.add_script_tag(content=code(("packed", "layers", "network")))
    results = page.evaluate(
        """async ([program, weights, images]) => {
        const network = new Network(program, await unpackNumbers(weights));
        const run = (image) => network.run(Uint8Array.from(image), [1, 1, 1]);
        return images.map((image) => {
            const { logits, parts } = run(image);
            return [logits, ...parts.map(({ mask }) => mask)].map((row) => [...row]);
        });
        }""",
        [program.to_dict(), weights, scenes.images.flatten(1).tolist()],
    )
    for number, rows in enumerate(results):
        for came, expected in zip(rows, wanted.values(), strict=True):
            apart = (torch.tensor(came) - expected[number].flatten()).abs().max()
            assert apart < 1e-5


@pytest.fixture
def site(written):
    """The folder, behind a server whose own policy is as strict as the page's."""

    class Strict(http.server.SimpleHTTPRequestHandler):
        def end_headers(self):
            policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:"
            self.send_header("Content-Security-Policy", f"{policy}; worker-src 'self'")
            super().end_headers()

        def log_message(self, *arguments):
            pass

    handler = functools.partial(Strict, directory=written / "site")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_server_with_a_strict_policy_serves_it_from_itself_alone(visit, site):
    here = visit(address=site)
    here.page.context.set_offline(False)
    here.open("#image=3")
    assert here.words().startswith("Image 3, ring. The network says ring")
    assert all(url.startswith((site, "blob:")) for url in here.requests)
    assert {url.removeprefix(site).split("#")[0] for url in here.requests} >= {
        "live.js",
        "live.css",
    }


@pytest.mark.skipif(not AXE, reason="RESATTN_AXE does not name axe.min.js")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, scheme):
    here = visit("projector", scheme)
    for state in STATES.values():
        here.open(state)
        here.page.evaluate(Path(AXE).read_text())
        found = here.page.evaluate("axe.run().then(({ violations }) => violations)")
        assert [(one["id"], [n["html"] for n in one["nodes"]]) for one in found] == []
