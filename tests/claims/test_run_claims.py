"""The reader of claims: it runs them all, and says which do not hold."""

import re

import pytest
import run_claims

NUMBERS = [path.stem[-2:] for path in sorted(run_claims.FOLDER.glob("claims_*.py"))]


@pytest.fixture
def claims(tmp_path, monkeypatch):
    monkeypatch.setattr(run_claims, "FOLDER", tmp_path)

    def write(text):
        (tmp_path / "claims_99.py").write_text(text, encoding="utf-8")

    return write


def test_a_claim_that_holds_is_not_named(claims):
    claims("def five_is_more_than_three(x):\n    assert x > 3\n")
    assert run_claims.failures("99", {"x": 5}) == {}


def test_a_claim_that_does_not_hold_is_named_with_its_reason(claims):
    claims("def it_is_small(x):\n    assert x < 3, f'it is {x}'\n")
    assert run_claims.failures("99", {"x": 5}) == {"it_is_small": "AssertionError: it is 5"}


def test_a_name_that_the_notebook_lacks_is_said(claims):
    claims("def it_is_small(y):\n    assert y < 3\n")
    assert run_claims.failures("99", {}) == {"it_is_small": "the notebook has no y"}


def test_helpers_and_imports_are_no_claims(claims):
    claims("from math import sqrt\n\n\ndef _half(x):\n    return x / 2\n")
    assert run_claims.claims_of("99") == {}


@pytest.mark.parametrize("number", NUMBERS)
def test_every_claim_is_a_statement_about_something_that_the_notebook_has(number):
    claims = run_claims.claims_of(number)
    assert claims
    for name, claim in claims.items():
        assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+){2,}", name), name
        assert claim.__code__.co_argcount, f"{name} looks at nothing"
