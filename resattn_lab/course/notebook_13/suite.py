"""The whole suite, and the table of what it says about every suspect."""

from collections.abc import Callable
from dataclasses import dataclass

from . import module_tests as m
from . import other_tests as o
from .suspects import SUSPECTS
from .trial import Verdict, try_test


@dataclass(frozen=True)
class Rule:
    """A rule, the test that states it, and what the test is called with after ``make``."""

    words: str
    kind: str
    test: Callable
    arguments: tuple[int, ...] = ()


ON_MODULE, ON_UNIT = (8, 2, 16), (8, 9)
SUITE = (
    Rule("the mask reaches below 0.5", "module", m.test_gate, ON_MODULE),
    Rule("each level pools the one above", "module", m.test_pools, ON_MODULE),
    Rule("every place has its own unit", "module", m.test_own_weights, ON_MODULE),
    Rule("the mask is its own branch's", "module", m.test_own_branch, ON_MODULE),
    Rule("a closed mask keeps the trunk", "module", m.test_closed_mask, ON_MODULE),
    Rule("every image size works", "module", m.test_any_size, ON_MODULE),
    Rule("zero weights: the identity", "unit", o.test_identity, ON_UNIT),
    Rule("a 1×1 keeps the size", "unit", o.test_no_rim, ON_UNIT),
    Rule("stages halve the sides", "network", o.test_strides),
    Rule("as many logits as classes", "network", o.test_classes),
    Rule("the test set has no say", "choice", o.test_choice),
    Rule("decay and order", "training", o.test_training),
)


def try_suite(rules: tuple[Rule, ...] = SUITE) -> dict[str, dict[str, Verdict]]:
    """What each rule's test says of each suspect of its kind: ``table[letter][words]``."""
    return {
        letter: {
            rule.words: try_test(rule.test, suspect.make, *rule.arguments)
            for rule in rules
            if rule.kind == suspect.kind
        }
        for letter, suspect in SUSPECTS.items()
    }
