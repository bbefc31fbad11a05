"""Owns the pages of logging in and out, and of one's own account: password, sessions, tokens. It checks nothing itself.

A session's cookie is HttpOnly and SameSite=Lax: a link from a message leads to the page, and what changes anything is
asked for by `safety` and `csrf` besides.
"""

import ipaddress
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from firsthand.errors import InvalidValue, NotHeld
from firsthand.web.accounts import DAYS, MOST_DAYS, TeamAccounts
from firsthand.web.deps import Form, TheHouse, see
from firsthand.web.errors import status_of
from firsthand.web.faults import Busy, Forbidden, Unknown
from firsthand.web.pages.forms import word
from firsthand.web.pages.showing import ours, shown
from firsthand.web.passwords import LEAST
from firsthand.web.rates import network_of
from firsthand.web.who_is import ROLE_SCOPES, SESSION, MaybePerson, Person

router = APIRouter()
SCOPES = ("read", "write", "admin")
SAID = {
    "password": "Your password was changed and you were logged out everywhere: log in with the new one.",
    "out": "You are logged out.",
    "sessions": "You were logged out everywhere.",
}


def team(house: TheHouse) -> TeamAccounts:
    """The team's accounts; alone there are none, and no such page."""
    if not isinstance(house.accounts, TeamAccounts):
        raise HTTPException(404)
    return house.accounts


Team = Annotated[TeamAccounts, Depends(team)]


def by_session(_: Team, person: MaybePerson) -> Person:
    """The person, logged in by hand: a token changes nobody's password and makes no token."""
    if person is None:
        raise Unknown("Nobody is logged in: log in first.")
    if person.by != "session":
        raise Forbidden("Accounts are for people who log in, not for tokens.")
    return person


LoggedIn = Annotated[Person, Depends(by_session)]


@router.get("/login")
def login(request: Request, _: Team, person: MaybePerson, next: str = "/", said: str = "") -> Response:
    """The form to log in, and what came of the last one."""
    if person is not None and person.by == "session":
        return see(_inside(next))
    return _form(request, "", _inside(next), said=SAID.get(said, ""))


@router.post("/login")
def log_in(request: Request, house: TheHouse, team: Team, person: MaybePerson, form: Form) -> Response:
    """Opens a session; whatever is wrong, it says the same."""
    name, onward = word(form, "name"), _inside(word(form, "next"))
    try:
        _check_line(request)
        before = person.session if person is not None else ""
        cookie, user = team.log_in(name, secret(form, "password"), network(request), before=before)
    except (Forbidden, Busy) as error:
        house.metrics.refused("login")
        return _form(request, name, onward, refused=error)
    response = see("/account" if user.temporary else onward)
    response.set_cookie(cookie_name(request), cookie, httponly=True, samesite="lax", secure=_https(request), path="/")
    return response


@router.post("/logout")
def log_out(request: Request, team: Team, person: LoggedIn) -> Response:
    """Ends the session."""
    team.log_out(person)
    return _gone(request, "out")


@router.get("/account")
def account(request: Request, team: Team, person: LoggedIn) -> HTMLResponse:
    """One's own account."""
    return _page(request, team, person)


@router.post("/account/password")
def password(request: Request, team: Team, person: LoggedIn, form: Form) -> Response:
    """Changes one's password, which ends all sessions, this one too."""
    old, new = secret(form, "old"), secret(form, "new")
    try:
        _check_line(request)
        if new != secret(form, "again"):
            raise InvalidValue("The new password was not written the same way twice.")
        team.change_password(person, old, new, network(request), tokens_too=bool(word(form, "tokens")))
    except (InvalidValue, Forbidden, Busy) as error:
        return _page(request, team, person, refused=error)
    return _gone(request, "password")


@router.post("/account/sessions")
def end_sessions(request: Request, team: Team, person: LoggedIn) -> Response:
    """Ends all one's sessions, this one too."""
    team.log_out_everywhere(person.id)
    return _gone(request, "sessions")


@router.post("/account/tokens")
def make_token(request: Request, team: Team, person: LoggedIn, form: Form) -> HTMLResponse:
    """Makes a token, and shows it this once."""
    days = word(form, "days")
    try:
        _check_changed(person)
        scopes = [s for s in SCOPES if s in form.getlist("scope")]
        lasts = int(days) if days.isdecimal() and len(days) < 6 else 0
        token, _ = team.make_token(person, word(form, "purpose"), scopes, lasts)
    except (InvalidValue, Forbidden) as error:
        return _page(request, team, person, refused=error)
    return _page(request, team, person, token=token)


@router.post("/account/tokens/{handle}/revoke")
def revoke(request: Request, team: Team, person: LoggedIn, handle: str) -> Response:
    """Takes a token away."""
    try:
        team.revoke(person, handle)
    except NotHeld as error:
        return _page(request, team, person, refused=error)
    return see("/account")


def secret(form: FormData, name: str) -> str:
    """The words of a field as they were typed, spaces at their ends too."""
    given = form.get(name, "")
    return given if isinstance(given, str) else ""


def network(request: Request) -> str:
    """Where the request comes from, as waits count it."""
    return network_of(request.client.host if request.client else "")


def cookie_name(request: Request) -> str:
    """The name of the session's cookie; over https a browser then takes it from this host only."""
    return ("__Host-" if _https(request) else "") + SESSION


def _https(request: Request) -> bool:
    return request.url.scheme == "https"


def _check_line(request: Request) -> None:
    """Forbidden where a password came over an open line: not https, and not from this machine."""
    try:
        here = ipaddress.ip_address(request.client.host).is_loopback if request.client else True
    except ValueError:  # no address: a socket of this machine
        here = True
    if not (_https(request) or here):
        raise Forbidden(
            "Passwords are taken over https only: open this page by https, or tell whoever runs the server."
        )


def _check_changed(person: Person) -> None:
    if not person.scopes:
        raise Forbidden("Change your password first: the one you have is for the first login only.")


def _inside(onward: str) -> str:
    """A page of ours to go on to, but not back to the login."""
    page = ours(onward, "/")
    return "/" if page.startswith(("/login", "/logout", "/api/")) else page


def _form(
    request: Request, name: str, onward: str, *, said: str = "", refused: Forbidden | Busy | None = None
) -> HTMLResponse:
    status = 200 if refused is None else status_of(refused)
    page = shown(
        request,
        "login.html",
        status=status,
        title="Log in",
        name=name,
        onward=onward,
        said=said,
        refused=str(refused or ""),
    )
    if isinstance(refused, Busy):
        page.headers["Retry-After"] = str(refused.retry_after_s)
    return page


def _page(
    request: Request,
    team: TeamAccounts,
    person: Person,
    *,
    refused: InvalidValue | NotHeld | Forbidden | Busy | None = None,
    token: str = "",
) -> HTMLResponse:
    return shown(
        request,
        "account.html",
        status=200 if refused is None else status_of(refused),
        title="Your account",
        me=person,
        fresh=bool(person.scopes),
        tokens=team.tokens(person),
        sessions=team.sessions(person),
        scopes=[s for s in SCOPES if s in ROLE_SCOPES[person.role]],
        refused=str(refused or ""),
        token=token,
        least=LEAST,
        days=DAYS,
        most_days=MOST_DAYS,
    )


def _gone(request: Request, said: str) -> RedirectResponse:
    response = see(f"/login?said={said}")
    https = _https(request)
    response.delete_cookie(cookie_name(request), httponly=True, samesite="lax", secure=https, path="/")
    return response
