"""What goes wrong in a training, said so that one can act on it."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from .recipe import Recipe
from .run_folder import RunFolder


@contextmanager
def explained(recipe: Recipe, run: RunFolder) -> Iterator[None]:
    """Add to an error what to do, and which state is left to go on from.

    Raises:
        KeyboardInterrupt: somebody stopped it.
        torch.OutOfMemoryError: the device's memory is full.
        FloatingPointError: the loss is no number.
        OSError: the disk is full.
    """
    try:
        yield
    except KeyboardInterrupt as stop:
        raise KeyboardInterrupt(f"stopped; {run.last_state()}{run.way_on()}") from stop
    except torch.OutOfMemoryError as error:
        precision = ", precision='bfloat16'" if recipe.precision == "float32" else ""
        raise torch.OutOfMemoryError(
            f"the device's memory does not hold a step of {recipe.batch_size} images; try "
            f"batch_size={max(1, recipe.batch_size // 2)}{precision} or smaller images "
            f"({str(error).splitlines()[0]}); {run.last_state()}"
        ) from error
    except FloatingPointError as error:
        raise FloatingPointError(
            f"{error}, and start anew in another folder; {run.last_state()}"
        ) from error
    except OSError as error:
        if error.errno is None:
            raise
        reason = f"{error.strerror}; {run.last_state()}"
        raise OSError(error.errno, reason, error.filename) from error
