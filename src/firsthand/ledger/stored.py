"""Owns the way back out: articles and statements as they stand now, people's corrections over what was read."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from firsthand.errors import InvalidValue, NotHeld, Withheld
from firsthand.ledger.rows import record as record_of
from firsthand.ledger.tables import article_sources, articles, mentions, statements
from firsthand.ledger.wording import short
from firsthand.model import Reading, wire

LEAST_PREFIX = 4
"""Characters of an article's id that may stand for it where they are enough to tell it apart."""


def statement_id(article_id: str, local: str) -> str:
    """The id by which people name a statement: ``9f3a1c2b.a3``; the first half may be shortened where it is unique."""
    return f"{article_id}.{local}"


def article_id(connection: Connection, named: str) -> str:
    """The id of the one article that `named` stands for: an id, the beginning of one, a key, or a url."""
    if named.isalnum() and LEAST_PREFIX <= len(named) <= 16:
        found = list(
            connection.scalars(
                select(articles.c.id)
                .where(articles.c.id >= named, articles.c.id < named + "g")
                .order_by(articles.c.id)
                .limit(3)
            )
        )
        if len(found) == 1 or named in found:
            return named if named in found else found[0]
        if found:
            raise NotHeld(f"{named} is the beginning of several articles' ids ({', '.join(found)} …): give more of it")
    if "\0" not in named:
        for column in (articles.c.key, articles.c.url, articles.c.address):
            ids = list(
                connection.scalars(select(articles.c.id).where(column == named).order_by(articles.c.id).limit(3))
            )
            latest = list(connection.scalars(select(articles.c.id).where(column == named, articles.c.latest).limit(2)))
            if len(latest) == 1:
                return str(latest[0])
            if ids:
                raise NotHeld(f"several articles are called {short(named)}: give one of their ids ({', '.join(ids)} …)")
    raise NotHeld(f"the ledger holds no article {short(named)!r}: firsthand search finds its ids")


def statement_row(connection: Connection, named: str) -> RowMapping:
    """The statement that an id such as ``9f3a1c2b.a3`` stands for, as it stands now."""
    article, _, local = named.partition(".")
    if not local:
        raise InvalidValue(f"{short(named)!r} is no statement's id: it looks like 9f3a1c2b.a3")
    id = article_id(connection, article)
    row = (
        connection.execute(
            select(statements).where(
                statements.c.article_id == id, statements.c.local == local, statements.c.overruled_by.is_(None)
            )
        )
        .mappings()
        .first()
    )
    if row is None:
        raise NotHeld(
            f"the article {id} has no statement {short(local)!r}, or it was rejected: firsthand show {id} lists them"
        )
    return row


def record(connection: Connection, id: str, *, as_read: bool = False) -> wire.Record:
    """The record firsthand/1 of a held article as it stands now; `as_read` leaves people's corrections aside.

    ``article.text`` is None where the text was cleared. The basis is the one that was read.
    """
    article = connection.execute(select(articles).where(articles.c.id == id)).mappings().first()
    if article is None:
        raise NotHeld(f"the ledger holds no article {short(id)!r}")
    rows: dict[str, Any] = {}
    standing = statements.c.decision.is_(None) if as_read else statements.c.overruled_by.is_(None)
    known = article_sources.c.decision.is_(None) if as_read else article_sources.c.article_id == id
    for name, asked in {
        "sources": select(article_sources).where(known).order_by(article_sources.c.position, article_sources.c.local),
        "mentions": select(mentions).order_by(mentions.c.local, mentions.c.position),
        "statements": select(statements).where(standing).order_by(statements.c.position, statements.c.row),
    }.items():
        table = asked.get_final_froms()[0]
        rows[name] = connection.execute(asked.where(table.c.article_id == id)).mappings().all()
    return record_of(article, **rows)


def reading(connection: Connection, id: str, *, as_read: bool = False) -> Reading:
    """The reading of a held article (see `record`); Withheld where its text was cleared."""
    found = record(connection, id, as_read=as_read)
    if found["article"]["text"] is None:
        raise Withheld(f"the text of article {id} was cleared from this ledger: only offsets and digests are left")
    return wire.from_json(_whole(found))


def ids(connection: Connection, *, latest: bool = False) -> Iterator[str]:
    """The ids of all articles in their order."""
    asked = select(articles.c.id).order_by(articles.c.id)
    yield from connection.scalars(asked.where(articles.c.latest) if latest else asked)


def _whole(found: wire.Record) -> wire.Record:
    """The record with links only to statements that are there: one that a person rejected may have been a parent."""
    there = {s["id"] for s in found["statements"]}
    for s in found["statements"]:
        for name in ("parent", "continues"):
            if s[name] not in there:
                s[name] = None
    return found
