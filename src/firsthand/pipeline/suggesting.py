"""Owns which pairs of sources a person may want to look at because they may be one. Nothing of it is ever applied."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from firsthand.language.words import plain
from firsthand.model.identity import SourceKey
from firsthand.resolution.across_bodies import acronym_of, country_name
from firsthand.resolution.across_hints import suggestions

MOST_ALIKE = 60
"""Names that share a word and are compared with one another; where more do, the word tells too little."""
_PIECE = 5
"""Letters at either end of a name: of two spellings a letter or two apart, mostly one of the ends is the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two sources by their roots and names; why they may be one, and a score in 0..1 to order by, no probability."""

    one: str
    one_name: str
    other: str
    other_name: str
    reason: str
    score: float


def pairs(
    held: Iterable[tuple[SourceKey, str]], *, about: frozenset[str] | None = None, most: int = 50
) -> tuple[Pair, ...]:
    """Pairs of sources that may be one, the likeliest first; `held` are keys with the roots they stand under.

    `about` leaves only pairs with one of those roots in them. Names are compared where they share a word, an end, or
    letters: pairs that share nothing of that are never given.
    """
    names = tuple(held)
    found: dict[tuple[str, str], Pair] = {}
    for i, near in _near(names, about):
        key, root = names[i]
        roots = {names[j][0]: names[j][1] for j in near if names[j][1] != root}
        for hint in suggestions(key, roots):
            other = roots[hint.other]
            pair = Pair(
                one=root,
                one_name=key.display,
                other=other,
                other_name=hint.other.display,
                reason=hint.reason,
                score=hint.score,
            )
            place = (min(root, other), max(root, other))
            if place not in found or hint.score > found[place].score:
                found[place] = pair
    ordered = sorted(found.values(), key=lambda p: (-p.score, p.one_name, p.other_name, p.one))
    return tuple(ordered[:most])


def _near(names: Sequence[tuple[SourceKey, str]], about: frozenset[str] | None) -> Iterator[tuple[int, set[int]]]:
    """For each name the later ones, all for those asked about, that share something with it."""
    blocks: dict[str, list[int]] = {}
    for i, (key, _) in enumerate(names):
        for feature in _features(key):
            blocks.setdefault(feature, []).append(i)
    for i, (key, root) in enumerate(names):
        if about is not None and root not in about:
            continue
        shared = [b for f in _features(key) if len(b := blocks[f]) <= MOST_ALIKE or f.startswith("=")]
        near = {j for block in shared for j in block[: 4 * MOST_ALIKE]}
        yield i, {j for j in near if j != i and (about is not None or j > i)}


def _features(key: SourceKey) -> frozenset[str]:
    """What a name may share with another spelling of it: the whole, its words, its ends, its first letters."""
    name, _, place = plain(key.key).replace("-", " ").partition(" @")
    words = name.split()
    joined = "".join(words)
    found = {f"={joined}", f"^{joined[:_PIECE]}", f"${joined[-_PIECE:]}", *(f"w{w}" for w in words)}
    where = country_name(place.upper()).casefold() if place else ""
    short = {joined} if len(words) == 1 else {acronym_of(name)}
    short |= {acronym_of(f"{where} {name}")} if where else set()
    return frozenset(
        found | {f"a{letters}" for letters in short if len(letters) > 1} | ({f"@{place}"} if place else set())
    )
