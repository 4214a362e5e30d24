"""Widgets that panels close, and words that they say of controls and of errors."""

import html

import ipywidgets as widgets


def in_words(control: widgets.ValueWidget) -> str:
    """The value of a control as a reader would say it."""
    if isinstance(control.value, bool):
        return "yes" if control.value else "no"
    if isinstance(control.value, float):
        return f"{control.value:.6g}".replace("-", "−")
    return str(getattr(control, "label", control.value))


def close_widget(widget: widgets.Widget) -> None:
    """Close a widget and what it holds: its children, its style and its layout."""
    for child in getattr(widget, "children", ()):
        close_widget(child)
    for part in (getattr(widget, "style", None), getattr(widget, "layout", None)):
        if isinstance(part, widgets.Widget):
            part.close()
    widget.close()


def alert(error: Exception) -> str:
    """What went wrong, for the reader of the panel, in place of its caption."""
    said = html.escape(str(error)) or "no message"
    return (
        '<div role="alert" style="line-height: 1.4; padding: 4px 10px; '
        'border-left: 4px solid #d32f2f">'
        f"<b>What went wrong: {type(error).__name__}.</b> {said}<br>"
        "The picture is the last one that could be drawn.</div>"
    )
