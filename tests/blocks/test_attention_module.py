"""The Attention Module: Eqs. 1 to 3, the two branches, and the released sizes."""

from functools import partial

import pytest
import torch
from torch import nn

from resattn_lab.blocks import (
    GATES,
    UNITS,
    AttentionModule,
    LocalMaskBranch,
    ResidualUnit,
    SpatialGate,
    initialise,
)


class Constant(nn.Module):
    """Puts out the same value everywhere, in the shape of its input."""

    def __init__(self, value):
        super().__init__()
        self.value = value

    def forward(self, x):
        return torch.full_like(x, self.value)


@pytest.fixture
def x():
    return torch.randn(2, 16, 8, 8)


def units_in(module):
    return sum(isinstance(m, ResidualUnit) for m in module.modules())


@pytest.mark.parametrize("attention_residual, kept", [(True, 1.0), (False, 0.0)])
def test_a_closed_mask_keeps_the_trunk_only_with_residual_learning(attention_residual, kept, x):
    """Eq. 3 falls back to T(x) when M(x) = 0; the plain product of Eq. 1 erases it."""
    module = AttentionModule(16, p=0, attention_residual=attention_residual).eval()
    module.mask = Constant(0.0)
    torch.testing.assert_close(module(x), kept * module.trunk(x))


@pytest.mark.parametrize("attention_residual, kept", [(True, 2.0), (False, 1.0)])
def test_an_open_mask_doubles_the_trunk_with_residual_learning(attention_residual, kept, x):
    module = AttentionModule(16, p=0, attention_residual=attention_residual).eval()
    module.mask = Constant(1.0)
    torch.testing.assert_close(module(x), kept * module.trunk(x))


@pytest.mark.parametrize("mask", [None, LocalMaskBranch], ids=["down and up", "local"])
def test_the_mask_is_the_same_to_the_bit_whatever_the_trunk_says(mask, x):
    module, masks = AttentionModule(16, encoder_depth=2, mask=mask), []
    module.mask.register_forward_hook(lambda m, inputs, out: masks.append(out))
    out = module(x)
    module.trunk = Constant(0.0)
    assert not torch.equal(module(x), out)
    assert torch.equal(*masks)


def test_trunk_and_mask_read_the_same_input(x):
    module, read = AttentionModule(16), []
    for branch in (module.trunk, module.mask):
        branch.register_forward_hook(lambda m, inputs, out: read.append(inputs[0]))
    module(x)
    assert read[0] is read[1]


@pytest.mark.parametrize("attention_residual, lowest", [(True, 1.0), (False, 0.0)])
def test_the_gradient_that_reaches_the_trunk_is_scaled_by_the_mask(
    attention_residual, lowest, x
):
    """Eq. 2 for the plain product; with residual learning the gate can never close."""
    module = AttentionModule(16, p=0, attention_residual=attention_residual)
    kept = {}
    module.trunk.register_forward_hook(lambda m, inputs, out: kept.update(trunk=out))
    module.mask.register_forward_hook(lambda m, inputs, out: kept.update(mask=out.detach()))
    upstream = torch.randn(2, 16, 8, 8)
    out = module(x)
    (gradient,) = torch.autograd.grad(out, kept["trunk"], upstream)
    torch.testing.assert_close(gradient, (lowest + kept["mask"]) * upstream)
    gate = gradient / upstream
    assert lowest < gate.min() and gate.max() < lowest + 1


@pytest.mark.parametrize(
    "channels, encoder_depth, released",
    [(256, 3, 976_896), (512, 2, 3_046_912), (1024, 1, 8_804_352)],
    ids=["stage1", "stage2", "stage3"],
)
def test_a_module_is_as_large_as_in_the_authors_attention_56(channels, encoder_depth, released):
    """Counts read off Attention-56-deploy.prototxt in the authors' repository."""
    with torch.device("meta"):
        module = AttentionModule(channels, encoder_depth=encoder_depth)
    assert sum(p.numel() for p in module.parameters()) == released


def test_the_units_before_and_after_share_no_weights():
    module = AttentionModule(16)
    before = {p.data_ptr() for p in module.pre.parameters()}
    after = {p.data_ptr() for p in module.post.parameters()}
    assert before and after and not before & after


@pytest.mark.parametrize("p, t, r", [(0, 1, 1), (1, 2, 1), (2, 4, 3)])
@pytest.mark.parametrize("encoder_depth", [1, 2, 3])
def test_p_t_and_r_are_counts_of_units(p, t, r, encoder_depth):
    module = AttentionModule(16, encoder_depth=encoder_depth, p=p, t=t, r=r)
    parts = (module.pre, module.trunk, module.mask, module.post)
    in_mask = 2 * r * encoder_depth + (encoder_depth - 1)  # down and up, and the skips
    assert [units_in(part) for part in parts] == [p, t, in_mask, p]


def test_the_parts_run_in_the_order_of_figure_2(x):
    module, order = AttentionModule(16), []
    for name in ("pre", "trunk", "mask", "fusion", "post"):
        part = getattr(module, name)
        part.register_forward_hook(lambda m, inputs, out, name=name: order.append(name))
    module(x)
    assert order[0] == "pre" and set(order[1:3]) == {"trunk", "mask"}
    assert order[3:] == ["fusion", "post"]


@pytest.mark.parametrize("attention_residual", [True, False], ids=["ARL", "NAL"])
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
@pytest.mark.parametrize("mask", ["encoder_decoder", "local"])
@pytest.mark.parametrize("gate", GATES.values(), ids=GATES)
def test_every_combination_runs_forward_and_backward_on_an_odd_size(
    gate, mask, unit, attention_residual
):
    options = {"encoder_depth": 2, "gate": gate}
    if mask == "local":
        options = {"mask": partial(LocalMaskBranch, gate=gate, unit=unit)}
    module = initialise(
        AttentionModule(64, unit=unit, attention_residual=attention_residual, **options)
    )
    x = torch.randn(2, 64, 7, 9, requires_grad=True)
    out = module(x)
    assert out.shape == x.shape
    out.square().mean().backward()
    for name, tensor in [("x", x), *module.named_parameters()]:
        assert tensor.grad is not None and tensor.grad.isfinite().all(), name
        assert tensor.grad.any(), name


@pytest.mark.parametrize("p, t", [(-1, 2), (1, 0)])
def test_a_module_without_a_trunk_is_refused_with_what_came(p, t):
    with pytest.raises(ValueError, match=f"t at least 1, got p={p}, t={t}"):
        AttentionModule(16, p=p, t=t)


@pytest.mark.parametrize(
    "option, message",
    [
        ({"mask": "local"}, "mask must be a class, .* got 'local'; names are for build_netw"),
        ({"gate": "spatial"}, "gate must be a class, .* blocks.GATES .* got 'spatial'"),
        ({"unit": "resnext"}, "unit must be a class, .* blocks.UNITS, got 'resnext'"),
        ({"encoder_depth": 0}, "at least 1, got 0 and 1"),
        ({"mask": LocalMaskBranch, "gate": SpatialGate}, "brings its gate.*partial.LocalMask"),
    ],
    ids=str,
)
def test_what_a_module_cannot_be_made_of_is_refused_with_what_to_do(option, message):
    with pytest.raises(ValueError, match=message):
        AttentionModule(16, **option)
