"""Owns the page of words, signs and keys."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from firsthand.web.pages.showing import shown
from firsthand.web.who_is import MaybePerson

router = APIRouter()


@router.get("/help")
def help_page(request: Request, _: MaybePerson) -> HTMLResponse:
    """The words the pages use, how sources are marked, the keys."""
    return shown(request, "help.html", title="Words, signs and keys")
