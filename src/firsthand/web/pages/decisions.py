"""Owns the page of what people decided, and the taking back of a decision. It decides nothing itself."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from firsthand.desk.asking import decisions as ask
from firsthand.desk.deciding import undo as take_back
from firsthand.errors import NotHeld, Withheld
from firsthand.ledger.decided import Decided
from firsthand.web.deps import Form, TheHouse, see
from firsthand.web.pages.forms import reason
from firsthand.web.pages.showing import address, entries, ours, shown
from firsthand.web.who_is import Analyst, Reader

router = APIRouter()
STEP = 50


@router.get("/decisions")
def decisions(
    request: Request,
    house: TheHouse,
    person: Reader,
    about: str = "",
    limit: Annotated[int, Query(ge=1, le=10_000)] = STEP,
) -> HTMLResponse:
    """The log, the newest first, those that were taken back too."""
    found: tuple[Decided, ...] = ()
    refused = ""
    try:
        found = ask(house.ledger, about.strip() or None, limit=limit + 1)
    except (NotHeld, Withheld) as error:
        refused = str(error)
    more = address("/decisions", about=about.strip(), limit=limit + STEP) if len(found) > limit else None
    return shown(
        request,
        "decisions.html",
        title="Decisions",
        about=about.strip(),
        refused=refused,
        found=entries(found[:limit], "/decisions"),
        can_decide=person.may("write"),
        more=more,
    )


@router.post("/decisions/{id}/undo")
def undo(house: TheHouse, person: Analyst, id: str, form: Form) -> Response:
    """Takes a decision back, and shows the page that it was made from."""
    take_back(house.ledger, id, by=person.name, why=reason(form))
    return see(ours(str(form.get("back", "")), "/decisions"))
