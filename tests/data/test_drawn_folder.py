"""A folder of drawn images, as a stand-in for one's own."""

import pytest
from PIL import Image

from resattn_lab.data import load_images, write_drawn_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_drawn_folder(tmp_path_factory.mktemp("drawn"), per_class=10, seed=1)


def test_it_has_class_folders_several_sizes_and_a_grey_image(folder):
    assert sorted(p.name for p in folder.iterdir()) == ["boat", "fish", "house", "tree"]
    found = []
    for path in sorted(folder.rglob("*.png")):
        with Image.open(path) as image:
            found.append((image.size, image.mode))
    assert len(found) == 40 and len({size for size, _ in found}) == 3
    assert [mode for _, mode in found].count("L") == 1


def test_it_can_be_loaded_and_split(folder):
    data = load_images(folder, size=32, test_share=0.2, validation_share=0.2)
    assert [len(part) for part in data] == [28, 4, 8]
    assert data.train.class_names == ("boat", "fish", "house", "tree")


def test_the_same_seed_draws_the_same_pixels(folder, tmp_path):
    again = write_drawn_folder(tmp_path / "again", per_class=10, seed=1)
    other = write_drawn_folder(tmp_path / "other", per_class=10, seed=2)
    sets = [load_images(f, size=32).train.fingerprint() for f in (folder, again, other)]
    assert sets[0] == sets[1] != sets[2]


@pytest.mark.parametrize("per_class", [0, -1])
def test_no_images_are_refused(tmp_path, per_class):
    with pytest.raises(ValueError, match=f"per_class must be at least 1, got {per_class}"):
        write_drawn_folder(tmp_path / "drawn", per_class=per_class)
    assert not (tmp_path / "drawn").exists()
