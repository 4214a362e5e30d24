"""The tests for Attention Modules: one rule each, ``test(make, channels, depth, side)``.

Here assertions are the subject: a test speaks by raising AssertionError.
"""

import math
from collections import Counter

import torch
from torch import nn

from resattn_lab.blocks import ResidualUnit
from resattn_lab.recording import record_masks


def test_gate(make, channels, depth, side):
    module = make(channels, depth)
    with record_masks(module) as masks:
        module(torch.randn(4, channels, side, side))
    lowest, highest = masks["mask"].min(), masks["mask"].max()
    assert lowest < 0.5 < highest, f"the mask goes from {lowest:.2f} to {highest:.2f}"


def test_pools(make, channels, depth, side):
    sides, module = [], make(channels, depth)
    for part in module.modules():
        if isinstance(part, nn.MaxPool2d):
            part.register_forward_hook(lambda part, given, out: sides.append(out.shape[-1]))
    module(torch.randn(2, channels, side, side))
    assert sides == [math.ceil(side / 2**level) for level in range(1, depth + 1)]


def test_own_weights(make, channels, depth, side):
    runs, module = Counter(), make(channels, depth)
    for name, part in module.named_modules():
        if isinstance(part, ResidualUnit):
            part.register_forward_hook(lambda *_, name=name: runs.update([name]))
    module(torch.randn(2, channels, side, side))
    assert set(runs.values()) == {1}, f"runs of each unit: {sorted(runs.values())}"


def test_own_branch(make, channels, depth, side):
    masks, module = [], make(channels, depth)
    x = torch.randn(2, channels, side, side)
    for _ in range(2):
        with record_masks(module) as kept:
            module(x)
        masks.append(kept["mask"])
        for parameter in module.trunk.parameters():
            nn.init.normal_(parameter)  # another trunk, the same mask branch
    assert torch.equal(*masks), "the mask changed with the trunk"


def test_closed_mask(make, channels, depth, side):
    fusion = make(channels, depth).fusion
    trunk = torch.randn(2, channels, side, side)
    kept = fusion(trunk, torch.zeros_like(trunk))
    assert torch.equal(kept, trunk), "a closed mask does not leave the trunk as it is"


def test_any_size(make, channels, depth, side):
    for height, width in ((side + 5, side + 11), (2 * side, side)):
        x = torch.randn(2, channels, height, width)
        try:
            out = make(channels, depth)(x)
        except RuntimeError as error:  # for this rule, that is the verdict
            raise AssertionError(f"{height}×{width} stops it") from error
        assert out.shape == x.shape, f"{height}×{width} becomes {tuple(out.shape[-2:])}"
