"""Owns which words differ between two passages that are shown side by side. It says nothing about which came first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from firsthand.render.plain import cleaned

MOST_WORDS = 400
"""Words of a passage that are shown; the span beside it tells all of it."""

_TOKEN = re.compile(r"\s+|\w+(?:[’'.,-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words in a row; `differs` where the other passage has others there."""

    words: str
    differs: bool = False


def side_by_side(before: str, after: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both passages cut into runs, with what the other has not marked. Case and white space make no difference.

    Without its marks each is the passage cleaned for display, at most `MOST_WORDS` words of it. Takes time in the
    product of the two lengths at worst, hence the limit.
    """
    one, other = _tokens(before), _tokens(after)
    x, y = _words(one), _words(other)
    mine, theirs = set(range(len(x))), set(range(len(y)))
    for block in SequenceMatcher(
        None, [one[i].lower() for i in x], [other[i].lower() for i in y], False
    ).get_matching_blocks():
        mine -= set(range(block.a, block.a + block.size))
        theirs -= set(range(block.b, block.b + block.size))
    return _runs(one, {x[i] for i in mine}), _runs(other, {y[i] for i in theirs})


def whole(words: str) -> tuple[Run, ...]:
    """A passage with nothing beside it."""
    return (Run(words="".join(_tokens(words))),)


def _tokens(passage: str) -> list[str]:
    found = _TOKEN.findall(cleaned(passage).strip())
    return found if len(found) <= 2 * MOST_WORDS else [*found[: 2 * MOST_WORDS], " …"]


def _words(tokens: Sequence[str]) -> list[int]:
    return [i for i, token in enumerate(tokens) if not token.isspace()]


def _runs(tokens: Sequence[str], differing: set[int]) -> tuple[Run, ...]:
    # White space between two differing words goes with them, so that a mark runs through.
    spaces = {i for i, t in enumerate(tokens) if t.isspace() and i - 1 in differing and i + 1 in differing}
    marked = differing | spaces
    return tuple(
        Run(words="".join(tokens[i] for i in group), differs=differs)
        for differs, group in ((k, list(g)) for k, g in groupby(range(len(tokens)), key=marked.__contains__))
    )
