"""Formulas in Markdown as MathML, which browsers draw without any script."""

import re

from latex2mathml.converter import convert

CODE_OR_FORMULA = re.compile(
    r"(?P<code>```.*?```|`[^`\n]*`)|\$\$(?P<display>.+?)\$\$|\$(?P<inline>[^$\n]+?)\$",
    re.DOTALL,
)


def with_mathml(markdown: str) -> str:
    """``$…$`` and ``$$…$$`` replaced by MathML; code is left alone."""

    def replace(found: re.Match) -> str:
        if found["code"]:
            return found["code"]
        shown = "block" if found["display"] else "inline"
        made = convert((found["display"] or found["inline"]).strip(), display=shown)
        return f"\n\n{made}\n\n" if found["display"] else made

    return CODE_OR_FORMULA.sub(replace, markdown)
