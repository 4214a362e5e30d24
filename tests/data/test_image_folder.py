"""Folders of class folders: order, colours, sizes, and what is refused."""

import importlib
import io

import numpy as np
import pytest
import torch
from PIL import Image

from resattn_lab.data import load_image_folder

module = importlib.import_module("resattn_lab.data.image_folder")


def noise(height=6, width=6, seed=0):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (height, width, 3), dtype=np.uint8)


def save(folder, name, pixels, **options):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    image.save(path, **options)
    return path


def only_image(folder):
    images = load_image_folder(folder).images
    assert images.shape[:2] == (1, 3)
    return images[0].permute(1, 2, 0).numpy()


def test_classes_and_images_come_in_the_order_of_their_names(tmp_path):
    written = {}
    for number, name in enumerate(["b/2.png", "a/9.png", "b/1.png", "a/10.png"]):
        written[name] = noise(seed=number)
        save(tmp_path, name, written[name])
    images = load_image_folder(tmp_path)
    assert images.class_names == ("a", "b")
    assert images.labels.tolist() == [0, 0, 1, 1]
    assert images.labels.dtype == torch.int64
    assert images.images.shape == (4, 3, 6, 6)
    assert images.images.is_contiguous()
    expected = [written[name] for name in ("a/10.png", "a/9.png", "b/1.png", "b/2.png")]
    np.testing.assert_array_equal(images.images.permute(0, 2, 3, 1), np.stack(expected))
    assert images.source == f"folder {tmp_path.name}"


def test_what_is_no_image_and_folders_without_one_are_passed_over(tmp_path):
    save(tmp_path, "cat/1.PNG", noise())
    (tmp_path / "cat" / "notes.txt").write_text("no image")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "read.me").write_text("no image either")
    (tmp_path / ".ipynb_checkpoints").mkdir()
    save(tmp_path, "loose.png", noise())
    images = load_image_folder(tmp_path)
    assert images.class_names == ("cat",)
    assert len(images) == 1


@pytest.mark.parametrize("suffix", ["png", "bmp", "ppm", "webp", "gif", "jpg", "jpeg"])
def test_every_promised_format_is_read(tmp_path, suffix):
    options = {"quality": 95} if suffix.startswith("jp") else {}
    if suffix == "webp":
        options = {"lossless": True}
    pixels = np.full((8, 8, 3), (200, 100, 50), np.uint8)
    save(tmp_path, f"a/1.{suffix}", pixels, **options)
    np.testing.assert_allclose(only_image(tmp_path).astype(int), pixels.astype(int), atol=3)


def test_a_grey_image_becomes_three_equal_channels(tmp_path):
    grey = noise()[:, :, 0]
    save(tmp_path, "a/1.png", grey)
    np.testing.assert_array_equal(only_image(tmp_path), np.stack([grey] * 3, axis=2))


def on_white(pixels, opacity):
    """What a page shows of colours (H, W, 3) with opacities (H, W, 1), both up to 255."""
    return 255 - (255 - pixels.astype(int)) * opacity / 255


def test_transparent_places_show_white_and_not_the_colours_hidden_there(tmp_path):
    pixels, opacity = noise(), noise(seed=1)[:, :, :1]
    opacity[:2] = 0
    save(tmp_path, "a/1.png", np.concatenate([pixels, opacity], axis=2))
    read = only_image(tmp_path)
    assert (read[:2] == 255).all()
    np.testing.assert_allclose(read, on_white(pixels, opacity), atol=1)


@pytest.mark.parametrize(
    "transparency, opacities",
    [
        (None, [255, 255, 255, 255]),
        (1, [255, 0, 255, 255]),
        (bytes([0, 128, 255, 255]), [0, 128, 255, 255]),
    ],
)
def test_a_palette_image_gets_its_palettes_colours(tmp_path, transparency, opacities):
    colours = noise(1, 4)[0]
    indices = noise()[:, :, 0] % 4
    image = Image.fromarray(indices)
    image.putpalette(colours.tobytes())
    options = {} if transparency is None else {"transparency": transparency}
    path = save(tmp_path, "a/1.png", image, **options)
    with Image.open(path) as stored:
        assert stored.mode == "P"
    opacity = np.array(opacities)[indices][:, :, None]
    expected = on_white(colours[indices], opacity)
    np.testing.assert_allclose(only_image(tmp_path), expected, atol=1)


def test_sixteen_bits_of_grey_are_scaled_to_eight_and_not_cut_off(tmp_path):
    levels = np.linspace(0, 65535, 36).reshape(6, 6).astype(np.uint16)
    save(tmp_path, "a/1.png", levels)
    grey = only_image(tmp_path)[:, :, 0]
    np.testing.assert_allclose(grey, levels / 257, atol=1)


@pytest.mark.parametrize("height, width", [(20, 12), (12, 20), (8, 8), (4, 5), (3, 100)])
def test_a_size_makes_every_image_square(tmp_path, height, width):
    save(tmp_path, "a/1.png", noise(height, width))
    assert load_image_folder(tmp_path, size=8).images.shape == (1, 3, 8, 8)


def test_a_size_scales_the_shorter_side_and_cuts_to_the_centre(tmp_path):
    """Left third red, middle green, right blue: of 60×20, the green square is left."""
    thirds = np.zeros((20, 60, 3), np.uint8)
    for number in range(3):
        thirds[:, 20 * number : 20 * number + 20, number] = 255
    save(tmp_path, "a/wide.png", thirds)
    save(tmp_path, "a/high.png", thirds.swapaxes(0, 1))
    images = load_image_folder(tmp_path, size=10).images
    for image in images:
        assert (image[1, 1:-1, 1:-1] == 255).all()
        assert (image[[0, 2], 1:-1, 1:-1] == 0).all()


def test_an_image_that_has_the_size_already_is_not_touched(tmp_path):
    save(tmp_path, "a/1.png", noise(8, 8))
    images = load_image_folder(tmp_path, size=8).images
    np.testing.assert_array_equal(images[0].permute(1, 2, 0), noise(8, 8))


def test_a_few_of_each_class_are_the_first_by_name(tmp_path):
    for name in ("a", "b"):
        for number in range(4):
            save(tmp_path, f"{name}/{number}.png", np.full((4, 4, 3), number, np.uint8))
    images = load_image_folder(tmp_path, per_class=2)
    assert images.labels.tolist() == [0, 0, 1, 1]
    assert images.images[:, 0, 0, 0].tolist() == [0, 1, 0, 1]


def test_images_of_several_sizes_ask_for_a_size(tmp_path):
    save(tmp_path, "a/1.png", noise(6, 8))
    save(tmp_path, "a/2.png", noise(5, 4))
    message = r"several sizes: .*a/1.png has 6×8 .*a/2.png 5×4 .*; give size=, or --size"
    with pytest.raises(ValueError, match=message):
        load_image_folder(tmp_path)


def truncated():
    stored = io.BytesIO()
    Image.fromarray(noise(32, 32)).save(stored, "JPEG")
    return stored.getvalue()[:400]


def enormous():
    """A bitmap whose header claims 2,000,000,000 pixels."""
    stored = io.BytesIO()
    Image.fromarray(noise()).save(stored, "BMP")
    content = bytearray(stored.getvalue())
    content[18:26] = (40_000).to_bytes(4, "little") + (50_000).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    "name, content",
    [("b.png", b"text"), ("b.png", b""), ("b.jpg", truncated()), ("b.bmp", enormous())],
    ids=["text", "empty", "truncated", "enormous"],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, name, content):
    save(tmp_path, "a/a.png", noise())
    (tmp_path / "a" / name).write_bytes(content)
    with pytest.raises(ValueError, match=rf"{name} cannot be read as an image: "):
        load_image_folder(tmp_path)


@pytest.mark.parametrize("kind", ["missing", "empty", "file", "images without a class"])
def test_a_folder_without_class_folders_says_what_it_should_hold(tmp_path, kind):
    folder = tmp_path / "folder"
    if kind == "file":
        folder.write_text("no folder")
    elif kind != "missing":
        folder.mkdir()
    if kind == "images without a class":
        save(folder, "1.png", noise())
    with pytest.raises(FileNotFoundError, match=r"wanted .*/folder/<class>/<image>.*\.jpg"):
        load_image_folder(folder)


@pytest.mark.parametrize(
    "suffix, side, count, copy",
    [("jpg", 32, 2, True), ("png", 32, 2, False), ("jpg", 32, 1, False), ("jpg", 40, 2, False)],
)
def test_only_as_many_jpeg_files_as_cifar_has_are_called_a_copy_of_it(
    tmp_path, monkeypatch, suffix, side, count, copy
):
    monkeypatch.setattr(module, "CIFAR10_COUNTS", (3, 2))
    for name in module.CIFAR10:
        for number in range(count):
            save(tmp_path, f"{name}/{number}.{suffix}", noise(side, side))
    expected = "CIFAR-10, JPEG copy" if copy else f"folder {tmp_path.name}"
    assert load_image_folder(tmp_path, size=8).source == expected


def test_ten_photographs_with_cifars_names_are_no_cifar(tmp_path):
    for name in module.CIFAR10:
        save(tmp_path, f"{name}/0.jpg", noise(32, 32))
    assert load_image_folder(tmp_path).source == f"folder {tmp_path.name}"


def test_the_photographs_on_this_machine_are_ten_classes_of_a_jpeg_copy(photographs):
    images = load_image_folder(photographs / "test", per_class=3)
    assert images.images.shape == (30, 3, 32, 32)
    assert images.labels.bincount().tolist() == [3] * 10
    assert images.class_names[:3] == ("airplane", "automobile", "bird")
    assert images.source == "CIFAR-10, JPEG copy"
