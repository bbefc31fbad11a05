"""Owns the whole of tracing: pieces and clusters of units in, the trace out. A function of their sets: in whatever
order they come, and however often it is run, the answer is the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from firsthand.model import digest
from firsthand.model.trace import Absent, Claim, Edge, Piece, Report, Trace, TraceDecision, TracedSource, Unit, traced
from firsthand.tracing.asides import as_paper
from firsthand.tracing.contradictions import clashes, corrections
from firsthand.tracing.derivations import derivations
from firsthand.tracing.drift import drift
from firsthand.tracing.heard import heard
from firsthand.tracing.identities import identities, settled
from firsthand.tracing.reports import Chains, outlet_source
from firsthand.tracing.roots import People, people, rooted
from firsthand.tracing.told import Told, told


def trace(
    pieces: Iterable[Piece],
    clusters: Iterable[Sequence[Unit]],
    decisions: Iterable[TraceDecision] = (),
    *,
    same_claim: Callable[[str, str], float] | None = None,
) -> Trace:
    """Where the claims of `pieces` come from.

    `clusters` are units that tell the same; one of a single unit is a claim with one report. `decisions` are an
    analyst's, in the order they were made, those that stand: a later one wins over an earlier one. Units of articles
    that are not among the pieces are passed over. `same_claim` gives of two units' ids, in either order, how
    probably they tell one claim: roots that may well not are left out of the count, and those that do not surely are
    not counted as two. Without it every cluster is taken as sure.
    """
    decided = tuple(decisions)
    view = told(tuple(pieces), joined(clusters, decided))
    edges = derivations(view, decided)
    sources = _sources(view)
    who = people(view, sources, decided, same_claim)
    chains = Chains(view, edges)
    claims = tuple(
        claim
        for n in range(len(view.clusters))
        if (claim := _claim(n, chains.reports(n), who, view, edges)) is not None
    )
    return Trace(
        sources=_used(claims, sources),
        claims=claims,
        edges=edges,
        contradictions=clashes(claims, sources),
        corrections=corrections(claims),
        cited_but_absent=_absent(view),
        keys=tuple((p.id, p.key) for p in view.pieces.values()),
    )


def joined(clusters: Iterable[Sequence[Unit]], decisions: Iterable[TraceDecision]) -> tuple[tuple[Unit, ...], ...]:
    """The clusters after an analyst's merges and splits: a merge joins the clusters of two units, a split takes the
    unit `b` out of the cluster of `a` to a claim of its own.
    """
    parts = [list(c) for c in clusters if c]
    for decision in decisions:
        a, b = (next((p for p in parts if any(u.id == id for u in p)), None) for id in (decision.a, decision.b))
        if a is None or b is None:
            continue
        if decision.kind == "merge" and a is not b:
            a += b
            parts.remove(b)
        elif decision.kind == "split" and a is b:
            unit = next(u for u in a if u.id == decision.b)
            a.remove(unit)
            parts.append([unit])
    return tuple(tuple(p) for p in parts)


def _claim(n: int, reports: tuple[Report, ...], who: People, view: Told, edges: Sequence[Edge]) -> Claim | None:
    if not reports:
        return None
    reports = heard(reports, who.sources, view)
    reports = settled(reports, identities(reports, who.sources, view), who.apart)
    found = rooted(n, reports, who, view, edges)
    return Claim(
        id=digest("claim", reports[0].unit),
        text=_text(reports),
        reports=reports,
        roots=found.roots,
        independence=found.independence,
        why=found.why,
        turns_on=found.turns_on,
        drift=drift(reports),
    )


def _text(reports: Sequence[Report]) -> str:
    """The wording to show: of the text before a title, asserted before denied, whole sentences, then the first."""
    best = min(
        enumerate(reports),
        key=lambda x: (x[1].stance != "asserts", x[1].field == "title", x[1].quotation == "direct", x[0]),
    )
    return best[1].words


def _sources(view: Told) -> dict[str, TracedSource]:
    """Every source of the pieces, and their outlets, by id: a name is shown in its longest form."""
    found: dict[str, TracedSource] = {}
    for id, piece in view.pieces.items():
        for source in piece.reading.sources:
            one = traced(piece, as_paper(source))
            if one.id not in found or _rank(one) < _rank(found[one.id]):
                found[one.id] = one
        for unit in (u for units in view.units.get(id, {}).values() for u in units):
            for source in view.links(unit):
                found.setdefault(piece.source_id(source.id), traced(piece, source))
        outlet = outlet_source(view, id)
        found[outlet.id] = outlet
    return found


def _rank(source: TracedSource) -> tuple[bool, bool, int, str, str]:
    """Of two forms of one source the lower is shown; it depends on nothing but the two."""
    name = source.name or ""
    return (source.affiliation is None, source.role is None, -len(name), name, repr(source))


def _used(claims: Iterable[Claim], sources: Mapping[str, TracedSource]) -> tuple[TracedSource, ...]:
    ids = {i for c in claims for r in c.reports for i in (*r.chain, *r.stated_chain)}
    ids |= {r.source for c in claims for r in c.roots}
    return tuple(sources[i] for i in sorted(ids))


def _absent(view: Told) -> tuple[Absent, ...]:
    """Outlets in chains none of whose articles is here, with the articles that name them."""
    found: dict[str, tuple[str, list[str]]] = {}
    for id, piece in view.pieces.items():
        heard = {s for statement in piece.reading.statements for s in statement.stated_chain}
        for source in piece.reading.sources:
            known = view.outlet_of(source) is not None
            if source.id in heard and source.kind == "outlet" and source.name and not source.anonymous and not known:
                _, by = found.setdefault(piece.source_id(source.id), (source.name, []))
                if id not in by:
                    by.append(id)
    return tuple(Absent(outlet=name, by=tuple(by)) for name, by in sorted(found.values()))
