"""Every panel on one page, in a real browser, moved by keys."""

import os
import re
from pathlib import Path

import pytest
from panel_box import PATIENCE, PanelBox, watch
from voila_server import VoilaServer

import resattn_lab.panels

SHOTS = os.environ.get("RESATTN_SHOTS")  # a folder for screenshots, if you want to look
CELL = "from all_panels import show_all\nshow_all()"
WIDTH, HEIGHT = 1280, 720
STILL = {"Panel", "LiveCurves"}  # nothing to move: the base, and curves that come by themselves
MADE_FOR_TESTS = {"Counter", "Stumbling"}


def panel_names() -> list[str]:
    source = (Path(__file__).parent / "all_panels.py").read_text()
    return re.findall(r'^    "(\w+)": ', source[source.index("MAKERS") :], re.MULTILINE)


NAMES = [name for name in panel_names() if name not in MADE_FOR_TESTS]


def test_the_page_has_every_panel_of_the_package():
    exported = {
        name
        for name, part in vars(resattn_lab.panels).items()
        if isinstance(part, type) and issubclass(part, resattn_lab.panels.Panel)
    }
    assert exported - STILL == set(NAMES)


@pytest.fixture(scope="module")
def opened(chromium, tmp_path_factory):
    """The page with all panels, and what its code complains about."""
    server = VoilaServer(CELL, tmp_path_factory.mktemp("voila"))
    context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    page = context.new_page()
    complaints = watch(page)
    page.goto(server.url, timeout=300_000)
    last = page.locator(".panel-Stumbling img.widget-image")
    last.wait_for(timeout=300_000)
    yield page, complaints
    context.close()
    server.stop()


def panel(page, name: str) -> PanelBox:
    found = PanelBox(page, page.locator(f".panel-{name}"))
    found.box.scroll_into_view_if_needed()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_control_answers_to_keys(opened, name):
    page, complaints = opened
    shown = panel(page, name)
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        shown.box.screenshot(path=Path(SHOTS) / f"{name}.png")
    assert not shown.unlabelled() and not shown.outside(WIDTH)
    pictures = set()
    for control in shown.controls():
        if not (control.is_visible() and control.is_enabled()):
            continue  # another control has taken it away
        shown.press(control)
        shown.settle()
        pictures.add(shown.shown()[0])
        assert not shown.alarms()
    assert len(pictures) > 1
    assert len(shown.caption()) > 40
    assert not shown.outside(WIDTH)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    assert not complaints


def test_masks_and_kernels_show_the_same_image_and_module(opened):
    page, _ = opened
    masks, kernels = panel(page, "MaskExplorer"), panel(page, "KernelExplorer")
    kernels.box.get_by_label("view").select_option("kernels")
    kernels.settle()
    for moved, follower in ((masks, kernels), (kernels, masks)):
        handle = moved.slider("image")
        moved.press(handle)
        moved.settle()
        follower.settle()
        number = int(float(handle.get_attribute("aria-valuenow")))
        assert int(float(follower.slider("image").get_attribute("aria-valuenow"))) == number
        for shown in (masks, kernels):
            assert re.search(rf"[Ii]mage {number}\b", shown.caption())
    masks.box.get_by_label("Attention Module").select_option("stage3.0")
    page.wait_for_function(
        "[...document.querySelectorAll('.panel-KernelExplorer .resattn-said')]"
        ".some(words => words.innerText.includes('stage3.0'))",
        timeout=1000 * PATIENCE,
    )


def test_a_hundred_keys_end_on_the_last_value_after_few_pictures(opened):
    page, complaints = opened
    counter = panel(page, "Counter")
    counter.slider("count").focus()
    for _ in range(100):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "document.querySelector('.panel-Counter .resattn-said').innerText"
        ".startsWith('value 100,')",
        timeout=1000 * PATIENCE,
    )
    counter.settle()
    pictures = int(re.fullmatch(r"value 100, picture (\d+)", counter.caption())[1])
    assert pictures <= 60
    grey = counter.picture.evaluate(
        """image => {
        const canvas = document.createElement('canvas');
        const pen = canvas.getContext('2d');
        pen.drawImage(image, 0, 0);
        return [...pen.getImageData(50, 50, 1, 1).data].slice(0, 3);
        }"""
    )
    assert grey == [100, 100, 100]  # the picture is of the last value, not of one before
    assert not complaints


def test_what_goes_wrong_in_a_move_is_said_until_the_next_good_one(opened):
    page, _ = opened
    stumbling = panel(page, "Stumbling")
    handle = stumbling.slider("count")
    stumbling.press(handle, "ArrowRight")
    stumbling.settle()
    before = stumbling.picture.get_attribute("src")
    handle.focus()
    page.keyboard.press("ArrowRight")
    alarm = stumbling.box.locator("[role=alert]")
    alarm.wait_for(timeout=1000 * PATIENCE)
    assert "ArithmeticError" in alarm.inner_text()
    assert "two <b>cannot</b> be drawn" in alarm.inner_text()  # words, never markup
    assert stumbling.picture.get_attribute("src") == before
    stumbling.press(handle, "ArrowRight")
    stumbling.settle()
    assert not stumbling.alarms() and stumbling.caption().startswith("value 3,")


def test_what_a_panel_says_is_spoken_after_a_pause_from_an_element_that_stays(opened):
    page, _ = opened
    shown = panel(page, "ThresholdPanel")
    live = shown.box.locator(".resattn-live").element_handle()
    assert live.get_attribute("role") == "status" and live.evaluate("part => part.ariaLive")
    for _ in range(2):
        shown.press(shown.slider("image"), "ArrowRight")
        shown.settle()
        page.wait_for_function(
            "([live, said]) => live.textContent === said.textContent && live.isConnected",
            arg=[live, shown.box.locator(".resattn-said").element_handle()],
            timeout=1000 * PATIENCE,
        )


def test_controls_stand_above_a_picture_that_would_shrink_beside_them(opened):
    page, _ = opened
    cell = {"width": 880, "height": HEIGHT}  # about a cell of JupyterLab beside its files
    page.set_viewport_size(cell)
    sizes = "img => [img.width, img.naturalWidth, img.closest('.resattn-panel').clientWidth]"
    shrunk = {}
    for name in NAMES:
        width, natural, room = panel(page, name).picture.evaluate(sizes)
        if width < min(natural, room - 24):
            shrunk[name] = width, natural, room
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    assert shrunk == {}


def test_every_handle_of_a_slider_has_a_name(opened):
    page, _ = opened
    for name in ("MaskExplorer", "KernelExplorer", "ThresholdPanel", "RunsPanel"):
        assert not panel(page, name).nameless()


def test_the_pointer_moves_the_position_opens_a_module_and_chooses_a_tile(opened):
    page, complaints = opened
    masks = panel(page, "MaskExplorer")
    masks.box.get_by_label("Attention Module").select_option("stage1.0")
    page.wait_for_function(
        "box => box.querySelector('.resattn-said').innerText.includes('stage1.0')",
        arg=masks.box.element_handle(),
        timeout=1000 * PATIENCE,
    )
    masks.settle()
    stage = masks.box.locator(".resattn-stage")
    place = stage.locator("img").bounding_box()
    before = masks.caption()
    page.mouse.move(place["x"] + 60, place["y"] + 80)  # nine pixels of the page for one
    page.wait_for_function(
        "([box, before]) => box.querySelector('.resattn-said').innerText !== before",
        arg=[masks.box.element_handle(), before],
        timeout=1000 * PATIENCE,
    )
    masks.settle()
    assert "row 5, column 5:" in masks.caption()
    stage.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_function(
        "box => box.querySelector('.resattn-said').innerText.includes('row 7, column 5:')",
        arg=masks.box.element_handle(),
        timeout=1000 * PATIENCE,
    )
    assert not complaints
