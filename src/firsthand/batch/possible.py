"""Owns what a reading must be that was made elsewhere before it is taken in: one that could have been made of its text.

The values of `firsthand.model` refuse much already; here stands the rest, and bounds. Whether the reading is right,
nothing here can tell.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from firsthand.errors import InvalidValue
from firsthand.model import Article, Reading, Span, wire
from firsthand.reading import ReadingOptions
from firsthand.reading.finish import check_size

LONGEST = 10_000
"""Characters of a source's name or description, a statement's producer or note, a hedge's term."""
DEEPEST = 20
"""Statements around one another, and how often all contents together may cover the text."""
MOST_HEADS = 10_000_000_000
_ID = re.compile(r"[A-Za-z0-9.-]{1,40}")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}")
_MONTH = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


def check_reading(reading: Reading) -> None:
    """InvalidValue, or NotText where the text is too long, for a reading that no article can have."""
    if not is_text(json.dumps(wire.to_json(reading), ensure_ascii=False)):
        raise InvalidValue("a word of it holds half a character (a lone surrogate), which no text has")
    _check_article(reading.article)
    _check_sizes(reading)
    for span in _spans(reading):
        reading.article.check(span)
    _check_references(reading)
    statements = reading.statements
    _check_rings({s.id: s.parent for s in statements}, "statement", "stands inside itself", deepest=DEEPEST)
    _check_rings({s.id: s.continues for s in statements}, "statement", "goes on from itself")
    _check_rings({s.id: s.via for s in reading.sources}, "source", "spoke to itself")


def is_text(words: str) -> bool:
    """True where no half of a character (a lone surrogate) is among the words."""
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _check_article(article: Article) -> None:
    check_size(article.text, what="its article", options=ReadingOptions())
    if "\0" in article.key:
        raise InvalidValue("its key holds a NUL character, which is no text")
    if article.language is not None and not _LANGUAGE.fullmatch(article.language):
        raise InvalidValue(f"its language is {article.language[:40]!r}, which is no code of a language")
    try:
        if article.published is not None and not _MONTH.fullmatch(article.published):
            datetime.fromisoformat(article.published.strip())
    except ValueError as error:
        raise InvalidValue(f"it is dated {article.published!r:.60}; write days as 2022-09-17") from error


def _check_sizes(reading: Reading) -> None:
    length, statements = len(reading.article.text), reading.statements
    for id in (*(s.id for s in reading.sources), *(s.id for s in statements)):
        if not _ID.fullmatch(id):
            raise InvalidValue(f"{id[:40]!r} is no id of a source or a statement, such as s1 or a2.1")
    told = [w for s in reading.sources for w in (s.name, s.descriptor, s.role, s.affiliation) if w]
    told += [w for s in statements for w in (s.producer, *s.notes, *(h.term for h in s.hedges))]
    longest = max(map(len, told), default=0)
    if longest > LONGEST:
        raise InvalidValue(f"a name or a note in it has {longest:,} characters; {LONGEST:,} are the most there may be")
    for s in reading.sources:
        if max(s.count[0], s.count[1] or 0) > MOST_HEADS:
            raise InvalidValue(f"source {s.id} stands for more heads than there are")
    if sum(len(span) for s in statements for span in s.content_spans) > DEEPEST * length:
        raise InvalidValue(f"what its statements tell is more than {DEEPEST} times its text of {length:,} characters")
    if not 0.0 <= reading.basis.own_voice_share <= 1.0:
        raise InvalidValue(f"a share lies in 0..1, not {reading.basis.own_voice_share}")


def _spans(reading: Reading) -> Iterator[Span]:
    """Every span that the reading itself has not checked."""
    yield from reading.own_voice
    for source in reading.sources:
        yield from source.mentions
        yield from filter(None, (source.anonymity_reason,))
    for s in reading.statements:
        yield from (h.span for h in s.hedges)
        yield from filter(None, (s.knowledge.span,))


def _check_references(reading: Reading) -> None:
    """Every source that is referred to must be there; the reading has checked what statements name."""
    basis, known = reading.basis, {s.id for s in reading.sources}
    named: Iterable[str | None] = (
        *(id for s in reading.sources for id in (s.via, *s.distinct_from)),
        *(h.by for s in reading.statements for h in s.hedges),
        *(*basis.named, *basis.outlets, *basis.documents),
    )
    for id in named:
        if id is not None and id not in known:
            raise InvalidValue(f"it refers to the source {id[:40]!r}, which is not in it")


def _check_rings(above: Mapping[str, str | None], kind: str, does: str, *, deepest: int | None = None) -> None:
    """InvalidValue where going from an id to the one above it comes round, or takes more than `deepest` steps."""
    depth: dict[str, int] = {}
    for id in above:
        trail: dict[str, None] = {}
        at: str | None = id
        while at is not None and at not in depth:
            if at in trail:
                raise InvalidValue(f"{kind} {at} {does}")
            trail[at] = None
            at = above[at]
        steps = -1 if at is None else depth[at]
        for one in reversed(trail):
            depth[one] = steps = steps + 1
        if deepest is not None and steps >= deepest:
            raise InvalidValue(f"{kind} {id} stands inside {steps} others; {deepest - 1} are the most there may be")
