"""What notebook 15 measures, in the words of its predictions."""

from collections.abc import Mapping
from math import log

from torch import Tensor

NEAR = 0.2  # of the way that the exact gradient goes: what is closer is the same place


def where_to(path: Tensor) -> str:
    """Where a descent leads: (T, 2), judged by its end and by its second half."""
    if path[-1].norm() < NEAR * path[0].norm():
        return "back to (0, 0)"
    later = (path[-1] - path[len(path) // 2])[0]
    return "ever further to the right" if later > 0.1 else "to a point where it stops"


def how_much_larger(times: float) -> str:
    """How many times as large one spread is as another: the choice that comes nearest."""
    choices = {
        "about as large": 1,
        "about twice as large": 2,
        "about ten times as large": 10,
    }
    return min(choices, key=lambda words: abs(log(times / choices[words])))


def where_they_end(paths: Mapping[str, Tensor], how: str) -> str:
    """Where the runs of one kind end, beside those of the exact gradient: (R, T, 2) each."""
    ends, aims = paths[how][:, -1], paths["exact"][:, -1]
    way = (aims - paths["exact"][:, 0]).mean(dim=0).norm()
    middle = ends.mean(dim=0)
    if (ends - middle).square().sum(dim=1).mean().sqrt() > NEAR * way:
        return "all over"
    if (middle - aims.mean(dim=0)).norm() < NEAR * way:
        return "where the exact gradient leads"
    return "somewhere else, and there they stay"


def how_far_apart(paths: Mapping[str, Tensor]) -> str:
    """How far from their middle the runs of one gradient end, root mean square: a title."""
    ((how, runs),) = paths.items()
    ends = runs[:, -1]
    apart = (ends - ends.mean(dim=0)).square().sum(dim=1).mean().sqrt()
    return f"{how}: runs end {apart:.1f} from their middle"
