"""The tests, one rule each, and the table of what they say of every suspect.

Here assertions are the subject: a test speaks by raising AssertionError. Those of Attention
Modules are called as ``test(make, channels, depth, side)``.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from resattn_lab.blocks import ResidualUnit
from resattn_lab.recording import record_masks

from ..reading import plain
from ..running import words_of
from .suspects import SUSPECTS

PASSES, FAILS, BREAKS = "passes", "fails", "breaks off"


@dataclass(frozen=True)
class Verdict:
    """What a test said: ``PASSES``, ``FAILS`` or ``BREAKS``, and the error's words."""

    said: str
    words: str = ""


def try_test(test: Callable, *arguments: Any, seed: int = 0) -> Verdict:
    """Run ``test(*arguments)`` once.

    A test fails by raising AssertionError (or by returning False). Any other error is no
    verdict: the test has broken off. NotImplementedError goes on: nothing was written yet.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        try:
            result = test(*arguments)
        except AssertionError as error:
            return Verdict(FAILS, words_of(error, named=False))
        except NotImplementedError:
            raise
        except Exception as error:  # whatever a learner's test does, it gets an answer
            return Verdict(BREAKS, words_of(error))
    return Verdict(FAILS, "it returned False") if plain(result) is False else Verdict(PASSES)


def test_gate(make, channels, depth, side):
    module = make(channels, depth)
    with record_masks(module) as masks:
        module(torch.randn(4, channels, side, side))
    lowest, highest = masks["mask"].min(), masks["mask"].max()
    assert lowest < 0.5 < highest, f"the mask goes from {lowest:.2f} to {highest:.2f}"


def test_pools(make, channels, depth, side):
    sides, module = [], make(channels, depth)
    for part in module.modules():
        if isinstance(part, nn.MaxPool2d):
            part.register_forward_hook(lambda part, given, out: sides.append(out.shape[-1]))
    module(torch.randn(2, channels, side, side))
    wanted = [math.ceil(side / 2**level) for level in range(1, depth + 1)]
    assert sides == wanted, f"the poolings put out {sides}, not {wanted}"


def test_own_weights(make, channels, depth, side):
    runs, module = Counter(), make(channels, depth)
    for name, part in module.named_modules():
        if isinstance(part, ResidualUnit):
            part.register_forward_hook(lambda *_, name=name: runs.update([name]))
    module(torch.randn(2, channels, side, side))
    assert set(runs.values()) == {1}, f"runs of each unit: {sorted(runs.values())}"


def test_own_branch(make, channels, depth, side):
    masks, module = [], make(channels, depth)
    x = torch.randn(2, channels, side, side)
    for _ in range(2):
        with record_masks(module) as kept:
            module(x)
        masks.append(kept["mask"])
        for parameter in module.trunk.parameters():
            nn.init.normal_(parameter)  # another trunk, the same mask branch
    assert torch.equal(*masks), "the mask changed with the trunk"


def test_closed_mask(make, channels, depth, side):
    fusion = make(channels, depth).fusion
    trunk = torch.randn(2, channels, side, side)
    kept = fusion(trunk, torch.zeros_like(trunk))
    assert torch.equal(kept, trunk), "a closed mask does not leave the trunk as it is"


def test_any_size(make, channels, depth, side):
    for height, width in ((side + 5, side + 11), (2 * side, side)):
        x = torch.randn(2, channels, height, width)
        try:
            out = make(channels, depth)(x)
        except RuntimeError as error:  # for this rule, that is the verdict
            raise AssertionError(f"{height}×{width} stops it") from error
        assert out.shape == x.shape, f"{height}×{width} becomes {tuple(out.shape[-2:])}"


def test_way_up(make, channels, depth, side):
    heard, module = [], make(channels, depth)

    def silence(unit, given, out):
        heard.append(given[0].abs().max().item())
        return out if len(heard) == 1 else torch.zeros_like(out)

    for part in module.mask.modules():
        if isinstance(part, ResidualUnit):
            part.register_forward_hook(silence)
    module(torch.randn(2, channels, side, side))
    if depth > 1:  # with one pooling, the first unit speaks to the last one
        assert heard[-1] == 0, f"the last unit reads up to {heard[-1]:.2f}"


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
    sgd, epoch = make(nn.Linear(2, 2), count)
    decay = sgd.param_groups[0]["weight_decay"]
    assert decay == 0.0001, f"the weight decay is {decay:g}"
    first, second = (torch.cat(list(epoch())).tolist() for _ in range(2))
    assert sorted(first) == list(range(count)), "an epoch must show each image once"
    assert first != sorted(first) and first != second, "two epochs show one order"


@dataclass(frozen=True)
class Rule:
    """A rule, the test that states it, and what the test is called with after ``make``."""

    words: str
    kind: str
    test: Callable
    arguments: tuple[int, ...] = ()


ON_MODULE, ON_UNIT = (8, 2, 16), (8, 9)
SUITE = (
    Rule("the mask reaches below 0.5", "module", test_gate, ON_MODULE),
    Rule("each level pools the one above", "module", test_pools, ON_MODULE),
    Rule("every unit runs once", "module", test_own_weights, ON_MODULE),
    Rule("the mask is its own branch's", "module", test_own_branch, ON_MODULE),
    Rule("a closed mask keeps the trunk", "module", test_closed_mask, ON_MODULE),
    Rule("every image size works", "module", test_any_size, ON_MODULE),
    Rule("zero weights: the identity", "unit", test_identity, ON_UNIT),
    Rule("a 1×1 keeps the size", "unit", test_no_rim, ON_UNIT),
    Rule("stages halve the sides", "network", test_strides),
    Rule("as many logits as classes", "network", test_classes),
    Rule("the test set has no say", "choice", test_choice),
    Rule("decay and order", "training", test_training),
)
LATER = Rule("nothing else comes up", "module", test_way_up, ON_MODULE)  # written after V


def try_suite(
    rules: Sequence[Rule] = SUITE, letters: Iterable[str] = SUSPECTS
) -> dict[str, dict[str, Verdict]]:
    """What each rule's test says of each suspect of its kind: ``table[letter][words]``."""
    return {
        letter: {
            rule.words: try_test(rule.test, SUSPECTS[letter], *rule.arguments)
            for rule in rules
            if rule.kind == SUSPECTS[letter].kind
        }
        for letter in letters
    }


def accusations(tests: Iterable[Callable], modules: Mapping[str, Callable]) -> list[str]:
    """A line for each test: the modules that fail it, those it broke off on, or a stub's."""

    def line(test: Callable) -> str:
        try:
            said = {n: try_test(test, make, *ON_MODULE).said for n, make in modules.items()}
        except NotImplementedError:
            return "not written yet"
        failed, broke = ("".join(n for n in said if said[n] == v) for v in (FAILS, BREAKS))
        return f"accuses {failed or 'nobody'}" + (f"; broke off on {broke}" if broke else "")

    return [f"{test.__name__:<16} {line(test)}" for test in tests]
