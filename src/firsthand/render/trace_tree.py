"""Owns the tree of a claim: under each root the articles that have it straight, under them what was taken from them.

An article stands once under each root that it goes back to. Nothing is decided here: what derives from what is the
trace's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.model.trace import Claim, Drift, Edge, Report, Root
from firsthand.render.trace_words import Index, asserting, in_time, root_words, source_tag

NOT_TRACED = "where these have it from is not shown: nothing is added to the least number"

DEEPEST = 24
"""Articles under each other that are shown as a step each; those further down stand beside each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One article that asserts the claim, with all its `reports` of it under this root; `lead` is the one to show.

    `edge` is the derivation by which it came, None where it has it straight; `taken_from` is the id of an article that
    it was taken from and that does not stand above it. `below` are the articles that took it from this one.
    """

    lead: Report
    reports: tuple[Report, ...]
    edge: Edge | None = None
    taken_from: str | None = None
    drift: tuple[Drift, ...] = ()
    below: tuple["Telling", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A root with what goes back to it; `root` is None for the articles of which no root is known."""

    root: Root | None
    name: str
    tag: str
    tellings: tuple[Telling, ...]


def branches(found: Index, claim: Claim) -> tuple[Branch, ...]:
    """The branches of a claim in the order of its roots, and last what goes back to none of them."""
    told = asserting(claim)
    out, placed = [], set[str]()
    for root in claim.roots:
        units = set(root.reports)
        mine = [r for r in told if r.unit in units]
        placed |= {r.unit for r in mine}
        source = found.sources.get(root.source)
        out.append(
            Branch(
                root=root,
                name=root_words(found, claim, root),
                tag=source_tag(source) if source else "unknown",
                tellings=_tellings(found, claim, mine),
            )
        )
    rest = [r for r in told if r.unit not in placed]
    # An article that stands under a root already is not listed again for its title or an own-voice sentence.
    shown = {r.article for r in told if r.unit in placed}
    rest = [r for r in rest if r.article not in shown]
    if rest:
        name = NOT_TRACED if claim.roots else "no root is known"
        out.append(Branch(root=None, name=name, tag="unknown", tellings=_tellings(found, claim, rest)))
    return tuple(out)


def walk(tellings: Sequence[Telling]) -> Iterator[Telling]:
    """All tellings of a branch, each before those below it."""
    for telling in tellings:
        yield telling
        yield from walk(telling.below)


def count(telling: Telling) -> int:
    """How many articles stand below."""
    return sum(1 for _ in walk(telling.below))


def drift_at(claim: Claim, article: str) -> tuple[Drift, ...]:
    """What differs where the claim came to `article`, and between its title and its text."""
    return tuple(d for d in claim.drift if d.to_article == article)


def _tellings(found: Index, claim: Claim, reports: Sequence[Report]) -> tuple[Telling, ...]:
    by_article: dict[str, list[Report]] = {}
    for report in reports:
        by_article.setdefault(report.article, []).append(report)
    above = {id: _above(mine, by_article) for id, mine in by_article.items()}
    tellings = {id: _telling(found, claim, mine, above[id]) for id, mine in by_article.items()}
    circles = _circles(above)
    below: dict[str | None, list[str]] = {}
    for id in above:
        below.setdefault(_hung(id, above, circles), []).append(id)

    def grown(id: str) -> Telling:
        return replace(tellings[id], below=tuple(map(grown, _sorted(below.get(id, ()), tellings))))

    return tuple(map(grown, _sorted(below.get(None, ()), tellings)))


def _sorted(ids: Sequence[str], tellings: dict[str, Telling]) -> list[str]:
    return sorted(ids, key=lambda id: in_time(tellings[id].lead))


def _above(mine: Sequence[Report], there: dict[str, list[Report]]) -> str | None:
    return next((r.derived_from for r in mine if r.derived_from in there and r.derived_from != r.article), None)


def _circles(above: Mapping[str, str | None]) -> set[str]:
    """The articles from which going up comes back to them: each is shown as if it had it straight."""
    done, circles = set[str](), set[str]()
    for id in above:
        way: list[str] = []
        at: str | None = id
        while at is not None and at not in done:
            done.add(at)
            way.append(at)
            at = above[at]
        if at in way:
            circles |= set(way[way.index(at) :])
    return circles


def _hung(id: str, above: Mapping[str, str | None], circles: set[str]) -> str | None:
    """The article under which one is shown: the one above it, or, far down, the last one that has room below it."""
    way: list[str] = []
    at = id
    while at not in circles and (parent := above[at]) is not None:
        way.append(parent)
        at = parent
    return way[max(0, len(way) - DEEPEST)] if way else None


def _telling(found: Index, claim: Claim, mine: Sequence[Report], parent: str | None) -> Telling:
    lead = lead_of(mine)
    taken = next((r.derived_from for r in mine if r.derived_from is not None), None)
    return Telling(
        lead=lead,
        reports=tuple(mine),
        edge=found.edges.get((parent or taken or "", lead.article)),
        taken_from=taken if parent is None else None,
        drift=drift_at(claim, lead.article),
    )


def lead_of(reports: Sequence[Report]) -> Report:
    """The report to show of several in one article: of the text, with a chain, asserting, then the first."""
    return min(reports, key=lambda r: (r.stance != "asserts", r.field == "title", not r.chain, in_time(r)))
