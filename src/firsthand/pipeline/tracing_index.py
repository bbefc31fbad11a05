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
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha256
from importlib import resources
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, or_, select

from firsthand.ledger import Ledger
from firsthand.ledger import units as rows
from firsthand.ledger.tables import articles, tracked
from firsthand.ledger.units import Form, FormPair, Tracked
from firsthand.model import digest
from firsthand.model.trace import Instants, Piece, Unit
from firsthand.pipeline.tracing_contexts import Contexts
from firsthand.pipeline.tracing_forms import (
    LEAST_MARKED,
    day,
    days_around,
    features_of_json,
    form,
    marks,
    worth_comparing,
)
from firsthand.pipeline.tracing_pieces import pieces
from firsthand.tracing.clusters import Pair, clusters, pair
from firsthand.tracing.contexts import alike, context, context_id
from firsthand.tracing.features import Features, features
from firsthand.tracing.matching import Match, same_claim, same_story
from firsthand.tracing.units import units

RECIPE = "3"
"""Raised where what is kept of a unit changes in a way that neither version nor lists show."""
KEPT = 0.1
"""Probability from which a pair of forms is kept in the ledger; below it, and where two were not compared, it is 0.
Chosen with `firsthand.tracing.clusters.JOIN`, as is said there.
"""
STEPS = (KEPT, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
"""Probability from which a pair of forms makes them one part of the graph, which is grouped by itself: the first, or
the first under which a part has no more than `MOST_FORMS`. What is below counts inside a part only: without that,
chance likeness would join a large ledger to one part, and one more article would be a question of all of it.
"""
MOST_FORMS = 400
"""Forms of one part."""
BESIDE = 40
"""Articles whose units those of one new article may be compared with, those that are marked by most of its words."""
COMPARED = 32
"""Forms of other articles that one new form is compared with: those that share most words with it, and as many of those
that say the likest beyond what the articles do.
"""
MOST_UNITS = 400
"""Units of one connected part up to which each counts; beyond that, each form counts once."""
LOT = 25
"""Articles that are put in by one transaction."""


@cache
def recipe() -> str:
    """What units, features and probabilities are made by: firsthand's version and a digest of tracing's lists."""
    lists = sorted(resources.files("firsthand.tracing").joinpath("data").iterdir(), key=lambda f: f.name)
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
    asked = (
        select(articles.c.id)
        .join(tracked, tracked.c.article_id == articles.c.id, isouter=True)
        .where(
            articles.c.text.is_not(None),
            or_(
                tracked.c.article_id.is_(None),
                tracked.c.latest != articles.c.latest,
                tracked.c.recipe != recipe(),
            ),
        )
    )
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
        told = list(_told(piece)) if piece.id in current else []
        found = {f.id: f for _, f in told}
        marked = marks(features_of_json(told[0][1].features).about) if told else {}
        near = beside(connection, marked, day(piece.when))
        titles = {f.id for unit, f in told if unit.field == "title"}
        _put_forms(connection, found, titles, near)
        rows.mark(connection, piece.id, marked, day(piece.when))
        rows.put(connection, row, [(unit, f.id) for unit, f in told])


def _told(piece: Piece) -> Iterator[tuple[Unit, Form]]:
    told = {u.id: (u, features(u, piece)) for u in units(piece)}
    # Units that are told in the same words are one form, and count once in the context, here as in `Contexts`.
    id = context_id(context(f.said for f in {f for _, f in told.values()}))
    for unit, found in told.values():
        yield unit, form(replace(found, context=id), piece.when)


# Pairs


def beside(connection: Connection, marked: Mapping[int, float], at: int) -> tuple[str, ...]:
    """The articles that may tell of the same event as one with those marks, of that day: the likest, then the nearest,
    `BESIDE` of them at most."""
    shared: dict[tuple[str, int], float] = {}
    for word, worth in sorted(marked.items()):
        for found in rows.marked(connection, word, at, days_around(at)):
            shared[found] = shared.get(found, 0.0) + worth
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
    others = rows.forms_of(connection, near) - told.keys()
    words, worth = rows.words_of(connection, others), rows.worths(connection, others)
    words |= {id: set(f.words) for id, f in told.items()}
    worth |= {id: f.worth for id, f in told.items()}
    some = {pair(a, b) for a in told for b in told if a != b and (a in titles or b in titles)}
    for id, likely in _likely(fresh, words, worth).items():
        own, beside = [x for x in likely if x in told], [x for x in likely if x not in told]
        some |= {pair(id, other) for other in (*own, *beside[:COMPARED])}
    known = {id: features_of_json(f.features) for id, f in told.items()}
    known |= {id: features_of_json(told) for id, told in rows.held_forms(connection, others).items()}
    contexts = Contexts(known.values())
    some |= contexts.likest({f.id: known[f.id] for f in fresh}, known)
    rows.put_forms(connection, fresh)
    rows.put_pairs(connection, scored(some, known, contexts, least=KEPT))


def _likely(
    told: Iterable[Form], words: Mapping[str, Collection[int]], worth: Mapping[str, float]
) -> dict[str, list[str]]:
    """For each of the forms those that it may be compared with, the likest first."""
    having: dict[int, list[str]] = {}
    for id, mine in words.items():
        for word in mine:
            having.setdefault(word, []).append(id)
    found: dict[str, list[str]] = {}
    for one in told:
        shared: dict[str, float] = {}
        for word, value in sorted(one.words.items()):
            for id in having.get(word, ()):
                shared[id] = shared.get(id, 0.0) + value
        least = {id: min(one.worth, worth[id]) for id in shared}
        likely = (
            (-round(together / least[id], 9), id)
            for id, together in shared.items()
            if id != one.id and worth_comparing(together, least[id])
        )
        found[one.id] = [id for _, id in sorted(likely)]
    return found


def scored(
    some: Iterable[Pair], known: Mapping[str, Features], contexts: Contexts, *, least: float
) -> Iterator[FormPair]:
    """The pairs of at least that probability, with how they compare."""
    for a, b in sorted(some):
        one, other = known[a].about, known[b].about
        if one and other and _story(one, other) < least:
            continue  # what two stories tell is no claim of both, whatever the words
        match = same_claim(known[a], known[b], contexts.between(known[a], known[b]))
        if match.probability >= least:
            yield FormPair(
                a=a, b=b, probability=match.probability, opposed=match.opposed, conflicts=tuple(match.conflicts)
            )


@lru_cache(maxsize=65536)
def _story(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    return same_story(alike(one, other))


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
            found |= {pair(x, y): match for x in of_form.get(p.a, ()) for y in of_form.get(p.b, ())}
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
    kept = {pair(p.a, p.b): p for p in rows.pairs_among(connection, whole)}
    told: dict[str, list[Unit]] = {}
    for unit, form_id in rows.of_forms(connection, whole):
        told.setdefault(form_id, []).append(unit)
    found = list(connected(whole, kept.values()))
    place = {id: n for n, ids in enumerate(found) for id in ids}
    inside: list[dict[Pair, FormPair]] = [{} for _ in found]
    for (a, b), p in kept.items():
        if place[a] == place[b]:
            inside[place[a]][a, b] = p
    for ids, mine in zip(found, inside, strict=True):
        yield Part(told=tuple((unit, id) for id in sorted(ids) for unit in told.get(id, ())), pairs=mine)


def reach(connection: Connection, forms: Iterable[str]) -> frozenset[str]:
    """Those forms and all that is in one part with them; of a part that is too large, what is nearest."""
    wanted = frozenset(forms)
    limit = None if len(wanted) > MOST_FORMS else 4 * MOST_FORMS
    for step in STEPS:
        found = rows.component(connection, wanted, least=step, most=limit)
        if found is not None:
            return found
    return wanted


def connected(ids: Iterable[str], pairs: Iterable[FormPair], *, step: int = 0) -> Iterator[frozenset[str]]:
    """The parts of `ids` under the pairs of at least `STEPS[step]`; those larger than `MOST_FORMS` under the next."""
    near: dict[str, set[str]] = {id: set() for id in ids}
    given = tuple(pairs)
    for p in given:
        if p.probability >= STEPS[step] and p.a in near and p.b in near:
            near[p.a].add(p.b)
            near[p.b].add(p.a)
    seen: set[str] = set()
    for start in sorted(near):
        if start in seen:
            continue
        found, edge = {start}, [start]
        while edge:
            fresh = near[edge.pop()] - found
            found |= fresh
            edge += fresh
        seen |= found
        if len(found) > MOST_FORMS and step + 1 < len(STEPS):
            yield from connected(found, given, step=step + 1)
        else:
            yield frozenset(found)


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
    return {u.id: (*_in_time(u.article, at.get(u.article, (None, None))), *_place(u)) for u in told}


def _in_time(id: str, when: Instants) -> tuple[bool, str, str, str]:
    start = when[0] or when[1]
    return (start is None, start or "", when[1] or when[0] or "", id)


def _place(unit: Unit) -> tuple[bool, int, int, str]:
    return (unit.field == "text", unit.spans[0].start, unit.spans[-1].end, unit.id)
