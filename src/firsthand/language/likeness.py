"""Owns how alike two texts are in their words: shingles, MinHash bands, shared passages. It finds no copyist.

Words are compared without case, punctuation and white space; a text is the set of its runs of five words (Broder 1997).
Sets are compared exactly by `likeness`; bands of a MinHash signature only find, fast, which texts are worth comparing.
Nothing here depends on Python's own `hash`, so that values stored by one process are found again by another.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Literal

from rensa import RMinHash

from firsthand.errors import InvalidValue
from firsthand.model import Span

Kind = Literal["same text", "near-duplicate", "contains", "shares text"]

WORDS = 5
"""Words in one shingle; a text of fewer words is one shingle of them all."""

BANDS, ROWS = 32, 3
"""Two texts are candidates where one band of `ROWS` values is equal: with probability 1 - (1 - J^3)^32 at Jaccard J.

| J | 0.01 | 0.05 | 0.1 | 0.2 | 0.3 | 0.4 | 0.5 | 0.6 | 0.8 |
|---|---|---|---|---|---|---|---|---|---|
| found | 0.00003 | 0.004 | 0.03 | 0.23 | 0.58 | 0.88 | 0.986 | 0.9996 | 1 |
"""
PERMUTATIONS = BANDS * ROWS
"""96 values in a signature: the Jaccard index estimated from it has a standard error of at most 0.051."""
SEED = 20261103

SAME = 1.0
"""Jaccard index of the same text: no run of five words stands in only one of the two."""
NEAR = 0.5
"""Jaccard index of a near-duplicate; where `BANDS` and `ROWS` still find 98.6 %. Set by this, not tuned."""
CONTAINED = 0.8
"""Share of the shorter text's shingles that stand in the longer one, for `contains`."""
FOOTER = 60
"""Shared shingles (64 words in a run) below which a shared part may be the outlet's standing text, not the article."""
WHOLLY = 0.95
"""Containment from which the short text has nothing of its own beside what is shared, so that `FOOTER` is no matter."""
SHARES = 8
"""Shared shingles (12 words in a run) below which the texts are said to share nothing."""

MIN_WORDS = 12
"""Words of a shared passage: shorter runs are set phrases as often as borrowings."""
MOST_WORDS = 100_000
"""Words of each text that are searched for shared passages; what comes after is not compared."""

_WORD = re.compile(r"[^\W_](?:[^\W_]+|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]+|['’ʼ＇](?=[^\W_]))*")
_DROPPED = dict.fromkeys(map(ord, "'’ʼ\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_BASE, _PRIME = 1_000_003, (1 << 61) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How two sets of shingles overlap; shares are in 0..1, and 0 where a set is empty.

    `jaccard` is the share of all shingles that both have; `containment_a` the share of a's that b has, `containment_b`
    the other way round; `shared` counts the shingles that both have.
    """

    jaccard: float
    containment_a: float
    containment_b: float
    shared: int

    @property
    def kind(self) -> Kind | None:
        """What to call it; None where less than a passage is shared.

        A near-duplicate or a containment needs `FOOTER` shared shingles, unless one text lies `WHOLLY` in the other:
        two short items of one outlet under the same standing footer are no copies. "contains" goes either way: the
        greater containment tells which text lies in the other.
        """
        inside = max(self.containment_a, self.containment_b)
        enough = self.shared >= FOOTER or inside >= WHOLLY
        if self.jaccard >= SAME:
            return "same text"
        if self.jaccard >= NEAR and enough:
            return "near-duplicate"
        if inside >= CONTAINED and enough:
            return "contains"
        return "shares text" if self.shared >= SHARES else None


def folded_words(text: str) -> tuple[tuple[str, int, int], ...]:
    """The words of `text` without case, apostrophes, soft hyphens and ligatures, each with its start and end offset.

    >>> folded_words("“DON’T,” she said.")
    (('dont', 1, 6), ('she', 9, 12), ('said', 13, 17))
    """
    return tuple((_fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text))


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower().replace("'", "")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold()).translate(_DROPPED)


def recipe() -> str:
    """A name for how shingles and bands are made: what is stored under another name cannot be compared with these."""
    return f"words{WORDS}-blake2b64-rminhash{RMinHash.ALGORITHM_VERSION}-{BANDS}x{ROWS}-{SEED}"


def shingles(text: str) -> frozenset[int]:
    """Hashes of every run of `WORDS` words of `text`, as signed 64-bit integers; empty where `text` has no word.

    A text of fewer words gives one hash, of all its words. The same in every process and on every machine (BLAKE2b).
    """
    words = [word for word, _, _ in folded_words(text)]
    if not words:
        return frozenset()
    starts = range(max(1, len(words) - WORDS + 1))
    return frozenset(_hashed(" ".join(words[i : i + WORDS]).encode("utf-8", "surrogatepass")) for i in starts)


def _hashed(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)


def signature(text: str) -> tuple[int, ...]:
    """The MinHash signature of `text`: `PERMUTATIONS` unsigned 32-bit integers; empty where it has no word."""
    return signature_of(shingles(text))


def signature_of(shingles: frozenset[int]) -> tuple[int, ...]:
    """As `signature`, for shingles that are at hand already. Broder (1997); rensa's R-MinHash."""
    if not shingles:
        return ()
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update([s.to_bytes(8, "big", signed=True) for s in shingles])
    return tuple(sketch.digest())


def bands(signature: tuple[int, ...]) -> tuple[int, ...]:
    """`BANDS` signed 64-bit integers; two texts that have one in common are candidates (see `BANDS` for the odds).

    The number of the band is part of each, so that one indexed column of integers is enough. Empty for an empty
    signature. Raises InvalidValue for a signature of another length.
    """
    if not signature:
        return ()
    if len(signature) != PERMUTATIONS:
        raise InvalidValue(f"a signature has {PERMUTATIONS} values, not {len(signature)}; make it with signature()")
    return tuple(
        _hashed(b"".join(v.to_bytes(8, "big") for v in (band, *signature[band * ROWS : (band + 1) * ROWS])))
        for band in range(BANDS)
    )


def likeness(a: frozenset[int], b: frozenset[int]) -> Likeness:
    """The exact overlap of two texts, given as their `shingles`."""
    shared = len(a & b)
    if not shared:
        return Likeness(jaccard=0.0, containment_a=0.0, containment_b=0.0, shared=0)
    return Likeness(
        jaccard=shared / (len(a) + len(b) - shared),
        containment_a=shared / len(a),
        containment_b=shared / len(b),
        shared=shared,
    )


# Shared passages


def shared_passages(a: str, b: str, *, min_words: int = MIN_WORDS) -> tuple[tuple[Span, Span], ...]:
    """The longest runs of at least `min_words` words that `a` and `b` have in common, in the order of `a`.

    Spans count in the exact texts, from the first word's start to the last one's end. A word of `a` is in one passage
    at most: the longest run is taken first, and what overlaps it is cut back or, cut below `min_words`, left out. What
    `b` has once may answer to several passages of `a`; what it has several times is given at its first place. Only the
    first `MOST_WORDS` words of each are looked at; time is near linear in them. Raises InvalidValue below one word.
    """
    if min_words < 1:
        raise InvalidValue(f"a passage has at least 1 word, not {min_words}")
    ours, theirs = folded_words(a)[:MOST_WORDS], folded_words(b)[:MOST_WORDS]
    numbers: dict[str, int] = {}
    x = [numbers.setdefault(word, len(numbers) + 1) for word, _, _ in ours]
    y = [numbers.setdefault(word, len(numbers) + 1) for word, _, _ in theirs]
    in_x, in_y = _common(x, y, min_words)
    runs = [run for run in _runs(x, in_x, y, in_y) if run[0] <= -min_words]
    return tuple(
        (Span(ours[i][1], ours[i + n - 1][2]), Span(theirs[k][1], theirs[k + n - 1][2]))
        for i, k, n in _apart(runs, len(x), min_words)
    )


def _common(x: Sequence[int], y: Sequence[int], size: int) -> tuple[bytearray, bytearray]:
    """Marks on the words of both that stand in a run of `size` words which the other may have too.

    Equal runs have equal rolling hashes; the rare unequal ones that have too cost time only.
    """
    hx, hy = tuple(_rolling(x, size)), tuple(_rolling(y, size))
    both = set(hx).intersection(hy)
    return _marked(hx, both, len(x), size), _marked(hy, both, len(y), size)


def _rolling(words: Sequence[int], size: int) -> Iterator[int]:
    if len(words) < size:
        return
    value, drop = 0, pow(_BASE, size, _PRIME)
    for i, word in enumerate(words):
        value = (value * _BASE + word - (words[i - size] * drop if i >= size else 0)) % _PRIME
        if i >= size - 1:
            yield value


def _marked(hashes: Sequence[int], both: set[int], length: int, size: int) -> bytearray:
    marks, done = bytearray(length), 0
    for i, value in enumerate(hashes):
        if value in both:
            first = max(i, done)
            done = i + size
            marks[first:done] = b"\x01" * (done - first)
    return marks


Run = tuple[int, int, int]
"""Minus the length in words, first word in a, first word in b: sorts longest first."""


def _runs(x: Sequence[int], in_x: bytearray, y: Sequence[int], in_y: bytearray) -> list[Run]:
    """For every place of `x` where a longest match with `y` ends, that match (Chang & Lawler 1994)."""
    places = [k for k in range(len(y)) if in_y[k]]
    word_at = {p: y[k] for p, k in enumerate(places)}
    # A gap in y gets a number of its own, which nothing in x has, so that no match runs across it.
    line = [(word_at[0], places[0])] if places else []
    for p, (before, k) in enumerate(pairwise(places), start=1):
        line += [(-p, -1)] if k > before + 1 else []
        line.append((word_at[p], k))
    automaton = _Automaton([word for word, _ in line])
    found: list[Run] = []
    state = length = 0
    for i, word in enumerate(x):
        before, was = length, state
        state, length = automaton.step(state, length, word) if in_x[i] else (0, 0)
        if before and length != before + 1:
            found.append((-before, i - before, line[automaton.ends[was]][1] - before + 1))
    if length:
        found.append((-length, len(x) - length, line[automaton.ends[state]][1] - length + 1))
    return found


class _Automaton:
    """The suffix automaton of a sequence (Blumer et al. 1985): `ends` is where each state's words first end."""

    __slots__ = ("ends", "lengths", "links", "steps")

    def __init__(self, words: Sequence[int]) -> None:
        self.steps: list[dict[int, int]] = [{}]
        self.links, self.lengths, self.ends = [-1], [0], [-1]
        last = 0
        for end, word in enumerate(words):
            last = self._extend(last, word, end)

    def _add(self, steps: dict[int, int], length: int, link: int, end: int) -> int:
        self.steps.append(steps)
        self.lengths.append(length)
        self.links.append(link)
        self.ends.append(end)
        return len(self.steps) - 1

    def _extend(self, last: int, word: int, end: int) -> int:
        new = self._add({}, self.lengths[last] + 1, 0, end)
        at = last
        while at >= 0 and word not in self.steps[at]:
            self.steps[at][word] = new
            at = self.links[at]
        if at < 0:
            return new
        after = self.steps[at][word]
        if self.lengths[after] == self.lengths[at] + 1:
            self.links[new] = after
            return new
        copy = self._add(dict(self.steps[after]), self.lengths[at] + 1, self.links[after], self.ends[after])
        while at >= 0 and self.steps[at].get(word) == after:
            self.steps[at][word] = copy
            at = self.links[at]
        self.links[after] = self.links[new] = copy
        return new

    def step(self, state: int, length: int, word: int) -> tuple[int, int]:
        """State and length of the longest match that ends with `word`, from the one that ended before it."""
        while state and word not in self.steps[state]:
            state = self.links[state]
            length = self.lengths[state]
        after = self.steps[state].get(word)
        return (0, 0) if after is None else (after, length + 1)


def _apart(runs: Sequence[Run], length: int, min_words: int) -> list[tuple[int, int, int]]:
    """The longest runs first, cut back where they overlap one that was taken: start in a, start in b, words."""
    heap, out = list(runs), []
    # For a word that was taken, where its run ends and begins; else -1.
    to, back = [-1] * length, [-1] * length
    heapify(heap)
    while heap:
        size, i, k = heappop(heap)
        first, end = i, i - size
        # A run taken before is at least as long, so it can cover the ends of this one, never its middle alone.
        while first < end and to[first] >= 0:
            first = to[first]
        while end > first and back[end - 1] >= 0:
            end = back[end - 1]
        if end - first < min_words:
            continue
        if (first, end) != (i, i - size):
            heappush(heap, (first - end, first, k + first - i))
            continue
        to[first:end], back[first:end] = [end] * (end - first), [first] * (end - first)
        out.append((first, k, end - first))
    return sorted(out)
