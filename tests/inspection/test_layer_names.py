"""Names of convolutions that can be read."""

import pytest
from torch import nn

from resattn_lab.inspection import REST, layers_by_module
from resattn_lab.networks import build_network


@pytest.fixture(scope="module")
def groups():
    return layers_by_module(build_network("cifar_attention_92", width=0.25))


@pytest.mark.parametrize(
    "group, name, label",
    [
        (REST, "stem.0", "stem, 3×3"),
        (REST, "stage2.open.projection", "stage2, open, 1×1 shortcut"),
        ("stage1.0", "stage1.0.pre.0.conv1", "pre, 1×1 in"),
        ("stage1.0", "stage1.0.trunk.1.conv2", "trunk, unit 2, 3×3"),
        ("stage1.0", "stage1.0.mask.levels.inner.down.0.conv3", "mask, down 2, 1×1 out"),
        ("stage1.0", "stage1.0.mask.levels.skip.conv2", "mask, skip 1, 3×3"),
        ("stage2.1", "stage2.1.mask.score.5", "mask, score 2, 1×1"),
    ],
)
def test_a_label_says_branch_level_unit_and_kernel(groups, group, name, label):
    assert (label, name) in groups[group]


@pytest.mark.parametrize("options", [{}, {"unit": "inception"}, {"mask": "local"}, {"r": 2}])
def test_every_convolution_has_a_label_of_its_own(options):
    network = build_network("cifar_attention_56", width=0.25, **options)
    for layers in layers_by_module(network).values():
        labels = [label for label, _ in layers]
        assert len(set(labels)) == len(labels)


def test_a_network_without_modules_has_one_group():
    network = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Conv2d(2, 2, 1))
    assert layers_by_module(network) == {REST: [("1, 3×3", "0"), ("2, 1×1", "2")]}


def test_labels_that_would_be_alike_become_full_names():
    class Twice(nn.Module):
        def __init__(self):
            super().__init__()
            self.levels = nn.ModuleDict({"down": nn.Conv2d(1, 1, 3)})
            self.inner = nn.ModuleDict({"down": nn.Conv2d(1, 1, 3)})

    assert layers_by_module(Twice())[REST] == [("levels.down", "levels.down")] + [
        ("inner.down", "inner.down")
    ]
