"""The moving average of the weights, and that it is what counts."""

from dataclasses import replace

import torch
from safetensors.torch import load_file
from test_nothing_lost import SHORT, linear_network, small_network, splits, train_shortly

from resattn_lab.data import Batches
from resattn_lab.training import evaluate, read_state

RECIPE = replace(SHORT, average=0.75, label_noise=0.0, iterations=2)


def weights_before_each_step(network):
    """What ``network`` has whenever a step begins."""
    seen = []

    def note(module, inputs):
        if module.training:
            seen.append(module[1].weight.detach().clone())

    network.register_forward_pre_hook(note)
    return seen


def test_the_average_is_the_one_that_is_computed_by_hand(tmp_path):
    """It begins with the weights after the first step; each later one moves it a quarter."""
    network = linear_network()
    seen = weights_before_each_step(network)
    train_shortly(tmp_path, network=network, recipe=replace(RECIPE, iterations=3))
    kept = read_state(tmp_path / "state.resattn")
    _, first, second = seen
    third = kept["network"]["1.weight"]
    expected = 0.75 * (0.75 * first + 0.25 * second) + 0.25 * third
    torch.testing.assert_close(kept["average"]["module.1.weight"], expected)
    assert not torch.allclose(expected, third)


def test_what_is_judged_kept_and_left_is_the_average(tmp_path):
    network, data = small_network(), splits(40, 20, 10)
    history = train_shortly(tmp_path, network=network, data=data, recipe=RECIPE, snapshots=1)
    kept = read_state(tmp_path / "state.resattn")
    stored = load_file(tmp_path / "weights.safetensors")
    pictured = load_file(tmp_path / "snapshots" / "step_000002.safetensors")
    for name, value in network.state_dict().items():
        average = kept["average"][f"module.{name}"]
        assert torch.equal(value, average), name
        assert torch.equal(stored[name], average), name
        torch.testing.assert_close(
            pictured[name], average, check_dtype=False, rtol=2e-3, atol=1e-4
        )
    assert not torch.equal(kept["network"]["5.weight"], stored["5.weight"])
    judged = evaluate(network, Batches(data.validation, 16))
    assert history.best.validation_loss == judged.loss
    network.load_state_dict(kept["network"])
    assert evaluate(network, Batches(data.validation, 16)).loss != judged.loss


def test_the_statistics_of_batch_norms_are_averaged_with_the_weights(tmp_path):
    train_shortly(tmp_path, network=small_network(), recipe=RECIPE)
    kept = read_state(tmp_path / "state.resattn")
    assert not torch.equal(
        kept["average"]["module.1.running_mean"], kept["network"]["1.running_mean"]
    )


def test_without_an_average_the_weights_themselves_are_kept(tmp_path):
    network = small_network()
    train_shortly(tmp_path, network=network, recipe=replace(RECIPE, average=None))
    kept = read_state(tmp_path / "state.resattn")
    assert kept["average"] is None
    assert torch.equal(network[5].weight, kept["network"]["5.weight"])


def test_the_average_has_no_part_in_what_is_learned(tmp_path):
    for average in (None, 0.75):
        folder = tmp_path / str(average)
        train_shortly(folder, recipe=replace(RECIPE, average=average))
    one, other = (
        read_state(tmp_path / name / "state.resattn")["network"] for name in ("None", "0.75")
    )
    assert all(torch.equal(one[name], other[name]) for name in one)
