"""Several processes from one: torchrun, started from a notebook or the command line."""

import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

TORCHRUN = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT")
RUN = f"import sys; from {__name__} import torchrun; sys.exit(torchrun(sys.argv[1:]))"
REFUSAL = "RESATTN_LAB_REFUSAL"  # the file in which the processes leave why they ended


def launch(arguments: Sequence[str], *, processes: int, progress: bool = True) -> int:
    """Run ``resattn-lab`` with these arguments in several processes; return its exit code.

    A notebook cannot fork once CUDA has started, so the processes are torchrun's. What the
    leading one prints is printed here, line by line, and what any of them refuses once. An
    interrupt goes to all of them; they end as one alone would.

    Args:
        arguments: such as ``["train", "--data", "scenes", "--out", "runs/two"]``.
        processes: one for each GPU; on a CPU they share its cores.
        progress: whether they show bars, which go to the standard error.

    Raises:
        ValueError: fewer than two processes.
    """
    if processes < 2:
        raise ValueError(f"launch is for 2 processes or more, got {processes}")
    threads = max(1, (os.cpu_count() or 1) // processes)
    command = [
        *(sys.executable, "-c", RUN, "--standalone"),
        *(f"--nproc-per-node={processes}", "-m", "resattn_lab.cli", *arguments),
    ]
    quiet = {} if progress else {"TQDM_DISABLE": "1"}
    with tempfile.TemporaryDirectory() as folder:
        refusal = Path(folder) / "refusal"
        environment = {
            "OMP_NUM_THREADS": str(threads),
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "PYTHONIOENCODING": "utf-8",  # between the processes, whatever the terminal has
            REFUSAL: str(refusal),
            **quiet,
        }
        with subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,  # a Ctrl-C comes here alone, and is passed on once
        ) as running:
            try:
                _pass_on(running.stdout)
            except KeyboardInterrupt:
                running.send_signal(signal.SIGINT)
                _pass_on(running.stdout)
        if refusal.exists():
            print(refusal.read_text(encoding="utf-8"), file=sys.stderr, flush=True)
    return running.returncode


def place_in_group() -> tuple[int, int]:
    """This process's number and how many there are, as ``torchrun`` says it: 0 of 1 alone.

    A single variable of torchrun's that somebody left in the environment means nothing.

    Raises:
        ValueError: the number is none, or not below their count.
    """
    if not all(os.environ.get(name) for name in TORCHRUN):
        return 0, 1
    rank, processes = os.environ["RANK"], os.environ["WORLD_SIZE"]
    if not (rank.isdigit() and processes.isdigit() and int(rank) < int(processes)):
        raise ValueError(
            f"RANK must be a number below WORLD_SIZE, got {rank!r} and {processes!r}; unset "
            "both, or let torchrun set them"
        )
    return int(rank), int(processes)


def torchrun(arguments: Sequence[str]) -> int:
    """Run torchrun without its report: the process that failed has said why.

    Returns:
        The exit code of the first process that failed, or 0.
    """
    from torch.distributed.elastic.multiprocessing.api import SignalException
    from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
    from torch.distributed.run import main

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


def leave_refusal(text: str) -> bool:
    """Leave ``text`` to the process that launched this one; false where none did.

    The first process to fail is heard; the others only lost their partner.
    """
    path = os.environ.get(REFUSAL)
    if not path:
        return False
    with suppress(FileExistsError), open(path, "x", encoding="utf-8") as file:
        file.write(text)
    return True


def refusal_was_left() -> bool:
    """Whether a process of this training has left why it ended."""
    path = os.environ.get(REFUSAL)
    return bool(path) and Path(path).exists()


def _pass_on(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, end="", flush=True)
