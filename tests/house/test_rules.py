"""The rules as data: defaults with their sources, a house's own over them, one sentence for what is wrong."""

import re

import pytest

from firsthand.errors import NotReadable
from firsthand.house import default_rules, read_rules
from firsthand.house.checks import CHECKS
from firsthand.house.rules import default_text
from firsthand.house.words import words

IN_LEDGER = {"quotation-differs", "ledger-has-no-named-source"}


def test_every_rule_is_applied_and_cites_where_it_comes_from() -> None:
    rules = default_rules()
    assert {r.id for r in rules.rules} == set(CHECKS) | IN_LEDGER
    for rule in rules.rules:
        assert rule.on
        assert rule.about
        assert rule.source
        assert re.match(r"https?://\S+$", rule.address)


def test_the_rules_that_ship_are_a_rules_file_themselves() -> None:
    assert read_rules(default_text()) == default_rules()
    assert read_rules("") == default_rules()


def test_a_house_switches_and_sets() -> None:
    text = """
house = "Quay Herald"
[rules.motive-without-source]
on = false
[rules.unnamed-without-reason]
severity = "note"
except = ["palace official"]
[rules.quotation-differs]
likeness = 0.9
"""
    rules = read_rules(text)
    assert rules.house == "Quay Herald"
    assert not rules.is_on("motive-without-source")
    changed = rules.rule("unnamed-without-reason")
    assert (changed.severity, changed.words("except")) == ("note", ("palace official",))
    assert rules.rule("quotation-differs").number("likeness") == 0.9
    assert rules.rule("quotation-differs").number("least_words") == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n\n[rules.no-such]\non = true", "line 3: there is no rule 'no-such'; there are accusation-without-source"),
        ("[rules.quotation-differs]\non = true\nlikenes = 0.9", "line 3: quotation-differs has no option 'likenes'"),
        ('[rules.quotation-differs]\n\nseverity = "grave"', "line 3: a severity is one of error, warning, note"),
        ('[rules.quotation-differs]\nlikeness = "high"', "line 2: likeness of quotation-differs is a number from 0"),
        ("[rules.quotation-differs]\non = 1", "line 2: on of quotation-differs is true or false, not 1"),
        (
            "[rules.accusation-without-source]\nalso = 'x'",
            "line 2: also of accusation-without-source is a list of words",
        ),
        ("[rules.accusation-without-source]\nalso = ['(x']", r"line 2: '\(x' is no regular expression"),
        ("\nhouses = 'x'", "line 2: there is no setting 'houses'; there are house, rules"),
        ("house = 3", "line 1: house is a name"),
        ("rules = 3", "line 1: rules are written as"),
        ("[rules]\nquotation-differs = 3", "line 2: write .rules.quotation-differs."),
        ("[rules.\nx = 1", "is not TOML: .*line 1"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(NotReadable, match=said):
        read_rules(text, name="house.toml")


def test_word_lists_compile() -> None:
    assert words().wrong.search("the firm embezzled aid")
