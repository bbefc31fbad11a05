"""Owns a team's accounts: names, roles, digests of passwords, who may log in. It knows no password and no clock.

A name is kept for good once it was given, since decisions stand under it: an account is disabled, never deleted, and
nobody else gets its name. There is always an admin who may log in.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, select, update

from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger.account_tables import sessions, tokens, users
from firsthand.ledger.wording import short

Role = Literal["reader", "analyst", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
LONGEST_NAME = 80
MOST = 2_000
"""Accounts of one ledger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account: `since` is the day it was made on; `temporary` says that its password has to be changed first."""

    id: str
    name: str
    role: Role
    since: str
    disabled: bool = False
    temporary: bool = False
    tokens: int = 0


def add(connection: Connection, name: str, role: str, password: str, *, at: str, temporary: bool = False) -> User:
    """Makes an account; `password` is its digest. InvalidValue for a name that is taken or is none, an unknown role,
    or a first account that is no admin's. Call it in `Ledger.writing`."""
    called, known = checked_name(name), _role(role)
    number = connection.scalar(select(func.count()).select_from(users)) or 0
    if number >= MOST:
        raise InvalidValue(f"a ledger has at most {MOST:,} accounts")
    if not number and known != "admin":
        raise InvalidValue("the first account has to be an admin's: make it with the role admin")
    key = key_of(called)
    taken = connection.scalar(select(users.c.name).where(users.c.key == key))
    if taken is not None:
        raise InvalidValue(f"the name {taken!r} has an account already, maybe a disabled one: names are given once")
    row = {
        "id": secrets.token_hex(8),
        "name": called,
        "key": key,
        "role": known,
        "password": password,
        "temporary": temporary,
        "created_at": at,
    }
    connection.execute(insert(users), row)
    return by_id(connection, str(row["id"]))


def every(connection: Connection) -> tuple[User, ...]:
    """All accounts in the order of their names, disabled ones too."""
    return tuple(_user(row) for row in connection.execute(_asked().order_by(users.c.key)).mappings())


def named(connection: Connection, name: str) -> User:
    """The account of that name, in any case; NotHeld where there is none."""
    row = connection.execute(_asked().where(users.c.key == key_of(name))).mappings().first()
    if row is None:
        raise NotHeld(f"no account has the name {short(name)!r}: firsthand user list prints them")
    return _user(row)


def by_id(connection: Connection, id: str) -> User:
    """The account with that id; NotHeld where there is none."""
    row = connection.execute(_asked().where(users.c.id == id)).mappings().first()
    if row is None:
        raise NotHeld("there is no such account")
    return _user(row)


def to_check(connection: Connection, name: str) -> tuple[User, str] | None:
    """The account of that name with the digest of its password; None where there is none."""
    row = connection.execute(_asked(users.c.password).where(users.c.key == key_of(name))).mappings().first()
    return None if row is None else (_user(row), row["password"])


def held_digest(connection: Connection, id: str) -> str:
    """The digest of an account's password, which nobody changes before this transaction ends; NotHeld where there is
    no such account."""
    found: str | None = connection.scalar(select(users.c.password).where(users.c.id == id).with_for_update())
    if found is None:
        raise NotHeld("there is no such account")
    return found


def any_admin(connection: Connection) -> bool:
    """True where there is an admin who may log in."""
    return bool(_admins(connection))


def set_role(connection: Connection, id: str, role: str) -> User:
    """Gives an account another role; InvalidValue where no admin would be left. Call it in `Ledger.writing`."""
    known = _role(role)
    if known != "admin":
        _leave_one(connection, id)
    connection.execute(update(users).where(users.c.id == id).values(role=known))
    return by_id(connection, id)


def disable(connection: Connection, id: str, *, at: str) -> User:
    """Lets an account log in no more: its sessions end, its tokens go. InvalidValue where no admin would be left.
    Call it in `Ledger.writing`."""
    _leave_one(connection, id)
    connection.execute(update(users).where(users.c.id == id, users.c.disabled_at.is_(None)).values(disabled_at=at))
    for table in (sessions, tokens):
        connection.execute(delete(table).where(table.c.user_id == id))
    return by_id(connection, id)


def enable(connection: Connection, id: str) -> User:
    """Lets a disabled account log in again, with the password it had."""
    connection.execute(update(users).where(users.c.id == id).values(disabled_at=None))
    return by_id(connection, id)


def set_password(
    connection: Connection, id: str, password: str, *, temporary: bool = False, tokens_too: bool = False
) -> User:
    """Sets the digest of an account's password and ends all its sessions; `tokens_too` takes its tokens away too."""
    connection.execute(update(users).where(users.c.id == id).values(password=password, temporary=temporary))
    for table in (sessions, tokens) if tokens_too else (sessions,):
        connection.execute(delete(table).where(table.c.user_id == id))
    return by_id(connection, id)


def rehash(connection: Connection, id: str, old: str, new: str) -> None:
    """Puts a stronger digest of the same password in place of `old`, unless another came in between."""
    connection.execute(update(users).where(users.c.id == id, users.c.password == old).values(password=new))


def checked_name(name: str) -> str:
    """The name as it is kept: in Unicode's composed form, its spaces single. InvalidValue where it is none."""
    called = " ".join(unicodedata.normalize("NFC", name).split())
    if not called or len(called) > LONGEST_NAME:
        raise InvalidValue(f"an account's name has from 1 to {LONGEST_NAME} characters, not {len(called)}")
    if not called.isprintable() or any(unicodedata.category(c) in ("Cf", "Co", "Cn", "Cs") for c in called):
        raise InvalidValue("an account's name has only characters that can be seen")
    if not any(c.isalnum() for c in called):
        raise InvalidValue(f"an account's name has a letter or a digit, and {called!r} has none")
    return called


def key_of(name: str) -> str:
    """The name as names are compared: in any case, in any of Unicode's forms. What cannot be a name is some key too."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name[: 4 * LONGEST_NAME]).casefold())
    return " ".join("".join(c if c.isprintable() else "\ufffd" for c in folded).split())


def _role(role: str) -> Role:
    for known in ROLES:
        if role == known:
            return known
    raise InvalidValue(f"a role is {', '.join(ROLES[:-1])} or {ROLES[-1]}, not {short(role)!r}")


def _admins(connection: Connection) -> set[str]:
    asked = select(users.c.id).where(users.c.role == "admin", users.c.disabled_at.is_(None))
    return set(connection.scalars(asked))


def _leave_one(connection: Connection, id: str) -> None:
    if _admins(connection) == {id}:
        raise InvalidValue("this is the last admin who may log in: make another account an admin's first")


def _asked(*more: Any) -> Select[Any]:
    held = select(func.count()).select_from(tokens).where(tokens.c.user_id == users.c.id).scalar_subquery()
    columns = (users.c.id, users.c.name, users.c.role, users.c.temporary, users.c.created_at, users.c.disabled_at)
    return select(*columns, held.label("held"), *more)


def _user(row: RowMapping) -> User:
    return User(
        id=row["id"],
        name=row["name"],
        role=row["role"],
        since=row["created_at"][:10],
        disabled=row["disabled_at"] is not None,
        temporary=row["temporary"],
        tokens=row["held"],
    )
