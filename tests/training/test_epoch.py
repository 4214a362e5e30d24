"""One pass over the data, to learn and to be judged."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torch.optim import SGD

from resattn_lab.training import Engine, evaluate, train_one_epoch

ENGINE = Engine("cpu")


def separable(count=60, batch_size=7):
    """Points on two sides of a line, well apart; as batches, the last one short."""
    labels = torch.arange(count) % 2
    points = torch.randn(count, 2) * 0.3
    points[:, 0] += 4.0 * labels - 2
    return list(zip(points.split(batch_size), labels.split(batch_size), strict=True))


def normalised_network():
    return nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.Dropout(0.5), nn.Linear(4, 2))


def gradient(network):
    return torch.cat([p.grad.flatten() for p in network.parameters()])


def test_a_linear_model_learns_what_a_line_can_tell_apart():
    batches, network = separable(), nn.Linear(2, 2)
    optimiser = SGD(network.parameters(), lr=0.1)
    for _ in range(10):
        learned = train_one_epoch(network, batches, optimiser, engine=ENGINE)
    judged = evaluate(network, batches)
    assert judged.accuracy == learned.accuracy == 1
    assert judged.loss < 0.1


def test_the_result_is_the_mean_over_images_and_not_over_batches():
    batches, network = separable(10, batch_size=9), nn.Linear(2, 2)
    points, labels = (torch.cat(part) for part in zip(*batches, strict=True))
    judged = evaluate(network, batches)
    logits = network(points)
    assert judged.loss == pytest.approx(F.cross_entropy(logits, labels).item(), rel=1e-5)
    hits = (logits.argmax(dim=1) == labels).sum().item()
    assert judged.accuracy == pytest.approx(hits / 10)


def test_an_epoch_reports_what_the_network_scored_before_each_step():
    batches, network = separable(14, batch_size=14), nn.Linear(2, 2)
    before = evaluate(network, batches)
    optimiser = SGD(network.parameters(), lr=0.1)
    learned = train_one_epoch(network, batches, optimiser, engine=ENGINE)
    assert learned == pytest.approx(before)
    assert evaluate(network, batches).loss < learned.loss


def test_an_epoch_takes_one_step_a_batch_and_so_does_the_schedule():
    batches, network = separable(), nn.Linear(2, 2)
    optimiser = SGD(network.parameters(), lr=1.0)
    schedule = torch.optim.lr_scheduler.StepLR(optimiser, 1, gamma=0.5)
    train_one_epoch(network, batches, optimiser, schedule=schedule, engine=ENGINE)
    assert optimiser.param_groups[0]["lr"] == 0.5 ** len(batches)


def test_no_gradient_is_left_over_from_the_step_before():
    """Two equal batches at a rate of nothing leave the gradient of one."""
    network = nn.Linear(2, 2)
    batch = separable(8, batch_size=8)[0]
    F.cross_entropy(network(batch[0]), batch[1]).backward()
    expected = network.weight.grad.clone()
    optimiser = SGD(network.parameters(), lr=0.0)
    train_one_epoch(network, [batch, batch], optimiser, engine=ENGINE)
    torch.testing.assert_close(network.weight.grad, expected)


def test_label_smoothing_and_clipping_reach_the_step():
    batch = separable(8, batch_size=8)
    network = nn.Linear(2, 2)
    optimiser = SGD(network.parameters(), lr=0.0)
    options = {"engine": ENGINE, "label_smoothing": 0.4, "clip_gradient": 0.001}
    learned = train_one_epoch(network, batch, optimiser, **options)
    points, labels = batch[0]
    smoothed = F.cross_entropy(network(points), labels, label_smoothing=0.4).item()
    assert learned.loss == pytest.approx(smoothed, rel=1e-5)
    assert gradient(network).norm().item() == pytest.approx(0.001, rel=1e-2)


@pytest.mark.parametrize("share, kept", [(None, 1), (1.5, 1), (0.1, 0.1)])
def test_only_a_longer_gradient_is_shortened_and_it_keeps_its_direction(share, kept):
    """``share`` of its own length is the most that it may have."""
    (points, labels), network = separable(8, batch_size=8)[0], nn.Linear(2, 2)
    F.cross_entropy(network(points), labels).backward()
    whole = gradient(network)
    options = {"engine": ENGINE, "clip_gradient": share and share * whole.norm().item()}
    optimiser = SGD(network.parameters(), lr=0.0)
    train_one_epoch(network, [(points, labels)], optimiser, **options)
    torch.testing.assert_close(gradient(network), kept * whole, rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("training", [True, False])
def test_judging_changes_neither_weights_nor_statistics_nor_mode(training):
    network = normalised_network().train(training)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    evaluate(network, separable())
    for name, value in network.state_dict().items():
        assert torch.equal(value, before[name]), name
    assert all(module.training is training for module in network.modules())
    assert all(parameter.grad is None for parameter in network.parameters())


def test_judging_is_done_in_eval_mode():
    network, batches = normalised_network().train(), separable()
    assert evaluate(network, batches) == evaluate(network, batches)


def test_the_mode_is_restored_even_when_judging_fails():
    network = normalised_network().train()
    with pytest.raises(RuntimeError):
        evaluate(network, [(torch.zeros(1, 3), torch.zeros(1, dtype=torch.int64))])
    assert network.training


def test_an_epoch_is_done_in_train_mode():
    network = normalised_network().eval()
    optimiser = SGD(network.parameters(), lr=0.1)
    train_one_epoch(network, separable(), optimiser, engine=ENGINE)
    assert network.training
    assert network[1].num_batches_tracked == len(separable())


@pytest.mark.parametrize("poison", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_stops_the_training(poison):
    network = nn.Linear(2, 2)
    optimiser = SGD(network.parameters(), lr=0.1)
    batch = torch.full((2, 2), poison), torch.tensor([0, 1])
    with pytest.raises(FloatingPointError, match="loss is (nan|inf); lower the learning rate"):
        train_one_epoch(network, [batch], optimiser, engine=ENGINE)


def test_a_pass_over_nothing_is_refused():
    with pytest.raises(ValueError, match="a pass over no images has no result"):
        evaluate(nn.Linear(2, 2), [])


def test_a_network_that_knows_nothing_has_the_loss_of_a_guess():
    network = nn.Linear(2, 2)
    nn.init.zeros_(network.weight)
    nn.init.zeros_(network.bias)
    assert evaluate(network, separable()).loss == pytest.approx(math.log(2))
