"""Owns the first page, the page of a reading, and the button that adds it. It reads nothing itself, and keeps nothing
that is not asked for."""

from functools import partial

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import select
from starlette.datastructures import FormData

from firsthand.errors import FirsthandError, InputError, InvalidValue
from firsthand.ledger import Ledger
from firsthand.ledger.answers import HEAD, headline
from firsthand.ledger.tables import articles
from firsthand.model import Reading
from firsthand.render.html import sheet
from firsthand.web.deps import Form, TheHouse, see
from firsthand.web.errors import status_of
from firsthand.web.pages.articles import doubtful_first, tags
from firsthand.web.pages.forms import given_in, word
from firsthand.web.pages.kept import Kept
from firsthand.web.pages.showing import head, shown
from firsthand.web.who_is import Analyst, Person, Reader

router = APIRouter()
NEWEST = 12
_EMPTY = {"text": "", "title": "", "outlet": "", "published": "", "url": ""}


@router.get("/")
def first(request: Request, house: TheHouse, _: Reader) -> HTMLResponse:
    """The form to give an article, and the last articles of the ledger."""
    return shown(request, "read.html", title="Read", given=_EMPTY, refused="", newest=_newest(house.ledger))


@router.post("/read")
async def read(request: Request, house: TheHouse, person: Reader, form: Form) -> HTMLResponse:
    """The reading of what was given; nothing of it is stored."""
    try:
        token = word(form, "token")
        given = _kept(request).take(token, person.id) if token else await given_in(form)
        reading = await house.pool.read(given, owner=person.id)
    except (InputError, InvalidValue) as error:
        return await _again(request, house.ledger, form, error)
    kept = token or _kept(request).keep(given, person.id)
    return await to_thread.run_sync(partial(_shown, request, reading, kept, person, word(form, "order")))


def _shown(request: Request, reading: Reading, kept: str, person: Person, order: str) -> HTMLResponse:
    """The page of a reading. In a thread: that of a long text would hold all others for a while."""
    page = sheet(reading)
    return shown(
        request,
        "reading.html",
        title=page.title,
        sheet=page,
        order="doubtful" if order == "doubtful" else "",
        notes=doubtful_first(page),
        tags=tags(page),
        at=lambda local: f"s-{local}",
        kept=kept,
        can_add=person.may("write"),
    )


@router.post("/read/add")
def add(request: Request, house: TheHouse, person: Analyst, form: Form) -> Response:
    """Adds what was read to the ledger, and shows how far it is."""
    progress = house.jobs.add(_kept(request).take(word(form, "token"), person.id), owner=person.id)
    return see(f"/jobs/{progress.id}")


def _kept(request: Request) -> Kept:
    """What this server remembers to have read."""
    state = request.app.state
    if not hasattr(state, "kept"):
        state.kept = Kept()
    kept: Kept = state.kept
    return kept


async def _again(request: Request, ledger: Ledger, form: FormData, error: FirsthandError) -> HTMLResponse:
    """The form with what was given, and why it could not be read."""
    text = form.get("text")
    sent = {name: word(form, name) for name in _EMPTY} | {"text": text if isinstance(text, str) else ""}
    newest = await to_thread.run_sync(partial(_newest, ledger))
    status = status_of(error)
    return shown(request, "read.html", status=status, title="Read", given=sent, refused=str(error), newest=newest)


def _newest(ledger: Ledger) -> tuple[dict[str, object], ...]:
    """The articles that came into the ledger last."""
    asked = select(*HEAD).where(articles.c.latest).order_by(articles.c.fetched_at.desc(), articles.c.id).limit(NEWEST)
    with ledger.reading() as connection:
        return tuple(head(headline(row)) for row in connection.execute(asked).mappings())
