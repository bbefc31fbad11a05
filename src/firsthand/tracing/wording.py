"""Owns how sources, counts and intervals are put in words for readers. It decides nothing."""

import re
from collections.abc import Sequence

from firsthand.model import Count
from firsthand.model.trace import TracedSource

MOST = 3


def described(source: TracedSource) -> str:
    """A source in a sentence: its name, or "an unnamed source (a senior official)".

    >>> described(TracedSource(id="x", kind="person", descriptor="A harbour pilot", anonymous=True))
    'an unnamed source (a harbour pilot)'
    """
    if source.name:
        return source.name
    words = re.sub(r"^(A|An|The|One|Two|Some|Another)\b", lambda m: m[0].lower(), source.descriptor or "")
    if not source.anonymous:
        return words or "a source that is not described"
    sort = "unnamed sources" if source.count[1] != 1 else "an unnamed source"
    return f"{sort} ({words})" if words else sort


def articles(count: int, noun: str) -> str:
    """A number with its noun: "1 outlet", "2 outlets"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def interval(count: Count) -> str:
    """An interval of roots in words: "1 to 2 distinct known roots"."""
    low, high = count
    if high is None:
        return f"{low} or more distinct known roots"
    if low == high:
        return articles(low, "distinct known root")
    return f"{low} to {high} distinct known roots"


def listed(names: Sequence[str]) -> str:
    """Names in a row, at most `MOST` of them."""
    names = tuple(dict.fromkeys(names))
    if len(names) > MOST:
        names = (*names[:MOST], f"{len(names) - MOST} more")
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
