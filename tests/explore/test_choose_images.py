"""Which images the explorers show when little or nothing is said about them."""

import importlib
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from resattn_lab.data import ImageSet, ImageSource, InputSpec, load_images, scene_set
from resattn_lab.explore import choose_images
from resattn_lab.explore.images import trained_size
from resattn_lab.networks import build_network

SCENES = {
    "class_names": "disc ring square triangle star cross crescent heart bar arrow".split()
}
PETS = {"class_names": ["cat", "dog"]}


@pytest.fixture(scope="module")
def network():
    return build_network("cifar_attention_56", width=0.25).eval()


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch):
    """No photographs of whoever runs the tests."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("RESATTN_DATA", str(folder))
    monkeypatch.setenv("RESATTN_OFFLINE", "1")
    return folder


def write(folder: Path, **counts) -> Path:
    """Class folders with so many images each, of sizes that differ."""
    for name, count in counts.items():
        (folder / name).mkdir(parents=True)
        for number in range(count):
            pixels = np.full((20 + 8 * number, 30, 3), 5 * number, np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number}.png")
    return folder


def test_a_network_of_scenes_is_shown_scenes_with_their_true_masks(network, data_folder):
    write(data_folder, disc=2)  # not even photographs of that name come first
    chosen = choose_images(network, SCENES)
    same = scene_set(24, seed=7, part="test")
    assert torch.equal(chosen.images, same.images)
    assert torch.equal(chosen.true_masks, same.true_masks)


def test_a_network_of_photographs_is_shown_photographs_of_its_classes(network, data_folder):
    write(data_folder / "test", cat=30, dog=30)
    chosen = choose_images(network, PETS)
    assert chosen.class_names == ("cat", "dog")
    assert chosen.labels.tolist() == [0] * 12 + [1] * 12
    assert chosen.images.shape[-2:] == (32, 32)


@pytest.mark.parametrize("there", [{}, {"boat": 3}])
@pytest.mark.parametrize("card", [PETS, {}])
def test_scenes_are_shown_where_no_photographs_of_its_classes_are(
    network, data_folder, card, there
):
    write(data_folder, **there)
    assert "planted scenes" in choose_images(network, card, count=2).source


@pytest.fixture
def pets_network():
    return build_network("cifar_attention_56", classes=2, width=0.25).eval()


def card_of(folder, **options):
    """As of a training on ``folder``."""
    source = ImageSource.named(folder, **options)
    spec = InputSpec(channels=3, size=(40, 40), class_names=("cat", "dog"))
    return {"inputs": spec.to_dict(), "source": source.to_dict()}


def test_a_network_is_shown_test_images_of_its_own_training_at_its_size(pets_network, tmp_path):
    folder = write(tmp_path / "pets", cat=30, dog=30)
    card = card_of(folder, seed=3, size=40)
    test = load_images(folder, seed=3, size=40).test
    chosen = choose_images(pets_network, card)
    assert torch.equal(chosen.images, test.images) and torch.equal(chosen.labels, test.labels)
    assert torch.equal(choose_images(pets_network, card, count=2).images, test.images[[0, 3]])


@pytest.mark.parametrize("size", [(24, 24), (20, 12)])
def test_pictures_that_are_shown_are_resized_as_those_that_were_learned_from(
    pets_network, tmp_path, size
):
    """Every pixel of a fine pattern has a part in what is seen: a chequerboard is grey."""
    pattern = (np.indices((96, 96)).sum(axis=0) % 2 * 255).astype(np.uint8)
    for name in ("cat", "dog"):
        (tmp_path / "pets" / name).mkdir(parents=True)
        Image.fromarray(pattern).save(tmp_path / "pets" / name / "0.png")
    spec = InputSpec(channels=3, size=size, class_names=("cat", "dog"))
    card = {"inputs": spec.to_dict()}
    shown = choose_images(pets_network, card, source=str(tmp_path / "pets")).images
    assert shown.shape[-2:] == size and shown.min() > 120 and shown.max() < 135


def test_only_the_images_that_are_shown_are_decoded(pets_network, tmp_path, monkeypatch):
    folder = write(tmp_path / "pets", cat=20, dog=20)
    pixels, decoded = importlib.import_module("resattn_lab.data.folder_pixels"), []
    decode = pixels.decode
    monkeypatch.setattr(pixels, "decode", lambda path: decoded.append(path) or decode(path))
    chosen = choose_images(pets_network, card_of(folder, seed=3, size=40))
    assert len(decoded) == len(chosen) == 4


def test_where_the_images_of_the_training_are_gone_that_is_said(pets_network, tmp_path, capsys):
    chosen = choose_images(pets_network, card_of(tmp_path / "gone"), count=2)
    assert "planted scenes" in chosen.source and chosen.images.shape[-2:] == (40, 40)
    assert "gone, which is no folder any more" in capsys.readouterr().err


def test_a_folder_is_read_from_its_test_images(network, tmp_path):
    write(tmp_path / "train", cat=3, dog=3)
    write(tmp_path / "test", cat=1, dog=1)
    assert len(choose_images(network, PETS, source=str(tmp_path))) == 2


@pytest.mark.parametrize(
    "count, labels", [(5, [0, 0, 1, 1, 2]), (3, [0, 1, 2]), (2, [0, 1]), (24, [0, 0, 1, 2, 2])]
)
def test_the_images_of_a_folder_are_spread_over_its_classes(network, tmp_path, count, labels):
    folder = write(tmp_path / "images", ant=2, bee=1 if count == 24 else 2, cat=2)
    chosen = choose_images(network, {}, source=str(folder), count=count)
    assert chosen.labels.tolist() == labels


def test_images_have_the_size_of_training_unless_another_is_asked_for(tmp_path):
    folder = str(write(tmp_path / "images", cat=3))
    network = build_network(
        "cifar_attention_56", width=0.25, pixel_mean=torch.full((3, 40, 40), 0.5)
    )
    sizes = [
        choose_images(network, {}, source=source, count=2, size=size).images.shape[-1]
        for source in (folder, "scenes")
        for size in (None, 64)
    ]
    assert sizes == [40, 64, 40, 64]


def test_a_network_without_a_mean_image_gets_images_that_its_masks_can_work_on(
    network, monkeypatch
):
    assert trained_size(network, InputSpec.from_card({}, network)) == (32, 32)
    monkeypatch.setattr(type(network), "smallest_image", 50)
    assert trained_size(network, InputSpec.from_card({}, network)) == (50, 50)
    plain = torch.nn.Conv2d(3, 3, 1)
    assert trained_size(plain, InputSpec.from_card({}, plain)) == (32, 32)


def test_cifar_is_shown_from_its_test_images_at_the_size_of_training(network, monkeypatch):
    images = ImageSet(
        images=torch.randint(0, 256, (9, 3, 32, 32), dtype=torch.uint8),
        labels=torch.arange(9),
        class_names=tuple("abcdefghi"),
        source="CIFAR-10 test images",
    )
    module = importlib.import_module("resattn_lab.explore.images")
    monkeypatch.setattr(module, "load_cifar", lambda name: (None, images))
    chosen = choose_images(network, {}, source="cifar10", count=3)
    assert chosen.labels.tolist() == [0, 3, 6]
    assert torch.equal(chosen.images, images.images[::3])
    larger = choose_images(network, {}, source="cifar10", count=3, size=64)
    assert larger.images.shape == (3, 3, 64, 64) and larger.images.dtype == torch.uint8
    before, after = images.images[::3].float(), larger.images.float()
    assert (before.mean() - after.mean()).abs() < 1


@pytest.mark.parametrize(
    "options, message",
    [
        ({"count": 0}, "count must be at least 1, got 0"),
        ({"size": 0}, "size must be at least 1, got 0"),
        ({"source": "no/such/place"}, "'no/such/place' is neither scenes, cifar10"),
    ],
)
def test_images_that_cannot_be_are_refused(network, options, message):
    with pytest.raises(ValueError, match=message):
        choose_images(network, SCENES, **options)


def test_a_folder_without_images_says_what_it_should_hold(network, tmp_path):
    with pytest.raises(FileNotFoundError, match="wanted .*<class>/<image>"):
        choose_images(network, SCENES, source=str(tmp_path))
