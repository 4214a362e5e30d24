"""The canvas shows one still figure, and frames over it."""

import io

import numpy as np
from PIL import Image

from resattn_lab.panels import Canvas
from resattn_lab.panels.frame import colours


def pixels(canvas: Canvas) -> np.ndarray:
    """The picture on the page, (H, W, 3)."""
    return np.asarray(Image.open(io.BytesIO(canvas.value)))


def test_the_picture_is_as_large_as_the_figure():
    canvas = Canvas(3, 2, dpi=50)
    canvas.show(canvas.new_frame())
    assert pixels(canvas).shape == (100, 150, 3)
    assert (canvas.layout.width, canvas.layout.height) == ("150px", "100px")


def test_what_a_frame_draws_does_not_stay_on_the_next():
    canvas = Canvas(2, 2, dpi=50)
    ax = canvas.figure.add_axes((0, 0, 1, 1))
    canvas.show(canvas.new_frame())
    still = pixels(canvas)
    frame = canvas.new_frame()
    frame.image(ax, np.full((2, 2, 3), 7, np.uint8))
    canvas.show(frame)
    assert (pixels(canvas) == 7).all()
    canvas.show(canvas.new_frame())
    np.testing.assert_array_equal(pixels(canvas), still)


def test_every_value_becomes_one_clean_rectangle_of_its_axes():
    canvas = Canvas(2, 2, dpi=50)
    ax = canvas.figure.add_axes((0, 0.5, 0.5, 0.5))
    frame = canvas.new_frame()
    frame.image(ax, np.arange(4, dtype=np.uint8).reshape(2, 2, 1).repeat(3, axis=2))
    canvas.show(frame)
    shown = pixels(canvas)[:50, :50, 0]
    for value, (row, column) in enumerate([(0, 0), (0, 25), (25, 0), (25, 25)]):
        assert (shown[row : row + 25, column : column + 25] == value).all()


def test_colours_span_the_given_range_and_gaps_are_white():
    shown = colours(np.array([[-1.0, 1.0, np.nan, 9.0]]), -1, 1, "gray")
    assert shown[0].tolist() == [[0] * 3, [255] * 3, [255] * 3, [255] * 3]


def test_an_edge_of_a_pixel_is_drawn_on_that_edge():
    canvas = Canvas(2, 2, dpi=50)
    ax = canvas.figure.add_axes((0, 0, 1, 1))
    frame = canvas.new_frame()
    frame.image(ax, np.full((4, 4, 3), 128, np.uint8))
    frame.edges(ax, np.array([[1.5, -0.5, 1.5, 3.5]]), 4, 4)  # upright, in the middle
    canvas.show(frame)
    white = (pixels(canvas) == 255).all(axis=2)
    assert white[:, 50].all() and not white[:, :48].any() and not white[:, 53:].any()
