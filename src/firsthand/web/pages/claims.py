"""Owns the pages of claims: asked for by words, one with its evidence, and what people decide about it. It traces
nothing itself."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from firsthand.desk import tracing
from firsthand.desk.asking import decisions
from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger import Ledger
from firsthand.model.trace import Claim, Report
from firsthand.pipeline.tracing import Answered
from firsthand.render.basis import some
from firsthand.render.plain import line, shortened
from firsthand.render.trace_html import sheet
from firsthand.render.trace_layout import claim_edges
from firsthand.render.trace_svg import anchor, legend_svg
from firsthand.render.trace_words import (
    CERTAINTY_WORDS,
    NOT_HERE,
    STANCE_SIGNS,
    STANCE_WORDS,
    Index,
    article_words,
    chain_words,
    days,
    drift_words,
    edge_words,
    in_time,
    index,
    outlet_words,
    put_words,
    reach,
    root_words,
    source_words,
    spans_words,
    when_words,
)
from firsthand.web.deps import Form, TheHouse, see
from firsthand.web.pages.forms import reason, what_was_done, word
from firsthand.web.pages.showing import entries, shown
from firsthand.web.who_is import Analyst, Reader

router = APIRouter()
MOST_WORDS = 400
LABEL = 90


def _given(report: Report) -> str:
    """Hedges, place and quotation of a report; its certainty stands beside it as a sign and a word."""
    return put_words(report).removeprefix(CERTAINTY_WORDS[report.certainty]).lstrip(", ")


WORDS: dict[str, Any] = {
    "stances": STANCE_SIGNS,
    "does": STANCE_WORDS,
    "not_here": NOT_HERE,
    "anchor": anchor,
    "when": when_words,
    "outlet": outlet_words,
    "put": _given,
    "spans": spans_words,
    "differs": drift_words,
    "kind": edge_words,
    "chain": chain_words,
    "article_words": article_words,
}


@router.get("/claims")
def claims(request: Request, house: TheHouse, _: Reader, q: str = "") -> HTMLResponse:
    """The claims that words, or an article, mean."""
    asked, found, refused = q.strip()[:MOST_WORDS], None, ""
    if asked:
        try:
            answered = tracing.trace(house.ledger, asked)
            by_id = {c.id: c for c in answered.trace.claims}
            found = [_listed(by_id[id]) for id in answered.claims]
        except (InvalidValue, NotHeld) as error:
            refused = str(error)
    return shown(
        request,
        "claims.html",
        title=f"Claims: {asked[:80]}" if asked else "Claims",
        q=asked,
        refused=refused,
        found=found,
        counted=some(len(found), "claim") if found else "",
    )


@router.get("/claims/{id}")
def claim(request: Request, house: TheHouse, person: Reader, id: str, done: str = "") -> HTMLResponse:
    """Where one claim comes from: the picture, the tree, the evidence, what the count turns on, what people decided."""
    answered = _one(house.ledger, id)
    found = index(answered.trace)
    one = found.claims[answered.claims[0]]
    outlets, articles = reach(one)
    reports = sorted(one.reports, key=in_time)
    traced = {s.id: s for s in answered.trace.sources}
    taking = list(dict.fromkeys(r.article for r in reports))
    return shown(
        request,
        "claim.html",
        title=shortened(line(one.text), 120),
        sheet=sheet(found, answered.pieces, one),
        found=found,
        outlets=outlets,
        articles=articles,
        interval=_interval(one),
        others=[(i, shortened(line(found.claims[i].text), LABEL)) for i in answered.claims[1:6]],
        legend=legend_svg(),
        edges=claim_edges(found, one),
        hrefs={i: f"/sources/{i}" for i, s in traced.items() if not s.anonymous and s.article is None},
        can_decide=person.may("write"),
        reports=[(r.unit, f"{outlet_words(r)}: {shortened(line(r.words), LABEL)}") for r in reports],
        taking=[(i, article_words(found, one, i)) for i in taking],
        roots=_sources(found, one),
        near=[(c.id, shortened(line(c.text), LABEL)) for c in answered.trace.claims if c.id != one.id][:50],
        log=entries(_log(house.ledger, answered), f"/claims/{one.id}"),
        done=what_was_done(house.ledger, done, f"/claims/{one.id}"),
        **WORDS,
    )


@router.get("/claims/{id}/case")
def case(house: TheHouse, _: Reader, id: str) -> Response:
    """The case file of a claim, to hand on."""
    one = _one(house.ledger, id).claims[0]
    name = f'attachment; filename="claim-{one}.zip"'
    return Response(
        tracing.case(house.ledger, one), media_type="application/zip", headers={"Content-Disposition": name}
    )


# Decisions


@router.post("/claims/{id}/merge")
def merge(house: TheHouse, person: Analyst, id: str, form: Form) -> Response:
    """Another claim is this one."""
    first = _first(house.ledger, id)
    made = tracing.decide(house.ledger, "merge", first, word(form, "b"), by=person.name, why=reason(form))
    return see(f"/claims/{first}?done={made.id}")


@router.post("/claims/{id}/split")
def split(house: TheHouse, person: Analyst, id: str, form: Form) -> Response:
    """One of its reports tells something else."""
    answered, apart = _one(house.ledger, id), word(form, "b")
    one = next(c for c in answered.trace.claims if c.id == answered.claims[0])
    left = [r.unit for r in one.reports if r.unit != apart]
    if not left or len(left) == len(one.reports):
        raise InvalidValue("The report that is split off has to be one of several of this claim: choose another.")
    made = tracing.decide(house.ledger, "split", left[0], apart, by=person.name, why=reason(form))
    return see(f"/claims/{left[0]}?done={made.id}")


@router.post("/claims/{id}/cut")
def cut(house: TheHouse, person: Analyst, id: str, form: Form) -> Response:
    """One article was not taken from another."""
    a, b, why = word(form, "a"), word(form, "b"), reason(form)
    made = tracing.decide(house.ledger, "cut", a, b, by=person.name, why=why)
    return see(f"/claims/{_first(house.ledger, id)}?done={made.id}")


@router.post("/claims/{id}/link")
def link(house: TheHouse, person: Analyst, id: str, form: Form) -> Response:
    """One article was taken from another."""
    a, b, why, how = word(form, "a"), word(form, "b"), reason(form), word(form, "edge")
    edge: Any = how if how in ("verbatim", "rewrite") else "cites"
    made = tracing.decide(house.ledger, "link", a, b, by=person.name, why=why, edge=edge)
    return see(f"/claims/{_first(house.ledger, id)}?done={made.id}")


@router.post("/claims/{id}/one-root")
def one_root(house: TheHouse, person: Analyst, id: str, form: Form) -> Response:
    """Two sources are one root."""
    a, b, why = word(form, "a"), word(form, "b"), reason(form)
    made = tracing.decide(house.ledger, "one root", a, b, by=person.name, why=why)
    return see(f"/claims/{_first(house.ledger, id)}?done={made.id}")


@router.post("/claims/{id}/two-roots")
def two_roots(house: TheHouse, person: Analyst, id: str, form: Form) -> Response:
    """Two sources are two roots."""
    a, b, why = word(form, "a"), word(form, "b"), reason(form)
    made = tracing.decide(house.ledger, "two roots", a, b, by=person.name, why=why)
    return see(f"/claims/{_first(house.ledger, id)}?done={made.id}")


def _one(ledger: Ledger, id: str) -> Answered:
    """The claim of that id, or of a report's; NotHeld where it is none."""
    if not (id.isalnum() and len(id) <= 16):
        raise NotHeld(f"{id[:40]!r} is the id of no claim: ask for it by its words")
    return tracing.trace(ledger, id)


def _first(ledger: Ledger, id: str) -> str:
    """The id of a report of the claim: it stays when decisions change which claim it belongs to."""
    answered = _one(ledger, id)
    return next(c for c in answered.trace.claims if c.id == answered.claims[0]).reports[0].unit


def _log(ledger: Ledger, answered: Answered) -> tuple[Any, ...]:
    """The decisions that bear on the answer, as the log tells them."""
    bearing = {d.id for d in answered.decisions}
    return tuple(d for d in decisions(ledger) if d.decision.id in bearing) if bearing else ()


def _listed(one: Claim) -> dict[str, object]:
    outlets, articles = reach(one)
    roots = _interval(one)
    told = f"{roots} distinct known {'root' if roots == '1' else 'roots'}"
    return {
        "id": one.id,
        "text": line(one.text),
        "outlets": outlets,
        "articles": articles,
        "roots": told,
        "days": days(one),
    }


def _interval(one: Claim) -> str:
    low, high = one.independence
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _sources(found: Index, one: Claim) -> list[tuple[str, str]]:
    """What a decision on roots can be about: the claim's roots, then the other sources of its chains."""
    told = [(root.source, shortened(root_words(found, one, root), LABEL)) for root in one.roots]
    known = {id for id, _ in told}
    others = dict.fromkeys(i for r in one.reports for i in r.chain if i not in known)
    return told + [(i, shortened(source_words(found, i), LABEL)) for i in others if i in found.sources]
