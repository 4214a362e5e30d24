"""Two buttons that hand a panel's state to the reader as a file."""

import html
from collections.abc import Callable
from contextlib import AbstractContextManager

import ipywidgets as widgets

from .export import data_uri

KINDS = {"PNG": ("png", "image/png"), "page": ("html", "text/html")}


class SaveRow(widgets.HBox):
    """ "save PNG" and "save page"; either brings a link that stores the file.

    The link holds the file itself, so that it works where the kernel is on another machine.

    Args:
        content: "PNG" or "page" -> the bytes of the file, in the state of that moment.
        stem: its name without an ending, in the state of that moment.
        errors_shown: inside of it an error is said in the panel.

    Attributes:
        png, page: the buttons.
        note: the link.
    """

    def __init__(
        self,
        content: Callable[[str], bytes],
        stem: Callable[[], str],
        errors_shown: Callable[[], AbstractContextManager],
    ):
        self._content, self._stem, self._errors_shown = content, stem, errors_shown
        self.png, self.page = (
            widgets.Button(description=f"save {kind}", layout={"width": "110px"})
            for kind in KINDS
        )
        self.png.tooltip = "Make a file of the picture"
        self.page.tooltip = "Make a file of the picture with its words, for any browser"
        self.note = widgets.HTML()
        self.png.on_click(lambda button: self._offer("PNG"))
        self.page.on_click(lambda button: self._offer("page"))
        super().__init__(
            [self.png, self.page, self.note],
            layout={"flex_flow": "row wrap", "align_items": "center"},
        )

    def forget(self) -> None:
        """Take the link away."""
        self.note.value = ""

    def _offer(self, kind: str) -> None:
        with self._errors_shown():
            ending, type_ = KINDS[kind]
            content, name = self._content(kind), html.escape(f"{self._stem()}.{ending}")
            self.note.value = (
                '<div role="status" style="margin-left: 8px">Ready: '
                f'<a download="{name}" href="{data_uri(content, type_)}" '
                f'style="text-decoration: underline">{name}</a> '
                f"({max(1, round(len(content) / 1000))} kB)</div>"
            )
