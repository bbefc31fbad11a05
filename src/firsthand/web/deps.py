"""Owns what every handler may ask for: the house, the page to answer with, the form that was sent. It opens nothing."""

from dataclasses import dataclass, field
from typing import Annotated, Any

from anyio import CapacityLimiter
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from firsthand.ledger import Ledger
from firsthand.web import csrf
from firsthand.web.jobs import Jobs
from firsthand.web.metrics import Metrics
from firsthand.web.reads import Reads
from firsthand.web.settings import Settings, cores
from firsthand.web.who_is import Accounts, Person, person_or_none


def _looks() -> CapacityLimiter:
    return CapacityLimiter(cores())


def _long_looks() -> CapacityLimiter:
    return CapacityLimiter(max(1, cores() - 1))


UTF8 = frozenset({b"utf-8", b"utf8"})
LARGE = ("/read", "/check", "/articles")
"""How the addresses end that take an article as JSON."""
SMALL_JSON = 64_000
"""Bytes of any other JSON: each wrong place of it is an error to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the server holds while it runs: opened when it starts, closed when it stops.

    `pool` reads (``await house.pool.read(given)``), `jobs` adds, `alone` is the one person of a server without login,
    `accounts` answers who a cookie or a token is, in a team. `looks` bounds the threads that work out pages which are
    asked for often and done soon: more than there are cores would take turns and all end late. `long_looks` is for
    those that take many times as long, which wait for each other and hold up none of the others: searches for
    `common` words alone. `exporting` are the ids of those whose export is being written.
    """

    settings: Settings
    ledger: Ledger
    pool: Reads
    jobs: Jobs
    templates: Environment
    metrics: Metrics
    alone: Person
    accounts: Accounts | None = None
    looks: CapacityLimiter = field(default_factory=_looks)
    long_looks: CapacityLimiter = field(default_factory=_long_looks)
    common: set[str] = field(default_factory=set)
    exporting: set[str] = field(default_factory=set)


async def held(request: Request) -> House:
    """`house` as a dependency: async, so that it costs no thread."""
    return house(request)


def house(request: Request) -> House:
    """The house of the server that answers this request."""
    held: House = request.app.state.house
    return held


def page(request: Request, name: str, /, *, status: int = 200, **context: Any) -> HTMLResponse:
    """The page that the template `name` makes of `context`, with what every template may use."""
    held = house(request)
    words = held.templates.get_template(name).render(
        **{
            "person": getattr(request.state, "person", None),
            "csrf_token": csrf.token(request),
            "team": held.settings.team,
            "path": request.url.path,
            **context,
        }
    )
    response = HTMLResponse(words, status_code=status)
    csrf.keep(request, response)
    return response


def see(address: str) -> RedirectResponse:
    """The answer to a form that was done: another page of ours, asked for anew (303)."""
    return RedirectResponse(address, status_code=303)


async def form(request: Request) -> FormData:
    """The form that was sent, its token checked by the routers; fields and files as they came."""
    charset = parse_options_header(request.headers.get("content-type"))[1].get(b"charset", b"utf-8")
    if charset.lower() not in UTF8:  # others decode to half characters, or take the square of their length
        raise HTTPException(415, "A form is sent in UTF-8.")
    limits = house(request).settings.limits
    return await request.form(max_files=20, max_fields=200, max_part_size=limits.body)


async def checked(request: Request, _: Annotated[Person | None, Depends(person_or_none)]) -> None:
    """For the routers of pages: Forbidden where what changes something came without this browser's token."""
    if request.method not in csrf.SAFE:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        sent = kind in ("application/x-www-form-urlencoded", "multipart/form-data")
        csrf.check(request, await form(request) if sent else None)


async def checked_api(request: Request, person: Annotated[Person | None, Depends(person_or_none)]) -> None:
    """For the routers of the API: the token, in X-CSRF-Token, only where a session's cookie says who it is; and JSON
    that carries no article is short."""
    if request.method not in csrf.SAFE and person is not None and person.by == "session":
        csrf.check(request, None)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json" and not request.url.path.endswith(LARGE) and len(await request.body()) > SMALL_JSON:
        raise HTTPException(413, f"More than {SMALL_JSON:,} bytes are not taken here.")


TheHouse = Annotated[House, Depends(held)]
Form = Annotated[FormData, Depends(form)]
