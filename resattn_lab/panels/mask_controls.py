"""The controls of the MaskExplorer, by what they move."""

from collections.abc import Sequence

import ipywidgets as widgets

from .controls import STYLE, WIDE, slider, switch


def look_controls(modules: Sequence[str], images: int, channels: int) -> list:
    """image, module, channel, mean, overlay, scale: what is shown, and how."""
    return [
        slider("image", images - 1),
        widgets.Dropdown(
            options=list(modules), description="Attention Module", style=STYLE, layout=WIDE
        ),
        slider("channel", channels - 1),
        switch("mean of all channels", True),
        widgets.FloatSlider(
            value=0.5, max=1, step=0.05, description="overlay", style=STYLE, layout=WIDE
        ),
        widgets.RadioButtons(
            options=[("0 to 1", "fixed"), ("local", "local")],
            description="mask colours",
            orientation="horizontal",
            style=STYLE,
            layout=WIDE,
        ),
    ]


def square_controls(height: int, width: int) -> list:
    """occlude, row, column, size: a square in the middle, a quarter as long as the image."""
    size = max(1, min(height, width) // 4)
    side = widgets.IntSlider(
        value=size,
        min=1,
        max=max(height, width),
        description="square: pixels",
        style=STYLE,
        layout=WIDE,
    )
    return [
        switch("cover with a grey square", False),
        slider("square: row", height - 1, value=(height - size) // 2),
        slider("square: column", width - 1, value=(width - size) // 2),
        side,
    ]


def strength_sliders(modules: Sequence[str]) -> dict[str, widgets.FloatSlider]:
    """λ of each module, from 0 to 2, as trained at first."""
    return {
        name: widgets.FloatSlider(
            value=1, max=2, step=0.1, description=f"λ of {name}", style=STYLE, layout=WIDE
        )
        for name in modules
    }
