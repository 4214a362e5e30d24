"""A training that is killed and taken up again ends as if nothing had happened."""

import multiprocessing
import random
import time
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from torch import nn

from resattn_lab.data import ImageSet, Splits
from resattn_lab.training import History, Recipe, fit, read_state

KILLS = 20
STEPS = 400
# Everything that has a state of its own: momentum, schedule, average, augmentation, noise.
RECIPE = Recipe(
    iterations=STEPS,
    batch_size=16,
    optimiser="sgd",
    learning_rate=0.05,
    label_noise=0.2,
    average=0.9,
    padding=1,
    seed=3,
)


def noise_images(count, *, seed):
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(count) % 3
    images = torch.randint(150, (count, 3, 8, 8), generator=generator)
    images[torch.arange(count), labels] += 100
    return ImageSet(
        images=images.to(torch.uint8),
        labels=labels,
        class_names=("red", "green", "blue"),
        source="coloured noise",
    )


def small_network():
    """Batch norm and dropout: statistics and random numbers that must survive too."""
    torch.manual_seed(1)
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Flatten(),
        nn.Linear(8 * 8 * 8, 3),
    )


def train(folder, resume=False, **options):
    data = Splits(*(noise_images(n, seed=n) for n in (1000, 60, 50)))
    return fit(
        small_network(),
        data,
        RECIPE,
        folder=folder,
        device="cpu",
        progress=False,
        resume=resume,
        save_every=7,
        **options,
    )


def train_in_a_process(folder):
    torch.set_num_threads(1)
    train(folder, resume=(folder / "state.resattn").exists())


@pytest.fixture(scope="module")
def processes():
    """New processes in milliseconds: forked from one that has imported torch and no more."""
    context = multiprocessing.get_context("forkserver")
    # torch imports the second of them at the first step of an optimiser: seconds, each time
    context.set_forkserver_preload(["resattn_lab.training", "torch._dynamo", "pytest"])
    return context


@pytest.fixture(scope="module")
def undisturbed(processes, tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    process = processes.Process(target=train_in_a_process, args=(folder,))
    process.start()
    process.join()
    assert process.exitcode == 0
    return folder


def without_seconds(history: History):
    return [{**asdict(record), "seconds": None} for record in history.records]


def assert_the_same_training(folder, expected):
    one, other = ((path / "weights.safetensors").read_bytes() for path in (folder, expected))
    assert one == other
    one, other = (History.load(path / "history.json") for path in (folder, expected))
    assert without_seconds(one) == without_seconds(other)
    assert one.test_accuracy == other.test_accuracy
    assert one.last_test_accuracy == other.last_test_accuracy
    one, other = (read_state(path / "state.resattn") for path in (folder, expected))
    for part in ("network", "average"):
        for name, value in other[part].items():
            assert torch.equal(one[part][name], value), (part, name)


def test_killed_at_twenty_random_moments_it_ends_with_the_same_weights_bit_for_bit(
    processes, undisturbed, tmp_path
):
    moments, positions = random.Random(0), []
    state = tmp_path / "state.resattn"
    for _ in range(KILLS):
        process = processes.Process(target=train_in_a_process, args=(tmp_path,))
        process.start()
        wait_for_news(process, state)
        time.sleep(moments.uniform(0, 0.12))
        process.kill()  # SIGKILL: no handler, no farewell
        process.join()
        if state.exists():
            kept = read_state(state)
            positions.append(kept["epoch"] * 63 + kept["step"])
    assert not (tmp_path / "history.json").exists() or positions[-1] < STEPS
    assert len(set(positions)) > KILLS // 2, "the kills came before anything had happened"
    assert sum(position % 63 > 0 for position in positions) > KILLS // 2

    last = processes.Process(target=train_in_a_process, args=(tmp_path,))
    last.start()
    last.join()
    assert last.exitcode == 0
    assert_the_same_training(tmp_path, undisturbed)


def wait_for_news(process, state: Path):
    """Until the process has kept a state of its own, so that each kill costs it something."""
    before = state.stat().st_mtime_ns if state.exists() else None
    while process.is_alive():
        if state.exists() and state.stat().st_mtime_ns != before:
            return
        time.sleep(0.001)
