"""Owns the page of a search. It finds nothing itself."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from firsthand.desk.asking import filters
from firsthand.errors import InvalidValue, NotHeld, Withheld
from firsthand.ledger.search import heavy
from firsthand.ledger.search import search as find
from firsthand.render.questions_words import of_all
from firsthand.web.deps import House, TheHouse
from firsthand.web.pages.asking import asked, options
from firsthand.web.pages.showing import address, cards, shown
from firsthand.web.who_is import Reader

router = APIRouter()
STEP, MOST = 20, 500


@router.get("/search")
async def search(
    request: Request,
    house: TheHouse,
    _: Reader,
    q: str = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = STEP,
) -> HTMLResponse:
    """Who says so: statements by their words and filters, best first; the newest where there are filters alone."""
    try:
        return await to_thread.run_sync(_page, request, house, q, limit, False, limiter=house.looks)
    except _TakesLong:
        return await to_thread.run_sync(_page, request, house, q, limit, True, limiter=house.long_looks)


class _TakesLong(Exception):
    """The search is one of those that wait for each other."""


def _page(request: Request, house: House, q: str, limit: int, long: bool) -> HTMLResponse:
    """The page; _TakesLong where it does and `long` is False."""
    given, found, refused = asked(request.query_params), None, ""
    words = q.strip()
    if words or given.any:
        try:
            with house.ledger.reading() as connection:
                if not long and heavy(connection, words or None, house.common):
                    raise _TakesLong
                narrowed = filters(connection, given.narrowed)
                found = find(connection, words or None, narrowed, limit=limit)
        except (InvalidValue, NotHeld, Withheld) as error:
            refused = str(error)
    more = None
    if found is not None and found.more and limit < MOST:
        more = address("/search", q=words, **given.fields, limit=min(MOST, limit + 2 * STEP))
    return shown(
        request,
        "search.html",
        title=f"Search: {words[:80]}" if words else "Search",
        q=words,
        asked=given.fields,
        narrowed=given.any,
        options=options,
        refused=refused,
        found=found,
        cards=cards(found.answers) if found else (),
        counted=of_all(len(found.answers), found.more) if found else "",
        more=more,
    )
