"""One run of a test: does it pass, does it fail, or does it break off?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from ..running import words_of

PASSES, FAILS, BREAKS = "passes", "fails", "breaks off"


@dataclass(frozen=True)
class Verdict:
    """What a test said: ``PASSES``, ``FAILS`` or ``BREAKS``, and the error's words."""

    said: str
    words: str = ""


def is_false(result: Any) -> bool:
    """Whether a test returned False, in whatever form; ``None`` is not False."""
    if isinstance(result, torch.Tensor):
        result = result.detach().cpu().numpy()
    if isinstance(result, (np.ndarray, np.bool_)):
        return result.size == 1 and result.item() is False
    return result is False


def try_test(test: Callable, *arguments: Any, seed: int = 0) -> Verdict:
    """Run ``test(*arguments)`` once.

    A test fails by raising AssertionError (or by returning False). Any other error is no
    verdict: the test has broken off. NotImplementedError goes on: nothing was written yet.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        try:
            result = test(*arguments)
        except AssertionError as error:
            return Verdict(FAILS, words_of(error, named=False))
        except NotImplementedError:
            raise
        except Exception as error:  # whatever a learner's test does, it gets an answer
            return Verdict(BREAKS, words_of(error))
    return Verdict(FAILS, "it returned False") if is_false(result) else Verdict(PASSES)
