"""Owns /read and /check: what was handed in, read or checked, and kept nowhere. It reads nothing itself."""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Response

from firsthand.desk.checking import Checked
from firsthand.house import Rules
from firsthand.model import Reading
from firsthand.model.wire import to_json
from firsthand.render.check_records import check_record, sarif_json
from firsthand.render.check_words import Draft
from firsthand.web.checks import checked
from firsthand.web.deps import TheHouse
from firsthand.web.rest.answering import done
from firsthand.web.rest.handed import ADraft, AnArticle, body
from firsthand.web.rest.problems import problems
from firsthand.web.rest.shapes.asked import CheckAsked, DraftTextIn, DraftUrlIn, TextIn, UrlIn
from firsthand.web.rest.shapes.checked import CheckAnswer
from firsthand.web.rest.shapes.reading import ReadingAnswer
from firsthand.web.who_is import Reader

SARIF = "application/sarif+json"
_SARIF: dict[int | str, dict[str, Any]] = {
    200: {"content": {SARIF: {"schema": {"$ref": "#/components/schemas/Sarif"}}}},
}
router = APIRouter(tags=["Reading"], responses=problems(415, 504))


@router.post(
    "/read",
    operation_id="readArticle",
    summary="Read one article; nothing of it is stored",
    response_model=ReadingAnswer,
    openapi_extra=body(TextIn, UrlIn),
)
async def read(house: TheHouse, person: Reader, handed: AnArticle) -> Response:
    """Words, an address that is fetched, or a file with one article; the answer is its reading, `firsthand/1`."""
    reading = await house.pool.read(handed.given[0], owner=person.id)
    return await to_thread.run_sync(_read, reading)  # a long one would hold all else for a while


@router.post(
    "/check",
    operation_id="checkDraft",
    summary="The house's rules over one draft; nothing of it is stored",
    response_model=CheckAnswer,
    responses=_SARIF,
    openapi_extra=body(DraftTextIn, DraftUrlIn, ruled=True),
)
async def check(house: TheHouse, person: Reader, handed: ADraft, asked: Annotated[CheckAsked, Query()]) -> Response:
    """Findings with line and span, the ledger looked at beside it; as JSON, or as SARIF 2.1.0."""
    found, rules = await checked(house, handed.given[0], handed.rules or "", owner=person.id)
    return await to_thread.run_sync(_told, found, rules, asked.format == "sarif")


def _read(reading: Reading) -> Response:
    return done(to_json(reading))


def _told(found: Checked, rules: Rules, sarif: bool) -> Response:
    drafts = [Draft(place=found.place, reading=found.reading, findings=found.findings)]
    return Response(sarif_json(drafts, rules), media_type=SARIF) if sarif else done(check_record(drafts, rules))
