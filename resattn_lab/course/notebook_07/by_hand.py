"""The exercises of notebook 07, data, that are worked out by hand."""

from ..exercise import Exercise
from ..reading import number, shape

SHAPES = (16, 40, (40, 3, 40, 40), (40, 3, 32, 32))


def way_in() -> tuple:
    batches = -(-1000 // 64)  # rounded up: the last batch is smaller
    last = 1000 - (batches - 1) * 64
    return batches, last, (last, 3, 32 + 2 * 4, 32 + 2 * 4), (last, 3, 32, 32)


def find_way_in_mistake(answer: tuple) -> str | None:
    if len(answer) != 4 or not all(isinstance(part, (int, float)) for part in answer[:2]):
        return "Four things are asked for, in a tuple: two numbers, then two shapes."
    batches, last, padded, cropped = answer
    if not (isinstance(padded, tuple) and isinstance(cropped, tuple)):
        return "The third and the fourth are shapes: tuples such as (N, C, H, W)."
    if batches == 15:
        return "15 batches hold 960 images; the 40 that are left make one more, smaller."
    if batches != 16:
        return f"{batches} batches of 64 are not what 1,000 images fill; divide, round up."
    if last == 64:
        return "The last batch is what is left: 1,000 is no multiple of 64."
    if last != 40:
        return f"15 full batches hold 960 images, so that {last} are not left over."
    if len(padded) != 4 or len(cropped) != 4:
        return "A batch has four axes; the first counts its images: (N, C, H, W)."
    if padded[-1] == 3 or cropped[-1] == 3:
        return "The channels stand second, not last: (N, C, H, W), as PyTorch has it."
    if padded[-2:] == (36, 36):
        return "There are 4 pixels more on either side, so each side grows by 8."
    if padded != SHAPES[2]:
        return f"Padding widens height and width by 8 and nothing else; {padded} came."
    if cropped != SHAPES[3]:
        return f"The crop has the size that the images had before; {cropped} came."
    return None


def wrong_share() -> float:
    return 0.5 * 9 / 10  # one draw in ten gives the true class back


def find_share_mistake(answer: float) -> str | None:
    if answer > 1:
        return "As a share of 1, please, not in percent."
    wrong = {
        0.5: "So many labels are drawn anew; but a draw from all ten can hit the true one.",
        0.55: "That is the share of labels that stay right.",
        0.05: "That is the share of labels that are drawn anew and come out right.",
        0.5 / 9: "That is what Eq. 7 gives to each single wrong class.",
        0.9: "Nine draws in ten are wrong, but only half of the labels are drawn anew.",
    }
    for value, message in wrong.items():
        if abs(answer - value) < 1e-3:
            return message
    if abs(answer - 0.45) > 1e-6:
        return "Half are drawn anew; of these, count the classes that are not the true one."
    return None


WAY_IN = Exercise(
    key="07.shapes",
    find_mistake=find_way_in_mistake,
    praise="Only height and width change on the way in, and only between pad and crop.",
    hints=(
        "What happens to the images that do not fill a batch, and on how many sides of an "
        "image does padding act?",
        "Divide by 64 and round up; what the full batches leave is the last one. Each side "
        "grows at both of its ends.",
        "1,000 less 15 full batches are left; 32 grows by 4 twice; the crop undoes it.",
    ),
    reference=way_in,
    reads=shape("Four things are asked for, in a tuple: two numbers, then two shapes"),
    calls_reference=True,
)

WRONG_SHARE = Exercise(
    key="07.wrong_share",
    find_mistake=find_share_mistake,
    praise="Such a program reports more noise than it makes. Under Eq. 7 every label that is "
    "not kept is wrong.",
    hints=(
        "Is a label that is drawn anew always wrong?",
        "Take the share of labels that are drawn anew, and of those the share whose draw is "
        "another class than the true one.",
        "Half of the labels, times the share of the ten classes that are wrong.",
    ),
    reference=wrong_share,
    reads=number("The share is one number"),
    calls_reference=True,
)
