"""How JupyterLab is started for the course, and what it saves."""

import html

VIEW = "application/vnd.jupyter.widget-view+json"
NOTE = "<p><em>This was live. To bring it back: Run &gt; Run All Cells.</em></p>"
LAB_OPTIONS = (
    "--LabApp.news_url=None",  # no question about news over the first lesson
    "--FileContentsManager.pre_save_hook=resattn_lab.jupyter.save_stills",
)


def save_stills(model: dict, **_) -> None:
    """Save panels, quizzes and predictions as what they show; a hook of Jupyter's.

    A widget lives as long as its kernel. Opened again, a saved notebook would say "model not
    found" in its place; so the file gets the widget's picture or text, and how to revive it.

    Args:
        model: what is to be saved, as Jupyter's contents managers have it; changed in place.
    """
    if model["type"] != "notebook":
        return
    for cell in model["content"]["cells"]:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if data.pop(VIEW, None) is not None:
                alt = output.get("metadata", {}).pop("image/png", {}).get("alt", "")
                data["text/html"] = NOTE + still(data, alt)


def still(data: dict, alt: str) -> str:
    """What a widget showed, as HTML: its own HTML, else its picture, else its text."""
    if "text/html" in data:
        return "".join(data["text/html"])
    if "image/png" in data:
        png = "".join(data.pop("image/png")).replace("\n", "")
        return f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{png}">'
    return f"<pre>{html.escape(''.join(data.get('text/plain', '')))}</pre>"
