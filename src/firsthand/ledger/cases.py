"""Owns cases: what a few people gather on one story, and who of them sees it. It opens nothing of an article: a case
holds ids, and people's own notes.

Only a case's readers and admins see it; to all others it is not there. It hides no article and no claim: those are the
ledger's, which whoever may read sees.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, true, update

from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger import stored, unsaying
from firsthand.ledger.account_tables import case_items, case_readers, users
from firsthand.ledger.account_tables import cases as rows
from firsthand.ledger.answers import Headline, headline
from firsthand.ledger.tables import articles, units

LONGEST_NAME, LONGEST_NOTE = 200, 10_000
MOST_ITEMS, MOST_READERS = 1_000, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who asks: an account's id, and whether it sees `every` case, as admins do."""

    id: str
    every: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A case in a list."""

    id: str
    name: str
    by: str
    day: str
    items: int
    readers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing in a case. Of a claim `words` are those of the report it is kept by, None where that is not there (any
    more); of a note they are its own."""

    id: str
    kind: Literal["article", "claim", "note"]
    by: str
    at: str
    article: Headline | None = None
    claim: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case with all that is in it, in the order in which it came; `readers` are ids with names."""

    id: str
    name: str
    by: str
    by_id: str
    day: str
    readers: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]


def make(connection: Connection, name: str, viewer: Viewer, *, at: str) -> str:
    """Makes a case and gives its id; who makes it reads it."""
    id = secrets.token_hex(6)
    connection.execute(insert(rows), {"id": id, "name": _name(name), "made_by": viewer.id, "made_at": at})
    connection.execute(insert(case_readers), {"case_id": id, "user_id": viewer.id})
    return id


def listed(connection: Connection, viewer: Viewer) -> tuple[Listed, ...]:
    """The cases that the viewer sees, the newest first."""
    items = select(func.count()).select_from(case_items).where(case_items.c.case_id == rows.c.id).scalar_subquery()
    seen_by = select(func.count()).select_from(case_readers).where(case_readers.c.case_id == rows.c.id)
    asked = (
        select(rows.c.id, rows.c.name, users.c.name.label("by"), rows.c.made_at, items, seen_by.scalar_subquery())
        .join(users, users.c.id == rows.c.made_by)
        .where(_sees(viewer))
        .order_by(rows.c.made_at.desc(), rows.c.id)
    )
    return tuple(
        Listed(id=id, name=name, by=by, day=at[:10], items=held, readers=seen)
        for id, name, by, at, held, seen in connection.execute(asked)
    )


def case(connection: Connection, id: str, viewer: Viewer) -> Case:
    """The case with that id; NotHeld where there is none, or the viewer does not see it."""
    asked = select(rows, users.c.name.label("by")).join(users, users.c.id == rows.c.made_by)
    row = connection.execute(asked.where(rows.c.id == id, _sees(viewer))).mappings().first()
    if row is None:
        raise NotHeld("There is no such case, or you are not among its readers.")
    readers = (
        select(users.c.id, users.c.name)
        .join(case_readers, case_readers.c.user_id == users.c.id)
        .where(case_readers.c.case_id == id)
        .order_by(users.c.key)
    )
    return Case(
        id=id,
        name=row["name"],
        by=row["by"],
        by_id=row["made_by"],
        day=row["made_at"][:10],
        readers=tuple((r.id, r.name) for r in connection.execute(readers)),
        items=_items(connection, id),
    )


def add_article(connection: Connection, id: str, named: str, viewer: Viewer, *, at: str) -> None:
    """Adds the article that `named` stands for (see `stored.article_id`); once is enough."""
    _check_seen(connection, id, viewer)
    article = stored.article_id(connection, named)
    there = select(case_items.c.id).where(case_items.c.case_id == id, case_items.c.article_id == article)
    if connection.scalar(there) is None:
        _add(connection, id, viewer, at, kind="article", article_id=article)


def add_claim(connection: Connection, id: str, unit: str, viewer: Viewer, *, at: str) -> None:
    """Adds a claim by the id of one of its reports; once is enough. NotHeld where there is no such report."""
    _check_seen(connection, id, viewer)
    if connection.scalar(select(units.c.id).where(units.c.id == unit)) is None:
        raise NotHeld("there is no such claim in the ledger: look for it by its words")
    there = select(case_items.c.id).where(case_items.c.case_id == id, case_items.c.claim == unit)
    if connection.scalar(there) is None:
        _add(connection, id, viewer, at, kind="claim", claim=unit)


def add_note(connection: Connection, id: str, words: str, viewer: Viewer, *, at: str) -> None:
    """Adds a note in the viewer's own words."""
    _check_seen(connection, id, viewer)
    note = words.strip()
    if not note or len(note) > LONGEST_NOTE:
        raise InvalidValue(f"a note has from 1 to {LONGEST_NOTE:,} characters, not {len(note):,}")
    _add(connection, id, viewer, at, kind="note", words=note)


def drop_item(connection: Connection, id: str, item: str, viewer: Viewer) -> None:
    """Takes one thing out of a case; a note only its author does, or an admin."""
    _check_seen(connection, id, viewer)
    here = delete(case_items).where(case_items.c.case_id == id, case_items.c.id == item)
    if not viewer.every:
        here = here.where(or_(case_items.c.kind != "note", case_items.c.added_by == viewer.id))
    if not connection.execute(here).rowcount:
        raise NotHeld("That is not in the case, or it is somebody else's note.")


def add_reader(connection: Connection, id: str, user_id: str, viewer: Viewer) -> None:
    """Lets another account see the case."""
    _check_seen(connection, id, viewer)
    held = select(case_readers.c.user_id).where(case_readers.c.case_id == id)
    there = set(connection.scalars(held))
    if user_id in there:
        return
    if len(there) >= MOST_READERS:
        raise InvalidValue(f"a case has at most {MOST_READERS} readers")
    connection.execute(insert(case_readers), {"case_id": id, "user_id": user_id})


def drop_reader(connection: Connection, id: str, user_id: str, viewer: Viewer) -> None:
    """Lets an account see the case no more: oneself, or any other for who made it and admins."""
    found = case(connection, id, viewer)
    if not (viewer.every or viewer.id in (user_id, found.by_id)):
        raise InvalidValue("Only who made the case, or an admin, takes others from its readers.")
    here = (case_readers.c.case_id == id, case_readers.c.user_id == user_id)
    connection.execute(delete(case_readers).where(*here))


def drop(connection: Connection, id: str, viewer: Viewer) -> None:
    """Deletes a case with its notes: for who made it, and admins. Articles and claims stay."""
    found = case(connection, id, viewer)
    if not (viewer.every or viewer.id == found.by_id):
        raise InvalidValue("Only who made the case, or an admin, deletes it.")
    connection.execute(delete(rows).where(rows.c.id == id))


def unsay(connection: Connection, names: Iterable[str]) -> None:
    """Takes notes and names of cases that have one of `names` in them out of the ledger's words."""
    named = unsaying.naming_any([name for name in names if name.strip()])
    for item in connection.execute(select(case_items.c.id, case_items.c.words)).all():
        if item.words and named.search(item.words):
            connection.execute(update(case_items).where(case_items.c.id == item.id).values(words=unsaying.WHY))
    for one in connection.execute(select(rows.c.id, rows.c.name)).all():
        if named.search(one.name):
            connection.execute(update(rows).where(rows.c.id == one.id).values(name=unsaying.WHY))


def _name(name: str) -> str:
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME or not called.isprintable():
        raise InvalidValue(f"a case's name has from 1 to {LONGEST_NAME} characters that can be seen")
    return called


def _sees(viewer: Viewer) -> ColumnElement[bool]:
    mine = select(case_readers.c.case_id).where(case_readers.c.user_id == viewer.id)
    return true() if viewer.every else rows.c.id.in_(mine)


def _check_seen(connection: Connection, id: str, viewer: Viewer) -> None:
    if connection.scalar(select(rows.c.id).where(rows.c.id == id, _sees(viewer))) is None:
        raise NotHeld("There is no such case, or you are not among its readers.")


def _add(connection: Connection, id: str, viewer: Viewer, at: str, **what: Any) -> None:
    held = connection.scalar(select(func.count()).select_from(case_items).where(case_items.c.case_id == id)) or 0
    if held >= MOST_ITEMS:
        raise InvalidValue(f"a case holds at most {MOST_ITEMS:,} things: make another")
    row = {"id": secrets.token_hex(6), "case_id": id, "added_by": viewer.id, "added_at": at}
    connection.execute(insert(case_items), {**row, **what})


def _items(connection: Connection, id: str) -> tuple[Item, ...]:
    asked = (
        select(case_items, users.c.name.label("by"), units.c.words.label("told"))
        .join(users, users.c.id == case_items.c.added_by)
        .outerjoin(units, units.c.id == case_items.c.claim)
        .where(case_items.c.case_id == id)
        .order_by(case_items.c.added_at, case_items.c.id)
    )
    held = connection.execute(asked).mappings().all()
    wanted = [row["article_id"] for row in held if row["article_id"]]
    told = connection.execute(select(articles).where(articles.c.id.in_(wanted))).mappings()
    heads = {row["id"]: headline(row) for row in told}
    return tuple(
        Item(
            id=row["id"],
            kind=row["kind"],
            by=row["by"],
            at=row["added_at"],
            article=heads.get(row["article_id"]),
            claim=row["claim"],
            words=row["told"] if row["kind"] == "claim" else row["words"],
        )
        for row in held
    )
