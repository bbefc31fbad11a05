"""Owns the provenance of claims as PROV-JSONLD: of whom each report is, and what it was taken from. It decides nothing.

Claims, reports, articles and what a root said are entities; sources and outlets are agents. Besides PROV's qualified
relations the plain ones of PROV-O stand at each entity (wasQuotedFrom, hadPrimarySource, wasDerivedFrom,
wasAttributedTo). Unnamed sources are agents of their own article alone. The context stands in the file, so that rdflib
and prov read it offline.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from firsthand.model import digest
from firsthand.model.trace import Claim, Drift, Edge, Report, Root, Trace, TracedSource
from firsthand.render.exports.lines import document, json_line
from firsthand.render.exports.naming import LEDGER, TERMS, is_web_address
from firsthand.render.exports.provcontext import context
from firsthand.render.trace_words import Index, Pieces, index, root_words, source_words, spans_words

_AGENTS = {
    "person": "prov:Person",
    "organisation": "prov:Organization",
    "outlet": "prov:Organization",
    "government": "prov:Organization",
    "group": "firsthand:group",
}
_PLAIN = {"verbatim": "prov:wasQuotedFrom", "rewrite": "prov:wasDerivedFrom", "cites": "prov:wasDerivedFrom"}

Node = dict[str, Any]


def trace_prov_lines(trace: Trace, pieces: Pieces) -> Iterator[str]:
    """The pieces of one PROV-JSONLD document. Words are those of the trace; titles and addresses those of `pieces`."""
    head = json_line({"@context": [{"ledger": LEDGER, "firsthand": TERMS}, context()]})
    yield from document(f'{head[:-1]}, "@graph": [', nodes(trace, pieces), "]}")


def nodes(trace: Trace, pieces: Pieces) -> Iterator[Node]:
    """All that is told, each agent and article once."""
    found = index(trace)
    outlets: dict[str, str] = {}
    for source in trace.sources:
        yield _agent(_source(source), source_words(found, source.id), _AGENTS.get(source.kind, "firsthand:source"))
        if source.kind == "outlet" and source.name:
            outlets[source.name] = _source(source)
    told = {r.article: r for c in trace.claims for r in c.reports}
    for name in sorted({r.outlet for r in told.values() if r.outlet} - outlets.keys()):
        outlets[name] = f"ledger:outlet/{digest(name)}"
        yield _agent(outlets[name], name, "prov:Organization")
    for id in dict(trace.keys) | told:
        yield from _article(found, pieces, id, told.get(id), outlets)
    for edge in trace.edges:
        yield from _edge(edge)
    for claim in trace.claims:
        yield from _claim(found, claim)


def _article(
    found: Index, pieces: Pieces, id: str, report: Report | None, outlets: Mapping[str, str]
) -> Iterator[Node]:
    article = pieces[id].reading.article if id in pieces else None
    outlet = outlets.get(report.outlet or "") if report else None
    earliest, latest = report.when if report else (None, None)
    facts = {"key": found.keys.get(id), "earliest": earliest, "latest": latest}
    node = _entity(f"article/{id}", "Article", facts)
    if article is not None and article.title:
        node["label"] = [_value(article.title)]
    if article is not None and is_web_address(article.url):
        node["firsthand:url"] = [_value(article.url or "", "xsd:anyURI")]
    before = [e for e in found.trace.edges if e.later == id]
    yield (
        node
        | _plain((_PLAIN[e.kind], f"ledger:article/{e.earlier}") for e in before)
        | _plain([("prov:wasAttributedTo", outlet)] if outlet else [])
    )
    if outlet:
        yield {"@type": "Attribution", "entity": f"ledger:article/{id}", "agent": outlet, "type": ["firsthand:outlet"]}


def _edge(edge: Edge) -> Iterator[Node]:
    sort = {"verbatim": ["prov:Quotation"], "rewrite": ["firsthand:rewrite"], "cites": ["firsthand:cites"]}[edge.kind]
    facts: dict[str, Any] = {"acknowledged": edge.acknowledged, "evidence": edge.evidence or None}
    if edge.passages:
        facts["passages"] = "; ".join(
            f"{spans_words((a,)) if a else '-'} {spans_words((b,))}" for a, b in edge.passages
        )
    yield _derived(f"ledger:article/{edge.later}", f"ledger:article/{edge.earlier}", sort) | _facts(facts)


def _claim(found: Index, claim: Claim) -> Iterator[Node]:
    low, high = claim.independence
    facts = {"roots_min": low, "roots_max": high}
    yield _entity(f"claim/{claim.id}", "Claim", facts) | ({"value": [_value(claim.text)]} if claim.text else {})
    for root in claim.roots:
        yield from _root(found, claim, root)
    for report in claim.reports:
        yield from _report(found, claim, report)
    reports = {r.unit: r for r in claim.reports if r.stance == "asserts"}
    for one in claim.drift:
        if one.earlier in reports and one.later in reports:
            yield from _drift(claim, one, reports)


def _root(found: Index, claim: Claim, root: Root) -> Iterator[Node]:
    """What a root said: the primary source of every report that goes back to it."""
    id = _utterance(claim, root)
    agent = _source(found.sources[root.source]) if root.source in found.sources else None
    node = _entity(id, "RootTelling", {"own_voice": root.own_voice}) | {
        "label": [_value(root_words(found, claim, root))]
    }
    yield node | _plain([("prov:wasAttributedTo", agent)] if agent else [])
    if agent:
        yield {"@type": "Attribution", "entity": f"ledger:{id}", "agent": agent, "type": ["firsthand:root"]}


def _report(found: Index, claim: Claim, report: Report) -> Iterator[Node]:
    id = _report_id(claim, report)
    facts = {
        "stance": report.stance,
        "certainty": report.certainty,
        "quotation": report.quotation,
        "field": report.field,
        "derivation": report.derivation,
        "spans": spans_words(report.spans),
        "hedges": "; ".join(report.hedges) or None,
    }
    article = f"ledger:article/{report.article}"
    by = [_source(found.sources[i]) for i in dict.fromkeys(report.chain) if i in found.sources]
    roots = [r for r in claim.roots if report.unit in r.reports and report.stance == "asserts"]
    earlier = next((r for r in claim.reports if r.article == report.derived_from and r.stance == "asserts"), None)
    plain = [("prov:wasQuotedFrom", article), ("prov:specializationOf", f"ledger:claim/{claim.id}")]
    plain += [("prov:wasAttributedTo", agent) for agent in by]
    plain += [("prov:hadPrimarySource", f"ledger:{_utterance(claim, r)}") for r in roots]
    if earlier is not None:
        plain.append(("prov:wasDerivedFrom", f"ledger:{_report_id(claim, earlier)}"))
    words = {"value": [_value(report.words)]} if report.words else {}
    yield _entity(id, "Report", facts) | words | _plain(plain)
    named = f"ledger:{id}"
    yield _derived(named, article, ["prov:Quotation"])
    for n, agent in enumerate(by):
        role = "firsthand:saidBy" if n == 0 else "firsthand:through"
        yield {"@type": "Attribution", "entity": named, "agent": agent, "type": [role]}
    for root in roots:
        yield _derived(named, f"ledger:{_utterance(claim, root)}", ["prov:PrimarySource"])
    if earlier is not None:
        yield _derived(named, f"ledger:{_report_id(claim, earlier)}", [f"firsthand:{report.derivation}"])


def _drift(claim: Claim, one: Drift, reports: Mapping[str, Report]) -> Iterator[Node]:
    later, earlier = (f"ledger:{_report_id(claim, reports[i])}" for i in (one.later, one.earlier))
    if later != earlier:
        facts = {"before": one.before or None, "after": one.after or None}
        yield _derived(later, earlier, [f"firsthand:drift-{one.kind}"]) | _facts(facts)


def _source(source: TracedSource) -> str:
    """As other exports name it: an unnamed source is its article's own, so that no two meet."""
    path = source.id if source.article is None else f"{source.article}.{source.local}"
    return f"ledger:source/{path}"


def _utterance(claim: Claim, root: Root) -> str:
    return f"root/{claim.id}.{root.source}"


def _report_id(claim: Claim, report: Report) -> str:
    return f"report/{claim.id}.{report.unit}" + ("" if report.stance == "asserts" else f".{report.stance}")


def _derived(later: str, earlier: str, sort: list[str]) -> Node:
    return {"@type": "Derivation", "generatedEntity": later, "usedEntity": earlier, "type": sort}


def _plain(relations: Iterable[tuple[str, str]]) -> Node:
    """The relations by PROV-O's own short properties."""
    out: Node = {}
    for name, to in dict.fromkeys(relations):
        out.setdefault(name, []).append({"@id": to})
    return out


def _entity(path: str, kind: str, facts: Mapping[str, Any]) -> Node:
    return {"@type": "Entity", "@id": f"ledger:{path}", "type": [f"firsthand:{kind}"], **_facts(facts)}


def _agent(id: str, name: str, kind: str) -> Node:
    return {"@type": "Agent", "@id": id, "type": [kind], "label": [_value(name)]}


def _facts(facts: Mapping[str, Any]) -> Node:
    return {f"firsthand:{name}": [_typed(value)] for name, value in facts.items() if value is not None}


def _typed(value: object) -> dict[str, str]:
    if isinstance(value, bool):
        return _value("true" if value else "false", "xsd:boolean")
    return _value(str(value), "xsd:int") if isinstance(value, int) else _value(str(value))


def _value(value: str, kind: str | None = None) -> dict[str, str]:
    return {"@value": value, "@type": kind} if kind else {"@value": value}
