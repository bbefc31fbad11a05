"""Owns an article's rows taken together from every table, for exports, many articles at a time. It lays nothing out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, Table, or_, select

from firsthand.ledger.answers import DISPUTE, Dispute
from firsthand.ledger.decisions import Decision
from firsthand.ledger.rows import Row
from firsthand.ledger.rows import record as record_of
from firsthand.ledger.tables import (
    article_sources,
    articles,
    bands,
    captures,
    copies,
    decisions,
    identifiers,
    mentions,
    readers,
    sources,
    statements,
)
from firsthand.model import wire

BATCH = 100
"""Articles whose rows are fetched at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """All that the ledger holds of one article, as rows (column → value).

    `sources` are rows of `article_sources`, `statements` all rows, overruled ones too, in text order; `captures` have
    their bodies only where they were asked for; `named` are the rows of `sources` that the article's named sources
    lead to, by id, roots among them; `decisions` those about this article that stand.
    """

    article: Row
    reader: Row
    sources: tuple[Row, ...] = ()
    mentions: tuple[Row, ...] = ()
    statements: tuple[Row, ...] = ()
    captures: tuple[Row, ...] = ()
    bands: tuple[int, ...] = ()
    copies: tuple[Row, ...] = ()
    named: Mapping[str, Row] = field(default_factory=dict)
    identifiers: tuple[Row, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def id(self) -> str:
        """The article's id."""
        return str(self.article["id"])

    @property
    def standing(self) -> tuple[Row, ...]:
        """The statements as they stand now, people's corrections over what was read."""
        return tuple(s for s in self.statements if s["overruled_by"] is None)

    def record(self) -> wire.Record:
        """The record firsthand/1 of the article as it stands now; ``article.text`` is None where it was cleared.

        Links to a statement that a person rejected are left out, so that every reader of firsthand/1 can use it.
        """
        standing = self.standing
        there = {s["local"] for s in standing}
        linked = [s | {n: s[n] if s[n] in there else None for n in ("parent", "continues")} for s in standing]
        return record_of(self.article, self.sources, self.mentions, linked)

    def root(self, source: Mapping[str, Any] | None) -> Row | None:
        """The row of the source across articles that a row of `sources` belongs to; None for unnamed ones."""
        row = self.named.get(source["source_id"] or "") if source is not None else None
        return None if row is None else self.named.get(row["root"], row)

    def disputes(self, local: str) -> tuple[Dispute, ...]:
        """The disputes that stand against the statement with that id."""
        found = (d for d in self.decisions if d.kind == DISPUTE and d.payload.get("statement") == local)
        return tuple(
            Dispute(
                id=d.id, reply=str(d.payload.get("reply") or ""), sender=str(d.payload.get("from") or d.who), at=d.at
            )
            for d in found
        )


def bundles(connection: Connection, ids: Iterable[str], *, bodies: bool = False) -> Iterator[Bundle]:
    """The bundle of each article of `ids` in their order; those that are not held are passed over."""
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield from _batch(connection, batch, bodies=bodies)


def _batch(connection: Connection, ids: Sequence[str], *, bodies: bool) -> Iterator[Bundle]:
    held = _by_id(connection, select(articles).where(articles.c.id.in_(ids)))
    of_reader = _by_id(connection, select(readers).where(readers.c.id.in_({a["reader_id"] for a in held.values()})))
    found = {
        "sources": _of(connection, article_sources, ids, "position", "local"),
        "mentions": _of(connection, mentions, ids, "local", "position"),
        "statements": _of(connection, statements, ids, "position", "row"),
        "bands": _of(connection, bands, ids, "value"),
        "captures": _captures(connection, ids, bodies=bodies),
        "copies": _copies(connection, ids),
    }
    of_decisions = _decisions(connection, ids)
    named = _named(connection, found["sources"], found["statements"])
    of_identifiers = _identifiers(connection, named)
    for id in ids:
        if id not in held:
            continue
        own = _own_named(named, found["sources"].get(id, []), found["statements"].get(id, []))
        rows = {name: tuple(of.get(id, ())) for name, of in found.items()}
        yield Bundle(
            article=held[id],
            reader=of_reader[held[id]["reader_id"]],
            **rows | {"bands": tuple(b["value"] for b in rows["bands"])},
            named=own,
            identifiers=tuple(i for key in own for i in of_identifiers.get(key, ())),
            decisions=tuple(of_decisions.get(id, ())),
        )


def _by_id(connection: Connection, asked: Select[Any]) -> dict[str, Row]:
    return {row["id"]: dict(row) for row in connection.execute(asked).mappings()}


def _of(connection: Connection, table: Table, ids: Sequence[str], *order: str) -> dict[str, list[Row]]:
    asked = select(table).where(table.c.article_id.in_(ids)).order_by(*(table.c[name] for name in order))
    return _grouped(connection, asked, "article_id")


def _grouped(connection: Connection, asked: Select[Any], by: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in connection.execute(asked).mappings():
        found.setdefault(row[by], []).append(dict(row))
    return found


def _captures(connection: Connection, ids: Sequence[str], *, bodies: bool) -> dict[str, list[Row]]:
    columns = [c for c in captures.c if bodies or c.name != "body"]
    asked = select(*columns).where(captures.c.article_id.in_(ids)).order_by(captures.c.fetched_at, captures.c.id)
    return _grouped(connection, asked, "article_id")


def _copies(connection: Connection, ids: Sequence[str]) -> dict[str, list[Row]]:
    """Each link under both of its articles."""
    asked = select(copies).where(or_(copies.c.a.in_(ids), copies.c.b.in_(ids))).order_by(copies.c.a, copies.c.b)
    found: dict[str, list[Row]] = {}
    for row in connection.execute(asked).mappings():
        for id in (row["a"], row["b"]):
            found.setdefault(id, []).append(dict(row))
    return found


def _decisions(connection: Connection, ids: Sequence[str]) -> dict[str, list[Decision]]:
    standing = select(decisions).where(decisions.c.target.in_(ids), decisions.c.undone_by.is_(None))
    found: dict[str, list[Decision]] = {}
    for row in connection.execute(standing.order_by(decisions.c.number)).mappings():
        made = Decision(**{name: row[name] for name in Decision.__slots__})
        found.setdefault(made.target, []).append(made)
    return found


def _named(connection: Connection, *found: Mapping[str, list[Row]]) -> dict[str, Row]:
    """The rows of `sources` that rows lead to, with those that they in turn have as their roots."""
    ids = {id for rows in found for of in rows.values() for id in _leads(of)}
    named = _by_id(connection, select(sources).where(sources.c.id.in_(ids)))
    roots = {row[name] for row in named.values() for name in ("automatic_root", "root")} - named.keys()
    return named | _by_id(connection, select(sources).where(sources.c.id.in_(roots)))


def _leads(rows: Iterable[Row]) -> set[str]:
    return {row[name] for row in rows for name in ("key_id", "source_id") if row.get(name)}


def _own_named(named: Mapping[str, Row], *found: Sequence[Row]) -> dict[str, Row]:
    ids = {id for rows in found for id in _leads(rows)}
    ids |= {named[id][name] for id in ids if id in named for name in ("automatic_root", "root")}
    return {id: named[id] for id in sorted(ids) if id in named}


def _identifiers(connection: Connection, named: Mapping[str, Row]) -> dict[str, list[Row]]:
    asked = select(identifiers).where(identifiers.c.source_id.in_(named)).order_by(*identifiers.primary_key)
    return _grouped(connection, asked, "source_id")
