"""The exercises of notebook 11 that are worked out by hand."""

from ..exercise import Exercise
from ..reading import numbers
from .answers import close


def by_hand():
    marked, on_object, common = 3, 4, 2
    overlap = common / (marked + on_object - common)
    hit = 0  # the highest value, 0.9, lies beside the object
    return overlap, hit, (0.6 + 0.6 + 0.5 + 0.1) / 4.0


def find_by_hand_mistake(found: tuple[float, ...]) -> str | None:
    overlap, hit, energy = found
    wrong_overlap = {
        2 / 3: "2/3 is the share of the marked cells that is right: the union has more.",
        1 / 2: "2/4 is the share of the object that is marked: the union has more.",
        2 / 7: "3 + 4 counts the two common cells twice: the union has 5.",
        3 / 5: "0.5 does not lie above 0.5: three cells are marked, and two of them fit.",
        3 / 4: "0.5 does not lie above 0.5: three cells are marked, and two of them fit.",
        0.8: "That is the Dice score shape, 2·common over the sum; or 4/5. Wanted 2 of 5.",
        4 / 7: "Twice the common cells over the sum is the Dice score; wanted the IoU.",
    }
    for value, message in wrong_overlap.items():
        if close(overlap, value, 0.006):
            return message
    if not close(overlap, 0.4, 0.006):
        return "The overlap is common cells over all cells that are in either: 2 over 5."
    if hit not in (0, 1):
        return "The pointing game has two outcomes: 1 if the highest value hits, else 0."
    if hit == 1:
        return "The highest value is 0.9, in the second row and column: is that the object?"
    if close(energy, 1.7 / 4, 0.006) or close(energy, 1.2 / 4, 0.006):
        return "The object has four cells: add up all four, the low ones too."
    if close(energy, 1.8, 0.006):
        return "1.8 lies on the object; its share is that over the map's whole sum."
    if close(energy, 4 / 16, 0.006):
        return "4/16 is the object's share of the cells: what a flat map would have."
    if not close(energy, 0.45, 0.006):
        return "Energy: the sum over the object's four cells, over the sum of all sixteen."
    return None


def deletion_by_hand():
    curve = [1.0, 0.7, 0.2, 0.1, 0.0]
    area = (curve[0] / 2 + sum(curve[1:-1]) + curve[-1] / 2) / 4
    return (*curve, area)


def find_deletion_mistake(found: tuple[float, ...]) -> str | None:
    curve, wanted = found[:5], [1.0, 0.7, 0.2, 0.1, 0.0]

    def same(values):
        return all(close(a, b, 0.006) for a, b in zip(curve, values, strict=True))

    wrong = {
        (0.0, 0.3, 0.8, 0.9, 1.0): "That is insertion: it starts with nothing and puts in.",
        (1.0, 0.5, 0.2, 0.1, 0.0): "That deletes the largest pixels first. The map decides, "
        "and it ranks b before a.",
        (1.0, 0.9, 0.8, 0.3, 0.0): "That begins with the map's lowest value.",
        (1.0, 0.9, 0.8, 0.5, 0.0): "That begins with the map's lowest value.",
        (10.0, 7.0, 2.0, 1.0, 0.0): "The score is the sum over 10: it starts at 1.",
        (0.7, 0.2, 0.1, 0.0, 0.0): "The first value is that of the untouched image, 1.",
        (1.0, 0.7, 0.5, 0.9, 0.9): "Deleted pixels stay deleted: the curve goes on down.",
    }
    for values, message in wrong.items():
        if same(values):
            return message
    if not same(wanted):
        return "Take b, a, d, c away in this order; each lowers the score by its value over 10."
    if len(found) == 5:
        return "The curve is right; the area under it is missing, as the sixth number."
    if close(found[5], 0.4, 0.004):
        return "That is the mean of the five values; with trapezoids the two ends count half."
    if close(found[5], 1.5, 0.004):
        return "The whole way counts as 1: divide by the four steps."
    if not close(found[5], 0.375, 0.004):
        return "Area: half of the first, the three in the middle, half of the last, over 4."
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
    calls_reference=True,
)

DELETION = Exercise(
    key="11.deletion",
    find_mistake=find_deletion_mistake,
    praise="A perfect map would have taken a first: 1, 0.5, 0.2, 0.1, 0, and a smaller area.",
    hints=(
        "Who decides the order, the classifier or the map? Which pixel goes first?",
        "Start at 1. After each pixel the score falls by a tenth of that pixel. A trapezoid's "
        "area is its width times the mean of its two sides.",
        "The scores are 1, 0.7, 0.2 and two more. Each trapezoid is a quarter wide.",
    ),
    reference=deletion_by_hand,
    reads=numbers(
        "Wanted six numbers: the score with 0, 1, 2, 3 and 4 pixels gone, and the area",
        5,
        6,
    ),
    calls_reference=True,
)
