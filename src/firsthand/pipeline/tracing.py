"""Owns a question to the ledger about claims: which are meant, what is needed to trace them, and the trace of those.

What an answer is worked out from is the claims' connected parts, the other articles that could stand between them
(those that share claims or text with them, or are of an outlet they name), and people's decisions. It lays nothing out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import Connection, func, or_, select

from firsthand.errors import InvalidValue
from firsthand.ledger import Ledger
from firsthand.ledger import units as rows
from firsthand.ledger.answers import chunks
from firsthand.ledger.decisions import Decision
from firsthand.ledger.tables import article_sources, articles, copies, tracked
from firsthand.ledger.tables import units as unit_rows
from firsthand.model.trace import Claim, Piece, Trace, TraceDecision, Unit
from firsthand.pipeline import tracing_index as keeping
from firsthand.pipeline import tracing_rulings as rulings
from firsthand.pipeline.tracing_index import Part, rebuild, track
from firsthand.pipeline.tracing_pieces import ids_at, pieces
from firsthand.pipeline.tracing_questions import meant
from firsthand.tracing.clusters import Pair, pair
from firsthand.tracing.derivations import derivations
from firsthand.tracing.told import told
from firsthand.tracing.trace import joined
from firsthand.tracing.trace import trace as traced

__all__ = ["Answered", "Widely", "echoes", "of_units", "pieces", "rebuild", "trace", "track"]

MOST_BESIDE = 300
"""Articles that are looked at because they may stand between those of a claim."""
OF_OUTLET = 20
"""Articles of one outlet that is named, the last ones before."""
BEFORE = timedelta(days=14)
"""How long before an article one may have come out that it names only by its outlet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a question about claims gives: the `trace`; `claims`, the ids of those that were asked for, in the order in
    which they answer it; `pieces`, the articles it speaks of, by id; `decisions`, what people decided that bears on it.
    Claims that contradict one asked for are in the trace beside it."""

    trace: Trace
    claims: tuple[str, ...] = ()
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()


def trace(ledger: Ledger, question: str | None = None, *, told: Callable[[int, int], None] | None = None) -> Answered:
    """Where the claims that `question` means come from; all claims where it is None, the most widely reported first.

    `question` is the id of a claim or report or the beginning of one, an article's (id, key, url), else words. Brings
    the ledger's claims up to date first; `told` hears of it. Raises NotHeld where nothing is meant.
    """
    track(ledger, told=told)
    with ledger.reading() as connection:
        if question is None:
            return _everything(connection)
        return of_units(connection, meant(connection, question))


def of_units(connection: Connection, wanted: Sequence[Unit]) -> Answered:
    """The claims that those units tell."""
    scope = _Scope(connection, wanted, rulings.standing(connection))
    whole = scope.traced()
    found = narrowed(whole, _asked(whole, wanted), scope.known)
    return replace(found, decisions=scope.decided(found))


def _everything(connection: Connection) -> Answered:
    every = list(connection.scalars(select(unit_rows.c.article_id).distinct()))
    scope = _Scope(connection, None, rulings.standing(connection), every)
    whole = scope.traced()
    claims = sorted(whole.claims, key=lambda c: (-len(_outlets(c)), -len(c.reports), c.id))
    every_piece = {p.id: p for p in scope.known}
    found = Answered(trace=whole, claims=tuple(c.id for c in claims), pieces=every_piece)
    return replace(found, decisions=scope.decided(found))


# What is needed


class _Scope:
    """The articles, groups and decisions that an answer is worked out from; all of them where `wanted` is None."""

    def __init__(
        self,
        connection: Connection,
        wanted: Sequence[Unit] | None,
        made: Sequence[Decision],
        every: Sequence[str] = (),
    ) -> None:
        self.made = tuple(made)
        forms = _forms_of(connection, {u.article for u in wanted or ()}, {u.id for u in wanted or ()})
        if wanted is None:
            forms = frozenset(f for _, f in rows.of_articles(connection, every))
        self.parts: tuple[Part, ...] = tuple(keeping.parts(connection, _with_joined(connection, forms, made)))
        core = {u.article for part in self.parts for u, _ in part.told}
        beside = () if wanted is None else _beside(connection, core)
        self.known = pieces(connection, [*sorted(core), *beside])
        told_there = [u for u, _ in rows.of_articles(connection, [p.id for p in self.known])]
        held = rows.groups_of(connection, [p.id for p in self.known])
        self.decisions: tuple[TraceDecision, ...] = rulings.resolved(connection, made, told_there, self.known)
        self.groups = _grouped(told_there, held)

    def decided(self, found: Answered) -> tuple[Decision, ...]:
        """The decisions that bear on an answer: about its reports, articles and sources."""
        units_of = {r.unit for c in found.trace.claims for r in c.reports}
        known = units_of | {s.id for s in found.trace.sources} | found.pieces.keys()
        bearing = {d.id for d in self.decisions if {d.a, d.b} & known}
        return tuple(d for d in self.made if d.id in bearing)

    def traced(self) -> Trace:
        """The trace of everything in scope: groups as they are kept, then with what derivations show beside."""
        view = told(self.known, rulings_first(self.groups, self.decisions))
        shown = frozenset(pair(e.earlier, e.later) for e in derivations(view, self.decisions))
        mine = {u.id for part in self.parts for u, _ in part.told}
        others = [tuple(u for u in g if u.id not in mine) for g in self.groups]
        fresh = [g for part in self.parts for g in keeping.grouped(part, derived=shown)]
        return traced(self.known, [*fresh, *(g for g in others if g)], self.decisions, same_claim=self._how_surely())

    def _how_surely(self) -> Callable[[str, str], float]:
        """How probably two units tell one claim; 0 where something in them speaks against it."""
        known: dict[Pair, float] = {}
        for part in self.parts:
            known |= {p: 0.0 if m.conflicts else m.probability for p, m in part.matches().items()}
        alike = {u.id: form for part in self.parts for u, form in part.told}

        def surely(a: str, b: str) -> float:
            return known.get(pair(a, b), 1.0 if a in alike and alike[a] == alike.get(b) else 0.0)

        return surely


def rulings_first(
    groups: Sequence[tuple[Unit, ...]], decisions: Sequence[TraceDecision]
) -> tuple[tuple[Unit, ...], ...]:
    """The groups after an analyst's merges and splits."""
    from_trace = [d for d in decisions if d.kind in ("merge", "split")]
    return joined(groups, from_trace) if from_trace else tuple(groups)


def _grouped(told_there: Iterable[Unit], held: dict[str, str]) -> tuple[tuple[Unit, ...], ...]:
    found: dict[str, list[Unit]] = {}
    for unit in told_there:
        found.setdefault(held.get(unit.id, unit.id), []).append(unit)
    return tuple(tuple(group) for _, group in sorted(found.items()))


def _forms_of(connection: Connection, article_ids: Iterable[str], ids: set[str]) -> frozenset[str]:
    return frozenset(form for u, form in rows.of_articles(connection, article_ids) if u.id in ids)


def _with_joined(connection: Connection, forms: frozenset[str], made: Sequence[Decision]) -> frozenset[str]:
    """The forms with those of claims that people joined with theirs."""
    merges = [d for d in made if rulings.KINDS[d.kind] == "merge"]
    ends: list[tuple[str | None, str | None]] = []
    for decision in merges:
        sides = []
        for side in ("a", "b"):
            place = decision.payload[side]
            told_there = dict(rows.of_articles(connection, [place["article"]]))
            unit = rulings.nearest(told_there, place)
            sides.append(None if unit is None else told_there[unit])
        ends.append((sides[0], sides[1]))
    while True:
        whole = keeping.reach(connection, forms)
        fresh = {x for a, b in ends if a and b for x, y in ((a, b), (b, a)) if y in whole and x not in whole}
        if not fresh:
            return forms
        forms |= fresh


def _beside(connection: Connection, core: Iterable[str]) -> list[str]:
    """Articles that may stand between those of a claim: that tell another claim with one of them, share text with it,
    stand behind a link on its page, or are of an outlet that it names; those that most speaks for first.
    """
    mine = set(core)
    counted: dict[str, float] = {}

    def count(ids: Iterable[str], worth: float) -> None:
        for id in ids:
            if id not in mine:
                counted[id] = counted.get(id, 0.0) + worth

    for chunk in chunks(sorted(mine)):
        claims = select(unit_rows.c.claim).where(unit_rows.c.article_id.in_(chunk), unit_rows.c.claim.is_not(None))
        shared = select(unit_rows.c.article_id, func.count(unit_rows.c.claim.distinct())).where(
            unit_rows.c.claim.in_(claims), unit_rows.c.article_id.not_in(chunk)
        )
        for id, number in connection.execute(shared.group_by(unit_rows.c.article_id)):
            count([id], float(number))
        linked = select(copies.c.a, copies.c.b).where(or_(copies.c.a.in_(chunk), copies.c.b.in_(chunk)))
        for a, b in connection.execute(linked):
            count((a, b), 3.0)
    for id in sorted(mine):
        count(_of_named_outlets(connection, id), 1.0)
    count(_behind_links(connection, mine), 3.0)
    return sorted(counted, key=lambda id: (-counted[id], id))[:MOST_BESIDE]


def _of_named_outlets(connection: Connection, id: str) -> list[str]:
    """The last articles before this one of the outlets that it has something from."""
    named = select(article_sources.c.name).where(
        article_sources.c.article_id == id, article_sources.c.kind == "outlet", article_sources.c.name.is_not(None)
    )
    names = sorted(set(connection.scalars(named)))
    if not names:
        return []
    day = connection.scalar(select(articles.c.day).where(articles.c.id == id))
    asked = select(articles.c.id).where(articles.c.latest, articles.c.outlet_name.in_(names), articles.c.id != id)
    if day is not None:
        first = (date.fromisoformat(day) - BEFORE).isoformat()
        asked = asked.where(or_(articles.c.day.is_(None), articles.c.day.between(first, day)))
    return list(connection.scalars(asked.order_by(articles.c.day.desc(), articles.c.id).limit(OF_OUTLET)))


def _behind_links(connection: Connection, ids: Iterable[str]) -> list[str]:
    found: set[str] = set()
    for chunk in chunks(sorted(ids)):
        asked = select(tracked.c.links).where(tracked.c.article_id.in_(chunk))
        found |= {link for links in connection.scalars(asked) for link in links}
    return sorted(ids_at(connection, found).values())


# What is answered


def _asked(whole: Trace, wanted: Sequence[Unit]) -> tuple[Claim, ...]:
    """The claims that those units are reports of, in their order."""
    of_unit = {r.unit: claim for claim in whole.claims for r in claim.reports}
    return tuple({of_unit[u.id].id: of_unit[u.id] for u in wanted if u.id in of_unit}.values())


def narrowed(whole: Trace, claims: Sequence[Claim], known: Iterable[Piece] = ()) -> Answered:
    """The part of a trace that is about those claims, in their order, and the articles that it speaks of."""
    ids = {c.id for c in claims}
    reporting = {r.article for c in claims for r in c.reports}
    edges = tuple(e for e in whole.edges if e.later in reporting and e.earlier in reporting)
    clashes = tuple(c for c in whole.contradictions if c.a in ids or c.b in ids)
    beside = {id for c in clashes for id in (c.a, c.b)} - ids
    shown = (*claims, *(c for c in whole.claims if c.id in beside))
    wanted = {i for c in shown for r in c.reports for i in (*r.chain, *r.stated_chain)}
    wanted |= {r.source for c in shown for r in c.roots} | {i for c in clashes for i in c.by}
    absent = [replace(a, by=tuple(id for id in a.by if id in reporting)) for a in whole.cited_but_absent]
    corrections = tuple(c for c in whole.corrections if c.claim in ids)
    spoken = reporting | {id for c in corrections for id in (c.article, *c.carried_by)}
    spoken |= {r.article for c in shown for r in c.reports}
    found = replace(
        whole,
        claims=tuple(shown),
        sources=tuple(s for s in whole.sources if s.id in wanted),
        edges=edges,
        contradictions=clashes,
        corrections=corrections,
        cited_but_absent=tuple(a for a in absent if a.by),
        keys=tuple((id, key) for id, key in whole.keys if id in spoken),
    )
    return Answered(trace=found, claims=tuple(c.id for c in claims), pieces={p.id: p for p in known if p.id in spoken})


# Widely reported, one root


@dataclass(frozen=True, slots=True, kw_only=True)
class Widely:
    """What `echoes` looks for: claims told since a day (``2031-05-04``) by so many outlets at least."""

    since: str | None = None
    min_outlets: int = 3
    limit: int = 50


def echoes(ledger: Ledger, wanted: Widely | None = None, *, told: Callable[[int, int], None] | None = None) -> Answered:
    """The claims that many outlets assert and that have one known root here, the most widely reported first."""
    asked = wanted or Widely()
    if asked.min_outlets < 2:
        raise InvalidValue(f"what is widely reported is told by 2 outlets or more, not {asked.min_outlets}")
    track(ledger, told=told)
    with ledger.reading() as connection:
        units_of = _widely(connection, asked)
        if not units_of:
            return Answered(trace=Trace())
        found = of_units(connection, units_of)
    claims = [c for c in found.trace.claims if c.id in found.claims and _is_echo(c, asked)]
    claims.sort(key=lambda c: (-len(_outlets(c)), -len(c.reports), c.id))
    return narrowed(found.trace, claims[: asked.limit], found.pieces.values())


def _widely(connection: Connection, asked: Widely) -> tuple[Unit, ...]:
    """One unit of each group that enough outlets tell."""
    outlets = func.count(articles.c.outlet_name.distinct())
    found = (
        select(func.min(unit_rows.c.id), outlets)
        .join(articles, articles.c.id == unit_rows.c.article_id)
        .where(unit_rows.c.claim.is_not(None), articles.c.latest)
        .group_by(unit_rows.c.claim)
        .having(outlets >= asked.min_outlets)
        .order_by(outlets.desc(), func.min(unit_rows.c.id))
        .limit(4 * asked.limit)
    )
    if asked.since is not None:
        found = found.having(func.max(articles.c.day) >= _day(asked.since))
    ids = [id for id, _ in connection.execute(found)]
    home = connection.scalars(select(unit_rows.c.article_id).where(unit_rows.c.id.in_(ids)))
    by_id = {u.id: u for u, _ in rows.of_articles(connection, set(home))}
    return tuple(by_id[id] for id in ids)


def _day(given: str) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as error:
        raise InvalidValue(f"a day is written 2031-05-04, not {given[:40]!r}") from error


def _is_echo(claim: Claim, asked: Widely) -> bool:
    return claim.independence == (1, 1) and len(_outlets(claim)) >= asked.min_outlets


def _outlets(claim: Claim) -> frozenset[str]:
    return frozenset(r.outlet for r in claim.reports if r.outlet and r.stance == "asserts")
