"""CIFAR as torchvision stores it: small batches written here, then loaded for real."""

import hashlib
import pickle

import numpy as np
import pytest
import torch
import torchvision.datasets

from resattn_lab.data import cifar, load_cifar

IMAGES_PER_FILE = 4
CLASSES = {"cifar10": 10, "cifar100": 100}


def write(folder, name, content):
    """Pickle ``content`` and return the (name, MD5) pair that torchvision keeps of it."""
    stored = pickle.dumps(content)
    (folder / name).write_bytes(stored)
    return [name, hashlib.md5(stored).hexdigest()]


def small_batch(rng, classes, label_key):
    pixels = rng.integers(0, 256, (IMAGES_PER_FILE, 3072), dtype=np.uint8)
    return {"data": pixels, label_key: rng.integers(classes, size=IMAGES_PER_FILE).tolist()}


@pytest.fixture(params=["cifar10", "cifar100"])
def stored(request, tmp_path, monkeypatch):
    """A folder with a tiny CIFAR in it, whose MD5 sums torchvision is told to expect."""
    name = request.param
    kind = getattr(torchvision.datasets, cifar.KINDS[name])
    folder = tmp_path / kind.base_folder
    folder.mkdir()
    rng = np.random.default_rng(0)
    label_key = "labels" if name == "cifar10" else "fine_labels"
    parts = {}
    for part in ("train_list", "test_list"):
        batches = [small_batch(rng, CLASSES[name], label_key) for _ in getattr(kind, part)]
        listed = [
            write(folder, file, batch)
            for (file, _), batch in zip(getattr(kind, part), batches, strict=True)
        ]
        monkeypatch.setattr(kind, part, listed)
        pixels = np.concatenate([batch["data"] for batch in batches])
        parts[part] = pixels, sum((batch[label_key] for batch in batches), [])
    names = [f"class {number}" for number in range(CLASSES[name])]
    meta = write(folder, kind.meta["filename"], {kind.meta["key"]: names})
    monkeypatch.setattr(kind, "meta", {**kind.meta, "md5": meta[1]})
    return name, tmp_path, parts, names


@pytest.fixture
def no_network(monkeypatch):
    """A download is noted and fails as it does without a network."""
    tried = []

    def refuse(url, *rest, **options):
        tried.append(url)
        raise OSError("there is no network here")

    monkeypatch.setattr(torchvision.datasets.cifar, "download_and_extract_archive", refuse)
    return tried


def test_both_parts_come_with_their_pixels_labels_and_names(stored):
    name, folder, parts, names = stored
    loaded = load_cifar(name, folder=folder, download=False)
    for images, (pixels, labels) in zip(loaded, parts.values(), strict=True):
        assert images.images.dtype == torch.uint8
        assert images.images.is_contiguous()
        expected = torch.from_numpy(pixels.reshape(-1, 3, 32, 32))
        assert torch.equal(images.images, expected)
        assert images.labels.dtype == torch.int64
        assert images.labels.tolist() == labels
        assert images.class_names == tuple(names)
    title = {"cifar10": "CIFAR-10", "cifar100": "CIFAR-100"}[name]
    sources = [part.source for part in loaded]
    assert sources == [f"{title} training images", f"{title} test images"]


def test_what_is_there_is_not_downloaded_again(stored, no_network, monkeypatch):
    name, folder, _, _ = stored
    monkeypatch.delenv("RESATTN_OFFLINE", raising=False)
    load_cifar(name, folder=folder)
    assert no_network == []


def test_the_folder_is_the_one_in_the_settings_when_none_is_named(stored, monkeypatch):
    name, folder, parts, _ = stored
    monkeypatch.setenv("RESATTN_DATA", str(folder))
    train, _ = load_cifar(name, download=False)
    assert len(train) == len(parts["train_list"][0])


@pytest.mark.parametrize("part", ["train_list", "test_list"])
def test_a_damaged_file_is_refused(stored, part):
    name, folder, _, _ = stored
    kind = getattr(torchvision.datasets, cifar.KINDS[name])
    damaged = folder / kind.base_folder / getattr(kind, part)[0][0]
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(RuntimeError, match="(?s)corrupted.*By hand: fetch"):
        load_cifar(name, folder=folder, download=False)


def test_damaged_class_names_are_refused(stored):
    name, folder, _, _ = stored
    kind = getattr(torchvision.datasets, cifar.KINDS[name])
    (folder / kind.base_folder / kind.meta["filename"]).write_bytes(b"nothing")
    with pytest.raises(RuntimeError, match="corrupted"):
        load_cifar(name, folder=folder, download=False)


@pytest.mark.parametrize("name", ["cifar10", "cifar100"])
def test_missing_data_offline_names_address_checksum_and_place(
    name, tmp_path, monkeypatch, no_network
):
    monkeypatch.setenv("RESATTN_OFFLINE", "1")
    kind = getattr(torchvision.datasets, cifar.KINDS[name])
    with pytest.raises(RuntimeError) as raised:
        load_cifar(name, folder=tmp_path)
    message = str(raised.value)
    assert kind.url in message
    assert kind.tgz_md5 in message
    assert str(tmp_path / kind.base_folder) in message
    assert no_network == []


def test_a_download_that_fails_says_why_and_how_to_do_it_by_hand(
    tmp_path, monkeypatch, no_network
):
    monkeypatch.delenv("RESATTN_OFFLINE", raising=False)
    with pytest.raises(RuntimeError, match="(?s)there is no network here.*By hand: fetch"):
        load_cifar("cifar10", folder=tmp_path)
    assert no_network == [torchvision.datasets.CIFAR10.url]


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(ValueError, match="'cifar11'; choose one of cifar10, cifar100"):
        load_cifar("cifar11")
