"""Owns the pages of named sources: the list, and one. An unnamed source has no page, and none is made for it."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from firsthand.desk.asking import sources as list_them
from firsthand.desk.asking import who
from firsthand.errors import NotHeld, Withheld
from firsthand.ledger.holdings import Holding
from firsthand.ledger.who import Who
from firsthand.render.basis import some
from firsthand.render.plain import line
from firsthand.render.questions_words import undated_last
from firsthand.render.sources import NAME_ALONE, days_of, role_words, short
from firsthand.render.trace_html import listed
from firsthand.web.deps import TheHouse
from firsthand.web.pages.resting import claims_on
from firsthand.web.pages.showing import cards, days_words, shown
from firsthand.web.who_is import Reader

router = APIRouter()
MOST = 100
NO_PAGE = (
    "Only named sources have a page. An unnamed one is known in its article alone: nothing here tells whether two of "
    "them are one person, so nothing follows them from one article to another."
)


@router.get("/sources")
def sources(request: Request, house: TheHouse, _: Reader, q: str = "") -> HTMLResponse:
    """The named sources, those with most statements first."""
    found = list_them(house.ledger, q.strip()[:200] or None, limit=MOST)
    return shown(
        request,
        "sources.html",
        title="Named sources",
        q=q.strip()[:200],
        counted=f"{len(found.found)} of {some(found.total, 'source')}.",
        found=tuple(map(_in_list, found.found)),
    )


@router.get("/sources/{id}")
def source(request: Request, house: TheHouse, _: Reader, id: str) -> HTMLResponse:
    """What a named source is quoted with, its roles, and the claims that rest on it; 404 for an unnamed one."""
    try:
        found = who(house.ledger, id)
    except (NotHeld, Withheld):
        return shown(request, "error.html", status=404, title="There is no such page", message=NO_PAGE, back="/sources")
    rests = claims_on(house.ledger, found)
    more = "the newest of them" if found.said_more else undated_last(found.said) or "in order of time"
    return shown(
        request,
        "source.html",
        title=line(found.source.name),
        one=_one(found),
        roles=tuple((line(r.role), r.articles, days_words(r.first, r.last)) for r in found.roles),
        claims=tuple({"id": c.id, "text": line(c.text), "told": listed(c)} for c in rests),
        said=cards(found.said),
        said_words=f"{some(found.statements, 'statement')}, {more}",
        about=cards(found.about),
    )


def _in_list(one: Holding) -> dict[str, str]:
    counted = f"{one.kind_class} · {some(one.statements, 'statement')} in {some(one.articles, 'article')}"
    return {
        "id": one.root,
        "name": short(one.name),
        "told": f"{counted} · {days_of(one)}",
        "weak": NAME_ALONE if one.weak else "",
        "roles": "; ".join(map(role_words, one.roles[:4])),
    }


def _one(found: Who) -> dict[str, object]:
    also = [line(n) for n in found.source.names if n != found.source.name]
    return {
        "id": found.source.root,
        "name": line(found.source.name),
        "kind": found.source.kind_class,
        "counted": f"{some(found.statements, 'statement')} in {some(found.articles, 'article')}",
        "days": days_words(found.first, found.last),
        "also": ", ".join(also),
        "identifiers": found.identifiers,
        "weak": "",
    }
