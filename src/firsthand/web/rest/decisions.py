"""Owns /decisions: the log, one decision, the taking back of one. It decides nothing itself."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from firsthand.desk import asking, deciding
from firsthand.errors import NotHeld
from firsthand.ledger import Ledger
from firsthand.ledger.decisions import one as decision_of
from firsthand.render.decisions import decided_record
from firsthand.web.deps import TheHouse
from firsthand.web.rest.answering import done, given, listed, one, page
from firsthand.web.rest.cursors import window
from firsthand.web.rest.problems import problems
from firsthand.web.rest.shapes.asked import DecisionsAsked, UndoIn
from firsthand.web.rest.shapes.held import DecisionAnswer, DecisionsAnswer
from firsthand.web.who_is import Analyst, Reader

router = APIRouter(prefix="/decisions", tags=["Decisions"], responses=problems(404))


@router.get(
    "",
    operation_id="listDecisions",
    summary="What people decided",
    response_model=DecisionsAnswer,
    responses=listed(),
)
def decisions(request: Request, house: TheHouse, _: Reader, asked: Annotated[DecisionsAsked, Query()]) -> Response:
    """The newest first, with those that were taken back: all, or those about one thing."""
    wanted = window(request, asked.cursor, asked.limit)
    found = asking.decisions(house.ledger, asked.about, limit=wanted.reach)
    shown, at = wanted.cut(found, lambda d: d.decision.id)
    return page(request, decided_record(shown), at)


@router.get("/{id}", operation_id="getDecision", summary="One decision", response_model=DecisionAnswer, responses=one())
def decision(request: Request, house: TheHouse, _: Reader, id: str) -> Response:
    """Who decided what, when and why, and whether it was taken back."""
    return given(request, {"decision": decision_record(house.ledger, id)})


@router.post(
    "/{id}/undo",
    operation_id="undoDecision",
    summary="Take a decision back",
    response_model=DecisionAnswer,
    responses=problems(404, 507),
)
def undo(house: TheHouse, person: Analyst, id: str, sent: UndoIn) -> Response:
    """The decision that was taken back; the taking back is itself in the log, under `undone_by`."""
    made = deciding.undo(house.ledger, id, by=person.name, why=sent.why)
    return done({"decision": decision_record(house.ledger, made.id)})


def decision_record(ledger: Ledger, id: str) -> dict[str, Any]:
    """One decision as data; NotHeld where there is none."""
    with ledger.reading() as connection:
        decision_of(connection, id.replace("\0", " "))  # what is about other things than decisions is none here
    found = next((d for d in asking.decisions(ledger, id) if d.decision.id == id), None)
    if found is None:
        raise NotHeld("the ledger has no such decision")
    record: dict[str, Any] = decided_record([found])["decisions"][0]
    return record


def place(id: str) -> str:
    """The address of a decision."""
    return f"/api/v1/decisions/{id}"
