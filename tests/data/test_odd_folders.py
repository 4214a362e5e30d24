"""Folders as people have them: each is read, or refused in a sentence that names the cause."""

import os
import re
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from resattn_lab.data import find_photographs, folder_loader, load_image_folder, load_images

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0  # who may read every folder


def picture(level=100, side=6):
    return Image.new("RGB", (side, side), (level, level, level))


def save(folder, *names, **options):
    for number, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        picture(number).save(path, **options)


def two_classes(folder, count=3):
    for name in ("cat", "dog"):
        save(folder, *(f"{name}/{number}.png" for number in range(count)))


def write(path, content=b"no image"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def finder(folder):
    """What a Mac leaves in every folder, and in every archive."""
    for name in (".DS_Store", "cat/.DS_Store", "cat/._0.jpg", "__MACOSX/cat/._0.png"):
        write(folder / name)


def explorer(folder):
    """What Windows leaves."""
    for name in ("cat/Thumbs.db", "dog/desktop.ini", "dog/Thumbs.db"):
        write(folder / name)


def jupyter(folder):
    save(folder, ".ipynb_checkpoints/0-checkpoint.png", "cat/.ipynb_checkpoints/1.png")


def lists_and_archives(folder):
    for name in ("labels.csv", "cat/notes.txt", "dog/clip.mp4", "cat/noextension"):
        write(folder / name)


def loose(folder):
    save(folder, "cover.jpg")


def nothing_inside(folder):
    (folder / "empty").mkdir()
    (folder / "emptier" / "still").mkdir(parents=True)
    write(folder / "docs" / "read.me")


def phone(folder):
    for number in range(5):
        write(folder / "cat" / f"{number}.HEIC")


def broken_link(folder):
    (folder / "cat" / "gone.png").symlink_to(folder / "nowhere.png")
    (folder / "gone").symlink_to(folder / "nowhere")


def circle(folder):
    (folder / "cat" / "all").symlink_to(folder, target_is_directory=True)
    (folder / "dog" / "self").symlink_to(folder / "dog", target_is_directory=True)


def pipe(folder):
    os.mkfifo(folder / "cat" / "9.png")


def deeper(folder):
    save(folder, "dog/2019/a.png", "dog/2019/may/b.png")


def clean(folder):
    pass


PASSED_OVER = [
    (clean, 6, []),
    (
        finder,
        6,
        [r"3 hidden: \.DS_Store, cat/\.DS_Store, cat/\._0\.jpg", "1 of the system: __M"],
    ),
    (explorer, 6, ["3 of the system: cat/Thumbs.db, dog/Thumbs.db, dog/desktop.ini"]),
    (jupyter, 6, [r"2 hidden: \.ipynb_checkpoints, cat/\.ipynb_checkpoints"]),
    (lists_and_archives, 6, ["4 no picture by its name: cat/noextension, cat/notes.txt, dog/"]),
    (loose, 6, ["1 outside of the class folders: cover.jpg"]),
    (nothing_inside, 6, ["3 folder without a picture: docs, emptier, empty", "docs/read.me"]),
    (phone, 6, [r"5 no picture that Pillow .* reads here .*: cat/0.HEIC, .*cat/2.HEIC …"]),
    (broken_link, 6, [r"2 neither file nor folder .*: cat/gone.png, gone"]),
    (circle, 6, ["2 linked in a circle: cat/all, dog/self"]),
    (pipe, 6, ["1 neither file nor folder .*: cat/9.png"]),
    (deeper, 8, ["2 images were read from deeper folders, .*: dog/2019, dog/2019/may"]),
]


@pytest.mark.parametrize(
    "spoil, count, notes", PASSED_OVER, ids=[case[0].__name__ for case in PASSED_OVER]
)
def test_what_is_no_image_is_passed_over_and_named_once(tmp_path, capsys, spoil, count, notes):
    two_classes(tmp_path)
    spoil(tmp_path)
    images = load_image_folder(tmp_path)
    assert images.class_names == ("cat", "dog")
    assert len(images) == count
    printed = capsys.readouterr()
    assert printed.out == ""
    if not notes:
        assert printed.err == ""
    for note in notes:
        assert len(re.findall(note, printed.err)) == 1, printed.err


def test_only_one_of_several_processes_speaks(tmp_path, capsys, monkeypatch):
    two_classes(tmp_path)
    loose(tmp_path)
    monkeypatch.setenv("RANK", "1")
    load_image_folder(tmp_path)
    assert capsys.readouterr().err == ""


def test_the_loader_names_what_it_passes_over_too(tmp_path, capsys):
    two_classes(tmp_path)
    loose(tmp_path)
    folder_loader(tmp_path, size=8, workers=0)
    assert "outside of the class folders: cover.jpg" in capsys.readouterr().err


NAMES = {
    "spaces": "my cat",
    "another script": "猫",
    "long": "c" * 200,
    "quotes": 'cat\'s "best"',
    "dots": "cat.jpg",
    "a number": "007",
    "a bracket": "cat[bold]",
    "a right-to-left name": "قطة",
    "a part, with another class beside": "train",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_class_may_be_called_anything(tmp_path, name):
    save(tmp_path, f"{name}/0.png", f"{name}/1.png", "zebra/0.png")
    images = load_image_folder(tmp_path)
    assert set(images.class_names) == {name, "zebra"}
    assert len(images) == 3


def test_a_class_that_may_be_meant_as_a_part_is_named(tmp_path, capsys):
    two_classes(tmp_path)
    save(tmp_path, "test/0.png", "test/1.png", "test/2.png")
    assert load_images(tmp_path).train.class_names == ("cat", "dog", "test")
    assert "test is read as a class, and no part of a split" in capsys.readouterr().err


def test_letters_that_only_look_alike_are_two_classes(tmp_path):
    save(tmp_path, "straße/0.png", "strasse/0.png")
    assert load_image_folder(tmp_path).class_names == ("strasse", "straße")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_classes_are_ordered_by_code_points_however_a_system_composes_them(tmp_path, form):
    """A Mac stores é as e and an accent, which would come before f and not after it."""
    for name in ("f", "éa", "Z", "a10", "a9"):
        save(tmp_path, f"{unicodedata.normalize(form, name)}/0.png")
    assert load_image_folder(tmp_path).class_names == ("Z", "a10", "a9", "f", "éa")


@pytest.mark.parametrize("listed", [sorted, lambda entries: sorted(entries, reverse=True)])
def test_order_is_that_of_the_names_however_a_system_lists_them(tmp_path, monkeypatch, listed):
    for number, name in enumerate(("b/2", "c/1", "b/10", "a/1", "b/deep/0", "a/0")):
        path = tmp_path / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        picture(number).save(path)
    iterdir = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda folder: iter(listed(iterdir(folder))))
    images = load_image_folder(tmp_path)
    assert images.class_names == ("a", "b", "c")
    assert images.images[:, 0, 0, 0].tolist() == [5, 3, 2, 0, 4, 1]


SUFFIXES = "jpg JPG jpeg JPE jfif png PNG bmp gif ppm pgm webp tif TIFF".split()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_everyday_suffixes_are_read_in_both_cases(tmp_path, capsys, suffix):
    for name in ("a", "b"):
        save(tmp_path, f"{name}/0.png")
        (tmp_path / name / "0.png").unlink()
        options = {"format": "PPM"} if suffix == "pgm" else {}
        picture(80).save(tmp_path / name / f"0.{suffix}", **options)
    assert abs(load_image_folder(tmp_path).images.int() - 80).max() <= 4
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(".avif" not in Image.registered_extensions(), reason="Pillow without AVIF")
def test_avif_is_read_where_pillow_can(tmp_path):
    save(tmp_path, "a/0.avif", "b/0.avif")
    assert len(load_image_folder(tmp_path)) == 2


def heic_alone(folder):
    write(folder / "bird" / "0.HEIC")
    write(folder / "bird" / "more" / "1.heif")


def same_but_for_case(folder):
    save(folder, "Cat/0.png")


def same_but_composed(folder):
    for form in ("NFC", "NFD"):
        save(folder, f"{unicodedata.normalize(form, 'é')}/0.png")


def no_text(folder):
    path = os.fsencode(folder / "b") + b"\xff"
    os.mkdir(path)
    picture().save(os.path.join(os.fsdecode(path), "0.png"))


def text_as_jpeg(folder):
    write(folder / "dog" / "5.jpg", b"text")


def empty_file(folder):
    write(folder / "dog" / "5.png", b"")


def two_broken(folder):
    write(folder / "cat" / "7.jpg", b"text")
    write(folder / "dog" / "8.png", b"")


def broken_chunk(folder):
    """One bit of the compressed pixels is another: the checksum does not fit any more."""
    path = folder / "dog" / "5.png"
    noise = np.random.default_rng(0).integers(0, 256, (40, 40, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    content = bytearray(path.read_bytes())
    content[content.index(b"IDAT") + 40] ^= 1
    path.write_bytes(content)


def cut_off_gif(folder):
    path = folder / "dog" / "5.gif"
    picture(side=50).save(path)
    path.write_bytes(path.read_bytes()[:30])


def fractions(folder):
    Image.fromarray(np.random.default_rng(0).random((6, 6), np.float32)).save(
        folder / "dog" / "5.tif"
    )


def beyond_16_bits(folder):
    Image.fromarray(np.full((6, 6), 70_000, np.int32)).save(folder / "dog" / "5.tif")


def another_size(folder):
    picture(side=9).save(folder / "dog" / "5.png")


REFUSED = [
    (heic_alone, r"class bird .* none that Pillow .* reads here \(\.HEIC, \.heif\); convert"),
    (same_but_for_case, "the classes 'Cat' and 'cat', which are the same but for case"),
    (same_but_composed, r"the classes '(e\\u0301|\\xe9)' and .*composed letters"),
    (no_text, r"a class folder whose name is no UTF-8: b'b\\xff'; rename it"),
    (text_as_jpeg, "dog/5.jpg cannot be read as an image: its content is of no kind that"),
    (empty_file, "dog/5.png cannot be read as an image: the file is empty$"),
    (two_broken, "cat/7.jpg cannot be read as an image: .*; nor can dog/8.png$"),
    (broken_chunk, "dog/5.png cannot be read as an image: .*"),
    (cut_off_gif, "dog/5.gif cannot be read as an image: .*"),
    (fractions, "dog/5.tif cannot be read .* values go from 0.* 8 or 16 bits; save it as PNG"),
    (beyond_16_bits, "dog/5.tif cannot be read .* from 70000 to 70000; wanted whole numbers"),
    (another_size, "cat/0.png has 6×6 pixels and .*dog/5.png 9×9 .*give size=, or --size"),
]


@pytest.mark.parametrize(
    "spoil, message", REFUSED, ids=[spoil.__name__ for spoil, _ in REFUSED]
)
def test_what_cannot_be_read_right_is_refused_by_name(tmp_path, spoil, message):
    two_classes(tmp_path)
    try:
        spoil(tmp_path)
    except OSError:
        pytest.skip("this file system has no such names")
    if len(list(tmp_path.iterdir())) < 3 and spoil in (same_but_for_case, no_text):
        pytest.skip("this file system takes both names for one")
    with pytest.raises(ValueError, match=message):
        load_image_folder(tmp_path)


@pytest.mark.skipif(ROOT, reason="nothing is closed to this user")
@pytest.mark.parametrize("closed", ["dog", "dog/0.png"])
def test_what_may_not_be_read_is_named(tmp_path, closed):
    two_classes(tmp_path)
    (tmp_path / closed).chmod(0)
    try:
        with pytest.raises((ValueError, PermissionError), match=closed):
            load_image_folder(tmp_path)
    finally:
        (tmp_path / closed).chmod(0o755)


def test_a_file_that_the_system_does_not_give_is_named(tmp_path, monkeypatch):
    two_classes(tmp_path)
    opened = Image.open

    def refusing(path, *rest):
        if path.name == "1.png":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *rest)

    monkeypatch.setattr(Image, "open", refusing)
    with pytest.raises(ValueError, match="cat/1.png cannot be read as an image: .*denied"):
        load_image_folder(tmp_path)


def test_links_to_classes_and_images_are_followed(tmp_path):
    two_classes(tmp_path / "store")
    (tmp_path / "mine").mkdir()
    for name in ("cat", "dog"):
        target = tmp_path / "store" / name
        (tmp_path / "mine" / name).symlink_to(target, target_is_directory=True)
    (tmp_path / "store" / "cat" / "9.png").symlink_to(tmp_path / "store" / "dog" / "0.png")
    assert load_image_folder(tmp_path / "mine").labels.tolist() == [0] * 4 + [1] * 3


PARTS = [
    ("val", (3, 2, 4)),
    ("Val", (3, 2, 4)),
    ("VALIDATION", (3, 2, 4)),
    ("valid", (3, 2, 4)),
    ("dev", (3, 2, 4)),
]


@pytest.mark.parametrize("called, counts", PARTS)
def test_the_folder_to_validate_with_is_read_however_it_is_called(tmp_path, called, counts):
    for part, count in zip(("train", called, "test"), counts, strict=True):
        two_classes(tmp_path / part, count)
    assert tuple(len(part) for part in load_images(tmp_path)) == tuple(2 * c for c in counts)


def test_a_folder_with_train_and_val_gives_a_share_of_train_to_test(tmp_path):
    two_classes(tmp_path / "train", 10)
    two_classes(tmp_path / "val", 4)
    splits = load_images(tmp_path, test_share=0.2)
    assert [len(part) for part in splits] == [16, 8, 4]
    assert splits.train.class_names == ("cat", "dog")


def test_a_folder_with_train_alone_is_parted_twice(tmp_path):
    two_classes(tmp_path / "Train", 10)
    assert [len(part) for part in load_images(tmp_path)] == [16, 2, 2]


def test_what_lies_beside_the_parts_is_named(tmp_path, capsys):
    for part in ("train", "test", "unlabelled"):
        two_classes(tmp_path / part, 3)
    write(tmp_path / "README.txt")
    load_images(tmp_path)
    printed = capsys.readouterr().err
    assert "1 in none of the parts: unlabelled" in printed
    assert "1 no picture by its name: README.txt" in printed


def parts_without_classes(folder):
    save(folder, "train/cat.0.jpg", "train/dog.0.jpg", "test/1.jpg")


def no_train(folder):
    two_classes(folder / "val")
    two_classes(folder / "test")


def twice(folder):
    for part in ("train", "val", "valid"):
        two_classes(folder / part)


def one_class(folder):
    save(folder, "cat/0.png", "cat/1.png", "cat/2.png")


def one_level_too_high(folder):
    two_classes(folder / "mine")


def one_image_a_class(folder):
    two_classes(folder, 1)


def two_images_a_class(folder):
    two_classes(folder, 2)


def other_classes(folder):
    two_classes(folder / "train")
    save(folder, "val/cat/0.png", "val/wolf/0.png")


def pictures_alone(folder):
    save(folder, "0.png", "1.png")


NOT_TO_TRAIN_ON = [
    (parts_without_classes, FileNotFoundError, r"train is no folder of class folders; wanted"),
    (no_train, ValueError, "has val and test, but no train to learn from"),
    (twice, ValueError, "has val and valid, which both mean validation; keep one"),
    (one_class, ValueError, "one class alone, cat; wanted .* two classes or more"),
    (one_level_too_high, ValueError, "one class alone, mine"),
    (one_image_a_class, ValueError, "too few images to part: none is left for validation"),
    (two_images_a_class, ValueError, "too few images to part: none is left for validation"),
    (other_classes, ValueError, "train has the classes cat, dog, but val has cat, wolf"),
    (pictures_alone, FileNotFoundError, "no folder of class folders; wanted"),
    (clean, FileNotFoundError, "no folder of class folders; wanted"),
]


@pytest.mark.parametrize(
    "make, error, message", NOT_TO_TRAIN_ON, ids=[case[0].__name__ for case in NOT_TO_TRAIN_ON]
)
def test_a_folder_that_nothing_can_be_learned_from_says_why(tmp_path, make, error, message):
    make(tmp_path)
    with pytest.raises(error, match=message):
        load_images(tmp_path)


def test_the_loader_refuses_to_train_on_one_class_alone(tmp_path):
    one_class(tmp_path)
    assert len(folder_loader(tmp_path, size=8, workers=0)) == 1
    with pytest.raises(ValueError, match="one class alone, cat; wanted two or more"):
        folder_loader(tmp_path, size=8, workers=0, train=True)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"size": 0}, "size must be at least 1, got 0"),
        ({"batch_size": 0}, "a batch size of at least 1"),
        ({"workers": -1}, "num_workers"),
        ({"train": True, "batch_size": 5, "processes": 2}, "too few for 2 processes"),
    ],
    ids=str,
)
def test_options_of_the_loader_out_of_range_are_refused(tmp_path, options, message):
    two_classes(tmp_path)
    with pytest.raises(ValueError, match=message):
        folder_loader(tmp_path, **options)


def test_parts_are_not_taken_for_classes(tmp_path):
    for part in ("train", "test"):
        two_classes(tmp_path / part)
    for read in (load_image_folder, folder_loader):
        with pytest.raises(ValueError, match="holds train, test and no classes; give one"):
            read(tmp_path)


OPTIONS = [
    ({"size": 0}, "size must be a whole number above 0, got 0"),
    ({"size": -3}, "size must be a whole number above 0"),
    ({"size": 2.5}, "size must be a whole number above 0"),
    ({"size": True}, "size must be a whole number above 0"),
    ({"per_class": 0}, "per_class must be at least 1, got 0"),
    ({"per_class": -1}, "per_class must be at least 1, got -1"),
    ({"test_share": 1.0}, "share must be at least 0 and below 1"),
    ({"validation_share": -0.1}, "share must be at least 0 and below 1"),
    ({"per_class": 1}, "too few images to part"),
]


@pytest.mark.parametrize("options, message", OPTIONS, ids=[str(case[0]) for case in OPTIONS])
def test_options_out_of_range_are_refused_in_a_sentence(tmp_path, options, message):
    two_classes(tmp_path, 10)
    with pytest.raises(ValueError, match=message):
        load_images(tmp_path, **options)


def test_a_damaged_cifar_is_named_and_other_photographs_are_looked_for(tmp_path, capsys):
    (tmp_path / "cifar-10-batches-py").mkdir()
    assert find_photographs(folder=tmp_path) is None
    two_classes(tmp_path / "test")
    assert find_photographs(folder=tmp_path).class_names == ("cat", "dog")
    assert "no photographs from" in capsys.readouterr().err
