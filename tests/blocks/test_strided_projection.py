"""A 1×1 convolution with a stride computes what torch's own does, and survives training."""

import subprocess
import sys

import pytest
import torch
from torch import nn

from resattn_lab.blocks import (
    InceptionUnit,
    PostActivationUnit,
    ResidualUnit,
    ResNeXtUnit,
    StridedProjection,
)

KINDS = (InceptionUnit, PostActivationUnit, ResidualUnit, ResNeXtUnit)

# A broken heap may be noticed late: so each case is a process that has to end well.
FATAL = """
import sys, torch
from resattn_lab import blocks
torch.manual_seed(0)
unit = getattr(blocks, sys.argv[1])(int(sys.argv[2]), 64, stride=2)
unit.to(memory_format=torch.channels_last)
images = torch.randn(16, int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[3]))
images = images.to(memory_format=torch.channels_last)
for _ in range(3):
    unit(images).square().mean().backward()
assert all(p.grad.isfinite().all() for p in unit.parameters())
"""


@pytest.mark.parametrize(
    "kind, channels, side",
    [
        *((kind.__name__, 4, 56) for kind in KINDS),
        ("ResidualUnit", 4, 64),
        ("ResidualUnit", 8, 56),
        ("ResidualUnit", 8, 112),
    ],
)
def test_few_channels_at_56_pixels_and_more_train_without_a_crash(kind, channels, side):
    """On CPUs with AVX-512 the plain form ends in a segmentation fault."""
    command = [sys.executable, "-c", FATAL, kind, str(channels), str(side)]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("side", [7, 8])
def test_it_computes_what_the_plain_convolution_computes(stride, side):
    safe = StridedProjection(16, 8, stride)
    plain = nn.Conv2d(16, 8, 1, stride, bias=False)
    plain.load_state_dict(safe.state_dict())
    x = torch.randn(2, 16, side, side)
    ours, theirs = x.clone().requires_grad_(), x.clone().requires_grad_()
    gradient = torch.randn_like(plain(x))
    for layer, images in ((safe, ours), (plain, theirs)):
        layer(images).backward(gradient)
    torch.testing.assert_close(safe(x), plain(x))
    torch.testing.assert_close(ours.grad, theirs.grad)
    torch.testing.assert_close(safe.weight.grad, plain.weight.grad)
    with torch.no_grad():
        assert torch.equal(safe(x), plain(x))


@pytest.mark.parametrize("learns", ["weights", "images"])
def test_the_places_in_between_are_left_out_before_whenever_something_learns(learns):
    layer = StridedProjection(4, 4, 2).requires_grad_(learns == "weights")
    x = torch.randn(1, 4, 6, 6, requires_grad=learns == "images")
    functions, waiting = set(), [layer(x).grad_fn]
    while waiting:
        node = waiting.pop()
        functions.add(type(node).__name__)
        waiting += [parent for parent, _ in node.next_functions if parent is not None]
    pooled = "AvgPool2DBackward0" in functions
    assert pooled or learns == "weights"  # images without a gradient leave no trace
    with torch.no_grad():
        assert layer(x).grad_fn is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_unit_reshapes_by_the_safe_form_and_no_other(kind):
    plain = [
        name
        for name, module in kind(64, 128, stride=2).named_modules()
        if isinstance(module, nn.Conv2d)
        and not isinstance(module, StridedProjection)
        and module.kernel_size == (1, 1)
        and module.stride != (1, 1)
    ]
    assert plain == []
