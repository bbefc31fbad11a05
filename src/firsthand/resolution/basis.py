"""Owns what one article rests on, counted by DESIGN.md's rules: named sources, heads without a name, outlets,
documents.

It counts what the statements say and never whether they are true.
"""

import re

from firsthand.language.words import plain, words
from firsthand.model import Article, Basis, Count, Source, Span, Statement
from firsthand.resolution.nouns import noun

COUNTED = ("asserts", "denies", "doubts")
_PART = re.compile(
    r"^(?:one|another|some|several|two|three|both|a (?:second|third|fourth))\s+of\s+(?:the|these|those|them)\b", re.I
)
_BARE_PART = re.compile(r"^(?:another|a (?:second|third|fourth)|one|the (?:first|second|other))$", re.I)
MOST = 24
"""Unnamed sources compared pair by pair; beyond that the least number is that of the first ones."""


def basis(
    article: Article, sources: tuple[Source, ...], statements: tuple[Statement, ...], own_voice: tuple[Span, ...] = ()
) -> Basis:
    """What `article` rests on.

    Only statements that assert, deny or doubt count, the outermost ones and those inside an outlet's or a document's.
    `unnamed` is an interval of heads: at least as many as the text tells apart, at most all of them, those left out
    that are said to be among others; None where a plural has no number.
    """
    by_id = {s.id: s for s in sources}
    counted = counted_statements(sources, statements)
    speaking = [by_id[s.source] for s in counted if s.source in by_id]
    links = [by_id[k] for s in counted for k in s.stated_chain if k in by_id]
    unique = list({s.id: s for s in speaking}.values())  # by id: a source is costly to hash
    unnamed = [s for s in unique if s.anonymous]
    named = [s.id for s in unique if not s.anonymous and s.kind not in ("outlet", "document")]
    heard = {s.id: s.kind for s in (*links, *speaking)}
    outlets = [id for id, kind in heard.items() if kind == "outlet"]
    documents = [id for id, kind in heard.items() if kind == "document"]
    return Basis(
        named=tuple(named),
        unnamed=heads(unnamed),
        outlets=tuple(outlets),
        documents=tuple(documents),
        own_voice_share=own_share(article, own_voice),
    )


def counted_statements(sources: tuple[Source, ...], statements: tuple[Statement, ...]) -> list[Statement]:
    """Those that assert, deny or doubt, and stand outermost or only inside what outlets and documents say."""
    kinds = {s.id: s.kind for s in sources}
    by_id = {s.id: s for s in statements}
    out = []
    for statement in statements:
        parent, trail = statement.parent, {statement.id}
        while (
            parent in by_id and parent not in trail and kinds.get(by_id[parent].source or "") in ("outlet", "document")
        ):
            trail.add(parent)
            parent = by_id[parent].parent
        if parent is None and statement.stance in COUNTED:
            out.append(statement)
    return out


def heads(unnamed: list[Source]) -> Count:
    """How many heads these unnamed sources are, at least and at most.

    At least: the most that are told apart from one another. At most: all that are not among a group counted already.
    """
    if not unnamed:
        return (0, 0)
    few = unnamed[:MOST]
    low = _heaviest([], few)
    high: int | None = 0
    for i, source in enumerate(unnamed):
        if _among(source, unnamed[:i]):
            continue
        high = None if high is None or source.count[1] is None else high + source.count[1]
    return (low, None if high is None else max(low, high))


def _heaviest(taken: list[Source], rest: list[Source]) -> int:
    """The largest number of heads among sources that are all told apart (a heaviest clique, by trying)."""
    best = sum(s.count[0] for s in taken)
    for i, source in enumerate(rest):
        later = [s for s in rest[i + 1 :] if told_apart(source, s)]
        possible = sum(s.count[0] for s in (*taken, source, *later))
        if possible > best:
            best = max(best, _heaviest([*taken, source], later))
    return best


def told_apart(a: Source, b: Source) -> bool:
    """True where the text shows two unnamed sources to be different people: it says so, or their trades or bodies
    differ.
    """
    if a.id in b.distinct_from or b.id in a.distinct_from:
        return True
    trades = _trade(a), _trade(b)
    if trades[0] and trades[1] and trades[0] != trades[1]:
        return True
    bodies = a.affiliation, b.affiliation
    return bool(bodies[0] and bodies[1] and not _alike(plain(bodies[0]), plain(bodies[1])))


def _alike(a: str, b: str) -> bool:
    return a in b or b in a


_APART = re.compile(r"[,(]|\s+(?:who|whose|which|that|at|in|from|with|of the (?=\w+$))\b")
_ONE_OF = re.compile(r"^(?:one|some|several|two|three|many|most|both|another)\s+of\s+", re.I)


def _trade(source: Source) -> str | None:
    """The occupation an unnamed source is described by, where it is a particular one ("engineer", not "official")."""
    told = _ONE_OF.sub("", _APART.split(source.descriptor or "", maxsplit=1)[0])
    token = told.split()[-1] if told.split() else ""
    found = noun(token)
    pair = " ".join((*told.lower().split()[-2:-1], found.head))
    return next((t for t in (pair, found.head) if t in words("trades.txt")), None)


def _among(source: Source, before: list[Source]) -> bool:
    """True where a source is said to be one of a group that was counted before: "one of them", "another of the
    people".
    """
    told = source.descriptor or ""
    part, bare = _PART.match(told), _BARE_PART.match(told)
    if not part and not bare:
        return False
    groups = [s for s in before if s.count != (1, 1) and s.id not in source.distinct_from]
    if not groups or part:
        return bool(groups)
    return any(_PART.match(s.descriptor or "") for s in before if s.id in source.distinct_from)


def own_share(article: Article, own_voice: tuple[Span, ...]) -> float:
    """The share of the body's characters that stand in own-voice sentences, in 0..1."""
    body = len(article.text) - article.body_start
    own = sum(max(0, s.end - max(s.start, article.body_start)) for s in own_voice)
    return round(min(1.0, own / body), 4) if body > 0 else 0.0
