"""Owns the contexts of the articles whose forms are compared, and which forms say the likest beyond them. It reads no
rows and keeps nothing.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from firsthand.tracing.clusters import Pair, pair
from firsthand.tracing.contexts import Between, context
from firsthand.tracing.features import Features

LIKE = 0.15
"""Cosine of what two forms say beyond their articles from which they are compared without a rare word in common."""
MOST = 32
"""Forms that one form is compared with for that."""


class Contexts:
    """The contexts of the articles that some forms are of, all the forms of each being among them."""

    def __init__(self, known: Iterable[Features]) -> None:
        """`known` are the features of all forms of those articles."""
        told: dict[str, list[tuple[str, ...]]] = {}
        for one in known:
            if one.context is not None:
                told.setdefault(one.context, []).append(one.said)
        self._contexts = {id: context(said) for id, said in told.items()}
        self._between: dict[Pair, Between] = {}

    def between(self, a: Features, b: Features) -> Between | None:
        """What the articles of two forms have in common; None where one has no context."""
        if a.context is None or b.context is None:
            return None
        ids = pair(a.context, b.context)
        if ids not in self._between:
            one, other = (self._contexts[id] for id in ids)
            self._between[ids] = Between(one, other if ids[0] != ids[1] else None)
        return self._between[ids]

    def likest(self, fresh: Mapping[str, Features], known: Mapping[str, Features]) -> set[Pair]:
        """For each of the fresh forms its pairs with the `MOST` of those known that say the likest."""
        found: dict[str, list[tuple[float, str]]] = {id: [] for id in fresh}
        for here in _by_context(fresh):
            for there in _by_context(known):
                between = self.between(fresh[here[0]], known[there[0]])
                if between is None:
                    continue
                mine, theirs = (np.stack([between.beyond(known[id].said) for id in ids]) for ids in (here, there))
                cosines = mine @ theirs.T
                for row, column in zip(*np.nonzero(cosines >= LIKE), strict=True):
                    if here[row] != there[column]:
                        found[here[row]].append((-round(float(cosines[row, column]), 5), there[column]))
        return {pair(id, other) for id, others in found.items() for _, other in sorted(others)[:MOST]}


def _by_context(forms: Mapping[str, Features]) -> list[list[str]]:
    """The ids of the forms, those of one context together."""
    found: dict[str, list[str]] = {}
    for id in sorted(forms):
        found.setdefault(forms[id].context or "", []).append(id)
    return list(found.values())
