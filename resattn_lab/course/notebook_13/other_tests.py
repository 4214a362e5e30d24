"""The tests for units, networks, and what surrounds a training: one rule each."""

import random

import torch
from torch import nn

from .faulty_training import Training


def test_identity(make, channels, side):
    unit = make(channels)
    for parameter in unit.parameters():
        nn.init.zeros_(parameter)
    x = torch.randn(2, channels, side, side)
    assert torch.equal(unit(x), x), "with all weights zero it is not the identity"


def test_no_rim(make, channels, side):
    seen, unit = [], make(channels).eval()
    for part in unit.modules():
        if isinstance(part, nn.Conv2d) and part.kernel_size == (1, 1):
            part.register_forward_hook(lambda part, given, out: seen.append((given[0], out)))
    unit(torch.ones(1, channels, side, side))
    for before, after in seen:
        came, put_out = before.shape[-1], after.shape[-1]
        assert came == put_out, f"a 1×1 convolution makes {put_out} positions of {came}"


def test_strides(make):
    network, sides = make(10).eval(), []
    for stage in (network.stage1, network.stage2, network.stage3):
        stage.register_forward_hook(lambda stage, given, out: sides.append(out.shape[-1]))
    network(torch.rand(1, 3, 16, 16))
    assert sides == [16, 8, 4], f"the stages put out sides {sides}"


def test_classes(make):
    logits = make(7).eval()(torch.rand(1, 3, 16, 16))
    assert logits.shape == (1, 7), f"7 classes asked for, {logits.shape[1]} logits came"


def test_choice(choose):
    """What the test set says must not change what is reported."""
    draw = random.Random(0)
    for _ in range(50):
        validation, one, other = ([draw.randint(0, 9) / 10 for _ in range(6)] for _ in "abc")
        first, second = choose(validation, one), choose(validation, other)
        assert first == second, f"epoch {first} became {second} with other test figures"


def test_training(make):
    count = 64
    training: Training = make(nn.Linear(2, 2), count)
    decay = training.optimiser.param_groups[0]["weight_decay"]
    assert decay == 0.0001, f"the weight decay is {decay:g}"
    first, second = (torch.cat(list(training.epoch())).tolist() for _ in range(2))
    assert sorted(first) == list(range(count)), "an epoch must show each image once"
    assert first != sorted(first) and first != second, "two epochs show one order"
