"""The paper ledger: what it holds can be made again, and a verdict needs its grounds."""

import pytest

from resattn_lab import ablations, course

ENTRIES = {
    key: entry for number in course.NUMBERS for key, entry in course.entries(number).items()
}
FINE = {"key": "00.x", "claim": "it", "source": "Table 9", "paper": "1", "verdict": "agrees"}


@pytest.mark.parametrize("key", ENTRIES)
def test_every_entry_says_where_the_paper_says_it_and_can_be_measured_again(key):
    entry = ENTRIES[key]
    assert any(word in entry.source for word in ("Eq.", "Sec.", "Table", "Fig.", "release"))
    assert entry.measured and entry.paper


@pytest.mark.parametrize(
    "changed, message",
    [
        ({"verdict": "nice"}, "verdict must be one of"),
        ({}, "needs a measured value"),
        ({"measure": lambda: "2"}, "say how the measured value was made"),
    ],
)
def test_an_entry_without_grounds_is_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        course.Entry(**{**FINE, **changed})


@pytest.mark.parametrize("word", ablations.VERDICTS)
def test_a_word_of_the_rule_is_refused_unless_the_rule_gave_it(word):
    grounds = {"measure": lambda: "2", "conditions": "CPU"}
    with pytest.raises(ValueError, match="is for the rule of paired trainings to say"):
        course.Entry(**{**FINE, **grounds, "verdict": str(word)})
    assert course.Entry(**{**FINE, **grounds, "verdict": word}).verdict == word


def test_a_table_shows_both_values_and_the_verdict_in_text_and_in_html():
    entry = course.Entry(**FINE, measure=lambda: "1.0", conditions="CPU")
    table = course.Ledger((entry,))
    assert repr(table) == "it (Table 9): paper 1; here 1.0; agrees"
    assert table._repr_html_().count("<td") == 5 and "CPU" in table._repr_html_()


def test_what_the_ledger_has_not_is_said_so():
    with pytest.raises(ValueError, match="two digits"):
        course.entries("6")
    with pytest.raises(ValueError, match="the ledger has no '00.nothing'"):
        course.ledger("00.nothing")
    assert course.ledger("00").entries == ()
