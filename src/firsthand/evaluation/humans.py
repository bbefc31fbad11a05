"""Owns agreement between people: each pair of annotators of one article, scored as a reading is. It reads no file."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations, groupby

from firsthand.evaluation.attribution import AttributionScore, score
from firsthand.evaluation.relation import Annotated, Relation


def human_score(gold: Iterable[Annotated]) -> AttributionScore | None:
    """Figures of each pair of annotators of the same article, pooled over all; None where no article has two.

    F1 does not ask which of the two is called gold. What either of them discards is left out on both sides.
    """
    pairs = [
        _pair(one, other)
        for _, group in groupby(sorted(gold, key=lambda a: (a.key, a.annotator)), key=lambda a: a.key)
        for one, other in combinations(group, 2)
    ]
    return score(pairs) if pairs else None


def _pair(one: Annotated, other: Annotated) -> tuple[Annotated, Sequence[Relation]]:
    return replace(one, discarded=one.discarded + other.discarded), other.relations
