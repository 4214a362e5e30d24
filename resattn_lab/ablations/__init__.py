"""The paper's ablations, small enough to run: studies, their trainings, verdicts."""

from .claim_table import ClaimRow, claim_table, judge_claim, verdict_lines
from .claims import CLAIMS, Claim
from .comparisons import COMPARISONS, Comparison, comparison_lines, comparison_table
from .intervals import Interval, paired_interval, power, seeds_needed, welch_interval
from .results import StudyResults, load_results, recorded_folder
from .run_study import run_study, run_variant
from .setting import SETTINGS, Setting, load_data
from .studies import STUDIES, Study, Variant
from .verdict import VERDICTS, RuleWord, Verdict, decide, judge

__all__ = [
    "CLAIMS",
    "COMPARISONS",
    "SETTINGS",
    "STUDIES",
    "VERDICTS",
    "Claim",
    "ClaimRow",
    "Comparison",
    "Interval",
    "RuleWord",
    "Setting",
    "Study",
    "StudyResults",
    "Variant",
    "Verdict",
    "claim_table",
    "comparison_lines",
    "comparison_table",
    "decide",
    "judge",
    "judge_claim",
    "load_data",
    "load_results",
    "paired_interval",
    "power",
    "recorded_folder",
    "run_study",
    "run_variant",
    "seeds_needed",
    "verdict_lines",
    "welch_interval",
]
