"""Owns the pages of cases: what a few people gather on one story, for them alone. It keeps nothing itself."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import Connection

from firsthand.desk import tracing
from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger import Ledger, accounts, cases
from firsthand.ledger.cases import Case, Item, Viewer
from firsthand.render.basis import some
from firsthand.render.plain import cleaned, line, shortened
from firsthand.web.deps import Form, House, TheHouse, see
from firsthand.web.errors import status_of
from firsthand.web.pages.account import Team
from firsthand.web.pages.forms import word
from firsthand.web.pages.showing import head, shown
from firsthand.web.who_is import Analyst, Person, Reader

router = APIRouter(prefix="/cases")
_ADDRESS = re.compile(r"/(?P<what>articles|claims)/(?P<id>[0-9A-Za-z]{4,40})(?:[?#]|$)")
MOST_WORDS = 300


@router.get("")
def listed(request: Request, house: TheHouse, _: Team, person: Reader) -> HTMLResponse:
    """The cases that the person sees."""
    return _list(request, house, person)


@router.post("")
def make(request: Request, house: TheHouse, _: Team, person: Analyst, form: Form) -> Response:
    """Makes a case, which who made it reads."""
    try:
        with house.ledger.writing() as connection:
            id = cases.make(connection, word(form, "name"), viewer(person), at=_now())
    except InvalidValue as error:
        return _list(request, house, person, refused=error)
    return see(f"/cases/{id}")


@router.get("/{id}")
def case(request: Request, house: TheHouse, _: Team, person: Reader, id: str) -> HTMLResponse:
    """A case with all that is in it."""
    return _one(request, house, person, id)


@router.post("/{id}/items")
def add(request: Request, house: TheHouse, _: Team, person: Analyst, id: str, form: Form) -> Response:
    """Adds an article or a claim, by its id or its page's address, or a note."""
    note, given, who = word(form, "note"), word(form, "named"), viewer(person)

    def put(connection: Connection) -> None:
        if note:
            cases.add_note(connection, id, note, who, at=_now())
        elif what == "claims":
            cases.add_claim(connection, id, named, who, at=_now())
        else:
            cases.add_article(connection, id, named, who, at=_now())

    what, named = "", ""
    try:
        if not note:
            _seen(house.ledger, id, who)
            what, named = _named(house.ledger, given, word(form, "what"))
    except (InvalidValue, NotHeld) as error:
        return _one(request, house, person, id, refused=error)
    return _done(request, house, person, id, put)


@router.post("/{id}/items/{item}/drop")
def drop_item(request: Request, house: TheHouse, _: Team, person: Analyst, id: str, item: str) -> Response:
    """Takes one thing out."""
    return _done(request, house, person, id, lambda c: cases.drop_item(c, id, item, viewer(person)))


@router.post("/{id}/readers")
def add_reader(request: Request, house: TheHouse, _: Team, person: Analyst, id: str, form: Form) -> Response:
    """Lets somebody else see the case."""
    name = word(form, "name")

    def put(connection: Connection) -> None:
        cases.add_reader(connection, id, accounts.named(connection, name).id, viewer(person))

    return _done(request, house, person, id, put)


@router.post("/{id}/readers/drop")
def drop_reader(request: Request, house: TheHouse, _: Team, person: Reader, id: str, form: Form) -> Response:
    """Lets somebody, or oneself, see the case no more."""
    reader, who = word(form, "reader"), viewer(person)
    leaves = reader == who.id and not who.every
    after = "/cases" if leaves else f"/cases/{id}"
    return _done(request, house, person, id, lambda c: cases.drop_reader(c, id, reader, who), after)


@router.post("/{id}/drop")
def drop(request: Request, house: TheHouse, _: Team, person: Analyst, id: str, form: Form) -> Response:
    """Deletes the case, once its name was written again."""
    again, who = line(word(form, "name")), viewer(person)

    def put(connection: Connection) -> None:
        if cases.case(connection, id, who).name != again:
            raise InvalidValue("Write the case's name as it stands to delete it.")
        cases.drop(connection, id, who)

    return _done(request, house, person, id, put, "/cases")


def viewer(person: Person) -> Viewer:
    """Who asks, as cases know them; a token without the scope `admin` sees what its owner reads."""
    return Viewer(id=person.id, every=person.may("admin"))


def _named(ledger: Ledger, given: str, what: str) -> tuple[str, str]:
    """What an id or a page's address stands for: ``articles`` or ``claims``, and the id."""
    found = _ADDRESS.search(given)
    what, id = (found["what"], found["id"]) if found else (what, given)
    if not id:
        raise InvalidValue("Say what to add: an id, the address of its page, or a note.")
    if what != "claims":
        return "articles", id
    if not (id.isalnum() and len(id) <= 16):
        raise NotHeld("That is the id of no claim: look for it by its words.")
    # The id of a report stays when decisions change which claim it belongs to.
    answered = tracing.trace(ledger, id)
    claim = next(c for c in answered.trace.claims if c.id == answered.claims[0])
    return "claims", claim.reports[0].unit


def _seen(ledger: Ledger, id: str, who: Viewer) -> Case:
    with ledger.reading() as connection:
        return cases.case(connection, id, who)


def _done(
    request: Request, house: House, person: Person, id: str, put: Callable[[Connection], None], after: str = ""
) -> Response:
    try:
        with house.ledger.writing() as connection:
            put(connection)
    except (InvalidValue, NotHeld) as error:
        return _one(request, house, person, id, refused=error)
    return see(after or f"/cases/{id}")


def _list(request: Request, house: House, person: Person, *, refused: InvalidValue | None = None) -> HTMLResponse:
    with house.ledger.reading() as connection:
        found = cases.listed(connection, viewer(person))
    return shown(
        request,
        "cases.html",
        status=200 if refused is None else status_of(refused),
        title="Cases",
        found=[(c, some(c.items, "thing"), some(c.readers, "reader")) for c in found],
        can_make=person.may("write"),
        refused=str(refused or ""),
    )


def _one(
    request: Request, house: House, person: Person, id: str, *, refused: InvalidValue | NotHeld | None = None
) -> HTMLResponse:
    """The page of a case; NotHeld where the person does not see it."""
    who = viewer(person)
    with house.ledger.reading() as connection:
        found = cases.case(connection, id, who)
        everybody = [u.name for u in accounts.every(connection) if not u.disabled]
    there = {name for _, name in found.readers}
    return shown(
        request,
        "case.html",
        status=200 if refused is None else status_of(refused),
        title=found.name,
        case=found,
        items=[_item(item, person) for item in found.items],
        others=[name for name in everybody if name not in there],
        me=person.id,
        can_add=person.may("write"),
        owns=who.every or found.by_id == who.id,
        refused=str(refused or ""),
    )


def _item(item: Item, person: Person) -> dict[str, object]:
    told = line(item.words or "")
    return {
        "id": item.id,
        "kind": item.kind,
        "by": item.by,
        "day": item.at[:10],
        "article": head(item.article) if item.article else None,
        "claim": item.claim,
        "told": shortened(told, MOST_WORDS),
        "note": cleaned(item.words or ""),
        "mine": person.may("write") and (item.kind != "note" or person.may("admin") or item.by == person.name),
    }


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
