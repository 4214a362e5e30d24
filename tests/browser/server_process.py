"""A server of its own process group, for the time of a browser test."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

START_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ServerProcess:
    """Start ``command``, wait until it answers, end it with all its kernels.

    Args:
        environment: what is set beside the variables of this process.
        log: a file for all that it prints.

    Raises:
        RuntimeError: it ended early, or did not answer in ``START_SECONDS``.
    """

    def __init__(self, command: list[str], environment: dict[str, str], log: Path):
        name = type(self).__name__
        with open(log, "w") as printed:
            self.process = subprocess.Popen(
                command,
                env={**os.environ, **environment},
                stdout=printed,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        end = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None:
                raise RuntimeError(f"{name} ended early:\n{log.read_text()}")
            if time.monotonic() > end:
                self.stop()
                raise RuntimeError(f"{name} did not answer in {START_SECONDS} s")
            time.sleep(0.2)

    def answers(self) -> bool:
        """Whether it can be asked for a page."""
        raise NotImplementedError

    def stop(self) -> None:
        """End the server and its kernels: its whole process group, and nothing else."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
