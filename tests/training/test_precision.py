"""bfloat16 where it saves time, float32 where it counts."""

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from test_nothing_lost import SHORT, small_network, train_shortly

from resattn_lab.training import read_state

RECIPE = replace(SHORT, precision="bfloat16", average=0.9)


def precisions(network):
    """The kinds of numbers that the last layer puts out, in training and in judging."""
    seen = {True: set(), False: set()}
    network[5].register_forward_hook(lambda m, x, y: seen[m.training].add(y.dtype))
    return seen


def floating(tree):
    """The kinds of all numbers with a fraction in a tree of tensors."""
    if isinstance(tree, torch.Tensor):
        return {tree.dtype} if tree.is_floating_point() else set()
    parts = tree.values() if isinstance(tree, dict) else ()
    return set().union(*map(floating, parts))


@pytest.mark.parametrize("precision", ["bfloat16", "float32"])
def test_the_forward_pass_of_training_alone_is_in_the_precision_of_the_recipe(precision):
    network = small_network()
    seen = precisions(network)
    train_shortly(None, network=network, recipe=replace(RECIPE, precision=precision))
    assert seen == {True: {getattr(torch, precision)}, False: {torch.float32}}


def test_weights_gradients_and_everything_that_is_kept_stay_float32(tmp_path):
    network = small_network()
    train_shortly(tmp_path, network=network, recipe=RECIPE)
    assert floating(network.state_dict()) == {torch.float32}
    assert {p.grad.dtype for p in network.parameters()} == {torch.float32}
    assert floating(load_file(tmp_path / "weights.safetensors")) == {torch.float32}
    kept = read_state(tmp_path / "state.resattn")
    assert floating(kept["optimiser"]["state"]) == {torch.float32}
    for part in ("network", "average", "best"):
        assert floating(kept[part]) == {torch.float32}, part
    assert kept["tally"].dtype == torch.float64


def test_the_loss_is_computed_in_float32(monkeypatch):
    seen, cross_entropy = set(), F.cross_entropy

    def note(logits, *arguments, **options):
        loss = cross_entropy(logits, *arguments, **options)
        seen.add((logits.dtype, loss.dtype))
        return loss

    monkeypatch.setattr(F, "cross_entropy", note)
    train_shortly(None, recipe=RECIPE)
    assert seen == {(torch.float32, torch.float32)}


def test_bfloat16_learns_nearly_what_float32_learns():
    losses = [
        train_shortly(None, recipe=replace(RECIPE, precision=name)).records[-1].train_loss
        for name in ("float32", "bfloat16")
    ]
    assert losses[0] != losses[1]
    assert losses[1] == pytest.approx(losses[0], rel=0.05)
