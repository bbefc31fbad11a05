"""Owns what an analyst decides about claims: joined, split, an edge cut or added, two roots that are one or two.

A decision is a row of the log, undone like any other. It is anchored by articles, places in their texts and roots of
named sources, never by numbers of one reading, so that it finds what it is about when the article was read again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from sqlalchemy import Connection, select

from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger import decisions, stored
from firsthand.ledger import units as rows
from firsthand.ledger.deciding import By
from firsthand.ledger.decisions import Decision
from firsthand.ledger.tables import article_sources, sources
from firsthand.ledger.tables import units as unit_rows
from firsthand.ledger.who import find_source
from firsthand.model import Span
from firsthand.model.trace import DecisionKind, EdgeKind, Piece, TraceDecision, Unit

KINDS: Mapping[str, DecisionKind] = {
    "claim merge": "merge",
    "claim split": "split",
    "edge cut": "cut",
    "edge link": "link",
    "one root": "one root",
    "two roots": "two roots",
}
"""The kinds of decisions in the ledger's log, and what tracing calls them."""
LEAST_SHARED = 0.5
"""Share of characters in common from which a place is taken to be the one that was decided on."""
MOST_REPORTS = 5
"""Units named in a message."""
_OF = {kind: name for name, kind in KINDS.items()}
Anchor = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a person decides about the claim `claim` (a unit's id stands for the claim it is in): `a` and `b` are units,
    articles or sources, by the ids a trace gives or by names; `edge` is the kind of an added link."""

    kind: DecisionKind
    a: str
    b: str
    edge: EdgeKind = "cites"


def rule(connection: Connection, ruling: Ruling, by: By) -> Decision:
    """Keeps a decision. Raises NotHeld where it is about nothing that is held, InvalidValue where it cannot be."""
    if ruling.kind in ("merge", "split"):
        a, b = _units(connection, ruling)
    elif ruling.kind in ("cut", "link"):
        a, b = ({"article": stored.article_id(connection, named)} for named in (ruling.a, ruling.b))
    else:
        a, b = (_source(connection, named) for named in (ruling.a, ruling.b))
    if a == b:
        raise InvalidValue("a decision is about two different things, and both are the same: give two")
    if ruling.edge not in get_args(EdgeKind):
        raise InvalidValue(f"an edge is one of {', '.join(get_args(EdgeKind))}, not {ruling.edge[:40]!r}")
    target = str(a.get("article") or a.get("root") or a["id"])
    payload: dict[str, Any] = {"a": a, "b": b}
    if ruling.kind == "link":
        payload["edge"] = ruling.edge
    return decisions.record(
        connection, kind=_OF[ruling.kind], target=target, payload=payload, who=by.who, why=by.why, at=by.at
    )


# Anchors


def _units(connection: Connection, ruling: Ruling) -> tuple[Anchor, Anchor]:
    a, b = (one_unit(connection, named) for named in (ruling.a, ruling.b))
    return anchor(a), anchor(b)


def anchor(unit: Unit) -> Anchor:
    """The place of a unit: it stays when the article is read again."""
    return {"article": unit.article, "field": unit.field, "spans": [[s.start, s.end] for s in unit.spans]}


def one_unit(connection: Connection, named: str) -> Unit:
    """The unit that `named` stands for: its id or the beginning of one, the id of a claim whose first report it is, or
    a statement's (``9f3a1c2b.a3``)."""
    if named.isalnum() and stored.LEAST_PREFIX <= len(named) <= 16:
        for column in (unit_rows.c.id, unit_rows.c.heads):
            found = list(connection.scalars(select(unit_rows.c.id).where(begins(column, named)).limit(3)))
            if len(found) == 1:
                return _unit(connection, found[0])
            if found:
                raise NotHeld(f"{named} is the beginning of several ids ({', '.join(found)} …): give more of it")
    article, _, local = named.rpartition(".")
    if article and local:
        row = stored.statement_row(connection, named)
        asked = select(unit_rows.c.id).where(
            unit_rows.c.article_id == row["article_id"], unit_rows.c.statement == row["local"]
        )
        ids = list(connection.scalars(asked.order_by(unit_rows.c.position)))
        if len(ids) == 1:
            return _unit(connection, ids[0])
        if ids:
            parts = ", ".join(ids[:MOST_REPORTS])
            raise NotHeld(f"the statement {named[:80]} tells several things: give the id of one of them ({parts})")
    raise NotHeld(f"there is no report {named[:80]!r}: firsthand trace --format json gives their ids as unit")


def begins(column: Any, prefix: str) -> Any:
    """The rows whose id begins like that."""
    return column.between(prefix, prefix + "g")


def _unit(connection: Connection, id: str) -> Unit:
    row = connection.execute(select(unit_rows.c.article_id).where(unit_rows.c.id == id)).one()
    return next(u for u, _ in rows.of_articles(connection, [row.article_id]) if u.id == id)


def _source(connection: Connection, named: str) -> Anchor:
    """A source: a named one by its root, an unnamed one by where its article refers to it."""
    if connection.scalar(select(sources.c.id).where(sources.c.id == named.replace("\0", ""))) is not None:
        return {"root": connection.scalar(select(sources.c.root).where(sources.c.id == named))}
    article, _, local = named.rpartition(".")
    if article and local:
        return _of_article(connection, stored.article_id(connection, article), local)
    if len(named) == 16 and all(c in "0123456789abcdef" for c in named):
        return {"id": named}
    return {"root": find_source(connection, named).root}


def _of_article(connection: Connection, article: str, local: str) -> Anchor:
    row = connection.execute(
        select(article_sources).where(article_sources.c.article_id == article, article_sources.c.local == local)
    ).first()
    if row is None:
        raise NotHeld(f"the article {article} has no source {local[:40]!r}: firsthand show {article} lists them")
    if row.source_id is not None:
        return {"root": connection.scalar(select(sources.c.root).where(sources.c.id == row.source_id))}
    places = stored.record(connection, article)["sources"]
    found = next(s for s in places if s["id"] == local)
    return {"article": article, "mentions": found["mentions"], "local": local}


def with_places(known: Iterable[Piece], named: str) -> str:
    """The name ``ARTICLE.s3`` under which `rule` takes the unnamed source with that id across a trace, or `named`."""
    for piece in known:
        for source in piece.reading.sources:
            if source.id not in piece.keys and piece.source_id(source.id) == named:
                return f"{piece.id}.{source.id}"
    return named


# Into tracing


def standing(connection: Connection) -> tuple[Decision, ...]:
    """The decisions about claims that stand, in the order they were made."""
    return decisions.standing(connection, *KINDS)


def resolved(
    connection: Connection, made: Iterable[Decision], told: Sequence[Unit], known: Sequence[Piece]
) -> tuple[TraceDecision, ...]:
    """Those of the decisions that are about these units, articles and sources, as tracing takes them."""
    by_article: dict[str, list[Unit]] = {}
    for unit in told:
        by_article.setdefault(unit.article, []).append(unit)
    pieces = {p.id: p for p in known}
    found = []
    for decision in made:
        ids = [_resolved(connection, decision.payload[side], by_article, pieces) for side in ("a", "b")]
        if ids[0] is None or ids[1] is None or ids[0] == ids[1]:
            continue
        kind = KINDS[decision.kind]
        edge: EdgeKind = decision.payload.get("edge", "cites")
        found.append(TraceDecision(id=decision.id, kind=kind, a=ids[0], b=ids[1], edge=edge, reason=decision.why))
    return tuple(found)


def _resolved(
    connection: Connection, place: Anchor, told: Mapping[str, Sequence[Unit]], pieces: Mapping[str, Piece]
) -> str | None:
    if "root" in place:
        root = connection.scalar(select(sources.c.root).where(sources.c.id == place["root"]))
        return None if root is None else str(root)
    if "id" in place:
        return str(place["id"])
    article = str(place["article"])
    if "spans" in place:
        unit = nearest(told.get(article, ()), place)
        return None if unit is None else unit.id
    if article not in pieces:
        return None
    return _source_at(pieces[article], place) if "mentions" in place else article


def nearest(told: Iterable[Unit], place: Anchor) -> Unit | None:
    """The unit at the place, or None where none has enough of it."""
    wanted = _characters(place["spans"])
    best: tuple[float, str, Unit] | None = None
    for unit in told:
        if unit.field != place["field"]:
            continue
        mine = {i for s in unit.spans for i in range(s.start, s.end)}
        shared = len(mine & wanted) / len(mine | wanted)
        if shared >= LEAST_SHARED and (best is None or (-shared, unit.id) < (-best[0], best[1])):
            best = (shared, unit.id, unit)
    return None if best is None else best[2]


def _characters(spans: Iterable[Sequence[int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _source_at(piece: Piece, place: Anchor) -> str | None:
    """The source of an article with most mentions at those places."""
    wanted = [Span(*pair) for pair in place["mentions"]]
    shared = [(sum(m.meets(w) for m in s.mentions for w in wanted), s.id) for s in piece.reading.sources]
    count, local = max(shared, default=(0, ""))
    return piece.source_id(local) if count else None
