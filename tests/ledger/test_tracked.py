"""The rows of tracing: forms and their words, parts of the graph of pairs, and the way up from the revision before."""

import pytest
from shelf import add, contents, reading
from sqlalchemy import select, text

from firsthand.ledger import Ledger, open_ledger, units
from firsthand.ledger.account_tables import private
from firsthand.ledger.migrating import HEAD, migrate, revision
from firsthand.ledger.tables import form_words, forms, metadata, tracked
from firsthand.ledger.units import DATELESS, DERIVED, NEAREST, Form, FormPair, Tracked
from firsthand.model import Span
from firsthand.model.trace import Unit


def unit(article: str, start: int = 0, **facts) -> Unit:
    return Unit(article=article, spans=(Span(start, start + 9),), words="The pier.", hedges=("may",), **facts)


def one(name: str, *words: int, period: int = 7) -> Form:
    return Form(
        id=name, period=period, features={"words": [name]}, vector=name.encode(), words=dict.fromkeys(words, 2.0)
    )


def test_units_come_back_as_they_were(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, reading())
        told = [unit(id, chain=("s1",), stance="denies"), unit(id, 20, field="title", certainty="hedged")]
        row = Tracked(article_id=id, recipe="1", latest=True, when=(None, "2031-05-04T00:00:00Z"), links=("https://x",))
        units.put_forms(connection, [one("f", 1)])
        units.mark(connection, id, [3], 40)
        units.put(connection, row, [(u, "f") for u in told])
        assert units.of_articles(connection, [id]) == tuple((u, "f") for u in told)
        assert units.whens(connection, [id]) == {id: (None, "2031-05-04T00:00:00Z")}
        assert units.ungrouped(connection) == {"f"}
        units.set_groups(connection, [told], {u.id: n for n, u in enumerate(told)})
        assert units.groups_of(connection, [id]) == dict.fromkeys((u.id for u in told), units.heads(told[0].id))
        units.drop(connection, [id])
        assert all(not connection.execute(select(t)).all() for t in DERIVED)


def test_forms_and_their_words(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        units.put_forms(connection, [one("f", 1, 2), one("g", 2)])
        held = {(row.form_id, row.word) for row in connection.execute(select(form_words))}
        assert held == {("f", 1), ("f", 2), ("g", 2)}
        assert dict(connection.execute(select(forms.c.id, forms.c.worth)).all()) == {"f": 4.0, "g": 2.0}
        assert units.held_forms(connection, ["g", "x"]) == {"g": ({"words": ["g"]}, b"g")}


def test_a_word_leads_to_the_articles_nearest_in_time(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        for day in (100, 140, 141, 150, 300, DATELESS):
            units.mark(connection, f"at {day}", [5, 6], day)
        found = units.marked(connection, [5, 9, 6], 141, (120, 200))
        around = {("at 140", 140), ("at 141", 141), ("at 150", 150), ("at -1", DATELESS)}
        assert set(found) == {(word, *one) for word in (5, 6) for one in around}
        assert len(found) == 8
        assert len(units.marked(connection, [5], DATELESS, None)) == 6
        many = [6, *range(1000, 1100), 5]
        assert {word for word, *_ in units.marked(connection, many, 141, (120, 200))} == {5, 6}
        for n in range(NEAREST + 20):
            units.mark(connection, f"n{n:03}", [7], 130 + n % 20)
        early = units.marked(connection, [7], 129, (120, 200))
        late = units.marked(connection, [7], 150, (120, 200))
        assert len(early) == len(late) == NEAREST
        assert {day for *_, day in early} == set(range(130, 145))
        assert min(day for *_, day in late) == 134


def test_pairs_lead_from_either_side(ledger: Ledger) -> None:
    pairs = [("a", "b", 0.9), ("b", "c", 0.6), ("c", "d", 0.3), ("x", "y", 0.9)]
    with ledger.writing() as connection:
        units.put_pairs(connection, [FormPair(a=a, b=b, probability=p, conflicts=("number",)) for a, b, p in pairs])
        near = sorted(units.beside_forms(connection, ["b", "y", "z"]))
        assert near == [("b", "a", 0.9), ("b", "c", 0.6), ("y", "x", 0.9)]
        found = sorted(units.pairs_among(connection, ["a", "b", "c", "y"]))
        assert [(p.a, p.b) for p in found] == [("a", "b"), ("b", "c")]
        assert found[0].conflicts == ("number",)


def test_a_correction_marks_its_article(ledger: Ledger) -> None:
    from firsthand.ledger import corrections

    with ledger.writing() as connection:
        id = add(connection, reading())
        units.put(connection, Tracked(article_id=id, recipe="1", latest=True), [])
        corrections.lay_over(connection, id)
        assert connection.execute(select(tracked)).all() == []


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_a_ledger_of_the_revision_before_comes_up_whole(dialect: str, request, tmp_path) -> None:
    place = str(tmp_path / "old.db")
    if dialect == "postgresql":
        place = _database(request)
    with open_ledger(place) as ledger, ledger.writing() as connection:
        add(connection, reading())
        before = contents(connection)
        for table in DERIVED:
            table.drop(connection)
        private.drop_all(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with open_ledger(place) as ledger:
        with ledger.reading() as connection:
            assert revision(connection) == HEAD
            assert contents(connection) == before
        with ledger.writing() as connection:
            units.put_forms(connection, [one("f", 1)])
            assert connection.scalar(select(forms.c.id)) == "f"


def test_the_first_revision_alone_can_still_be_made(tmp_path) -> None:
    from sqlalchemy import create_engine, inspect

    engine = create_engine(f"sqlite:///{tmp_path / 'first.db'}")
    with engine.begin() as connection:
        migrate(connection, to="0001")
        assert revision(connection) == "0001"
        assert not {t.name for t in DERIVED} & set(inspect(connection).get_table_names())
        migrate(connection)
        assert {t.name for t in metadata.sorted_tables} <= set(inspect(connection).get_table_names())
    engine.dispose()


def _database(request) -> str:
    import secrets

    from tests.conftest import _database as place_of
    from tests.conftest import _sql

    server = request.getfixturevalue("postgresql")
    name = f"old_{secrets.token_hex(4)}"
    _sql(server, f"CREATE DATABASE {name}")
    request.addfinalizer(lambda: _sql(server, f"DROP DATABASE {name} WITH (FORCE)"))
    return place_of(server, name)
