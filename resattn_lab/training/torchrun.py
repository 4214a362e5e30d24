"""``torchrun`` without its report: the process that failed has said why."""

import logging
import signal
import sys
from collections.abc import Sequence

from torch.distributed.elastic.multiprocessing.api import SignalException
from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
from torch.distributed.run import main

from .launch import leave_refusal


def torchrun(arguments: Sequence[str]) -> int:
    """Run torchrun; return the exit code of the first process that failed, or 0."""
    logging.disable(logging.CRITICAL)
    try:
        main(arguments)
    except ChildFailedError as error:
        rank, failure = error.get_first_failure()
        if failure.exitcode >= 0:
            return failure.exitcode
        name = signal.Signals(-failure.exitcode).name
        leave_refusal(f"resattn-lab: process {rank} was ended by the system ({name})")
        return 128 - failure.exitcode
    except (KeyboardInterrupt, SignalException):
        return 128 + signal.SIGINT
    return 0


if __name__ == "__main__":
    sys.exit(torchrun(sys.argv[1:]))
