"""Images that grow while the network learns: small at first, whole at the end."""

from dataclasses import replace

import pytest
import torch
from test_nothing_lost import (
    SHORT,
    assert_the_same_training,
    failing_at,
    small_network,
    splits,
    train_shortly,
)
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from resattn_lab.data import Splits
from resattn_lab.training import Engine
from resattn_lab.training.state import TrainingState

GROWING = replace(
    SHORT, growing=(0.5, 0.75, 1.0), label_noise=0.0
)  # seven steps are three epochs


def sides_seen(train, **options):
    """The sides of the images of every pass, in training and when it is judged."""
    torch.manual_seed(0)
    network = nn.Sequential(nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(12, 3))
    seen = {True: [], False: []}
    network.register_forward_pre_hook(
        lambda module, inputs: seen[module.training].append(tuple(inputs[0].shape[-2:]))
    )
    train(None, network=network, recipe=GROWING, **options)
    return seen[True], seen[False]


WHOLE = [(4, 4)] * 3 + [(6, 6)] * 3 + [(8, 8)]


def test_it_trains_on_growing_images_and_is_judged_on_whole_ones():
    trained, judged = sides_seen(train_shortly)
    assert trained == WHOLE
    assert set(judged) == {(8, 8)}


def test_images_from_a_loader_grow_too():
    def loader(images):
        pairs = TensorDataset(images.images / 255, images.labels)
        return DataLoader(pairs, batch_size=16)

    data = Splits(*(loader(images) for images in splits(40, 20, 10)))
    assert sides_seen(train_shortly, data=data)[0] == WHOLE


@pytest.mark.parametrize(
    "epochs, shares",
    [(1, [1]), (2, [0.75, 1]), (3, [0.5, 0.75, 1]), (5, [0.5, 0.75, 0.75, 1, 1])],
)
def test_the_epochs_are_shared_equally_and_the_last_is_whole(epochs, shares):
    assert [GROWING.share_of_side(epoch, epochs) for epoch in range(epochs)] == shares


def network_of_any_size():
    return nn.Sequential(nn.AdaptiveAvgPool2d(8), *small_network())


def test_it_goes_on_at_the_size_it_had_reached(tmp_path):
    train_shortly(tmp_path / "whole", network=network_of_any_size(), recipe=GROWING)
    for step in range(1, 7):
        folder, network = tmp_path / str(step), failing_at(step, network_of_any_size())
        with pytest.raises(KeyboardInterrupt):
            train_shortly(folder, network=network, recipe=GROWING)
        train_shortly(folder, resume=True, network=network_of_any_size(), recipe=GROWING)
        assert_the_same_training(folder, tmp_path / "whole")


def test_a_batch_of_one_is_tried_at_the_size_of_the_first_epoch():
    """Four places of a whole image are one of an image of half its side."""
    places = (nn.AvgPool2d(4), nn.BatchNorm2d(3))
    network = nn.Sequential(*places, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 3))
    with pytest.raises(ValueError, match="and at 4×4 pixels the last batch norms see a single"):
        train_shortly(None, network=network, data=splits(33, 20, 10), recipe=GROWING)


@pytest.mark.parametrize(
    "step, work", [(0, 3 + 3 * 2.25 + 4), (2, 1 + 3 * 2.25 + 4), (4, 2 + 16 / 9), (6, 1)]
)
def test_the_work_to_come_counts_a_step_as_its_area(step, work):
    state = TrainingState(nn.Linear(1, 1), GROWING, Engine("cpu"), batches=3)
    state.epoch, state.step = divmod(step, 3)
    assert state.work_to_come == pytest.approx(work)
