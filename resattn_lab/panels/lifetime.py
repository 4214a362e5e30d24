"""Widgets that leave nothing behind: when they cannot be built, when others replace them."""

import weakref

import ipywidgets as widgets
from IPython import get_ipython

from .controls import close_widget

# cell -> the message that ran it last, and what that run built
_built: dict[str, tuple[str, list[weakref.ref]]] = {}


class Lasting(type(widgets.VBox)):
    """The type of a widget that is built of others, and frees them in its ``close``.

    What fails on the way is closed, with every widget that it holds already. A cell that is
    run again closes what its last run built, as soon as it has built something new.
    """

    def __call__(cls, *args, **kwargs):
        built = cls.__new__(cls, *args, **kwargs)
        try:
            built.__init__(*args, **kwargs)
        except BaseException:
            for part in list(vars(built).values()):
                for held in part.values() if isinstance(part, dict) else [part]:
                    if isinstance(held, widgets.Widget):
                        close_widget(held)
            built.close()
            raise
        close_replaced(built)
        return built


def close_replaced(built: widgets.Widget) -> None:
    """Close what an earlier run of the running cell built, where the page names its cells."""
    shell = get_ipython()
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = parent.get("metadata", {}).get("cellId")
    if not cell:
        return
    run = parent["header"]["msg_id"]
    last, kept = _built.get(cell, (run, []))
    if last != run:
        for old in [reference() for reference in kept]:
            if old is not None:
                old.close()
        kept = []
    _built[cell] = run, [*kept, weakref.ref(built)]
