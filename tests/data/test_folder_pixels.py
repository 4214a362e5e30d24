"""A folder too large for the memory is the same images, decoded when a batch needs them."""

import importlib

import numpy as np
import pytest
import torch
from PIL import Image

from resattn_lab.data import Batches, ImageSet, load_image_folder, load_images, split
from resattn_lab.data import folder_pixels as pixels_module
from resattn_lab.data.folder_pixels import FolderPixels

folder_module = importlib.import_module("resattn_lab.data.image_folder")
COUNTS = {"a": 9, "b": 14, "c": 7}


@pytest.fixture
def folder(tmp_path):
    """Thirty images of noise, of several sizes."""
    rng = np.random.default_rng(0)
    for name, count in COUNTS.items():
        (tmp_path / name).mkdir()
        for number in range(count):
            high, wide = rng.integers(9, 20, 2)
            noise = rng.integers(0, 256, (high, wide, 3), dtype=np.uint8)
            Image.fromarray(noise).save(tmp_path / name / f"{number:02d}.png")
    return tmp_path


@pytest.fixture
def in_files(monkeypatch):
    """Everything is too large for the memory."""
    monkeypatch.setattr(folder_module, "LARGEST_IN_MEMORY", 100)
    monkeypatch.setattr(pixels_module, "AT_ONCE", 8)


@pytest.fixture
def decoded(monkeypatch):
    """The names of the files that are decoded, in any order."""
    names = []
    decode = pixels_module.decode

    def watched(path):
        names.append(f"{path.parent.name}/{path.name}")
        return decode(path)

    monkeypatch.setattr(pixels_module, "decode", watched)
    return names


def test_what_fits_is_read_and_what_does_not_stays_in_its_files(folder, monkeypatch, capsys):
    needed = 30 * 3 * 8 * 8
    monkeypatch.setattr(folder_module, "LARGEST_IN_MEMORY", needed)
    assert isinstance(load_image_folder(folder, size=8).images, torch.Tensor)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(folder_module, "LARGEST_IN_MEMORY", needed - 1)
    assert isinstance(load_image_folder(folder, size=8).images, FolderPixels)
    printed = capsys.readouterr().err
    assert f"{folder}: 30 images of 8×8 would take 0.0 GiB; they are decoded as" in printed


def both(folder, monkeypatch, **options):
    """The same folder in memory and in its files."""
    whole = load_image_folder(folder, **options)
    monkeypatch.setattr(folder_module, "LARGEST_IN_MEMORY", 100)
    monkeypatch.setattr(pixels_module, "AT_ONCE", 8)
    return whole, load_image_folder(folder, **options)


def test_everything_that_is_known_of_the_images_is_the_same(folder, monkeypatch):
    whole, files = both(folder, monkeypatch, size=8)
    assert isinstance(files, ImageSet) and len(files) == 30
    assert (files.class_names, files.source) == (whole.class_names, whole.source)
    assert torch.equal(files.labels, whole.labels)
    assert files.images.shape == whole.images.shape
    assert torch.equal(files.pixel_mean(), whole.pixel_mean())
    assert files.fingerprint() == whole.fingerprint()
    assert torch.equal(files.floats(), whole.floats())


@pytest.mark.parametrize(
    "rows", [slice(3, 9), slice(0, 0), torch.tensor([4, 4, 29, 0]), torch.arange(30) % 3 == 0]
)
def test_rows_are_those_of_the_whole(folder, monkeypatch, rows):
    whole, files = both(folder, monkeypatch, size=8)
    assert files.fingerprint() == whole.fingerprint()  # of the whole, and not of its rows
    assert torch.equal(files.images[rows], whole.images[rows])
    chosen, expected = files.subset(rows), whole.subset(rows)
    assert isinstance(chosen.images, FolderPixels)
    assert torch.equal(chosen.labels, expected.labels)
    assert torch.equal(chosen.images[:], expected.images)
    assert chosen.fingerprint() == expected.fingerprint()


def test_a_single_image_and_all_one_by_one_are_those_of_the_whole(folder, monkeypatch):
    whole, files = both(folder, monkeypatch, size=8)
    assert torch.equal(files.images[29], whole.images[29])
    assert torch.equal(torch.stack(list(files.images)), whole.images)


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("size", [None, 12])
def test_batches_are_the_same_bit_for_bit(folder, monkeypatch, processes, size):
    """Order, crops, flips, share of a process, and where an epoch is taken up."""
    for process in range(processes):
        options = {"shuffle": True, "augment": True, "seed": 3, "size": size}
        options |= {"process": process, "processes": processes}
        with monkeypatch.context() as patch:
            whole, files = both(folder, patch, size=8)
            of_whole = Batches(whole, 7, mean=whole.pixel_mean(), **options)
            of_files = Batches(files, 7, mean=files.pixel_mean(), **options)
            for epoch, start in ((0, 0), (1, 2)):
                pairs = zip(
                    of_whole.epoch(epoch, start), of_files.epoch(epoch, start), strict=True
                )
                for expected, batch in pairs:
                    assert torch.equal(batch[0], expected[0])
                    assert torch.equal(batch[1], expected[1])


def test_the_three_parts_are_those_of_the_images_in_memory(folder, monkeypatch):
    whole = load_images(folder, size=8, seed=4, test_share=0.3)
    monkeypatch.setattr(folder_module, "LARGEST_IN_MEMORY", 100)
    files = load_images(folder, size=8, seed=4, test_share=0.3)
    for part, expected in zip(files, whole, strict=True):
        assert isinstance(part.images, FolderPixels)
        assert part.fingerprint() == expected.fingerprint()


def test_finding_and_parting_the_images_decodes_none(folder, in_files, decoded):
    data = load_image_folder(folder, size=8)
    split(data, 0.3, seed=0)
    data.subset(slice(5)).images.to("cpu")
    assert decoded == []


def test_a_batch_decodes_its_own_images_and_those_of_the_next(folder, in_files, decoded):
    batches = Batches(load_image_folder(folder, size=8), 5).epoch(0)
    next(batches)
    batches.close()  # what was begun is ended first
    assert sorted(decoded) == [f"a/{n:02d}.png" for n in range(9)] + ["b/00.png"]


def test_mean_and_fingerprint_decode_every_file_once(folder, in_files, decoded):
    data = load_image_folder(folder, size=8)
    data.pixel_mean(), data.fingerprint(), data.pixel_mean()
    assert len(decoded) == len(set(decoded)) == 30


def test_at_most_so_many_images_are_held_at_once(folder, in_files):
    parts = list(load_image_folder(folder, size=8).images.split(4096))
    assert [len(part) for part in parts] == [8, 8, 8, 6]


@pytest.mark.parametrize("images, at_once", [(4, 4), (2.5, 2), (0.5, 1)])
def test_fewer_are_held_where_they_are_large(folder, in_files, monkeypatch, images, at_once):
    monkeypatch.setattr(pixels_module, "BYTES_AT_ONCE", int(images * 3 * 8 * 8))
    parts = list(load_image_folder(folder, size=8).images.split(4096))
    assert len(parts[0]) == at_once
    assert sum(map(len, parts)) == 30


def test_without_a_size_the_first_file_decides_and_another_is_named(folder, in_files):
    data = load_image_folder(folder)
    with pytest.raises(ValueError, match=r"several sizes: .*a/00.png has .*a/01.png .*--size"):
        data.pixel_mean()


def test_broken_files_are_named_before_a_training_begins(folder, in_files):
    (folder / "a" / "03.png").write_bytes(b"text")
    (folder / "c" / "02.png").write_bytes(b"")
    data = load_image_folder(folder, size=8)
    with pytest.raises(ValueError, match="a/03.png cannot be read .*; nor can c/02.png$"):
        data.pixel_mean()
    with pytest.raises(ValueError, match="a/03.png cannot be read as an image"):
        list(Batches(data, 5))


def test_an_animation_is_noted_once_however_often_it_is_read(folder, in_files, capsys):
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "lime")]
    frames[0].save(folder / "a" / "moving.gif", save_all=True, append_images=frames[1:])
    data = load_image_folder(folder, size=8)
    capsys.readouterr()
    list(Batches(data, 5))
    assert capsys.readouterr().err.count("a/moving.gif") == 1
    for part in split(data, 0.2, seed=0):
        part.pixel_mean(), list(part.images)
    assert capsys.readouterr().err.count("a/moving.gif") == 0
