"""Owns the JSON form `firsthand/1` of a trace. It reads and writes no file."""

from firsthand.model.statement import Count
from firsthand.model.trace import Claim, Clash, Correction, Drift, Edge, Report, Root, Trace, TracedSource
from firsthand.model.wire import SCHEMA, Record


def trace_to_json(trace: Trace) -> Record:
    """The record of a trace: plain dicts, lists, strings and numbers, as DESIGN has it, and more beside.

    Articles go by their keys (`article`, `from`, `to`, `derived_from`, `by`); `article_id` is the digest. Spans are
    ``[start, end]`` in code points of the article's text, or of its title where `field` is "title".
    """
    keys = dict(trace.keys)
    return {
        "schema": SCHEMA,
        "sources": [_source(s) for s in trace.sources],
        "claims": [_claim(c, keys) for c in trace.claims],
        "edges": [_edge(e, keys) for e in trace.edges],
        "contradictions": [[c.a, c.b] for c in trace.contradictions if c.a != c.b],
        "clashes": [_clash(c) for c in trace.contradictions],
        "corrections": [_correction(c, keys) for c in trace.corrections],
        "cited_but_absent": [{"outlet": a.outlet, "by": [keys[k] for k in a.by]} for a in trace.cited_but_absent],
    }


def _source(source: TracedSource) -> Record:
    return {
        "id": source.id,
        "kind": source.kind,
        "name": source.name,
        "descriptor": source.descriptor,
        "role": source.role,
        "affiliation": source.affiliation,
        "anonymous": source.anonymous,
        "count": _count(source.count),
        "via": source.via,
    }


def _count(count: Count) -> list[int | None]:
    return list(count)


def _claim(claim: Claim, keys: dict[str, str]) -> Record:
    return {
        "id": claim.id,
        "text": claim.text,
        "roots": [r.source for r in claim.roots],
        "root_details": [_root(r) for r in claim.roots],
        "independence": _count(claim.independence),
        "why": list(claim.why),
        "turns_on": list(claim.turns_on),
        "reports": [_report(r, keys) for r in claim.reports],
        "drift": [_drift(d, keys) for d in claim.drift],
    }


def _root(root: Root) -> Record:
    return {
        "source": root.source,
        "count": _count(root.count),
        "own_voice": root.own_voice,
        "reports": list(root.reports),
    }


def _report(report: Report, keys: dict[str, str]) -> Record:
    return {
        "unit": report.unit,
        "article": report.key,
        "article_id": report.article,
        "outlet": report.outlet,
        "statement": report.statement,
        "field": report.field,
        "content_spans": [[s.start, s.end] for s in report.spans],
        "words": report.words,
        "quotation": report.quotation,
        "stance": report.stance,
        "certainty": report.certainty,
        "hedges": list(report.hedges),
        "chain": list(report.chain),
        "stated_chain": list(report.stated_chain),
        "derived_from": None if report.derived_from is None else keys[report.derived_from],
        "derivation": report.derivation,
        "when": list(report.when),
    }


def _drift(drift: Drift, keys: dict[str, str]) -> Record:
    return {
        "from": keys[drift.from_article],
        "to": keys[drift.to_article],
        "kind": drift.kind,
        "before": drift.before,
        "after": drift.after,
        "from_unit": drift.earlier,
        "to_unit": drift.later,
    }


def _edge(edge: Edge, keys: dict[str, str]) -> Record:
    return {
        "from": keys[edge.earlier],
        "to": keys[edge.later],
        "kind": edge.kind,
        "acknowledged": edge.acknowledged,
        "evidence": edge.evidence,
        "passages": [[None if a is None else [a.start, a.end], [b.start, b.end]] for a, b in edge.passages],
        "by": edge.by,
    }


def _clash(clash: Clash) -> Record:
    return {"claims": [clash.a, clash.b], "kind": clash.kind, "by": list(clash.by), "why": clash.why}


def _correction(correction: Correction, keys: dict[str, str]) -> Record:
    return {
        "claim": correction.claim,
        "article": keys[correction.article],
        "unit": correction.unit,
        "source": correction.source,
        "carried_by": [keys[k] for k in correction.carried_by],
    }
