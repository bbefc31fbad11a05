"""Owns /claims, /trace and /echoes, and what people decide about claims. It traces nothing itself."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response

from firsthand.desk import tracing as desk
from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger import Ledger, stored
from firsthand.ledger.decisions import Decision
from firsthand.model.trace import Claim, DecisionKind
from firsthand.model.wire_trace import trace_to_json
from firsthand.pipeline import tracing
from firsthand.pipeline.tracing import Answered
from firsthand.pipeline.tracing_rulings import one_unit
from firsthand.render.trace_echoes import Echo
from firsthand.render.trace_echoes import echoes as listed_echoes
from firsthand.render.trace_words import first_day, last_day, reach
from firsthand.web.deps import House, TheHouse
from firsthand.web.rest.answering import done, given, listed, one, page
from firsthand.web.rest.cursors import window
from firsthand.web.rest.decisions import decision_record, place
from firsthand.web.rest.problems import problems
from firsthand.web.rest.shapes.asked import (
    ClaimsAsked,
    CutIn,
    EchoesAsked,
    LinkIn,
    MergeIn,
    RootsIn,
    RulingIn,
    SplitIn,
    TraceAsked,
)
from firsthand.web.rest.shapes.held import ClaimDecisionAnswer
from firsthand.web.rest.shapes.traced import ClaimsAnswer, EchoesAnswer, TraceAnswer
from firsthand.web.who_is import Analyst, Person, Reader

_ID = re.compile("[0-9a-f]{4,16}")
_ROOTS: dict[str, DecisionKind] = {"one-root": "one root", "two-roots": "two roots"}
_MADE: dict[int | str, dict[str, Any]] = {
    201: {
        "description": "It is decided.",
        "headers": {"Location": {"description": "The decision.", "schema": {"type": "string"}}},
    }
}
router = APIRouter(tags=["Claims"], responses=problems())


@router.get(
    "/claims",
    operation_id="listClaims",
    summary="The claims that words mean",
    response_model=ClaimsAnswer,
    responses=listed() | problems(404),
)
def claims(request: Request, house: TheHouse, _: Reader, asked: Annotated[ClaimsAsked, Query()]) -> Response:
    """In the order in which they answer, each with the number of its distinct known roots."""
    wanted = window(request, asked.cursor, asked.limit)
    answered = desk.trace(house.ledger, asked.words)
    by_id = {c.id: c for c in answered.trace.claims}
    shown, at = wanted.cut(answered.claims, str)
    return page(request, {"claims": [_listed(by_id[id]) for id in shown]}, at)


@router.get(
    "/claims/{id}",
    operation_id="getClaim",
    summary="Where one claim comes from",
    response_model=TraceAnswer,
    responses=one() | problems(404),
)
def claim(request: Request, house: TheHouse, _: Reader, id: str) -> Response:
    """`id` is a claim's or a report's, or the beginning of one. Claims that contradict it are beside it."""
    return given(request, _record(_one(house.ledger, id)))


@router.get(
    "/trace",
    operation_id="trace",
    summary="Where claims come from: by words, an article or a claim",
    response_model=TraceAnswer,
    responses=one() | problems(404),
)
def trace(request: Request, house: TheHouse, _: Reader, asked: Annotated[TraceAsked, Query()]) -> Response:
    """Reports, chains, roots, derivations, drift, contradictions, and what the count of roots turns on."""
    named = [n for n in ("words", "article", "claim") if getattr(asked, n) is not None]
    if len(named) != 1:
        raise InvalidValue(f"a trace is of one of words, article and claim: {len(named)} of them came")
    if asked.claim is not None:
        return given(request, _record(_one(house.ledger, asked.claim)))
    question = asked.words
    if asked.article is not None:
        with house.ledger.reading() as connection:
            question = stored.article_id(connection, asked.article)
    return given(request, _record(desk.trace(house.ledger, question)))


@router.get(
    "/echoes",
    operation_id="listEchoes",
    summary="Widely reported, one known root here",
    response_model=EchoesAnswer,
    responses=listed(),
)
def echoes(request: Request, house: TheHouse, _: Reader, asked: Annotated[EchoesAsked, Query()]) -> Response:
    """The most widely reported first. It says nothing of who is right."""
    wanted = window(request, asked.cursor, asked.limit)
    answered = desk.echoes(house.ledger, since=asked.since, min_outlets=asked.outlets, limit=wanted.reach)
    told = {e.claim: e for e in listed_echoes(answered.trace, min_outlets=asked.outlets, since=asked.since)}
    shown, at = wanted.cut([told[id] for id in answered.claims if id in told], lambda e: e.claim)
    named = {s.id for s in answered.trace.sources if not s.anonymous and s.article is None}
    return page(request, {"echoes": [_echo(e, named) for e in shown]}, at)


@router.post(
    "/claims/{id}/decisions",
    operation_id="decideOnClaim",
    summary="Decide about a claim: merge, split, cut, link, one-root, two-roots",
    status_code=201,
    response_model=ClaimDecisionAnswer,
    responses=_MADE | problems(404, 507),
    tags=["Decisions"],
)
def decide(house: TheHouse, person: Analyst, id: str, sent: Annotated[RulingIn, Body()]) -> Response:
    """It is respected from then on, and kept under the name of who asks; undo takes it back. `a` and `b` are ids as a
    trace gives them: reports (`unit`), articles, or sources."""
    answered = _one(house.ledger, id)
    asked = next(c for c in answered.trace.claims if c.id == answered.claims[0])
    made, report = _decided(house, person, asked, sent)
    record = {"decision": decision_record(house.ledger, made.id), "claim": report}
    return done(record, status=201, location=place(made.id))


def _decided(
    house: House, person: Person, claim: Claim, sent: MergeIn | SplitIn | CutIn | LinkIn | RootsIn
) -> tuple[Decision, str]:
    """The decision, and the report by which the claim is found again."""
    units, by, why = [r.unit for r in claim.reports], person.name, sent.why
    if isinstance(sent, MergeIn):
        return desk.decide(house.ledger, "merge", units[0], sent.b, by=by, why=why), units[0]
    if isinstance(sent, SplitIn):
        left = [unit for unit in units if not unit.startswith(sent.b)]
        if not left or len(left) != len(units) - 1:
            raise InvalidValue("the report that is split off has to be one of several of this claim: give its unit")
        return desk.decide(house.ledger, "split", left[0], sent.b, by=by, why=why), left[0]
    if isinstance(sent, LinkIn):
        return desk.decide(house.ledger, "link", sent.a, sent.b, edge=sent.edge, by=by, why=why), units[0]
    kind: DecisionKind = "cut" if isinstance(sent, CutIn) else _ROOTS[sent.kind]
    return desk.decide(house.ledger, kind, sent.a, sent.b, by=by, why=why), units[0]


def _one(ledger: Ledger, id: str) -> Answered:
    """The claim of that id, or of a report's; NotHeld where it is none."""
    if not _ID.fullmatch(id):
        raise NotHeld("that is the id of no claim: GET /claims?words= finds it by its words")
    tracing.track(ledger)
    with ledger.reading() as connection:
        return tracing.of_units(connection, (one_unit(connection, id),))


def _record(answered: Answered) -> dict[str, Any]:
    return {"asked": list(answered.claims)} | trace_to_json(answered.trace)


def _listed(one: Claim) -> dict[str, Any]:
    outlets, articles = reach(one)
    counts = {"independence": list(one.independence), "outlets": outlets, "articles": articles}
    return {"id": one.id, "text": one.text, **counts, "first": first_day(one), "last": last_day(one)}


def _echo(echo: Echo, named: set[str]) -> dict[str, Any]:
    counts = {name: getattr(echo, name) for name in ("claim", "text", "outlets", "articles", "first", "last")}
    source = echo.root_id if echo.root_id in named else None
    root = {"source": source, "words": echo.root, "own_voice": echo.own_voice}
    return {**counts, "root": root, "independence": [1, 1]}
