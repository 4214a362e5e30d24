"""bfloat16 where it saves time, float32 where it counts."""

import importlib
from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from test_nothing_lost import (
    SHORT,
    assert_the_same_training,
    failing_at,
    small_network,
    train_shortly,
)

from resattn_lab.checkpoints import read_weights
from resattn_lab.training import Engine, read_state

engine = importlib.import_module("resattn_lab.training.engine")

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


def cpu(flags, folder, monkeypatch):
    """A machine whose CPU has these instructions; None where nothing is known of it."""
    facts = folder / "cpuinfo"
    facts.unlink(missing_ok=True)
    if flags is not None:
        facts.write_text(f"processor\t: 0\nflags\t\t: {flags}\n")
    monkeypatch.setattr(engine, "CPU_FACTS", facts)


@pytest.mark.parametrize(
    "flags, precision",
    [
        ("fpu avx512_bf16 sse", "bfloat16"),
        ("fpu amx_bf16", "bfloat16"),
        ("fpu avx512f avx512vl", "float32"),
        (None, "float32"),
    ],
)
def test_auto_is_bfloat16_on_a_cpu_that_computes_in_it_and_this_is_written_down(
    tmp_path, monkeypatch, capsys, flags, precision
):
    cpu(flags, tmp_path, monkeypatch)
    assert Engine("cpu", precision="auto").precision == precision
    network = small_network()
    seen = precisions(network)
    recipe = replace(SHORT, precision="auto")
    train_shortly(tmp_path / "run", network=network, recipe=recipe, progress=True)
    assert seen[True] == {getattr(torch, precision)}
    assert f"in {precision}: 7 steps of 16 images" in capsys.readouterr().out.splitlines()[0]
    _, card = read_weights(tmp_path / "run" / "weights.safetensors")
    assert card["recipe"]["precision"] == precision
    state = read_state(tmp_path / "run" / "state.resattn")
    assert state["belongs"]["recipe"]["precision"] == precision


@pytest.mark.parametrize("before, after", [("avx512_bf16", "sse"), ("sse", "amx_bf16")])
def test_a_training_goes_on_in_the_precision_that_it_began_with(
    tmp_path, monkeypatch, before, after
):
    recipe = replace(SHORT, precision="auto")
    cpu(before, tmp_path, monkeypatch)
    train_shortly(tmp_path / "whole", recipe=recipe)
    with pytest.raises(KeyboardInterrupt):
        train_shortly(tmp_path / "run", network=failing_at(4), recipe=recipe)
    cpu(after, tmp_path, monkeypatch)
    train_shortly(tmp_path / "run", resume=True, recipe=recipe)
    assert_the_same_training(tmp_path / "run", tmp_path / "whole")


def test_a_gpu_computes_in_float32_unless_told_otherwise(tmp_path, monkeypatch):
    cpu("amx_bf16", tmp_path, monkeypatch)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert Engine("cuda", precision="auto").precision == "float32"
    assert Engine("cuda", precision="bfloat16").precision == "bfloat16"
