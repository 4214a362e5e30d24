"""The props of notebook 04, and answers to it that are right in another form."""

import pytest
import torch
from torch import nn

from resattn_lab import blocks
from resattn_lab.course import exercises
from resattn_lab.course.notebook_04 import (
    OneLocation,
    around,
    factors,
    growth,
    share_of_the_wrong,
)
from resattn_lab.course.notebook_04.changes import contrast, control_masks
from resattn_lab.course.notebook_04.one_location import bar, rows
from resattn_lab.course.notebook_04.pictures import both_arrive


class ByParts(nn.Module):
    """Two masks whose branches are called part by part, as HandModule does."""

    def __init__(self, channels):
        super().__init__()
        self.trunk = blocks.unit_run(channels, 2)
        self.far = blocks.SoftMaskBranch(channels, encoder_depth=3)
        self.near = blocks.SoftMaskBranch(channels, encoder_depth=1)

    def forward(self, x):
        a, b = (torch.sigmoid(m.score(m.levels(x))) for m in (self.far, self.near))
        return (1 + (a + b) / 2) * self.trunk(x)


def controls_as_arrays(own, others):
    fixed = others.mean(dim=0)
    return {
        "B": own.mean(dim=(2, 3), keepdim=True).expand_as(own),
        "C": fixed.numpy(),
        "D": fixed.mean(dim=(1, 2), keepdim=True),
    }


def gradients_by_autograd(g, trunk, mask, strength):
    trunk, mask = trunk.requires_grad_(), mask.requires_grad_()
    return torch.autograd.grad((1 + strength * mask) * trunk, (trunk, mask), g)


@pytest.mark.parametrize(
    "key, answer",
    [
        ("04.two_masks", ByParts),
        ("04.controls", controls_as_arrays),
        ("04.gradient", gradients_by_autograd),
        ("04.contrast", torch.tensor([10.0, 9.0])),
    ],
)
def test_a_right_answer_in_another_form_is_right(key, answer):
    assert exercises("04")[key].check(answer).startswith("Right.")


def test_the_contrast_of_the_exercise_is_five_at_ten_and_never_nine():
    assert contrast(10) == pytest.approx(5)
    assert 8.99 < contrast(1e5) < 9


def test_controls_vary_only_along_what_they_keep():
    own, others = torch.rand(3, 4, 5, 6), torch.rand(7, 4, 5, 6)
    assert [tuple(mask.shape) for mask in control_masks(own, others)] == [
        (3, 4, 1, 1),
        (1, 4, 5, 6),
        (1, 4, 1, 1),
    ]


def test_one_location_has_the_values_and_gradients_that_autograd_finds():
    T, M = torch.tensor(1.5, requires_grad=True), torch.tensor(0.3, requires_grad=True)
    g = torch.tensor(-0.4)
    for place, weight in enumerate((1 + M, M)):
        product = weight * T
        into_trunk, into_mask = torch.autograd.grad(product, (T, M), g)
        found = [row.values[place] for row in rows(1.5, 0.3, -0.4)]
        wanted = [value.item() for value in (product, into_trunk, into_mask)]
        assert found == pytest.approx(wanted)


def test_a_moved_slider_writes_the_table_anew_and_its_twin():
    location = OneLocation()
    assert ">2.20<" in location.table.value  # (1 + 0.1) · 2
    location.mask.value = 1
    assert ">4.00<" in location.table.value and ">2.20<" not in location.table.value
    told = location._repr_mimebundle_()
    assert location.table.value in told["text/html"] and "M = 1" in told["text/plain"]
    location.close()


def test_a_bar_starts_at_zero_and_goes_to_the_side_of_its_sign():
    assert "left: 90px; width: 45px" in bar(1, 2) and "left: 45px; width: 45px" in bar(-1, 2)
    assert "−1.00" in bar(-1, 2) and "−" not in bar(-0.0, 2)


def test_strong_values_are_told_apart_by_where_they_are():
    truth = torch.zeros(9, 9, dtype=torch.bool)
    truth[4, 4] = True
    near = around(truth)
    assert near.sum() == 25 and near[2, 2] and not near[1, 4]
    trunk = torch.full((9, 9), 2.0)
    output = trunk * torch.where(near, 1.8, 1.1)
    assert list(growth(trunk, output, near).values()) == pytest.approx([1.8, 1.1])


def test_the_factors_are_read_off_what_was_sent():
    T, M, g = (torch.rand(5, 5, generator=torch.Generator().manual_seed(n)) for n in range(3))
    assert factors(g, T, M, ((1 + M) * g, T * g)) == ("1.1 times g", "T")
    assert factors(g, T, M, (M * g, M * g)) == ("0.1 times g", "M")


def test_shares_that_are_close_are_the_same_and_others_are_told_apart():
    assert share_of_the_wrong({"a": (1.50, 1.52), "b": (1.4, 1.37)}) == "the same share"
    assert share_of_the_wrong({"a": (1.5, 1.7)}) == "a larger share"
    assert share_of_the_wrong({"a": (1.5, 1.2)}).startswith("a smaller share")


def test_factors_are_shown_only_where_both_labels_gradients_can_be_seen():
    first = torch.zeros(10, 10)
    first[:5, 0] = 1.0
    second = 100 * first.roll(2, 0)
    both = both_arrive({"right": (first, first), "wrong": (second, second)})
    assert both.nonzero().tolist() == [[2, 0], [3, 0], [4, 0]]
