"""The built course as a static host serves it: found words, no page wider than a phone."""

import functools
import http.server
import os
import threading
from pathlib import Path

import pytest

from resattn_lab.publishing import build_course

ROOT = Path(__file__).parents[2]
SHOTS = os.environ.get("RESATTN_SHOTS")  # a folder for screenshots, if you want to look
AXE = os.environ.get("RESATTN_AXE")  # the path of axe.min.js, for the check of access
PHONE, PROJECTOR = {"width": 390, "height": 844}, {"width": 1280, "height": 720}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The learner's site, and the address of a server that hands it out."""
    folder = tmp_path_factory.mktemp("site")
    build_course(ROOT / "notebooks", ROOT / "docs", folder, kinds=("learner",), search=True)
    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def open_page(chromium, site):
    """A function that opens a page of the site; nothing may be asked of anyone else."""
    contexts, asked = [], []

    def opened(name, size=PROJECTOR, scheme="light"):
        contexts.append(chromium.new_context(viewport=size, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(site[1] + name)
        return page

    yield opened
    for context in contexts:
        context.close()
    own = (site[1], "blob:", "data:", "file:")
    assert [url for url in asked if not url.startswith(own)] == []


def texts(site):
    """Every page but the live ones, which have tests of their own."""
    pages = [path.relative_to(site[0]) for path in sorted(site[0].rglob("*.html"))]
    return [path.as_posix() for path in pages if not path.name.startswith("live_page")]


def test_a_word_leads_to_the_places_that_have_it(open_page, site):
    page = open_page("index.html")
    page.get_by_role("link", name="Search").click()
    page.locator("#search input").fill("degradation")
    first = page.locator(".pagefind-ui__result-link").first
    first.wait_for()
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/site_search.png")
    first.click()
    page.locator("main").wait_for()
    assert "degradation" in page.locator("main").inner_text().lower()


def test_without_a_server_the_page_says_what_searching_needs(open_page, site):
    page = open_page("index.html")
    page.goto((site[0] / "search.html").as_uri())
    assert page.locator("#needed").is_visible() and "http.server" in page.content()


def test_no_page_is_wider_than_a_phone(open_page, site):
    page = open_page("index.html", PHONE)
    wide = {}
    for name in texts(site):
        page.goto(site[1] + name, wait_until="domcontentloaded")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide[name] = width
    assert wide == {}


@pytest.mark.skipif(not AXE, reason="RESATTN_AXE does not name axe.min.js")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(open_page, site, scheme):
    page, found = open_page("index.html", scheme=scheme), {}
    for name in texts(site):
        page.goto(site[1] + name)
        page.evaluate(Path(AXE).read_text())
        violations = page.evaluate(
            "axe.run({ iframes: false }).then(({ violations }) => violations)"
        )
        for one in violations:
            found.setdefault(one["id"], []).append((name, one["nodes"][0]["html"][:160]))
    assert found == {}
