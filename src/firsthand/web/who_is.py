"""Owns who asks: the person behind a request and what they may do. It checks no password and keeps no account."""

import getpass
import os
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol

from anyio import to_thread
from fastapi import Depends, Request

from firsthand.web.faults import Forbidden, Unknown

Role = Literal["reader", "analyst", "admin"]
By = Literal["alone", "session", "token"]
ROLE_SCOPES: dict[str, frozenset[str]] = {
    "reader": frozenset({"read"}),
    "analyst": frozenset({"read", "write"}),
    "admin": frozenset({"read", "write", "admin"}),
}
SESSION = "firsthand_session"
"""The name of the session's cookie; over https it is `__Host-firsthand_session`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks: `name` is what decisions are kept under; `scopes` is what role and token together allow.

    `by` says how they are known: alone on their own machine, by a session's cookie, or by an API token. `id` is the
    account's, "" alone; `session` the open session's opaque id, which form tokens are bound to.
    """

    name: str
    role: Role = "reader"
    scopes: frozenset[str] = ROLE_SCOPES["reader"]
    by: By = "alone"
    id: str = ""
    session: str = ""

    def may(self, scope: str) -> bool:
        """True where the person may do what needs `scope` (read, write or admin)."""
        return scope in self.scopes


class Accounts(Protocol):
    """What a team's accounts answer. Both look into the ledger, so they are called off the event loop."""

    def of_session(self, cookie: str) -> Person | None:
        """The person whose open session this cookie is; None where it is none, has ended, or is disabled."""

    def of_token(self, token: str) -> Person | None:
        """The person whose API token this is, with the scopes of both; None where it is none or is disabled."""


def local_person() -> Person:
    """The one person of a server alone: FIRSTHAND_BY, else the user's name on this machine, with all rights."""
    try:
        name = os.environ.get("FIRSTHAND_BY") or getpass.getuser()
    except (OSError, KeyError):  # a user id without a name
        name = "local"
    return Person(name=name, role="admin", scopes=ROLE_SCOPES["admin"])


def session_cookie(request: Request) -> str:
    """The session's cookie, "" where there is none."""
    prefix = "__Host-" if request.url.scheme == "https" else ""
    return request.cookies.get(prefix + SESSION, "")


def bearer(request: Request) -> str:
    """The token of ``Authorization: Bearer``, "" where there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def person_or_none(request: Request) -> Person | None:
    """Who asks, or None where nobody is logged in. Only accounts, which look into the ledger, cost a thread."""
    known: Person | None = getattr(request.state, "person", None)
    if known is None:
        team = request.app.state.house.settings.team
        known = request.state.person = await to_thread.run_sync(_looked_up, request) if team else _looked_up(request)
    return known


def _looked_up(request: Request) -> Person | None:
    house = request.app.state.house
    if not house.settings.team:
        person: Person = house.alone
        return person
    accounts: Accounts | None = house.accounts
    if accounts is None:
        return None
    if token := bearer(request):  # a token that is none does not fall back on the cookie
        return accounts.of_token(token)
    cookie = session_cookie(request)
    return accounts.of_session(cookie) if cookie else None


async def needs_reader(person: Annotated[Person | None, Depends(person_or_none)]) -> Person:
    """The person, who may read; raises Unknown or Forbidden."""
    return _with(person, "read")


async def needs_analyst(person: Annotated[Person | None, Depends(person_or_none)]) -> Person:
    """The person, who may add and decide; raises Unknown or Forbidden."""
    return _with(person, "write")


async def needs_admin(person: Annotated[Person | None, Depends(person_or_none)]) -> Person:
    """The person, who may do everything; raises Unknown or Forbidden."""
    return _with(person, "admin")


def _with(person: Person | None, scope: str) -> Person:
    if person is None:
        raise Unknown("Nobody is logged in: log in, or send a token with Authorization: Bearer.")
    if not person.may(scope):
        raise Forbidden(f"This needs the right to {_WORDS[scope]}, which this account or token does not have.")
    return person


_WORDS = {"read": "read", "write": "add and decide", "admin": "administer"}

Reader = Annotated[Person, Depends(needs_reader)]
Analyst = Annotated[Person, Depends(needs_analyst)]
Admin = Annotated[Person, Depends(needs_admin)]
MaybePerson = Annotated[Person | None, Depends(person_or_none)]
