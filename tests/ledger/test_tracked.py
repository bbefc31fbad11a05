"""The rows of tracing: forms and their words, parts of the graph of pairs, and the way up from the revision before."""

import pytest
from shelf import add, contents, reading
from sqlalchemy import select, text

from firsthand.ledger import Ledger, open_ledger, units
from firsthand.ledger.migrating import HEAD, migrate, revision
from firsthand.ledger.tables import form_words, forms, metadata, tracked
from firsthand.ledger.units import AROUND, DATELESS, DERIVED, POSTING, Form, FormPair, Tracked
from firsthand.model import Span
from firsthand.model.trace import Unit


def unit(article: str, start: int = 0, **facts) -> Unit:
    return Unit(article=article, spans=(Span(start, start + 9),), words="The pier.", hedges=("may",), **facts)


def one(name: str, *words: int, period: int = 7) -> Form:
    return Form(id=name, period=period, features={"words": [name]}, words=dict.fromkeys(words, 2.0))


def put_forms(connection, *told: Form) -> None:
    for form in told:
        units.put_forms(connection, [form], units.postings(connection, form.words, form.period))


def test_units_come_back_as_they_were(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, reading())
        told = [unit(id, chain=("s1",), stance="denies"), unit(id, 20, field="title", certainty="hedged")]
        row = Tracked(article_id=id, recipe="1", latest=True, when=(None, "2031-05-04T00:00:00Z"), links=("https://x",))
        put_forms(connection, one("f", 1))
        units.put(connection, row, [(u, "f") for u in told])
        assert units.of_articles(connection, [id]) == tuple((u, "f") for u in told)
        assert units.whens(connection, [id]) == {id: (None, "2031-05-04T00:00:00Z")}
        assert units.ungrouped(connection) == {"f"}
        units.set_groups(connection, [told], {u.id: n for n, u in enumerate(told)})
        assert units.groups_of(connection, [id]) == dict.fromkeys((u.id for u in told), units.heads(told[0].id))
        units.drop(connection, [id])
        assert all(not connection.execute(select(t)).all() for t in DERIVED)


def test_words_lead_to_forms_of_the_periods_around(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        near = [one(f"n{n}", 5, period=100 + n) for n in AROUND]
        put_forms(connection, *near, one("far", 5, period=110), one("none", 5, period=DATELESS), one("other", 6))
        found = units.postings(connection, [5], 100)
        assert {id for ids in found[5].values() for id in ids} == {"n-1", "n0", "n1", "none"}
        found = units.postings(connection, [5], DATELESS)
        assert {id for ids in found[5].values() for id in ids} == {"n-1", "n0", "n1", "none", "far"}


def test_a_word_that_all_have_leads_to_some_only(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        told = [one(f"f{n:03}", 1, 1000 + n) for n in range(POSTING + 20)]
        units.put_forms(connection, told, units.postings(connection, [1], 7))
        held = connection.execute(select(form_words.c.word)).scalars().all()
        assert held.count(1) == POSTING
        assert len(held) == 2 * POSTING + 20


def test_a_part_is_followed_to_its_ends(ledger: Ledger) -> None:
    pairs = [("a", "b", 0.9), ("b", "c", 0.6), ("c", "d", 0.3), ("x", "y", 0.9)]
    with ledger.writing() as connection:
        units.put_pairs(connection, [FormPair(a=a, b=b, probability=p, conflicts=("number",)) for a, b, p in pairs])
        assert units.component(connection, ["b"], least=0.5) == {"a", "b", "c"}
        assert units.component(connection, ["b"], least=0.1) == {"a", "b", "c", "d"}
        assert units.component(connection, ["b"], least=0.5, most=2) is None
        assert units.pairs_of(connection, ["d"])[0].conflicts == ("number",)


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
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with open_ledger(place) as ledger:
        with ledger.reading() as connection:
            assert revision(connection) == HEAD
            assert contents(connection) == before
        with ledger.writing() as connection:
            put_forms(connection, one("f", 1))
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
