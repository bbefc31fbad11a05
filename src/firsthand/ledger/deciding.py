"""Owns what people decide about sources: merge, split, dispute a statement, and the undoing of every decision.

Every decision is a row of the log and is applied at once; undoing one is another row. It reads no article; corrections
of statements are `firsthand.ledger.correcting`'s.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from firsthand.errors import InvalidValue, NotHeld
from firsthand.language.words import plain
from firsthand.ledger import corrections, decisions, naming, stored
from firsthand.ledger.corrections import DISPUTE
from firsthand.ledger.decisions import Decision
from firsthand.ledger.tables import article_sources, articles, sources, statements
from firsthand.ledger.tables import decisions as decision_rows
from firsthand.ledger.wording import short
from firsthand.model.identity import Groups

LONGEST_REPLY = 10_000
"""Characters of a reply that is kept with a statement."""
LONGEST_NAME = 300
"""Characters of a name that a person gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who decides, when (ISO 8601, UTC) and why."""

    who: str
    why: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One source as a merge would combine it: its names, its roles with the body or place they belong to (None where
    that is not said), how much is held of it, and whether its name alone may be several people's (`weak`)."""

    root: str
    name: str
    kind_class: str
    names: tuple[str, ...]
    roles: tuple[tuple[str, str | None], ...]
    statements: int
    articles: int
    weak: bool = False


def part(connection: Connection, root: str) -> Part:
    """A source as it stands; NotHeld where there is none with that root."""
    rows = _rows(connection, root)
    ids = [r.id for r in rows]
    role = (article_sources.c.role, article_sources.c.affiliation)
    roles = connection.execute(
        select(*role).where(article_sources.c.source_id.in_(ids), article_sources.c.role.is_not(None)).distinct()
    ).all()
    counted = connection.execute(
        select(func.count(), func.count(statements.c.article_id.distinct())).where(
            statements.c.source_id.in_(ids), statements.c.live
        )
    ).one()
    head = next((r for r in rows if r.id == root), rows[0])
    return Part(
        root=root,
        name=head.name,
        kind_class=head.kind_class,
        names=tuple(dict.fromkeys(r.name for r in rows)),
        roles=tuple(sorted(((r.role, r.affiliation) for r in roles), key=lambda r: (r[0], r[1] or ""))),
        statements=counted[0],
        articles=counted[1],
        weak=all(r.weak for r in rows),
    )


def merge(connection: Connection, into: str, other: str, by: By) -> Decision:
    """Makes two sources, named by their roots, one: `other` is then `into`."""
    check_merge(part(connection, into), part(connection, other))
    decision = _record(connection, naming.MERGE, into, {"into": into, "other": other}, by)
    naming.settle(connection, _of_roots(connection, into, other))
    return decision


def check_merge(into: Part, other: Part) -> None:
    """InvalidValue where two sources cannot be one."""
    if into.root == other.root:
        raise InvalidValue(f"both are the source {into.root}, {short(into.name)}, already: give two different ones")
    kinds = {into.kind_class, other.kind_class}
    if "person" in kinds and len(kinds) > 1:
        raise InvalidValue(f"a person and something else ({', '.join(sorted(kinds - {'person'}))}) are not one source")


def split(
    connection: Connection,
    root: str,
    by: By,
    *,
    name: str | None = None,
    article_ids: Sequence[str] = (),
    roles: Sequence[str] = (),
    outlets: Sequence[str] = (),
    spellings: Sequence[str] = (),
) -> Decision:
    """Takes a part of a source away to a source of its own: what it said in those articles, in those roles, to those
    outlets, or under those spellings of its name, now and in articles to come. `name` is what the new one is shown as.

    With spellings and something else, only what is under one of the spellings goes. Raises NotHeld where nothing of it
    fits, InvalidValue where nothing is given or all of the source would go.
    """
    rows = _rows(connection, root)
    head = next((r for r in rows if r.id == root), rows[0])
    named = _spelled(rows, spellings)
    if not (article_ids or roles or outlets or named):
        raise InvalidValue("a split needs what goes away: give articles, roles, outlets or spellings of the name")
    new = secrets.token_hex(8)
    called = checked_name(name) if name is not None else head.name
    payload: dict[str, Any] = {
        "of": named or [r.id for r in rows],
        "articles": sorted(set(article_ids)),
        "roles": sorted({r.casefold() for r in roles}),
        "outlets": sorted(set(outlets)),
        "new": new,
        "name": called,
    }
    if named and not (article_ids or roles or outlets):
        payload["spellings"] = True
    decision = _record(connection, naming.SPLIT, root, payload, by)
    row = {"id": new, "kind_class": head.kind_class, "base": f"#{new}", "last": head.last, "name": called}
    row |= {
        "weak": head.weak,
        "key": plain(called.casefold()) if name is not None else head.key,
        "split_by": decision.id,
    }
    connection.execute(insert(sources), row | {"automatic_root": new, "root": new})
    moved = resettle(connection, payload["of"])
    if not moved:
        raise NotHeld(f"nothing of {head.name} fits what should go away: firsthand who {root} shows what is held of it")
    left = select(article_sources.c.local).where(article_sources.c.source_id.in_([r.id for r in rows])).limit(1)
    if connection.scalar(left) is None:
        raise InvalidValue(f"all of {head.name} fits what should go away, so nothing would be split: give less")
    return decision


def resettle(connection: Connection, ids: Iterable[str]) -> int:
    """Gives everything that is said under those names, or stands with those parts, to the source or part that it
    belongs to by the splits that stand; how many places of articles changed hands.
    """
    splits, wanted = naming.standing_splits(connection), list(ids)
    found = connection.execute(
        select(article_sources, articles.c.outlet_name)
        .join(articles, articles.c.id == article_sources.c.article_id)
        .where(or_(article_sources.c.key_id.in_(wanted), article_sources.c.source_id.in_(wanted)))
    ).all()
    moved = 0
    for row in found:
        article = {"id": row.article_id, "outlet_name": row.outlet_name}
        id = naming.part_of(splits, row.key_id, row.role, article)
        if id == row.source_id:
            continue
        moved += 1
        here = (article_sources.c.article_id == row.article_id) & (article_sources.c.local == row.local)
        connection.execute(update(article_sources).where(here).values(source_id=id))
        said = (statements.c.article_id == row.article_id) & (statements.c.source == row.local)
        connection.execute(update(statements).where(said).values(source_id=id))
    return moved


def dispute(connection: Connection, named: str, reply: str, by: By) -> Decision:
    """Keeps a reply with a statement; it goes with it into every view and export. `by.who` is who replies."""
    row = stored.statement_row(connection, named)
    if not reply.strip():
        raise InvalidValue("a dispute needs the words of the reply: give them with --reply")
    if len(reply) > LONGEST_REPLY:
        raise InvalidValue(f"the reply has {len(reply):,} characters; at most {LONGEST_REPLY:,} are kept: shorten it")
    if "\0" in reply:
        raise InvalidValue("the reply holds a NUL character, which is no text: clean it first")
    payload = {
        "statement": row["local"],
        "anchor": corrections.anchor(row),
        "reply": reply,
        "from": by.who,
    }
    return _record(connection, DISPUTE, row["article_id"], payload, by)


def undo(connection: Connection, decision_id: str, by: By, groups: Groups) -> Decision:
    """Takes a decision back, and gives the one taken back."""
    undone = decisions.take_back(connection, decision_id, who=by.who, why=by.why, at=by.at)
    payload = undone.payload
    if undone.kind in corrections.KINDS:
        corrections.lay_over(connection, undone.target)
        key_id = (payload.get("source") or {}).get("key_id")
        if key_id:
            _drop_name(connection, key_id, groups)
    elif undone.kind == naming.MERGE:
        root = connection.scalar(select(sources.c.root).where(sources.c.id == payload["into"]))
        naming.settle(connection, _of_roots(connection, *filter(None, (root, payload["into"], payload["other"]))))
        _drop_parts(connection)
    elif undone.kind == naming.SPLIT:
        resettle(connection, [*payload["of"], payload["new"]])
        _drop_parts(connection)
    return undone


def checked_name(name: str) -> str:
    """A name that a person gives, on one line; InvalidValue where it is none."""
    told = " ".join(name.split())
    if not told or "\0" in told or len(told) > LONGEST_NAME:
        raise InvalidValue(f"a name has 1 to {LONGEST_NAME} characters of text, not {short(name)!r}")
    return told


def _rows(connection: Connection, root: str) -> Sequence[Any]:
    rows = connection.execute(
        select(sources).where(sources.c.root == root).order_by(sources.c.name, sources.c.id)
    ).all()
    if not rows:
        raise NotHeld(f"the ledger has no source with the id {short(root)!r}: firsthand sources lists those it has")
    return rows


def _spelled(rows: Sequence[Any], spellings: Sequence[str]) -> list[str]:
    """The ids of the rows with those names, in any case."""
    wanted = {" ".join(s.casefold().split()): s for s in spellings}
    held = {r.id: " ".join(r.name.casefold().split()) for r in rows}
    missing = [said for folded, said in wanted.items() if folded not in held.values()]
    if missing:
        known = "; ".join(r.name[:60] for r in rows[:8])
        raise InvalidValue(f"{missing[0][:60]!r} is no spelling of this source; those held are {known}")
    return sorted(id for id, folded in held.items() if folded in wanted)


def _drop_parts(connection: Connection) -> None:
    """Drops the sources that undone splits had made, once nothing is left with them and no merge names them."""
    undone = (
        select(sources.c.id)
        .join(decision_rows, decision_rows.c.id == sources.c.split_by)
        .where(decision_rows.c.undone_by.is_not(None))
    )
    merged = _in_merges(connection)
    for id in connection.scalars(undone).all():
        if id not in merged and not _in_use(connection, id):
            connection.execute(delete(sources).where(sources.c.id == id))


def _drop_name(connection: Connection, id: str, groups: Groups) -> None:
    """Drops a name that only an undone correction had brought in, and groups those of its base anew."""
    row = connection.execute(select(sources).where(sources.c.id == id)).first()
    wanted = _in_merges(connection) | {i for p in naming.standing_splits(connection) for i in p["of"]}
    if row is None or id in wanted or _in_use(connection, id):
        return
    connection.execute(delete(sources).where(sources.c.id == id))
    naming.regroup(connection, row.kind_class, row.base, groups)


def _in_use(connection: Connection, id: str) -> bool:
    held = or_(article_sources.c.source_id == id, article_sources.c.key_id == id)
    return connection.scalar(select(article_sources.c.local).where(held).limit(1)) is not None


def _in_merges(connection: Connection) -> set[str]:
    standing = decisions.standing(connection, naming.MERGE)
    return {id for d in standing for id in (d.payload["into"], d.payload["other"])}


def _record(connection: Connection, kind: str, target: str, payload: Mapping[str, Any], by: By) -> Decision:
    return decisions.record(connection, kind=kind, target=target, payload=payload, who=by.who, why=by.why, at=by.at)


def _of_roots(connection: Connection, *roots: str) -> list[str]:
    return list(connection.scalars(select(sources.c.id).where(sources.c.root.in_(roots))))
