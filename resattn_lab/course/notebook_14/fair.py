"""The exercise of notebook 14 on a comparison that was not fair."""

from ..exercise import Exercise, wrong_letters
from ..reading import two_letters


def unfair() -> str:
    return "AD"


HARMLESS = {
    "B": "B: the same test images for both is what a comparison needs (notebook 07).",
    "C": "C: that they start from other weights is what is compared; all else is to be alike.",
    "E": "E: each method may have its own learning rate, if it was chosen on validation "
    "images.",
}


FAIR = Exercise(
    key="14.fair",
    find_mistake=wrong_letters(HARMLESS),
    praise="A stops the new network before it has learned even its training images, and "
    "D lets the other one see the test. Either can make the whole difference.",
    hints=(
        "Which of the five would also let a method win that is no better?",
        "For each: was one of the two networks held back, or was one of them told more "
        "than the other about the test images?",
        "Look at the training accuracy of the new network, and at where the body's own "
        "training images came from.",
    ),
    reference=unfair,
    reads=two_letters,
    calls_reference=True,
)
