"""The exercise of notebook 08, training, on which of many epochs is reported."""

from ..compared import compared
from ..exercise import Exercise
from ..reading import number


def report(validation, test):
    best = max(range(len(validation)), key=lambda epoch: validation[epoch])
    return test[best]


def best(values: list[float]) -> int:
    return max(range(len(values)), key=lambda epoch: values[epoch])


find_report_mistake = compared(
    report,
    mistakes={
        "That is the best test accuracy: the epoch was chosen on the test set.": (
            lambda validation, test: max(test)
        ),
        "That is the last epoch; it did not validate best.": lambda validation, test: test[-1],
        "Two epochs validate equally well; take the earlier one.": (
            lambda validation, test: test[len(test) - 1 - best(validation[::-1])]
        ),
        "That is the best validation accuracy; reported is the test accuracy there.": (
            lambda validation, test: max(validation)
        ),
        "That is an epoch's number; wanted is its test accuracy.": (
            lambda validation, test: best(validation)
        ),
        "That is the mean over the epochs: most of them were not chosen.": (
            lambda validation, test: sum(test) / len(test)
        ),
    },
    tried_on=[
        ([0.31, 0.52, 0.64, 0.71, 0.69, 0.71, 0.66], [0.3, 0.55, 0.61, 0.67, 0.74, 0.72, 0.7]),
        ([0.2, 0.1], [0.3, 0.9]),
    ],
    otherwise="Find the epoch with the highest validation accuracy, then look up its test one.",
)


REPORT = Exercise(
    key="08.report",
    find_mistake=find_report_mistake,
    praise="The validation images choose, the test images are asked once: what they say is "
    "then no one's wish.",
    hints=(
        "Which of the two lists may have a say in the choice of the epoch?",
        "Two steps: which epoch, by validation alone; then its entry in test. Of two epochs "
        "that validate equally well the first counts.",
        "max(range(len(validation)), key=...) gives the first epoch that is best.",
    ),
    reference=report,
    reads=number("One number is wanted: a test accuracy"),
)
