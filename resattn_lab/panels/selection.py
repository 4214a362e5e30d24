"""What panels beside each other look at together: an image, a module, a channel."""

import ipywidgets as widgets
from traitlets import HasTraits, Int, TraitError, Unicode, validate


class Selection(HasTraits):
    """One choice for several panels: hand the same one to each as ``selection``.

    A move in one panel moves the others, and so does setting a trait from code. A number
    that no panel can show is cut to the nearest that one can; a panel that cannot show what
    another can, such as a module that it does not have, stays where it is.

    A number that nobody has chosen yet begins with what the last panel that is built
    suggests, such as the channel that it opens with.

    Attributes:
        chosen: the names of what was given or moved.
        image: number of the image.
        module: name of the Attention Module; empty as long as nobody has chosen one.
        channel: number of the channel.
    """

    image = Int(0)
    module = Unicode("")
    channel = Int(0)

    def __init__(self, **values):
        self._followers: list[tuple[str, widgets.ValueWidget]] = []
        self.chosen = set(values)
        super().__init__(**values)
        self.observe(lambda change: self.chosen.add(change["name"]), list(self.trait_names()))

    def suggest(self, name: str, value: object) -> None:
        """Begin with ``value``, until somebody chooses."""
        chosen = set(self.chosen)
        self.set_trait(name, value)
        self.chosen = chosen

    def follow(self, name: str, control: widgets.ValueWidget) -> None:
        """From now on what ``control`` can show can be chosen as ``name``."""
        self._followers.append((name, control))
        setattr(self, name, getattr(self, name))  # cut, where it is beyond

    def leave(self, control: widgets.ValueWidget) -> None:
        """``control`` follows no more."""
        self._followers = [pair for pair in self._followers if pair[1] is not control]

    @validate("image", "channel")
    def _shown(self, proposal: dict) -> int:
        followers = [part for name, part in self._followers if name == proposal["trait"].name]
        if not followers:
            return proposal["value"]
        low, high = min(part.min for part in followers), max(part.max for part in followers)
        return min(max(proposal["value"], low), high)


def take(control: widgets.ValueWidget, value: object) -> bool:
    """Set ``control`` to ``value`` and say whether that changed it.

    A value that the control cannot show, beyond the ends of a slider or not among the
    options, leaves it as it is.
    """
    if control.value == value:
        return False
    if hasattr(control, "max") and not control.min <= value <= control.max:
        return False
    try:
        control.value = value
    except TraitError:  # of a control with options, which has none like this
        return False
    return True
