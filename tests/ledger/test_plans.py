"""No question reads a whole table: the plans of all that search, who, timeline and show ask of both databases."""

import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, event

from benchmarks.generator import articles, world
from firsthand.errors import LedgerError
from firsthand.language.outlets import load_outlets
from firsthand.ledger import Ledger, open_ledger
from firsthand.ledger.search import Filters, search
from firsthand.ledger.selecting import Selection, article_ids
from firsthand.ledger.show import show
from firsthand.ledger.timeline import timeline
from firsthand.ledger.who import find_source, who
from firsthand.ledger.writing import Entry, ReadBy, put
from firsthand.pipeline.named import names
from firsthand.resolution.across import groups
from tests.conftest import _database, _sql

ARTICLES = 120
WORLD = world(3)
PERSON = WORLD.people[0].name
EARLY = tuple(articles(20, of=WORLD))
MADE = EARLY[0]
OUTLET = MADE.reading.article.outlet
BODY = next(s.name for made in EARLY for s in made.reading.sources if s.kind == "organisation")
ID = MADE.reading.article.id
BIG = {"statements", "articles", "article_sources", "sources", "mentions", "captures", "copies", "bands"}
"""The tables that grow with what is read; the others hold people's decisions or a row for each reader."""

Question = Callable[[Connection], Any]


def named(connection: Connection, name: str, filters: Filters | None = None) -> Any:
    return who(connection, find_source(connection, name).root, filters)


def nobody(connection: Connection, name: str) -> None:
    with pytest.raises(LedgerError):
        find_source(connection, name)


def of_source(connection: Connection, ask: Callable[[Filters], Any]) -> Any:
    return ask(Filters(sources=(find_source(connection, PERSON).root,)))


EVERY_FILTER = {
    "outlet": OUTLET,
    "byline": MADE.reading.article.byline,
    "section": "Politics",
    "kind": "person",
    "unnamed": False,
    "quotation": "direct",
    "stance": "asserts",
    "certainty": "flat",
    "knowledge": "not stated",
    "first": "2031-01-01",
    "last": "2032-12-31",
}


def filtered(words: str | None, name: str) -> Question:
    return lambda c: search(c, words, Filters(**{name: EVERY_FILTER[name]}))


QUESTIONS: dict[str, Question] = {
    "a word": lambda c: search(c, "the"),
    "a phrase": lambda c: search(c, '"of the"'),
    "a word that is not there": lambda c: search(c, "xyzzy"),
    "a source": lambda c: of_source(c, lambda f: search(c, "the", f)),
    "a source, no words": lambda c: of_source(c, lambda f: search(c, None, f)),
    "every filter": lambda c: search(c, "the", Filters(**EVERY_FILTER)),
    **{f"words, {name}": filtered("the", name) for name in EVERY_FILTER},
    **{f"no words, {name}": filtered(None, name) for name in EVERY_FILTER},
    "who, a person": lambda c: named(c, PERSON),
    "who, nobody": lambda c: nobody(c, "Nobody Atall"),
    "who, nobody by name": lambda c: nobody(c, "an official"),
    "who, an outlet": lambda c: named(c, OUTLET),
    "who, a body": lambda c: named(c, BODY),
    "who, by the beginning of an id": lambda c: named(c, find_source(c, PERSON).root[:10]),
    "who, in some days": lambda c: named(c, PERSON, Filters(first="2031-02-01")),
    "timeline by source": lambda c: timeline(c, "the"),
    "timeline by outlet": lambda c: timeline(c, "the", by="outlet"),
    "timeline of some days": lambda c: timeline(c, "the", Filters(first="2031-02-01", last="2031-05-01")),
    "show a statement": lambda c: show(c, f"{ID[:8]}.a1"),
    "show an article": lambda c: show(c, ID),
    "show by key": lambda c: show(c, MADE.reading.article.key),
    "show by url": lambda c: show(c, MADE.reading.article.url),
    "a selection of ids": lambda c: list(article_ids(c, Selection(ids=(ID,)))),
    "a selection of an outlet": lambda c: list(article_ids(c, Selection(outlets=(OUTLET,)))),
    "a selection of days": lambda c: list(article_ids(c, Selection(day_from="2031-02-01", day_to="2031-02-07"))),
    "a selection of words": lambda c: list(article_ids(c, Selection(words="the"))),
    "a selection of a source": lambda c: list(article_ids(c, Selection(sources=(find_source(c, PERSON).root,)))),
}


@dataclass
class Asked:
    """An open ledger and the statements that it was sent since `sent` was cleared."""

    ledger: Ledger
    sent: list[tuple[str, Any]]
    listening: bool = True


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    if request.param == "sqlite":
        place = str(tmp_path_factory.mktemp("plans") / "ledger.db")
    else:
        server, name = request.getfixturevalue("postgresql"), f"plans_{secrets.token_hex(4)}"
        _sql(server, f"CREATE DATABASE {name}")
        place = _database(server, name)
    with open_ledger(place) as ledger:
        fill(ledger)
        opened = Asked(ledger=ledger, sent=[])

        @event.listens_for(ledger.engine, "before_cursor_execute")
        def _sent(_: Any, __: Any, statement: str, parameters: Any, ___: Any, ____: bool) -> None:
            if opened.listening:
                opened.sent.append((statement, parameters))

        yield opened


def fill(ledger: Ledger) -> None:
    outlets = load_outlets()
    with ledger.writing() as connection:
        for made in articles(ARTICLES, of=WORLD):
            entry = Entry(
                reading=made.reading,
                capture=made.capture,
                read_by=ReadBy(encoder="none", version="test"),
                names=names(made.reading, outlets),
                address=made.reading.article.url,
            )
            put(connection, entry, groups=groups, at="2033-01-01T00:00:00Z")
    with ledger.alone() as connection:
        connection.exec_driver_sql("ANALYZE")
        if ledger.dialect == "sqlite":
            _seem_large(connection)


def _seem_large(connection: Connection, times: int = 1000) -> None:
    """Makes SQLite plan as if each table were so many times as long: reading all of a short one is no mistake."""
    for row in connection.exec_driver_sql("SELECT rowid, stat FROM sqlite_stat1").all():
        counts, *rest = row.stat.split(" unordered")
        grown = " ".join(str(int(n) * times if int(n) > 1 else 1) for n in counts.split())
        connection.exec_driver_sql(
            "UPDATE sqlite_stat1 SET stat = ? WHERE rowid = ?", (grown + "".join(rest), row.rowid)
        )
    connection.exec_driver_sql("ANALYZE sqlite_schema")


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_reads_a_whole_table(asked: Asked, name: str) -> None:
    asked.sent.clear()
    with asked.ledger.reading() as connection:
        QUESTIONS[name](connection)
        asked.listening = False
        if asked.ledger.dialect == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        queries = [(sql, values) for sql, values in asked.sent if is_query(sql)]
        scans = [(scan, sql) for sql, values in queries for scan in scanned(connection, sql, values)]
        asked.listening = True
    assert queries
    assert scans == []


def is_query(statement: str) -> bool:
    return statement.lstrip().startswith(("SELECT", "WITH"))


def scanned(connection: Connection, statement: str, values: Any) -> list[str]:
    """The steps of a statement's plan that read a whole table of those that grow."""
    called = dict.fromkeys(BIG) | {
        alias: None for table, alias in re.findall(r"(\w+) AS (\w+)", statement) if table in BIG
    }
    if connection.dialect.name == "sqlite":
        steps = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
        return [s for s in steps if re.fullmatch(r"SCAN (\w+)( USING .*)?", s) and s.split()[1] in called]
    steps = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values)]
    return [s for s in steps if any(f"Seq Scan on {name}" in s for name in BIG)]
