"""The props of notebook 09: twins, squares, the rounds of "trained or not?"."""

import numpy as np
import pytest
import torch

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.course import record
from resattn_lab.course.notebook_09 import TrainedOrNot, changes, ledger, results, squares
from resattn_lab.course.notebook_09.rounds import Round, draw_rounds, luck
from resattn_lab.data import planted_scenes
from resattn_lab.measures import variance_shares
from resattn_lab.networks import settle_batch_norms, untrained_twin
from resattn_lab.recording import record_masks

SCENES = planted_scenes(25, seed=9)


def masks_of(network):
    with torch.inference_mode(), record_masks(network) as masks:
        network(SCENES.images / 255)
    return masks


def made_up_rounds():
    """Ten rounds of noise; odd ones are said to be trained."""
    rounds, start = [], 0
    for number in range(1, 11):
        count = 1 if number <= 5 else 4
        shown = tuple(range(start, start + count))
        masks = torch.rand(count, 8, 8, generator=torch.Generator().manual_seed(number))
        rounds.append(Round(shown, masks, number % 2 == 1, f"module {number}"))
        start += count
    return rounds


@pytest.fixture
def game():
    panel = TrainedOrNot(SCENES, made_up_rounds())
    yield panel
    panel.close()


def test_neither_picture_nor_words_say_the_truth_before_an_answer(game):
    for number in range(1, 11):
        game.round.value = number
        assert f"module {number}" not in game.canvas.alt and "Right" not in game.canvas.alt
    assert game.seen == {}


def test_an_answer_is_judged_told_and_counted(game):
    game.trained.click()
    assert game.seen == {1: True} and "Right: trained (module 1)" in game.canvas.alt
    game.onward.click()
    assert game.round.value == 2 and "module 2" not in game.canvas.alt
    game.trained.click()
    assert game.seen == {1: True, 2: False}
    assert "Not so: untrained (module 2)" in game.canvas.alt and "1 of 2" in game.canvas.alt


def test_the_first_answer_counts(game):
    game.untrained.click()
    game.trained.click()
    assert game.seen == {1: False}


def test_after_ten_rounds_both_halves_are_counted_and_held_against_luck(game):
    for number in range(1, 11):
        game.round.value = number
        (game.trained if number in (1, 3, 5, 7, 9, 2) else game.untrained).click()
    assert sum(game.seen.values()) == 9
    assert "With one scene 4 of 5, with 4 scenes 5 of 5" in game.canvas.alt
    assert "9 or more of 10 in 1% of all games" in game.canvas.alt


def test_after_the_last_round_there_is_no_next(game):
    game.round.value = 10
    game.onward.click()
    assert game.round.value == 10


def test_an_answer_changes_the_picture(game):
    before = game.canvas.value
    game.trained.click()
    assert game.canvas.value != before


@pytest.mark.parametrize("right, chance", [(0, 1), (10, 1 / 1024), (8, 56 / 1024)])
def test_luck_is_the_chance_to_guess_so_many(right, chance):
    assert luck(right, 10) == pytest.approx(chance)


def test_drawn_rounds_use_each_scene_once_and_hold_five_of_either_kind():
    network, card = load_checkpoint("scenes_attention_56")
    twin = settle_batch_norms(untrained_twin(network), SCENES.images / 255)
    others = planted_scenes(6, seed=10)
    rounds = draw_rounds(network.eval(), twin, choose_on=others, scenes=SCENES)
    assert sorted(k for r in rounds for k in r.scenes) == list(range(25))
    assert [len(r.scenes) for r in rounds] == [1] * 5 + [4] * 5
    assert sum(r.trained for r in rounds[:5]) == 3 and sum(r.trained for r in rounds) == 5
    assert {r.source.split(",")[0] for r in rounds} == {"stage1.0", "stage2.0", "stage3.0"}


@pytest.mark.parametrize("far", [False, True])
@pytest.mark.parametrize("size", [1, 4, 12])
def test_a_square_lies_on_the_objects_middle_or_in_the_farthest_corner(size, far):
    for true_mask in SCENES.true_masks:
        where = squares.square(true_mask, size, far=far)
        row, column = squares.middle(true_mask)
        rows, columns = where.any(dim=1).nonzero()[:, 0], where.any(dim=0).nonzero()[:, 0]
        assert bool(where[row, column]) is not far
        assert where.sum() == len(rows) * len(columns) and max(len(rows), len(columns)) <= size
        if far:
            assert len(rows) == len(columns) == size


def test_each_fill_has_the_colour_that_it_is_called_by():
    image = torch.zeros(3, 4, 4)
    object_ = torch.zeros(4, 4, dtype=torch.bool)
    object_[:2] = True
    image[0, :2], image[1, 2:] = 0.8, 0.4  # a red object on green
    grey, own, rest = (squares.fill_colour(image, object_, fill) for fill in squares.FILLS)
    torch.testing.assert_close(own[:, 0, 0], torch.tensor([0.8, 0, 0]))
    torch.testing.assert_close(rest[:, 0, 0], torch.tensor([0, 0.4, 0]))
    torch.testing.assert_close(grey[:, 0, 0], torch.full((3,), 0.2))


def test_only_the_square_changes():
    covered = squares.with_squares(SCENES.images, SCENES.true_masks, 4, "grey")
    for image, before, true_mask in zip(covered, SCENES.images, SCENES.true_masks, strict=True):
        where = squares.square(true_mask, 4)
        assert torch.equal(image[:, ~where], before[:, ~where].float())
        assert image[:, where].std() == 0


def test_the_record_has_the_three_networks_of_the_box_and_says_how_it_was_made():
    kept = record("mask_looks")
    assert kept["command"].startswith("python scripts/record_mask_looks.py")
    assert {f"scenes_attention_56{seed}" for seed in results.SEEDS} <= set(kept["networks"])
    assert ledger.scenes_measured() == 500  # as the ledger's conditions say


@pytest.mark.parametrize(
    ("twins", "said"),
    [(0.5, "the trained networks'"), (0.6, "about the same"), (0.9, "the untrained twins'")],
)
def test_all_or_nothing_are_the_masks_with_more_values_at_the_ends(monkeypatch, twins, said):
    shares = {"trained": np.full((3, 3), 0.6), "twins": np.full((3, 3), twins)}
    monkeypatch.setattr(results, "ends", shares.get)
    assert results.whose_are_all_or_nothing("twins") == said


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ((0.42, 0.97, 0.39), "grey and background about alike"),
        ((0.3, 0.97, 0.6), "grey"),
        ((0.6, 0.97, 0.3), "the background's colour"),
        ((0.4, 0.1, 0.4), "the object's colour"),
    ],
)
def test_the_most_harmful_fill_leaves_the_fewest_right(monkeypatch, left, said):
    found = dict(zip(squares.FILLS, left, strict=True))
    shares = {fill: ([2, 4], np.array([[1.0, share]] * 3)) for fill, share in found.items()}
    monkeypatch.setattr(results, "squares", shares.get)
    assert results.most_harmful(4) == said


def test_a_spatial_mask_hardly_turns_whole_channels_up_and_down():
    torch.manual_seed(0)
    for mask in masks_of(changes.build_spatial()).values():
        shares = variance_shares(mask)
        assert shares["channel"] + shares["image × channel"] + shares["image"] < 0.05


@pytest.mark.parametrize("module", ["stage1.0", "stage3.0"])
def test_the_verdicts_of_the_ledger_follow_from_its_figures(module):
    assert min(ledger.pointing(module)) > ledger.spot() + 0.1
