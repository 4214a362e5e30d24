"""What goes wrong in a training, said so that one can act on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import torch
from torch import Tensor, nn

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


def check_batch_of_one(network: nn.Module, image: Tensor, images: int, size: int) -> None:
    """Try the batch of one image that an epoch will end with, on a copy of the network.

    A batch norm has nothing to normalise by where one image is left with one place.

    Args:
        image: (1, C, H, W), float in [0, 1], as training will give it.
        images, size: of the training set and of a batch, for the message.

    Raises:
        ValueError: the network cannot be trained on it; what to do.
    """
    tried = deepcopy(network).train()
    for module in tried.modules():  # nobody who watches the network is to see this
        module._forward_hooks.clear()
        module._forward_pre_hooks.clear()
    devices = [image.device] if image.is_cuda else []
    with torch.random.fork_rng(devices), torch.no_grad():
        try:
            tried(image)
        except ValueError as error:
            if "more than 1 value per channel" not in str(error):
                raise
            raise ValueError(
                f"the last batch of an epoch has one image ({images} images in batches of "
                f"{size}), and at {image.shape[-2]}×{image.shape[-1]} pixels the last batch "
                "norms see a single value of it; choose another batch size, or larger images"
            ) from error
