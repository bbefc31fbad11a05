"""The search: words and filters, ranked, with evidence; on both databases."""

import pytest

from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger import Ledger
from firsthand.ledger import search as searching
from firsthand.ledger.decisions import record
from firsthand.ledger.fulltext import matches
from firsthand.ledger.search import Filters, heavy, ranked, search
from firsthand.ledger.selecting import Selection
from tests.ledger.asked import COURIER, HALLORAN, filled
from tests.ledger.conftest import Stories


@pytest.fixture
def ids(ledger: Ledger) -> dict[str, str]:
    return filled(ledger)


CASES = [
    ("north pier", Filters(), ["sale.a1", "sale.a3"]),
    ('"north pier" -signed', Filters(), ["sale.a3"]),
    ("piers", Filters(), ["sale.a1", "sale.a3"]),
    ("pier", Filters(stance="denies"), ["sale.a3"]),
    ("pier", Filters(quotation="direct"), ["sale.a1"]),
    ("price", Filters(unnamed=True), ["sale.a2"]),
    ("price", Filters(unnamed=False), []),
    ("price", Filters(certainty="hedged"), ["sale.a2"]),
    ("trust", Filters(knowledge="saw a document"), ["audit.a1"]),
    ("Halloran", Filters(kind="outlet"), ["audit.a1"]),
    ("Halloran", Filters(sources=(COURIER.id,)), ["audit.a1"]),
    ("pier", Filters(outlet="harbour post"), ["sale.a1", "sale.a3"]),
    ("Halloran", Filters(byline="lind"), ["audit.a1", "audit.a2"]),
    ("pier", Filters(section="politics"), ["sale.a1", "sale.a3"]),
    ("pier", Filters(first="2031-05-04", last="2031-05-04"), ["sale.a1", "sale.a3"]),
    ("pier", Filters(first="2031-05-05"), []),
    ("quays", Filters(first="1999-01-01"), []),
    (None, Filters(sources=(HALLORAN.id,)), ["sale.a1", "undated.a1"]),
    ("quotes ' OR 1=1 --", Filters(), []),
    ("nothing*", Filters(), []),
]


@pytest.mark.parametrize(("words", "filters", "expected"), CASES)
def test_words_and_filters(stories: Stories, words, filters, expected) -> None:
    ledger, ids = stories
    with ledger.reading() as connection:
        found = search(connection, words, filters)
    assert sorted(a.id for a in found.answers) == sorted(_id(ids, e) for e in expected)
    assert not found.more


def test_an_answer_shows_its_evidence(stories: Stories) -> None:
    ledger, _ = stories
    with ledger.reading() as connection:
        (price,) = search(connection, "estimate").answers
        (signed,) = search(connection, "signed").answers
    assert price.content == "The price was perhaps a third of the estimate"
    assert [s.descriptor or s.name for s in price.chain] == ["an official", "Skerry Courier"]
    assert price.source is not None
    assert (price.source.root, price.source.known_as, price.source.via) == (None, None, "Skerry Courier")
    assert price.source.reason == "because the bids are sealed"
    assert [(h.term, h.words, h.by) for h in price.hedges] == [("perhaps", "perhaps", None)]
    assert signed.content == "“Nobody has signed anything for the north pier,”"
    assert signed.source is not None
    assert (signed.source.root, signed.source.known_as) == (HALLORAN.id, "Ingeborg Halloran")
    assert (signed.article.outlet, signed.article.day) == ("Harbour Post", "2031-05-04")


def test_more_than_the_limit_is_said(stories: Stories) -> None:
    ledger, _ = stories
    with ledger.reading() as connection:
        found = search(connection, "pier", limit=1)
    assert len(found.answers) == 1
    assert found.more


def test_a_dispute_goes_with_its_statement(ledger: Ledger, ids: dict[str, str]) -> None:
    payload = {"statement": "a3", "reply": "I never said so.", "from": "Tove Brandt"}
    with ledger.writing() as connection:
        record(
            connection,
            kind="dispute",
            target=ids["sale"],
            payload=payload,
            who="desk",
            why="letter",
            at="2031-06-09T10:00:00Z",
        )
    with ledger.reading() as connection:
        (answer,) = search(connection, '"for sale"').answers
    assert [(d.reply, d.sender) for d in answer.disputes] == [("I never said so.", "Tove Brandt")]


REFUSED = [
    (None, Filters(), 20, InvalidValue),
    ("- ?", Filters(), 20, InvalidValue),
    ("pier", Filters(outlet="No Such Paper"), 20, NotHeld),
    ("pier", Filters(byline="Nobody"), 20, NotHeld),
    ("pier", Filters(), 0, InvalidValue),
]


@pytest.mark.parametrize(("words", "filters", "limit", "error"), REFUSED)
def test_refused_in_words(stories: Stories, words, filters, limit, error) -> None:
    ledger, _ = stories
    with ledger.reading() as connection, pytest.raises(error):
        search(connection, words, filters, limit=limit)


@pytest.mark.parametrize(
    "options", [{"kind": "robot"}, {"first": "May"}, {"first": "2031-05-04", "last": "2031-05-03"}, {"outlet": "a\0b"}]
)
def test_filters_that_cannot_be(options) -> None:
    with pytest.raises(InvalidValue):
        Filters(**options)


def test_narrow_filters_look_past_the_first_matches(stories: Stories, monkeypatch) -> None:
    ledger, ids = stories
    monkeypatch.setattr("firsthand.ledger.search._FIRST_LOOK", -2)
    with ledger.reading() as connection:
        for expected, stance in (("sale.a1", "asserts"), ("sale.a3", "denies")):
            rows, more = ranked(connection, "pier", Filters(stance=stance), limit=1)
            assert (len(rows), more) == (1, False)
            (answer,) = search(connection, "pier", Filters(stance=stance)).answers
            assert answer.id == _id(ids, expected)


@pytest.mark.parametrize("few", [-50, 1_000])
def test_rare_and_common_words_are_found_alike_under_a_narrow_filter(stories: Stories, monkeypatch, few) -> None:
    ledger, ids = stories
    monkeypatch.setattr("firsthand.ledger.search._FEW", few)
    with ledger.reading() as connection:
        every, _ = ranked(connection, "the", None, limit=50)
        found, more = ranked(connection, "the", Filters(outlet="harbour post"), limit=50)
        assert [row for row in every if row in found] == found
        assert (bool(found), more) == (True, False)
        one, more = ranked(connection, "the", Filters(outlet="harbour post"), limit=1)
        assert (one, more) == (found[:1], len(found) > 1)
        assert [a.id for a in search(connection, "piers", Filters(sources=(HALLORAN.id,))).answers] == [
            _id(ids, "sale.a1")
        ]


def _id(ids: dict[str, str], named: str) -> str:
    key, local = named.split(".")
    return f"{ids[key]}.{local}"


@pytest.mark.parametrize("day", ["2031-02-30", "2031-13-01", "tomorrow", "20310204", "2031-2-3", "x" * 10_000])
def test_no_such_day(day) -> None:
    for asked in (lambda: Filters(first=day), lambda: Filters(last=day), lambda: Selection(day_from=day)):
        with pytest.raises(InvalidValue, match="day") as raised:
            asked()
        assert len(str(raised.value)) < 200


@pytest.mark.parametrize("look", [-2, 400])
def test_of_common_words_the_last_are_ranked_and_no_page_repeats_another(stories: Stories, monkeypatch, look) -> None:
    ledger, _ = stories
    with ledger.reading() as connection:
        every, _more = ranked(connection, "the", None, limit=50)
        assert len(every) > 2
        monkeypatch.setattr("firsthand.ledger.search._UNFILTERED", look)
        monkeypatch.setattr("firsthand.ledger.search._RANKED", 2)
        lists = [ranked(connection, "the", None, limit=n) for n in range(1, len(every) + 2)]
        assert sorted(lists[-1][0]) == sorted(every)
        for n, (rows, more) in enumerate(lists, 1):
            assert rows == lists[-1][0][:n]
            assert more == (n < len(every))
        if connection.dialect.name == "sqlite":  # the one that came last but two is not ranked with the last two
            last = sorted(row for row, _ in connection.execute(matches("sqlite", "the")))[-2:]
            passing = [row for row in lists[-1][0] if row in last]
            assert lists[-1][0][: len(passing)] == passing


def test_searches_for_common_words_alone_are_weighed(stories: Stories, monkeypatch) -> None:
    ledger, _ = stories
    monkeypatch.setattr(searching, "_MANY", 2)
    known: set[str] = set()
    with ledger.reading() as connection:
        heavily = {words: heavy(connection, words, known) for words in ("pier", "pier signed", "signed", None)}
    sqlite = ledger.dialect == "sqlite"
    assert heavily == {"pier": sqlite, "pier signed": False, "signed": False, None: False}
    assert known == ({"pier"} if sqlite else set())
