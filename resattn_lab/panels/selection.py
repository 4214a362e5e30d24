"""What panels beside each other look at together: an image, a module, a channel."""

import ipywidgets as widgets
from traitlets import HasTraits, Int, TraitError, Unicode


class Selection(HasTraits):
    """One choice for several panels: hand the same one to each as ``selection``.

    A move in one panel moves the others, and so does setting a trait from code. A panel
    that cannot show a value, such as a module that it does not have, stays where it is.

    Attributes:
        image: number of the image.
        module: name of the Attention Module; empty as long as nobody has chosen one.
        channel: number of the channel.
    """

    image = Int(0)
    module = Unicode("")
    channel = Int(0)


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
