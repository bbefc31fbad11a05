"""Owns how near forms are in meaning: the cosines of many at once. It reads no rows."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from firsthand.tracing.clusters import Pair, pair
from firsthand.tracing.meaning import cosines, vectors_of

LIKE = 0.45
"""Cosine of two forms from which they are compared without a rare word in common: below it such a pair is not probable
enough to be kept."""
MOST = 32
"""Forms that one form is compared with for that."""


class Near:
    """How near in meaning some forms are to all that they may be compared with."""

    def __init__(self, mine: Sequence[str], known: Mapping[str, bytes]) -> None:
        """For those of `mine` and all those `known`, by their ids, with their vectors."""
        self.mine, self.theirs = list(mine), sorted(known)
        self._row = {id: n for n, id in enumerate(self.mine)}
        self._column = {id: n for n, id in enumerate(self.theirs)}
        vectors = vectors_of(known[id] for id in self.theirs)
        self._cosines = cosines(vectors[[self._column[id] for id in self.mine]], vectors)

    def cosine(self, a: str, b: str) -> float:
        """The cosine of two forms, one of which is mine."""
        if a not in self._row:
            a, b = b, a
        return float(self._cosines[self._row[a], self._column[b]])

    def nearest(self, of: Iterable[str]) -> set[Pair]:
        """For each of those of mine its pairs with the `MOST` of those known that are nearest; ties go by id."""
        found: set[Pair] = set()
        for id in of:
            near = self._cosines[self._row[id]].copy()
            near[self._column[id]] = -1.0
            (likely,) = np.nonzero(near >= LIKE)
            best = likely[np.argsort(-near[likely], kind="stable")][:MOST]
            found |= {pair(id, self.theirs[n]) for n in best}
        return found
