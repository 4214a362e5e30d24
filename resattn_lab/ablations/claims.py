"""What the paper's tables and Fig. 4 claim, each as one gap between two networks."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Claim:
    """That ``lower`` has a lower number than ``higher``, and the paper's two numbers.

    Args:
        says: the claim in words.
        source: table or figure of the paper.
        study: key into ``STUDIES``; ``lower`` and ``higher`` are two of its variants.
        paper: the paper's numbers for ``lower`` and ``higher``, in percent.
        measure: what the numbers are: ``"error"`` (test error) or ``"response"`` (mean
            absolute response of stage 3 relative to that of stage 1).
    """

    says: str
    source: str
    study: str
    lower: str
    higher: str
    paper: tuple[float, float]
    measure: str = "error"

    @property
    def ratio(self) -> bool:
        """Whether its numbers are ratios, whose logarithms are compared."""
        return self.measure == "response"

    @property
    def paper_gap(self) -> float:
        """The paper's gap, in points; of ratios, as a natural logarithm."""
        low, high = self.paper
        return math.log(high / low) if self.ratio else high - low

    def paper_in_words(self) -> str:
        return (
            f"×{self.paper[1] / self.paper[0]:.3g}" if self.ratio else f"{self.paper_gap:+.2f}"
        )


def _over_depth() -> dict[str, Claim]:
    printed = {56: (5.52, 5.89), 92: (4.99, 5.35), 128: (4.44, 5.57), 164: (4.31, 7.18)}
    return {
        f"depth_{depth}": Claim(
            says=f"Attention-{depth}: attention residual learning errs less than naive",
            source="Table 3",
            study="depth",
            lower=f"ARL {depth}",
            higher=f"NAL {depth}",
            paper=errors,
        )
        for depth, errors in printed.items()
    }


def _under_noise() -> dict[str, Claim]:
    printed = {10: (5.15, 5.93), 30: (5.79, 6.61), 50: (7.27, 8.35), 70: (15.75, 17.21)}
    return {
        f"noise_{share}": Claim(
            says=f"with {share} % label noise Attention-92 errs less than ResNet-164",
            source="Table 5",
            study="noise",
            lower=f"Attention-92 {share}%",
            higher=f"ResNet-164 {share}%",
            paper=errors,
        )
        for share, errors in printed.items()
    }


CLAIMS = {
    "mixed_channel": Claim(
        says="mixed attention errs less than channel attention",
        source="Table 1",
        study="masks",
        lower="mixed",
        higher="channel",
        paper=(5.52, 6.24),
    ),
    "mixed_spatial": Claim(
        says="mixed attention errs less than spatial attention",
        source="Table 1",
        study="masks",
        lower="mixed",
        higher="spatial",
        paper=(5.52, 6.33),
    ),
    **_over_depth(),
    "mask": Claim(
        says="an encoder-decoder mask errs less than local convolutions",
        source="Table 4",
        study="masks",
        lower="mixed",
        higher="local",
        paper=(5.52, 6.48),
    ),
    **_under_noise(),
    # Fig. 4, read off the plot.
    "response_naive": Claim(
        says="in naive Attention-164 the last stage answers more weakly than with the 1 +",
        source="Fig. 4",
        study="depth",
        lower="NAL 164",
        higher="ARL 164",
        paper=(1.0, 30.0),
        measure="response",
    ),
    # Table 7 is on ImageNet, top-1, Attention-56 and AttentionNeXt-56 at 224×224,
    # AttentionInception-56 at 299×299, which a smaller error may come from as well.
    "units_resnext": Claim(
        says="ResNeXt units err less than pre-activation units",
        source="Table 7",
        study="units",
        lower="resnext",
        higher="preactivation",
        paper=(21.2, 21.76),
    ),
    "units_inception": Claim(
        says="Inception units err less than pre-activation units",
        source="Table 7",
        study="units",
        lower="inception",
        higher="preactivation",
        paper=(20.36, 21.76),
    ),
}
