"""A resumed run computes what is changed and what comes after it, and nothing before."""

import pytest
import torch

from resattn_lab.interventions import RecordedPass, cover, mask_strength, occlude
from resattn_lab.networks import build_network


@pytest.fixture
def network():
    torch.manual_seed(0)
    return build_network("cifar_attention_92", width=0.125).eval()


@pytest.mark.parametrize("changed", [["stage1.0"], ["stage2.1"], ["stage3.1"]])
def test_a_resumed_run_gives_what_a_whole_one_gives(network, changed):
    images, ran = torch.rand(2, 3, 32, 32), []
    recorded = RecordedPass(network, images)
    hooks = [
        part.register_forward_pre_hook(lambda m, i, name=name: ran.append(name))
        for name, part in network.named_modules()
        if isinstance(part, torch.nn.Conv2d)
    ]
    with torch.inference_mode(), mask_strength(network, dict.fromkeys(changed, 0.3)):
        whole = network(images)
        every = len(ran)
        with recorded.resumed([f"{name}.fusion" for name in changed]):
            ran.clear()
            torch.testing.assert_close(network(images), whole)
    assert ran[0].startswith(f"{changed[0]}.post") and len(ran) < every
    for hook in hooks:
        hook.remove()
    with torch.inference_mode():
        torch.testing.assert_close(network(images), recorded.logits)


def test_of_several_changes_the_first_that_runs_counts(network):
    images = torch.rand(1, 3, 32, 32)
    strengths = {"stage3.0": 0.0, "stage1.0": 2.0}
    recorded = RecordedPass(network, images)
    with torch.inference_mode(), mask_strength(network, strengths):
        whole = network(images)
        with recorded.resumed([f"{name}.fusion" for name in strengths]):
            torch.testing.assert_close(network(images), whole)


def test_nothing_is_left_behind_even_when_the_block_fails(network):
    recorded = RecordedPass(network, torch.rand(1, 3, 32, 32))
    with pytest.raises(RuntimeError), recorded.resumed(["stage2.0.fusion"]):
        raise RuntimeError
    assert not any("forward" in vars(part) for part in network.modules())
    assert not any(part._forward_hooks for part in network.modules())


def test_a_part_that_runs_twice_is_computed_again():
    """Which of its two outputs would be wanted cannot be told."""
    shared = torch.nn.Conv2d(1, 1, 1)
    network = torch.nn.Sequential(shared, torch.nn.Sequential(shared), torch.nn.ReLU())
    images = torch.rand(1, 1, 4, 4)
    recorded = RecordedPass(network, images)
    with torch.inference_mode(), recorded.resumed(["2"]):
        torch.testing.assert_close(network(images), recorded.logits)


def test_a_part_that_did_not_run_is_named(network):
    recorded = RecordedPass(network, torch.rand(1, 3, 32, 32))
    with pytest.raises(ValueError, match="stage9 did not run; there are"):
        recorded.resumed(["stage9"]).__enter__()


def test_what_is_covered_has_any_shape_and_the_rest_stays():
    images = torch.rand(2, 3, 8, 8)
    where = torch.rand(2, 8, 8) > 0.5
    covered = cover(images, where)
    assert torch.equal(covered.where(~where[:, None], images), images)
    for image, grey, mask in zip(images, covered, where, strict=True):
        torch.testing.assert_close(grey[:, mask], image.mean().expand(3, int(mask.sum())))
    square = torch.zeros(8, 8, dtype=torch.bool)
    square[2:5, 3:6] = True
    torch.testing.assert_close(cover(images, square, 0.1), occlude(images, 2, 3, 3, 0.1))


def test_a_cover_of_another_size_is_refused():
    with pytest.raises(ValueError, match=r"where must be \(..., 8, 8\), got \(4, 4\)"):
        cover(torch.rand(3, 8, 8), torch.zeros(4, 4, dtype=torch.bool))
