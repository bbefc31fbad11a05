"""Owns the graph of pairs of forms, as far as it is looked at: which forms are in one part with others.

It fetches the pairs of a form once, however many steps are tried, and stops as soon as a part is too large.
"""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection

from firsthand.ledger import units as rows
from firsthand.ledger.units import FormPair
from firsthand.tracing.clusters import Pair

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
WIDEST = 4 * MOST_FORMS
"""Forms that are looked at from a few; where a step leads to more, only what the next one leads to is."""
AT_ONCE = 100
"""Forms whose pairs are fetched at once where there is a bound: so few more than it are fetched."""


class Graph:
    """Pairs of forms of a ledger, those of each form fetched when it is reached."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._near: dict[str, list[tuple[str, float]]] = {}

    def reach(self, forms: Iterable[str]) -> frozenset[str]:
        """Those forms and all that is in one part with them; of a part that is too large, what is nearest."""
        wanted = frozenset(forms)
        if len(wanted) > MOST_FORMS:
            return frozenset(self._wider(wanted, KEPT, None) or ())
        # A lower step leads to all that a higher one does, so that the lowest one that fits is met last.
        found: set[str] = set(wanted)
        for step in reversed(STEPS):
            wider = self._wider(found, step, WIDEST)
            if wider is None:
                break
            found = wider
        return frozenset(found)

    def _wider(self, start: Iterable[str], step: float, most: int | None) -> set[str] | None:
        """What pairs of at least `step` lead to from there; None where that is more than `most`."""
        found = set(start)
        edge = sorted(found)
        while edge:
            fresh: set[str] = set()
            for n in range(0, len(edge), AT_ONCE if most is not None else len(edge)):
                some = edge[n : n + AT_ONCE] if most is not None else edge
                self._fetch(some)
                for id in some:
                    fresh.update(other for other, probability in self._near[id] if probability >= step)
                fresh -= found
                if most is not None and len(found) + len(fresh) > most:
                    return None
            found |= fresh
            edge = sorted(fresh)
        return found

    def _fetch(self, ids: Iterable[str]) -> None:
        """The pairs of those forms that were not fetched yet."""
        wanted = [id for id in ids if id not in self._near]
        self._near |= {id: [] for id in wanted}
        for id, other, probability in rows.beside_forms(self._connection, wanted):
            self._near[id].append((other, probability))


def connected(ids: Iterable[str], pairs: Mapping[Pair, FormPair], *, step: int = 0) -> Iterator[frozenset[str]]:
    """The parts of `ids` under the pairs of at least `STEPS[step]`; those larger than `MOST_FORMS` under the next."""
    near: dict[str, set[str]] = {id: set() for id in ids}
    inside = [p for p in pairs.values() if p.a in near and p.b in near]
    for p in inside:
        if p.probability >= STEPS[step]:
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
            mine = {(p.a, p.b): p for p in inside if p.a in found}
            yield from connected(found, mine, step=step + 1)
        else:
            yield frozenset(found)
