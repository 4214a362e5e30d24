"""Where photographs are looked for, and that none is ever fetched."""

import importlib

import numpy as np
import pytest
import torch
from PIL import Image

from resattn_lab.data import ImageSet, find_photographs

module = importlib.import_module("resattn_lab.data.photographs")


def write_images(folder, level):
    for name in ("cat", "dog"):
        (folder / name).mkdir(parents=True)
        for number in range(3):
            pixels = np.full((40, 50, 3), level, np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number}.png")


@pytest.fixture
def asked(monkeypatch):
    """Stands in for ``load_cifar`` with 12 images of labels 0, 1, 2, 0, …"""
    calls = []

    def load(name, **options):
        calls.append((name, options))
        values = torch.arange(12)
        test = ImageSet(
            images=values.to(torch.uint8)[:, None, None, None].expand(12, 3, 32, 32),
            labels=values % 3,
            class_names=("cat", "dog", "frog"),
            source="test images",
        )
        return test.subset(slice(0)), test

    monkeypatch.setattr(module, "load_cifar", load)
    return calls


def test_there_are_none_where_there_is_nothing(tmp_path):
    assert find_photographs(folder=tmp_path) is None
    assert find_photographs(folder=tmp_path / "missing") is None


def test_nothing_is_fetched_for_it(tmp_path, asked):
    assert find_photographs(folder=tmp_path) is None
    (tmp_path / "cifar-10-batches-py").mkdir()
    find_photographs(folder=tmp_path)
    assert asked == [("cifar10", {"folder": tmp_path, "download": False})]


def test_torchvisions_cifar_gives_the_first_test_images_of_each_class(tmp_path, asked):
    (tmp_path / "cifar-10-batches-py").mkdir()
    write_images(tmp_path / "test", 50)
    found = find_photographs(2, folder=tmp_path)
    assert found.images[:, 0, 0, 0].tolist() == [0, 3, 1, 4, 2, 5]
    assert found.labels.tolist() == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("place", ["cifar10/test", "test", "."])
def test_class_folders_are_found_and_scaled(tmp_path, place):
    write_images(tmp_path / place, 50)
    found = find_photographs(2, folder=tmp_path)
    assert found.images.shape == (4, 3, 32, 32)
    assert found.class_names == ("cat", "dog")
    assert found.labels.tolist() == [0, 0, 1, 1]


def test_the_first_place_that_has_any_is_taken(tmp_path):
    for place, level in (("cifar10/test", 10), ("test", 20), (".", 30)):
        write_images(tmp_path / place, level)
    assert find_photographs(folder=tmp_path).images.unique().tolist() == [10]


def test_the_folder_is_the_one_in_the_settings_when_none_is_named(tmp_path, monkeypatch):
    write_images(tmp_path / "test", 50)
    monkeypatch.setenv("RESATTN_DATA", str(tmp_path))
    assert len(find_photographs(1)) == 2


def test_the_photographs_on_this_machine_are_found(photographs):
    found = find_photographs(3, folder=photographs)
    assert len(found) == 30
    assert found.source == "CIFAR-10, JPEG copy"
