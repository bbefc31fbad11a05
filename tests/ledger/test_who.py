"""A source by its name, what it is quoted with and what others say of it; unnamed sources are refused."""

import pytest

from firsthand.errors import NotHeld, Withheld
from firsthand.ledger.search import Filters
from firsthand.ledger.who import find_source, in_roles, nameless, who
from tests.ledger.asked import COURIER, HALLORAN, MAYOR, OTHER_BRANDT
from tests.ledger.conftest import Stories

FOUND = [
    ("Ingeborg Halloran", HALLORAN),
    ("INGEBORG  halloran", HALLORAN),
    ("Halloran", HALLORAN),
    (HALLORAN.id, HALLORAN),
    (HALLORAN.id[:8], HALLORAN),
    ("skerry courier", COURIER),
    ("Tove Brandt", MAYOR),
]


@pytest.mark.parametrize(("name", "key"), FOUND)
def test_found(stories: Stories, name, key) -> None:
    ledger, _ = stories
    with ledger.reading() as connection:
        assert find_source(connection, name).root == key.id


def test_found_by_the_callers_key(stories: Stories) -> None:
    ledger, _ = stories
    with ledger.reading() as connection:
        assert find_source(connection, "the Courier", [COURIER.id]).name == "Skerry Courier"


REFUSED = [
    ("Brandt", NotHeld, "several sources"),
    ("Nobody Known", NotHeld, "no source called"),
    ("x'; DROP TABLE sources --", NotHeld, "no source called"),
    ("x\0y", NotHeld, "no source called"),
    ("שלום " * 2000, NotHeld, "no source called"),
    ("a senior official", Withheld, "without a name"),
    ("people familiar with the talks", Withheld, "without a name"),
]


@pytest.mark.parametrize(("name", "error", "words"), REFUSED)
def test_refused(stories: Stories, name, error, words) -> None:
    ledger, _ = stories
    with ledger.reading() as connection, pytest.raises(error, match=words) as raised:
        find_source(connection, name)
    assert len(str(raised.value)) < 400


def test_several_are_listed_with_their_ids(stories: Stories) -> None:
    ledger, _ = stories
    with ledger.reading() as connection, pytest.raises(NotHeld) as raised:
        find_source(connection, "brandt")
    assert MAYOR.id in str(raised.value)
    assert OTHER_BRANDT.id in str(raised.value)


def test_in_order_and_apart(stories: Stories) -> None:
    ledger, ids = stories
    with ledger.reading() as connection:
        found = who(connection, HALLORAN.id)
    assert [a.id for a in found.said] == [f"{ids['sale']}.a1", f"{ids['undated']}.a1"]
    assert [a.id for a in found.about] == [f"{ids['audit']}.a1", f"{ids['audit']}.a2"]
    assert (found.statements, found.articles, found.first, found.last) == (2, 2, "2031-05-04", "2031-05-04")
    assert [(r.role, r.first) for r in found.roles] == [("head of the port board", "2031-05-04"), ("a candidate", None)]
    assert not found.said_more


def test_filters_hold_for_both(stories: Stories) -> None:
    ledger, ids = stories
    with ledger.reading() as connection:
        found = who(connection, HALLORAN.id, Filters(quotation="direct"))
    assert [a.id for a in found.said] == [f"{ids['sale']}.a1"]
    assert [a.id for a in found.about] == [f"{ids['audit']}.a2"]


def test_the_newest_where_there_are_more(stories: Stories) -> None:
    ledger, ids = stories
    with ledger.reading() as connection:
        found = who(connection, HALLORAN.id, limit=1)
    assert [a.id for a in found.said] == [f"{ids['sale']}.a1"]
    assert (found.said_more, found.about_more, found.statements) == (True, True, 2)


def test_no_such_id(stories: Stories) -> None:
    ledger, _ = stories
    with ledger.reading() as connection, pytest.raises(NotHeld):
        who(connection, "0" * 16)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("two officials", True),
        ("one of the paper's sources", True),
        ("unnamed", True),
        ("insiders", True),
        ("Anonymous", True),
        ("Amanda Official", False),
        ("Ingeborg Halloran", False),
    ],
)
def test_nameless(words, expected) -> None:
    assert nameless(words) is expected


@pytest.mark.parametrize("name", ["the Skerry Courier", "The  skerry courier", COURIER.id[:4]])
def test_found_without_its_article_and_by_four_characters(stories: Stories, name) -> None:
    ledger, _ = stories
    with ledger.reading() as connection:
        assert find_source(connection, name).root == COURIER.id


@pytest.mark.parametrize(
    ("name", "offered"),
    [("Ingeborg Haloran", "Ingeborg Halloran"), ("Olaf Brandt", "Ilse Brandt, Tove Brandt"), ("Halorann", None)],
)
def test_names_that_are_near_are_offered(stories: Stories, name, offered) -> None:
    ledger, _ = stories
    with ledger.reading() as connection, pytest.raises(NotHeld) as raised:
        find_source(connection, name)
    assert offered is None or f"did you mean {offered}?" in str(raised.value)


def test_what_was_typed_is_repeated_cut_off_and_marked(stories: Stories) -> None:
    ledger, _ = stories
    with ledger.reading() as connection, pytest.raises(NotHeld, match=f"'{'x' * 79}…'"):
        find_source(connection, "x" * 10_000)


def test_wordings_of_one_role_are_one() -> None:
    stated = [
        ("Transport Minister", "a", "2031-05-04"),
        ("transport minister", "b", None),
        ("the transport minister", "b", None),
        ("transport minister", "c", "2031-05-01"),
        ("a surgeon", "c", None),
    ]
    assert [(r.role, r.articles, r.first, r.last) for r in in_roles(stated)] == [
        ("transport minister", 3, "2031-05-01", "2031-05-04"),
        ("a surgeon", 1, None, None),
    ]
