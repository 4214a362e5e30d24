"""One convolution under one image, what was chosen of it, and what its kernels let through."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from resattn_lab.measures import frequency_response, joint_response, low_share, passband

SMALL, LARGE = 17, 61  # frequencies along a side: of one of many, and of the chosen one


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One convolution under one image, and what was chosen of it.

    Args:
        weights: (out, in, kh, kw).
        channel: the output channel that is framed.
        input_channel: whose slices are shown; None shows all of them, in colour where
            there are three.
        all_kernels: every slice as a tile of its own, a row an output.
        responses: (out, h, w) to the image; None without images.
        image: (C, H, W), uint8 or floats in [0, 1], or None.
        number: of the image.
        named: whether each channel is called by what it lets through.
    """

    weights: np.ndarray
    channel: int
    input_channel: int | None
    all_kernels: bool
    responses: np.ndarray | None
    image: np.ndarray | None
    number: int
    named: bool = True

    @property
    def columns(self) -> int:
        """As many as make the grid about as wide as it is high."""
        return max(1, round(len(self.weights) ** 0.5 + 0.499))

    @property
    def one_slice(self) -> bool:
        """Whether one input channel is looked at, and not all."""
        return not self.all_kernels and self.input_channel is not None

    def what(self) -> str:
        """Which kernels are shown, in a few words."""
        outputs, inputs, high, wide = self.weights.shape
        if self.all_kernels:
            return f"all {outputs} × {inputs} kernels of {high}×{wide}, a row an output"
        if self.input_channel is None:
            return f"{outputs} kernels of {high}×{wide}, in colour"
        return f"{outputs} kernels of {high}×{wide}, input channel {self.input_channel}"

    def frequencies(self) -> np.ndarray:
        """What each channel lets through, (out, SMALL, SMALL)."""
        if self.one_slice:
            return frequency_response(self.weights[:, self.input_channel], size=SMALL)
        return joint_response(self.weights, size=SMALL)

    def chosen_response(self) -> np.ndarray:
        """The chosen channel's, of one input channel or the root mean square of all."""
        kernel = self.weights[self.channel]
        if self.one_slice:
            return frequency_response(kernel[self.input_channel], size=LARGE)
        return joint_response(kernel, size=LARGE)

    def chosen_low_share(self) -> float:
        """The chosen kernel's low share; over all its slices where all are shown."""
        kernel = self.weights[self.channel]
        if self.one_slice:
            return float(low_share(kernel[self.input_channel]))
        weight = (kernel**2).sum(axis=(1, 2))
        return float((np.nan_to_num(low_share(kernel)) * weight).sum() / (weight.sum() or 1))

    @cached_property
    def kinds(self) -> list[str]:
        """What each channel is: "edge", "low-pass" and so on; nothing for 1×1 kernels."""
        shapeless = self.weights.shape[2:] == (1, 1) or not np.isfinite(self.weights).all()
        if shapeless or not self.named:
            return []
        return [passband(response).kind for response in self.frequencies()]

    def kinds_in_words(self) -> str:
        """How many there are of each kind."""
        counts = Counter(self.kinds).most_common()
        return ", ".join(f"{count} {kind}" for kind, count in counts)
