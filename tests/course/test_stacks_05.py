"""The stacks of notebook 05, their record, and the learner's model in its picture."""

import pytest
import torch

from resattn_lab.course import notebook_05
from resattn_lab.course.notebook_05 import stacks
from resattn_lab.course.notebook_05.pictures import learners_level, short
from resattn_lab.course.record import record


@pytest.fixture
def scenes():
    return notebook_05.scenes_for_stacks(16, seed=5)


def test_arl_and_nal_of_one_seed_have_the_same_weights():
    arl, nal = (notebook_05.build_stack(name, seed=5) for name in ("ARL", "NAL"))
    for name, weight in arl.state_dict().items():
        torch.testing.assert_close(weight, nal.state_dict()[name], rtol=0, atol=0)


def test_silent_units_without_a_mask_hand_on_the_input(scenes):
    _, x = scenes
    stack = notebook_05.build_stack("no mask", units="identity", seed=5)
    outputs = notebook_05.after_each_module(stack, x)
    assert len(outputs) == stacks.MODULES + 1
    torch.testing.assert_close(outputs[-1], x)


def test_half_of_the_trunk_in_silent_units_halves_twelve_times(scenes):
    _, x = scenes
    stack = notebook_05.build_stack("½·T", units="identity", seed=5)
    torch.testing.assert_close(notebook_05.after_each_module(stack, x)[-1], x / 2**12)


def test_without_shortcuts_silent_units_hand_on_nothing(scenes):
    _, x = scenes
    stack = notebook_05.build_stack(stacks.NO_SHORTCUTS, units="identity", seed=5)
    assert not notebook_05.after_each_module(stack, x)[1].any()


def test_the_input_of_a_stack_holds_the_small_scene(scenes):
    """Sixteen mixtures of three colours: the three are found by least squares."""
    small, x = scenes
    mixed, colours = x.movedim(1, -1).reshape(-1, 16), small.movedim(1, -1).reshape(-1, 3)
    found = mixed @ torch.linalg.pinv(mixed, rtol=1e-4) @ (colours - 0.5)
    torch.testing.assert_close(found + 0.5, colours, atol=1e-3, rtol=0)


def test_a_stack_without_batch_norm_has_none():
    stack = notebook_05.build_stack("NAL", norm=False, seed=5)
    assert not any(isinstance(layer, torch.nn.BatchNorm2d) for layer in stack.modules())


def test_sizes_are_those_of_product_and_output_and_the_gradient_of_each_module(scenes):
    _, x = scenes
    found = stacks.sizes_along(notebook_05.build_stack("½·T", units="identity", seed=5), x)
    for line in found.values():
        assert line == pytest.approx([0.5**n for n in range(1, 13)], rel=1e-4)


def test_the_record_has_every_run_of_every_seed_and_says_how_it_was_made():
    kept = record("linear_probe")
    runs = [(r["fusion"], r["units"], r["batch_norm"], r["seed"]) for r in kept["runs"]]
    assert len(runs) == len(set(runs)) == 11 * len(kept["seeds"])
    assert all(len(r["share_read"]) == len(r["size"]) == 13 for r in kept["runs"])
    assert "dirty" not in kept["commit"] and kept["command"] and kept["device"]
    assert kept["penalties"] and kept["versions"] and sum(r["seconds"] for r in kept["runs"])


def unfinished(factor):
    raise NotImplementedError


@pytest.mark.parametrize("wrong", [unfinished, lambda f: [1.0], lambda f: -2.0, None])
def test_the_learners_level_is_drawn_where_it_is_a_number_above_zero(wrong):
    curves = notebook_05.size_curves()
    assert learners_level(lambda f: 3 - f, 0.5) == 2.5 and learners_level(wrong, 0.5) is None
    drawn, bare = (notebook_05.fed(curves, level) for level in (lambda f: 3 - f, wrong))
    assert len(drawn.lines) == len(bare.lines) + 1 == 5


def test_sizes_are_written_without_a_power_of_ten():
    written = [short(value) for value in (401.2, 10, 3.14, 0.125, 0.016, 0.0002)]
    assert written == ["401", "10", "3.1", "0.12", "0.016", "0.0002"]


def test_a_response_is_judged_by_its_order_of_magnitude():
    sizes = (0.001, 0.5, 1.3, 400)
    gone, *alike, large = (notebook_05.how_large(size) for size in sizes)
    assert gone == "almost gone, less than 1 %" and large == "over 100 times as large"
    assert set(alike) == {"about as large"}


def test_what_a_probe_reads_is_the_choice_that_comes_nearest():
    said = [notebook_05.how_much(share) for share in (0.9, 0.4, 0.01, -0.1)]
    assert said == ["nearly all", "about half", "hardly anything", "hardly anything"]


def test_logits_are_as_before_up_to_rounding_or_multiplied_or_neither():
    logits = torch.randn(4, 10)
    rounded = logits + 1e-5
    assert notebook_05.what_became(logits, rounded) == "as before"
    assert notebook_05.what_became(logits, 50 * rounded) == "50 times as large"
    for other in (2 * logits, -logits, logits.flip(0)):
        words = notebook_05.what_became(logits, other)
        assert words == "different, but not 50 times as large"


@pytest.fixture
def panel():
    scenes = torch.rand(3, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    readings = {"kept": {1: (scenes, 2.0), 6: (scenes, 30.0)}, "lost": {}}
    readings["lost"] = {count: (torch.full_like(scenes, 0.5), 1.1) for count in (1, 6)}
    shown = notebook_05.ReadingPanel(scenes, readings, scene=2)
    yield shown
    shown.close()


def test_the_reading_panel_opens_after_all_modules_and_shows_the_chosen_scene(panel):
    assert (panel.modules.value, panel.scene.value) == (6, 2)
    panel.modules.value, panel.scene.value = 1, 0
    read, size = panel.seen["kept"]
    assert torch.equal(read, panel.scenes[0]) and size == 2.0
    assert "after 1 module." in panel.canvas.alt
    assert "kept: 0.00 from the scene" in panel.canvas.alt


def test_the_reading_panel_draws_the_scene_and_one_picture_for_each_stack(panel):
    drawn = panel.draw(panel.values(), panel.seen)
    heading, row = drawn.marks
    assert heading.text == "scene 2, as a probe reads it after 6 modules (one seed)"
    titles = [picture.title for picture in row.marks]
    assert titles == ["the scene, as it went in", "kept", "lost"]
    assert [picture.below for picture in row.marks[1:]] == [
        "its output: 30 × the input",
        "its output: 1.1 × the input",
    ]
