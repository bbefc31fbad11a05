"""Decisions with names looked up and quotation marks seen: merges shown first, corrections, readings as they stand."""

from dataclasses import replace

import pytest
from asked import HALLORAN, MAYOR, SALE, apart, filled, sale
from shelf import AT, reading
from shelf import add as shelf_add
from sqlalchemy import select

from firsthand.errors import InvalidValue, NotHeld, Withheld
from firsthand.ledger import Ledger, deciding, forgetting, open_ledger, stored
from firsthand.ledger.deciding import By
from firsthand.ledger.tables import articles, sources
from firsthand.ledger.writing import put
from firsthand.model import Span
from firsthand.pipeline.deciding import (
    Wish,
    add_statement,
    correct,
    merge,
    merging,
    reject,
    split,
    standing_reading,
    tried,
    undo,
)
from firsthand.pipeline.forgetting import target
from firsthand.pipeline.named import source_named


def after(found):
    """The answer after a correction."""
    assert found.after is not None
    return found.after.answer


ANN = By(who="Ann", why="read it again", at=AT)


def span(words: str) -> Span:
    start = SALE.index(words)
    return Span(start, start + len(words))


def test_a_merge_is_shown_first_with_what_speaks_against_it(ledger: Ledger) -> None:
    filled(ledger)
    with ledger.writing() as connection:
        found = merging(connection, "mayor Tove Brandt", "Ilse Brandt")
        assert (found.into.root, found.other.name, found.warnings) == (MAYOR.id, "Ilse Brandt", ())
        merge(connection, "Tove Brandt", "Ilse Brandt", ANN)
        with pytest.raises(InvalidValue, match="already"):
            merging(connection, "Tove Brandt", "Ilse Brandt")
        with pytest.raises(Withheld):
            merging(connection, "Tove Brandt", "an official")
        made, left, new = split(connection, "Tove Brandt", ANN, outlets=["skerry courier"], name="Ilse")
        assert (left.statements, new.name, new.statements) == (1, "Ilse", 1)
        undo(connection, made.id, ANN)
        assert deciding.part(connection, MAYOR.id).statements == 2


@pytest.mark.parametrize(
    ("wish", "source", "chain"),
    [
        (Wish(source="s4"), "Tove Brandt", ["Tove Brandt", "Skerry Courier"]),
        (Wish(source="tove  brandt"), "Tove Brandt", ["Tove Brandt", "Skerry Courier"]),
        (Wish(source="Mayor Tove Brandt"), "Tove Brandt", ["Tove Brandt", "Skerry Courier"]),
        (Wish(source="BRANDT"), "Tove Brandt", ["Tove Brandt", "Skerry Courier"]),
        (Wish(source=MAYOR.id), "Tove Brandt", ["Tove Brandt", "Skerry Courier"]),
        (Wish(source="Ilse Brandt"), "Ilse Brandt", ["Ilse Brandt", "Skerry Courier"]),
        (Wish(source="Reuters"), "Reuters", ["Reuters", "Skerry Courier"]),
        (Wish(source="Port Board", kind="organisation"), "Port Board", ["Port Board", "Skerry Courier"]),
        (Wish(unnamed="an aide"), None, [None, "Skerry Courier"]),
        (Wish(source="unknown"), None, ["Skerry Courier"]),
    ],
)
def test_a_source_is_named_as_people_name_it(tmp_path, wish: Wish, source, chain) -> None:
    with open_ledger(tmp_path / "l.db") as ledger:
        ids = filled(ledger)
        with ledger.writing() as connection:
            answer = after(correct(connection, f"{ids['sale']}.a2", wish, ANN))
            assert (answer.source.name if answer.source else None) == source
            assert [link.name for link in answer.chain] == chain
            kinds = {"Reuters": "outlet", "Port Board": "organisation", "Ilse Brandt": "person"}
            if source in kinds:
                assert answer.source.kind == kinds[source]
                assert answer.source.root is not None
            if wish.unnamed:
                assert (answer.source.descriptor, answer.source.root) == ("an aide", None)
            basis = standing_reading(connection, ids["sale"]).basis
            assert basis.unnamed == ((1, 1) if wish.unnamed else (0, 0))


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        (Wish(source="an official"), InvalidValue),
        (Wish(source="a senior official"), InvalidValue),
        (Wish(source="s99"), NotHeld),
        (Wish(source="x", unnamed="y"), InvalidValue),
        (Wish(source="Brandt Group", kind="ghost"), InvalidValue),
        (Wish(source="\0"), InvalidValue),
        (Wish(source="x" * 10_000), InvalidValue),
        (Wish(stance="confirms"), InvalidValue),
        (Wish(), InvalidValue),
        (Wish(spans=(Span(0, 9999),)), InvalidValue),
    ],
)
def test_what_cannot_be_corrected_is_said(tmp_path, wish: Wish, error) -> None:
    with open_ledger(tmp_path / "l.db") as ledger:
        ids = filled(ledger)
        with pytest.raises(error), ledger.writing() as connection:
            correct(connection, f"{ids['sale']}.a2", wish, ANN)


def test_the_quotation_is_as_the_marks_of_the_corrected_content_stand(ledger: Ledger) -> None:
    ids = filled(ledger)
    id = ids["sale"]
    with ledger.writing() as connection:
        one = correct(connection, f"{id}.a1", Wish(spans=(span("said Ingeborg Halloran"),)), ANN)
        assert after(one).quotation == "indirect"
        two = correct(connection, f"{id}.a1", Wish(spans=(span("signed anything for the north pier,” said"),)), ANN)
        assert (two.before and two.before.answer.quotation, after(two).quotation) == ("indirect", "mixed")
        three = correct(connection, f"{id}.a1", Wish(spans=(span("anything"),), quotation="indirect"), ANN)
        assert after(three).quotation == "indirect"
        new = add_statement(connection, id, Wish(spans=(span("Nobody has signed"),), source="s1"), ANN)
        assert (new.before, after(new).quotation, after(new).source.name) == (None, "direct", "Ingeborg Halloran")
        gone = reject(connection, after(new).id, ANN)
        assert (gone.after, gone.before and gone.before.answer.id) == (None, after(new).id)


def test_statements_that_go_on_from_a_corrected_one_are_named(ledger: Ledger) -> None:
    found = sale()
    one, two, three = found.reading.statements
    linked = (one, replace(two, continues="a1"), replace(three, continues="a2"))
    with ledger.writing() as connection:
        put(connection, replace(found, reading=replace(found.reading, statements=linked)), groups=apart, at=AT)
        id = found.reading.article.id
        assert correct(connection, f"{id}.a1", Wish(source="s4"), ANN).goes_on == (f"{id}.a2", f"{id}.a3")
        assert correct(connection, f"{id}.a1", Wish(stance="denies"), ANN).goes_on == ()


def test_a_cleared_text_can_be_corrected_and_says_it_is_cleared(ledger: Ledger) -> None:
    ids = filled(ledger)
    with ledger.writing() as connection:
        forgetting.clear_text(connection, ids["sale"])
        found = correct(connection, f"{ids['sale']}.a1", Wish(spans=(Span(0, 9),)), ANN)
        assert (found.after and found.after.paragraph, after(found).spans) == (None, ((0, 9),))
        with pytest.raises(Withheld, match="cleared"):
            standing_reading(connection, ids["sale"])


def test_a_reading_that_nobody_corrected_is_as_it_was(ledger: Ledger) -> None:
    ids = filled(ledger)
    with ledger.reading() as connection:
        assert standing_reading(connection, "sale") == stored.reading(connection, ids["sale"])
        assert source_named(connection, "Ms Ingeborg Halloran").root == HALLORAN.id


def test_a_try_leaves_nothing(ledger: Ledger) -> None:
    ids = filled(ledger)
    with tried(ledger) as connection:
        forgetting.forget_article(connection, ids["sale"], at=AT)
    with ledger.reading() as connection:
        assert connection.scalar(select(articles.c.id).where(articles.c.id == ids["sale"]))
        assert connection.scalar(select(sources.c.id).where(sources.c.id == HALLORAN.id))
    with pytest.raises(ZeroDivisionError), tried(ledger):
        raise ZeroDivisionError


def test_a_merge_of_two_surnames_says_so(ledger: Ledger) -> None:
    filled(ledger)
    with ledger.reading() as connection:
        found = merging(connection, "Ingeborg Halloran", "Ilse Brandt")
    assert "the surnames differ (Ingeborg Halloran, Ilse Brandt)" in found.warnings


def test_mentions_by_surname_alone_are_counted(ledger: Ledger) -> None:
    filled(ledger)
    sea = "Nobody asked Halloran. The sea rose, Bo Lind said. It fell, an official said."
    bay = "Nobody asked Ingeborg Halloran. The bay rose, Bo Lind said. It fell, an official said."
    with ledger.writing() as connection:
        shelf_add(connection, reading(sea, key="sea", name="Bo Lind"))
        named = shelf_add(connection, reading(bay, key="bay", name="Bo Lind"))
        found = target(connection, "Ingeborg Halloran")
        assert (found.surname, found.surnamed) == ("Halloran", 1)
        assert named in {head.id for head in found.mention}
        for empty in ("", "  "):
            with pytest.raises(InvalidValue, match="nothing is named"):
                target(connection, empty)
