"""One picture, however it is stored, comes out upright, in colour, in 8 bits."""

import numpy as np
import pytest
from PIL import Image

from resattn_lab.data import load_image_folder
from resattn_lab.data.decoding import decode, read_rgb, scaled_and_cut

ORIENTATION = 0x0112


def corners():
    """Red top left, green top right, blue bottom left, grey bottom right: 16 by 8 blocks."""
    pixels = np.empty((16, 32, 3), np.uint8)
    for row, column, colour in (
        (0, 0, (255, 0, 0)),
        (0, 1, (0, 255, 0)),
        (1, 0, (0, 0, 255)),
        (1, 1, (128, 128, 128)),
    ):
        pixels[8 * row : 8 * row + 8, 16 * column : 16 * column + 16] = colour
    return pixels


STORED = {  # how the upright picture lies in a file of this orientation (EXIF 2.3, 4.6.4)
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: upright[::-1, ::-1],
    4: lambda upright: upright[::-1],
    5: lambda upright: upright.swapaxes(0, 1),
    6: lambda upright: upright.swapaxes(0, 1)[::-1],
    7: lambda upright: upright[::-1, ::-1].swapaxes(0, 1),
    8: lambda upright: upright.swapaxes(0, 1)[:, ::-1],
}


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif"])
@pytest.mark.parametrize("orientation", STORED)
def test_a_picture_is_turned_as_the_camera_was_held(tmp_path, suffix, orientation):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    image = Image.fromarray(np.ascontiguousarray(STORED[orientation](corners())))
    path = tmp_path / f"0.{suffix}"
    options = {"quality": 95, "subsampling": 0} if suffix == "jpg" else {}
    options |= {"lossless": True} if suffix == "webp" else {}
    image.save(path, exif=exif, **options)
    turned = np.asarray(read_rgb(path)).astype(int)
    assert turned.shape == (16, 32, 3)
    np.testing.assert_allclose(turned, corners(), atol=6)


def test_sizes_are_compared_after_turning(tmp_path):
    """A picture of 16×32 and one that was stored lying on its side are of one size."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    (tmp_path / "a").mkdir()
    Image.fromarray(corners()).save(tmp_path / "a" / "0.png")
    lying = Image.fromarray(np.ascontiguousarray(STORED[6](corners())))
    lying.save(tmp_path / "a" / "1.png", exif=exif)
    images = load_image_folder(tmp_path).images
    assert images.shape == (2, 3, 16, 32)
    assert (images[0] == images[1]).all()


MODES = {
    "cmyk.jpg": (Image.new("CMYK", (8, 8), (0, 255, 255, 0)), (254, 0, 0)),
    "cmyk.tif": (Image.new("CMYK", (8, 8), (0, 255, 255, 0)), (255, 0, 0)),
    "one bit.png": (Image.new("1", (8, 8), 1), (255, 255, 255)),
    "one bit.tif": (Image.new("1", (8, 8), 0), (0, 0, 0)),
    "clear grey.png": (Image.new("LA", (8, 8), (10, 0)), (255, 255, 255)),
    "half clear grey.png": (Image.new("LA", (8, 8), (10, 128)), (132, 132, 132)),
    "clear.webp": (Image.new("RGBA", (8, 8), (10, 20, 30, 0)), (255, 255, 255)),
    "clear.tif": (Image.new("RGBA", (8, 8), (10, 20, 30, 0)), (255, 255, 255)),
    "half clear.png": (Image.new("RGBA", (8, 8), (0, 100, 200, 128)), (127, 177, 227)),
    "sixteen bits.tif": (Image.fromarray(np.full((8, 8), 51_400, np.uint16)), (200, 200, 200)),
    "sixteen bits.pgm": (Image.fromarray(np.full((8, 8), 51_400, np.uint16)), (200, 200, 200)),
}


@pytest.mark.parametrize("name", MODES)
def test_every_way_to_store_a_colour_gives_that_colour(tmp_path, name):
    image, colour = MODES[name]
    image.save(tmp_path / name)
    pixels = np.asarray(read_rgb(tmp_path / name)).astype(int)
    assert pixels.shape == (8, 8, 3)
    np.testing.assert_allclose(pixels, np.broadcast_to(colour, (8, 8, 3)), atol=2)


@pytest.mark.parametrize("mode, clear", [("L", 40), ("RGB", (1, 2, 3)), ("1", 0)])
def test_a_colour_that_is_declared_transparent_shows_white(tmp_path, mode, clear):
    image = Image.new(mode, (4, 4), clear)
    image.putpixel((0, 0), 255 if mode != "RGB" else (9, 9, 9))
    image.save(tmp_path / "0.png", transparency=clear)
    pixels = np.asarray(read_rgb(tmp_path / "0.png"))
    assert (pixels[1:] == 255).all()
    assert pixels[0, 0, 0] == (9 if mode == "RGB" else 255)


def test_a_transparent_level_of_sixteen_bits_shows_white(tmp_path):
    levels = np.array([[1872, 25_700], [1873, 51_400]], np.uint16)
    Image.fromarray(levels).save(tmp_path / "0.png", transparency=1872)
    grey = np.asarray(read_rgb(tmp_path / "0.png"))[:, :, 0]
    assert grey.tolist() == [[255, 100], [7, 200]]


@pytest.mark.parametrize("suffix", ["gif", "webp", "png", "tif"])
def test_of_several_images_in_a_file_the_first_is_taken_and_that_is_said(
    tmp_path, capsys, suffix
):
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "lime", "blue")]
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        options = {"lossless": True} if suffix == "webp" else {}
        path = tmp_path / name / f"0.{suffix}"
        frames[0].save(path, save_all=True, append_images=frames[1:], **options)
        frames[0].save(tmp_path / name / "still.png")
    images = load_image_folder(tmp_path)
    assert (images.images[:, 0] == 255).all() and (images.images[:, 1:] == 0).all()
    said = f"2 files hold several images; the first was taken: a/0.{suffix}, b/0.{suffix}"
    assert capsys.readouterr().err == f"resattn-lab: {said}\n"


def test_the_preview_in_a_photograph_is_no_further_image(tmp_path):
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "lime")]
    frames[0].save(tmp_path / "0.jpg", format="MPO", save_all=True, append_images=frames[1:])
    assert not decode(tmp_path / "0.jpg").first_of_many


def test_a_jpeg_that_is_called_png_is_read_by_its_content(tmp_path):
    Image.fromarray(corners()).save(tmp_path / "0.png", format="JPEG")
    assert read_rgb(tmp_path / "0.png").size == (32, 16)


@pytest.mark.parametrize("sides", [(1, 3000), (3000, 1), (2, 9)])
def test_a_strip_is_scaled_where_it_is_kept_and_nowhere_else(monkeypatch, sides):
    scaled = []
    resize = Image.Image.resize

    def watched(image, size, *rest):
        scaled.append(size)
        return resize(image, size, *rest)

    monkeypatch.setattr(Image.Image, "resize", watched)
    assert scaled_and_cut(Image.new("RGB", sides), 16).size == (16, 16)
    assert max(max(size) for size in scaled) <= 4 * 16


def test_small_details_are_averaged_and_not_picked_out(tmp_path):
    """A fine checkerboard, scaled down, is grey everywhere."""
    board = (np.indices((96, 96)).sum(axis=0) % 2 * 255).astype(np.uint8)
    pixels = np.asarray(scaled_and_cut(Image.fromarray(board).convert("RGB"), 12)).astype(int)
    assert abs(pixels - 127).max() < 12
