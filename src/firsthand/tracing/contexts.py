"""Owns what an article is about as a whole: to tell whether two are about one thing, and what a place in one says
beyond that. It decides nothing about claims.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from firsthand.model import digest
from firsthand.tracing.lexicon import rarity
from firsthand.tracing.lists import words
from firsthand.tracing.stems import name_key, stem
from firsthand.tracing.tokens import WORD
from firsthand.tracing.vectors import Rows, row, rows_of, table

Doubles = npt.NDArray[np.float64]

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


@dataclass(frozen=True, kw_only=True)
class Context:
    """The words of an article's units: in how many `units` each of `words` stands."""

    words: Mapping[str, int]
    units: int

    @cached_property
    def placed(self) -> tuple[Rows, Doubles]:
        """The rows of the vectors of those words that have one, and in how many units each stands."""
        there = [(at, n) for word, n in self.words.items() if (at := row(word)) is not None]
        return np.array([at for at, _ in there], dtype=np.intp), np.array([n for _, n in there], dtype=np.float64)


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
    (the common direction; Arora et al. 2017 take off the first component). It depends on the two articles alone: sums
    are of 64 bits, so that they come out the same to many digits however many units are asked for at once.
    """

    def __init__(self, a: Context, b: Context | None = None) -> None:
        """Between `a` and `b`; without `b`, within `a`."""
        rows, counted = a.placed
        self.units, vectors = a.units, table()
        counts = np.zeros(len(vectors))
        counts[rows] = counted
        if b is not None:
            others, counted = b.placed
            rows = np.concatenate((rows, others[counts[others] == 0]))
            counts[others] += counted
            self.units += b.units
        counted = counts[rows]
        # A word that no unit of either has, which may be asked about all the same, is taken to stand in one.
        self._weights = np.full(len(counts), math.log((self.units + 1) / 1.5))
        self._weights[rows] = np.log((self.units + 1) / (counted + 0.5))
        # No product of matrices: BLAS would share this little out over threads, which costs more than it is worth.
        self._mean = np.einsum("i,ij->j", self._weights[rows] * counted, vectors[rows]) / max(self.units, 1)

    def beyond(self, said: Sequence[Rows]) -> Doubles:
        """What units with those rows of vectors (`firsthand.tracing.vectors.rows_of`) say beyond what the articles do:
        float [units, width], each of length one, or zero."""
        if not said:
            return np.zeros((0, len(self._mean)))
        flat = np.concatenate(said)
        starts = np.cumsum([0, *(len(rows) for rows in said[:-1])])
        found: Doubles = np.add.reduceat(table()[flat] * self._weights[flat][:, None], starts, axis=0) - self._mean
        lengths = np.sqrt(np.einsum("ij,ij->i", found, found))
        found /= np.where(lengths > 0, lengths, 1.0)[:, None]
        return found

    def cosine(self, a: Iterable[str], b: Iterable[str]) -> float:
        """How near what units with those words say lies beyond the articles, in -1..1."""
        mine, theirs = self.beyond((rows_of(a), rows_of(b)))
        return float(mine @ theirs)
