"""Owns what one line of a dump does to a ledger: the rows that it adds, and what must follow for those that were there.

In an empty ledger every row is put in as it was. In another, names are grouped anew with those that are there, links
between copies are found, versions of one page are settled, and people's decisions that came are applied.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, insert, select, update

from firsthand.errors import FirsthandError, InvalidValue, NotHeld, Withheld
from firsthand.ledger import copies as linking
from firsthand.ledger import corrections, deciding, forgetting, naming, oblivion, writing
from firsthand.ledger.checking import checked_row
from firsthand.ledger.decisions import standing
from firsthand.ledger.dump import LEDGER_WIDE
from firsthand.ledger.rows import Row, content_words
from firsthand.ledger.sql import insert_missing
from firsthand.ledger.tables import (
    article_sources,
    articles,
    bands,
    captures,
    copies,
    decisions,
    forgotten,
    identifiers,
    mentions,
    readers,
    settings,
    sources,
    statements,
)
from firsthand.model import Article, Span, wire
from firsthand.model.identity import Groups

_TABLES = {table.name: table for table in LEDGER_WIDE}
_OF_ARTICLE = frozenset({"article_id"})
_NEW_ROW = frozenset({"article_id", "row"})

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Arrival:
    """An import as far as it has come: `fresh` where the ledger was empty, and what is to be settled after this lot."""

    fresh: bool
    groups: Groups
    bases: set[tuple[str, str]] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    other_salt: bool = False
    withheld: set[str] = field(default_factory=set)


def put_article(connection: Connection, arrival: Arrival, record: wire.Record) -> bool:
    """Adds an article with all its rows, or, where it is there, only its captures; True where it is new.

    Raises InvalidValue for a row that cannot be, Withheld where the article was forgotten here.
    """
    rows = _formed(partial(_article_rows, record), "the article's line")
    id = rows.article["id"]
    try:
        writing.check(connection, rows.whole or _shell(rows.article), rows.article["address"])
    except Withheld:
        arrival.withheld.add(id)
        raise
    if writing.held(connection, id):
        _put_captures(connection, arrival, rows.captures, id)
        return False
    insert_missing(connection, readers, [rows.reader])
    _put_sources(connection, arrival, rows.named)
    connection.execute(insert(articles), rows.article)
    for table, found in ((article_sources, rows.sources), (mentions, rows.mentions), (statements, rows.statements)):
        if found:
            connection.execute(insert(table), found)
    _put_links(connection, arrival, rows)
    _put_captures(connection, arrival, rows.captures, id)
    gone = oblivion.forgotten_sources(connection, {row["id"] for row in rows.named})
    if gone:
        quoted = gone & {row[name] for row in rows.sources for name in ("key_id", "source_id")}
        forgetting.forget_in(connection, [id] if quoted else [], gone)
        arrival.withheld |= gone | ({id} if quoted else set())
    if not arrival.fresh:
        arrival.targets.add(id)
    return True


def put_row(connection: Connection, arrival: Arrival, name: Any, row: Any) -> bool:
    """Adds a row that belongs to no article, where it is not there yet; True where it is new."""
    table = _TABLES.get(name) if isinstance(name, str) else None
    if table is None:
        raise InvalidValue(f"{str(name)[:40]!r} is no table whose rows have lines of their own")
    given = checked_row(table, row, without=frozenset({"number"}) if table is decisions else frozenset())
    if table is settings and given["name"] == oblivion.SALT and not _salted(connection, arrival, given["value"]):
        return False
    if table.name == "forgotten" and arrival.other_salt:
        raise InvalidValue(
            "it tells of something forgotten in the other ledger by a digest that means nothing in this one: forget it "
            "here too, if it should not come back"
        )
    _formed(partial(_check_forgotten, connection, arrival, table, given), f"the row of {table.name}")
    if table is identifiers and not _held(connection, sources, given["source_id"]):
        raise NotHeld(f"its source {given['source_id'][:40]} is not in this ledger")
    if table is sources:
        return bool(_put_sources(connection, arrival, [given]))
    keys = [decisions.c.id] if table is decisions else list(table.primary_key)
    if connection.execute(select(*keys).where(*(c == given[c.name] for c in keys))).first() is not None:
        return False
    insert_missing(connection, table, [given])
    if table is decisions:
        _decided(connection, arrival, given)
    return True


def _formed(build: Callable[[], T], what: str) -> T:
    """What `build` gives; InvalidValue in plain words where a part of the line is not there, or of another kind."""
    try:
        return build()
    except KeyError as error:
        raise InvalidValue(f"{what} has no “{str(error.args[0])[:40]}”") from error
    except (TypeError, AttributeError, ValueError) as error:
        if isinstance(error, FirsthandError):
            raise
        raise InvalidValue(f"a part of {what} is of another kind than firsthand export writes it") from error


def _check_forgotten(connection: Connection, arrival: Arrival, table: Table, row: Row) -> None:
    """Withheld where the row is about something that was forgotten on request here."""
    if oblivion.nothing(connection):
        return
    payload = row["payload"] if table is decisions else {}
    names = {payload.get(name) for name in ("into", "other", "new")} | {row.get("target"), row.get("source_id")}
    names |= {row["id"]} if table is sources else set()
    names |= {(payload.get(part) or {}).get("key_id") for part in ("source", "was")}
    places = (row.get("url"), row.get("location"))
    marks = {oblivion.mark(connection, "url", place) for place in places if place is not None}
    known = {name for name in names if isinstance(name, str)}
    if (
        known & arrival.withheld
        or oblivion.forgotten_sources(connection, known)
        or connection.scalar(select(forgotten.c.digest).where(forgotten.c.digest.in_(marks)).limit(1))
    ):
        raise Withheld(f"it is about something that was forgotten on request here ({table.name})")


def settle(connection: Connection, arrival: Arrival) -> None:
    """Brings what was there into line with what came: groups of names, merges, splits, versions, corrections."""
    if arrival.fresh or not (arrival.bases or arrival.named or arrival.targets):
        return
    for kind_class, base in sorted(arrival.bases):
        naming.regroup(connection, kind_class, base, arrival.groups)
    naming.settle(connection, arrival.named)
    for split in standing(connection, naming.SPLIT):
        deciding.resettle(connection, split.payload["of"])
    held = set(connection.scalars(select(articles.c.id).where(articles.c.id.in_(arrival.targets))))
    for id in sorted(held):
        if connection.scalar(select(captures.c.id).where(captures.c.article_id == id).limit(1)):
            writing.settle_versions(connection, id)
        corrections.lay_over(connection, id)
    for settled in (arrival.bases, arrival.named, arrival.targets):
        settled.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """The rows of one article's line, checked; `whole` is the article itself where its text is there."""

    article: Row
    whole: Article | None
    reader: Row
    named: Sequence[Row]
    sources: Sequence[Row]
    mentions: Sequence[Row]
    statements: Sequence[Row]
    captures: Sequence[Row]
    bands: Sequence[int]
    copies: Sequence[Row]


def _article_rows(record: wire.Record) -> _Rows:
    given, extra = record["article"], record["ledger"]
    text = given["text"]
    whole = None if text is None else wire.from_json(record).article
    row = {name: given.get(name) for name in ("section", *given)} | dict(extra["article"])
    row |= {"own_voice": record["own_voice"], "basis": record["basis"]}
    article = checked_row(articles, row)
    _check_text(article, text)
    of_it = {"article_id": article["id"]}
    return _Rows(
        article=article,
        whole=whole,
        reader=checked_row(readers, extra["reader"]),
        named=[checked_row(sources, r) for r in extra["named"]],
        sources=[checked_row(article_sources, r, without=_OF_ARTICLE) | of_it for r in extra["sources"]],
        mentions=[_mention(m) | of_it for m in extra["mentions"]],
        statements=[_check_spans(_statement(r, text), article["length"]) | of_it for r in extra["statements"]],
        captures=[checked_row(captures, r, without=_OF_ARTICLE) | of_it for r in extra["captures"]],
        bands=[checked_row(bands, {"value": v}, without=_OF_ARTICLE)["value"] for v in extra["bands"]],
        copies=[checked_row(copies, r) for r in extra["copies"]],
    )


def _shell(row: Row) -> Article:
    """An article whose text was cleared, as far as what was forgotten can be told by it."""
    return Article(key=row["key"], text="", title=row["title"], outlet=row["outlet"], url=row["url"])


def _check_text(article: Row, text: str | None) -> None:
    if text is not None and (len(text), hashlib.sha256(text.encode()).hexdigest()) != (
        article["length"],
        article["text_sha256"],
    ):
        raise InvalidValue(f"the text of article {article['id'][:40]} is not the one that its digest was made of")


def _check_spans(row: Row, length: int) -> Row:
    """The statement's row, its spans inside the text."""
    for pair in (*row["content_spans"], *(row[n] for n in ("cue_span", "source_span") if row[n] is not None)):
        start, end = pair
        if Span(start, end).end > length:
            raise InvalidValue(f"statement {row['local'][:40]} ends at {end}, beyond the text of {length} characters")
    return row


def _mention(values: Sequence[Any]) -> Row:
    local, position, start, end = values
    row = {"local": local, "position": position, "start": start, "end": end}
    return checked_row(mentions, row, without=_OF_ARTICLE)


def _statement(row: Mapping[str, Any], text: str | None) -> Row:
    if "words" not in row:
        spans = [Span(start, end) for start, end in row["content_spans"]]
        row = dict(row) | {"words": None if text is None else content_words(text, spans)}
    return checked_row(statements, row, without=_NEW_ROW)


def _put_sources(connection: Connection, arrival: Arrival, rows: Sequence[Row]) -> list[Row]:
    """Adds those of the named sources that are not there, and gives them."""
    ids = {row["id"] for row in rows}
    there = set(connection.scalars(select(sources.c.id).where(sources.c.id.in_(ids)))) if ids else set()
    new = [row for row in rows if row["id"] not in there]
    insert_missing(connection, sources, new)
    if not arrival.fresh:
        arrival.bases |= {(row["kind_class"], row["base"]) for row in new}
        arrival.named |= {row["id"] for row in new}
    return new


def _put_links(connection: Connection, arrival: Arrival, rows: _Rows) -> None:
    """Bands, and links to copies that are here; in a ledger that held something, links to what it held as well."""
    ends = {row[name] for row in rows.copies for name in ("a", "b")}
    here = set(connection.scalars(select(articles.c.id).where(articles.c.id.in_(ends)))) if ends else set()
    insert_missing(connection, copies, [row for row in rows.copies if row["a"] in here and row["b"] in here])
    if not arrival.fresh and rows.whole is not None and rows.bands:
        linking.link(connection, rows.article["id"], rows.whole.text)
    elif rows.bands:
        connection.execute(insert(bands), [{"value": v, "article_id": rows.article["id"]} for v in rows.bands])


def _put_captures(connection: Connection, arrival: Arrival, rows: Iterable[Row], article_id: str) -> None:
    found = list(rows)
    ids = [row["id"] for row in found]
    before = set(connection.scalars(select(captures.c.id).where(captures.c.id.in_(ids)))) if ids else set()
    new = [row for row in found if row["id"] not in before]
    if connection.scalar(select(articles.c.text).where(articles.c.id == article_id)) is None:
        new = [row | {"body": None} for row in new]  # what was cleared does not come back by another copy of it
    insert_missing(connection, captures, new)
    if new and not arrival.fresh:
        arrival.targets.add(article_id)


def _decided(connection: Connection, arrival: Arrival, row: Row) -> None:
    """A decision that came: what it takes back is taken back here too, and its target is to be settled."""
    if row["undoes"] is not None:
        taken_back = update(decisions).where(decisions.c.id == row["undoes"], decisions.c.undone_by.is_(None))
        connection.execute(taken_back.values(undone_by=row["id"]))
    if not arrival.fresh:
        arrival.targets.add(row["target"])
        arrival.named.add(row["target"])


def _salted(connection: Connection, arrival: Arrival, value: str) -> bool:
    """True where the salt of the dump can be this ledger's."""
    held = connection.scalar(select(settings.c.value).where(settings.c.name == oblivion.SALT))
    arrival.other_salt = held not in (None, value)
    return held is None


def _held(connection: Connection, table: Table, id: str) -> bool:
    return connection.scalar(select(table.c.id).where(table.c.id == id)) is not None
