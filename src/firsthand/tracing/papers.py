"""Owns what the texts say of a document: of what sort it is, its date, who wrote it and whose it is; and which two
descriptions are of one. Two documents for one claim are mostly one by two ways in, so they are one where they are of
one sort and nothing said of them differs.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.language.sentences import sentences
from firsthand.model.trace import Piece, TracedSource
from firsthand.tracing.details import content

_SORTS = (
    "memo memorandum note report analysis study assessment finding briefing appraisal review result test survey audit "
    "opinion evaluation inquiry investigation",
    "letter e-mail email cable telegram message correspondence",
    "register registry filing entry record charge deed court suit lawsuit indictment ruling verdict",
    "contract agreement protocol accord treaty pact deal lease terms",
    "plan draft proposal programme blueprint bill",
    "account book budget balance invoice receipt",
    "valuation estimate schedule list inventory",
    "statement release communique announcement",
    "log logbook diary journal",
    "map chart photograph photo footage video tape recording",
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
_BY = re.compile(
    r"(?<!seen\s)(?<!obtained\s)(?<!inspected\s)(?<!reviewed\s)(?<!published\s)(?<!received\s)(?<!read\s)"
    r"\b(?:by|from)\s+(?P<who>(?:the\s+)?(?:(?!(?:seen|obtained|inspected|reviewed|published|dated|which|that|on|of\s+\d)\b)[\w’'-]+\s*)+)"
)
_WHOSE = re.compile(r"(?P<who>[\w-]+(?:\s+[\w-]+)?)[’']s?\s")
_HEAD_ENDS = re.compile(r"\s+(?:of|from|by|in|on|to|about|seen|which|that|inside|dated)\b|,")
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
    return Paper(
        words=content(said),
        sorts=_sorts(said),
        dates=frozenset(((m["m"] or m["m2"])[:3], int(m["d"] or m["d2"])) for m in _DATE.finditer(about)),
        authors=tuple(
            dict.fromkeys(
                (*(n[0] for m in _WROTE.finditer(about) for n in _NAME.finditer(m["who"])), *_whose(said, source, held))
            )
        ),
        issuer=_issuer(said),
        outlets=frozenset(p.outlet or p.key for p in held),
        definite=bool(re.match(r"(?:the|that|this|its|their)\b", said, re.I)),
        another=bool(re.match(r"(?:another|a\s+second|a\s+different)\b", said, re.I)),
    )


def _whose(said: str, source: TracedSource, pieces: Iterable[Piece]) -> Iterable[str]:
    """The person that "his" or "her" document is of: the one named last before it, else the next one."""
    if not re.match(r"(?:his|her)\b", said, re.I):
        return
    for piece in pieces:
        text = piece.reading.article.text
        at = text.find(said)
        names = [
            (m.start(), s.name)
            for s in piece.reading.sources
            if s.kind == "person" and s.name
            for m in re.finditer(re.escape(s.name.split()[-1]), text)
        ]
        before, after = [n for n in names if n[0] < at], [n for n in names if n[0] > at]
        if at >= 0 and (before or after):
            yield max(before)[1] if before else min(after)[1]


def _issuer(said: str) -> frozenset[str]:
    """The words of whom a description says a document to be by or of: "a report by the port", "the union's log"."""
    by, whose = _BY.search(said), _WHOSE.search(said)
    named = re.findall(r"(?<!^)\b[A-Z][\w-]+", _HEAD_ENDS.split(said, maxsplit=1)[0])
    found = content(by["who"]) if by is not None else content(whose["who"]) if whose is not None else frozenset[str]()
    return (found | content(" ".join(named))) - {"inside"}


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
    head = _HEAD_ENDS.split(said, maxsplit=1)[0]
    mine = content(head)
    return frozenset(n for n, sort in enumerate(_SORTS) if mine & content(sort))


def _of_one_sort(a: Paper, b: Paper) -> bool:
    return not a.sorts or not b.sorts or bool(a.sorts & b.sorts)


def one_paper(a: Paper, b: Paper) -> bool:
    """True where two descriptions of what tells one claim are of one document: of one sort, or one of no sort ("the
    paper"), and nothing said of them differs: no date, no author, no issuer, no "another".
    """
    return _of_one_sort(a, b) and not a.another and not b.another and not _contradict(a, b)


def _contradict(a: Paper, b: Paper) -> bool:
    pairs = ((a.dates, b.dates), (frozenset(a.authors), frozenset(b.authors)), (a.issuer, b.issuer))
    told = [(x, y) for x, y in pairs if x and y]
    # One thing in common outweighs another one that is put otherwise: "the laboratory's report of 2 May".
    return any(not x & y for x, y in told) and not any(x & y for x, y in told)
