from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.tracing.clusters import JOIN
from firsthand.tracing.features import features_of
from firsthand.tracing.matching import Match, same_claim
from firsthand.tracing.meaning import nearness

DAY = date(2031, 5, 14)


def match(a: str, b: str) -> Match:
    return same_claim(features_of(a, published=DAY), features_of(b, published=DAY), nearness(a, b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "The pier contract will be cancelled entirely",
            "The council will scrap everything in the pier contract",
        ),
        ("Nearly 30 trams flunked safety checks", "Twenty-seven of the 46 trams failed their safety tests"),
        (
            "Envoys of Mareth met the Tolvans in Sild on 3 November",
            "Mareth’s delegates met the Tolvans in Sild on Nov 3",
        ),
        ("Deliveries are 14 months late", "Tram deliveries are running 14 months behind schedule"),
        ("The depot will not open before spring 2033", "The workshop will stay shut until spring 2033 at the earliest"),
    ],
)
def test_one_claim_in_other_words(a: str, b: str) -> None:
    found = match(a, b)
    assert found.probability >= JOIN
    assert not found.only_if_derived
    assert not found.never


@pytest.mark.parametrize(
    ("a", "b", "conflict", "never"),
    [
        ("27 trams failed their brake tests", "27 trams passed their brake tests", "opposite", True),
        ("The bank buys Ostler", "Ostler buys the bank", "turned round", True),
        ("Mareth released 112 Tolvan prisoners", "Tolva released 112 Marethi prisoners", "turned round", True),
        ("Mareth has offered to release 112 prisoners", "Mareth released 112 prisoners last June", "mode", False),
        ("27 trams failed the test", "30 trams failed the test", "number", False),
        ("27 tests were failed on 19 trams", "27 trams failed their tests", "number", False),
        ("An explosion in Vardo killed nine people", "An explosion in Lisk killed nine people", "place", False),
        ("The minister resigned on 3 May", "The minister resigned on 9 May", "time", False),
        ("The mayor, Ada Quill, was arrested", "The mayor, Bo Rand, was arrested", "people", False),
    ],
)
def test_what_keeps_two_claims_apart(a: str, b: str, conflict: str, never: bool) -> None:
    found = match(a, b)
    assert conflict in found.conflicts
    assert found.never is never
    assert found.only_if_derived is not never


def test_a_negated_claim_is_the_same_claim_denied() -> None:
    found = match("The council will cancel the harbour contract", "The council has not cancelled the harbour contract")
    assert found.opposed
    assert found.probability >= JOIN
    assert not found.only_if_derived


def test_articles_about_other_things_tell_no_common_claim() -> None:
    here = features_of("The contract was cancelled")
    one = same_claim(here, here, 1.0).probability
    there, elsewhere = (
        type(here)(words=here.words, acts=here.acts, about=about) for about in (("pier", "sild"), ("laundry", "vardo"))
    )
    assert same_claim(there, elsewhere, 1.0).probability < JOIN < one


@given(st.text(max_size=80), st.text(max_size=80))
def test_symmetric(a: str, b: str) -> None:
    there, back = match(a, b), match(b, a)
    assert there.probability == pytest.approx(back.probability)
    assert set(there.conflicts) == set(back.conflicts)
