"""Owns calibration: confidence against how often it was right. It does not say what right is and trains nothing.

Expected calibration error after Naeini et al. (2015) and Guo et al. (2017); equal-mass bins after Nguyen and O'Connor
(2015).
"""

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 15

Outcome = tuple[float, bool]
"""(confidence in 0..1, right)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The outcomes with confidence in ``(low, high]`` (the first bin holds 0 too): how many, and two means in 0..1."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """`error` is expected calibration error over 15 bins of equal width, `adaptive` over 15 of equal mass, `brier` the
    mean squared difference; all in 0..1 and 0 where there are no outcomes. `bins` are the equal-width ones not empty.
    """

    count: int
    error: float
    adaptive: float
    brier: float
    bins: tuple[Bin, ...]


def calibration(outcomes: Sequence[Outcome]) -> Calibration:
    """How well the confidences of `outcomes` agree with how often they were right."""
    ranked = sorted(outcomes)
    size = len(ranked)
    wide = [[o for o in ranked if _slot(o[0]) == i] for i in range(BINS)]
    even = [ranked[i * size // BINS : (i + 1) * size // BINS] for i in range(BINS)]
    return Calibration(
        count=size,
        error=_error(wide),
        adaptive=_error(even),
        brier=sum((c - right) ** 2 for c, right in ranked) / size if size else 0.0,
        bins=tuple(_bin(i, chunk) for i, chunk in enumerate(wide) if chunk),
    )


def _slot(confidence: float) -> int:
    """The bin of a confidence, bins closed above: 1/15 is still in the first."""
    return next((i for i in range(BINS) if confidence <= (i + 1) / BINS), BINS - 1)


def _bin(i: int, chunk: Sequence[Outcome]) -> Bin:
    confidence, right = _means(chunk)
    return Bin(low=i / BINS, high=(i + 1) / BINS, count=len(chunk), confidence=confidence, right=right)


def _means(chunk: Sequence[Outcome]) -> tuple[float, float]:
    return sum(c for c, _ in chunk) / len(chunk), sum(right for _, right in chunk) / len(chunk)


def _error(chunks: Sequence[Sequence[Outcome]]) -> float:
    total = sum(map(len, chunks))
    gaps = [(len(chunk), *_means(chunk)) for chunk in chunks if chunk]
    return sum(n * abs(confidence - right) for n, confidence, right in gaps) / total if total else 0.0
