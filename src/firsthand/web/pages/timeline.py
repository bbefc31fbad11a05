"""Owns the page of a timeline. It counts and draws nothing itself."""

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from firsthand.desk.asking import timeline as ask
from firsthand.errors import InvalidValue, NotHeld, Withheld
from firsthand.ledger.answers import Answer
from firsthand.render.questions_words import lane_name, of_all, when
from firsthand.render.timeline_svg import timeline_svg
from firsthand.web.deps import TheHouse
from firsthand.web.pages.asking import asked, options
from firsthand.web.pages.showing import Card, cards, days_words, shown
from firsthand.web.who_is import Reader

router = APIRouter()


@router.get("/timeline")
def timeline(
    request: Request, house: TheHouse, _: Reader, q: str = "", by: Literal["source", "outlet"] = "source"
) -> HTMLResponse:
    """Who said what when about some words, in lanes by source or outlet."""
    given, found, refused = asked(request.query_params), None, ""
    words = q.strip()
    if words:
        try:
            found = ask(house.ledger, words, by=by, **given.narrowed)
        except (InvalidValue, NotHeld, Withheld) as error:
            refused = str(error)
    answers = found.answers if found else ()
    return shown(
        request,
        "timeline.html",
        title=f"Timeline: {words[:80]}" if words else "Timeline",
        q=words,
        by=by,
        asked=given.fields,
        narrowed=given.any,
        options=options,
        refused=refused,
        found=found,
        counted=of_all(len(answers), found.more) if found else "",
        days=days_words(found.first, found.last) if found else "",
        svg=timeline_svg(found) if found and answers else "",
        unnamed=found is not None and any(lane.of == "unnamed" for lane in found.lines),
        lanes=tuple((lane_name(lane, by), len(lane.answers)) for lane in found.lines) if found else (),
        by_day=_by_day(answers),
    )


def _by_day(answers: tuple[Answer, ...]) -> tuple[tuple[str, tuple[Card, ...]], ...]:
    by_day: dict[str, list[Answer]] = {}
    for answer in answers:
        by_day.setdefault(when(answer.article), []).append(answer)
    return tuple((day, cards(mine)) for day, mine in by_day.items())
