"""Other masks: exactly those that were asked for, and gone when the block ends."""

import pytest
import torch
from torch import nn

from resattn_lab.blocks import AttentionModule
from resattn_lab.interventions import WAYS, mask_replacement, mask_strength
from resattn_lab.networks import build_network
from resattn_lab.recording import record_activations, record_masks

PARTS = ("stage2.0.trunk", "stage2.0.mask", "stage2.0.fusion")


@pytest.fixture
def network():
    return build_network("cifar_attention_56", width=0.25).eval()


@pytest.fixture
def images():
    return torch.rand(3, 3, 32, 32, generator=torch.Generator().manual_seed(0))


def fused_with(network, images, way, **options):
    """Trunk, mask and the mask that the fusion got, in stage 2."""
    with torch.no_grad(), mask_replacement(network, way, **options):
        with record_activations(network, PARTS) as parts:
            network(images)
    trunk, mask, fused = (parts[name] for name in PARTS)
    return trunk, mask, fused


def hooks_left(network):
    return sum(len(m._forward_pre_hooks) + len(m._forward_hooks) for m in network.modules())


def test_a_removed_mask_leaves_the_trunk_as_a_strength_of_zero_does(network, images):
    trunk, _, fused = fused_with(network, images, "remove")
    assert torch.equal(fused, trunk)
    with torch.no_grad():
        with mask_replacement(network, "remove"):
            removed = network(images)
        with mask_strength(network, 0):
            assert torch.equal(network(images), removed)


def test_the_mean_is_that_of_each_channel_of_each_image(network, images):
    trunk, mask, fused = fused_with(network, images, {"stage2.0": "mean"})
    flat = mask.mean(dim=(2, 3), keepdim=True)
    torch.testing.assert_close(fused, (1 + flat) * trunk)
    assert flat.std() > 0


def test_shuffling_moves_all_channels_of_an_image_together_and_loses_no_value():
    module = AttentionModule(16, p=0).eval()
    x = torch.randn(2, 16, 8, 8, generator=torch.Generator().manual_seed(0))
    with torch.no_grad(), mask_replacement(module, "shuffle", seed=3):
        with record_activations(module, ["trunk", "mask", "fusion"]) as parts:
            module(x)
    mask = parts["mask"].flatten(2)
    used = (parts["fusion"] / parts["trunk"] - 1).flatten(2)
    origin = []
    for n in range(2):
        near = (used[n, :, :, None] - mask[n, :, None, :]).abs().median(dim=0).values
        assert near.min(dim=1).values.max() < 1e-3
        origin.append(near.argmin(dim=1).tolist())
    assert all(sorted(places) == list(range(64)) for places in origin)
    assert origin[0] != origin[1] != list(range(64)) != origin[0]


def test_a_seed_repeats_the_shuffling_and_a_second_pass_shuffles_anew(network, images):
    with torch.no_grad():
        with mask_replacement(network, "shuffle", seed=1):
            first, second = network(images), network(images)
        with mask_replacement(network, "shuffle", seed=1):
            assert torch.equal(network(images), first)
    assert not torch.equal(first, second)


def test_another_images_mask_is_that_of_the_one_before(network, images):
    trunk, mask, fused = fused_with(network, images, {"stage2.0": "other"})
    torch.testing.assert_close(fused, (1 + mask[[2, 0, 1]]) * trunk, rtol=0, atol=0)


def test_a_tensor_is_taken_as_it_is(network, images):
    given = torch.full((3, 32, 16, 16), 0.25)
    trunk, _, fused = fused_with(network, images, {"stage2.0": given})
    assert torch.equal(fused, 1.25 * trunk)


def test_an_images_own_mask_changes_nothing(network, images):
    with torch.no_grad(), record_masks(network) as masks:
        alone = network(images)
    own = {name.removesuffix(".mask"): mask for name, mask in masks.items()}
    with torch.no_grad(), mask_replacement(network, own):
        assert torch.equal(network(images), alone)


def test_only_the_channels_that_are_named_are_replaced(network, images):
    trunk, mask, fused = fused_with(network, images, {"stage2.0": "remove"}, channels=[0, 5])
    wanted = mask.clone()
    wanted[:, [0, 5]] = 0
    assert torch.equal(fused, (1 + wanted) * trunk)


def test_a_dict_changes_the_modules_that_it_names_and_no_other(network, images):
    names = [f"stage1.0.{part}" for part in ("trunk", "mask", "fusion")]
    with torch.no_grad(), mask_replacement(network, {"stage2.0": "remove"}):
        with record_activations(network, names) as parts:
            network(images)
    trunk, mask, fused = (parts[name] for name in names)
    assert torch.equal(fused, (1 + mask) * trunk)


@pytest.mark.parametrize("way", WAYS)
def test_a_recorder_sees_the_mask_that_was_computed_in_either_order(network, images, way):
    with torch.no_grad():
        with record_masks(network) as alone:
            network(images)
        with record_masks(network) as outside, mask_replacement(network, {"stage3.0": way}):
            network(images)
        with mask_replacement(network, {"stage3.0": way}), record_masks(network) as inside:
            network(images)
    assert all(torch.equal(alone[name], outside[name]) for name in alone)
    assert all(torch.equal(alone[name], inside[name]) for name in alone)


@pytest.mark.parametrize("way", ["mean", "shuffle", "other"])
def test_gradients_reach_the_mask_branch_through_what_is_made_of_its_mask(network, way):
    module = AttentionModule(16, p=0).eval()
    with mask_replacement(module, way):
        module(torch.randn(2, 16, 8, 8)).square().sum().backward()
    assert any(p.grad is not None and p.grad.any() for p in module.mask.parameters())


def test_naive_modules_put_out_the_other_mask_times_the_trunk(images):
    network = build_network("cifar_attention_56", width=0.25, attention_residual=False).eval()
    _, _, fused = fused_with(network, images, "remove")
    assert not fused.any()


def test_nothing_is_left_when_the_block_ends_and_when_it_fails(network, images):
    with mask_replacement(network, "mean"):
        assert hooks_left(network) == 3
    with pytest.raises(RuntimeError, match="on purpose"), mask_replacement(network, "mean"):
        raise RuntimeError("on purpose")
    assert hooks_left(network) == 0


@pytest.mark.parametrize(
    "way, message",
    [
        (
            "blur",
            "by a function or in one of the ways remove, mean, shuffle, other; got 'blur'",
        ),
        ({"stage1.1": "mean"}, r"no Attention Module 'stage1.1'; Resid.* has stage1.0, "),
        ({"stage1.0": "mean", "stage2.0": "zero"}, "got 'zero'"),
    ],
)
def test_a_way_or_a_module_that_there_is_not_is_said_so(network, way, message):
    with pytest.raises(ValueError, match=message), mask_replacement(network, way):
        pass
    assert hooks_left(network) == 0


@pytest.mark.parametrize(
    "way, options, message",
    [
        ({"stage1.0": torch.zeros(1, 16, 8, 8)}, {}, r"must be \(3, 16, 32, 32\), got"),
        ({"stage1.0": "mean"}, {"channels": [16]}, r"channels must be 0 to 15, got \[16\]"),
    ],
)
def test_what_does_not_fit_the_mask_is_said_so(network, images, way, options, message):
    with pytest.raises(ValueError, match=message), mask_replacement(network, way, **options):
        network(images)
    assert hooks_left(network) == 0


def test_a_function_of_the_mask_is_a_way_too(network, images):
    trunk, mask, fused = fused_with(network, images, {"stage2.0": lambda m, _: 1 - m})
    torch.testing.assert_close(fused, (1 + (1 - mask)) * trunk)


def test_a_function_that_calls_a_way_draws_as_that_way_does(network, images):
    *_, named = fused_with(network, images, "shuffle", seed=3)
    *_, called = fused_with(network, images, lambda m, g: WAYS["shuffle"](m, g), seed=3)
    assert torch.equal(named, called)


def test_one_image_has_no_other(network, images):
    with pytest.raises(ValueError, match="at least two images"):
        with mask_replacement(network, "other"):
            network(images[:1])


def test_a_network_without_modules_and_one_that_is_wrapped_are_refused(network):
    with pytest.raises(ValueError, match="Linear has no Attention Module to change"):
        with mask_replacement(nn.Linear(1, 1), "mean"):
            pass
    with pytest.raises(ValueError, match="wrapped in DataParallel"):
        with mask_replacement(nn.DataParallel(network), "mean"):
            pass
