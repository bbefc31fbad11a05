"""What articles rest on, counted, with the coverage that it was counted in."""

import pytest
from sqlalchemy import select

from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger import Ledger
from firsthand.ledger.audit import audit
from firsthand.ledger.search import Filters
from firsthand.ledger.show import show_article
from firsthand.ledger.tables import copies
from firsthand.model import Source
from tests.ledger.asked import SALE, Said, add, entry, filled, sale
from tests.ledger.conftest import Stories


@pytest.fixture
def ids(ledger: Ledger) -> dict[str, str]:
    return filled(ledger)


def test_by_outlet(stories: Stories) -> None:
    ledger, _ = stories
    with ledger.reading() as connection:
        found = audit(connection, "outlet")
    post = next(g for g in found.groups if g.name == "Harbour Post")
    assert (post.articles, post.statements, post.named, post.unnamed, post.outlets) == (1, 3, 2, 1, 0)
    assert (post.named_sources, post.unnamed_sources, post.reasoned) == (2, 1, 1)
    assert post.reasons == (("because the bids are sealed", 1),)
    assert post.own_voice == pytest.approx(0.25)
    assert post.few
    assert [g.name for g in found.groups][-1] is None
    assert [(r.name, r.statements) for r in post.relied_outlets] == [("Skerry Courier", 1)]  # the official's outlet
    courier = next(g for g in found.groups if g.name == "Skerry Courier")
    assert [(r.name, r.statements, r.articles) for r in courier.relied_outlets] == [("Skerry Courier", 1, 1)]
    assert [r.name for r in courier.relied_people] == ["Ilse Brandt"]
    assert (found.whole.articles, found.whole.statements) == (3, 5)  # a promise does not count


def test_by_month_says_which_outlets_begin(stories: Stories) -> None:
    ledger, _ = stories
    with ledger.reading() as connection:
        found = audit(connection, "month")
    assert [(g.name, g.begins) for g in found.groups] == [
        ("2031-05", ()),
        ("2031-06", ("Skerry Courier",)),
        (None, ()),
    ]


def test_coverage(ledger: Ledger, ids) -> None:
    with ledger.writing() as connection:
        add(connection, sale("late", day="2031-08-20"))
    with ledger.reading() as connection:
        found = audit(connection, "section")
    assert found.months == ("2031-05", "2031-06", "2031-07", "2031-08")
    held = {c.outlet: (c.articles, c.undated, c.first, c.last, dict(c.months)) for c in found.coverage}
    assert held["Harbour Post"] == (2, 0, "2031-05-04", "2031-08-20", {"2031-05": 1, "2031-08": 1})
    assert held[None] == (1, 1, None, None, {})


def test_copies_are_counted(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        add(connection, sale("one"), sale("two", outlet="Skerry Courier"))
    with ledger.reading() as connection:
        assert audit(connection).whole.copies == 2


def test_what_stands_inside_a_persons_words_does_not_count(ledger: Ledger) -> None:
    text = "Storvik said that the board said that the surveyor said it was cheap.\n"
    sources = (
        Source(id="s1", kind="person", name="Storvik"),
        Source(id="s2", kind="organisation", descriptor="the board", anonymous=True),
    )
    said = (
        Said("the board said that the surveyor said it was cheap", "s1"),
        Said("the surveyor said it was cheap", "s2", parent="a1"),
    )
    with ledger.writing() as connection:
        add(connection, entry("nested", text, sources, said, {}))
    with ledger.reading() as connection:
        assert (audit(connection).whole.statements, audit(connection).whole.unnamed) == (1, 0)


def test_narrowed(stories: Stories) -> None:
    ledger, _ = stories
    with ledger.reading() as connection:
        assert audit(connection, filters=Filters(outlet="Skerry Courier")).whole.articles == 1
        assert audit(connection, filters=Filters(byline="lind")).whole.articles == 1
        assert audit(connection, filters=Filters(section="politics")).whole.articles == 2
        assert audit(connection, filters=Filters(first="2031-06-01", last="2031-06-30")).whole.articles == 1
        assert audit(connection, filters=Filters(first="2040-01-01")).groups == ()
        with pytest.raises(InvalidValue):
            audit(connection, filters=Filters(stance="denies"))
        with pytest.raises(InvalidValue):
            audit(connection, "mood")
        with pytest.raises(NotHeld):
            audit(connection, filters=Filters(outlet="No Such Paper"))


def test_versions_of_one_address_are_no_copies(ledger: Ledger) -> None:
    url = "https://post.example/harbour"
    old = sale("v1", url=url, fetched="2031-05-04T08:00:00Z")
    new = entry(
        "v2",
        SALE.replace("Nobody has signed anything", "Nobody has signed a thing"),
        (),
        (),
        {},
        url=url,
        fetched="2031-05-05T08:00:00Z",
    )
    with ledger.writing() as connection:
        _, second = add(connection, old, new)
        assert connection.scalars(select(copies.c.a)).all()
        assert audit(connection).whole.copies == 0
        assert show_article(connection, second).copies == ()
        (third,) = add(connection, sale("other", outlet="Skerry Courier"))
        assert [c.article.id for c in show_article(connection, second).copies] == [third]
        assert audit(connection).whole.copies == 2
