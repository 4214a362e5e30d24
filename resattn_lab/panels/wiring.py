"""What a panel brings to its page beside widgets: a style, and a script that wires it.

ipywidgets gives the handle of a slider no name and tells nobody where a picture was clicked.
"""

import html
from pathlib import Path

HERE = Path(__file__).parent
STYLE = (HERE / "panel.css").read_text(encoding="utf-8")
SCRIPT = (HERE / "panel.js").read_text(encoding="utf-8").rstrip()
CALL = html.escape(f"({SCRIPT})(this.closest('.resattn-panel'))", quote=True)


class Wiring:
    """How panels get their script.

    Attributes:
        by_page: whether the page does it for all of them, where a policy lets no attribute
            run a script; else each panel brings it along.
    """

    by_page = False

    @classmethod
    def of_panel(cls) -> str:
        """HTML that a panel holds."""
        call = "" if cls.by_page else f' onload="{CALL}"'
        return f"<style{call}>{STYLE}</style>"

    @classmethod
    def of_page(cls) -> str:
        """HTML for a page that does it for all panels from now on, of this process."""
        cls.by_page = True
        return (
            f"<script>(() => {{\nconst wire = {SCRIPT};\n"
            "const all = () => {\n"
            "  document.querySelectorAll('.resattn-panel').forEach(wire);\n"
            "  const page = document.querySelector('.resattn-page');\n"
            "  if (page && page.role !== 'main') page.role = 'main';\n};\n"
            "new MutationObserver(all).observe(document.body, {childList: true, "
            "subtree: true});\nall();\n})();</script>"
        )
