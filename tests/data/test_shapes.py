"""The signed distances that the shapes are drawn from."""

import math

import numpy as np
import pytest

from resattn_lab.data.shapes import CROSS, SHAPES, box_outline, mirrored, star_outline

ROOT = math.sqrt(0.5)
RIGHT_HALVES = {
    "triangle": ((0, -1), (0.87, 0.5), (0, 0.5)),
    "star": tuple(star_outline(5, outer=1.05, inner=0.45)),
    "cross": CROSS,
    "box": tuple(box_outline(0.3, 1.0)),
    "arrow": ((0, -1), (0.8, -0.1), (0.28, -0.1), (0.28, 0.95), (0, 0.95)),
}


def distance_at(shape, *points):
    """Signed distances at points, through the (N, H, W) planes that shapes take."""
    planes = np.array(points, np.float32).T.reshape(2, 1, 1, -1)
    return shape(planes[0].copy(), planes[1].copy()).flatten()


def random_points(count, reach=2.0):
    return np.random.default_rng(0).uniform(-reach, reach, (count, 2))


def whole_outline(right_half):
    left_half = [(-x, y) for x, y in reversed(right_half) if x != 0]
    return [*right_half, *left_half]


def lies_inside(point, outline):
    """Count the edges above a point: a plain second opinion, with a ray straight up."""
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if (x0 <= x) != (x1 <= x):
            inside ^= y0 + (x - x0) / (x1 - x0) * (y1 - y0) < y
    return inside


def distance_to_outline(point, outline):
    """To the nearest of very many points on the outline."""
    share = np.linspace(0, 1, 2001)[:, None]
    nearest = math.inf
    for start, end in zip(outline, [*outline[1:], outline[0]], strict=True):
        edge = np.array(start) + share * (np.array(end) - np.array(start))
        nearest = min(nearest, np.sqrt(((edge - point) ** 2).sum(axis=1)).min())
    return nearest


@pytest.mark.parametrize(
    "name, point, distance",
    [
        ("disc", (0, 0), -0.8),
        ("disc", (1.8, 0), 1),
        ("disc", (0.8 * ROOT, -0.8 * ROOT), 0),
        ("ring", (0, 0), 0.54),
        ("ring", (0, 0.74), -0.2),
        ("ring", (-1.94, 0), 1),
        ("square", (0, 0), -0.68),
        ("square", (-1.68, 0), 1),
        ("square", (0.68 + 0.3, 0.68 + 0.4), 0.5),
        ("triangle", (0, -2), 1),
        ("triangle", (0, 1.5), 1),
        ("star", (0, -2.05), 1),
        ("cross", (0, 0), -0.27 * math.sqrt(2)),
        ("cross", (0.27 + 0.3, 0.27 + 0.4), 0.3),
        ("cross", (0, -1.95), 1),
        ("crescent", (-1.94, 0), 1),
        ("crescent", (0.5, 0), 0.74),
        ("heart", (0, 1.95), 1),
        ("heart", (0.39, -0.3), -0.44),
        ("bar", (0, 0), -0.3),
        ("bar", (0, 1.5), 0.5),
        ("bar", (-1.3, 0.9), 1),
        ("arrow", (0, -2), 1),
        ("arrow", (0, 1.95), 1),
        ("arrow", (0.48, 0.8), 0.2),
    ],
)
def test_the_distance_at_a_point_that_is_known_by_hand(name, point, distance):
    assert distance_at(SHAPES[name], point) == pytest.approx(distance, abs=1e-6)


@pytest.mark.parametrize(
    "name, inside, outside",
    [
        ("disc", (0.5, 0.5), (0.6, 0.6)),
        ("ring", (0.74, 0), (0.4, 0)),
        ("square", (0.6, 0.6), (0.7, 0)),
        ("triangle", (0, 0), (0.5, -0.5)),
        ("star", (0, -1), (0.45, -0.7)),
        ("cross", (0.9, 0.2), (0.4, 0.4)),
        ("crescent", (-0.6, 0), (0, 0)),
        ("heart", (0.4, -0.6), (0, -0.7)),
        ("bar", (0.2, -0.9), (0.4, 0)),
        ("arrow", (0.2, 0.8), (0.5, 0.3)),
    ],
)
def test_the_sign_says_inside_and_outside(name, inside, outside):
    distances = distance_at(SHAPES[name], inside, outside)
    assert distances[0] < 0 < distances[1]


def test_there_are_ten_shapes_and_a_point_inside_each_of_them_was_tried():
    parameters = test_the_sign_says_inside_and_outside.pytestmark[0].args[1]
    assert sorted(case[0] for case in parameters) == sorted(SHAPES)
    assert len(SHAPES) == 10


@pytest.mark.parametrize("name", RIGHT_HALVES)
def test_a_polygon_is_where_counting_its_edges_says(name):
    outline = whole_outline(RIGHT_HALVES[name])
    axis = np.linspace(-1.3, 1.3, 60)
    level = [y for _, y in outline]  # rays through corners are where counting goes wrong
    points = [(x, y) for x in axis for y in [*axis, *level]]
    distances = distance_at(mirrored(*RIGHT_HALVES[name]), *points)
    inside = np.array([lies_inside(point, outline) for point in points])
    assert 0.1 < inside.mean() < 0.9
    sure = np.abs(distances) > 1e-5
    assert ((distances < 0) == inside)[sure].all()


@pytest.mark.parametrize("name", RIGHT_HALVES)
def test_a_polygons_distance_is_that_of_the_nearest_point_on_its_outline(name):
    outline, points = whole_outline(RIGHT_HALVES[name]), random_points(100)
    distances = np.abs(distance_at(mirrored(*RIGHT_HALVES[name]), *points))
    nearest = [distance_to_outline(point, outline) for point in points]
    np.testing.assert_allclose(distances, nearest, atol=2e-3)


@pytest.mark.parametrize("name", SHAPES)
def test_no_distance_grows_faster_than_the_way_walked(name):
    """A gradient longer than 1 anywhere would draw edges too sharp there."""
    starts = random_points(4000)
    steps = np.random.default_rng(1).normal(0, 0.05, starts.shape)
    here, there = distance_at(SHAPES[name], *starts), distance_at(SHAPES[name], *starts + steps)
    walked = np.sqrt((steps**2).sum(axis=1))
    assert (np.abs(there - here) <= walked + 1e-5).all()


@pytest.mark.parametrize("name", SHAPES)
def test_far_outside_the_distance_grows_by_one_per_unit_walked_away(name):
    angles = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    outwards = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    near, far = (distance_at(SHAPES[name], *radius * outwards) for radius in (30, 31))
    np.testing.assert_allclose(far - near, 1, atol=2e-3)


@pytest.mark.parametrize("name", sorted(set(SHAPES) - {"crescent"}))
def test_every_shape_but_the_crescent_is_its_own_mirror_image(name):
    points = random_points(200)
    mirror = points * np.array([-1, 1])
    shape = SHAPES[name]
    np.testing.assert_array_equal(distance_at(shape, *points), distance_at(shape, *mirror))


def test_a_star_has_its_first_point_up_and_alternates_between_two_radii():
    outline = star_outline(5, outer=1.05, inner=0.45)
    assert outline[0] == (0, -1.05)
    radii = [math.hypot(*corner) for corner in outline]
    assert radii == pytest.approx([1.05, 0.45, 1.05, 0.45, 1.05, 0.45], abs=1e-6)
    assert outline[-1] == (0, 0.45)
