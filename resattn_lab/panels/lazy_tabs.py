"""Tabs that make their panels when they are opened, and keep them on one selection."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ipywidgets as widgets
from traitlets import link

from .controls import close_widget
from .lifetime import Lasting
from .panel import Panel
from .selection import Selection

SHARED = ("image", "module", "channel")


@dataclass(frozen=True)
class Tab:
    """One panel to come.

    Args:
        title: of the tab.
        said: one line above the panel, or nothing.
        build: makes the panel, on the selection that it is given.
    """

    title: str
    said: str
    build: Callable[[Selection], Panel]


class LazyTabs(widgets.Tab, metaclass=Lasting):
    """A panel under each tab, made when the tab is first opened.

    Only the panel that is seen follows ``selection``; another one catches up when it is
    opened again, so that a move draws one picture and not one for each tab.

    Args:
        tabs: the first of them is made at once.

    Attributes:
        panels: title -> panel, of those that were made.
    """

    def __init__(self, tabs: Sequence[Tab], selection: Selection):
        self.tabs, self.selection = list(tabs), selection
        self.panels: dict[str, Panel] = {}
        self._own: dict[str, Selection] = {}
        self._links: list[link] = []
        boxes = [widgets.VBox([_line(tab.said)] if tab.said else []) for tab in self.tabs]
        super().__init__(boxes, titles=[tab.title for tab in self.tabs], selected_index=0)
        self.add_class("resattn-tabs")
        self._show(self.tabs[0])
        self.observe(self._opened, "selected_index")

    def go_to(self, title: str) -> Panel:
        """Go to a tab, as a click does, and return its panel.

        Raises:
            ValueError: no tab of that name.
        """
        titles = [tab.title for tab in self.tabs]
        if title not in titles:
            raise ValueError(f"there is no tab {title!r}; there are {', '.join(titles)}")
        self.selected_index = number = titles.index(title)
        if title not in self.panels:  # it failed before
            self._show(self.tabs[number])
        return self.panels[title]

    def _opened(self, change: dict) -> None:
        if change["new"] is not None:
            self._show(self.tabs[change["new"]])

    def _show(self, tab: Tab) -> None:
        """Make the tab's panel, if there is none, and let it alone follow the selection."""
        self._unlink()
        if tab.title not in self.panels:
            self._build(tab)
        own = self._own[tab.title]
        for name in set(SHARED) - self.selection.chosen:
            self.selection.suggest(name, getattr(own, name))
        self._links = [link((self.selection, name), (own, name)) for name in SHARED]

    def _build(self, tab: Tab) -> None:
        box = self.children[self.tabs.index(tab)]
        said = box.children[: bool(tab.said)]
        for failed in box.children[len(said) :]:
            close_widget(failed)
        own = Selection(**{n: getattr(self.selection, n) for n in self.selection.chosen})
        waiting = _line("Being measured, a moment …")
        box.children = [*said, waiting]
        try:
            self.panels[tab.title] = tab.build(own)
        except Exception as error:
            message = f"{type(error).__name__}: {error}"
            box.children = [*said, _line(f"This cannot be shown. {message}", role="alert")]
            raise
        finally:
            close_widget(waiting)
        self._own[tab.title] = own
        box.children = [*said, self.panels[tab.title]]

    def _unlink(self) -> None:
        for made in self._links:
            made.unlink()
        self._links = []

    def close(self) -> None:
        """Free everything that the tabs hold."""
        self._unlink()
        for panel in self.panels.values():
            panel.close()
        for box in self.children:
            close_widget(box)
        self.layout.close()
        super().close()


def _line(text: str, role: str | None = None) -> widgets.HTML:
    named = f' role="{role}"' if role else ""
    return widgets.HTML(f'<div{named} style="line-height: 1.4">{html.escape(text)}</div>')
