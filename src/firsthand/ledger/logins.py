"""Owns open sessions and API tokens: whose each is, when it ends, how it is taken away. It makes no secret and sees
none: ids are SHA-256 of what the browser or the program holds. Days and instants are handed in."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger.account_tables import sessions, tokens, users
from firsthand.ledger.accounts import Role
from firsthand.ledger.wording import short

MOST_TOKENS = 50
"""Tokens of one account."""
MOST_SESSIONS = 50
"""Open sessions of one account; of more, the oldest end."""
LONGEST_PURPOSE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Whose a session or a token is. `seen` is when that was last noted: an instant, of a token a day, "" for never."""

    id: str
    name: str
    role: Role
    temporary: bool = False
    seen: str = ""
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as its owner sees it: never the token itself. `used` is a day, "" for never; `ends` its last day."""

    handle: str
    purpose: str
    scopes: tuple[str, ...]
    made: str
    used: str
    ends: str


def open_session(connection: Connection, user_id: str, digest: str, *, at: str, ends_at: str, idle_since: str) -> None:
    """Opens a session, and drops all that have ended: past their end, or not seen since `idle_since`."""
    connection.execute(delete(sessions).where(or_(sessions.c.ends_at <= at, sessions.c.seen_at < idle_since)))
    open_ones = select(sessions.c.id).where(sessions.c.user_id == user_id).order_by(sessions.c.created_at.desc())
    left = list(connection.scalars(open_ones.offset(MOST_SESSIONS - 1)))
    connection.execute(delete(sessions).where(sessions.c.id.in_(left)))
    row = {"id": digest, "user_id": user_id, "created_at": at, "seen_at": at, "ends_at": ends_at}
    connection.execute(insert(sessions), row)


def of_session(connection: Connection, digest: str, *, at: str, idle_since: str) -> Known | None:
    """Whose open session it is; None where it is none, has ended, or the account is disabled."""
    asked = (
        select(users.c.id, users.c.name, users.c.role, users.c.temporary, sessions.c.seen_at)
        .join(users, users.c.id == sessions.c.user_id)
        .where(sessions.c.id == digest, sessions.c.ends_at > at, sessions.c.seen_at >= idle_since)
        .where(users.c.disabled_at.is_(None))
    )
    row = connection.execute(asked).first()
    if row is None:
        return None
    return Known(id=row.id, name=row.name, role=row.role, temporary=row.temporary, seen=row.seen_at)


def session_seen(connection: Connection, digest: str, at: str) -> None:
    """Notes that a session is in use; it never goes back."""
    connection.execute(update(sessions).where(sessions.c.id == digest, sessions.c.seen_at < at).values(seen_at=at))


def end_session(connection: Connection, digest: str) -> None:
    """Ends one session."""
    connection.execute(delete(sessions).where(sessions.c.id == digest))


def open_sessions(connection: Connection, user_id: str, *, at: str, idle_since: str) -> int:
    """How many sessions of an account are open."""
    asked = select(func.count()).select_from(sessions).where(sessions.c.user_id == user_id)
    return connection.scalar(asked.where(sessions.c.ends_at > at, sessions.c.seen_at >= idle_since)) or 0


def end_sessions(connection: Connection, user_id: str) -> int:
    """Ends all sessions of an account; how many."""
    return connection.execute(delete(sessions).where(sessions.c.user_id == user_id)).rowcount


def add_token(
    connection: Connection, user_id: str, digest: str, *, purpose: str, scopes: Iterable[str], on: str, ends: str
) -> Token:
    """Keeps a token's digest; `purpose` is its owner's words on what it is for. InvalidValue where there are too many,
    or it has no purpose. Which scopes an owner may give is not decided here."""
    words = " ".join(purpose.split())
    if not words or len(words) > LONGEST_PURPOSE or not words.isprintable():
        raise InvalidValue(f"a token needs what it is for, in 1 to {LONGEST_PURPOSE} characters")
    connection.execute(delete(tokens).where(tokens.c.ends_on < on))
    held = connection.scalar(select(func.count()).select_from(tokens).where(tokens.c.user_id == user_id)) or 0
    if held >= MOST_TOKENS:
        raise InvalidValue(f"an account has at most {MOST_TOKENS} tokens: revoke one first")
    row = {
        "id": digest,
        "handle": secrets.token_hex(4),
        "user_id": user_id,
        "purpose": words,
        "scopes": sorted(scopes),
        "made_on": on,
        "ends_on": ends,
    }
    connection.execute(insert(tokens), row)
    return next(t for t in tokens_of(connection, user_id) if t.handle == row["handle"])


def tokens_of(connection: Connection, user_id: str) -> tuple[Token, ...]:
    """The tokens of an account, the newest first; those that have ended too, until a new one is made."""
    asked = select(tokens).where(tokens.c.user_id == user_id).order_by(tokens.c.made_on.desc(), tokens.c.handle)
    return tuple(
        Token(
            handle=row["handle"],
            purpose=row["purpose"],
            scopes=tuple(row["scopes"]),
            made=row["made_on"],
            used=row["used_on"] or "",
            ends=row["ends_on"],
        )
        for row in connection.execute(asked).mappings()
    )


def of_token(connection: Connection, digest: str, *, on: str) -> Known | None:
    """Whose token it is, with its own scopes; None where it is none, has ended, or the account is disabled."""
    asked = (
        select(users.c.id, users.c.name, users.c.role, tokens.c.scopes, tokens.c.used_on)
        .join(users, users.c.id == tokens.c.user_id)
        .where(tokens.c.id == digest, tokens.c.ends_on >= on, users.c.disabled_at.is_(None))
    )
    row = connection.execute(asked).first()
    if row is None:
        return None
    return Known(id=row.id, name=row.name, role=row.role, seen=row.used_on or "", scopes=frozenset(row.scopes))


def token_used(connection: Connection, digest: str, day: str) -> None:
    """Notes the day on which a token was used."""
    connection.execute(update(tokens).where(tokens.c.id == digest).values(used_on=day))


def revoke(connection: Connection, user_id: str, handle: str) -> None:
    """Takes one token of an account away; NotHeld where it has none with that handle."""
    gone = connection.execute(delete(tokens).where(tokens.c.user_id == user_id, tokens.c.handle == handle))
    if not gone.rowcount:
        raise NotHeld(f"the account has no token {short(handle)!r}")
