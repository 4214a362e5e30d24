"""The whole training: chosen by validation, tested once, and written down."""

from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file
from torch import nn
from torch.utils.data import DataLoader, Dataset

from resattn_lab.checkpoints import read_weights
from resattn_lab.data import Batches, ImageSet, Splits, load_images
from resattn_lab.networks import build_network
from resattn_lab.training import History, Recipe, evaluate, fit

STEADY = Recipe(
    epochs=4,
    batch_size=8,
    optimiser="sgd",
    learning_rate=0.5,
    schedule="constant",
    augment=False,
    precision="float32",
)
QUIET = {"device": "cpu", "progress": False}


def bright_or_dark(count, *, seed, swapped=False):
    """Class 1 is bright and class 0 dark, or the other way round."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(count) % 2
    noise = torch.randint(60, (count, 1, 4, 4), generator=generator)
    images = noise + 150 * labels[:, None, None, None]
    return ImageSet(
        images=images.to(torch.uint8),
        labels=1 - labels if swapped else labels,
        class_names=("dark", "bright"),
        source="bright or dark",
    )


def linear_network():
    return nn.Sequential(nn.Flatten(), nn.Linear(16, 2))


def knowing_network():
    """Tells bright from dark at once, so that every step towards the opposite costs it."""
    network = linear_network()
    with torch.no_grad():
        network[1].weight.copy_(torch.tensor([[-1.0], [1.0]]).expand(2, 16) / 4)
        network[1].bias.copy_(torch.tensor([1.6, -1.6]))
    return network


def splits(train=40, **options):
    return Splits(*(bright_or_dark(n, seed=n, **options) for n in (train, 20, 16)))


def accuracy(network, images):
    return evaluate(network, Batches(images, 8)).accuracy


def test_a_linear_network_learns_and_every_epoch_is_recorded():
    network, data = linear_network(), splits()
    history = fit(network, data, STEADY, **QUIET)
    assert [record.epoch for record in history.records] == [1, 2, 3, 4]
    assert history.records[-1].train_loss < history.records[0].train_loss
    assert history.test_accuracy == accuracy(network, data.test) == 1
    assert all(record.seconds > 0 for record in history.records)
    assert all(record.learning_rate == 0.5 for record in history.records)


@pytest.mark.parametrize("iterations, epochs", [(3, 1), (5, 1), (6, 2), (12, 3)])
def test_iterations_end_the_training_in_the_middle_of_an_epoch(iterations, epochs):
    steps, network = [], linear_network()
    network.register_forward_hook(lambda m, x, y: steps.append(m.training))
    recipe = replace(STEADY, epochs=None, iterations=iterations)
    history = fit(network, splits(), recipe, **QUIET)
    assert len(history.records) == epochs
    assert sum(steps) == iterations


@pytest.fixture
def worsening(tmp_path):
    """A training whose validation falls: it unlearns what the network knew."""
    network = knowing_network()
    data = Splits(
        bright_or_dark(40, seed=1, swapped=True),
        bright_or_dark(20, seed=2),
        bright_or_dark(16, seed=3),
    )
    recipe = replace(STEADY, epochs=6, learning_rate=0.3, momentum=0)
    return network, data, fit(network, data, recipe, folder=tmp_path, **QUIET), tmp_path


def test_the_network_is_left_with_the_weights_that_validated_best(worsening):
    network, data, history, _ = worsening
    best, last = history.best, history.records[-1]
    assert best.epoch < last.epoch
    assert best.validation_accuracy > last.validation_accuracy
    assert accuracy(network, data.validation) == best.validation_accuracy


def test_the_test_accuracy_is_that_of_the_best_epoch_and_the_last_ones_is_kept_too(worsening):
    network, data, history, _ = worsening
    assert history.test_accuracy == accuracy(network, data.test)
    assert history.last_test_accuracy < history.test_accuracy


def test_the_weights_on_the_disk_are_those_that_validated_best(worsening):
    network, _, history, folder = worsening
    stored = load_file(folder / "weights.safetensors")
    for name, value in network.state_dict().items():
        assert torch.equal(stored[name], value), name
    _, card = read_weights(folder / "weights.safetensors")
    assert card["epoch"] == history.best.epoch


class Watched(ImageSet):
    """Notes in ``log`` whenever its pixels are asked for."""

    log: list = []

    def __getattribute__(self, name):
        if name == "images":
            Watched.log.append("test images")
        return super().__getattribute__(name)

    def __len__(self):
        return 16


class WatchedDataset(Dataset):
    """Two classes of images, which notes in ``log`` when one of them is taken."""

    def __init__(self, images, log, name):
        self.images, self.log, self.name = images, log, name

    def __len__(self):
        return len(self.images)

    def __getitem__(self, row):
        self.log.append(self.name)
        return self.images.images[row].float() / 255, self.images.labels[row]


def test_the_test_images_are_not_looked_at_before_everything_is_chosen(monkeypatch):
    data, network = splits(), linear_network()
    test = Watched(**vars(data.test))
    monkeypatch.setattr(Watched, "log", [])
    network.register_forward_hook(
        lambda module, x, y: Watched.log.append("step" if module.training else "judging")
    )
    fit(network, data._replace(test=test), STEADY, **QUIET)
    first = Watched.log.index("test images")
    assert Watched.log[:first].count("step") == 4 * 5
    assert Watched.log[:first].count("judging") == 4 * 3
    assert "step" not in Watched.log[first:]


def test_data_loaders_train_too_and_the_test_loader_is_used_last():
    log, network = [], linear_network()
    loaders = Splits(
        *(
            DataLoader(WatchedDataset(images, log, name), batch_size=8)
            for name, images in splits()._asdict().items()
        )
    )
    history = fit(network, loaders, STEADY, **QUIET)
    assert history.test_accuracy == 1
    assert log.count("train") == 4 * 40
    assert log.index("test") == 4 * (40 + 20)
    assert set(log[4 * (40 + 20) :]) == {"test"}


def test_a_run_folder_holds_history_weights_and_a_card(tmp_path):
    data = splits()
    recipe = replace(STEADY, seed=11)
    card = {"command": "a test", "network": {"name": "linear"}}
    history = fit(linear_network(), data, recipe, folder=tmp_path / "run", card=card, **QUIET)
    written = sorted(path.name for path in (tmp_path / "run").iterdir())
    assert written == ["history.csv", "history.json", "state.resattn", "weights.safetensors"]
    assert History.load(tmp_path / "run" / "history.json") == history

    _, stored = read_weights(tmp_path / "run" / "weights.safetensors")
    assert (stored["command"], stored["network"]) == ("a test", {"name": "linear"})
    assert stored["seed"] == stored["recipe"]["seed"] == 11
    assert stored["epoch"] == history.best.epoch
    assert stored["accuracy"] == {
        "validation": history.best.validation_accuracy,
        "test": history.test_accuracy,
        "test_last_epoch": history.last_test_accuracy,
    }
    assert stored["class_names"] == ["dark", "bright"]
    assert stored["data"]["train"] == "bright or dark: 40 images"
    assert stored["versions"]["torch"] == torch.__version__


def test_what_is_known_after_an_epoch_is_on_the_disk_before_the_next(tmp_path):
    """A training that is killed, or whose loss explodes, leaves its best weights."""
    network = linear_network()

    def explode(module, inputs, output):
        if module.training and (tmp_path / "history.json").exists():
            return output * float("nan")

    network.register_forward_hook(explode)
    with pytest.raises(FloatingPointError):
        fit(network, splits(), STEADY, folder=tmp_path, **QUIET)
    assert len(History.load(tmp_path / "history.json").records) == 1
    tensors, card = read_weights(tmp_path / "weights.safetensors")
    assert card["accuracy"]["test"] is None
    assert not tensors["1.weight"].isnan().any()


def test_nothing_is_written_without_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fit(linear_network(), splits(), replace(STEADY, epochs=1), **QUIET)
    assert list(tmp_path.iterdir()) == []


def test_ten_steps_of_a_narrow_attention_56_lower_its_loss():
    data = load_images("scenes", count=32)
    network = build_network(
        "cifar_attention_56",
        width=0.25,
        initialisation="zero_residual",
        pixel_mean=data.train.pixel_mean(),
    )
    recipe = Recipe(
        epochs=5, batch_size=16, learning_rate=5e-3, clip_gradient=1.0, augment=False
    )
    losses = [record.train_loss for record in fit(network, data, recipe, **QUIET).records]
    assert losses[-1] < 0.95 * losses[0]


def test_the_same_seed_gives_the_same_weights_to_the_last_bit():
    def weights(seed, draws=0):
        torch.manual_seed(0)
        network = nn.Sequential(
            nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(16, 2)
        )
        torch.rand(draws)  # moves the generator of torch itself, which has no say in it
        recipe = Recipe(epochs=3, batch_size=8, padding=1, seed=seed)
        fit(network, splits(), recipe, **QUIET)
        return torch.cat([value.flatten() for value in network.state_dict().values()])

    first, again, other = weights(5), weights(5, draws=3), weights(6)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_a_size_is_what_the_network_meets():
    sizes, network = set(), nn.Sequential(nn.AdaptiveAvgPool2d(4), linear_network())
    network.register_forward_hook(lambda m, x, y: sizes.add(tuple(x[0].shape[1:])))
    fit(network, splits(), replace(STEADY, epochs=1), size=12, **QUIET)
    assert sizes == {(1, 12, 12)}


def test_training_images_are_augmented_around_their_mean_and_the_others_are_not():
    seen, network = {True: [], False: []}, linear_network()
    network.register_forward_hook(lambda m, x, y: seen[m.training].append(x[0].clone()))
    data = splits()
    black = torch.zeros_like(data.train.images)
    black[:20] = 255  # the mean is a grey that no image has
    data = data._replace(train=replace(data.train, images=black))
    fit(network, data, replace(STEADY, epochs=1, augment=True, padding=2), **QUIET)
    mean = data.train.pixel_mean()[0, 0, 0]
    levels = torch.cat(seen[True]).unique()
    assert len(levels) <= 5  # black, white and the mean, with what rounding adds
    assert (levels == mean).any()
    judged = torch.cat(seen[False])
    torch.testing.assert_close(judged[:20], data.validation.floats())


def test_progress_says_the_device_and_one_line_an_epoch(capsys):
    recipe = replace(STEADY, epochs=2)
    fit(linear_network(), splits(), recipe, device="cpu", progress=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("training on CPU")
    assert "10 steps of 8 images" in lines[0]
    assert [line[:9] for line in lines[1:]] == ["epoch   1", "epoch   2"]
    fit(linear_network(), splits(), recipe, **QUIET)
    printed = capsys.readouterr()
    assert printed.out == printed.err == ""


def test_a_training_learns_from_noisy_labels_and_is_judged_by_the_true_ones():
    """With all of two classes' labels wrong, it learns the opposite of what it is asked."""
    network, data = linear_network(), splits()
    labels = [part.labels.clone() for part in data]
    history = fit(network, data, replace(STEADY, label_noise=1.0), **QUIET)
    assert history.records[-1].train_accuracy == 1
    assert history.records[-1].validation_accuracy == 0
    assert history.last_test_accuracy == 0
    assert all(map(torch.equal, labels, [part.labels for part in data]))


def test_the_share_of_wrong_labels_bounds_what_is_learned():
    data = splits(train=2000)
    recipe = replace(STEADY, epochs=2, batch_size=100, label_noise=0.3)
    history = fit(linear_network(), data, recipe, **QUIET)
    assert history.records[-1].train_accuracy == pytest.approx(0.7, abs=0.05)
    assert history.records[-1].validation_accuracy == 1


def test_label_noise_is_refused_where_the_labels_come_from_a_loader():
    dataset = WatchedDataset(bright_or_dark(8, seed=1), [], "")
    loaders = Splits(*(DataLoader(dataset, batch_size=8) for _ in range(3)))
    with pytest.raises(ValueError, match="label_noise needs an ImageSet; a DataLoader brings"):
        fit(linear_network(), loaders, replace(STEADY, label_noise=0.1), **QUIET)
