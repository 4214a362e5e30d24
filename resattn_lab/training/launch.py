"""Several processes from one: torchrun, started from a notebook or the command line."""

import os
import subprocess
import sys
from collections.abc import Sequence


def launch(arguments: Sequence[str], *, processes: int, progress: bool = True) -> int:
    """Run ``resattn-lab`` with these arguments in several processes; return its exit code.

    A notebook cannot fork once CUDA has started, so the processes are torchrun's. What the
    leading one prints is printed here, line by line.

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
        *(sys.executable, "-m", "torch.distributed.run", "--standalone"),
        *(f"--nproc-per-node={processes}", "-m", "resattn_lab.cli", *arguments),
    ]
    quiet = {} if progress else {"TQDM_DISABLE": "1"}
    environment = {
        "OMP_NUM_THREADS": str(threads),
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        **quiet,
    }
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True
    ) as running:
        for line in running.stdout:
            print(line, end="", flush=True)
    return running.returncode
