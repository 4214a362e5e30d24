"""What the paper says about the mask's range, and what was found here."""

from functools import cache

import torch
from torch import Tensor

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import planted_scenes
from resattn_lab.recording import record_masks

from ..ledger import Entry

CONDITIONS = "CPU, the shipped network scenes_attention_56, 24 planted scenes of seed 7"


@cache
def masks() -> dict[str, Tensor]:
    network, _ = load_checkpoint("scenes_attention_56")
    with torch.no_grad(), record_masks(network) as kept:
        network(planted_scenes(24, seed=7).images / 255)
    return dict(kept)


def mask_range() -> str:
    values = torch.cat([mask.flatten() for mask in masks().values()])
    inside = bool(((values >= 0) & (values <= 1)).all())
    said = "all" if inside else "not all"
    return f"{said} of {values.numel():,} mask values from 0 to 1, as a sigmoid's must be"


def sums_over_locations() -> str:
    sums = masks()["stage3.0.mask"].sum(dim=(2, 3))
    low, high = (round(float(end)) for end in (sums.min(), sums.max()))
    return f"in stage 3, over 64 locations of a channel, from {low} to {high}"


ENTRIES = (
    Entry(
        key="01.range",
        claim="mixed attention puts every mask value between 0 and 1",
        source="Eq. 4",
        paper="a sigmoid of each value",
        measure=mask_range,
        conditions=CONDITIONS,
        verdict="agrees",
    ),
    Entry(
        key="01.sums",
        claim="no sum over locations is fixed",
        source="Eq. 4",
        paper="position and channel each for itself",
        measure=sums_over_locations,
        conditions=CONDITIONS,
        verdict="agrees",
    ),
)
