"""How a panel follows a selection, and moves it."""

from typing import Any, ClassVar

from .selection import Selection, take


class Following:
    """What a panel adds to its controls so that several look at the same together.

    Attributes:
        selection: what this panel and others look at together; None where it has no part.
    """

    shares: ClassVar[tuple[str, ...]] = ()  # controls whose names are traits of Selection
    selection: Selection | None = None
    _synced: dict[str, Any]

    def _follow(self, selection: Selection | None) -> None:
        """Link the shared controls with ``selection``; nothing is drawn yet."""
        self.selection = selection = Selection() if selection is None else selection
        with self.quietly():
            for name in self.shares:
                selection.follow(name, self._by_name[name])
                own = self._by_name[name].value
                if name not in selection.chosen and isinstance(own, int) and own:
                    selection.suggest(name, own)  # such as the channel it opens with
                elif take(self._by_name[name], getattr(selection, name)):
                    self.adjust(name)
        self._synced = {name: self._by_name[name].value for name in self.shares}
        selection.observe(self._selected, list(self.shares))

    def _selected(self, change: dict) -> None:
        """The selection was moved, by another panel or by code."""
        name = change["name"]
        with self.errors_shown(), self.quietly():
            if not take(self._by_name[name], change["new"]):
                return
            self._synced[name] = change["new"]
            self.adjust(name)
        self._burst.move()
        self._tell()

    def _tell(self) -> None:
        """Put what moved here into the selection: also what was cut to what can be shown."""
        for name, before in dict(self._synced).items():
            value = self._by_name[name].value
            if value != before and self.selection is not None:
                self._synced[name] = value
                self.selection.set_trait(name, value)

    def _leave(self) -> None:
        """Follow no more."""
        if self.selection is None:
            return
        self.selection.unobserve(self._selected, list(self.shares))
        for name in self.shares:
            self.selection.leave(self._by_name[name])
        self.selection, self._synced = None, {}
