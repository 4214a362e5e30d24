"""What notebook 04 runs: gradients for given labels, and the accuracy of a network."""

from collections import Counter
from collections.abc import Mapping, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.data import Scenes
from resattn_lab.interventions import mask_replacement, mask_strength
from resattn_lab.recording import record_gradients, record_masks

PART = 20  # scenes that go through the network at once


def label_gradients(
    network: nn.Module, scenes: Scenes, labels: Tensor, modules: Sequence[str]
) -> dict[str, Tensor]:
    """The gradients of the loss with ``labels`` at trunk and fusion of the named modules."""
    names = [f"{module}.{part}" for module in modules for part in ("trunk", "fusion")]
    with record_gradients(network, names) as gradients:
        logits = network(scenes.images / 255)
        F.cross_entropy(logits, labels, reduction="sum").backward()
    network.zero_grad()
    return dict(gradients)


def average_factors(
    right: Mapping[str, Tensor], wrong: Mapping[str, Tensor]
) -> tuple[dict[str, list[float]], dict[str, float]]:
    """How much of a gradient the gates pass, and how much larger the wrong one arrives.

    Args:
        right, wrong: of right and wrong labels, as from ``label_gradients``.

    Returns:
        module -> the gradient's total size at the trunk over that at the product, for right
        and for wrong labels; and module -> the size of the wrong over that of the right.
    """
    factors, larger = {}, {}
    for name in (key.removesuffix(".fusion") for key in right if key.endswith(".fusion")):
        sizes = {
            part: [g[f"{name}.{part}"].abs().sum().item() for g in (right, wrong)]
            for part in ("fusion", "trunk")
        }
        factors[name] = [t / f for t, f in zip(sizes["trunk"], sizes["fusion"], strict=True)]
        larger[name] = sizes["fusion"][1] / sizes["fusion"][0]
    return factors, larger


def factors(
    arriving: Tensor, trunk: Tensor, mask: Tensor, sent: tuple[Tensor, Tensor], at: float = 0.1
) -> tuple[str, str]:
    """What multiplies the arriving gradient: into a trunk where M is ``at``, and into a mask.

    Args:
        sent: the gradients that went into trunk and mask.
    """
    known = {"M": mask, "1 + M": 1 + mask, "T": trunk, "1": torch.ones_like(mask)}
    into_trunk, into_mask = (
        min(known, key=lambda name: (gradient - known[name] * arriving).abs().sum().item())
        for gradient in sent
    )
    value = {"M": at, "1 + M": 1 + at}.get(into_trunk, 1)
    return f"{value:.1f} times g", into_mask


def share_of_the_wrong(factors: Mapping[str, Sequence[float]], close: float = 0.05) -> str:
    """Whether gates pass a smaller, the same or a larger share of a wrong label's gradient.

    Args:
        factors: module -> the average factor for right and for wrong labels.
        close: averages no further apart than this are the same.
    """
    gaps = [wrong - right for right, wrong in factors.values()]
    if max(map(abs, gaps)) <= close:
        return "the same share"
    return "a larger share" if sum(gaps) > 0 else "a smaller share than of a right label's"


def other_masks(network: nn.Module, module: str, others: Scenes) -> dict[str, Tensor | str]:
    """What runs B to E give in place of the module's mask, as ``mask_replacement`` takes it.

    Fixed masks and amounts are means over ``others``, the same for every scene.
    """
    key, parts = f"{module}.mask", []
    for images in others.images.split(PART):
        with torch.inference_mode(), record_masks(network) as masks:
            network(images / 255)
        parts.append(masks[key].mean(dim=0))
    fixed = torch.stack(parts).mean(dim=0)  # (C, h, w)
    amount = fixed.mean(dim=(1, 2), keepdim=True).expand_as(fixed)
    return {
        "B flat": "mean",
        "C fixed": fixed.expand(PART, -1, -1, -1),
        "D amount": amount.expand(PART, -1, -1, -1),
        "E removed": "remove",
    }


def with_other_masks(
    network: nn.Module, module: str, scenes: Scenes, others: Scenes
) -> dict[str, float]:
    """Accuracy with the module's mask flat, fixed, at its mean amounts, and removed."""
    found = {}
    for label, way in other_masks(network, module, others).items():
        with mask_replacement(network, {module: way}):
            found[label] = accuracy(network, scenes)
    return found


def answers(network: nn.Module, scenes: Scenes) -> Tensor:
    """The class that the network names, scene by scene."""
    with torch.inference_mode():
        logits = torch.cat([network(images / 255) for images in scenes.images.split(PART)])
    return logits.argmax(dim=1)


def accuracy(network: nn.Module, scenes: Scenes) -> float:
    """The share of scenes that the network names rightly."""
    return (answers(network, scenes) == scenes.labels).float().mean().item()


def names_given(
    network: nn.Module, scenes: Scenes, *, without: Sequence[str] = ()
) -> Counter[str]:
    """How often the network names which class, with the masks of some modules removed."""
    with mask_strength(network, dict.fromkeys(without, 0)):
        return Counter(scenes.class_names[number] for number in answers(network, scenes))
