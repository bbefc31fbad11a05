"""Owns the log of people's decisions: who decided what, when, why, and what took it back. It applies none of them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger.rows import Held
from firsthand.ledger.tables import decisions
from firsthand.ledger.wording import short

UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row of the log. `target` is an article's or a source's id; `payload` is what its kind needs to be applied."""

    id: str
    kind: str
    target: str
    payload: Mapping[str, Any]
    who: str
    at: str
    why: str
    undoes: str | None = None
    undone_by: str | None = None


def record(
    connection: Connection, *, kind: str, target: str, payload: Mapping[str, Any], who: str, why: str, at: str
) -> Decision:
    """Adds a decision to the log. `who` and `why` are words of the person who decides, neither empty."""
    for words, what, option in ((who, "who made it", "--by"), (why, "why it was made", "--why")):
        if not words.strip():
            raise InvalidValue(f"a decision needs {what}, and {option} is empty: say it with {option}")
    row = Decision(id=secrets.token_hex(6), kind=kind, target=target, payload=payload, who=who, at=at, why=why)
    connection.execute(insert(decisions), {n: getattr(row, n) for n in Decision.__slots__})
    return row


def take_back(connection: Connection, id: str, *, who: str, why: str, at: str) -> Decision:
    """Marks a standing decision as undone by a new one and gives it; whoever owns its kind then applies that."""
    found = one(connection, id)
    if found.undone_by is not None:
        raise InvalidValue(f"decision {id} was undone already, by decision {found.undone_by}")
    if found.kind == UNDO:
        raise InvalidValue(f"decision {id} is itself an undoing: decide again instead")
    undoing = record(connection, kind=UNDO, target=found.target, payload={}, who=who, why=why, at=at)
    connection.execute(update(decisions).where(decisions.c.id == undoing.id).values(undoes=id))
    connection.execute(update(decisions).where(decisions.c.id == id).values(undone_by=undoing.id))
    return found


def one(connection: Connection, id: str) -> Decision:
    """The decision with that id; NotHeld where there is none."""
    row = connection.execute(select(decisions).where(decisions.c.id == id)).mappings().first()
    if row is None:
        raise NotHeld(f"there is no decision {short(id)!r} in the ledger: firsthand decisions lists them")
    return _decision(row)


def standing(connection: Connection, *kinds: str, target: str | None = None) -> tuple[Decision, ...]:
    """The decisions of those kinds (all, where none is named) that nothing has undone, in the order they were made."""
    asked = select(decisions).where(decisions.c.undone_by.is_(None)).order_by(decisions.c.number)
    if kinds:
        asked = asked.where(decisions.c.kind.in_(kinds))
    if target is not None:
        asked = asked.where(decisions.c.target == target)
    return tuple(_decision(row) for row in connection.execute(asked).mappings())


def _decision(row: Held) -> Decision:
    return Decision(**{name: row[name] for name in Decision.__slots__})
