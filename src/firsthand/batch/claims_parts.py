"""Owns which forms are in one part of the graph of pairs, for all pairs of a batch at once. It groups nothing.

All pairs are in memory as numbers on the machine that runs the stages: 24 bytes a pair while it works.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from firsthand.batch.claims_files import draft, read
from firsthand.pipeline.tracing_graph import MOST_FORMS, STEPS

Numbers = npt.NDArray[np.int64]

PER_BUCKET = 20_000
"""Forms that are grouped by one task."""


def write_parts(place: Path, count: int, pairs: Sequence[Path]) -> None:
    """Writes for each of `count` forms the part it is in (the number of the part's first form) and its bucket."""
    tables = [read(p) for p in pairs]
    a, b, probability = (
        np.concatenate([t[name].to_numpy() for t in tables]) if tables else np.zeros(0)
        for name in ("a", "b", "probability")
    )
    labels = parts(count, a.astype(np.int64), b.astype(np.int64), probability)
    with draft(place) as other, open(other, "wb") as file:
        np.save(file, np.stack((labels, buckets(labels))))


def read_parts(place: Path) -> tuple[Numbers, Numbers]:
    """The part and the bucket of each form, mapped into memory."""
    found = np.load(place, mmap_mode="r")
    return found[0], found[1]


def parts(count: int, a: Numbers, b: Numbers, probability: npt.NDArray[np.float64]) -> Numbers:
    """The part of each form, int [count]: connected by pairs of at least the first of `STEPS`; where that makes a part
    of more than `MOST_FORMS`, by those of at least the next, as in the ledger."""
    labels = components(np.arange(count), a, b)
    for step in STEPS[1:]:
        large = np.bincount(labels, minlength=count)[labels] > MOST_FORMS
        if not large.any():
            break
        kept = (probability >= step) & large[a]
        start = np.where(large, np.arange(count), labels)
        labels = components(start, a[kept], b[kept])
    return labels


def components(labels: Numbers, a: Numbers, b: Numbers) -> Numbers:
    """`labels` (of each place that of a place in its component) where pairs join components: each goes by its lowest
    label. Labels hook on to lower ones and paths are halved until nothing changes (Shiloach and Vishkin 1982)."""
    found = labels.copy()
    while len(a):
        one, other = found[a], found[b]
        unlike = one != other
        if not unlike.any():
            break
        low, high = np.minimum(one, other)[unlike], np.maximum(one, other)[unlike]
        np.minimum.at(found, high, low)
        while True:
            shorter = found[found]
            if (shorter == found).all():
                break
            found = shorter
    return found


def buckets(labels: Numbers) -> Numbers:
    """The bucket of each form: parts in their order, so many forms to a bucket. It depends on the parts alone."""
    sizes = np.bincount(labels, minlength=len(labels))
    before = np.cumsum(sizes) - sizes
    return (before[labels] // PER_BUCKET).astype(np.int64) if len(labels) else labels
