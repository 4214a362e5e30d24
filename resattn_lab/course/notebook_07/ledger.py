"""What the paper says about its data, and what was found here."""

import torch

from resattn_lab.data import noisy_labels, pad_crop_flip

from ..ledger import Entry

LEVELS = (0.1, 0.3, 0.5, 0.7)  # of Table 5


def measure_crop() -> str:
    """The size that comes out, and how much wider the padded image is."""
    shape = pad_crop_flip(torch.zeros(1, 3, 32, 32)).shape
    wide = torch.nn.functional.pad(torch.zeros(1, 3, 32, 32), (4, 4, 4, 4)).shape
    return f"{wide[-2]}×{wide[-1]}, then {shape[-2]}×{shape[-1]}"


def measure_noise() -> str:
    """Shares of wrong labels among 50,000, ten classes alike."""
    labels = torch.arange(50_000) % 10
    given = [noisy_labels(labels, classes=10, noise=noise, seed=7) for noise in LEVELS]
    shares = [(one != labels).float().mean().item() for one in given]
    return ", ".join(f"{share:.0%}".removesuffix("%") for share in shares) + " %"


ENTRIES = (
    Entry(
        key="07.crop",
        claim="padded by 4, then a random crop",
        source="Sec. 4.1",
        paper="40×40, then 32×32",
        measure=measure_crop,
        conditions="pad_crop_flip on an image of 32×32",
        verdict="agrees",
    ),
    Entry(
        key="07.epochs",
        claim="how often each of 50,000 images is seen: 160k iterations, batch 64",
        source="Sec. 4.1",
        paper="not printed",
        measure=lambda: f"{160_000 * 64 / 50_000:.1f} times",
        conditions="from the paper's figures",
        verdict="not published",
    ),
    Entry(
        key="07.noise_levels",
        claim="labels made wrong by Eq. 7",
        source="Table 5",
        paper="10, 30, 50, 70 %",
        measure=measure_noise,
        conditions="noisy_labels, 50,000 labels of ten classes, seed 7, rounded",
        verdict="agrees",
    ),
    Entry(
        key="07.noise_errors",
        claim="top-1 error on CIFAR-10 with 70 % noise, Attention-92 against ResNet-164",
        source="Table 5",
        paper="15.75 % against 17.21 %",
        conditions="short trainings with three seeds each: notebook 12",
        verdict="not measured here",
    ),
    Entry(
        key="07.spread",
        claim="seeds of the runs on CIFAR, and the spread over them",
        source="Sec. 4.1",
        paper="not printed",
        verdict="not published",
    ),
)
