"""One door for scenes, CIFAR and folders; three parts without an image in common."""

import importlib

import numpy as np
import pytest
import torch
from PIL import Image

from resattn_lab.data import ImageSet, load_images, planted_scenes, scene_set

module = importlib.import_module("resattn_lab.data.load_images")


def write_images(folder, counts, *, first=0, size=4):
    """Images of one class after the other, each with its own number in its pixels."""
    number = first
    for name, count in counts.items():
        (folder / name).mkdir(parents=True)
        for index in range(count):
            pixels = np.random.default_rng(number).integers(0, 256, (size, size, 3))
            image = Image.fromarray(pixels.astype(np.uint8))
            image.save(folder / name / f"{index:03d}.png")
            number += 1


def contents(images):
    return [image.numpy().tobytes() for image in images.images]


def assert_disjoint(parts):
    every = sum((contents(part) for part in parts), [])
    assert len(set(every)) == len(every)


@pytest.fixture
def fake_cifar(monkeypatch):
    """Stands in for ``load_cifar``: 200 and 40 images of noise; keeps its arguments."""
    asked = []

    def noise(count, seed):
        generator = torch.Generator().manual_seed(seed)
        return ImageSet(
            images=torch.randint(
                256, (count, 3, 32, 32), dtype=torch.uint8, generator=generator
            ),
            labels=torch.arange(count) % 10,
            class_names=tuple("abcdefghij"),
            source="noise",
        )

    def load(name, **options):
        asked.append((name, options))
        return noise(200, 0), noise(40, 1)

    monkeypatch.setattr(module, "load_cifar", load)
    return asked


def test_scenes_come_in_three_parts_that_share_none():
    splits = load_images("scenes", count=60)
    assert [len(part) for part in splits] == [60, 6, 6]
    assert_disjoint(splits)
    assert splits.train.images.shape[2:] == (32, 32)
    assert splits.train.true_masks.shape == (60, 32, 32)
    sources = [part.source for part in splits]
    assert sources == [
        f"planted scenes, seed 0, {part}" for part in ("train", "validation", "test")
    ]


def test_the_scenes_of_several_seeds_share_none_either():
    assert_disjoint(
        [part for seed in range(4) for part in load_images("scenes", seed=seed, count=20)]
    )


def test_a_few_scenes_still_leave_one_to_validate_and_one_to_test():
    assert [len(part) for part in load_images("scenes", count=3)] == [3, 1, 1]


def test_more_training_scenes_leave_the_validation_and_test_scenes_as_they_were():
    few, many = load_images("scenes", count=20), load_images("scenes", count=40)
    assert contents(many.test)[:2] == contents(few.test)
    assert contents(many.train)[:20] == contents(few.train)


def test_options_of_scenes_reach_the_drawing():
    options = {"clutter": 0, "objects": 2, "contrast": 0.3}
    train = load_images("scenes", seed=2, count=5, size=40, **options).train
    expected = planted_scenes(5, seed=6, size=40, **options)
    assert torch.equal(train.images, expected.images)
    assert torch.equal(train.true_masks, expected.true_masks)


def test_a_set_of_scenes_is_the_same_part_that_load_images_gives():
    splits = load_images("scenes", seed=1, count=30)
    assert contents(scene_set(3, seed=1, part="test")) == contents(splits.test)
    assert contents(scene_set(30, seed=1)) == contents(splits.train)


@pytest.mark.parametrize("name", ["cifar10", "cifar100"])
def test_cifar_keeps_its_test_images_and_parts_the_training_images(name, fake_cifar):
    splits = load_images(name, validation_share=0.1, download=False)
    assert [len(part) for part in splits] == [180, 20, 40]
    assert splits.validation.labels.bincount().tolist() == [2] * 10
    assert_disjoint(splits)
    assert fake_cifar == [(name, {"download": False})]


def test_a_folder_with_train_and_test_parts_only_the_training_images(tmp_path):
    write_images(tmp_path / "train", {"a": 20, "b": 10})
    write_images(tmp_path / "test", {"a": 4, "b": 3}, first=100)
    splits = load_images(tmp_path)
    assert [len(part) for part in splits] == [27, 3, 7]
    assert splits.test.class_names == ("a", "b")
    assert_disjoint(splits)


def test_a_folder_with_all_three_parts_is_taken_as_it_is(tmp_path):
    for number, part in enumerate(("train", "validation", "test")):
        write_images(tmp_path / part, {"a": 5 - number, "b": 2}, first=100 * number)
    splits = load_images(str(tmp_path))
    assert [len(part) for part in splits] == [7, 6, 5]
    assert_disjoint(splits)


def test_a_folder_of_classes_is_parted_twice(tmp_path):
    write_images(tmp_path, {"a": 20, "b": 30})
    splits = load_images(tmp_path, test_share=0.2, validation_share=0.25)
    assert [len(part) for part in splits] == [30, 10, 10]
    assert splits.test.labels.bincount().tolist() == [4, 6]
    assert_disjoint(splits)


@pytest.mark.parametrize("source", ["cifar10", "folder", "folder with test"])
def test_the_test_images_do_not_depend_on_how_many_validate(source, tmp_path, fake_cifar):
    if source == "folder":
        source = tmp_path
        write_images(tmp_path, {"a": 20, "b": 30})
    elif source == "folder with test":
        source = tmp_path
        write_images(tmp_path / "train", {"a": 20, "b": 30})
        write_images(tmp_path / "test", {"a": 5, "b": 5}, first=100)
    few = load_images(source, validation_share=0.1)
    many = load_images(source, validation_share=0.5)
    assert len(many.validation) > len(few.validation)
    assert contents(few.test) == contents(many.test)


def test_the_seed_decides_which_images_of_a_folder_are_for_testing(tmp_path):
    write_images(tmp_path, {"a": 30, "b": 10})
    first, again, other = (contents(load_images(tmp_path, seed=s).test) for s in (0, 0, 1))
    assert first == again != other


def test_size_and_images_per_class_reach_the_folder(tmp_path):
    write_images(tmp_path, {"a": 12, "b": 12}, size=9)
    splits = load_images(tmp_path, size=6, per_class=10)
    assert sum(len(part) for part in splits) == 20
    assert splits.train.images.shape[2:] == (6, 6)


@pytest.mark.parametrize("part", ["validation", "test"])
def test_parts_of_a_folder_with_other_classes_are_refused(tmp_path, part):
    for name in ("train", "validation", "test"):
        write_images(tmp_path / name, {"a": 2, "c" if name == part else "b": 2})
    with pytest.raises(ValueError, match=rf"the classes a, b, but {part} has a, c"):
        load_images(tmp_path)


def test_a_name_that_is_no_folder_lists_what_there_is(tmp_path):
    missing = tmp_path / "missing"
    with pytest.raises(ValueError, match="missing' is neither scenes, cifar10, cifar100 nor"):
        load_images(missing)


@pytest.mark.parametrize("source", ["cifar10", "folder"])
def test_options_of_scenes_are_refused_elsewhere(source, tmp_path):
    source = tmp_path if source == "folder" else source
    with pytest.raises(ValueError, match="clutter, objects: only scenes take these"):
        load_images(source, clutter=2, objects=1)


def test_cifar_of_another_size_is_refused_and_not_ignored(fake_cifar):
    with pytest.raises(ValueError, match=r"cifar10 .* 32×32.*fit\(size=64\)"):
        load_images("cifar10", size=64)
    assert load_images("cifar10", size=32).train.images.shape[2:] == (32, 32)


def test_an_option_that_nobody_knows_is_refused():
    with pytest.raises(TypeError, match="texture"):
        load_images("scenes", count=1, texture=2)


def test_the_photographs_are_parted_like_any_folder(photographs):
    splits = load_images(photographs, per_class=10)
    assert [len(part) for part in splits] == [90, 10, 100]
    assert {part.source for part in splits} == {"CIFAR-10, JPEG copy"}
    assert_disjoint(splits)
