"""What the paper and its release say about residual units, and what was counted here."""

from resattn_lab.blocks import ResidualUnit

from ..ledger import Entry


def module_by_hand() -> str:
    """Twelve units, two batch norms and two 1×1 convolutions of 256 channels."""
    unit = sum(p.numel() for p in ResidualUnit(256, 256).parameters())
    return f"{12 * unit + 2 * (2 * 256) + 2 * 256 * 256:,}"


ENTRIES = (
    Entry(
        key="02.module_parameters",
        claim="parameters of the Attention Module in stage 1 of Attention-56",
        source="the authors' released network",
        paper="976,896",
        verdict="agrees",
        measure=module_by_hand,
        conditions="12 residual units of 256 channels at 70,400 each, and the mask's last two "
        "batch norms and 1×1 convolutions, counted by hand",
    ),
)
