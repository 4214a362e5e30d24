"""What a network expects of images, where they come from, and how they are resized."""

import json

import pytest
import torch
from torch import nn

from resattn_lab.data import (
    Batches,
    ImageSet,
    ImageSource,
    InputSpec,
    Splits,
    identity,
    image_facts,
    load_images,
    note_doubts,
    repeated_images,
    resize,
    write_drawn_folder,
)

SPEC = InputSpec(channels=3, size=(8, 8), class_names=("a", "b", "c"))


def noise(count=6, *, names=("a", "b", "c"), channels=3, size=8, seed=0):
    generator = torch.Generator().manual_seed(seed)
    shape = (count, channels, size, size)
    return ImageSet(
        images=torch.randint(256, shape, dtype=torch.uint8, generator=generator),
        labels=torch.arange(count) % len(names),
        class_names=names,
        source="noise",
    )


def stripes(side):
    """One column in four is white, the others black: a dark grey from further away."""
    row = ((torch.arange(side) % 4 == 0) * 255).to(torch.uint8)
    return row.expand(1, 3, side, side).contiguous()


@pytest.mark.parametrize("size", [4, (4, 6), 3])
def test_resizing_leaves_no_pixel_out(size):
    """Without antialiasing only two columns in twelve would have a part in the small image."""
    resized = resize(stripes(48), size)
    assert resized.dtype == torch.uint8
    assert resized.shape[-2:] == ((size, size) if isinstance(size, int) else size)
    assert (resized.int() - 255 // 4).abs().max() <= 8
    floats = resize(stripes(48).float() / 255, size)
    torch.testing.assert_close(floats, resized.float() / 255, atol=1 / 255, rtol=0)


def test_images_that_have_the_size_are_not_touched_and_an_impossible_size_is_refused():
    images = noise().images
    assert resize(images, 8) is images and resize(images, (8, 8)) is images
    with pytest.raises(ValueError, match="size must be at least 1, got 0×8"):
        resize(images, (0, 8))


def test_batches_and_the_spec_resize_alike():
    data = noise(size=32)
    images, _ = next(iter(Batches(data, 6, size=8)))
    prepared = SPEC.prepare(data.images).float() / 255
    torch.testing.assert_close(images, prepared, atol=0.51 / 255, rtol=0)


def test_a_spec_and_a_source_come_back_from_a_card_as_they_were():
    source = ImageSource.named("scenes", seed=4, count=70, scene_options={"clutter": 0})
    card = json.loads(json.dumps({"inputs": SPEC.to_dict(), "source": source.to_dict()}))
    assert InputSpec.from_card(card, nn.Identity()) == SPEC
    assert ImageSource.from_card(card) == source


def test_what_an_older_card_does_not_say_is_derived_or_unknown():
    network = nn.Identity()
    network.pixel_mean = torch.zeros(1, 20, 24)
    spec = InputSpec.from_card({"class_names": ["x", "y"]}, network)
    assert (spec.channels, spec.size, spec.class_names) == (1, (20, 24), ("x", "y"))
    assert spec.side is None
    network.pixel_mean = torch.zeros(3, 1, 1)
    spec = InputSpec.from_card({}, network)
    assert (spec.channels, spec.size, spec.class_names) == (3, None, ())
    assert spec.prepare(noise(size=5).images).shape[-1] == 5
    spec = InputSpec.from_card({"options": {"size": 64}}, network)
    assert spec.size == (64, 64)  # its --size resized every batch
    assert ImageSource.from_card({}) is None


@pytest.mark.parametrize(
    "entry", [None, 3, {}, {"channels": 3}, {**SPEC.to_dict(), "size": 32}, [1, 2]]
)
def test_a_card_whose_inputs_are_none_is_refused_in_a_sentence(entry):
    with pytest.raises(ValueError, match="the card's inputs must have channels, size and"):
        InputSpec.from_card({"inputs": entry}, nn.Identity())


@pytest.mark.parametrize("entry", [None, [], {}, {"name": "scenes", "more": 1}])
def test_a_card_whose_source_is_none_is_refused_in_a_sentence(entry):
    with pytest.raises(ValueError, match="the card's source must be a dict with a name"):
        ImageSource.from_card({"source": entry})


def test_other_channels_and_other_classes_are_refused():
    with pytest.raises(ValueError, match=r"trained on 3 channels, got \(6, 1, 8, 8\)"):
        SPEC.prepare(noise(channels=1).images)
    with pytest.raises(ValueError, match=r"\(6, 1, 8, 8\)"):
        SPEC.relabel(noise(channels=1))
    with pytest.raises(ValueError, match="tells a, b, c apart, but noise has the classes a, d"):
        SPEC.relabel(noise(names=("a", "d")))


def test_labels_are_counted_by_the_networks_classes_whatever_their_order():
    images = noise(names=("c", "a"))
    relabelled = SPEC.relabel(images)
    assert relabelled.class_names == ("a", "b", "c")
    assert relabelled.labels.tolist() == [2, 0, 2, 0, 2, 0]
    assert torch.equal(relabelled.images, images.images)


def test_images_remember_how_they_were_loaded_and_can_be_had_again(tmp_path, monkeypatch):
    write_drawn_folder(tmp_path / "drawn", per_class=8)
    monkeypatch.chdir(tmp_path)
    shares = {"validation_share": 0.25, "test_share": 0.5}
    splits = load_images("drawn", seed=5, size=10, **shares)
    monkeypatch.chdir("/")
    for part, again in zip(splits, splits.train.origin.load(), strict=True):
        assert part.origin.path == str(tmp_path / "drawn")
        assert part.fingerprint() == again.fingerprint()
    assert splits.test.origin.test_images().fingerprint() == splits.test.fingerprint()


@pytest.mark.parametrize("options", [{}, {"clutter": 0}])
def test_test_scenes_are_had_without_the_others(options):
    splits = load_images("scenes", seed=2, count=30, size=16, **options)
    again = splits.train.origin.test_images()
    assert again.fingerprint() == splits.test.fingerprint() and len(again) == 3


def test_a_folder_that_is_gone_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="gone, which is no folder any more; name"):
        ImageSource.named(tmp_path / "gone").load()


def test_a_folder_is_the_same_by_any_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = ImageSource.named("pets", seed=3)
    assert source.is_of(tmp_path / "pets") and source.is_of("pets")
    assert not source.is_of(tmp_path / "other") and not source.is_of("scenes")


def test_the_facts_say_the_size_that_the_network_meets():
    data = Splits(noise(), noise(seed=1), noise(seed=2))
    assert image_facts(data)["inputs"]["size"] == [8, 8]
    facts = image_facts(data, size=20)
    assert facts["inputs"] == {
        "channels": 3,
        "size": [20, 20],
        "class_names": ["a", "b", "c"],
    }
    assert "source" not in facts and facts["data"]["test"] == "noise: 6 images"


def test_repeated_images_are_counted_whatever_their_labels():
    first, second = noise(6, seed=0), noise(8, seed=1)
    second.images[3], second.images[5] = first.images[0], first.images[4]
    assert repeated_images(second, first) == 2
    assert repeated_images(first, first) == 6
    assert identity(first) == identity(noise(6, seed=0)) != identity(second)


def test_doubts_are_noted_and_nothing_where_there_are_none(capsys):
    data = Splits(noise(seed=0), noise(seed=1), noise(seed=2))
    note_doubts(data)
    assert capsys.readouterr().err == ""
    few = noise(2, seed=0)
    note_doubts(data._replace(test=few))
    said = capsys.readouterr().err
    assert "no test image of c" in said and "2 of 2 test images are training images" in said
