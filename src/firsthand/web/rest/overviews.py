"""Owns /timeline and /audit. It counts nothing itself."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from firsthand.desk import asking
from firsthand.render.audit import audit_record
from firsthand.render.questions_records import timeline_record
from firsthand.web.deps import TheHouse
from firsthand.web.rest.answering import given, one
from firsthand.web.rest.problems import problems
from firsthand.web.rest.shapes.asked import AuditAsked, TimelineAsked
from firsthand.web.rest.shapes.held import AuditAnswer, TimelineAnswer
from firsthand.web.rest.statements import narrowed
from firsthand.web.who_is import Reader

router = APIRouter(tags=["Overviews"], responses=problems(404))


@router.get(
    "/timeline",
    operation_id="timeline",
    summary="Who said what when",
    response_model=TimelineAnswer,
    responses=one(),
)
def timeline(request: Request, house: TheHouse, _: Reader, asked: Annotated[TimelineAsked, Query()]) -> Response:
    """The best statements about the words, in lanes by source or outlet."""
    found = asking.timeline(house.ledger, asked.words, by=asked.by, limit=asked.limit, **narrowed(asked))
    return given(request, timeline_record(found))


@router.get(
    "/audit",
    operation_id="audit",
    summary="What articles rest on",
    response_model=AuditAnswer,
    responses=one(),
)
def audit(request: Request, house: TheHouse, _: Reader, asked: Annotated[AuditAsked, Query()]) -> Response:
    """In rows by outlet, byline, section or month, with the coverage it was counted in. Counts, and no verdict."""
    found = asking.audit(
        house.ledger,
        by=asked.by,
        outlet=asked.outlet,
        byline=asked.byline,
        section=asked.section,
        first=asked.first,
        last=asked.last,
    )
    return given(request, audit_record(found))
