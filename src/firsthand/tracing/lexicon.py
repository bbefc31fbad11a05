"""Owns which words exclude each other, and how rare words are. It reads no text."""

import math
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from firsthand.tracing.lists import lines
from firsthand.tracing.stems import stem

UNSEEN = 0.5
"""Texts that a word not in the list of frequencies is taken to stand in."""


Side = tuple[int, int]
"""A line of the list of opposites, and which half of it."""


@cache
def _opposites() -> Mapping[str, frozenset[Side]]:
    found: dict[str, set[Side]] = {}
    for i, line in enumerate(lines("opposites.txt")):
        for side, half in enumerate(line.split("\t")):
            for word in half.split():
                found.setdefault(_form(word), set()).add((i, side))
    return MappingProxyType({w: frozenset(s) for w, s in found.items()})


@cache
def _counts() -> tuple[Mapping[str, int], int]:
    rows = [line.split("\t") for line in lines("frequencies.tsv")]
    counts = {word: int(n) for word, n in rows}
    return MappingProxyType(counts), counts.get("*", 1)


@cache
def phrases() -> frozenset[str]:
    """Verbs with their particle that the lists have, the verb as a base form: "tear-up"."""
    every = (word for line in lines("opposites.txt") for word in line.split() if "-" in word)
    return frozenset(_form(word) for word in every)


def _form(word: str) -> str:
    first, mark, rest = word.partition("-")
    return f"{stem(first)}-{rest}" if mark else stem(first)


def sides(word: str) -> frozenset[Side]:
    """The halves of the list of opposites in which a base form stands."""
    return _opposites().get(word, frozenset())


def other_sides(of: Iterable[Side]) -> frozenset[Side]:
    """The halves that exclude those."""
    return frozenset((line, 1 - half) for line, half in of)


def are_opposites(a: str, b: str) -> bool:
    """True where two base forms cannot both hold of one thing ("fail", "pass")."""
    return not other_sides(sides(a)).isdisjoint(sides(b))


@cache
def rarity(word: str) -> float:
    """How much it tells that a base form stands in a text: log of all texts by those that have it (PolNeAR train)."""
    counts, texts = _counts()
    return math.log(texts / counts.get(word, UNSEEN)) if texts > 1 else 1.0
