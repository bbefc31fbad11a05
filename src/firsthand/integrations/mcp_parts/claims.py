"""Owns the way from a trace to evidence: claims, reports, roots, in the words that every page of traces uses."""

from collections.abc import Sequence

from firsthand.integrations.mcp_parts import shapes
from firsthand.integrations.mcp_parts.evidence import of_article, of_traced, quotes
from firsthand.integrations.mcp_parts.safe import maybe, one_line
from firsthand.model.trace import Claim, Report
from firsthand.pipeline.tracing import Answered
from firsthand.render.trace_words import (
    CLASH_WORDS,
    Index,
    drift_words,
    in_time,
    index,
    root_words,
    summary,
    when_words,
)

MOST_LINES = 20
"""Reasons, differences and contradictions in one answer."""
_LONGEST = 600


def of_claims(found: Answered, claims: Sequence[str], reports: int) -> list[shapes.Claim]:
    """Those claims of a trace, each with at most so many reports, in order of time."""
    looked = index(found.trace)
    return [_claim(found, looked, looked.claims[id], reports) for id in claims]


def contradictions(found: Answered, claims: Sequence[str]) -> list[str]:
    """What does not go together with those claims, in sentences."""
    looked, out = index(found.trace), []
    for clash in found.trace.contradictions:
        if clash.a not in claims and clash.b not in claims:
            continue
        both = [one_line(looked.claims[i].text if i in looked.claims else i, 200) for i in (clash.a, clash.b)]
        told = CLASH_WORDS[clash.kind]
        said = f"{both[0]}: {told}" if clash.a == clash.b else f"{both[0]} | {told} | {both[1]}"
        out.append(one_line(f"{said}. {clash.why}", _LONGEST))
    return out[:MOST_LINES]


def absent(found: Answered) -> list[str]:
    """Outlets that are cited and of which the ledger holds no article that can be meant."""
    return [one_line(a.outlet) for a in found.trace.cited_but_absent[:MOST_LINES]]


def _claim(found: Answered, looked: Index, claim: Claim, reports: int) -> shapes.Claim:
    told = sorted(claim.reports, key=in_time)
    return shapes.Claim(
        id=claim.id,
        text=one_line(claim.text, _LONGEST),
        told=one_line(summary(looked, claim), _LONGEST),
        independence=claim.independence,
        roots=[
            shapes.Root(
                source=of_traced(looked.sources[r.source]),
                told=one_line(root_words(looked, claim, r)),
                heads=r.count,
                own_voice=r.own_voice,
                reports=list(r.reports[:MOST_LINES]),
            )
            for r in claim.roots
            if r.source in looked.sources
        ],
        why=[one_line(w, _LONGEST) for w in claim.why[:MOST_LINES]],
        turns_on=[one_line(w, _LONGEST) for w in claim.turns_on[:MOST_LINES]],
        reports=[_report(found, looked, r) for r in told[:reports]],
        reports_total=len(told),
        drift=[
            one_line(f"{looked.keys[d.from_article]} → {looked.keys[d.to_article]}: {drift_words(d)}", _LONGEST)
            for d in claim.drift[:MOST_LINES]
        ],
    )


def _report(found: Answered, looked: Index, report: Report) -> shapes.Report:
    piece = found.pieces.get(report.article)
    reading = None if piece is None else piece.reading
    said = None
    if reading is not None and report.statement is not None:
        said = next((s for s in reading.statements if s.id == report.statement), None)
    text = None if reading is None else reading.article.text if report.field == "text" else reading.article.title
    article = None if reading is None else of_article(reading.article)
    if article is None:
        article = shapes.Article(id=report.article, key=one_line(report.key), outlet=maybe(report.outlet))
    elif article.outlet is None:
        article = article.model_copy(update={"outlet": maybe(report.outlet)})
    return shapes.Report(
        unit=report.unit,
        article=article,
        when=when_words(report.when),
        field=report.field,
        words=quotes(text, report.spans),
        statement=None if report.statement is None else f"{report.article}.{report.statement}",
        quotation=report.quotation,
        stance=report.stance,
        certainty=report.certainty,
        hedges=[one_line(h) for h in report.hedges],
        chain=[of_traced(looked.sources[i]) for i in report.chain if i in looked.sources],
        stated_chain=[of_traced(looked.sources[i]) for i in report.stated_chain if i in looked.sources],
        derived_from=None if report.derived_from is None else maybe(looked.keys.get(report.derived_from)),
        derivation=report.derivation,
        confidence=None if said is None else said.confidence,
        producer=None if said is None else said.producer,
    )
