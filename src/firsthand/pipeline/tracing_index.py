"""Owns the keeping of claims in the ledger: an article's units put in, compared with what they may repeat, and grouped.

An article touches only what it can change: its units are compared with those that share rare words with them in the
articles near it in time that the same words mark, and of all claims only those in the connected part of the graph of
pairs that it touched are grouped anew. What comes of it is a function of the set of articles, in whatever order they
came, as long as no bound is reached: `firsthand.ledger.units.NEAREST`, `BESIDE`, `COMPARED`, `MOST_FORMS`. Where one
is, as in a story of some dozens of articles, a unit is compared with the likest of what is there when its article comes
(articles by likeness, then nearness in time, then id; units by likeness, then id). So articles that come in order of
time give what a rebuild gives, which takes them so; another order may give other pairs. To depend on no order, each
addition would have to go over the full lists of all those from which it pushes something out, and on from those.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, func, or_, select

from firsthand.ledger import Ledger
from firsthand.ledger import units as rows
from firsthand.ledger.tables import articles, tracked
from firsthand.ledger.units import Form, FormPair, Tracked
from firsthand.model import digest
from firsthand.model.trace import Instants, Piece, Unit
from firsthand.pipeline.tracing_forms import (
    LEAST_MARKED,
    day,
    days_around,
    features_of_json,
    form,
    marks,
    worth_comparing,
)
from firsthand.pipeline.tracing_graph import KEPT, Graph, connected
from firsthand.pipeline.tracing_near import Near
from firsthand.pipeline.tracing_pieces import pieces
from firsthand.pipeline.tracing_ready import Ready, made_ready, ready
from firsthand.tracing.clusters import Pair, clusters, pair
from firsthand.tracing.features import features
from firsthand.tracing.matching import LEAST_EVENT, Match, compared, event_of
from firsthand.tracing.meaning import meanings
from firsthand.tracing.units import units

RECIPE = "5"
"""Raised where what is kept of a unit changes in a way that neither version nor lists show."""
BESIDE = 40
"""Articles whose units those of one new article may be compared with, those that are marked by most of its words."""
COMPARED = 32
"""Forms of other articles that one new form is compared with: those that share most words with it. Beside them it is
compared with those that are nearest in meaning (`firsthand.pipeline.tracing_near`).
"""
MOST_UNITS = 400
"""Units of one connected part up to which each counts; beyond that, each form counts once."""
LOT = 25
"""Articles that are put in by one transaction."""


@cache
def recipe() -> str:
    """What units, features and probabilities are made by: firsthand's version and a digest of tracing's lists."""
    data = resources.files("firsthand.tracing").joinpath("data")
    lists = sorted((f for f in data.iterdir() if f.is_file()), key=lambda f: f.name)
    # The encoder is large; its card names its digest.
    lists.append(data.joinpath("meaning", "card.json"))
    read = [part for file in lists for part in (file.name, sha256(file.read_bytes()).hexdigest())]
    return f"{version('firsthand')} {RECIPE} {digest(*read)}"


def track(ledger: Ledger, *, told: Callable[[int, int], None] | None = None) -> int:
    """Brings the claims of a ledger up to date with its articles; how many articles were new or had changed.

    `told` is called with the articles done and all of them. What another process adds meanwhile is for the next time.
    """
    with ledger.reading() as connection:
        wanted = waiting(connection)
        idle = not wanted and not rows.ungrouped(connection)
    if idle:
        return 0
    for n in range(0, len(wanted), LOT):
        with ledger.writing() as connection:
            take(connection, wanted[n : n + LOT])
        if told is not None:
            told(min(n + LOT, len(wanted)), len(wanted))
    with ledger.writing() as connection:
        regroup(connection)
    return len(wanted)


def rebuild(ledger: Ledger, *, told: Callable[[int, int], None] | None = None) -> int:
    """Makes everything that tracing keeps anew; how many articles that were."""
    with ledger.writing() as connection:
        rows.drop_all(connection)
    return track(ledger, told=told)


def waiting(connection: Connection) -> list[str]:
    """Articles that are not tracked as they stand now, in order of time; those whose text was cleared are not meant."""
    # By indexes alone, since a row of `articles` has its text in it. Only versions of one page can have changed places.
    untracked = (
        select(articles.c.id)
        .join(tracked, tracked.c.article_id == articles.c.id, isouter=True)
        .where(or_(tracked.c.article_id.is_(None), tracked.c.recipe != recipe()))
    )
    several = select(articles.c.address).group_by(articles.c.address).having(func.count() > 1)
    changed = (
        select(articles.c.id)
        .join(tracked, tracked.c.article_id == articles.c.id)
        .where(articles.c.address.in_(several), tracked.c.latest != articles.c.latest)
    )
    asked = select(articles.c.id).where(articles.c.text.is_not(None), articles.c.id.in_(untracked.union(changed)))
    return list(connection.scalars(asked.order_by(articles.c.published, articles.c.fetched_at, articles.c.id)))


def add(connection: Connection, article_id: str) -> None:
    """Takes one article in and groups what it touched: what keeping claims up to date costs for one more article."""
    take(connection, [article_id])
    regroup(connection)


def take(connection: Connection, ids: Sequence[str]) -> None:
    """Puts the units of those articles in place of those before; their groups are made by `regroup`.

    Versions that a later capture replaced have no units: a claim is told by what stands there now.
    """
    rows.drop(connection, ids)
    current = set(connection.scalars(select(articles.c.id).where(articles.c.id.in_(ids), articles.c.latest)))
    for piece in pieces(connection, ids):
        row = Tracked(
            article_id=piece.id, recipe=recipe(), latest=piece.id in current, when=piece.when, links=piece.links
        )
        told = list(told_forms(piece)) if piece.id in current else []
        found = {f.id: f for _, f in told}
        marked = marks(features_of_json(told[0][1].features).about) if told else {}
        near = beside(connection, marked, day(piece.when))
        titles = {f.id for unit, f in told if unit.field == "title"}
        _put_forms(connection, found, titles, near)
        rows.mark(connection, piece.id, marked, day(piece.when))
        rows.put(connection, row, [(unit, f.id) for unit, f in told])


def told_forms(piece: Piece) -> Iterator[tuple[Unit, Form]]:
    """The units of an article, each with its form."""
    told = tuple({unit.id: unit for unit in units(piece)}.values())
    for unit, vector in zip(told, meanings(unit.words for unit in told), strict=True):
        yield unit, form(features(unit, piece), vector, piece.when)


# Pairs


def beside(connection: Connection, marked: Mapping[int, float], at: int) -> tuple[str, ...]:
    """The articles that may tell of the same event as one with those marks, of that day: the likest, then the nearest,
    `BESIDE` of them at most."""
    held = rows.marked(connection, sorted(marked), at, days_around(at))
    return likeliest(((marked[word], id, on) for word, id, on in held), marked, at)


def likeliest(found: Iterable[tuple[float, str, int]], marked: Mapping[int, float], at: int) -> tuple[str, ...]:
    """Of articles that were found by marks (what the mark is worth, the article, its day), the likest to one with those
    marks, then the nearest to its day: `BESIDE` of them at most."""
    shared: dict[tuple[str, int], float] = {}
    for worth, id, on in found:
        shared[id, on] = shared.get((id, on), 0.0) + worth
    least = LEAST_MARKED * sum(marked.values())
    likely = sorted((-round(worth, 9), abs(on - at), id) for (id, on), worth in shared.items() if worth >= least)
    return tuple(id for *_, id in likely[:BESIDE])


def _put_forms(connection: Connection, told: Mapping[str, Form], titles: Collection[str], near: Sequence[str]) -> None:
    """Puts those of the forms in that are not there, with the pairs they make with those of the articles near and among
    themselves; a title is compared with all of its article, since it tells in other words what the text does."""
    held = rows.held_forms(connection, told)
    fresh = [f for id, f in told.items() if id not in held]
    if not fresh:
        return
    own = {id: made_ready(f.features, f.vector) for id, f in told.items()}
    known = own | ready(connection, rows.forms_of(connection, near) - told.keys())
    # What an earlier firsthand kept has no vector; its articles are waiting to be taken in anew.
    known = of_one_event(own, {id: one for id, one in known.items() if one.vector})
    some = candidates([f.id for f in fresh], own, known, titles)
    near_to = Near(sorted(own), {id: one.vector for id, one in known.items()})
    some |= near_to.nearest(f.id for f in fresh)
    rows.put_forms(connection, fresh)
    rows.put_pairs(connection, scored(some, known, near_to, least=KEPT))


def of_one_event(own: Mapping[str, Ready], known: Mapping[str, Ready]) -> dict[str, Ready]:
    """Those of the `known` forms whose article may tell of one event with that of `own`."""
    mine = next(iter(own.values())).features.about
    near = {about: one_event(mine, about) for about in {one.features.about for one in known.values()}}
    return {id: one for id, one in known.items() if near[one.features.about]}


def one_event(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """True where two articles that those words mark may tell of one event: what two stories tell is no claim of both,
    whatever the words, so that no pair of theirs would be kept."""
    return one == other or event_of(one, other) >= LEAST_EVENT


def candidates(
    fresh: Iterable[str], own: Mapping[str, Ready], known: Mapping[str, Ready], titles: Collection[str]
) -> set[Pair]:
    """The pairs of the fresh ones of an article's `own` forms with those of all `known` that share words with them."""
    some = {pair(a, b) for a in titles for b in own if a != b}
    for id, likely in _likely(list(fresh), known).items():
        here, beside = [x for x in likely if x in own], [x for x in likely if x not in own]
        some |= {pair(id, other) for other in (*here, *beside[:COMPARED])}
    return some


def _likely(fresh: Sequence[str], known: Mapping[str, Ready]) -> dict[str, list[str]]:
    """For each of the fresh forms those that it may be compared with, the likest first."""
    wanted = frozenset(word for id in fresh for word in known[id].found)
    having: dict[str, list[str]] = {}
    for id, other in known.items():
        for word in wanted & other.found.keys():
            having.setdefault(word, []).append(id)
    found: dict[str, list[str]] = {}
    for id in fresh:
        one, shared = known[id], dict[str, float]()
        for word, value in one.found.items():
            for other_id in having[word]:
                shared[other_id] = shared.get(other_id, 0.0) + value
        least = {other_id: min(one.worth, known[other_id].worth) for other_id in shared}
        likely = (
            (-round(together / least[other_id], 9), other_id)
            for other_id, together in shared.items()
            if other_id != id and worth_comparing(together, least[other_id])
        )
        found[id] = [other_id for _, other_id in sorted(likely)]
    return found


def scored(some: Iterable[Pair], known: Mapping[str, Ready], near: Near, *, least: float) -> Iterator[FormPair]:
    """The pairs of at least that probability, with how they compare."""
    events: dict[tuple[tuple[str, ...], tuple[str, ...]], float] = {}
    for a, b in sorted(some):
        one, other = known[a].weighed, known[b].weighed
        articles = one.features.about, other.features.about
        if articles not in events:
            events[articles] = event_of(*articles)
        match = compared(one, other, events[articles], near.cosine(a, b), least=least)
        if match is not None:
            yield FormPair(a=a, b=b, probability=match.probability, opposed=match.opposed, conflicts=match.conflicts)


# Groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A connected part of the graph of pairs: its units with their forms, and the pairs of forms."""

    told: tuple[tuple[Unit, str], ...]
    pairs: Mapping[Pair, FormPair]

    def matches(self) -> dict[Pair, Match]:
        """The pairs of units, as `firsthand.tracing.clusters` wants them."""
        of_form: dict[str, list[str]] = {}
        for unit, form_id in self.told:
            of_form.setdefault(form_id, []).append(unit.id)
        found: dict[Pair, Match] = {}
        for p in self.pairs.values():
            match = Match(probability=p.probability, opposed=p.opposed, conflicts=p.conflicts)  # type: ignore[arg-type]
            for x in of_form.get(p.a, ()):
                for y in of_form.get(p.b, ()):
                    found[pair(x, y)] = match
        return found


def regroup(connection: Connection) -> None:
    """Groups anew what was marked to be, and all that is connected with it."""
    dirty = rows.ungrouped(connection)
    if not dirty:
        return
    groups = [group for part in parts(connection, dirty) for group in grouped(part)]
    rows.set_groups(connection, groups, first_of(connection, [unit for group in groups for unit in group]))


def parts(connection: Connection, forms: Iterable[str]) -> Iterator[Part]:
    """The parts of the graph of pairs that those forms are in."""
    whole = reach(connection, forms)
    kept = {(p.a, p.b): p for p in rows.pairs_among(connection, whole)}
    told: dict[str, list[Unit]] = {}
    for unit, form_id in rows.of_forms(connection, whole):
        told.setdefault(form_id, []).append(unit)
    found = list(connected(whole, kept))
    place = {id: n for n, ids in enumerate(found) for id in ids}
    inside: list[dict[Pair, FormPair]] = [{} for _ in found]
    for (a, b), p in kept.items():
        if place[a] == place[b]:
            inside[place[a]][a, b] = p
    for ids, mine in zip(found, inside, strict=True):
        yield Part(told=tuple((unit, id) for id in sorted(ids) for unit in told.get(id, ())), pairs=mine)


def reach(connection: Connection, forms: Iterable[str]) -> frozenset[str]:
    """Those forms and all that is in one part with them; of a part that is too large, what is nearest."""
    return Graph(connection).reach(forms)


def grouped(part: Part, **decided: Any) -> tuple[tuple[Unit, ...], ...]:
    """The claims of a connected part. `decided` is as for `firsthand.tracing.clusters.clusters`."""
    if len(part.told) <= MOST_UNITS:
        return clusters([unit for unit, _ in part.told], part.matches(), **decided)
    standing: dict[str, Unit] = {}
    for unit, form_id in part.told:
        standing.setdefault(form_id, unit)
        if unit.id < standing[form_id].id:
            standing[form_id] = unit
    few = Part(told=tuple((unit, id) for id, unit in sorted(standing.items())), pairs=part.pairs)
    of_form: dict[str, list[Unit]] = {}
    for unit, form_id in part.told:
        of_form.setdefault(form_id, []).append(unit)
    form_of = {unit.id: id for id, unit in standing.items()}
    groups = clusters([unit for unit, _ in few.told], few.matches(), **decided)
    return tuple(tuple(u for one in group for u in of_form[form_of[one.id]]) for group in groups)


def first_of(connection: Connection, told: Sequence[Unit]) -> dict[str, tuple[Any, ...]]:
    """A key for each unit by which the first report of a claim comes first, as in `firsthand.tracing`."""
    at = rows.whens(connection, {u.article for u in told})
    return {u.id: first_key(u, at.get(u.article, (None, None))) for u in told}


def first_key(unit: Unit, when: Instants) -> tuple[Any, ...]:
    """The key of a unit of an article that came out then: the lower, the earlier it was told."""
    return (*_in_time(unit.article, when), *_place(unit))


def _in_time(id: str, when: Instants) -> tuple[bool, str, str, str]:
    start = when[0] or when[1]
    return (start is None, start or "", when[1] or when[0] or "", id)


def _place(unit: Unit) -> tuple[bool, int, int, str]:
    return (unit.field == "text", unit.spans[0].start, unit.spans[-1].end, unit.id)
