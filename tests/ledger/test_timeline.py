"""Lanes over time: named sources each in their own, unnamed ones never followed."""

import pytest

from firsthand.errors import InvalidValue
from firsthand.ledger import Ledger
from firsthand.ledger.timeline import timeline
from tests.ledger.asked import add, filled, sale
from tests.ledger.conftest import Stories


@pytest.fixture
def ids(ledger: Ledger) -> dict[str, str]:
    return filled(ledger)


def test_lanes_by_source(stories: Stories) -> None:
    ledger, _ = stories
    with ledger.reading() as connection:
        found = timeline(connection, "Halloran")
    assert [(line.of, line.name) for line in found.lines] == [("named", "Ilse Brandt"), ("outlet", "Skerry Courier")]
    assert (found.first, found.last, found.undated, found.more) == ("2031-06-02", "2031-06-02", 0, False)


def test_lanes_by_outlet_and_no_date(ledger: Ledger, ids) -> None:
    with ledger.writing() as connection:
        add(connection, sale("again", day=None, title="Other"))
    with ledger.reading() as connection:
        found = timeline(connection, "pier", by="outlet")
    assert [(line.of, line.name, len(line.answers)) for line in found.lines] == [("outlet", "Harbour Post", 4)]
    assert found.undated == 2
    assert [a.article.day for a in found.answers] == ["2031-05-04", "2031-05-04", None, None]


def test_unnamed_sources_are_not_followed(ledger: Ledger, ids) -> None:
    with ledger.writing() as connection:
        add(connection, sale("second", day="2031-05-09"))
    with ledger.reading() as connection:
        (line,) = timeline(connection, "estimate").lines
    assert (line.of, line.name, line.root, len(line.answers)) == ("unnamed", None, None, 2)


def test_by_nothing_else(stories: Stories) -> None:
    ledger, _ = stories
    with ledger.reading() as connection, pytest.raises(InvalidValue):
        timeline(connection, "pier", by="mood")
