"""The reader of claims is imported by its name, as the notebooks' kernels import it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
