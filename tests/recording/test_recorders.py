"""Recorders see what a network does, change nothing, and leave nothing behind."""

import contextlib

import pytest
import torch
from torch import nn

from resattn_lab.blocks import AttentionModule
from resattn_lab.interventions import mask_replacement, mask_strength
from resattn_lab.networks import build_network
from resattn_lab.recording import (
    ReceptiveSpans,
    attention_modules,
    record_activations,
    record_gradients,
    record_masks,
)


@pytest.fixture
def network():
    return build_network("cifar_attention_92", width=0.25).eval()


def hooks_left(network: nn.Module) -> int:
    return sum(len(module._forward_hooks) for module in network.modules())


def test_masks_come_in_the_order_in_which_they_are_computed(network):
    with torch.no_grad(), record_masks(network) as masks:
        network(torch.rand(2, 3, 32, 32))
    stages = [(1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1)]
    assert list(masks) == [f"stage{stage}.{number}.mask" for stage, number in stages]
    assert [tuple(mask.shape) for mask in masks.values()] == [
        (2, 16, 32, 32),
        (2, 16, 32, 32),
        (2, 32, 16, 16),
        (2, 32, 16, 16),
        (2, 64, 8, 8),
        (2, 64, 8, 8),
    ]


def test_masks_of_local_convolutions_are_recorded_too():
    network = build_network("cifar_attention_56", width=0.25, mask="local")
    with record_masks(network) as masks:
        network(torch.rand(1, 3, 16, 16))
    assert len(masks) == 3


def test_recording_does_not_change_what_the_network_says(network):
    images = torch.rand(2, 3, 32, 32)
    with torch.no_grad():
        alone = network(images)
        with record_masks(network), record_activations(network, ["stage2.0.trunk"]):
            recorded = network(images)
    assert torch.equal(alone, recorded)


def test_what_was_recorded_is_what_the_module_put_out(network):
    names = ["stage1.0.trunk", "stage1.0.mask", "stage1.0.fusion"]
    with torch.no_grad(), record_activations(network, names) as parts:
        network(torch.rand(1, 3, 32, 32))
    trunk, mask, fused = (parts[name] for name in names)
    torch.testing.assert_close(fused, (1 + mask) * trunk)


@pytest.mark.parametrize(
    "record",
    [
        record_masks,
        lambda n: record_activations(n, ["stem"]),
        lambda n: record_gradients(n, ["stem"]),
    ],
    ids=["masks", "activations", "gradients"],
)
def test_no_hook_is_left_even_when_the_block_fails(network, record):
    with pytest.raises(RuntimeError, match="on purpose"), record(network):
        raise RuntimeError("on purpose")
    assert hooks_left(network) == 0


def test_records_are_float32_cut_from_the_graph():
    network = AttentionModule(16).double()
    with record_activations(network, ["trunk"]) as parts:
        network(torch.rand(1, 16, 8, 8, dtype=torch.float64))
    assert parts["trunk"].dtype == torch.float32 and not parts["trunk"].requires_grad


def test_an_operation_in_place_cannot_rewrite_a_record():
    network = nn.Sequential(nn.Identity(), nn.ReLU(inplace=True))
    with torch.no_grad(), record_activations(network, ["0"]) as parts:
        network(torch.tensor([-1.0, 2.0]))
    assert parts["0"].tolist() == [-1.0, 2.0]


def test_a_second_pass_overwrites_the_first(network):
    with torch.no_grad(), record_masks(network) as masks:
        network(torch.rand(3, 3, 32, 32))
        network(torch.rand(1, 3, 32, 32))
    assert all(len(mask) == 1 for mask in masks.values())


def test_gradients_are_those_of_autograd():
    network = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    x = torch.rand(5, 3)
    with record_gradients(network, ["0", "1"]) as gradients:
        network(x).sum().backward()
    middle = network[1](network[0](x)).detach().requires_grad_()
    (wanted,) = torch.autograd.grad(network[2](middle).sum(), middle)
    torch.testing.assert_close(gradients["1"], wanted)
    assert list(gradients) == ["1", "0"]


def test_the_mask_gates_the_gradient_that_reaches_the_trunk():
    """Eq. 2, and what becomes of it under Eq. 3: the factor is 1 + M, not M."""
    module = AttentionModule(16).eval()
    names = ["trunk", "mask", "fusion"]
    with record_activations(module, names) as outputs, record_gradients(module, names) as g:
        module(torch.rand(1, 16, 8, 8)).square().sum().backward()
    torch.testing.assert_close(g["trunk"], (1 + outputs["mask"]) * g["fusion"])


def test_a_gradient_that_cannot_come_is_said_so():
    network = nn.Sequential(nn.Linear(2, 2))
    with (
        pytest.raises(RuntimeError, match="0 ran without autograd"),
        torch.no_grad(),
        record_gradients(network, ["0"]),
    ):
        network(torch.rand(1, 2))


def test_an_unknown_name_is_answered_with_near_ones(network):
    with (
        pytest.raises(
            ValueError, match=r"no module 'stage1.0.trnk'; did you mean stage1.0.trunk"
        ),
        record_activations(network, ["stage1.0.trnk"]),
    ):
        pass


def test_a_network_without_masks_is_refused():
    with (
        pytest.raises(ValueError, match="Linear has no mask branch"),
        record_masks(nn.Linear(1, 1)),
    ):
        pass


def test_a_compiled_or_wrapped_network_is_refused(network):
    compiled = torch.compile(network)  # nothing is compiled before the first call
    with pytest.raises(ValueError, match="compiled.*never fire"), record_masks(compiled):
        pass
    with pytest.raises(ValueError, match=r"DataParallel; record on its \.module"):
        with record_masks(nn.DataParallel(network)):
            pass


@pytest.mark.parametrize("part", ["", "stage1", "stage2.0.mask"])
@pytest.mark.parametrize(
    "change",
    [
        record_masks,
        lambda n: record_activations(n, ["stem"]),
        lambda n: record_gradients(n, ["stem"]),
        lambda n: mask_strength(n, 0),
        lambda n: mask_replacement(n, "remove"),
        lambda n: contextlib.nullcontext(ReceptiveSpans(n, (3, 32, 32))),
    ],
    ids=["masks", "activations", "gradients", "strength", "replacement", "spans"],
)
def test_a_network_compiled_in_place_even_in_parts_is_refused(network, part, change):
    """Its parts keep their names, and hooks that come later are passed over in silence."""
    network.get_submodule(part).compile(backend="eager")
    name = part or "this network"
    with pytest.raises(ValueError, match=f"{name} .*compiled in place.*never fire; record on"):
        with change(network):
            pass
    assert hooks_left(network) == 0


def test_a_network_with_a_compiled_block_in_a_blocks_place_is_refused(network):
    network.stage1 = torch.compile(network.stage1, backend="eager")
    with pytest.raises(ValueError, match="stage1 in this network is compiled"):
        with record_masks(network):
            pass


@pytest.mark.parametrize("compiled", [False, True])
def test_what_is_refused_would_indeed_have_recorded_nothing(monkeypatch, compiled):
    """Without that compiling, the same recorder sees the mask."""
    monkeypatch.setattr("resattn_lab.recording.bare_network.check_bare", lambda network: None)
    network, x = (
        nn.Sequential(AttentionModule(8, encoder_depth=1)).eval(),
        torch.rand(1, 8, 8, 8),
    )
    if compiled:
        network.compile(backend="eager")
    with torch.no_grad():
        network(x)
        with record_masks(network) as masks:
            network(x)
    torch.compiler.reset()
    assert list(masks) == ([] if compiled else ["0.mask"])


def test_a_module_that_puts_out_several_tensors_is_refused():
    network = nn.Sequential(nn.LSTM(2, 2))
    with (
        pytest.raises(TypeError, match="0 put out a tuple"),
        record_activations(network, ["0"]),
    ):
        network(torch.rand(1, 1, 2))


def test_attention_modules_are_found_by_name(network):
    assert list(attention_modules(network))[:3] == ["stage1.0", "stage1.1", "stage2.0"]
    assert attention_modules(nn.Linear(1, 1)) == {}
