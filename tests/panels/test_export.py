"""A panel's state as a file: whole, readable without anything else, or not there."""

import base64
import html.parser
import io
import os
import re

import numpy as np
import pytest
from own_loop import run_in_own_loop
from PIL import Image

from resattn_lab.panels import MaskExplorer
from resattn_lab.panels.export import page


@pytest.fixture
def explorer(network, scenes):
    panel = MaskExplorer(
        network, scenes.images, labels=scenes.labels, class_names=scenes.class_names
    )
    panel.image.value, panel.module.value = 2, "stage2.0"
    panel.strengths["stage2.0"].value = 0.5
    yield panel
    panel.close()


class Reader(html.parser.HTMLParser):
    """Every tag of a page with its attributes, and its words."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def only(self, tag):
        [attributes] = [attributes for name, attributes in self.tags if name == tag]
        return attributes


def test_the_png_is_the_picture_that_is_shown(explorer, tmp_path):
    path = explorer.save_png(tmp_path / "view.png")
    with Image.open(path) as saved, Image.open(io.BytesIO(explorer.canvas.value)) as shown:
        np.testing.assert_array_equal(np.asarray(saved), np.asarray(shown))
    assert [entry.name for entry in tmp_path.iterdir()] == ["view.png"]


def test_the_page_holds_picture_words_and_state(explorer, tmp_path):
    explorer.row.value, explorer.mean.value = 3, True
    read = Reader(explorer.save_html(str(tmp_path / "view.html")).read_text("utf-8"))
    picture = read.only("img")
    assert base64.b64decode(picture["src"].split(",")[1]) == explorer.canvas.value
    assert picture["alt"] == explorer.canvas.alt
    assert explorer.canvas.alt in read.words
    rows = dict(
        re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', explorer.page().decode())
    )
    assert rows["image"] == "2" and rows["λ of stage2.0"] == "0.5"
    assert rows["Attention Module"] == "stage2.0" and rows["mask colours"] == "0 to 1"
    assert rows["mean of all channels"] == "yes" and rows["square: row"] == "3"


def test_controls_without_a_say_are_left_out(explorer):
    explorer.mean.value = True
    assert "channel" not in explorer.state() and "square: row" not in explorer.state()
    explorer.channel.value, explorer.occlude.value = 1, True
    assert explorer.state()["channel"] == "1" and "square: row" in explorer.state()


def test_the_page_needs_nothing_but_itself_and_knows_light_and_dark(explorer):
    text = explorer.page().decode()
    read = Reader(text)
    assert {"script", "link", "iframe"}.isdisjoint(tag for tag, _ in read.tags)
    assert not re.search(r"https?:|url\(|@import", text)
    assert "prefers-color-scheme: dark" in text and "color-scheme: light dark" in text
    assert read.only("html")["lang"] == "en" and len(read.only("img")["alt"]) > 80


def test_names_with_signs_of_html_stay_words():
    text = page("a <b>", b"", 'said "so" & <i>so</i>', {"<name>": "<value>"})
    read = Reader(text)
    assert read.only("img")["alt"] == 'said "so" & <i>so</i>'
    assert {"b", "i", "name", "value"}.isdisjoint(tag for tag, _ in read.tags)


def test_a_missing_folder_is_named(explorer, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no folder .*nowhere.* to write view.png in"):
        explorer.save_png(tmp_path / "nowhere" / "view.png")


def test_what_cannot_be_finished_leaves_what_was_there(explorer, tmp_path, monkeypatch):
    path = tmp_path / "view.png"
    path.write_bytes(b"before")

    def full(descriptor):
        raise OSError(5, "the disk is broken")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="the disk is broken"):
        explorer.save_png(path)
    assert path.read_bytes() == b"before" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("kind, ending", [("png", "png"), ("page", "html")])
def test_the_buttons_offer_the_file_itself(explorer, kind, ending):
    getattr(explorer.saving, kind).click()
    link = Reader(explorer.saving.note.value).only("a")
    assert link["download"] == f"masks_image2_stage2.0.{ending}"
    content = base64.b64decode(link["href"].split(",")[1])
    assert content == (explorer.canvas.value if kind == "png" else explorer.page())
    assert 'role="status"' in explorer.saving.note.value


def test_what_a_button_cannot_do_is_said_and_logged(explorer, monkeypatch, caplog):
    def broken():
        raise OSError("no more")

    monkeypatch.setattr(explorer, "page", broken)
    explorer.saving.page.click()  # ipywidgets logs what a button's callback raises
    assert 'role="alert"' in explorer.caption.value and "no more" in explorer.caption.value
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [OSError]


def test_a_link_to_a_state_that_is_left_is_taken_away(explorer):
    explorer.saving.png.click()
    assert "download" in explorer.saving.note.value
    explorer.image.value = 3
    assert explorer.saving.note.value == ""
    explorer.saving.page.click()
    explorer.channel.value = 2
    assert explorer.saving.note.value == ""


def test_a_move_of_the_page_that_waits_is_drawn_before_it_is_saved(explorer):
    async def move_and_save():
        update = {"method": "update", "state": {"value": 4}, "buffer_paths": []}
        explorer.image._handle_msg({"content": {"data": update}, "buffers": []})
        explorer.saving.page.click()

    run_in_own_loop(move_and_save())
    link = Reader(explorer.saving.note.value).only("a")
    saved = base64.b64decode(link["href"].split(",")[1]).decode()
    assert link["download"] == "masks_image4_stage2.0.html"
    assert "Image 4, " in saved
