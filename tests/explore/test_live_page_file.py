"""The live page as a file: whole, small, current, and with a policy that allows no request."""

import base64
import hashlib
import html
import io
import json
import re
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
from node import HERE, run_node
from PIL import Image
from typer.testing import CliRunner

from resattn_lab.cli import app
from resattn_lab.data import ImageSet, scene_set
from resattn_lab.explore import write_page
from resattn_lab.explore.live.opening import opening_channels
from resattn_lab.explore.live.page import MODULES, code, live_page
from resattn_lab.networks import build_network

ROOT = Path(__file__).parents[2]
LARGEST = 900_000  # bytes of the page of the network in the box


def payload(page: str) -> dict:
    return json.loads(re.search(r'(?s)type="application/json">(.*?)</script>', page)[1])


def inflated(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))


def taken_apart(page: str):
    """The page's text without what another zlib writes differently; numbers; the still."""
    found = payload(page)
    packed = [found["images"], found["objects"], found["weights"]["text"]]
    still = re.search(r"data:image/png;base64,([^\"]+)", page)[1]
    for text in (*packed, still):
        page = page.replace(text, "")
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(still)))).astype(int)
    return page, [inflated(text) for text in packed], picture


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "page.html"
    assert write_page(path) == [path]
    return path.read_text()


def test_the_page_in_docs_is_what_the_code_makes_now(page):
    stored = ROOT / "docs" / "live_page.html"
    (text, numbers, still), (now, numbers_now, still_now) = map(
        taken_apart, (stored.read_text(), page)
    )
    assert text == now and numbers == numbers_now, "run make course"
    assert np.abs(still - still_now).max() <= 1
    assert stored.stat().st_size <= LARGEST


def test_the_page_holds_unseen_scenes_and_their_true_masks(page):
    found, scenes = payload(page), scene_set(24, seed=7, part="test")
    assert inflated(found["images"]) == scenes.images.numpy().tobytes()
    bits = np.unpackbits(np.frombuffer(inflated(found["objects"]), np.uint8))
    assert (bits.reshape(24, 32, 32).astype(bool) == scenes.true_masks.numpy()).all()
    assert found["facts"]["labels"] == scenes.labels.tolist()


def test_the_policy_names_the_pages_own_script_and_style_and_nothing_else(page):
    policy = html.unescape(re.search(r'Policy" content="([^"]+)"', page)[1])
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    for tag, kind in (("script", "script-src"), ("style", "style-src")):
        text = re.search(rf"(?s)<{tag}(?: id=\"code\"[^>]*)?>(.*?)</{tag}>", page)[1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}';" in policy
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|https?://", page)


def test_without_javascript_there_is_a_picture_with_words(page):
    still = re.search(r'(?s)<noscript>.*?<img src="data:image/png[^"]+" alt="([^"]+)"', page)
    assert still[1].startswith("Image 0, crescent: the image, and the image lit by channel")


def test_the_modules_go_together_in_one_script(tmp_path):
    files = {path.stem for path in (ROOT / "resattn_lab/explore/live").glob("*.js")}
    assert files == set(MODULES)
    joined = tmp_path / "live.mjs"
    joined.write_text(code())
    run_node("--check", joined)  # two of one name would be an error
    assert not re.search(r"(?m)^(import|export) ", code())


def test_the_parts_of_the_code_do_what_they_are_for():
    run_node("--test", HERE / "units.test.mjs")


@pytest.fixture(scope="module")
def small():
    torch.manual_seed(0)
    return build_network("cifar_attention_56", width=1 / 4, classes=3).eval()


def photographs(count=5):
    return ImageSet(
        images=torch.randint(0, 256, (count, 3, 32, 32), dtype=torch.uint8),
        labels=torch.arange(count) % 2,
        class_names=("cat", "dog"),
        source="made up",
    )


def test_other_images_open_with_the_channel_that_varies_most(small):
    images = photographs()
    made = live_page(small, images, {})
    facts, name = made.payload["facts"], "stage2.0"
    assert made.payload["objects"] is None and facts["labels"] is None
    assert facts["names"] == ["class 0", "class 1", "class 2"]
    assert facts["titles"][:2] == ["cat", "dog"]
    opened = opening_channels(small, images, seed=7)[name]
    module = facts["modules"][1]
    assert module["channel"] == opened.channel
    assert module["says"].startswith("varies most over these 5 images")


def test_a_true_class_is_marked_where_the_network_knows_it(small):
    made = live_page(small, photographs(), {"class_names": ["bird", "dog", "cat"]})
    assert made.payload["facts"]["labels"] == [2, 1, 2, 1, 2]


def test_what_a_class_is_called_cannot_end_the_script(small):
    names = ["</script><b>", "cat", "dog"]
    text = live_page(small, photographs(), {"class_names": names}).one_file()
    assert "</script><b>" not in text and payload(text)["facts"]["names"] == names


def test_a_network_too_large_for_a_page_is_refused(small, monkeypatch):
    monkeypatch.setattr("resattn_lab.explore.live.page.LARGEST", 1000)
    with pytest.raises(ValueError, match="weights, and the page takes 1,000 at most; use a"):
        live_page(small, photographs(), {})


def test_the_command_writes_a_file_or_a_folder_and_serves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("resattn_lab.explore.serve", lambda *a, **b: pytest.fail("served"))
    one = tmp_path / "page.html"
    result = CliRunner().invoke(app, ["explore", "--static", str(one), "--count", "2"])
    assert result.exit_code == 0, result.output
    assert re.fullmatch(rf"{one}: \d+ kB, opens in any browser\n", result.output)
    folder = tmp_path / "page"
    result = CliRunner().invoke(app, ["explore", "--static", str(folder), "--count", "2"])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in folder.iterdir()) == [
        "index.html",
        "live.css",
        "live.js",
    ]
    policy = re.search(r'Policy" content="([^"]+)"', (folder / "index.html").read_text())[1]
    assert "script-src &#x27;self&#x27;" in policy or "script-src 'self'" in policy
    assert "sha256" not in policy and "unsafe" not in policy
