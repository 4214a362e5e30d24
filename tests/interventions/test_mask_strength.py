"""The strength of masks: exact, for any module, and gone when the block ends."""

import pytest
import torch
from torch import nn

from resattn_lab.blocks import AttentionModule
from resattn_lab.interventions import mask_strength
from resattn_lab.networks import build_network
from resattn_lab.recording import record_activations, record_masks

PARTS = ("stage2.0.trunk", "stage2.0.mask", "stage2.0.fusion")


@pytest.fixture
def network():
    return build_network("cifar_attention_56", width=0.25).eval()


@pytest.fixture
def images():
    return torch.rand(2, 3, 32, 32)


def hooks_left(network):
    return sum(len(m._forward_pre_hooks) + len(m._forward_hooks) for m in network.modules())


@pytest.mark.parametrize("strength", [-1.0, 0.0, 0.3, 1.0, 2.5])
@pytest.mark.parametrize("attention_residual", [True, False])
def test_a_module_puts_out_the_trunk_weighed_by_the_scaled_mask(strength, attention_residual):
    network = build_network(
        "cifar_attention_56", width=0.25, attention_residual=attention_residual
    ).eval()
    with torch.no_grad(), mask_strength(network, strength):
        with record_activations(network, PARTS) as parts:
            network(torch.rand(1, 3, 32, 32))
    trunk, mask, fused = (parts[name] for name in PARTS)
    weight = attention_residual + strength * mask
    torch.testing.assert_close(fused, weight * trunk, rtol=0, atol=0)


def test_strength_one_changes_no_bit(network, images):
    with torch.no_grad():
        alone = network(images)
        with mask_strength(network, 1.0):
            assert torch.equal(network(images), alone)


@pytest.mark.parametrize("attention_residual, kept", [(True, 1.0), (False, 0.0)])
def test_strength_zero_leaves_the_trunk_or_nothing(attention_residual, kept):
    module = AttentionModule(16, p=0, attention_residual=attention_residual).eval()
    x = torch.randn(1, 16, 8, 8)
    with torch.no_grad(), mask_strength(module, 0):
        assert torch.equal(module(x), kept * module.trunk(x))


def test_a_dict_changes_the_modules_that_it_names_and_no_other(network, images):
    names = [
        f"stage{stage}.0.{part}" for stage in (1, 2) for part in ("trunk", "mask", "fusion")
    ]
    with torch.no_grad(), mask_strength(network, {"stage2.0": 0.5}):
        with record_activations(network, names) as parts:
            network(images)
    first, second = (
        [parts[f"stage{stage}.0.{part}"] for part in ("trunk", "mask", "fusion")]
        for stage in (1, 2)
    )
    assert torch.equal(first[2], (1 + first[1]) * first[0])
    assert torch.equal(second[2], (1 + 0.5 * second[1]) * second[0])


def test_a_number_is_the_same_as_a_dict_of_all(network, images):
    every = dict.fromkeys(("stage1.0", "stage2.0", "stage3.0"), 0.4)
    with torch.no_grad():
        with mask_strength(network, 0.4):
            number = network(images)
        with mask_strength(network, every):
            assert torch.equal(network(images), number)


def test_an_empty_dict_changes_nothing(network, images):
    with torch.no_grad(), mask_strength(network, {}):
        inside = network(images)
    assert torch.equal(inside, network(images).detach())


def test_a_recorder_sees_the_mask_unscaled_and_the_output_changed_in_either_order(
    network, images
):
    with torch.no_grad():
        with record_activations(network, PARTS) as outside, mask_strength(network, 3):
            network(images)
        with mask_strength(network, 3), record_activations(network, PARTS) as inside:
            network(images)
        with record_masks(network) as masks, mask_strength(network, {"stage2.0": 3}):
            network(images)
    assert all(torch.equal(outside[name], inside[name]) for name in PARTS)
    assert torch.equal(outside[PARTS[2]], (1 + 3 * outside[PARTS[1]]) * outside[PARTS[0]])
    assert masks["stage2.0.mask"].max() <= 1


def test_blocks_inside_each_other_multiply(network, images):
    with torch.no_grad():
        with mask_strength(network, 0.5), mask_strength(network, {"stage1.0": 4}):
            both = network(images)
        with mask_strength(network, {"stage1.0": 2, "stage2.0": 0.5, "stage3.0": 0.5}):
            torch.testing.assert_close(network(images), both)


def test_the_gradient_that_reaches_the_mask_is_scaled_too():
    module = AttentionModule(16, p=0).eval()
    captured = []
    module.mask.register_forward_hook(lambda m, x, y: y.retain_grad() or captured.append(y))
    module.trunk.register_forward_hook(lambda m, x, y: y.retain_grad() or captured.append(y))
    with mask_strength(module, 0.25):
        module(torch.randn(1, 16, 8, 8)).sum().backward()
    trunk, mask = captured
    torch.testing.assert_close(mask.grad, 0.25 * trunk.detach())
    torch.testing.assert_close(trunk.grad, 1 + 0.25 * mask.detach())


def test_nothing_is_left_when_the_block_ends_and_when_it_fails(network, images):
    alone = network(images).detach()
    with mask_strength(network, 0):
        assert hooks_left(network) == 3
    with pytest.raises(RuntimeError, match="on purpose"), mask_strength(network, 0):
        raise RuntimeError("on purpose")
    assert hooks_left(network) == 0
    assert torch.equal(network(images).detach(), alone)


@pytest.mark.parametrize(
    "strength, error, message",
    [
        (
            {"stage1.1": 1.0},
            ValueError,
            r"no Attention Module 'stage1.1'; Resid.* has stage1.0, ",
        ),
        ({"stage1.0": 1.0, "stem": 2, "x": 0}, ValueError, "no Attention Module 'stem', 'x'"),
        (float("nan"), ValueError, "strength of stage1.0 must be finite, got nan"),
        ({"stage2.0": float("inf")}, ValueError, "strength of stage2.0 must be finite"),
        ("strong", TypeError, "must be a number or a dict of numbers, got 'strong'"),
        (None, TypeError, "must be a number"),
        ([1.0, 2.0, 3.0], TypeError, "must be a number"),
    ],
)
def test_a_strength_that_makes_no_sense_is_said_so(network, strength, error, message):
    with pytest.raises(error, match=message), mask_strength(network, strength):
        pass
    assert hooks_left(network) == 0


def test_a_network_without_modules_and_one_that_is_wrapped_are_refused(network):
    with pytest.raises(ValueError, match="Linear has no Attention Module to change"):
        with mask_strength(nn.Linear(1, 1), 1.0):
            pass
    with (
        pytest.raises(ValueError, match="compiled"),
        mask_strength(torch.compile(network), 1.0),
    ):
        pass
    with pytest.raises(ValueError, match="wrapped in DataParallel"):
        with mask_strength(nn.DataParallel(network), 1.0):
            pass
