"""Owns what an article is about as a whole: to tell whether two are about one thing, and what a place in one says
beyond that. It decides nothing about claims.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from firsthand.model import digest
from firsthand.tracing.lexicon import rarity
from firsthand.tracing.lists import words
from firsthand.tracing.stems import name_key, stem
from firsthand.tracing.tokens import WORD
from firsthand.tracing.vectors import Floats, vectors

MOST = 24
"""Words kept of an article, those that weigh most. On the tuning half of ECB+ more tell little more."""
LONGEST = 20_000
"""Characters of an article that are looked at: news says first what it is about."""


@lru_cache(maxsize=256)
def about(text: str) -> tuple[str, ...]:
    """The base forms that tell most what `text` is about: frequent in it and rare elsewhere.

    In the order of the alphabet, so that two copies with small changes mostly have the same.
    """
    stops = words("stops.txt")
    tokens = (w for w in WORD.findall(text[:LONGEST]) if w.lower() not in stops and not w[0].isdigit())
    counts = Counter(name_key(w) if w[0].isupper() else stem(w) for w in tokens)
    weights = {w: (1 + math.log(n)) * rarity(w) for w, n in counts.items() if len(w) > 2}
    return tuple(sorted(sorted(weights, key=lambda w: (-weights[w], w))[:MOST]))


def alike(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """How alike two articles are in what they are about, in 0..1: shared words by their rarity (Dice)."""
    shared = sum(map(rarity, set(a) & set(b)))
    return 2 * shared / ((sum(map(rarity, a)) + sum(map(rarity, b))) or 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The words of an article's units: in how many `units` each of `words` stands."""

    words: Mapping[str, int]
    units: int


def context(told: Iterable[Iterable[str]]) -> Context:
    """The context of an article whose units have those words and names."""
    units = [frozenset(words) for words in told]
    return Context(words=dict(sorted(Counter(w for unit in units for w in unit).items())), units=len(units))


def context_id(found: Context) -> str:
    """The id of a context: a digest of its words and numbers."""
    return digest("context", str(found.units), *(f"{word} {number}" for word, number in found.words.items()))


class Between:
    """What two articles have in common, against which their units are compared.

    Every unit of a story has the story's words; what tells its claims apart is what a unit says beyond them. So a word
    weighs the less the more units of the two articles have it, and the mean of all their units is taken off each
    (the common direction; Arora et al. 2017 take off the first component). It depends on the two articles alone.
    """

    def __init__(self, a: Context, b: Context | None = None) -> None:
        """Between `a` and `b`; without `b`, within `a`."""
        counts = Counter(a.words)
        if b is not None:
            counts.update(b.words)
        self.units = a.units + (b.units if b is not None else 0)
        self._counts = counts
        names = list(counts)
        weights = np.array([self._weight(w) * counts[w] for w in names], dtype=np.float32)
        self._mean: Floats = (weights @ vectors(names) / max(self.units, 1)).astype(np.float32)
        self._found: dict[tuple[str, ...], Floats] = {}

    def _weight(self, word: str) -> float:
        return math.log((self.units + 1) / (self._counts.get(word, 1) + 0.5))

    def beyond(self, said: tuple[str, ...]) -> Floats:
        """What a unit with those words says beyond what the articles do: a vector of length one, or zero."""
        if said not in self._found:
            weights = np.array([self._weight(w) for w in said], dtype=np.float32)
            vector = (weights @ vectors(said) if said else np.zeros_like(self._mean)) - self._mean
            length = float(np.linalg.norm(vector))
            self._found[said] = vector / length if length > 0 else vector
        return self._found[said]
