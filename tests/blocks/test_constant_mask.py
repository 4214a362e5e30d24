"""The constant mask: nothing is seen, nothing is learned, the trunk is scaled."""

import pytest
import torch

from resattn_lab.blocks import AttentionModule, ConstantMask, Fusion
from resattn_lab.networks import build_network


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_every_place_gets_the_value_whatever_comes_in(value):
    x = torch.randn(2, 4, 5, 3)
    mask = ConstantMask(value)(x)
    assert mask.shape == x.shape and (mask == value).all() and mask.dtype == x.dtype
    assert ConstantMask(value)(x.half()).dtype == torch.float16
    assert not list(ConstantMask(value).parameters())


@pytest.mark.parametrize("value", [0.0, 0.5])
def test_a_module_with_a_constant_mask_is_its_trunk_scaled(value):
    module = AttentionModule(16, p=0, mask=lambda channels: ConstantMask(value)).eval()
    x = torch.randn(2, 16, 8, 8)
    torch.testing.assert_close(module(x), (1 + value) * module.trunk(x))


def test_it_has_the_trunk_and_the_units_of_the_module_that_it_is_held_against():
    with_mask, without = (
        AttentionModule(16),
        AttentionModule(16, mask=lambda channels: ConstantMask(0.0)),
    )
    own = {name for name, _ in with_mask.named_parameters() if not name.startswith("mask.")}
    assert own == {name for name, _ in without.named_parameters()}


def test_gradients_reach_every_weight():
    module = AttentionModule(16, mask=lambda channels: ConstantMask(0.5))
    module(torch.randn(2, 16, 8, 8)).square().sum().backward()
    assert all(p.grad is not None and p.grad.any() for p in module.parameters())


def test_twice_the_mask_weighs_as_two_masks_added():
    trunk, mask = torch.randn(2, 4, 3, 3), torch.rand(2, 4, 3, 3)
    naive = Fusion(attention_residual=False)
    double = Fusion(attention_residual=False, mask_scale=2.0)
    torch.testing.assert_close(double(trunk, mask), naive(trunk, mask) + naive(trunk, mask))
    half = Fusion(mask_scale=0.5)
    torch.testing.assert_close(half(trunk, mask), (1 + mask / 2) * trunk)
    assert "mask_scale=2" in repr(double) and "mask_scale" not in repr(naive)


@pytest.mark.parametrize(
    "options", [{"mask": "constant"}, {"mask_value": 0.5}, {"mask": "local", "mask_value": 0.0}]
)
def test_a_value_without_a_constant_mask_and_the_reverse_are_refused(options):
    with pytest.raises(ValueError, match="a constant mask needs its mask_value"):
        build_network("cifar_attention_56", **options)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize(
    "options", [{"mask_scale": None}, {"mask": "constant", "mask_value": None}], ids=list
)
def test_a_number_that_is_not_finite_is_refused_before_any_training(options, number):
    given = {name: number if value is None else value for name, value in options.items()}
    with pytest.raises(ValueError, match="must be a finite number"):
        build_network("cifar_attention_56", **given)
