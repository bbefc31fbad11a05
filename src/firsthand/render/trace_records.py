"""Owns a trace as data: JSON as `model.wire_trace` has it, and CSV with one row a report, safe to open. No page."""

from collections.abc import Iterator, Sequence

from firsthand.model.trace import Claim, Report, Trace
from firsthand.model.wire_trace import trace_to_json
from firsthand.render.questions_records import csv_text, json_text
from firsthand.render.trace_tree import drift_at
from firsthand.render.trace_words import (
    Index,
    Pieces,
    asked,
    chain_words,
    drift_words,
    in_time,
    index,
    root_words,
    source_words,
)

COLUMNS = (
    "claim",
    "claim_text",
    "roots_min",
    "roots_max",
    "earliest",
    "latest",
    "outlet",
    "article",
    "article_id",
    "title",
    "url",
    "stance",
    "certainty",
    "hedges",
    "words",
    "field",
    "spans",
    "quotation",
    "statement",
    "said_by",
    "chain",
    "stated_chain",
    "root",
    "derivation",
    "derived_from",
    "credited",
    "drift",
)
"""Columns of a trace as CSV. `roots_max` is empty where it is not known; spans are ``start-end``, half-open, in code
points of the text, or of the title where `field` is "title"; `drift` tells what differs from what it was taken from."""


def trace_json(trace: Trace) -> str:
    """The trace as JSON, ``firsthand/1``, with a line end."""
    return json_text(trace_to_json(trace))


def trace_csv(trace: Trace, pieces: Pieces, claims: Sequence[str] | None = None) -> str:
    """One row for each report of each claim, in order of time.

    `claims` are the ids of those to tell of, in that order; all, the most widely reported first, where it is None.
    """
    found = index(trace)
    return csv_text(COLUMNS, (row for claim in asked(found, claims) for row in _rows(found, pieces, claim)))


def only(trace: Trace, claim: str) -> Trace:
    """The trace of one claim alone, with the sources, derivations and articles that it needs; KeyError without it.

    Contradictions go on naming the other claim by its id.
    """
    one = index(trace).claims[claim]
    articles = {r.article for r in one.reports}
    sources = {i for r in one.reports for i in (*r.chain, *r.stated_chain)} | {r.source for r in one.roots}
    clashes = tuple(c for c in trace.contradictions if claim in (c.a, c.b))
    corrections = tuple(c for c in trace.corrections if c.claim == claim)
    named = articles | {i for c in corrections for i in (c.article, *c.carried_by)}
    sources |= {i for c in clashes for i in c.by} | {c.source for c in corrections if c.source}
    sources |= {s.via for s in trace.sources if s.id in sources and s.via}
    edges = tuple(e for e in trace.edges if {e.earlier, e.later} <= articles)
    absent = tuple(a for a in trace.cited_but_absent if articles & set(a.by))
    return Trace(
        sources=tuple(s for s in trace.sources if s.id in sources),
        claims=(one,),
        edges=edges,
        contradictions=clashes,
        corrections=corrections,
        cited_but_absent=absent,
        keys=tuple((i, k) for i, k in trace.keys if i in named | {b for a in absent for b in a.by}),
    )


def _rows(found: Index, pieces: Pieces, claim: Claim) -> Iterator[tuple[object, ...]]:
    named = [(root, root_words(found, claim, root)) for root in reversed(claim.roots)]
    roots = {unit: words for root, words in named for unit in root.reports}
    for report in sorted(claim.reports, key=in_time):
        yield _row(found, pieces, claim, report, roots.get(report.unit) if report.stance == "asserts" else None)


def _row(found: Index, pieces: Pieces, claim: Claim, report: Report, root: str | None) -> tuple[object, ...]:
    article = pieces[report.article].reading.article if report.article in pieces else None
    edge = found.edges.get((report.derived_from or "", report.article))
    changed = [d for d in drift_at(claim, report.article) if d.later == report.unit]
    return (
        claim.id,
        claim.text,
        *claim.independence,
        *report.when,
        report.outlet,
        report.key,
        report.article,
        article and article.title,
        article and article.url,
        report.stance,
        report.certainty,
        "; ".join(report.hedges),
        report.words,
        report.field,
        " ".join(f"{s.start}-{s.end}" for s in report.spans),
        report.quotation,
        report.statement,
        source_words(found, report.chain[0]) if report.chain else None,
        chain_words(found, report.chain),
        chain_words(found, report.stated_chain),
        root,
        report.derivation,
        report.derived_from and found.keys.get(report.derived_from, report.derived_from),
        None if edge is None else edge.acknowledged,
        "; ".join(map(drift_words, changed)),
    )
