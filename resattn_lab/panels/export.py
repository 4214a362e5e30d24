"""A panel's state as a file: the picture, or a page that needs nothing but itself."""

import base64
import html
import os
from collections.abc import Mapping
from pathlib import Path

from resattn_lab.files import write_atomically

from .controls import in_words

STYLE_SHEET = """
:root { color-scheme: light dark; --ink: #222; --paper: #fff; --line: #ccc; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --paper: #16181b; --line: #555; }
}
body { background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif;
  margin: 0 auto; max-width: 1010px; padding: 16px; }
h1 { font-size: 1.3em; }
img { background: #fff; border: 1px solid var(--line); display: block; height: auto;
  max-width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: 2px 14px 2px 0; text-align: left; }
table { border-collapse: collapse; }
caption { font-weight: bold; padding: 6px 0; text-align: left; }
th { font-weight: normal; }
"""


def page(heading: str, png: bytes, words: str, state: Mapping[str, str]) -> str:
    """One HTML page with the picture inside it: no script, no network, light and dark.

    Args:
        heading: of the page.
        png: the picture's bytes.
        words: what it shows; the picture's alternative text, and a paragraph below it.
        state: name of each control -> its value in words.
    """
    rows = "\n".join(
        f'<tr><th scope="row">{html.escape(name)}</th><td>{html.escape(value)}</td></tr>'
        for name, value in state.items()
    )
    title, said = html.escape(heading), html.escape(words)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{STYLE_SHEET}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<img src="{data_uri(png, "image/png")}" alt="{said}">
<p>{said}</p>
<table>
<caption>The controls</caption>
{rows}
</table>
</main>
</body>
</html>
"""


def data_uri(content: bytes, kind: str) -> str:
    """An address that holds ``content`` itself; ``kind`` such as "image/png"."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


class Saved:
    """What a panel adds to its controls and its canvas so that it can be kept as a file."""

    def state(self) -> dict[str, str]:
        """The name of each control and its value, in words."""
        controls = [part for part in self._controls if part.has_trait("value")]
        return {part.description: in_words(part) for part in controls}

    def page(self) -> bytes:
        """What ``save_html`` writes."""
        words = self.canvas.alt
        return page(self.summary(), self.canvas.value, words, self.state()).encode()

    def save_png(self, path: str | os.PathLike) -> Path:
        """Write the picture, whole or not at all, and say where it lies.

        Raises:
            FileNotFoundError: there is no such folder.
        """
        return self._write(path, self.canvas.value)

    def save_html(self, path: str | os.PathLike) -> Path:
        """Write a page with picture, words and state that needs nothing but itself.

        Raises:
            FileNotFoundError: there is no such folder.
        """
        return self._write(path, self.page())

    @staticmethod
    def _write(path: str | os.PathLike, content: bytes) -> Path:
        path = Path(path)
        if not path.parent.is_dir():
            raise FileNotFoundError(
                f"there is no folder {str(path.parent)!r} to write {path.name} in; "
                "make it first"
            )
        write_atomically(path, content)
        return path
