"""One panel in the browser: its picture, its words, and its controls under keys."""

import time

PATIENCE = 120  # seconds for an answer, on a machine that has other things to do
CONTROLS = (
    ".widget-hslider .noUi-target:not([disabled]) .noUi-handle, "
    "select:not([disabled]), input[type=checkbox]:not([disabled]), "
    "input[type=radio]:checked:not([disabled])"
)


def watch(page) -> list[str]:
    """A list that fills with what the page's own code complains about.

    What the server's template asks of other machines is refused offline; that is no matter.
    """
    complaints: list[str] = []

    def heard(message):
        foreign = "http" in message.text or "Failed to load resource" in message.text
        if message.type == "error" and not foreign:
            complaints.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


class PanelBox:
    """One panel on the page.

    Args:
        box: a locator of the element that holds the panel.
    """

    def __init__(self, page, box):
        self.page, self.box = page, box
        self.picture = box.locator("img.widget-image:visible").first

    def shown(self) -> tuple[str, str]:
        """What names the picture now on the page, and the words below it."""
        return self.picture.get_attribute("src"), self.caption()

    def caption(self) -> str:
        """What the panel says, or what went wrong."""
        words = ".resattn-said, [aria-live=polite], [role=alert]"
        return self.box.locator(words).first.inner_text()

    def alarms(self) -> list[str]:
        return self.box.locator("[role=alert]").all_inner_texts()

    def controls(self) -> list:
        """Everything that can be moved."""
        alone = "part => part.matches('select') && part.options.length < 2"
        parts = [part for part in self.box.locator(CONTROLS).all() if part.is_visible()]
        return [part for part in parts if not part.evaluate(alone)]

    def slider(self, label: str):
        row = self.box.locator(".widget-hslider", has=self.page.get_by_text(label, exact=True))
        return row.locator(".noUi-handle")

    def press(self, control, key: str | None = None) -> float:
        """Press a key on a control; return the seconds until another picture is shown.

        Raises:
            AssertionError: neither the picture nor the words changed.
        """
        before = self.shown()
        control.focus()
        key = key or key_for(control)
        start = time.perf_counter()
        self.page.keyboard.press(key)
        while self.shown()[0] == before[0]:
            if time.perf_counter() - start > 5 and self.shown() != before:
                break  # other words about the same picture
            if time.perf_counter() - start > PATIENCE:
                raise AssertionError(f"{key} changed nothing in {PATIENCE} s: {before[1]}")
            self.page.wait_for_timeout(5)
        return time.perf_counter() - start

    def settle(self) -> None:
        """Wait until picture, words and alternative text belong together."""
        end = time.monotonic() + PATIENCE
        while True:
            first = self.shown()
            self.page.wait_for_timeout(150)
            whole = self.picture.evaluate("image => image.complete && image.naturalWidth > 0")
            same = self.picture.get_attribute("title") == first[1] or self.alarms()
            if whole and same and self.shown() == first:
                return
            if time.monotonic() > end:
                raise AssertionError(
                    f"picture and words do not come together: {first[1]!r}, "
                    f"{self.picture.get_attribute('title')!r}"
                )

    def outside(self, width: int) -> list[str]:
        """What lies beyond the left or the right of the page, and labels that are cut."""
        return self.box.evaluate(
            """(box, width) => {
            const seen = [...box.querySelectorAll('img, input, select, .noUi-target, label')]
                .filter(part => part.offsetParent !== null);
            const beyond = seen.filter(part => {
                const place = part.getBoundingClientRect();
                return place.left < 0 || place.right > width;
            });
            const cut = seen.filter(part =>
                part.matches('label') && part.scrollWidth > part.clientWidth + 1);
            return [...beyond, ...cut].map(part => part.textContent || part.outerHTML);
            }""",
            width,
        )

    def nameless(self) -> list[str]:
        """Handles of sliders that a screen reader calls nothing but "slider"."""
        return self.box.evaluate(
            """box => [...box.querySelectorAll('[role=slider]')]
            .filter(part => part.offsetParent !== null && !part.getAttribute('aria-label'))
            .map(part => part.outerHTML.slice(0, 200))"""
        )

    def unlabelled(self) -> list[str]:
        """Controls that have no name for somebody who does not see them."""
        return self.box.evaluate(
            """box => [...box.querySelectorAll('.widget-inline-hbox, .widget-checkbox')]
            .filter(part => part.offsetParent !== null && part.querySelector('input, select, '
                + '.noUi-handle') && !part.innerText.trim())
            .map(part => part.outerHTML.slice(0, 200))"""
        )


def key_for(control) -> str:
    """A key that moves this control, whatever its state."""
    kind = control.evaluate("part => part.type || part.className")
    if kind == "checkbox":
        return "Space"
    if kind == "radio":
        return "ArrowRight"
    if kind == "select-one":
        last = control.evaluate("part => part.selectedIndex === part.options.length - 1")
        return "ArrowUp" if last else "ArrowDown"
    at, most = (float(control.get_attribute(f"aria-value{end}")) for end in ("now", "max"))
    return "ArrowRight" if at < most else "ArrowLeft"
