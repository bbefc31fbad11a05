"""Owns a run of `firsthand user`: the ledger opened, a password asked for, one thing done. It decides nothing."""

import getpass
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from firsthand.cli.running import note, say
from firsthand.errors import FirsthandError, InvalidValue
from firsthand.ledger import default_place, open_ledger
from firsthand.ledger.accounts import User
from firsthand.ledger.logins import Token
from firsthand.render.questions_records import json_text
from firsthand.web.accounts import TeamAccounts

SCOPES = ("read", "write", "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One thing to do with accounts; `ledger` None is the default place."""

    action: Literal["add", "list", "role", "token", "password", "disable", "enable"]
    name: str = ""
    role: str = "reader"
    temporary: bool = False
    purpose: str | None = None
    scope: str = "read"
    days: int = 90
    revoke: str | None = None
    tokens_too: bool = False
    format: Literal["table", "json"] = "table"
    ledger: str | None = None


def run(job: Job) -> int:
    """Does it; the exit code."""
    place = job.ledger or default_place()
    try:
        if not place.startswith("postgresql"):
            raise InvalidValue("a team's ledger lies in PostgreSQL: give --ledger postgresql://user@host/name")
        with open_ledger(place, create=job.action == "add") as ledger:
            _do(job, TeamAccounts(ledger))
    except FirsthandError as error:
        note(str(error))
        return 1
    return 0


def _do(job: Job, team: TeamAccounts) -> None:
    match job.action:
        case "add":
            made = team.add_user(job.name, job.role, _password(job.name), temporary=job.temporary)
            note(f"{made.name} may log in, as {_an(made.role)}")
        case "list":
            users = team.users()
            say(json_text(_record(users)) if job.format == "json" else _table(USER_COLUMNS, map(_user, users)))
        case "role":
            note(f"{team.set_role(job.name, job.role).name} is {_an(job.role)} from now on")
        case "disable":
            note(f"{team.disable(job.name).name} was logged out, has no tokens, and may not log in any more")
        case "enable":
            note(f"{team.enable(job.name).name} may log in again, with the password of before")
        case "password":
            name = team.user(job.name).name
            team.set_password(name, _password(name), temporary=job.temporary, tokens_too=job.tokens_too)
            note(f"the password of {name} was changed; all their sessions ended")
        case "token":
            _token(job, team)


def _token(job: Job, team: TeamAccounts) -> None:
    user = team.user(job.name)
    if job.revoke is not None:
        team.revoke(user, job.revoke)
        note(f"the token {job.revoke} of {user.name} is taken no more")
    elif job.purpose is not None:
        scopes = SCOPES[: SCOPES.index(job.scope) + 1]
        token, kept = team.make_token(user, job.purpose, scopes, job.days)
        say(token + "\n")
        note(f"it is shown this once; it is taken until {kept.ends}, and firsthand calls it {kept.handle}")
    else:
        held = team.tokens(user)
        record = {"schema": "firsthand/1", "tokens": [_token_record(t) for t in held]}
        say(json_text(record) if job.format == "json" else _table(TOKEN_COLUMNS, map(_token_row, held)))


def _password(name: str) -> str:
    """The password that a person types twice, or the first line of standard input."""
    if sys.stdin is None:
        raise InvalidValue("a password is asked for at a terminal, or is the first line of standard input")
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    given = getpass.getpass(f"Password of {name}: ", stream=sys.stderr)
    if getpass.getpass("The same again: ", stream=sys.stderr) != given:
        raise InvalidValue("the password was not written the same way twice: nothing was done")
    return given


def _an(role: str) -> str:
    return f"an {role}" if role[0] == "a" else f"a {role}"


USER_COLUMNS = ("name", "role", "since", "tokens", "state")
TOKEN_COLUMNS = ("id", "for", "may", "made", "last used", "until")


def _user(user: User) -> tuple[str, ...]:
    return user.name, user.role, user.since, str(user.tokens), _state(user)


def _state(user: User) -> str:
    return "disabled" if user.disabled else "has to change the password" if user.temporary else "may log in"


def _record(users: Sequence[User]) -> dict[str, object]:
    told = [{"name": u.name, "role": u.role, "since": u.since, "tokens": u.tokens, "state": _state(u)} for u in users]
    return {"schema": "firsthand/1", "users": told}


def _token_row(token: Token) -> tuple[str, ...]:
    return token.handle, token.purpose, ", ".join(token.scopes), token.made, token.used or "never", token.ends


def _token_record(token: Token) -> dict[str, object]:
    return {
        "id": token.handle,
        "for": token.purpose,
        "scopes": list(token.scopes),
        "made": token.made,
        "used": token.used or None,
        "ends": token.ends,
    }


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    held = [columns, *rows]
    widths = [max(len(row[i]) for row in held) for i in range(len(columns))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in held]
    return "".join(f"{line}\n" for line in lines)
