"""The exercise of notebook 11 that is worked out by hand."""

from ..compared import named
from ..exercise import Exercise
from ..reading import numbers, same


def by_hand():
    marked, on_object, common = 3, 4, 2
    overlap = common / (marked + on_object - common)
    hit = 0  # the highest value, 0.9, lies beside the object
    return overlap, hit, (0.6 + 0.6 + 0.5 + 0.1) / 4.0


NEAR = {"rtol": 0, "atol": 0.006}
OVERLAPS = {
    "2/3 is the share of the marked cells that is right: the union has more.": 2 / 3,
    "2/4 is the share of the object that is marked: the union has more.": 1 / 2,
    "3 + 4 counts the two common cells twice: the union has 5.": 2 / 7,
    "0.5 does not lie above 0.5: three cells are marked, and two of them fit.": 3 / 5,
    "That is 4 of 5 cells: wanted are the common ones, 2 of 5.": 0.8,
    "Twice the common cells over the sum is the Dice score; wanted the IoU.": 4 / 7,
    "0.5 does not lie above 0.5: count the marked cells again.": 3 / 4,
}
HITS = {"The highest value is 0.9, in the second row and column: is that the object?": 1}
ENERGIES = {
    "The object has four cells: add up all four, the low ones too.": 1.7 / 4,
    "The object has four cells: add up all four, the unmarked ones too.": 1.2 / 4,
    "1.8 lies on the object; its share is that over the map's whole sum.": 1.8,
    "4/16 is the object's share of the cells: what a flat map would have.": 4 / 16,
}
PARTS = (
    (OVERLAPS, "The overlap is common cells over all cells that are in either: 2 over 5."),
    (HITS, "The pointing game has two outcomes: 1 if the highest value hits, else 0."),
    (ENERGIES, "Energy: the sum over the object's four cells, over the sum of all sixteen."),
)


def find_by_hand_mistake(found: tuple[float, ...]) -> str | None:
    for came, right, (mistakes, otherwise) in zip(found, by_hand(), PARTS, strict=True):
        if not same(came, right, **NEAR):
            return named(came, mistakes, **NEAR) or otherwise
    return None


BY_HAND = Exercise(
    key="11.by_hand",
    find_mistake=find_by_hand_mistake,
    praise="Three measures, three answers: a fair overlap, a miss, and energy well above "
    "the 0.25 of a flat map.",
    hints=(
        "Which cells lie above 0.5, and not at it? How many of them are on the object?",
        "Overlap: count the cells that are in both, and those in at least one. Pointing: find "
        "the highest value. Energy: all cells of the object count, marked or not.",
        "Three cells are marked, four on the object, two are both. The object's four sum to "
        "1.8. What is left are two divisions and one look.",
    ),
    reference=by_hand,
    reads=numbers(
        "Wanted three numbers: the overlap, 1 or 0 for the pointing game, the energy", 3
    ),
)
