"""Run the tests, after the set-up; `make test` runs this.

Run: python scripts/test.py [what pytest takes]
"""

import os
import subprocess
import sys

from set_up import ROOT, exit_status, in_environment, say

# The files are shared out among as many processes as there are cores, each with one thread.
SHARED_OUT = ["-n", "auto", "--maxprocesses=4", "--dist=loadfile"]


def main() -> None:
    status = in_environment(__file__, sys.argv[1:])
    if status is None:
        say("Running the tests.")
        command = [sys.executable, "-m", "pytest", *SHARED_OUT, *sys.argv[1:]]
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        status = subprocess.run(command, cwd=ROOT, env=environment).returncode
    sys.exit(status)


if __name__ == "__main__":
    sys.exit(exit_status(main))
