"""The AblationPanel on made-up runs: set a control, read picture and words."""

import io
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageColor

from resattn_lab.ablations import CLAIMS, StudyResults, judge, judge_claim
from resattn_lab.panels import AblationPanel
from resattn_lab.plots.palette import CHOSEN_CLASS, TRUE_CLASS


def study(name, source, errors):
    runs = [
        {"variant": v, "seed": seed, "error": e, "responses": [2.0, 1.5, 1.0 + seed / 10]}
        for v, values in errors.items()
        for seed, e in enumerate(values)
    ]
    return StudyResults(study=name, source=source, setting="small", facts={}, runs=runs)


@pytest.fixture
def panel():
    masks = {"mixed": [50.0, 53.0, 53.5], "channel": [49.0, 55.0, 56.0], "local": [60, 61, 62]}
    results = {
        ("masks", "photographs"): study("masks", "photographs", {"mixed": [1], "channel": [2]}),
        ("masks", "scenes"): study("masks", "scenes", masks),
        ("depth", "scenes"): study("depth", "scenes", {"ARL 164": [60.0], "NAL 164": [89.0]}),
    }
    made = AblationPanel(results, CLAIMS, judge_claim)
    made.images.value = "scenes"
    yield made
    made.close()


def colour_at(panel, x, y):
    pixels = np.asarray(Image.open(io.BytesIO(panel.canvas.value)))
    column, row = panel.drawn.places[0].at(x, y)
    return tuple(int(value) for value in pixels[row, column])


def test_only_claims_with_runs_of_both_networks_are_offered(panel):
    offered = [name for _, name in panel.claim.options]
    assert offered == ["mixed_channel", "depth_164", "mask", "response_naive"]


def test_every_control_changes_picture_and_words(panel):
    for control, value in (("seeds", 1), ("claim", "mask"), ("images", "photographs")):
        if control == "images":
            panel.claim.value = "mixed_channel"
        picture, words = panel.canvas.value, panel.canvas.alt
        getattr(panel, control).value = value
        assert panel.canvas.value != picture and panel.canvas.alt != words


def test_the_verdict_is_that_of_the_first_seeds(panel):
    assert panel.seeds.value == 3
    assert panel.seen.verdict == judge(
        [50, 53, 53.5], [49, 55, 56], paper_gap=CLAIMS["mixed_channel"].paper_gap
    )
    panel.seeds.value = 1
    assert panel.seen.verdict.gap == -1 and "1 of 3 seeds" in panel.canvas.alt
    assert "Gap -1.0 (not the paper's order); pair by pair -1.0;" in panel.canvas.alt
    assert "not testable at this size (fewer than 3 seeds)" in panel.canvas.alt
    panel.claim.value, panel.seeds.value = "mask", 3
    assert "repeated (the interval lies above 0)" in panel.canvas.alt


def test_the_pairs_used_seeds_are_drawn_where_their_errors_lie(panel):
    panel.seeds.value = 2
    assert colour_at(panel, 50.0, 2) == ImageColor.getrgb(TRUE_CLASS)
    assert colour_at(panel, 49.0, 1) == ImageColor.getrgb(CHOSEN_CLASS)
    assert colour_at(panel, 53.5, 2) == ImageColor.getrgb("#d9d9d9")


def test_images_and_seeds_are_those_that_the_claim_has(panel):
    panel.claim.value = "depth_164"
    assert panel.images.options == ("scenes",) and panel.seeds.disabled
    panel.claim.value = "response_naive"
    assert "Fig. 4" in panel.canvas.alt
    panel.claim.value, panel.images.value = "mixed_channel", "photographs"
    assert panel.seeds.max == panel.seeds.value == 1


def test_without_a_claim_that_fits_there_is_nothing_to_show():
    nothing = SimpleNamespace(runs=[], pairs=lambda lower, higher, measure: ([], []))
    with pytest.raises(ValueError, match="14 claims and 1 results came, and none fits"):
        AblationPanel({("masks", "scenes"): nothing}, CLAIMS, judge_claim)
