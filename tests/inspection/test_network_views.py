"""What the page's panels need of a network: branches, curves, scores."""

import pytest
import torch
from torch import nn

from resattn_lab.inspection import (
    OUTPUT,
    OWN,
    PRODUCT,
    TRAINED,
    ends_in_an_average,
    network_branches,
    output_size,
    place_scores,
    response_curves,
    up_to,
)
from resattn_lab.measures import gradient_energy, mean_absolute_response
from resattn_lab.networks import build_network
from resattn_lab.panels import ReceptiveFieldPanel, ResponsePanel, Selection
from resattn_lab.recording import record_activations


@pytest.fixture
def images(scenes):
    return scenes.images[:3]


def recorded(network, images, name):
    with torch.no_grad(), record_activations(network, [name]) as kept:
        logits = network(images / 255)
    return kept[name], logits


@pytest.mark.parametrize("part", ["trunk", "mask.score"])
def test_a_branch_puts_out_what_the_network_computes_there(network, images, part):
    branches, modules = network_branches(network)
    assert modules == ["stage1.0", "stage2.0", "stage3.0"]
    function = branches[part.removesuffix(".score")][1]
    wanted, _ = recorded(network, images, f"stage2.0.{part}")
    with torch.no_grad():
        torch.testing.assert_close(function(images / 255), wanted)
    assert output_size(function, images[0] / 255) == (16, 16)
    assert gradient_energy(function, images / 255).sum() > 0
    assert not any(module._forward_hooks for module in network.modules())


def test_what_a_branch_ends_with_spares_the_rest_of_the_network(network, images):
    ran = []
    hook = network.classifier.register_forward_hook(lambda *given: ran.append(1))
    network_branches(network)[0]["trunk"][0](images / 255)
    hook.remove()
    assert not ran


def test_a_part_that_does_not_run_is_said(network, images):
    with pytest.raises(ValueError, match="ran without its Conv2d"):
        up_to(network, nn.Conv2d(3, 3, 1))(images / 255)
    with pytest.raises(ValueError, match="Linear has no Attention Module"):
        network_branches(nn.Linear(2, 2))


def test_a_constant_mask_has_no_scores_to_look_into(images):
    network = build_network(
        "cifar_attention_56", width=0.25, mask="constant", mask_value=0.5
    ).eval()
    branches, modules = network_branches(network)
    assert list(branches) == ["trunk"]
    ReceptiveFieldPanel(branches, images, modules=modules, draws=1).close()


@pytest.fixture
def fields(network, images):
    branches, modules = network_branches(network)
    made = ReceptiveFieldPanel(branches, images, modules=modules, draws=2)
    yield made
    made.close()


def test_row_and_column_count_the_positions_of_the_module(fields):
    assert (
        place(fields) == (16, 16) and fields.row.max == 31 and "of 32×32" not in words(fields)
    )
    fields.row.value, fields.module.value = 31, "stage3.0"
    assert fields.row.max == fields.column.max == 7 and place(fields) == (7, 4)
    assert fields.seen.centre == (30, 18)
    assert "trunk of stage3.0: the output at row 7, column 4, of 8×8, sees" in words(fields)
    fields.module.value = "stage1.0"
    assert place(fields) == (30, 18)


def words(panel):
    return panel.canvas.alt


def place(panel):
    return panel.row.value, panel.column.value


def test_the_field_shown_is_the_modules(fields, network, images):
    fields.branch.value, fields.module.value = "mask", "stage2.0"
    function = network_branches(network)[0]["mask"][1]
    copies = images[0] / 255 + fields._noise
    torch.testing.assert_close(
        fields.seen.energy, gradient_energy(function, copies, place=(8, 8))
    )


def test_image_and_module_are_shared(network, images):
    branches, modules = network_branches(network)
    selection = Selection(image=2, module="stage2.0")
    panel = ReceptiveFieldPanel(branches, images, modules=modules, selection=selection, draws=1)
    assert (panel.image.value, panel.module.value, panel.row.max) == (2, "stage2.0", 15)
    panel.image.value, panel.module.value = 1, "stage3.0"
    assert (selection.image, selection.module) == (1, "stage3.0")
    panel.close()
    with pytest.raises(ValueError, match="one entry for each of 2 modules, got .*'trunk': 3"):
        ReceptiveFieldPanel(branches, images, modules=modules[:2])


@pytest.mark.parametrize("residual", [True, False])
def test_a_curve_is_the_response_over_what_enters_the_first_module(scenes, residual):
    torch.manual_seed(1)
    network = build_network(
        "cifar_attention_56", width=0.25, attention_residual=residual
    ).eval()
    curves = response_curves(network, scenes.images)
    own = "ARL" if residual else "NAL"
    start, _ = recorded(network, scenes.images, "stage1.open")
    for quantity, part in ((OUTPUT, ""), (PRODUCT, ".fusion")):
        line = curves[quantity]["as trained"][TRAINED][own]
        for value, name in zip(line, ("stage1.0", "stage2.0", "stage3.0"), strict=True):
            there, _ = recorded(network, scenes.images, name + part)
            wanted = mean_absolute_response(there) / mean_absolute_response(start)
            assert value == pytest.approx(wanted, rel=1e-4)
    assert curves[OUTPUT]["as trained"][OWN] != curves[OUTPUT]["as trained"][TRAINED]
    assert all(m.attention_residual == residual for m in fusions(network))
    assert not network.training
    panel = ResponsePanel(curves)
    assert panel.units.layout.display == "none" and panel.norm.layout.display is None
    panel.close()


def fusions(network):
    return [m for m in network.modules() if hasattr(m, "attention_residual")]


def test_the_other_fusion_leaves_the_one_out(network, images):
    """Naive modules put out M·T: after the first, less than (1 + M)·T."""
    curves = response_curves(network, images)
    lines = curves[PRODUCT]["as trained"][TRAINED]
    assert lines["NAL"][0] < lines["ARL"][0]
    alone = response_curves(network, images[:1])
    assert set(alone[PRODUCT]["as trained"]) == {TRAINED}  # one image has no spread


def test_the_mean_of_the_scores_is_the_logit_without_its_bias(network, scenes):
    scores = place_scores(network, scenes.images)
    _, logits = recorded(network, scenes.images, "norm")
    best = logits.argmax(dim=1)
    wanted = logits[range(len(best)), best] - network.classifier.bias[best].detach()
    torch.testing.assert_close(scores.mean(dim=(1, 2)), wanted, rtol=1e-3, atol=1e-4)
    assert scores.shape == (6, 8, 8)


def test_scores_are_had_only_of_a_network_that_ends_in_an_average(network):
    assert ends_in_an_average(network) and not ends_in_an_average(nn.Linear(2, 2))
    with pytest.raises(ValueError, match="must end in norm, global average and classifier"):
        place_scores(nn.Conv2d(3, 3, 1), torch.zeros(1, 3, 8, 8))
