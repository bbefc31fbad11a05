"""What goes in comes out: whole, once, whatever the order."""

from dataclasses import replace

import pytest
from shelf import AT, READ_BY, add, alone, capture, entry, key_of, reading, same_base
from sqlalchemy import func, select

from firsthand.errors import NotHeld, NotText
from firsthand.ledger import Ledger, stored
from firsthand.ledger.fulltext import matches, terms
from firsthand.ledger.tables import articles, captures, copies, failures, sources, statements
from firsthand.ledger.writing import Entry, put, put_capture, put_failure, replace_found
from firsthand.model import Failure


def count(connection, table) -> int:
    return connection.scalar(select(func.count()).select_from(table))


def test_a_reading_comes_out_as_it_went_in(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, reading())
    with ledger.reading() as connection:
        assert stored.reading(connection, id) == reading()


def test_an_article_added_twice_is_there_once(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        assert put(connection, entry(reading()), groups=alone, at=AT)
        assert not put(connection, entry(reading()), groups=alone, at=AT)
        assert [count(connection, t) for t in (articles, captures, statements, sources)] == [1, 1, 2, 1]


def test_unnamed_sources_have_no_row_of_their_own(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        add(connection, reading())
        assert connection.scalars(select(sources.c.name)).all() == ["Ada Quill"]


@pytest.mark.parametrize("turn", [1, -1])
def test_roots_do_not_depend_on_the_order_of_adding(ledger: Ledger, turn: int) -> None:
    names = ["Ada Quill", "Ada B. Quill", "A. Quill"][::turn]
    with ledger.writing() as connection:
        for name in names:
            found = reading(f"The pier will close, {name} said. It will not, an official said.", key=name, name=name)
            add(connection, found, groups=same_base)
        roots = set(connection.scalars(select(sources.c.root)))
    assert roots == {key_of("Ada B. Quill").id}


def test_of_two_versions_of_a_page_the_one_captured_last_is_live(ledger: Ledger) -> None:
    url = "https://harbour.example/pier"
    first = reading(url=url)
    second = reading("The pier may close, Ada Quill said. It will not, an official said.", url=url)
    with ledger.writing() as connection:
        add(connection, second, at="2031-05-06T09:00:00Z")
        add(connection, first, at="2031-05-05T09:00:00Z")
        live = select(statements.c.article_id).where(statements.c.live).distinct()
        assert connection.scalars(live).all() == [second.article.id]
        put_capture(connection, capture(first, at="2031-05-07T09:00:00Z"), first.article.id)
        assert connection.scalars(live).all() == [first.article.id]
        assert stored.article_id(connection, url) == first.article.id


def test_copies_are_linked_and_kept(ledger: Ledger) -> None:
    body = " ".join(f"word{n} follows" for n in range(120))
    first = reading(f"The pier will close, Ada Quill said. It will not, an official said. {body}", key="one")
    other = reading(f"The pier will close, Ada Quill said. It will not, an official said. {body} End.", key="two")
    with ledger.writing() as connection:
        ids = {add(connection, first), add(connection, other)}
        row = connection.execute(select(copies)).one()
    assert {row.a, row.b} == ids
    assert row.kind == "near-duplicate"


def test_a_newer_reading_takes_the_place_of_the_one_before(ledger: Ledger) -> None:
    found = reading()
    with ledger.writing() as connection:
        id = add(connection, found)
        newer = replace(found, statements=found.statements[:1])
        read_by = replace(READ_BY, version="0.3.0")
        names = {"s1": key_of("Ada Quill")}
        fresh = Entry(reading=newer, capture=capture(found), read_by=read_by, names=names)
        replace_found(connection, fresh, groups=alone, at=AT)
        assert stored.reading(connection, id) == newer


def test_a_failure_is_kept_until_its_place_can_be_read(ledger: Ledger) -> None:
    failure = Failure(key="pier", kind="not text", message="It is empty.")
    with ledger.writing() as connection:
        for _ in range(2):
            put_failure(connection, failure, location="/news/pier.txt", at=AT)
        assert connection.scalars(select(failures.c.tries)).all() == [2]
        add(connection, reading())
        assert count(connection, failures) == 0


def test_a_text_that_no_database_can_hold_is_refused(ledger: Ledger) -> None:
    found = reading()
    broken = replace(found, article=replace(found.article, title="a\0b"))
    with ledger.writing() as connection, pytest.raises(NotText, match="NUL"):
        put(connection, entry(broken), groups=alone, at=AT)


def test_what_fails_half_way_leaves_nothing(ledger: Ledger) -> None:
    def stopped() -> None:
        with ledger.writing() as connection:
            add(connection, reading())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stopped()
    with ledger.reading() as connection:
        assert count(connection, articles) == 0


@pytest.mark.parametrize(
    ("words", "found"),
    [("pier", 2), ("piers", 2), ('"pier will"', 1), ("pier -will", 1), ("ferry", 0), ("clos*) OR (x", 0), ("PIER", 2)],
)
def test_contents_are_found_by_their_words(ledger: Ledger, words: str, found: int) -> None:
    with ledger.writing() as connection:
        add(connection, reading())
        add(connection, reading("The pier may stay, Ada Quill said. It will not, an official said.", key="other"))
        assert len(connection.execute(matches(ledger.dialect, words)).all()) == found


def test_a_question_keeps_its_phrases() -> None:
    assert terms("a “north pier” -“old ferry” -x") == (("a", "north pier"), ("old ferry", "x"))


def test_an_article_is_named_by_the_beginning_of_its_id(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, reading())
        assert stored.article_id(connection, id[:6]) == stored.article_id(connection, "pier") == id
        assert stored.statement_row(connection, f"{id[:6]}.a2")["stance"] == "denies"
        for wrong in ("ffff", "nothing here", "x" * 10_000, "a\0b", "' OR 1=1 --"):
            with pytest.raises(NotHeld):
                stored.article_id(connection, wrong)
