"""A training that is killed and taken up again ends as if nothing had happened."""

import io
import multiprocessing
import os
import random
import shutil
import signal
import time
from dataclasses import asdict, replace
from itertools import count

import pytest
import torch
from PIL import Image
from safetensors.torch import save
from torch import nn
from torch.utils.data import DataLoader, Dataset

from resattn_lab import files
from resattn_lab.checkpoints import read_weights
from resattn_lab.data import ImageSet, Splits, folder_loader
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
    precision="float32",
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


def splits(*counts):
    return Splits(*(noise_images(count, seed=count) for count in counts))


def train(folder, resume=False, *, network=None, data=None, recipe=RECIPE, **options):
    return fit(
        small_network() if network is None else network,
        splits(1000, 60, 50) if data is None else data,
        recipe,
        folder=folder,
        device="cpu",
        resume=resume,
        **{"save_every": 7, "progress": False, **options},
    )


def train_in_a_process(folder, *, passes=None, write=None, share=0.0):
    """Train, until the process kills itself: after ``passes`` steps, or inside a write.

    Args:
        write: the number of the file that is being written, from 0.
        share: how much of it is on the disk by then.
    """
    torch.set_num_threads(1)
    network = small_network()
    if passes is not None:
        number = count(1)

        def die(module, inputs):
            if module.training and next(number) > passes:
                os.kill(os.getpid(), signal.SIGKILL)  # no handler, no farewell

        network.register_forward_pre_hook(die)
    if write is not None:
        files.open = torn_at(write, share)
    train(folder, resume=(folder / "state.resattn").exists(), network=network)


def torn_at(write, share):
    """``open``, but the file of that number is cut short and its process killed."""
    number = count()

    def opening(path, mode):
        return TornFile(path, share) if next(number) == write else open(path, mode)

    return opening


class TornFile(io.FileIO):
    """Takes ``share`` of what is longer than a head, and kills its process."""

    def __init__(self, path, share):
        super().__init__(path, "wb")
        self.share = share

    def write(self, part):
        if len(part) < 100:
            return super().write(part)
        super().write(bytes(part)[: round(self.share * len(part))])
        os.kill(os.getpid(), signal.SIGKILL)


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


def stored_weights(folder):
    """Every bit of them; the card beside them says how many seconds it took, too."""
    return save(read_weights(folder / "weights.safetensors")[0])


def assert_the_same_training(folder, expected):
    assert stored_weights(folder) == stored_weights(expected)
    one, other = (History.load(path / "history.json") for path in (folder, expected))
    assert without_seconds(one) == without_seconds(other)
    assert one.test_accuracy == other.test_accuracy
    assert one.last_test_accuracy == other.last_test_accuracy
    one, other = (read_state(path / "state.resattn") for path in (folder, expected))
    for part in ("network", "average"):
        for name, value in (other[part] or {}).items():
            assert torch.equal(one[part][name], value), (part, name)


def test_killed_after_a_drawn_number_of_steps_twenty_times_it_ends_the_same_bit_for_bit(
    processes, undisturbed, tmp_path
):
    """Twenty lives of at most 19 steps cannot finish 400: every kill costs something."""
    drawn, positions = random.Random(0), []
    for _ in range(KILLS):
        passes = drawn.randint(8, 19)
        assert one_life(processes, tmp_path, passes=passes) == -signal.SIGKILL
        kept = read_state(tmp_path / "state.resattn")
        positions.append(kept["epoch"] * 63 + kept["step"])
    assert positions == sorted(set(positions)), "every life must leave a state of its own"
    assert sum(position % 63 > 0 for position in positions) > KILLS // 2
    assert one_life(processes, tmp_path) == 0
    assert_the_same_training(tmp_path, undisturbed)


def test_killed_inside_a_write_at_a_drawn_byte_it_ends_the_same_bit_for_bit(
    processes, undisturbed, tmp_path
):
    """Whatever is being written, its first bytes, its last or all of it lie on the disk."""
    drawn, torn = random.Random(1), set()
    for life in range(KILLS):
        # Two files a life are written whole, on average: far fewer than the training has
        write, share = drawn.randint(1, 3), (0, 1, drawn.random())[life % 3]
        assert one_life(processes, tmp_path, write=write, share=share) == -signal.SIGKILL
        unfinished = [path.name for path in tmp_path.glob("*.unfinished")]
        assert unfinished, "the kill must come before the file takes its place"
        torn |= set(unfinished)
        read_state(tmp_path / "state.resattn")
    assert len(torn) > 1, "not only states must be torn"
    assert one_life(processes, tmp_path) == 0
    assert_the_same_training(tmp_path, undisturbed)
    assert not list(tmp_path.rglob("*.unfinished"))


def one_life(processes, folder, **fate) -> int:
    """Train on in a process of its own; its exit code."""
    process = processes.Process(target=train_in_a_process, args=(folder,), kwargs=fate)
    process.start()
    process.join()
    return process.exitcode


def failing_at(step, network=None, *, error=KeyboardInterrupt, in_training=True) -> nn.Module:
    """``network`` (a small one) that raises in its forward pass number ``step`` from 0."""
    network, number = small_network() if network is None else network, count()

    def fail(module, inputs, output):
        if module.training is in_training and next(number) == step:
            raise error

    network.register_forward_hook(fail)
    return network


# 40 images in batches of 16: three steps an epoch, and the third epoch ends after one.
SHORT = replace(RECIPE, iterations=7)


def train_shortly(folder, resume=False, **options):
    defaults = {"data": splits(40, 20, 10), "recipe": SHORT, "save_every": 1}
    return train(folder, resume, **{**defaults, **options})


def test_a_finished_training_that_is_taken_up_has_the_same_result(undisturbed, tmp_path):
    folder, network = tmp_path / "copy", small_network()
    shutil.copytree(undisturbed, folder)
    history = train(folder, resume=True, network=network)
    assert history == History.load(undisturbed / "history.json")
    assert (folder / "state.resattn").read_bytes() == (
        undisturbed / "state.resattn"
    ).read_bytes()
    assert stored_weights(folder) == stored_weights(undisturbed)
    best = read_state(undisturbed / "state.resattn")["best"]
    for name, value in network.state_dict().items():
        assert torch.equal(value, best[name]), name


@pytest.mark.parametrize(
    "changes",
    [
        {"optimiser": "adamw", "schedule": "one_cycle"},
        {"schedule": "steps", "milestones": (2, 5)},
        {"schedule": "constant", "average": None, "momentum": 0.0},
        {"precision": "bfloat16", "clip_gradient": 0.1},
    ],
)
def test_whatever_the_recipe_it_goes_on_from_every_step(tmp_path, changes):
    recipe = replace(SHORT, **changes)
    train_shortly(tmp_path / "undisturbed", recipe=recipe)
    for step in range(1, 7):
        folder = tmp_path / f"step {step}"
        with pytest.raises(KeyboardInterrupt):
            train_shortly(folder, network=failing_at(step), recipe=recipe)
        kept = read_state(folder / "state.resattn")
        assert 3 * kept["epoch"] + kept["step"] == step
        train_shortly(folder, resume=True, recipe=recipe)
        assert_the_same_training(folder, tmp_path / "undisturbed")


@pytest.mark.parametrize("epoch", [0, 1, 2])
def test_stopped_while_it_is_judged_it_judges_again(tmp_path, epoch):
    """The state was kept after the epoch's last step; after the last epoch's, too."""
    train_shortly(tmp_path / "undisturbed")
    network = failing_at(2 * epoch, in_training=False)  # 20 images are judged in two batches
    with pytest.raises(KeyboardInterrupt):
        train_shortly(tmp_path / "run", network=network)
    kept = read_state(tmp_path / "run" / "state.resattn")
    assert (kept["epoch"], kept["step"]) == (epoch, [3, 3, 1][epoch])
    train_shortly(tmp_path / "run", resume=True)
    assert_the_same_training(tmp_path / "run", tmp_path / "undisturbed")


def test_stopped_while_it_is_tested_it_tests_again(tmp_path):
    train_shortly(tmp_path / "undisturbed")
    with pytest.raises(KeyboardInterrupt):
        train_shortly(tmp_path / "run", network=failing_at(6, in_training=False))
    assert History.load(tmp_path / "run" / "history.json").test_accuracy is None
    train_shortly(tmp_path / "run", resume=True)
    assert_the_same_training(tmp_path / "run", tmp_path / "undisturbed")


def test_the_seconds_before_an_interruption_count_too(tmp_path):
    def wait(module, inputs):
        time.sleep(0.01)

    network = failing_at(5)
    network.register_forward_pre_hook(wait)
    with pytest.raises(KeyboardInterrupt):
        train_shortly(tmp_path, network=network)
    kept = read_state(tmp_path / "state.resattn")
    assert kept["wall"] >= 0.05
    history = train_shortly(tmp_path, resume=True)
    assert history.records[0].seconds >= 0.03
    assert history.seconds >= kept["wall"]


def test_no_picture_is_missing_wherever_a_training_was_stopped(tmp_path, monkeypatch):
    """Stopped after any file was written, the last state and its pictures fit together."""
    train_shortly(tmp_path / "undisturbed", snapshots=7)
    expected = contents(tmp_path / "undisturbed" / "snapshots")
    assert len(expected) == 8
    replaced, renaming = count(), files.os.replace

    def stopping_after(writes):
        def rename(*paths):
            renaming(*paths)
            if next(replaced) == writes:
                raise KeyboardInterrupt

        return rename

    for writes in range(2, 24, 3):
        folder, replaced = tmp_path / str(writes), count()
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(files.os, "replace", stopping_after(writes))
            train_shortly(folder, snapshots=7)
        train_shortly(folder, resume=(folder / "state.resattn").exists(), snapshots=7)
        assert contents(folder / "snapshots") == expected, writes


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.safetensors")}


class Decoded(Dataset):
    """Notes in ``log`` the row of each image that is asked for."""

    def __init__(self, images, log):
        self.images, self.log = images, log

    def __len__(self):
        return len(self.images)

    def __getitem__(self, row):
        self.log.append(row)
        return self.images.images[row].float() / 255, self.images.labels[row]


def watched(network, batches: list) -> nn.Module:
    """Note in ``batches`` what ``network`` is trained on."""

    def note(module, inputs):
        if module.training:
            batches.append(inputs[0].clone())

    network.register_forward_pre_hook(note)
    return network


def linear_network():
    torch.manual_seed(1)
    return nn.Sequential(nn.Flatten(), nn.Linear(3 * 8 * 8, 3))


LOADED = replace(SHORT, label_noise=0.0)


def test_a_plain_loader_is_taken_up_at_the_batch_that_comes_next(tmp_path):
    def loaders(log):
        return Splits(
            *(DataLoader(Decoded(part, log), batch_size=16) for part in splits(40, 20, 10))
        )

    whole, before, after = [], [], []
    options = {"recipe": LOADED, "data": loaders([])}
    train_shortly(tmp_path / "whole", network=watched(linear_network(), whole), **options)
    with pytest.raises(KeyboardInterrupt):
        network = failing_at(4, watched(linear_network(), before))
        train_shortly(tmp_path / "run", network=network, **options)
    network = watched(linear_network(), after)
    train_shortly(tmp_path / "run", resume=True, network=network, **options)
    assert_same_batches(before[:4] + after, whole)
    assert_the_same_training(tmp_path / "run", tmp_path / "whole")


def test_a_folder_is_taken_up_at_the_batch_that_comes_next_and_decodes_no_other(
    tmp_path, monkeypatch
):
    """Shuffled, cropped and mirrored as if it had never stopped."""
    generator, decoded = torch.Generator().manual_seed(0), []
    for row in range(40):
        path = tmp_path / "images" / "abc"[row % 3] / f"{row}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = torch.randint(256, (12, 12, 3), generator=generator, dtype=torch.uint8)
        Image.fromarray(pixels.numpy()).save(path)

    def loaders():
        options = {"size": 8, "batch_size": 16, "workers": 0, "seed": 5}
        train, other = (
            folder_loader(tmp_path / "images", train=train, **options)
            for train in (True, False)
        )
        return Splits(train, other, other)

    whole, before, after = [], [], []
    train_shortly(
        tmp_path / "whole",
        recipe=LOADED,
        data=loaders(),
        network=watched(small_network(), whole),
    )
    with pytest.raises(KeyboardInterrupt):
        network = failing_at(5, watched(small_network(), before))
        train_shortly(tmp_path / "run", network=network, recipe=LOADED, data=loaders())

    data = loaders()
    decode = type(data.train.dataset).__getitem__
    monkeypatch.setattr(
        type(data.train.dataset),
        "__getitem__",
        lambda images, row: decoded.append(images is data.train.dataset) or decode(images, row),
    )
    network = watched(small_network(), after)
    train_shortly(tmp_path / "run", resume=True, network=network, recipe=LOADED, data=data)
    assert_same_batches(before[:5] + after, whole)
    assert sum(decoded) == 8 + 16
    assert_the_same_training(tmp_path / "run", tmp_path / "whole")


def assert_same_batches(one, other):
    assert len(one) == len(other)
    for ours, theirs in zip(one, other, strict=True):
        assert torch.equal(ours, theirs)
