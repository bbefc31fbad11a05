"""Owns the figure: hits, extras and misses under one name, with precision, recall and F1. It compares nothing."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Counts pooled over articles. Shares are in 0..1, and 0 where nothing was right."""

    name: str
    hits: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was predicted that is right."""
        return self.hits / (self.hits + self.extra) if self.hits else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was got."""
        return self.hits / (self.hits + self.missed) if self.hits else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / (2 * self.hits + self.extra + self.missed) if self.hits else 0.0

    @property
    def gold(self) -> int:
        """How many the gold has."""
        return self.hits + self.missed

    @property
    def predicted(self) -> int:
        """How many were predicted."""
        return self.hits + self.extra


def pooled(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """One figure for each name, its counts added up, in the order in which the names first come."""
    counts: dict[str, tuple[int, int, int]] = {}
    for f in figures:
        hits, extra, missed = counts.get(f.name, (0, 0, 0))
        counts[f.name] = (hits + f.hits, extra + f.extra, missed + f.missed)
    return tuple(Figure(name=n, hits=h, extra=e, missed=m) for n, (h, e, m) in counts.items())
