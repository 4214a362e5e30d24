"""Where the recorded trainings of each learning rate ended, and how that is called."""

from collections.abc import Mapping
from statistics import fmean
from typing import NamedTuple

NAMES = {"sgd": "SGD with momentum", "adamw": "AdamW"}
LAST = 10  # steps at the end whose losses are averaged
HIGHEST = 5.0  # loss, of a picture
NEAR = 0.2  # nats from guessing, or from the best rate, that count as near
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Ends(NamedTuple):
    """The mean loss of each seed's last steps at one rate."""

    rate: float
    losses: tuple[float, ...]
    verdict: str

    @property
    def mean(self) -> float:
        return fmean(self.losses)


def ends(record: Mapping) -> dict[str, dict[float, Ends]]:
    """Optimiser -> rate -> where its runs ended, the rates ascending."""
    found: dict[str, dict[float, Ends]] = {}
    for name in NAMES:
        runs = [run for run in record["runs"] if run["optimiser"] == name]
        losses = {
            rate: tuple(
                fmean(run["losses"][-LAST:]) for run in runs if run["learning_rate"] == rate
            )
            for rate in sorted({run["learning_rate"] for run in runs})
        }
        best = min(losses, key=lambda rate: fmean(losses[rate]))
        found[name] = {
            rate: Ends(rate, values, _verdict(rate, values, best, losses, record["guessing"]))
            for rate, values in losses.items()
        }
    return found


def whose_loss_is_lost(record: Mapping) -> str:
    """Whose loss is no number any more before the last step at the highest rate, in words."""
    highest = max(run["learning_rate"] for run in record["runs"])
    lost = {
        run["optimiser"]
        for run in record["runs"]
        if run["learning_rate"] == highest and len(run["losses"]) < record["steps"]
    }
    if len(lost) == 1:
        return f"that of {NAMES[lost.pop()]}"
    return "both" if lost else "neither"


def _verdict(rate: float, values, best: float, losses, guessing: float) -> str:
    mean = fmean(values)
    if mean > guessing + NEAR:
        return "it diverges" if mean > 2 * guessing else "worse than guessing"
    lowest = fmean(losses[best])
    if mean < lowest + NEAR:
        return "it learns fast"
    if rate < best:
        return "it creeps" if mean > (lowest + guessing) / 2 else "it learns, but slowly"
    return "it learns nothing" if mean > guessing - NEAR else "it is thrown about"


def written(loss: float) -> str:
    """Two decimals, or for large losses a power of ten."""
    if loss < 1000:
        return f"{loss:.2f}"
    digits, power = f"{loss:.0e}".split("e")
    return f"{digits}·10{str(int(power)).translate(RAISED)}"
