"""What is forgotten is gone: from every table, from the file, and from what comes in later."""

from pathlib import Path

import pytest
from shelf import AT, add, alone, contents, entry, key_of, reading
from sqlalchemy import select

from firsthand.errors import NotHeld, Withheld
from firsthand.ledger import Ledger, corrections, deciding, forgetting, open_ledger, stored
from firsthand.ledger.correcting import Change, correct
from firsthand.ledger.deciding import By
from firsthand.ledger.decisions import standing
from firsthand.ledger.tables import articles, captures, decisions, forgotten, settings, sources, statements
from firsthand.ledger.writing import put, put_capture
from firsthand.model import Capture

ODD = "Quillwortensteg"
"""A word that stands nowhere else."""


def odd_reading(**facts):
    return reading(f"The {ODD} will close, Ada Quill said. It will not, an official said.", **facts)


def test_a_forgotten_article_leaves_no_row_and_does_not_come_back(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        empty = contents(connection)
        id = add(connection, odd_reading())
        assert forgetting.forget_article(connection, id, at=AT).statements == 2
        left = contents(connection)
        assert {name for name in left if left[name] != empty[name]} == {"readers", "forgotten"}
        for again in (odd_reading(), odd_reading(key="other", outlet="Other Post")):
            with pytest.raises(Withheld, match="forgotten on request"):
                put(connection, entry(again), groups=alone, at=AT)


def test_no_byte_of_a_forgotten_text_is_left_in_the_files(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    with open_ledger(place) as ledger:
        with ledger.writing() as connection:
            id = add(connection, odd_reading())
            for n in range(30):
                add(
                    connection,
                    reading(f"Pier {n} will close, Ada Quill said. It will not, an official said.", key=str(n)),
                )
        assert any(ODD.encode() in f.read_bytes() for f in tmp_path.iterdir())
        with ledger.writing() as connection:
            forgetting.forget_article(connection, id, at=AT)
        forgetting.compact(ledger)
        low = [ODD.encode(), ODD.lower().encode(), b"quillwortensteg"[:10]]
        assert not any(word in f.read_bytes() for word in low for f in tmp_path.iterdir())


def test_compacting_keeps_all_that_is_held(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        add(connection, odd_reading())
        before = contents(connection)
    forgetting.compact(ledger)
    with ledger.reading() as connection:
        assert contents(connection) == before


def test_all_versions_of_an_address_go_together(ledger: Ledger) -> None:
    url = "https://harbour.example/pier"
    with ledger.writing() as connection:
        id = add(connection, odd_reading(url=url))
        add(connection, reading(url=url), at="2031-05-06T09:00:00Z")
        assert forgetting.forget_article(connection, id, at=AT).articles == 2
        assert connection.scalars(select(captures.c.id)).all() == []


def test_a_forgotten_source_is_gone_with_its_words_and_stays_out(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, odd_reading())
        root = connection.scalar(select(sources.c.root))
        found = forgetting.forget_source(connection, root, at=AT)
        assert (found.statements, found.cleared) == (1, 1)
        assert connection.scalars(select(sources.c.name)).all() == []
        assert connection.scalars(select(statements.c.local)).all() == ["a2"]
        with pytest.raises(Withheld, match="cleared"):
            stored.reading(connection, id)
        add(connection, reading("New: it will close, Ada Quill said. It will not, an official said.", key="new"))
        assert connection.scalars(select(sources.c.name)).all() == []
        assert "Quill" not in str(contents(connection))


def test_texts_are_cleared_when_they_are_old_enough(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, odd_reading())
        forgetting.keep_text_days(connection, 30)
        assert forgetting.kept_days(connection) == 30
        assert forgetting.clear_older(connection, "2031-05-04T08:59:59Z") == 0
        assert forgetting.clear_older(connection, "2031-06-04T09:00:00Z") == 1
        assert ODD not in str(contents(connection))
        assert stored.record(connection, id)["statements"][0]["content_spans"] == [[0, 30]]
        assert connection.scalars(select(articles.c.text_sha256)).one()


def test_a_forgotten_url_is_not_taken_in_again(ledger: Ledger) -> None:
    url = "https://harbour.example/pier"
    with ledger.writing() as connection:
        add(connection, odd_reading(url=url))
        assert forgetting.forget_url(connection, url, url, at=AT).articles == 1
        with pytest.raises(Withheld):
            put(connection, entry(reading(url=url)), groups=alone, at=AT)
        assert connection.scalars(select(forgotten.c.kind).distinct().order_by(forgotten.c.kind)).all() == [
            "text",
            "url",
        ]
        assert connection.scalar(select(settings.c.value).where(settings.c.name == "salt"))


def test_what_could_not_be_read_at_its_address_goes_with_an_article(ledger: Ledger) -> None:
    url = "https://harbour.example/pier"
    with ledger.writing() as connection:
        id = add(connection, odd_reading(url=url))
        torn = Capture(location=url, fetched_at=AT, body=f"{ODD} torn".encode(), media_type="text/html", url=url)
        put_capture(connection, torn, None)
        assert forgetting.forget_article(connection, id, at=AT).captures == 2
        assert connection.scalars(select(captures.c.id)).all() == []


def test_of_two_people_of_one_name_the_other_stays(ledger: Ledger) -> None:
    by = By(who="Ann", why="two people", at=AT)
    for forget_part in (True, False):
        with ledger.writing() as connection, connection.begin_nested() as point:
            add(connection, reading())
            add(
                connection, reading("It burns, Ada Quill said. No, an official said.", key="b", outlet="Skerry Courier")
            )
            root = key_of("Ada Quill").id
            part = deciding.split(connection, root, by, outlets=["Skerry Courier"], name="Ada Quillson").payload["new"]
            gone, left = (part, root) if forget_part else (root, part)
            assert forgetting.forget_source(connection, gone, at=AT).statements == 1
            late = "Late: it burns, Ada Quill said. No, an official said."
            for outlet in ("Harbour Post", "Skerry Courier"):
                add(connection, reading(late, key=f"late {outlet}", outlet=outlet))
            assert deciding.part(connection, left).statements == 2
            said = connection.execute(select(statements.c.source_id).where(statements.c.source_id.is_not(None)))
            assert set(said.scalars()) == {left}
            assert not forget_part or "Quillson" not in str(contents(connection))
            point.rollback()


def test_what_was_decided_about_a_forgotten_source_goes_too(ledger: Ledger) -> None:
    by = By(who="Ann", why="misread", at=AT)
    with ledger.writing() as connection:
        id = add(connection, reading())
        other = add(connection, reading("It burns, Bo Lind said. No, an official said.", key="b", name="Bo Lind"))
        change = Change(name="Ada Quill", key=key_of("Ada Quill"))
        made = correct(connection, f"{other}.a1", change, by, alone)
        deciding.undo(connection, made.id, by, alone)
        merged = deciding.merge(connection, key_of("Ada Quill").id, key_of("Bo Lind").id, by)
        deciding.undo(connection, merged.id, by, alone)
        forgetting.forget_source(connection, key_of("Ada Quill").id, at=AT)
        assert "Quill" not in str(contents(connection))
        assert stored.record(connection, id)["sources"][0]["descriptor"] == "an official"


def test_forgetting_what_is_not_held_is_said(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        with pytest.raises(NotHeld):
            forgetting.forget_article(connection, "nothing", at=AT)
        with pytest.raises(NotHeld):
            forgetting.forget_source(connection, "nothing", at=AT)


def test_decisions_about_others_stay_and_agree_with_the_statements(ledger: Ledger) -> None:
    by = By(who="Ann", why="it was doubted", at=AT)
    with ledger.writing() as connection:
        id = add(connection, reading())
        correct(connection, f"{id}.a1", Change(fields={"stance": "doubts"}), by, alone)
        kept = correct(connection, f"{id}.a2", Change(fields={"stance": "promises"}), by, alone)
        noted = {**kept.payload, "anchor": {**kept.payload["anchor"], "notes": ["as Ada Quill has it"]}}
        connection.execute(decisions.update().where(decisions.c.id == kept.id).values(payload=noted))
        reply = deciding.dispute(connection, f"{id}.a2", "I never heard of it", By(who="Bo", why="asked", at=AT))
        deciding.dispute(connection, f"{id}.a2", "it was Ada Quill", By(who="Bo", why="asked", at=AT))
        root = key_of("Ada Quill").id
        assert forgetting.forget_source(connection, root, at=AT).statements == 1
        assert [d.id for d in standing(connection)] == [kept.id, reply.id]
        shown = stored.record(connection, id)["statements"]
        assert [(s["id"], s["stance"], s["producer"]) for s in shown] == [("a2", "promises", "person")]
        before = contents(connection)
        corrections.lay_over(connection, id)
        assert contents(connection) == before
        assert "Quill" not in str(before)


def test_what_was_read_as_anothers_does_not_come_back(ledger: Ledger) -> None:
    by = By(who="Ann", why="misread", at=AT)
    with ledger.writing() as connection:
        id = add(connection, reading("It burns, Bo Lind said. No, an official said.", name="Bo Lind"))
        correct(connection, f"{id}.a1", Change(name="Ada Quill", key=key_of("Ada Quill")), by, alone)
        forgetting.forget_source(connection, key_of("Ada Quill").id, at=AT)
        assert standing(connection) == ()
        assert [s["id"] for s in stored.record(connection, id)["statements"]] == ["a2"]
        assert "Quill" not in str(contents(connection))
