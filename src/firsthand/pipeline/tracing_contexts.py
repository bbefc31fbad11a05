"""Owns what forms of several articles say beyond those articles: the cosines of many at once. It reads no rows."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from firsthand.tracing.clusters import Pair, pair
from firsthand.tracing.contexts import Between, Context, Doubles
from firsthand.tracing.weighed import Weighed

LIKE = 0.15
"""Cosine of what two forms say beyond their articles from which they are compared without a rare word in common."""
MOST = 32
"""Forms that one form is compared with for that."""


ALONE = 200_000
"""Products of numbers that OpenBLAS does on one core."""


class Beyond:
    """How near what forms say lies beyond their articles, for some forms and all that they may be compared with."""

    def __init__(self, mine: Sequence[str], known: Mapping[str, Weighed], contexts: Mapping[str, Context]) -> None:
        """For those of `mine` and all those `known`, by their ids; `contexts` are those of their articles."""
        self.mine, self.theirs = list(mine), sorted(known)
        self._row = {id: n for n, id in enumerate(self.mine)}
        self._column = {id: n for n, id in enumerate(self.theirs)}
        self._cosines = self._worked_out(known, contexts)

    def cosine(self, a: str, b: str) -> float:
        """The cosine of two forms, one of which is mine; 0 where one has no article."""
        if a not in self._row:
            a, b = b, a
        return float(self._cosines[self._row[a], self._column[b]])

    def likest(self, of: Iterable[str]) -> set[Pair]:
        """For each of those of mine its pairs with the `MOST` of those known that say the likest."""
        found: set[Pair] = set()
        for id in of:
            # Rounded, so that the order does not hang on the last digits of a sum; ties go by id.
            cosines = np.round(self._cosines[self._row[id]], 5)
            cosines[self._column[id]] = -1.0
            (likely,) = np.nonzero(cosines >= LIKE)
            best = likely[np.argsort(-cosines[likely], kind="stable")][:MOST]
            found |= {pair(id, self.theirs[n]) for n in best}
        return found

    def _worked_out(self, known: Mapping[str, Weighed], of: Mapping[str, Context]) -> Doubles:
        """The cosines, float [mine, known]."""
        found = np.zeros((len(self.mine), len(self.theirs)))
        mine, theirs = _by_context(self.mine, known), _by_context(self.theirs, known)
        for one, here in mine.items():
            for other, there in theirs.items():
                between = Between(of[one], of[other] if one != other else None)
                said = between.beyond([known[id].rows for id in (*here, *there)])
                cosines = _product(said[: len(here)], said[len(here) :].T)
                found[np.ix_([self._row[id] for id in here], [self._column[id] for id in there])] = cosines
        return found


def _product(a: Doubles, b: Doubles) -> Doubles:
    """`a @ b` in pieces so small that BLAS does them on one core: sharing them out costs more than it is worth."""
    rows = max(1, ALONE // b.size)
    return np.vstack([a[n : n + rows] @ b for n in range(0, len(a), rows)])


def _by_context(ids: Iterable[str], known: Mapping[str, Weighed]) -> dict[str, list[str]]:
    """The ids of the forms that have a context, those of one together."""
    found: dict[str, list[str]] = {}
    for id in ids:
        name = known[id].features.context
        if name is not None:
            found.setdefault(name, []).append(id)
    return found
