"""Owns the form of a ledger as lines of JSON from which `firsthand.ledger.restore` makes the same rows again. It writes
no file.

A line of an article is its record firsthand/1 as it stands now, so that whatever reads firsthand/1 can use it, with a
key ``ledger`` for all else: rows as they were read, captures with their bytes in base64, what people decided, the
sources it leads to. Every such line can be taken in without any other. Then come lines ``{"ledger": {"table": …,
"row": …}}`` of the rows that belong to no article.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from firsthand.ledger.bundles import Bundle, bundles
from firsthand.ledger.migrating import HEAD
from firsthand.ledger.naming import SPLIT
from firsthand.ledger.redacting import payload_without_words, without_words
from firsthand.ledger.rows import Row, content_words
from firsthand.ledger.tables import (
    articles,
    captures,
    decisions,
    export_articles,
    exports,
    failures,
    feeds,
    forgotten,
    identifiers,
    outlets,
    readers,
    samples,
    settings,
    sources,
)
from firsthand.model import Span, wire

_BATCH = 500
LEDGER_WIDE: tuple[Table, ...] = (
    settings,
    forgotten,
    outlets,
    readers,
    sources,
    identifiers,
    feeds,
    failures,
    captures,
    decisions,
    samples,
    exports,
    export_articles,
)
"""Tables whose rows have lines of their own, each after those that it refers to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: `record`, and `bare`, the same without the article's words, which count in `text` and `title`."""

    record: wire.Record
    bare: wire.Record
    article: tuple[str, str] | None = None
    """The id and the key of the article that it is about, where it is about one."""
    text: str | None = None
    title: str | None = None
    text_sha256: str | None = None


@dataclass(slots=True, kw_only=True)
class _Told:
    """What the lines of articles have told already, and what a selection goes with."""

    whole: bool
    articles: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    readers: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)

    def lacks(self, table: Table, row: Any) -> bool:
        """True where a row needs a line of its own."""
        if table is readers:
            return row["id"] not in self.readers
        if table is sources:
            goes_along = self.whole or row["root"] in self.named or row["id"] in self.parts
            return goes_along and row["id"] not in self.named
        if table is identifiers:
            return self.whole or row["source_id"] in self.named
        return self.whole or row["target"] in self.articles or row["target"] in self.named


def lines(connection: Connection, ids: Iterable[str], *, whole: bool) -> Iterator[Line]:
    """The lines of the articles `ids`, then of what belongs to no article: all of it where the dump is of the `whole`
    ledger, else people's decisions about those articles and their sources, and identifiers."""
    told = _Told(whole=whole)
    for bundle in bundles(connection, ids, bodies=True):
        told.articles.add(bundle.id)
        told.named |= bundle.named.keys()
        told.readers.add(bundle.reader["id"])
        yield Line(
            record=article_record(bundle),
            bare=article_record(without_words(bundle)),
            article=(bundle.id, bundle.article["key"]),
            text=bundle.article["text"],
            title=bundle.article["title"],
            text_sha256=bundle.article["text_sha256"],
        )
    told.parts = _parts(connection, told.named)
    for table in LEDGER_WIDE if whole else (sources, identifiers, decisions):
        for row in connection.execute(_rows(table)).mappings():
            if told.lacks(table, row):
                yield _line(connection, table, dict(row))


def article_record(bundle: Bundle) -> wire.Record:
    """The line of one article."""
    text = bundle.article["text"]
    record = bundle.record()
    told = record["article"].keys() | {"section", "own_voice", "basis"}
    return record | {
        "ledger": {
            "revision": HEAD,
            "article": {name: v for name, v in bundle.article.items() if name not in told},
            "reader": bundle.reader,
            "named": list(bundle.named.values()),
            "sources": [_less(row, "article_id") for row in bundle.sources],
            "mentions": [[m["local"], m["position"], m["start"], m["end"]] for m in bundle.mentions],
            "statements": [_statement(s, text) for s in sorted(bundle.statements, key=lambda s: int(s["row"]))],
            "captures": [_jsonable(_less(row, "article_id")) for row in bundle.captures],
            "bands": list(bundle.bands),
            "copies": list(bundle.copies),
        }
    }


def _statement(row: Row, text: str | None) -> Row:
    """The row without its number, and without its words where the spans give them."""
    given = None if text is None else content_words(text, [Span(*pair) for pair in row["content_spans"]])
    return _less(row, "article_id", "row", *(["words"] if row["words"] == given else []))


def _rows(table: Table) -> Select[Any]:
    asked = select(table).order_by(*table.primary_key)
    if table is captures:
        asked = asked.where(captures.c.article_id.is_(None))
    return asked.execution_options(yield_per=_BATCH)


def _parts(connection: Connection, named: set[str]) -> set[str]:
    """The sources that splits of those made, which articles to come may fall to."""
    made = select(decisions.c.target, decisions.c.payload).where(decisions.c.kind == SPLIT)
    return {payload["new"] for target, payload in connection.execute(made) if target in named}


def _line(connection: Connection, table: Table, row: Row) -> Line:
    told = _jsonable(_less(row, "number") if table is decisions else row)
    bare, about = dict(told), None
    if table is captures:
        bare["body"] = None
    if table is decisions:
        bare["payload"] = payload_without_words(row["payload"])
    if bare != told and table is decisions:
        words = select(articles.c.id, articles.c.key, articles.c.text, articles.c.title, articles.c.text_sha256).where(
            articles.c.id == row["target"]
        )
        about = connection.execute(words).first()
    return Line(
        record=_wide(table, told),
        bare=_wide(table, bare),
        article=(about.id, about.key) if about else None,
        text=about.text if about else None,
        title=about.title if about else None,
        text_sha256=about.text_sha256 if about else None,
    )


def _wide(table: Table, row: Row) -> wire.Record:
    return {"schema": wire.SCHEMA, "ledger": {"revision": HEAD, "table": table.name, "row": row}}


def _less(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def _jsonable(row: Row) -> Row:
    return {name: b64encode(v).decode("ascii") if isinstance(v, bytes | memoryview) else v for name, v in row.items()}
