"""What the paper says about responses, and what was found here."""

import math

import torch

from resattn_lab.blocks import Fusion
from resattn_lab.measures import factor_per_module, relative_responses

from ..ledger import Entry
from ..record import record

WAYS = (("ARL", True), ("NAL", False))
STAGES = ("stage1", "stage2", "stage3")


def geometric_mean(values: list[float]) -> float:
    return math.exp(sum(math.log(value) for value in values) / len(values))


def stages_after(record_name: str, residual: bool) -> list[list[float]]:
    """Responses of the three stages at the end of each recorded run, one list a seed."""
    if record_name == "stage_response":
        return [
            [run["after"][stage] for stage in STAGES]
            for run in record(record_name)["runs"]
            if run["attention_residual"] is residual
        ]
    return [
        run["responses"][-1]
        for run in record(record_name)["runs"]
        if run["attention_residual"] is residual and run["learning_rate"] == 0.1
    ]


def relative_stages(record_name: str) -> str:
    """Stages 2 and 3 relative to stage 1, as geometric means over the seeds."""
    said = []
    for name, residual in WAYS:
        runs = [relative_responses(run) for run in stages_after(record_name, residual)]
        means = [geometric_mean([run[stage] for run in runs]) for stage in (1, 2)]
        said.append(f"{name} " + ", ".join(f"{mean:.2g}" for mean in means))
    return "; ".join(said)


def shrinking() -> str:
    """The factor from module to module of NAL's products before training."""
    factors = [
        factor_per_module([run["before"][f"{stage}.{n}.fusion"] for n in range(4)])
        for run in record("stage_response")["runs"]
        if not run["attention_residual"]
        for stage in STAGES
    ]
    return f"×{min(factors):.2f} to ×{max(factors):.2f} from module to module"


def closed_mask() -> str:
    trunk = torch.randn(2, 3, 4, 4, generator=torch.Generator().manual_seed(0))
    same = torch.equal(Fusion(attention_residual=True)(trunk, torch.zeros_like(trunk)), trunk)
    return "T to the bit" if same else "not T"


def test_errors() -> str:
    said = []
    for name, residual in WAYS:
        found = [
            1 - run["test_accuracy"]
            for run in record("stage_response")["runs"]
            if run["attention_residual"] is residual
        ]
        said.append(f"{name} {min(found):.0%} to {max(found):.0%}".replace("%", " %"))
    return "; ".join(said)


SHORT = (
    "recorded: width 1/8, scenes of 16×16, CPU, seeds 0 to 2; units begin as the identity, "
    "three epochs of AdamW with a clipped gradient"
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
        key="05.fig4_short",
        claim="trained Attention-164: stages 2 and 3 relative to stage 1",
        source="Fig. 4",
        paper="ARL 0.52, 0.30; NAL 0.02, 0.01 (read off the plot)",
        measure=lambda: relative_stages("stage_response"),
        conditions=SHORT,
        verdict="not repeated",
    ),
    Entry(
        key="05.fig4_steps",
        claim="Attention-164: relative to stage 1, NAL loses more than ARL",
        source="Fig. 4",
        paper="ARL 0.52, 0.30; NAL 0.02, 0.01 (read off the plot)",
        measure=lambda: relative_stages("first_steps"),
        conditions=STEPS,
        verdict="repeated",
    ),
    Entry(
        key="05.fig4_resnet",
        claim="ResNet-164: stages 2 and 3 relative to stage 1",
        source="Fig. 4",
        paper="0.57, 0.30 (read off the plot)",
        conditions="short trainings with three seeds each: notebook 12",
        verdict="not measured here",
    ),
    Entry(
        key="05.table3",
        claim="Attention-164: test error, ARL against NAL",
        source="Table 3",
        paper="4.31 % against 7.18 % (CIFAR-10)",
        measure=test_errors,
        conditions=f"{SHORT}; at four depths: notebook 12",
        verdict="not testable at this size",
    ),
)
