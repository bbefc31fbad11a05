"""Owns the log of decisions as people ask for it: those about one source, article or statement. It decides nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from firsthand.errors import NotHeld
from firsthand.ledger import corrections, naming, stored
from firsthand.ledger.answers import HEAD, Headline, chunks, headline
from firsthand.ledger.decisions import Decision
from firsthand.ledger.tables import articles, sources, statements
from firsthand.ledger.tables import decisions as rows
from firsthand.ledger.who import find_source
from firsthand.ledger.wording import short


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision with what it is about: the `article`, the id of the `statement` as it was then, or the names of the
    `sources` by id, as far as they are still held."""

    decision: Decision
    article: Headline | None = None
    statement: str | None = None
    sources: Mapping[str, str]

    @property
    def stands(self) -> bool:
        """True where nothing has taken it back, and it takes nothing back itself."""
        return self.decision.undone_by is None and self.decision.undoes is None


def decided(
    connection: Connection, target: str | None = None, *, key_ids: Iterable[str] = (), limit: int | None = None
) -> tuple[Decided, ...]:
    """The decisions about `target`, all where it is None, the newest first.

    `target` is a statement's id, an article (id, key, url), a source (id, name; `key_ids` as for `find_source`), or a
    decision's id. Raises NotHeld where it is nothing that the ledger has.
    """
    asked = select(rows).order_by(rows.c.number.desc())
    found = [Decision(**{n: r[n] for n in Decision.__slots__}) for r in connection.execute(asked).mappings()]
    if target is not None:
        found = _about(connection, found, target, key_ids)
    return _told(connection, found[:limit])


def _about(connection: Connection, found: list[Decision], target: str, key_ids: Iterable[str]) -> list[Decision]:
    if of_it := [d for d in found if target in (d.id, d.undoes)]:
        return of_it
    head, dot, local = target.partition(".")
    if dot and head.isalnum() and len(head) <= 16:
        try:
            return _of_statement(connection, found, stored.article_id(connection, head), local)
        except NotHeld:
            pass  # a key or an address may have a point in it
    try:
        id = stored.article_id(connection, target)
    except NotHeld:
        root = find_source(connection, target, key_ids).root
        ids = set(connection.scalars(select(sources.c.id).where(sources.c.root == root)))
        near = {d.id for d in found if ids & {d.target, *_sources_of(d)}}
        return [d for d in found if d.id in near or d.undoes in near]
    return [d for d in found if d.target == id]


def _of_statement(connection: Connection, found: list[Decision], id: str, local: str) -> list[Decision]:
    """Those whose statement shares words with that one; a correction may have moved either."""
    asked = select(statements).where(statements.c.article_id == id, statements.c.local == local)
    shown = [dict(row) for row in connection.execute(asked).mappings()] if "\0" not in local else []
    near = {
        d.id
        for d in found
        if d.target == id and (was := d.payload.get("anchor")) and corrections.nearest(shown, was) is not None
    }
    if not shown and not near:
        raise NotHeld(f"the article {id} has no statement {short(local)!r}: firsthand show {id} lists them")
    return [d for d in found if d.id in near or d.undoes in near]


def _sources_of(decision: Decision) -> set[str]:
    """Ids of the sources that a decision names."""
    payload = decision.payload
    if decision.kind == naming.MERGE:
        return {payload["into"], payload["other"]}
    if decision.kind == naming.SPLIT:
        return {payload["new"], *payload["of"]}
    named = (payload.get("source"), payload.get("was"))
    ids = {row["key_id"] for row in named if row and row.get("key_id")}
    return ids | {id for id in [(payload.get("anchor") or {}).get("source_id")] if id}


def _told(connection: Connection, found: list[Decision]) -> tuple[Decided, ...]:
    names: dict[str, str] = {}
    heads: dict[str, Headline] = {}
    wanted = sorted({id for d in found for id in (d.target, *_sources_of(d))})
    for chunk in chunks(wanted):
        names |= dict(connection.execute(select(sources.c.id, sources.c.name).where(sources.c.id.in_(chunk))).all())
        for row in connection.execute(select(*HEAD).where(articles.c.id.in_(chunk))).mappings():
            heads[row["id"]] = headline(row)
    return tuple(
        Decided(
            decision=d,
            article=heads.get(d.target),
            statement=_statement(d),
            sources={id: names[id] for id in sorted({d.target, *_sources_of(d)}) if id in names},
        )
        for d in found
    )


def _statement(decision: Decision) -> str | None:
    anchor: Mapping[str, Any] = decision.payload.get("anchor") or {}
    local = decision.payload.get("statement", anchor.get("local"))
    return stored.statement_id(decision.target, local) if local else None
