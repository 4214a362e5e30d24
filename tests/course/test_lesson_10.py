"""The props of notebook 10: waves through kernels, kinds of kernels, random directions."""

import numpy as np
import pytest
import torch

from resattn_lab.course.notebook_10 import (
    WavePanel,
    against_random,
    in_random_directions,
    overlaps,
    purities,
    random_kernels,
    share_ahead,
    six_rows,
    sort_kernels,
    whose,
)
from resattn_lab.data import scene_set
from resattn_lab.measures import joint_response, passband

KERNELS = {
    "blur": np.ones((3, 3)) / 9,
    "edge across": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
}


@pytest.fixture
def waves():
    panel = WavePanel(KERNELS)
    yield panel
    panel.close()


@pytest.mark.parametrize("name", KERNELS)
@pytest.mark.parametrize("across, down", [(0, 0), (4, 0), (0, 7), (11, 5), (16, 16)])
def test_the_response_is_what_the_convolution_does_to_the_wave(waves, name, across, down):
    waves.kernel.value, waves.across.value, waves.down.value = name, across, down
    seen = waves.seen
    assert abs(seen.out).max() <= seen.share + 1e-9
    energy = (seen.out**2).mean() / (seen.wave[1:-1, 1:-1] ** 2).mean()
    assert energy == pytest.approx(seen.share**2, abs=1e-9)
    assert f"{seen.share:.2f} times" in waves.canvas.alt


def test_the_best_wave_passes_in_full(waves):
    waves.kernel.value, waves.across.value, waves.down.value = "edge across", 8, 0
    assert waves.seen.share == pytest.approx(1, abs=0.01)


def test_kernels_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="3×3 kernels by name"):
        WavePanel({"five": np.ones((5, 5))})


def test_a_grey_kernel_and_one_that_compares_colours_have_shares_of_1_and_0():
    blur = np.ones((3, 3)) / 9
    grey, colour = np.stack([blur] * 3), np.stack([blur, -blur, 0 * blur])
    found = sort_kernels(np.stack([grey, colour]))
    np.testing.assert_allclose(found.grey, [1, 0], atol=1e-12)
    assert found.kinds[0] == "low-pass"


def test_random_kernels_have_a_grey_share_of_a_third():
    found = sort_kernels(random_kernels(500, seed=1))
    assert found.grey.mean() == pytest.approx(1 / 3, abs=0.03)
    assert sum(map(found.share, ("low-pass", "band", "edge"))) == pytest.approx(1)


def test_directions_are_at_right_angles_and_keep_lengths():
    maps = torch.randn(2, 6, 3, 3, generator=torch.Generator().manual_seed(0))
    turned = in_random_directions(maps, seed=1)
    torch.testing.assert_close(turned.square().sum(dim=1), maps.square().sum(dim=1))
    assert not torch.allclose(turned, maps)


def test_a_channel_that_is_never_behind_is_ahead_with_certainty_and_ties_are_halves():
    more, fewer = torch.tensor([2.0, 3.0]), torch.tensor([0.0, 1.0])
    assert share_ahead(more, fewer) == 1 and share_ahead(more, more) == 0.5


def test_kinds_are_those_of_the_packages_measure():
    kernels = random_kernels(40, seed=2)
    kinds = [passband(joint_response(kernel)).kind for kernel in kernels]
    assert sort_kernels(kernels).kinds == kinds


def test_a_map_that_is_the_object_of_one_class_overlaps_with_it_and_is_pure():
    scenes = scene_set(400, seed=3)
    star = (scenes.labels == scenes.class_names.index("star"))[:, None, None]
    small = torch.nn.functional.avg_pool2d(scenes.true_masks.float()[:, None], 4)
    exact = (small * star[..., None]).clamp(max=1)
    noise = torch.rand(exact.shape, generator=torch.Generator().manual_seed(0))
    maps = torch.cat([exact + 0.01 * noise, noise], dim=1)
    marked, pure = overlaps(maps, scenes), purities(maps, scenes.labels)
    # stars cover 0.7 % of the locations, of which 2 % are marked
    assert marked[0] > 0.25 > 0.1 > marked[1] and pure[0] == 1 > pure[1]


def test_the_rows_of_channels_are_known_by_their_maps():
    channels, turned = torch.zeros(1, 12, 2, 2), torch.ones(1, 12, 2, 2)
    assert whose([(turned, 0), (channels, 8), (turned, 1), (channels, 9)], channels) == (
        "rows 2 and 4"
    )
    rows = six_rows(channels, turned)
    assert [maps is channels for maps, _ in rows].count(True) == 3 and len(rows) == 6


def test_a_low_share_is_told_as_higher_lower_or_about_the_same():
    assert against_random({"trunk": [0.2, 0.3], "mask": [0.2, 0.3]}, 0.2).startswith("higher")
    assert against_random({"trunk": [0.2, 0.1]}, 0.2).startswith("lower")
    assert against_random({"trunk": [0.2, 0.21]}, 0.2) == "about the same"
