"""Owns /search, /statements and corrections of them. It finds and decides nothing itself."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response
from sqlalchemy import ColumnElement, Connection, and_, or_, select

from firsthand.desk import asking, deciding
from firsthand.desk.asking import Narrowed
from firsthand.errors import InvalidValue
from firsthand.ledger.answers import answers as told
from firsthand.ledger.search import MOST, conditions, newest, ranked
from firsthand.ledger.show import ShownStatement, show_statement
from firsthand.ledger.tables import statements as rows
from firsthand.model import Span
from firsthand.pipeline.deciding import Corrected
from firsthand.render.questions_records import answer_record, shown_record
from firsthand.web.deps import House, TheHouse
from firsthand.web.rest.answering import done, given, listed, one, page
from firsthand.web.rest.cursors import position, window
from firsthand.web.rest.decisions import decision_record, place
from firsthand.web.rest.problems import problems
from firsthand.web.rest.shapes.asked import (
    CorrectionIn,
    Narrowing,
    RejectIn,
    SearchAsked,
    SpanIn,
    SpeakerIn,
    StatementsAsked,
)
from firsthand.web.rest.shapes.held import CorrectionAnswer, SearchAnswer, StatementAnswer, StatementsAnswer
from firsthand.web.who_is import Analyst, Person, Reader

_MADE: dict[int | str, dict[str, Any]] = {
    201: {
        "description": "It is decided.",
        "headers": {"Location": {"description": "The decision.", "schema": {"type": "string"}}},
    }
}
router = APIRouter(tags=["Statements"], responses=problems(404))


@router.get(
    "/search",
    operation_id="search",
    summary="Who says so: statements by their words",
    response_model=SearchAnswer,
    responses=listed(),
)
def search(request: Request, house: TheHouse, _: Reader, asked: Annotated[SearchAsked, Query()]) -> Response:
    """The statements whose contents have the words, best first; 10,000 at most."""
    wanted = window(request, asked.cursor, asked.limit)
    with house.ledger.reading() as connection:
        filters = asking.filters(connection, narrowed(asked))
        found, _more = ranked(connection, asked.words, filters, limit=min(MOST, wanted.reach))
        ids, at = wanted.cut(found, int)
        answers = [answer_record(a) for a in told(connection, ids)]
    return page(request, {"search": asked.words, "statements": answers}, at)


@router.get(
    "/statements",
    operation_id="listStatements",
    summary="Statements by what they are",
    response_model=StatementsAnswer,
    responses=listed(),
)
def statements(request: Request, house: TheHouse, _: Reader, asked: Annotated[StatementsAsked, Query()]) -> Response:
    """The newest first, those of articles without a day last."""
    after = position(request, asked.cursor)
    with house.ledger.reading() as connection:
        wanted = conditions(connection, asking.filters(connection, narrowed(asked)))
        found = newest(connection, [*wanted, *_after(after)], asked.limit + 1)
        shown = told(connection, found[: asked.limit])
        at = _place(connection, found[asked.limit - 1]) if len(found) > asked.limit else None
    return page(request, {"statements": [answer_record(a) for a in shown]}, at)


@router.get(
    "/statements/{id}",
    operation_id="getStatement",
    summary="One statement in its paragraph",
    response_model=StatementAnswer,
    responses=one(),
)
def statement(request: Request, house: TheHouse, _: Reader, id: str) -> Response:
    """`id` is `ARTICLE.a3`; the first half may be shortened where it is unique."""
    with house.ledger.reading() as connection:
        return given(request, shown_record(show_statement(connection, id)))


@router.post(
    "/statements/{id}/corrections",
    operation_id="correctStatement",
    summary="Correct a statement: its speaker, its span, or that it is none",
    status_code=201,
    response_model=CorrectionAnswer,
    responses=_MADE | problems(404, 507),
)
def correct(house: TheHouse, person: Analyst, id: str, sent: Annotated[CorrectionIn, Body()]) -> Response:
    """It wins in every answer from then on, and is kept under the name of who asks; undo takes it back."""
    made = _corrected(house, person, id, sent)
    record = {
        "decision": decision_record(house.ledger, made.decision.id),
        "before": _shown(made.before),
        "after": _shown(made.after),
        "goes_on": list(made.goes_on),
    }
    return done(record, status=201, location=place(made.decision.id))


def narrowed(asked: Narrowing) -> Narrowed:
    """The filters of a query, as `desk` takes them."""
    names = Narrowed.__optional_keys__
    return {name: getattr(asked, name) for name in sorted(names)}  # type: ignore[return-value]


def _corrected(house: House, person: Person, id: str, sent: SpeakerIn | SpanIn | RejectIn) -> Corrected:
    by, why = person.name, sent.why
    if isinstance(sent, RejectIn):
        return deciding.reject(house.ledger, id, by=by, why=why)
    if isinstance(sent, SpanIn):
        spans = tuple(sorted(Span(start, end) for start, end in sent.spans))
        return deciding.correct(house.ledger, id, by=by, why=why, spans=spans)
    if sum((sent.source is not None, sent.unnamed is not None, sent.unknown)) != 1:
        raise InvalidValue("say whose words they are with one of source, unnamed and unknown")
    source = "unknown" if sent.unknown else sent.source
    return deciding.correct(house.ledger, id, by=by, why=why, source=source, unnamed=sent.unnamed)


def _shown(found: ShownStatement | None) -> dict[str, Any] | None:
    return None if found is None else shown_record(found)


def _place(connection: Connection, row: int) -> tuple[str | None, int]:
    """What the list is ordered by, of one row."""
    return connection.scalar(select(rows.c.day).where(rows.c.row == row)), row


def _after(at: tuple[Any, ...] | None) -> list[ColumnElement[bool]]:
    """What the rows after a place are: earlier days, the same day further on, then those without a day."""
    if at is None:
        return []
    day, row = at
    later = rows.c.row > row
    if day is None:
        return [and_(rows.c.day.is_(None), later)]
    return [or_(rows.c.day < day, and_(rows.c.day == day, later), rows.c.day.is_(None))]
