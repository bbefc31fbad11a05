"""Owns what happens when an article is put into the ledger: every row it brings, once. It reads no article itself.

All of it runs in the caller's one transaction, so that an article is there whole or not at all.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from firsthand.errors import NotText, Withheld
from firsthand.ledger import copies, corrections, forgetting, naming, oblivion
from firsthand.ledger.rows import Held, Row, article_row, mention_rows, source_rows, statement_rows
from firsthand.ledger.sql import insert_missing, upsert
from firsthand.ledger.tables import article_sources, articles, captures, failures, mentions, readers, statements
from firsthand.model import Article, Capture, CaptureNote, Failure, Reading, digest
from firsthand.model.identity import Groups, SourceKey


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBy:
    """What read an article: the encoder's name with its digest, and firsthand's version."""

    encoder: str
    version: str

    @property
    def id(self) -> str:
        """A digest of both."""
        return digest(self.encoder, self.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One reading as it goes into the ledger, with the capture it was read from.

    `names` gives the key of each named source by its id in the reading (none for unnamed ones); `outlet_name` is what
    the list of outlets calls the outlet, `address` the url in its canonical form.
    """

    reading: Reading
    capture: Capture | CaptureNote
    read_by: ReadBy
    names: Mapping[str, SourceKey] = field(default_factory=dict)
    outlet_name: str | None = None
    address: str | None = None


def held(connection: Connection, article_id: str) -> bool:
    """True where the article is in the ledger."""
    return connection.scalar(select(articles.c.id).where(articles.c.id == article_id)) is not None


def put(connection: Connection, entry: Entry, *, groups: Groups, at: str) -> bool:
    """Puts an article, what was read in it, and its capture into the ledger; False where the article was there already.

    `at` is the instant of adding. Raises Withheld where the article was forgotten, NotText where it cannot be stored.
    """
    article = entry.reading.article
    check(connection, article, entry.address)
    if held(connection, article.id):
        put_capture(connection, entry.capture, article.id)
        return False
    insert_missing(connection, readers, [_reader_row(entry.read_by, at)])
    row = article_row(entry.reading) | {
        "outlet_name": entry.outlet_name or article.outlet,
        "address": entry.address,
        "day": day(article.published),
        "text_sha256": hashlib.sha256(article.text.encode()).hexdigest(),
        "reader_id": entry.read_by.id,
        "fetched_at": entry.capture.fetched_at,
        "added_at": at,
        "latest": True,
    }
    connection.execute(insert(articles), row)
    put_found(connection, entry, row, groups)
    put_capture(connection, entry.capture, article.id)
    copies.link(connection, article.id, article.text)
    keep_out(connection, entry)
    return True


def check(connection: Connection, article: Article, address: str | None = None) -> None:
    """Withheld where the article, its text or its address was forgotten; NotText where no database could hold it."""
    if any("\0" in (value or "") for value in (article.text, article.title, article.byline, article.outlet)):
        raise NotText(f"{article.key[:200]!r} holds a NUL character, which is no text: clean the file first.")
    if oblivion.forgotten(connection, article, address):
        raise Withheld(f"{article.key} was forgotten on request and is not taken in again.")


def put_found(connection: Connection, entry: Entry, article: Held, groups: Groups) -> None:
    """Puts what was read in an article that has its row: sources, mentions, statements; then people's corrections."""
    naming.hold(connection, entry.names.values(), groups)
    taken = naming.taken(connection, entry.names, entry.reading, article)
    _insert(
        connection,
        article_sources,
        [
            row | {"key_id": _id(entry.names.get(row["local"])), "source_id": taken.get(row["local"])}
            for row in source_rows(entry.reading)
        ],
    )
    _insert(connection, mentions, mention_rows(entry.reading))
    shared = {name: article[name] for name in ("day", "outlet_name")}
    live = {"decision": None, "overruled_by": None, "live": article["latest"]}
    rows = [row | shared | live | {"source_id": taken.get(row["source"])} for row in statement_rows(entry.reading)]
    _insert(connection, statements, rows)
    corrections.lay_over(connection, entry.reading.article.id)


def replace_found(connection: Connection, entry: Entry, *, groups: Groups, at: str) -> None:
    """Puts a newer reading of a held article in place of the one before; people's corrections stay over it."""
    id = entry.reading.article.id
    for table in (statements, mentions, article_sources):
        connection.execute(delete(table).where(table.c.article_id == id))
    insert_missing(connection, readers, [_reader_row(entry.read_by, at)])
    fresh = article_row(entry.reading)
    connection.execute(
        update(articles)
        .where(articles.c.id == id)
        .values(reader_id=entry.read_by.id, own_voice=fresh["own_voice"], basis=fresh["basis"])
    )
    article = connection.execute(select(articles).where(articles.c.id == id)).mappings().one()
    put_found(connection, entry, article, groups)
    keep_out(connection, entry)


def keep_out(connection: Connection, entry: Entry) -> None:
    """Takes sources that were forgotten on request out of an article that was just put in."""
    if oblivion.nothing(connection):
        return
    id = entry.reading.article.id
    asked = select(article_sources.c.source_id).where(
        article_sources.c.article_id == id, article_sources.c.source_id.is_not(None)
    )
    gone = oblivion.forgotten_sources(connection, connection.scalars(asked).all())
    if gone:
        forgetting.forget_in(connection, [id], gone)


def put_capture(connection: Connection, capture: Capture | CaptureNote, article_id: str | None) -> None:
    """Keeps a capture, once, and settles which version of its article's address is the latest."""
    row = _capture_row(capture, article_id)
    insert_missing(connection, captures, [row])
    before = connection.execute(select(captures).where(captures.c.id == capture.id)).one()
    known = {
        "fetched_at": min(before.fetched_at, capture.fetched_at),
        "seen_at": max(before.seen_at, capture.fetched_at),
        "article_id": before.article_id or article_id,
    }
    if known != {name: getattr(before, name) for name in known}:
        connection.execute(update(captures).where(captures.c.id == capture.id).values(known))
    connection.execute(delete(failures).where(failures.c.location == capture.location))
    if article_id is not None:
        settle_versions(connection, article_id)


def put_failure(connection: Connection, failure: Failure, *, location: str, at: str) -> None:
    """Keeps what could not be read, with the number of tries."""
    id = digest(location, failure.key)
    tries = connection.scalar(select(failures.c.tries).where(failures.c.id == id)) or 0
    row = {"id": id, "location": location, "key": failure.key, "kind": failure.kind, "message": failure.message}
    upsert(connection, failures, row | {"at": at, "tries": tries + 1})


def settle_versions(connection: Connection, article_id: str) -> None:
    """Of the versions of an article's address, the one captured last is the latest; its statements alone are live."""
    first, last = func.min(captures.c.fetched_at), func.max(captures.c.seen_at)
    of_address = select(articles.c.address).where(articles.c.id == article_id).scalar_subquery()
    found = connection.execute(
        select(articles.c.id, articles.c.latest, articles.c.fetched_at, first.label("first"), last.label("last"))
        .join(captures, captures.c.article_id == articles.c.id)
        .where((articles.c.id == article_id) | (articles.c.address == of_address))
        .group_by(articles.c.id, articles.c.latest, articles.c.fetched_at)
    ).all()
    if not found:
        return  # the capture of the same bytes from the same place is another article's: this one stands as it was put
    newest = max(found, key=lambda r: (r.last, r.id))
    for version in found:
        latest = version.id == newest.id
        if (version.latest, version.fetched_at) != (latest, version.first):
            connection.execute(
                update(articles).where(articles.c.id == version.id).values(latest=latest, fetched_at=version.first)
            )
        if version.latest != latest:
            connection.execute(
                update(statements)
                .where(statements.c.article_id == version.id)
                .values(live=statements.c.overruled_by.is_(None) if latest else False)
            )


def day(published: str | None) -> str | None:
    """The day of an ISO 8601 date or time as far as it is known to the day, else None."""
    return published[:10] if published and len(published) >= 10 and published[4] == published[7] == "-" else None


def _id(key: SourceKey | None) -> str | None:
    return key.id if key else None


def _insert(connection: Connection, table: Any, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _reader_row(read_by: ReadBy, at: str) -> Row:
    return {"id": read_by.id, "encoder": read_by.encoder, "version": read_by.version, "first_used": at}


def _capture_row(capture: Capture | CaptureNote, article_id: str | None) -> Row:
    return {
        "id": capture.id,
        "location": capture.location,
        "url": capture.url,
        "fetched_at": capture.fetched_at,
        "seen_at": capture.fetched_at,
        "media_type": capture.media_type,
        "headers": [list(h) for h in capture.headers],
        "sha256": capture.sha256,
        "length": capture.length,
        "body": capture.body,
        "article_id": article_id,
    }
