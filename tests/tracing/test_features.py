from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.tracing.amounts import numbers
from firsthand.tracing.contexts import about, alike
from firsthand.tracing.features import features_of, is_negated
from firsthand.tracing.stems import name_key, stem
from firsthand.tracing.times import dates

DAY = date(2031, 5, 13)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("27 of the 46 trams failed", [(27, 27, "tram"), (46, 46, "tram")]),
        ("twenty-seven tests on 19 trams", [(27, 27, "test"), (19, 19, "tram")]),
        ("nearly 30 of the trams", [(25.5, 30, "tram")]),
        ("more than 100 sailors", [(100, 130, "sailor")]),
        ("a hundred sailors", [(100, 100, "sailor")]),
        ("$4.2 billion", [(4.2e9, 4.2e9, None)]),
        ("9 percent of voters", [(9, 9, "voter")]),
        ("on 3 May 2031 at 9:40", []),
        ("in 2031", []),
    ],
)
def test_numbers(text: str, expected: list) -> None:
    found = numbers(text)
    assert [(n.low, n.high) for n in found] == [pytest.approx((low, high)) for low, high, _ in expected]
    assert all(what is None or what in n.what for n, (_, _, what) in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("on 3 May", date(2031, 5, 3), date(2031, 5, 3)),
        ("on May 3, 2030", date(2030, 5, 3), date(2030, 5, 3)),
        ("in December", date(2030, 12, 1), date(2030, 12, 31)),
        ("next week", date(2031, 5, 19), date(2031, 5, 25)),
        ("last Friday", date(2031, 5, 9), date(2031, 5, 9)),
        ("within ten days", date(2031, 5, 13), date(2031, 5, 23)),
        ("by May 23", date(2031, 5, 13), date(2031, 5, 23)),
        ("the spring of 2033", date(2033, 3, 1), date(2033, 5, 31)),
        ("yesterday", date(2031, 5, 12), date(2031, 5, 12)),
    ],
)
def test_dates(text: str, low: date, high: date) -> None:
    (found,) = dates(text, DAY)
    assert (found.low, found.high) == (low.toordinal(), high.toordinal())


def test_a_modal_is_no_month_and_without_a_day_names_compare() -> None:
    assert dates("She may march", DAY) == ()
    (a,), (b,), (c,) = dates("on 3 May"), dates("May 3"), dates("9 May")
    assert a.fits(b)
    assert not a.fits(c)


@pytest.mark.parametrize(
    "words",
    [
        ("cancelled", "canceling", "cancellation", "cancels"),
        ("organised", "organizing"),
        ("withdrew", "withdrawn", "withdraw"),
        ("trams", "tram"),
    ],
)
def test_one_base_form(words: tuple[str, ...]) -> None:
    assert len({stem(w) for w in words}) == 1


def test_names_of_people_and_country_are_one() -> None:
    assert name_key("Marethi") == name_key("Mareth")
    assert name_key("French") == name_key("France’s")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It has not been sold", True),
        ("It wasn’t sold", True),
        ("No decision was taken", True),
        ("not only the pier was sold", False),
        ("no fewer than nine were sold", False),
        ("It cannot go on as it is", False),
    ],
)
def test_negation(text: str, expected: bool) -> None:
    assert is_negated(text) is expected


def test_passive_turns_who_does_what() -> None:
    active, passive = features_of("the mayor sold the pier"), features_of("the pier was sold by the mayor")
    assert "mayor" in active.doers & passive.doers
    assert "pier" in active.done_to & passive.done_to


def test_what_an_article_is_about() -> None:
    pier = about("The pier at Sild will close. Divers found the pier of Sild rotten.")
    assert alike(pier, pier) == pytest.approx(1.0)
    assert alike(pier, about("A laundry in Vardo lost its hospital contract.")) < 0.2


@given(st.text(max_size=200))
def test_any_text_has_features(text: str) -> None:
    assert features_of(text, published=DAY) == features_of(text, published=DAY)
