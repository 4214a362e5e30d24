"""Studies and claims: one thing differs, and the numbers are the paper's."""

import pytest
import torch

from resattn_lab.ablations import CLAIMS, COMPARISONS, SETTINGS, STUDIES
from resattn_lab.networks import build_network, count_parameters, multiply_accumulates
from resattn_lab.recording import attention_modules


def built(study, variant):
    made = STUDIES[study].variants[variant]
    width = STUDIES[study].widths["small"]
    return build_network(made.network, width=width, **made.options)


@pytest.mark.parametrize(
    "study, variant", [(s, v) for s, study in STUDIES.items() for v in study.variants]
)
def test_every_variant_can_be_built_and_takes_the_small_settings_images(study, variant):
    side = SETTINGS["small"].size
    logits = built(study, variant).eval()(torch.rand(1, 3, side, side))
    assert logits.shape == (1, 10)


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_a_claim_names_two_variants_of_its_study_and_the_papers_order(claim):
    assert {claim.lower, claim.higher} <= set(STUDIES[claim.study].variants)
    assert claim.paper[0] < claim.paper[1]


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda c: c.asks)
def test_a_comparison_names_two_variants_of_its_study(comparison):
    assert {comparison.lower, comparison.higher} <= set(STUDIES[comparison.study].variants)


def test_every_study_has_a_width_for_every_setting():
    assert all(set(study.widths) == set(SETTINGS) for study in STUDIES.values())


def test_the_papers_gaps():
    gaps = {key: round(c.paper[1] - c.paper[0], 2) for key, c in CLAIMS.items()}
    assert gaps["mask"] == 0.96  # Table 4; the text of Sec. 4.1 prints 0.94
    assert gaps["depth_164"] == 2.87 and gaps["depth_56"] == 0.37
    assert gaps["noise_70"] == 1.46 and gaps["mixed_spatial"] == 0.81


def test_attention_residual_learning_and_naive_have_the_same_weights():
    for depth in (56, 92, 128, 164):
        sizes = {count_parameters(built("depth", f"{kind} {depth}")) for kind in ("ARL", "NAL")}
        assert len(sizes) == 1


def test_local_and_encoder_decoder_masks_cost_the_same_to_four_percent():
    work = {v: multiply_accumulates(built("masks", v), (3, 16, 16)) for v in ("mixed", "local")}
    assert 1 < work["local"] / work["mixed"] < 1.04


def test_the_rival_under_label_noise_is_of_equal_size():
    sizes = [
        count_parameters(built("noise", f"{n} 10%")) for n in ("Attention-92", "ResNet-164")
    ]
    assert 0.85 < sizes[1] / sizes[0] < 1


def test_the_full_setting_is_the_papers_recipe():
    recipe = SETTINGS["full"].recipe
    assert (recipe.iterations, recipe.batch_size, recipe.learning_rate) == (160_000, 64, 0.1)
    assert all(study.widths["full"] == 1 for study in STUDIES.values())


def test_the_five_arms_differ_only_in_what_weighs_the_trunk():
    arms = {name: built("fusion", name) for name in STUDIES["fusion"].variants}
    assert list(arms) == ["no mask", "M·T", "2M·T", "1.5·T", "(1 + M)·T"]
    with_masks = {count_parameters(arms[name]) for name in ("M·T", "2M·T", "(1 + M)·T")}
    without = {count_parameters(arms[name]) for name in ("no mask", "1.5·T")}
    assert len(with_masks) == len(without) == 1 and max(without) < min(with_masks)
    names = {
        arm: {n for n, _ in network.named_parameters() if ".mask." not in n}
        for arm, network in arms.items()
    }
    assert all(own == names["no mask"] for own in names.values())


def test_the_five_arms_weigh_a_trunk_as_they_are_called():
    trunk, mask = torch.randn(2, 4, 3, 3), torch.rand(2, 4, 3, 3)
    wanted = {
        "no mask": trunk,
        "M·T": mask * trunk,
        "2M·T": 2 * mask * trunk,
        "1.5·T": 1.5 * trunk,
        "(1 + M)·T": (1 + mask) * trunk,
    }
    for name, variant in STUDIES["fusion"].variants.items():
        network = build_network(variant.network, width=1 / 8, **variant.options)
        module = attention_modules(network)["stage1.0"]
        weigh = module.mask(trunk) if variant.options.get("mask") == "constant" else mask
        torch.testing.assert_close(module.fusion(trunk, weigh), wanted[name])
