"""Owns the counting of distinct roots by DESIGN's rules: which sources are surely two, which may be one. It merges no
unnamed sources: what the text does not tell apart is counted from one to all.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from firsthand.language.words import plain, words
from firsthand.model import Count
from firsthand.model.trace import TracedSource
from firsthand.tracing.details import content

_ANOTHER = re.compile(r"(?:another|a\s+second|a\s+different|a\s+further)\b", re.I)
MOST = 24
"""Roots that are compared pair by pair for the least number; beyond that it is the number of the first ones."""

Apart = Callable[[TracedSource, TracedSource], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The roots of a claim as counted: `known` are first links; `heads` are theirs; `open` are outlets that tell it in
    their own voice or of which no more is known.
    """

    known: tuple[TracedSource, ...] = ()
    heads: Mapping[str, Count] | None = None
    open: tuple[TracedSource, ...] = ()


def independence(counted: Counted, apart: Apart) -> Count:
    """The least and the greatest number of distinct roots; the greatest is None where a plural has no number.

    What is open adds nothing to the least and one each to the greatest; where there is nothing else, it is one root.
    """
    if not counted.known:
        return (min(1, len(counted.open)), len(counted.open))
    low = largest_apart(counted.known, apart)
    high: int | None = len(counted.open)
    for source in counted.known:
        most = (counted.heads or {}).get(source.id, (1, 1))[1]
        high = None if high is None or most is None else high + most
    return (low, None if high is None else max(low, high))


def largest_apart(sources: Sequence[TracedSource], apart: Apart) -> int:
    """The greatest number of sources that are surely distinct each from each (a largest clique, by trying)."""
    few = sources[:MOST]
    pairs = {(a.id, b.id) for a, b in combinations(few, 2) if apart(a, b)}
    pairs |= {(b, a) for a, b in pairs}

    def grow(taken: int, rest: Sequence[str]) -> int:
        best = taken
        for i, id in enumerate(rest):
            if taken + len(rest) - i <= best:
                break
            best = max(best, grow(taken + 1, [o for o in rest[i + 1 :] if (id, o) in pairs]))
        return best

    return grow(0, [s.id for s in few])


def same_source(a: TracedSource, b: TracedSource) -> bool:
    """True where two are one for counting: one id, a body of one name, a spokesperson and the body, one document."""
    if a.id == b.id:
        return True
    if "document" in (a.kind, b.kind) or _is_paper(a) or _is_paper(b):
        return (a.kind == b.kind or _is_paper(a) or _is_paper(b)) and _same_document(a, b)
    if a.name and b.name and (a.article or b.article) and {a.kind, b.kind} <= {"person", "group", "unknown"}:
        short, long = sorted((content(a.name), content(b.name)), key=len)
        return len(short) > 1 and short <= long
    if _is_body(a) and _is_body(b):
        return bool(a.name and b.name) and _bare(a.name) == _bare(b.name)
    return any(_is_body(body) and body.name and _speaks_for(speaker, body.name) for speaker, body in ((a, b), (b, a)))


def surely_apart(a: TracedSource, b: TracedSource, told_apart: frozenset[tuple[str, str]]) -> bool:
    """True where the text shows that two sources are two: two names, a named person and a document, two unnamed ones
    that it tells apart or that belong to different bodies. A named source may be the unnamed one unless told apart.
    """
    if (a.id, b.id) in told_apart or (b.id, a.id) in told_apart:
        return True
    papers = (a.kind == "document") + (b.kind == "document")
    if papers == 1:
        # An unnamed person may have it from the document in hand: what is not known is never counted as independence.
        return "unknown" not in (a.kind, b.kind) and not (a.anonymous or b.anonymous)
    if papers == 2:
        return bool(a.name and b.name)
    if not a.anonymous and not b.anonymous:
        return bool(a.name and b.name) and not _belongs(a, b) and not _belongs(b, a)
    bodies = a.affiliation, b.affiliation
    return bool(
        a.anonymous and b.anonymous and bodies[0] and bodies[1] and not _overlap(content(bodies[0]), content(bodies[1]))
    )


def _is_body(source: TracedSource) -> bool:
    return source.kind in ("organisation", "government", "country", "unknown", "group") and not source.anonymous


def _bare(name: str | None) -> str:
    return plain(name or "").removeprefix("the ")


def _speaks_for(speaker: TracedSource, body: str) -> bool:
    told = plain(" ".join(filter(None, (speaker.role, speaker.descriptor))))
    if "spokes" not in told and "press officer" not in told and "press office" not in told:
        return False
    return bool(content(body) & (content(speaker.affiliation or "") | content(told)))


def _belongs(person: TracedSource, body: TracedSource) -> bool:
    """True where one is a person of the other: whether they speak for themselves is not known."""
    if not _is_body(body) or _is_body(person):
        return False
    return bool(content(body.name or "") & content(" ".join(filter(None, (person.affiliation, person.role)))))


def _is_paper(source: TracedSource) -> bool:
    """True where a source of unknown kind is described by what only a document is ("an extract from the log")."""
    return source.kind == "unknown" and bool(set(plain(source.descriptor or "").split()) & words("documents.txt"))


def _same_document(a: TracedSource, b: TracedSource) -> bool:
    said = [s.name or s.descriptor or "" for s in (a, b)]
    if any(_ANOTHER.match(s) for s in said):
        return False
    x, y = (content(s) - {"extract", "copy"} for s in said)
    # "The memo" and "an internal memo" may be two: one word in common tells only of what sort they are.
    if len(x & y) < 2 and (a.name is None or b.name is None):
        return bool(x) and x == y
    return _overlap(x, y)


def _overlap(x: frozenset[str], y: frozenset[str]) -> bool:
    return bool(x and y) and 2 * len(x & y) >= min(len(x), len(y))
