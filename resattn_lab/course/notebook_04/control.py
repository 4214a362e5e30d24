"""The exercise of notebook 04 on choosing a control."""

from ..exercise import Exercise
from ..reading import two_letters


def runs_to_compare() -> str:
    return "AB"  # both weigh the channels as this image does; only A knows where


MISTAKES = {
    "AE": "Removing the mask takes the amounts away together with the locations: that is the "
    "comparison which the claim was made from.",
    "AC": "C has the same mask for every image, so what changes with the image goes, too: its "
    "locations and its channel amounts.",
    "AD": "D drops the locations, and the channel amounts of this image with them.",
    "CD": "C and D differ in locations, but in the typical ones: C's are the same for every "
    "image.",
    "BD": "Neither B nor D has any locations: they differ in whose channel amounts they use.",
    "BE": "Neither B nor E has any locations: they differ in the amount.",
    "DE": "Neither D nor E has any locations: they differ in the amount.",
    "CE": "E has lost the amounts, too, and C's locations are the same for every image.",
    "BC": "B and C differ in two things: C has typical locations, B this image's amounts.",
}


def find_control_mistake(chosen: frozenset[str]) -> str | None:
    return MISTAKES.get("".join(sorted(chosen)))


CONTROL = Exercise(
    key="04.control",
    find_mistake=find_control_mistake,
    praise="Both weigh each channel as much as this image asks for; only A also says where.",
    hints=(
        "In which of the runs does the module know where to look in this image?",
        "Only one run knows this image's locations. Of the others, which one was made from "
        "the same image, by taking nothing but its locations away?",
        "One of the two is A. For the other: a mean over the locations of one channel still "
        "tells how strong that channel was.",
    ),
    reference=runs_to_compare,
    reads=two_letters,
)
