"""Owns a unit's features in the shape in which many are compared: sets and rarities, worked out once.

It compares nothing.
"""

from dataclasses import dataclass
from functools import cached_property

from firsthand.tracing.features import Features
from firsthand.tracing.lexicon import Side, other_sides, rarity, sides

Worths = tuple[tuple[str, float], ...]
"""Words in an order of their own, each with its rarity."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Weighed:
    """A unit's `features`, with what comparing them takes: `words` as a set, `worths` of its words and `names` of its
    names with their rarities, and the sums of those."""

    features: Features
    words: frozenset[str]
    worths: Worths
    worth: float
    names: Worths
    names_worth: float

    @cached_property
    def sides(self) -> frozenset[Side]:
        """The sides of opposites that its words stand on."""
        return frozenset(side for word in self.words for side in sides(word))

    @cached_property
    def excluded(self) -> frozenset[Side]:
        """The sides that those exclude."""
        return other_sides(self.sides)

    def may_oppose(self, other: "Weighed") -> bool:
        """False where no word of the one excludes one of the other."""
        return not self.excluded.isdisjoint(other.sides)


def weighed(features: Features) -> Weighed:
    """`features` made ready for comparing."""
    worths = tuple((w, rarity(w)) for w in features.words)
    names = tuple((n, rarity(n)) for n in sorted(features.names))
    return Weighed(
        features=features,
        words=frozenset(features.words),
        worths=worths,
        worth=sum(value for _, value in worths),
        names=names,
        names_worth=sum(value for _, value in names),
    )
