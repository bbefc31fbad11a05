"""The lexicons: whole, consistent, and read once."""

import re

import pytest

from firsthand.language.lexicons import load
from firsthand.model import Stance

CUES = [
    (("said",), "say", "asserts"),
    (("denied",), "deny", "denies"),
    (("ruling", "out"), "rule out", "denies"),
    (("calls", "on"), "call on", "wants"),
    (("called",), "call", "asserts"),
    (("vowing",), "vow", "promises"),
    (("forecast",), "forecast", "expects"),
    (("fears",), "fear", "believes"),
    (("allegations",), "allegation", "asserts"),
    (("is", "convinced"), "be convinced", "believes"),
]


@pytest.mark.parametrize(("tokens", "lemma", "stance"), CUES)
def test_cues(tokens: tuple[str, ...], lemma: str, stance: Stance) -> None:
    found = dict(load().cues.entries[tokens[0]])[tokens]
    assert (found.lemma, found.stance) == (lemma, stance)


def test_longer_cues_come_first() -> None:
    for entries in load().cues.entries.values():
        lengths = [len(tokens) for tokens, _ in entries]
        assert lengths == sorted(lengths, reverse=True)


def test_every_hedge_is_found_by_the_pattern() -> None:
    hedges = load().hedges
    for form, term in hedges.terms.items():
        found = hedges.pattern.search(f"he{form} it" if form.startswith("’") else f"so {form} it")
        assert found is not None, form
        assert found.group() == form
        assert term.grade in ("hedged", "doubtful")


def test_icd_203_ranges_do_not_cross() -> None:
    terms = load().hedges.terms
    order = [
        "remote chance",
        "very unlikely",
        "unlikely",
        "roughly even chance",
        "likely",
        "very likely",
        "almost certainly",
    ]
    ranges = [terms[t].range for t in order]
    assert ranges == [(1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99)]
    assert terms["perhaps"].range is None


def test_every_anonymity_pattern_needs_its_sign() -> None:
    lexicon = load().anonymity
    samples = [
        "on condition of anonymity", "asked not to be named", "not authorised to speak", "barred from commenting",
        "whose name the Gull is withholding", "cannot be identified", "spoke on background", "asked not to be quoted",
    ]  # fmt: skip
    for sample in samples:
        assert lexicon.sign.search(sample), sample
        assert any(p.search(sample) for p in (lexicon.unnamed, lexicon.standing)), sample


def test_load_reads_once() -> None:
    assert load() is load()


def test_no_pattern_takes_exponential_time() -> None:
    lexicons = load()
    knowledge = lexicons.knowledge
    rules = (*knowledge.about, *knowledge.opening, *knowledge.own, *knowledge.reported)
    anonymity, impersonal = lexicons.anonymity, lexicons.impersonal
    patterns: list[re.Pattern[str]] = [
        *(p for _, some in rules for p in some),
        *(anonymity.unnamed, anonymity.reason, anonymity.standing),
        *(impersonal.opening, impersonal.passive, impersonal.adverb, lexicons.hedges.pattern),
    ]
    for text in (
        "who has had " * 300,
        "the former " * 300,
        "It has been also " * 300,
        "A " * 800,
        "whose name The A " * 200,
    ):
        for pattern in patterns:
            sum(1 for _ in pattern.finditer(text))
