"""Owns the page of an audit. It counts nothing itself and gives no verdict."""

from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from firsthand.desk.asking import audit as ask
from firsthand.errors import InvalidValue, NotHeld
from firsthand.render.audit import SHARES, covered_name, group_name, periods, relied_lines, remarks, share_cells
from firsthand.render.basis import some
from firsthand.render.coverage_svg import coverage_svg
from firsthand.web.deps import TheHouse
from firsthand.web.pages.asking import asked
from firsthand.web.pages.showing import days_words, shown
from firsthand.web.who_is import Reader

router = APIRouter()


@router.get("/audit")
def audit(
    request: Request, house: TheHouse, _: Reader, by: Literal["outlet", "byline", "section", "month"] = "outlet"
) -> HTMLResponse:
    """What articles rest on, in rows by outlet, byline, section or month, with what it was counted in."""
    given, found, refused = asked(request.query_params), None, ""
    narrowed = {name: value for name, value in given.fields.items() if name in ("outlet", "byline", "first", "last")}
    try:
        found = ask(house.ledger, by=by, **{name: value or None for name, value in narrowed.items()})
    except (InvalidValue, NotHeld) as error:
        refused = str(error)
    context: dict[str, Any] = {}
    if found is not None:
        groups, whole = (*found.groups, found.whole), found.whole
        names, counts = periods(found)
        context = {
            "counted": some(whole.articles, "article"),
            "days": days_words(whole.first, whole.last),
            "columns": (by, *SHARES),
            "shares": [share_cells(found, group) for group in groups],
            "remarks": tuple(remarks(found)),
            "svg": coverage_svg(names, [(covered_name(c), counts[c.outlet]) for c in found.coverage]) if names else "",
            "coverage": [
                (covered_name(c), c.articles, c.first or "–", c.last or "–", c.undated) for c in found.coverage
            ],
            "relied": [
                ("all articles" if group is whole else group_name(group, by), tuple(relied_lines(group)))
                for group in (groups if len(found.groups) > 1 else (whole,))
            ],
        }
    return shown(
        request, "audit.html", title="Audit", by=by, asked=given.fields, refused=refused, found=found, **context
    )
