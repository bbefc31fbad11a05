"""Owns the roots of a claim and their independence, with the reasons in words and what the answer turns on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median

from firsthand.model import Count
from firsthand.model.trace import Edge, Report, Root, TraceDecision, TracedSource
from firsthand.tracing.counting import Counted, independence, same_source, surely_apart
from firsthand.tracing.heard import heard
from firsthand.tracing.identities import identities
from firsthand.tracing.reports import Chains, outlet_source
from firsthand.tracing.told import Told
from firsthand.tracing.wording import articles, described, interval, listed

MOST_EDGES = 12
"""Derivations that are tried without, to see what the answer turns on."""
MOST_ROOTS, MOST_REPORTS = 24, 24
"""Roots of a claim, and reports of each, that are compared for whether they surely tell the same."""
LIKELY, SURE = 0.2, 0.8
"""How probably a root tells what those do that are counted, in the middle of all their reports, from which it is
counted with them; and how probably two roots tell one claim, by their two reports that are most alike, from which they
can count as two. Chosen on the stories in `benchmarks/stories`, each read by an encoder that has not seen it: a higher
first makes more intervals right and more of two roots one; of the second 0.4 made two roots of one there, and one root
told as two is the worst mistake.
"""
MOST_SENTENCES = 6
"""Sentences of what it turns on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooted:
    """What the counting gives for one claim."""

    roots: tuple[Root, ...]
    independence: Count
    why: tuple[str, ...]
    turns_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The sources by id, what is told or decided of pairs of them, and each article's outlet by id.

    `same_claim` gives of two units' ids how probably they tell one claim; `unsure` are the pairs of roots of the claim
    in hand no two of whose reports surely do: they are not counted as two that bear each other out. `maybe` are pairs
    of its sources that its articles do not tell apart (`identities`).
    """

    sources: Mapping[str, TracedSource]
    apart: frozenset[tuple[str, str]]
    one: frozenset[tuple[str, str]]
    outlets: Mapping[str, str]
    same_claim: Callable[[str, str], float] | None = None
    unsure: frozenset[tuple[str, str]] = frozenset()
    maybe: frozenset[tuple[str, str]] = frozenset()

    @property
    def held(self) -> frozenset[str]:
        """The ids of outlets that articles here are of."""
        return frozenset(self.outlets.values())

    def relay(self, report: Report) -> TracedSource | None:
        """Who, and no outlet, a report's first link is heard through."""
        second = self.sources[report.chain[1]] if len(report.chain) > 1 else None
        return second if second is not None and second.kind != "outlet" else None

    def surely(self, a: TracedSource, b: TracedSource) -> bool:
        """True where the two are surely distinct, and surely tell the same."""
        pair = (a.id, b.id)
        if pair in self.unsure:
            return False
        return pair in self.apart or (pair not in self.maybe and surely_apart(a, b, self.apart))

    def same(self, a: TracedSource, b: TracedSource) -> bool:
        """True where the two count as one."""
        if (a.id, b.id) in self.apart or (b.id, a.id) in self.apart:
            return False
        return (a.id, b.id) in self.one or (b.id, a.id) in self.one or same_source(a, b)


def people(
    view: Told,
    sources: Mapping[str, TracedSource],
    decisions: Iterable[TraceDecision],
    same_claim: Callable[[str, str], float] | None = None,
) -> People:
    """What is known of who is who: what each text tells apart, and what an analyst decided, which wins."""
    apart = {
        (piece.source_id(s.id), piece.source_id(other))
        for piece in view.pieces.values()
        for s in piece.reading.sources
        for other in s.distinct_from
    }
    one: set[tuple[str, str]] = set()
    for decision in decisions:
        pair = {(decision.a, decision.b), (decision.b, decision.a)}
        if decision.kind == "one root":
            one, apart = one | pair, apart - pair
        elif decision.kind == "two roots":
            one, apart = one - pair, apart | pair
    return People(
        sources=sources,
        apart=frozenset(apart),
        one=frozenset(one),
        outlets={id: outlet_source(view, id).id for id in view.pieces},
        same_claim=same_claim,
    )


def rooted(claim: int, reports: Sequence[Report], who: People, view: Told, edges: Sequence[Edge]) -> Rooted:
    """The roots of a claim, how many they are, why, and what would change it."""
    known = identities(reports, who.sources, view)
    who = replace(who, one=who.one | known.one, maybe=known.maybe)
    roots, counted = _counted(reports, who)
    likely, counted = _likely(roots, _alone(reports, who), counted, who)
    who = replace(who, unsure=_unsure(likely, who))
    count = independence(counted, who.surely)
    apart = [described(who.sources[r.source]) for r in roots if r not in likely]
    left_out = f"{listed(apart)} may tell something else: left out of the count." if apart else ""
    return Rooted(
        roots=likely,
        independence=count,
        why=tuple(filter(None, (*_why(reports, likely, counted, count, who), left_out))),
        turns_on=_turns_on(claim, reports, counted, count, who, view, edges),
    )


def _likely(
    roots: tuple[Root, ...], alone: Mapping[str, Root], counted: Counted, who: People
) -> tuple[tuple[Root, ...], Counted]:
    """The roots and the counted sources without those whose reports more probably tell something else than the claim
    of the root with most reports.
    """
    if who.same_claim is None or not counted.known or len(counted.known) + len(counted.open) < 2:
        return roots, counted
    kept = [max(roots[:MOST_ROOTS], key=lambda r: len(r.reports))]
    for _ in roots[:MOST_ROOTS]:
        more = [r for r in roots[:MOST_ROOTS] if r not in kept and _middling(r, kept, who) >= LIKELY]
        kept += more
        if not more:
            break
    ids = {r.source for r in kept}
    known = tuple(s for s in counted.known if s.id in ids)
    open = tuple(s for s in counted.open if _middling(alone[s.id], kept, who) >= LIKELY)
    return tuple(r for r in roots if r in kept), replace(counted, known=known, open=open)


def _middling(root: Root, kept: Sequence[Root], who: People) -> float:
    """How probably the report of a root that is most like those of the roots kept tells what the middle one of them
    does: one chance likeness to one report is not enough."""
    if who.same_claim is None:
        return 1.0
    others = [y for k in kept for y in k.reports[:MOST_REPORTS]]
    likely = ([who.same_claim(x, y) for y in others if y != x] for x in root.reports[:MOST_REPORTS])
    return max((median(found) for found in likely if found), default=1.0)


def _best_match(a: Root, b: Root, who: People) -> float:
    """How probably two roots tell one claim: that of the two of their reports which are most alike."""
    if who.same_claim is None:
        return 1.0
    return max(
        (who.same_claim(x, y) for x in a.reports[:MOST_REPORTS] for y in b.reports[:MOST_REPORTS] if x != y),
        default=1.0,
    )


def _unsure(roots: Sequence[Root], who: People) -> frozenset[tuple[str, str]]:
    """Both orders of the pairs of roots that may not tell the same."""
    if who.same_claim is None:
        return frozenset()
    few = combinations(roots[:MOST_ROOTS], 2)
    pairs = [(a.source, b.source) for a, b in few if _best_match(a, b, who) < SURE]
    return frozenset(pairs) | frozenset((b, a) for a, b in pairs)


def _counted(reports: Sequence[Report], who: People) -> tuple[tuple[Root, ...], Counted]:
    known: list[list[str]] = []  # ids that count as one, the first the one to show
    behind: dict[str, list[Report]] = {}
    alone: dict[str, list[Report]] = {}
    for report in reports:
        if report.stance != "asserts":
            continue
        first = report.chain[0] if report.chain else who.outlets[report.article]
        if not report.chain or who.sources[first].kind == "outlet":
            alone.setdefault(first, []).append(report)
            continue
        group = next((g for g in known if any(_one(first, o, behind, report, who) for o in g)), None)
        if group is None:
            known.append([first])
        elif first not in group:
            group.append(first)
        behind.setdefault(first, []).append(report)
    shown = [_best(group, who) for group in known]
    of = {best: [r for id in group for r in behind[id]] for best, group in zip(shown, known, strict=True)}
    heads = {id: _heads(id, group, behind, who) for id, group in zip(shown, known, strict=True)}
    roots = [Root(source=id, count=heads[id], reports=tuple(r.unit for r in of[id])) for id in shown]
    if not known:
        roots = [Root(source=id, own_voice=True, reports=tuple(r.unit for r in rs)) for id, rs in alone.items()][:1]
    counted = Counted(
        known=tuple(who.sources[id] for id in shown), heads=heads, open=tuple(who.sources[id] for id in alone)
    )
    return tuple(roots), counted


def _alone(reports: Sequence[Report], who: People) -> Mapping[str, Root]:
    """What outlets tell of which no more is known, as roots of their own, by the outlet's id."""
    found: dict[str, list[str]] = {}
    for report in reports:
        first = report.chain[0] if report.chain else who.outlets[report.article]
        if report.stance == "asserts" and (not report.chain or who.sources[first].kind == "outlet"):
            found.setdefault(first, []).append(report.unit)
    return {id: Root(source=id, own_voice=True, reports=tuple(units)) for id, units in found.items()}


def _one(id: str, other: str, behind: Mapping[str, Sequence[Report]], report: Report, who: People) -> bool:
    """True where two first links count as one: the same source, or unnamed ones heard only through one named person."""
    if who.same(who.sources[id], who.sources[other]):
        return True
    if not (who.sources[id].anonymous and who.sources[other].anonymous):
        return False
    mine = who.relay(report)
    return mine is not None and all(
        (theirs := who.relay(r)) is not None and who.same(mine, theirs) for r in behind[other]
    )


def _best(group: Sequence[str], who: People) -> str:
    """Of sources that count as one the one to show: a document before its author, one with a name, then the first."""
    return min(
        group, key=lambda id: (who.sources[id].kind != "document", who.sources[id].name is None, group.index(id))
    )


def _heads(id: str, group: Sequence[str], behind: Mapping[str, Sequence[Report]], who: People) -> Count:
    """From one (they may share a briefing) to the stated number; one where it is heard only through one source."""
    source = who.sources[id]
    relays = [who.relay(r) for o in group for r in behind[o]]
    first = relays[0]
    if source.count[1] == 1 or (first is not None and all(r is not None and who.same(first, r) for r in relays)):
        return (1, 1)
    return (1, source.count[1])


# In words


def _why(
    reports: Sequence[Report], roots: Sequence[Root], counted: Counted, count: Count, who: People
) -> tuple[str, ...]:
    asserting = [r for r in reports if r.stance == "asserts"]
    if not asserting:
        return ("Nobody here asserts it: it is only denied or doubted.",)
    outlets = articles(len({r.outlet or r.key for r in asserting}), "outlet")
    stored = articles(len({r.article for r in asserting}), "stored article")
    out = [f"Told by {outlets} in {stored}."]
    for root in roots:
        out.append(_root_sentence(root, reports, who))
    out += _pairs(counted, who)
    if counted.known and counted.open:
        names = listed([described(s) for s in counted.open])
        tell = "tells it and does" if len(counted.open) == 1 else "tell it and do"
        out.append(f"{names} {tell} not say whom it is from: that adds nothing to the least number.")
    elif len(counted.open) > 1:
        out.append("No source is named by any of them, and nothing shows which took it from which: it counts as one.")
    taken = {r.article for r in asserting if r.derived_from is not None}
    if taken:
        out.append(f"{articles(len(taken), 'article')} took it from another one that is here: that adds no root.")
    shown = {r.chain[0] for r in reports if r.stance != "asserts" and r.chain}
    if shown:
        out.append(
            f"Denied or doubted by {listed([described(who.sources[i]) for i in sorted(shown)])}: shown, not counted."
        )
    return tuple(out)


def _root_sentence(root: Root, reports: Sequence[Report], who: People) -> str:
    source = who.sources[root.source]
    if root.own_voice:
        return f"The one known root is {described(source)}, which names no source for it."
    first = next(r for r in reports if r.unit == root.reports[0] and r.stance == "asserts")
    through = [described(who.sources[i]) for i in first.chain[1:2]] or [first.outlet or first.key]
    sentence = f"A known root: {described(source)}, heard through {through[0]}."
    if source.count[1] is None or source.count[1] > 1:
        sentence += (
            " They are several and heard only through one source: they count as one."
            if root.count == (1, 1)
            else " They are several and may share one briefing: they count from one."
        )
    return sentence


def _pairs(counted: Counted, who: People) -> list[str]:
    out: list[str] = []
    unsure: list[TracedSource] = []
    for a, b in combinations(counted.known[:MOST_EDGES], 2):
        if (a.id, b.id) in who.unsure:
            unsure += [a, b]
        elif not who.surely(a, b) and len(out) < MOST_SENTENCES:
            out.append(f"Nothing here tells {described(a)} apart from {described(b)}: they are one or two.")
    if unsure:
        names = listed([described(s) for s in unsure])
        out.append(f"It is not sure that {names} tell the same: they are not counted as bearing each other out.")
    return out


def _turns_on(
    claim: int,
    reports: Sequence[Report],
    counted: Counted,
    count: Count,
    who: People,
    view: Told,
    edges: Sequence[Edge],
) -> tuple[str, ...]:
    out = _on_pairs(counted, count, who)
    out += _on_edges(claim, reports, count, who, view, edges)
    out += _on_absent(reports, counted, count, who)
    return tuple(dict.fromkeys(out))[:MOST_SENTENCES]


def _on_pairs(counted: Counted, count: Count, who: People) -> list[str]:
    out = []
    for a, b in combinations(counted.known[:MOST_EDGES], 2):
        if who.surely(a, b):
            continue
        decided = replace(who, apart=who.apart | {(a.id, b.id)}, unsure=who.unsure - {(a.id, b.id), (b.id, a.id)})
        two = independence(counted, decided.surely)
        one = independence(replace(counted, known=tuple(s for s in counted.known if s.id != b.id)), who.surely)
        if (a.id, b.id) in who.unsure:
            if two != count:
                out.append(f"If {described(a)} and {described(b)} tell the same, it is {interval(two)}.")
            continue
        if one != count:
            out.append(f"If {described(a)} and {described(b)} are one, it is {interval(one)}.")
        if two != count:
            out.append(f"If {described(a)} and {described(b)} are two, it is {interval(two)}.")
    return out


def _on_edges(
    claim: int, reports: Sequence[Report], count: Count, who: People, view: Told, edges: Sequence[Edge]
) -> list[str]:
    used = {(r.derived_from, r.article) for r in reports if r.derived_from is not None and r.stance == "asserts"}
    mine = sorted(
        (e for e in edges if (e.earlier, e.later) in used), key=lambda e: (e.acknowledged, e.kind == "verbatim")
    )
    changed: dict[Count, list[str]] = {}
    for edge in mine[:MOST_EDGES]:
        others = heard(Chains(view, [e for e in edges if e is not edge]).reports(claim), who.sources, view)
        roots, counted = _counted(others, who)
        without = independence(_likely(roots, _alone(others, who), counted, who)[1], who.surely)
        if without != count:
            later, earlier = view.pieces[edge.later], view.pieces[edge.earlier]
            same = view.outlet(later.id) == view.outlet(earlier.id) != ""
            source = "its own earlier article" if same else earlier.outlet or earlier.key
            changed.setdefault(without, []).append(f"{later.outlet or later.key} did not take it from {source}")
    return [
        f"If {pairs[0]}, it is {interval(without)}."
        if len(pairs) == 1
        else f"It is {interval(without)} if one of these holds: {'; '.join(pairs)}."
        for without, pairs in changed.items()
    ]


def _on_absent(reports: Sequence[Report], counted: Counted, count: Count, who: People) -> list[str]:
    absent = [s for s in counted.open if s.kind == "outlet" and s.id not in who.held]
    through = {
        i: who.sources[i]
        for r in reports
        for i in r.chain
        if r.stance == "asserts" and who.sources[i].kind == "outlet" and i not in who.held
    }
    return [
        f"The article of {described(s)} is not here: it may name another source, or the same one."
        for s in {x.id: x for x in (*absent, *through.values())}.values()
    ]
