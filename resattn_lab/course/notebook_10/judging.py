"""The exercise of notebook 10 on what trained and random kernels allow to say."""

from ..exercise import Exercise, wrong_letters
from ..reading import two_letters


def supported() -> str:
    return "AC"


NOT_SUPPORTED = {
    "B": "B: more than a third of the random kernels are low-pass as well, and so are three of "
    "eight in each network.",
    "D": "D: random kernels have a grey share of a third on average; these edges lie there.",
    "E": "E: the low-pass kernels lie in the midst of the random ones.",
}


CLAIMS = Exercise(
    key="10.claims",
    find_mistake=wrong_letters(NOT_SUPPORTED),
    praise="Both stand far outside of what random kernels do. The three others look just as "
    "convincing in a picture of the kernels, until the random ones stand beside it.",
    hints=(
        "For each statement: which row of the picture says what chance gives?",
        "Compare the bars for A and B with the row of random kernels; for C, D and E look "
        "where the symbols of that kind lie within the cloud of random kernels.",
        "Edges: about half of the trained kernels, a few in a hundred random ones. Now which "
        "of C, D and E speaks of symbols beyond the end of the random cloud?",
    ),
    reference=supported,
    reads=two_letters,
    calls_reference=True,
)
