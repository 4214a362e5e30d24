"""What the paper says about its data, and what was found here."""

from ..ledger import Entry
from .judging import ON_CIFAR, apart

TEST_IMAGES = 10_000  # of CIFAR-10


def differences_in_errors() -> str:
    """The paper's differences, in standard errors of separate test sets."""
    found = []
    for name, (first, second) in ON_CIFAR.items():
        error = apart(TEST_IMAGES, first, second)
        points = f"{100 * (second - first):.2f} points are {(second - first) / error:.1f}"
        found.append(f"{name} {points} standard errors")
    return "; ".join(found)


ENTRIES = (
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
        key="07.spread",
        claim="how sure it is that Attention-92 has a lower error than ResNet-164: seeds and "
        "spread, and on how many images one alone is right",
        source="Tables 5 and 6",
        paper="not printed",
        measure=differences_in_errors,
        conditions="by √(SE₁² + SE₂²) on 10,000 test images; on the same images the standard "
        "error is smaller, over seeds it is unknown",
        verdict="not published",
    ),
    Entry(
        key="07.noise_errors",
        claim="top-1 error on CIFAR-10 with 70 % noise, Attention-92 against ResNet-164",
        source="Table 5",
        paper="15.75 % against 17.21 %",
        conditions="short trainings with three seeds each: notebook 12",
        verdict="not measured here",
    ),
)
