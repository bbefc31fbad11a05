"""Owns what an article is about as a whole, to tell whether two are about one thing. It decides no claim."""

import math
from collections import Counter
from functools import lru_cache

from firsthand.tracing.lexicon import rarity
from firsthand.tracing.lists import words
from firsthand.tracing.stems import name_key, stem
from firsthand.tracing.tokens import WORD

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
