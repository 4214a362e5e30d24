"""The paper's ablations, small enough to run: studies, their trainings, verdicts."""

from .claim_table import ClaimRow, claim_table, verdict_lines
from .claims import CLAIMS, Claim
from .results import StudyResults, load_results
from .run_study import run_study, run_variant
from .setting import SETTINGS, Setting, load_data
from .studies import STUDIES, Study, Variant
from .verdict import VERDICTS, Verdict, judge

__all__ = [
    "CLAIMS",
    "SETTINGS",
    "STUDIES",
    "VERDICTS",
    "Claim",
    "ClaimRow",
    "Setting",
    "Study",
    "StudyResults",
    "Variant",
    "Verdict",
    "claim_table",
    "judge",
    "load_data",
    "load_results",
    "run_study",
    "run_variant",
    "verdict_lines",
]
