"""What the paper says about responses, and what was found here."""

from collections.abc import Mapping

import torch
from torch import Tensor

from resattn_lab.ablations import ClaimRow, claim_table, recorded_folder
from resattn_lab.blocks import Fusion
from resattn_lab.measures import factor_per_module

from ..ledger import Entry
from ..record import record
from . import evidence


def relative_stages(found: Mapping[str, Tensor]) -> str:
    """Stages 2 and 3 relative to stage 1, as geometric means over the seeds.

    Args:
        found: ARL and NAL -> the stages' responses, (seeds, 3).
    """
    said = []
    for name, rows in found.items():
        second, third = evidence.geometric_mean(rows / rows[:, :1])[1:]
        said.append(f"{name} {second:.2g}, {third:.2g}")
    return "; ".join(said)


def exploded() -> str:
    """The ratios after 40 steps of SGD, and what became of NAL's stages 1 and 3."""
    _, found = evidence.first_steps()
    ends = {name: rows[:, -1] for name, rows in found.items()}
    first, third = ends["NAL"][:, 0], ends["NAL"][:, 2]
    return (
        f"{relative_stages(ends)}; but NAL's stage 1 has grown to {first.min():,.0f} and up to "
        f"{first.max():,.0f}, and its stage 3 is at {third.min():.1f} to {third.max():.1f}"
    )


def read_after_twelve() -> str:
    """R² of the scene after twelve untrained modules."""
    found = evidence.read_after(12)
    return "; ".join(f"{name[2:]} {mean:.2f}" for name, (mean, _, _) in found.items())


def shrinking() -> str:
    """The factor from module to module of NAL's products before training."""
    factors = [
        factor_per_module([run["before"][f"{stage}.{n}.fusion"] for n in range(4)])
        for run in record("stage_response")["runs"]
        if not run["attention_residual"]
        for stage in evidence.STAGES
    ]
    return f"×{min(factors):.2f} to ×{max(factors):.2f} from module to module"


def closed_mask() -> str:
    trunk = torch.randn(2, 3, 4, 4, generator=torch.Generator().manual_seed(0))
    same = torch.equal(Fusion(attention_residual=True)(trunk, torch.zeros_like(trunk)), trunk)
    return "T to the bit" if same else "not T"


def scene_pairs() -> ClaimRow:
    """The paired trainings of notebook 12 on scenes."""
    rows = claim_table(recorded_folder())
    return next(row for row in rows if (row.key, row.source) == ("depth_164", "scenes"))


def test_errors() -> str:
    row = scene_pairs()
    ends = {"ARL": row.lower, "NAL": row.higher}
    return "; ".join(f"{n} {min(e):.0f} % to {max(e):.0f} %" for n, e in ends.items())


SHORT = (
    "recorded: width 1/8, 4,000 scenes of 16×16, CPU, seeds 0 to 2; units begin as the "
    "identity, three epochs of AdamW at a rate of 0.01, with a clipped gradient"
)
STEPS = (
    "recorded: width 1/8, scenes of 16×16, CPU, seeds 0 to 2; He's weights, 40 steps of SGD "
    "with a rate of 0.1, 16 images each"
)

ENTRIES = (
    Entry(
        key="05.shrinking",
        claim="products with masks in (0, 1) shrink the response, module by module",
        source="Sec. 3.1",
        paper="not printed",
        measure=shrinking,
        conditions="recorded: NAL, untrained, units that begin as the identity",
        verdict="agrees",
    ),
    Entry(
        key="05.identity",
        claim="with M = 0 the module keeps what its trunk found",
        source="Sec. 3.1, Eq. 3",
        paper="T",
        measure=closed_mask,
        conditions="the package's Fusion, random T",
        verdict="agrees",
    ),
    Entry(
        key="05.read",
        claim="masks break the identity that residual units hand on: R² of the input after "
        "twelve modules",
        source="Sec. 3.1",
        paper="said, no figure",
        measure=read_after_twelve,
        conditions="recorded: untrained, He's weights, batch norm, 16 channels, five seeds",
        verdict="agrees",
    ),
    Entry(
        key="05.fig4_short",
        claim="trained Attention-164: stages 2 and 3, each divided by stage 1",
        source="Fig. 4",
        paper="ARL 0.52, 0.30; NAL 0.02, 0.01 (read off the plot)",
        measure=lambda: relative_stages(evidence.trained_stages()),
        conditions=SHORT,
        verdict="differs",
    ),
    Entry(
        key="05.fig4_steps",
        claim="Attention-164: NAL's stages 2 and 3 fade",
        source="Fig. 4",
        paper="ARL 0.52, 0.30; NAL 0.02, 0.01 (read off the plot)",
        measure=exploded,
        conditions=STEPS,
        verdict="differs",
    ),
    Entry(
        key="05.table3",
        claim="Attention-164: test error, ARL against NAL",
        source="Table 3",
        paper="4.31 % against 7.18 % (CIFAR-10)",
        measure=test_errors,
        conditions="scenes, three pairs of trainings; on photographs not testable: notebook 12",
        verdict=scene_pairs().verdict.word,
    ),
)
