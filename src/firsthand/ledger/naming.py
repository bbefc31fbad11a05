"""Owns which named sources are one across articles: rows of `sources` and their roots. It never sees an unnamed source.

A root is a function of the set of names and of people's decisions, never of the order of adding: spellings of one base
are grouped anew when a name of that base is new, and merges that people decided are laid over the groups.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, or_, select, update

from firsthand.ledger.rows import Held
from firsthand.ledger.sql import insert_missing
from firsthand.ledger.tables import decisions, sources
from firsthand.model import Reading
from firsthand.model.identity import Groups, SourceKey

MERGE = "merge"
"""The kind of decision whose payload ``{"into": id, "other": id}`` makes two sources one."""
SPLIT = "split"
"""The kind of decision whose payload ``{"new": id, "of": [ids of names], "articles": [id], "roles": [casefolded],
"outlets": [name]}`` takes a part of a source away to a source of its own."""


def hold(connection: Connection, keys: Iterable[SourceKey], groups: Groups) -> None:
    """Sees to a row for each key, and to the roots of their groups."""
    wanted = {key.id: key for key in sorted(keys, key=lambda k: k.id)}
    if not wanted:
        return
    held: dict[str, str] = dict(
        connection.execute(select(sources.c.id, sources.c.name).where(sources.c.id.in_(wanted))).all()
    )
    for id, name in held.items():
        if _better(wanted[id].display) < _better(name):
            connection.execute(update(sources).where(sources.c.id == id).values(name=wanted[id].display))
    new = [key for id, key in wanted.items() if id not in held]
    if not new:
        return
    insert_missing(connection, sources, [_row(key) for key in new])
    for kind_class, base in sorted({(k.kind_class, k.base) for k in new}):
        regroup(connection, kind_class, base, groups)


def taken(connection: Connection, names: Mapping[str, SourceKey], reading: Reading, article: Held) -> dict[str, str]:
    """The row of `sources` for each named source of a reading by its local id: its name's own, or a split's part."""
    if not names:
        return {}
    splits = standing_splits(connection)
    ids = {local: key.id for local, key in names.items()}
    for local, id in ids.items():
        ids[local] = part_of(splits, id, reading.source(local).role, article)
    return ids


def standing_splits(connection: Connection) -> tuple[Mapping[str, Any], ...]:
    """The payloads of the splits that stand, in the order they were decided."""
    asked = select(decisions.c.payload).where(decisions.c.kind == SPLIT, decisions.c.undone_by.is_(None))
    return tuple(connection.scalars(asked.order_by(decisions.c.number)))


def part_of(splits: Iterable[Mapping[str, Any]], id: str, role: str | None, article: Held) -> str:
    """The source that a name's row stands for in an article: itself, or the part that a split took it to."""
    for payload in splits:
        if id in payload["of"] and (
            payload.get("spellings")
            or article["id"] in payload["articles"]
            or (role or "").casefold() in payload["roles"]
            or article["outlet_name"] in payload["outlets"]
        ):
            id = payload["new"]
    return id


def regroup(connection: Connection, kind_class: str, base: str, groups: Groups) -> None:
    """Groups the names of one base anew and settles their roots."""
    rows = connection.execute(
        select(sources).where(sources.c.kind_class == kind_class, sources.c.base == base, sources.c.split_by.is_(None))
    ).all()
    automatic = {r.id: r.automatic_root for r in rows}
    keys = [SourceKey(kind_class=r.kind_class, key=r.key, base=r.base, display=r.name, weak=r.weak) for r in rows]
    for group in groups(keys):
        best = min(group, key=lambda k: (-len(k.display), k.id)).id
        for key in group:
            if automatic[key.id] != best:
                connection.execute(update(sources).where(sources.c.id == key.id).values(automatic_root=best))
    settle(connection, automatic)


def settle(connection: Connection, ids: Iterable[str]) -> None:
    """Sets the roots of those sources, and of all that merges tie them to, from groups and decisions."""
    merged = _merged(connection)
    tied = merged.keys() | set(merged.values())
    touched = select(sources.c.id, sources.c.automatic_root, sources.c.root).where(
        or_(sources.c.id.in_(set(ids)), sources.c.automatic_root.in_(tied))
    )
    for row in connection.execute(touched).all():
        root = row.automatic_root
        while root in merged:
            root = merged[root]
        if root != row.root:
            connection.execute(update(sources).where(sources.c.id == row.id).values(root=root))


def _merged(connection: Connection) -> Mapping[str, str]:
    """Automatic root → the automatic root it was merged into; a tree, since a merge within one tree is passed over."""
    standing = connection.execute(
        select(decisions.c.payload)
        .where(decisions.c.kind == MERGE, decisions.c.undone_by.is_(None))
        .order_by(decisions.c.number)
    ).scalars()
    payloads: list[dict[str, Any]] = list(standing)
    named = {id for p in payloads for id in (p["into"], p["other"])}
    automatic = dict(
        connection.execute(select(sources.c.id, sources.c.automatic_root).where(sources.c.id.in_(named))).all()
    )
    merged: dict[str, str] = {}

    def top(id: str) -> str:
        while id in merged:
            id = merged[id]
        return id

    for payload in payloads:
        if payload["into"] in automatic and payload["other"] in automatic:
            into, other = top(automatic[payload["into"]]), top(automatic[payload["other"]])
            if into != other:
                merged[other] = into
    return merged


def _better(display: str) -> tuple[bool, int, str]:
    """Of two ways to write one name the lower is shown: not in capitals, then the longer."""
    return display.isupper(), -len(display), display


def _row(key: SourceKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "kind_class": key.kind_class,
        "key": key.key,
        "base": key.base,
        "last": key.key.split()[-1] if key.kind_class == "person" and " " in key.key else None,
        "name": key.display,
        "weak": key.weak,
        "automatic_root": key.id,
        "root": key.id,
        "split_by": None,
    }
