"""Owns /sources: the named ones, and one. An unnamed source is known in its article alone, and nothing here answers to
it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from firsthand.desk import asking
from firsthand.errors import NotHeld, Withheld
from firsthand.render.questions_records import who_record
from firsthand.render.sources import holding_record
from firsthand.web.deps import TheHouse
from firsthand.web.rest.answering import given, listed, one, page
from firsthand.web.rest.cursors import window
from firsthand.web.rest.problems import problems
from firsthand.web.rest.shapes.asked import SourceAsked, SourcesAsked
from firsthand.web.rest.shapes.held import SourceAnswer, SourcesAnswer
from firsthand.web.who_is import Reader

router = APIRouter(prefix="/sources", tags=["Sources"], responses=problems())


@router.get(
    "", operation_id="listSources", summary="The named sources", response_model=SourcesAnswer, responses=listed()
)
def sources(request: Request, house: TheHouse, _: Reader, asked: Annotated[SourcesAsked, Query()]) -> Response:
    """Those with most statements first. No unnamed source is in it."""
    wanted = window(request, asked.cursor, asked.limit)
    found = asking.sources(house.ledger, asked.words, kind=asked.kind, limit=wanted.reach)
    shown, at = wanted.cut(found.found, lambda s: s.root)
    return page(request, {"sources": [holding_record(s) for s in shown], "total": found.total}, at)


@router.get(
    "/{id}",
    operation_id="getSource",
    summary="What a named source is quoted with, and what others say of it",
    response_model=SourceAnswer,
    responses=one() | problems(404),
)
def source(request: Request, house: TheHouse, _: Reader, id: str, asked: Annotated[SourceAsked, Query()]) -> Response:
    """`id` is its id or a name that only one has. The newest `limit` of each; `/statements?source=` has all of them in
    pages. There is none for an unnamed source: nothing tells whether two of them are one."""
    try:
        found = asking.who(house.ledger, id, limit=asked.limit, first=asked.first, last=asked.last)
    except Withheld as error:
        raise NotHeld(str(error)) from error
    return given(request, who_record(found))
