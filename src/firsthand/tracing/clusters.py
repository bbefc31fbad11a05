"""Owns how pairs of units become claims: average-link agglomeration under constraints. It compares no words itself.

The result depends on the set of units and pairs alone, not on their order: ties go by id, and what is joined in one
part of the graph cannot change another part. Units that conflict stay apart unless one report is shown to rest on the
other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from heapq import heappop, heappush
from itertools import combinations

from firsthand.language.likeness import folded_words
from firsthand.model import Stance
from firsthand.model.trace import Unit
from firsthand.tracing.features import Features
from firsthand.tracing.matching import Match

Pair = tuple[str, str]
"""Two ids of units, the smaller first."""

JOIN = 0.1
"""Average probability from which two groups are one claim. Tried on the stories in `benchmarks/stories`, each read by
an encoder that has not seen it, pairs below 0.1 counting as 0: lower, claims take in what stands beside them; higher,
they fall apart, though what is left has more of its intervals right.
"""
LINK = 0.2
"""Probability that one pair of two groups must have, whatever the average: two places that are hardly alike are two
claims, also where nothing else is held that could tell. Higher, claims fall apart."""
_FLIPPED: Mapping[Stance, Stance] = {
    "asserts": "denies",
    "denies": "asserts",
    "believes": "denies",
    "expects": "denies",
}


def pair(a: str, b: str) -> Pair:
    """Two ids as a key of `pairs`."""
    return (a, b) if a < b else (b, a)


def clusters(
    units: Sequence[Unit],
    pairs: Mapping[Pair, Match],
    *,
    derived: Collection[Pair] = (),
    together: Iterable[Pair] = (),
    apart: Collection[Pair] = (),
) -> tuple[tuple[Unit, ...], ...]:
    """The claims that `units` tell: groups of units, each in the order of ids, groups in the order of their first id.

    `derived` are pairs of article ids (smaller first) of which one is shown to rest on the other: between them a match
    that is `only_if_derived` counts. `together` and `apart` are pairs of unit ids that a person decided on; they go
    before everything else, and `apart` before `together`.
    """
    by_id = {u.id: u for u in units}
    groups = _grown(by_id, _Links(by_id, pairs, frozenset(derived), frozenset(apart)), _joined(by_id, together, apart))
    told = (tuple(by_id[i] for i in sorted(g)) for g in groups)
    return tuple(sorted(told, key=lambda g: g[0].id))


def against(group: Sequence[Unit], features: Mapping[str, Features], matches: Mapping[Pair, Match]) -> frozenset[str]:
    """Ids of the units of one claim that say it is not so, by a negation of their own ("has not been cancelled").

    What most of the units say is the claim; where it is even, what is put without a negation.
    """
    negated = {u.id for u in group if features[u.id].negated}
    plain = {u.id for u in group} - negated
    opposed = {
        id for p in combinations(sorted(u.id for u in group), 2) if (m := matches.get(p)) and m.opposed for id in p
    }
    fewer = plain if len(negated) > len(plain) else negated
    return frozenset(fewer & opposed)


def turned(unit: Unit) -> Unit:
    """`unit` with its stance seen from the claim that its own words negate: who asserts it is not so denies it."""
    return replace(unit, stance=_FLIPPED.get(unit.stance, unit.stance))


class _Links:
    """How much two units belong together: a probability, or None where they must not be joined."""

    def __init__(
        self,
        by_id: Mapping[str, Unit],
        pairs: Mapping[Pair, Match],
        derived: frozenset[Pair],
        apart: frozenset[Pair],
    ) -> None:
        self._units, self._derived = by_id, derived
        self.apart = apart
        self.values: dict[Pair, float | None] = {
            p: self._value(p, m) if m.conflicts else m.probability
            for p, m in pairs.items()
            if p[0] in by_id and p[1] in by_id
        }
        self.values.update((pair(*p), None) for p in apart)

    def _value(self, ids: Pair, match: Match) -> float | None:
        if match.probability < JOIN:
            return match.probability
        if match.never:
            return None
        if match.only_if_derived:
            articles = pair(self._units[ids[0]].article, self._units[ids[1]].article)
            if articles not in self._derived and articles[0] != articles[1]:
                return None
        return match.probability


def _joined(by_id: Mapping[str, Unit], together: Iterable[Pair], apart: Collection[Pair]) -> list[frozenset[str]]:
    """Groups to begin with: what a person joined, and units of the same words."""
    parent = {i: i for i in by_id}

    def root(i: str) -> str:
        while parent[i] != i:
            i = parent[i]
        return i

    def join(a: str, b: str) -> None:
        if pair(a, b) not in apart:
            low, high = sorted((root(a), root(b)))
            parent[high] = low

    first: dict[str, str] = {}
    for i in sorted(by_id):
        join(first.setdefault(_folded(by_id[i].words), i), i)
    for a, b in sorted(together):
        if a in by_id and b in by_id:
            join(a, b)
    found: dict[str, set[str]] = {}
    for i in by_id:
        found.setdefault(root(i), set()).add(i)
    return sorted((frozenset(g) for g in found.values()), key=min)


@lru_cache(maxsize=16384)
def _folded(words: str) -> str:
    """The words as they count as the same."""
    return " ".join(w for w, _, _ in folded_words(words))


_WHOLE = 1_000_000
"""What a probability of 1 counts: sums are of whole numbers, so that no order of adding changes a digit."""


def _grown(by_id: Mapping[str, Unit], links: _Links, groups: list[frozenset[str]]) -> list[frozenset[str]]:
    """`groups` joined, the best first, as long as the average reaches `JOIN`, one pair `LINK`, and nothing forbids it.

    Pairs that were never compared count as 0. Two groups below `JOIN` need not be looked at before one of them grows:
    the average of what is joined lies between those of its parts.
    """
    near, banned, best = _between(links, {i: n for n, g in enumerate(groups) for i in g}, len(groups))
    alive: dict[int, frozenset[str]] = dict(enumerate(groups))
    sizes = [len(g) for g in groups]
    heap: list[tuple[float, int, int]] = []

    def offer(a: int) -> None:
        for other, total in near[a].items():
            average = total / (_WHOLE * sizes[a] * sizes[other])
            if average >= JOIN and best[a][other] >= LINK and other not in banned[a]:
                heappush(heap, (-average, min(a, other), max(a, other)))

    for a in alive:
        offer(a)
    while heap:
        value, a, b = heappop(heap)
        # What was joined, banned or averaged anew since it was put there is out of date.
        if b not in near[a] or b in banned[a] or -value != near[a][b] / (_WHOLE * sizes[a] * sizes[b]):
            continue
        alive[a] |= alive.pop(b)
        sizes[a] += sizes[b]
        del near[a][b], near[b][a]
        for other, total in near[b].items():
            del near[other][b]
            near[a][other] = near[other][a] = near[a].get(other, 0) + total
        for other, value in best[b].items():
            if other != a:
                best[a][other] = best[other][a] = max(value, best[a].get(other, 0.0))
        near[b], best[b] = {}, {}
        for other in banned[b] - {a}:
            banned[a].add(other)
            banned[other].add(a)
        offer(a)
    return list(alive.values())


def _between(
    links: _Links, place: Mapping[str, int], count: int
) -> tuple[list[dict[int, int]], list[set[int]], list[dict[int, float]]]:
    """For each group what its pairs with each other add up to, in `_WHOLE`s, which it must not be joined with, and the
    best of its pairs with each."""
    near: list[dict[int, int]] = [{} for _ in range(count)]
    banned: list[set[int]] = [set() for _ in range(count)]
    best: list[dict[int, float]] = [{} for _ in range(count)]
    for (one, other), value in links.values.items():
        a, b = place[one], place[other]
        if a == b:
            continue
        near[a][b] = near[b][a] = near[a].get(b, 0) + (0 if value is None else round(value * _WHOLE))
        best[a][b] = best[b][a] = max(value or 0.0, best[a].get(b, 0.0))
        if value is None:
            banned[a].add(b)
            banned[b].add(a)
    return near, banned, best
