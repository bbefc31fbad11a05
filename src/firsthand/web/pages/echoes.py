"""Owns the page of what is widely reported and has one known root. It finds nothing itself."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from firsthand.desk.tracing import echoes as ask
from firsthand.errors import InvalidValue
from firsthand.render import trace_echoes
from firsthand.render.trace_words import ECHO_OUTLETS
from firsthand.web.deps import TheHouse
from firsthand.web.pages.showing import shown
from firsthand.web.who_is import Reader

router = APIRouter()


@router.get("/echoes")
def echoes(
    request: Request,
    house: TheHouse,
    _: Reader,
    outlets: Annotated[int, Query(ge=1, le=1000)] = ECHO_OUTLETS,
    since: str = "",
) -> HTMLResponse:
    """Claims that at least `outlets` outlets assert, told since a day, with one known root here."""
    found, refused = [], ""
    try:
        answered = ask(house.ledger, since=since.strip() or None, min_outlets=outlets)
    except InvalidValue as error:
        refused = str(error)
    else:
        named = {s.id for s in answered.trace.sources if not s.anonymous and s.article is None}
        listed = trace_echoes.echoes(answered.trace, min_outlets=outlets, since=since.strip() or None)
        found = [
            {**asdict(e), "href": f"/sources/{e.root_id}" if e.root_id in named else None}
            for e in listed
            if e.claim in answered.claims
        ]
    return shown(
        request,
        "echoes.html",
        title="Echoes",
        outlets=outlets,
        since=since.strip()[:10],
        refused=refused,
        found=found,
        nothing=trace_echoes.NOTHING,
    )
