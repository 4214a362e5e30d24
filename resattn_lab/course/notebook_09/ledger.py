"""What the paper says of its masks, and what was found here."""

from functools import lru_cache

import torch
from torch import Tensor, nn

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import Scenes, planted_scenes
from resattn_lab.interventions import mask_replacement
from resattn_lab.measures import inside_and_outside, variance_shares
from resattn_lab.networks import prepare_for_inference
from resattn_lab.recording import record_masks

from ..ledger import Entry

SEED, OTHER_SEED, COUNT, PART = 9, 109, 60, 20
CONDITIONS = f"scenes_attention_56 from the box, {COUNT} planted scenes, seed {SEED}, CPU"


@lru_cache
def _network() -> nn.Module:
    return prepare_for_inference(load_checkpoint("scenes_attention_56")[0])


@lru_cache
def _scenes(seed: int) -> Scenes:
    return planted_scenes(COUNT, seed=seed)


@lru_cache
def masks(seed: int) -> dict[str, Tensor]:
    """Each module's masks on all scenes of a seed."""
    parts = []
    with torch.inference_mode(), record_masks(_network()) as kept:
        for images in (_scenes(seed).images / 255).split(PART):
            _network()(images)
            parts.append(dict(kept))
    return {name.removesuffix(".mask"): torch.cat([p[name] for p in parts]) for name in kept}


def changing() -> str:
    shares = [variance_shares(m) for m in masks(SEED).values()]
    found = [sum(v for name, v in share.items() if "image" in name) for share in shares]
    return f"{' / '.join(f'{share:.0%}' for share in found)} of the variance"


def with_one_mask() -> str:
    """Accuracy with each module's mask replaced by its mean over other scenes."""
    found, scenes = [], _scenes(SEED)
    for name, mask in masks(OTHER_SEED).items():
        fixed = mask.mean(dim=0).expand(PART, -1, -1, -1)
        with torch.inference_mode(), mask_replacement(_network(), {name: fixed}):
            said = [_network()(x / 255).argmax(dim=1) for x in scenes.images.split(PART)]
        found.append((torch.cat(said) == scenes.labels).float().mean().item())
    return f"{' / '.join(f'{share:.0%}' for share in found)} right"


def higher_on_object(module: str) -> str:
    """How often the mean mask is higher on the object than beside it."""
    mask, true_masks = masks(SEED)[module].mean(dim=1), _scenes(SEED).true_masks
    inside, outside = inside_and_outside(mask, true_masks)
    share = (inside > outside).float().mean().item()
    means = f"{inside.mean():.2f} on it, {outside.mean():.2f} beside it"
    return f"{module} higher on the object in {share:.0%} of scenes: {means}"


def first_module() -> str:
    return higher_on_object("stage1.0")


def last_module() -> str:
    return higher_on_object("stage3.0")


ENTRIES = (
    Entry(
        key="09.background",
        claim="a low-level mask weakens the background (the sky's blue)",
        source="Fig. 1",
        paper="shown on one photograph",
        measure=first_module,
        conditions=CONDITIONS + "; mean over channels; 1 + M never weakens, it stresses less",
        verdict="repeated",
    ),
    Entry(
        key="09.parts",
        claim="a high-level mask stresses the object (the balloon's lower part)",
        source="Fig. 1",
        paper="shown on one photograph",
        measure=last_module,
        conditions=CONDITIONS + "; mean over channels, single channels differ",
        verdict="not repeated",
    ),
    Entry(
        key="09.adaptive",
        claim="masks of all modules change with the image (stages 1 / 2 / 3)",
        source="Abstract, Sec. 1",
        paper="said, no figure",
        measure=changing,
        conditions=CONDITIONS,
        verdict="repeated",
    ),
    Entry(
        key="09.needed",
        claim="how well the network does when one module's mask is the same for every image "
        "(stages 1 / 2 / 3)",
        source="Sec. 1",
        paper="not printed",
        measure=with_one_mask,
        conditions=f"{CONDITIONS}; the mask is the mean over {COUNT} scenes of seed "
        f"{OTHER_SEED}",
        verdict="not published",
    ),
)
