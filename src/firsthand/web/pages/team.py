"""Owns the page of a team's accounts, for admins: who there is, roles, first passwords. It decides nothing itself."""

from collections.abc import Callable
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger.accounts import ROLES, User
from firsthand.web.accounts import TeamAccounts
from firsthand.web.deps import Form, see
from firsthand.web.errors import status_of
from firsthand.web.faults import Busy, Forbidden
from firsthand.web.pages.account import LoggedIn, Team, secret
from firsthand.web.pages.forms import word
from firsthand.web.pages.showing import shown
from firsthand.web.passwords import LEAST
from firsthand.web.who_is import Admin, Person

router = APIRouter(prefix="/team")
What = Literal["add", "role", "disable", "enable", "password"]
Refusal = InvalidValue | NotHeld | Forbidden | Busy


@router.get("")
def accounts(request: Request, team: Team, _: Admin, person: LoggedIn) -> HTMLResponse:
    """All accounts, and the forms to change them."""
    return _page(request, team, person)


@router.post("/{what}")
def change(request: Request, team: Team, _: Admin, person: LoggedIn, what: What, form: Form) -> Response:
    """Makes or changes the account that the form names."""
    name, role, password = word(form, "name"), word(form, "role"), secret(form, "password")
    do: dict[What, Callable[[], User]] = {
        "add": lambda: team.add_user(name, role, password, temporary=True),
        "role": lambda: team.set_role(name, role),
        "disable": lambda: team.disable(name),
        "enable": lambda: team.enable(name),
        "password": lambda: team.set_password(name, password, temporary=True, tokens_too=bool(word(form, "tokens"))),
    }
    try:
        do[what]()
    except (InvalidValue, NotHeld, Busy) as error:
        return _page(request, team, person, refused=error)
    return see("/team")


def _page(request: Request, team: TeamAccounts, person: Person, *, refused: Refusal | None = None) -> HTMLResponse:
    return shown(
        request,
        "team.html",
        status=200 if refused is None else status_of(refused),
        title="The team",
        users=team.users(),
        me=person,
        roles=ROLES,
        refused=str(refused or ""),
        least=LEAST,
    )
