"""Owns what the texts say of a document: of what sort it is, its date, who wrote it and whose it is; and which two
descriptions are of one. It decides by what is said: without a date or an author in common nothing is surely one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.language.sentences import sentences
from firsthand.model.trace import Piece, TracedSource
from firsthand.tracing.details import content

_SORTS = (
    "memo memorandum note paper report analysis study assessment finding briefing appraisal review result test",
    "letter e-mail email cable telegram message correspondence",
    "register filing entry record charge deed court suit lawsuit indictment ruling verdict",
    "account book budget balance invoice receipt",
    "valuation estimate schedule list inventory",
    "statement release communique announcement",
    "log logbook map chart photograph photo footage video tape recording",
)
_ANY = "document paper text file copy dossier extract excerpt draft page"
_MONTHS = "January February March April May June July August September October November December"
_MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?" if m[3:] else m for m in _MONTHS.split())
_DATE = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{_MONTH})|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}}))\b"
)
_WROTE = re.compile(
    r"\b(?:written|signed|drawn\s+up|drafted|compiled|prepared|authored)\s+by\s+(?P<who>[^.;:]{3,80}?)"
    r"(?=,\s+(?:[a-z]+s|which|that|and)\b|\s+(?:and|which|that|says?|states?|concludes?|notes?|shows?|warns?)\b|[.;:]|,\s+(?=[a-z]))"
)
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+(?:de|van|von|al|bin|la)\s+)?(?:\s+[A-Z][\w’'-]+)+")
_BY = re.compile(r"\b(?:by|from)\s+(?P<who>(?:the\s+)?[\w’'\s-]+)")
_AGAIN = re.compile(
    r"^(?:Dated\b|It\b|In\s+it\b|The\s+(?:\w+\s+)?(?:paper|document|text|letter|memo|note|report|analysis|filing|copy)\b)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document: the words of its description, its `sorts`, its dates (month, day), authors' names, whose it is, the
    outlets that describe it, and whether it is called "the" (`definite`)."""

    words: frozenset[str]
    sorts: frozenset[int]
    dates: frozenset[tuple[str, int]]
    authors: tuple[str, ...]
    issuer: frozenset[str]
    outlets: frozenset[str]
    definite: bool
    another: bool


def paper_of(source: TracedSource, pieces: Iterable[Piece]) -> Paper:
    """What the articles that have a document as a source say of it."""
    said = source.name or source.descriptor or ""
    held = tuple(pieces)
    about = " ".join((said, *(s for piece in held for s in _about(source, said, piece))))
    whose = _BY.search(said)
    return Paper(
        words=content(said),
        sorts=_sorts(said),
        dates=frozenset((m["m"] or m["m2"], int(m["d"] or m["d2"])) for m in _DATE.finditer(about)),
        authors=tuple(dict.fromkeys(n[0] for m in _WROTE.finditer(about) for n in _NAME.finditer(m["who"]))),
        issuer=content(whose["who"]) - {"inside"} if whose is not None else frozenset(),
        outlets=frozenset(p.outlet or p.key for p in held),
        definite=bool(re.match(r"(?:the|that|this|its|their)\b", said, re.I)),
        another=bool(re.match(r"(?:another|a\s+second|a\s+different)\b", said, re.I)),
    )


def _about(source: TracedSource, said: str, piece: Piece) -> Iterable[str]:
    """The sentences of a text about a document: where it stands, and the next one that goes on about it."""
    text = piece.reading.article.text
    every = sentences(text)
    at = {m.start for s in piece.reading.sources if piece.source_id(s.id) == source.id for m in s.mentions}
    if not at and said in text:
        at = {text.index(said)}
    for n, span in enumerate(every):
        if any(span.start <= a < span.end for a in at):
            yield span.of(text)
            if n + 1 < len(every) and _AGAIN.match(following := every[n + 1].of(text).lstrip("“\"'‘")):
                yield following


def _sorts(said: str) -> frozenset[int]:
    head = re.split(r"\s+(?:of|from|by|in|on|to|about|seen|which|that|inside|dated)\b|,", said, maxsplit=1)[0]
    mine = content(head)
    return frozenset(n for n, sort in enumerate(_SORTS) if mine & content(sort))


def _of_one_sort(a: Paper, b: Paper) -> bool:
    return not a.sorts or not b.sorts or bool(a.sorts & b.sorts)


def one_paper(a: Paper, b: Paper) -> bool:
    """True where two descriptions are surely of one document: of one sort, and with a date or an author in common and
    none that contradicts; or "the memo" of an outlet that has told of one memo before.
    """
    if not _of_one_sort(a, b) or a.another or b.another or _contradict(a, b):
        return False
    dated = bool(a.dates & b.dates) or bool(set(a.authors) & set(b.authors))
    again = bool(a.outlets & b.outlets) and (a.definite or b.definite) and (a.sorts == b.sorts)
    return dated or again


def may_be_one(a: Paper, b: Paper) -> bool:
    """True where nothing said contradicts that two descriptions are of one document."""
    return _of_one_sort(a, b) and not a.another and not b.another and not _contradict(a, b)


def _contradict(a: Paper, b: Paper) -> bool:
    return bool(a.dates and b.dates and not a.dates & b.dates)
