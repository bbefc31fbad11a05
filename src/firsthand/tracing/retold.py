"""Owns the articles that another one retells without a word of it: where an article tells several claims in its own
voice that one earlier article has told, it is taken to have them from there. That is inferred, and said to be.
"""

from collections.abc import Iterable, Iterator, Sequence

from firsthand.model import Source
from firsthand.model.trace import Piece, Unit
from firsthand.tracing.amounts import numbers
from firsthand.tracing.details import content, copied_share, distinctive, told_sentences
from firsthand.tracing.told import SHOWN, Told

SEVERAL = 2
"""Claims that one earlier article must have told of those for which an article gives no source."""

COPY = 0.5
"""Share of sentences from which an article is a copy of another, as for `verbatim`."""

LEADING = 2
"""Sentences at the start of an article, one of which must tell what the article is taken to retell."""


def retold(view: Told, later: Piece, candidates: Sequence[Piece], known: Iterable[str]) -> Iterator[Piece]:
    """The articles that `later` retells, each with `SEVERAL` claims or more that no article before it in the list and
    none of `known` tells; then, where there is one, those that tell a claim that is left.

    Of several the one with most of the claims is taken, then the one with most of the same numbers, then the one that
    has most of its rarer words, then the first.
    """
    if not (_mostly_own_voice(view, later) or _mostly_untold(view, later, candidates)):
        return
    others = [p for p in candidates if view.outlet(p.id) != view.outlet(later.id)]
    own = [p for p in candidates if view.outlet(p.id) == view.outlet(later.id)]
    from_elsewhere = [*(p.id for p in own), *known]
    left = {c for c in unsourced(view, later) if not any(view.asserts(id, c) for id in from_elsewhere)}
    vague, first = _vague(view, later), _leading(view, later)
    least = SEVERAL
    while left:
        scored = [(_score(view, later, p, left, vague), p) for p in others]
        able = [
            s
            for s in scored
            if s[0][0] >= least and (least == 1 or any(view.asserts(s[1].id, c) for c in first & left))
        ]
        if not able:
            return
        best = max(able, key=lambda s: (s[0], -view.place[s[1].id]))[1]
        best = _first_copy(view, best, [p for _, p in able])
        yield best
        left = {c for c in left if not view.asserts(best.id, c)}
        least = 1


def unsourced(view: Told, later: Piece) -> frozenset[int]:
    """Claims that it tells in its text, for none of whose places it gives a source."""
    return frozenset(
        c
        for c, units in view.units.get(later.id, {}).items()
        if all(not view.links(u) for u in units)
        and any(u.field == "text" and view.stance(u) not in SHOWN for u in units)
    )


def _mostly_own_voice(view: Told, later: Piece) -> bool:
    """True where it tells more in its own voice than it attributes: who names sources is not taken to hide one."""
    units = [u for u in view.units_of(later.id) if u.field == "text"]
    return 2 * sum(not view.links(u) for u in units) > len(units)


def _mostly_untold(view: Told, later: Piece, candidates: Sequence[Piece]) -> bool:
    """True where, of the claims that earlier articles tell, it gives a source with a name for fewer places than for
    which it gives none: whom it asked about other things does not matter.
    """
    others = {p.id for p in candidates}
    units = [
        u
        for c, us in view.units.get(later.id, {}).items()
        if any(u.article in others for u in view.clusters[c])
        for u in us
        if u.field == "text" and view.stance(u) not in SHOWN
    ]
    return 2 * sum(_unnamed(view.links(u)) for u in units) > len(units)


def _first_copy(view: Told, best: Piece, able: Sequence[Piece]) -> Piece:
    """Of articles of one text the first, since nothing tells which of them was read."""
    same = [
        p
        for p in able
        if view.place[p.id] < view.place[best.id]
        and copied_share(best.reading.article, p.reading.article) > COPY - 1e-9
    ]
    return min((*same, best), key=lambda p: view.place[p.id])


def _leading(view: Told, later: Piece) -> frozenset[int]:
    """Claims that one of the first `LEADING` sentences of its text tells: what it has from elsewhere it leads with."""
    article = later.reading.article
    first = told_sentences(article.text, article.body_start)[:LEADING]
    return frozenset(
        c
        for c, units in view.units.get(later.id, {}).items()
        if any(u.field == "text" and any(a.meets(b) for a in u.spans for b in first) for u in units)
    )


def _vague(view: Told, later: Piece) -> frozenset[int]:
    """Claims for which it gives sources without a name only, which may be those of another article."""
    return frozenset(
        c
        for c, units in view.units.get(later.id, {}).items()
        if any(view.stance(u) not in SHOWN for u in units) and all(_unnamed(view.links(u)) for u in units)
    )


def _unnamed(links: Sequence[Source]) -> bool:
    return all(s.anonymous or (s.kind == "document" and s.name is None) for s in links)


def _score(view: Told, later: Piece, earlier: Piece, left: set[int], vague: frozenset[int]) -> tuple[int, int, float]:
    """Claims that `earlier` tells of those left, in how many of them a number is the same, and rarer words of both. A
    claim with an unnamed source counts beside one without, where the earlier article has an unnamed source for it too.
    """
    told = {c for c in left if view.asserts(earlier.id, c)}
    if not told:
        return (0, 0, 0.0)
    beside = {c for c in vague - left if any(_unnamed(view.links(u)) for u in _telling(view, earlier, c))}
    both = told | beside
    same = sum(not _amounts(_telling(view, later, c)).isdisjoint(_amounts(_telling(view, earlier, c))) for c in both)
    mine = content(later.reading.article.text)
    return (len(both), same, distinctive(mine, content(earlier.reading.article.text), ()))


def _telling(view: Told, piece: Piece, claim: int) -> tuple[Unit, ...]:
    return tuple(u for u in view.units.get(piece.id, {}).get(claim, ()) if view.stance(u) not in SHOWN)


def _amounts(units: Iterable[Unit]) -> frozenset[tuple[float, float]]:
    return frozenset((n.low, n.high) for u in units for n in numbers(u.words))
