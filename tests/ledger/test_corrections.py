"""People's corrections: a new row over the old one, undone, and found again by a newer reading."""

from dataclasses import replace

import pytest
from shelf import AT, READ_BY, add, alone, capture, contents, key_of, reading
from sqlalchemy import select

from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger import Ledger, corrections, decisions, stored
from firsthand.ledger.tables import statements
from firsthand.ledger.writing import Entry, replace_found
from firsthand.model import Span


def correct(connection, id: str, **changes) -> decisions.Decision:
    row = stored.statement_row(connection, id)
    payload = {"anchor": corrections.anchor(row), "changes": changes, "source": None}
    decision = decisions.record(
        connection, kind="correct", target=row["article_id"], payload=payload, who="Ann", why="misread", at=AT
    )
    corrections.lay_over(connection, row["article_id"])
    return decision


def test_a_correction_wins_and_the_old_row_stays(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, reading())
        correct(connection, f"{id}.a1", stance="doubts")
        assert stored.reading(connection, id).statement("a1").stance == "doubts"
        assert stored.reading(connection, id).statement("a1").producer == "person"
        assert stored.reading(connection, id, as_read=True) == reading()
        assert len(connection.execute(select(statements).where(statements.c.local == "a1")).all()) == 2


def test_undoing_leaves_things_as_they_were(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, reading())
        before = contents(connection)["statements"]
        first = correct(connection, f"{id}.a1", stance="doubts")
        second = correct(connection, f"{id}.a1", certainty="hedged")
        assert stored.reading(connection, id).statement("a1").stance == "doubts"
        decisions.take_back(connection, first.id, who="Ann", why="was right", at=AT)
        corrections.lay_over(connection, id)
        left = stored.reading(connection, id).statement("a1")
        assert (left.stance, left.certainty) == ("asserts", "hedged")
        decisions.take_back(connection, second.id, who="Ann", why="was right", at=AT)
        corrections.lay_over(connection, id)
        assert contents(connection)["statements"] == before
        with pytest.raises(InvalidValue, match="undone already"):
            decisions.take_back(connection, second.id, who="Ann", why="again", at=AT)


def test_a_correction_finds_its_statement_in_a_newer_reading(ledger: Ledger) -> None:
    found = reading()
    with ledger.writing() as connection:
        id = add(connection, found)
        correct(connection, f"{id}.a1", stance="doubts")
        wider = replace(found.statements[0], id="a7", content_spans=(Span(0, 19),))
        newer = replace(found, statements=(found.statements[1], wider))
        entry = Entry(
            reading=newer,
            capture=capture(found),
            read_by=replace(READ_BY, version="0.3.0"),
            names={"s1": key_of("Ada Quill")},
        )
        replace_found(connection, entry, groups=alone, at=AT)
        now = stored.reading(connection, id)
        assert [(s.id, s.stance) for s in now.statements] == [("a2", "denies"), ("a7", "doubts")]


def test_a_rejected_statement_is_gone_from_answers(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, reading())
        row = stored.statement_row(connection, f"{id}.a2")
        payload = {"anchor": corrections.anchor(row)}
        decisions.record(connection, kind="reject", target=id, payload=payload, who="Ann", why="no statement", at=AT)
        corrections.lay_over(connection, id)
        assert [s.id for s in stored.reading(connection, id).statements] == ["a1"]
        with pytest.raises(NotHeld, match="rejected"):
            stored.statement_row(connection, f"{id}.a2")


@pytest.mark.parametrize(("who", "why", "option"), [("", "x", "--by"), ("x", " ", "--why")])
def test_a_decision_needs_who_and_why(ledger: Ledger, who: str, why: str, option: str) -> None:
    with ledger.writing() as connection, pytest.raises(InvalidValue, match=f"{option} is empty"):
        decisions.record(connection, kind="merge", target="x", payload={}, who=who, why=why, at=AT)
