"""A search over the built course that needs no server of its own: Pagefind's index."""

import subprocess
import sys
from pathlib import Path

from resattn_lab.extras import check_installed

from .page import shell

PAGE = "search.html"
BODY = """<link rel="stylesheet" href="pagefind/pagefind-ui.css">
<h1>Search the course</h1>
<div id="search"></div>
<p id="needed">Searching needs pages that a web server hands out, and scripts; in the folder of
these pages, <code>python -m http.server</code> is one.</p>
<script src="pagefind/pagefind-ui.js"></script>
<script>
if (location.protocol !== "file:") {
  document.getElementById("needed").remove();
  new PagefindUI({element: "#search", showSubResults: true, showImages: false});
  document.querySelector("#search input").setAttribute("aria-label", "Search the course");
}
</script>"""


def add_search(site: Path) -> list[Path]:
    """Index the pages of a built site that ``shell`` marks, and write the page that searches.

    Returns:
        The page, and the index's files in ``site/pagefind``.

    Raises:
        RuntimeError: Pagefind is not installed, or it failed; its words follow.
    """
    check_installed("site", "pagefind")
    made = subprocess.run(
        [sys.executable, "-m", "pagefind", "--site", str(site)], capture_output=True, text=True
    )
    if made.returncode:
        raise RuntimeError(f"Pagefind made no index of {site}: {made.stderr.strip()}")
    page = site / PAGE
    text = shell("Search the course", BODY, {"Course": "index.html"}, "search", indexed=False)
    page.write_text(text, encoding="utf-8")
    return [page, *(path for path in (site / "pagefind").rglob("*") if path.is_file())]
