"""The diagrams: as many boxes as the network has, the words on them, the refusals."""

import pytest
from matplotlib import pyplot as plt
from matplotlib.patches import Rectangle

from resattn_lab.blocks import AttentionModule, MaskLevel, ResidualUnit
from resattn_lab.plots import module_diagram, unit_diagram

SUBGOALS = ("1 trunk", "2 down", "3 up", "4 gate", "5 residual")


def words(ax):
    return [text.get_text() for text in ax.texts]


def said(ax):
    """The words, without those of the line's two ends."""
    return [word for word in words(ax) if word]


def count(ax, start):
    return sum(word.startswith(start) for word in words(ax))


def thick_frames(ax):
    frames = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    return [frame for frame in frames if frame.get_linewidth() > 2]


@pytest.mark.parametrize("encoder_depth", [1, 2, 3])
def test_the_diagram_has_the_boxes_of_the_module_it_draws(encoder_depth):
    ax = module_diagram(encoder_depth=encoder_depth)
    module = AttentionModule(16, encoder_depth=encoder_depth)
    levels = [part for part in module.modules() if isinstance(part, MaskLevel)]
    units = [part for part in module.modules() if isinstance(part, ResidualUnit)]
    assert count(ax, "pool") == count(ax, "bilinear") == len(levels) == encoder_depth
    assert count(ax, "skip") == count(ax, "+") == encoder_depth - 1
    assert count(ax, "unit") + count(ax, "skip") == len(units)
    assert count(ax, "BN, ReLU\n1×1 conv") == 2 and "sigmoid" in words(ax)


@pytest.mark.parametrize("highlight", [None, "trunk", "down", "up", "gate", "residual"])
def test_the_five_words_are_there_and_a_highlight_has_a_thick_frame(highlight):
    ax = module_diagram(highlight=highlight)
    assert set(SUBGOALS) <= set(words(ax))
    assert len(thick_frames(ax)) == (highlight is not None)


def test_lower_resolutions_are_drawn_lower_and_written_there():
    ax = module_diagram(encoder_depth=3, size=31)
    pools = [text.get_position() for text in ax.texts if text.get_text().startswith("pool")]
    assert [y for _, y in pools] == sorted({y for _, y in pools}, reverse=True)
    assert {"31×31", "16×16", "8×8", "4×4"} <= set(words(ax))


def test_without_attention_residual_learning_the_one_is_gone():
    assert "1 +" in words(module_diagram())
    ax = module_diagram(attention_residual=False)
    assert "1 +" not in words(ax) and "5 residual (off)" in words(ax)


@pytest.mark.parametrize("p, t, r", [(0, 1, 1), (2, 4, 3), (1, 6, 2)])
def test_runs_of_units_say_how_many_they_are(p, t, r):
    ax = module_diagram(encoder_depth=2, p=p, t=t, r=r)
    assert words(ax).count(f"{r} units") == (0 if r == 1 else 4 + 2 * (p == r))
    assert (f"{t} units" in words(ax)) == (t > 4)


def test_a_diagram_is_drawn_on_the_axes_it_is_given():
    _, (left, right) = plt.subplots(1, 2)
    assert module_diagram(ax=left) is left
    assert unit_diagram(ax=right) is right


@pytest.mark.parametrize(
    "options, message",
    [
        ({"highlight": "mask"}, "one of trunk, down, up, gate, residual; got 'mask'"),
        ({"encoder_depth": 0}, "at least 1 and p at least 0, got 0, 2, 1 and 1"),
        ({"p": -1}, "got 3, 2, 1 and -1"),
    ],
)
def test_what_is_no_module_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        module_diagram(**options)


def test_a_preactivation_unit_ends_with_its_sum_and_a_postactivation_unit_with_relu():
    before, after = unit_diagram(), unit_diagram(preactivation=False)
    assert words(before).count("BN") == words(after).count("BN") == 3
    assert words(before).count("ReLU") == words(after).count("ReLU") == 3
    before, after = said(before), said(after)
    assert before[:3] == ["BN", "ReLU", "1×1\n64 → 16"] and before[9] == "+"
    assert after[0] == "1×1\n64 → 16" and after[8:10] == ["+", "ReLU"]


def test_a_projection_is_drawn_only_where_the_width_changes():
    changed = unit_diagram(widths=(64, 32, 32, 128))
    assert count(changed, "projection") == 1 and count(unit_diagram(), "projection") == 0
    with pytest.raises(ValueError, match=r"four channel counts, got \(64, 16\)"):
        unit_diagram(widths=(64, 16))
