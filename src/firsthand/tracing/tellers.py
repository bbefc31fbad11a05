"""Owns whom a unit is from, where its sentence says it and the reading has it otherwise: told to an outlet at its
end, a document that shows it or that is cited, a correction note. It adds no source that no words name.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from firsthand.language.correction_notes import Note, correction_notes
from firsthand.language.sentences import sentences
from firsthand.language.words import plain, singular, words
from firsthand.model import Count, Source, Span
from firsthand.model.trace import Piece, Unit

_TELLER = re.compile(
    r",\s+(?P<who>(?:an?|one|two|three|four|several|the|another|some)\s+[^,;“”\"]{3,120}?)\s+(?:(?:has|have|had)\s+)?"
    r"(?:told|confirmed\s+to)\s+(?:the\s+)?(?=[A-Z])"
)
_OTHER = re.compile(r"(?:another|an?\s+(?:second|third|other)|other)\b", re.I)
_COUNTS: dict[str, Count] = {
    "two": (2, 2),
    "three": (3, 3),
    "four": (4, 4),
    "several": (2, None),
    "some": (2, None),
}
_HEAD = re.compile(
    r"\s+(?:who|whose|which|that|involved|close|familiar|briefed|of|in|at|with|from|to|on|for|near|inside|working)\b"
)
_SAID_BEFORE = re.compile(
    r"\b(?:reported|stated|said|wrote|claimed|misstated|identified|described|suggested|referred)\b[^.]*$", re.I
)
_TAKEN_BACK = re.compile(
    r"\b(?:wrong|incorrect\w*|mistaken\w*|erroneous\w*|retract\w*|false|misstated|misidentified|in error)\b", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Papers:
    """Patterns that find a document: `after` a cue, `cited` by who speaks, one that `shows` something itself."""

    after: re.Pattern[str]
    cited: re.Pattern[str]
    shows: re.Pattern[str]


@cache
def _papers() -> _Papers:
    nouns = "|".join(sorted(map(re.escape, words("documents.txt")), key=len, reverse=True))
    paper = (
        r"(?P<who>(?:(?:the|an?|its|their|his|her|one)\s+)?(?:(?!according|and\b|which\b|that\b)[\w’'&-]+\s+){0,6}?"
        rf"(?:{nouns}))\b"
    )
    verbs = r"(?:records?|shows?|lists?|says?|states?|reads?|gives?|notes?|puts?)"
    more = r"(?:,[^;.]{3,120},)?(?:\s+(?:of|from|for|by|on|to|in)\s+[^,;.]{2,60}?)?"
    return _Papers(
        after=re.compile(rf"\s+{paper}", re.I),
        cited=re.compile(rf"(?:citing|quoting|referring\s+to|pointing\s+to)\s+{paper}[^,;]{{0,60}},", re.I),
        shows=re.compile(rf"{paper}{more}\s+{verbs}\b", re.I),
    )


def sentence_of(piece: Piece, unit: Unit) -> Span | None:
    """The sentence of the text in which the unit begins; None for a title."""
    if unit.field == "title":
        return None
    return next((s for s in sentences(piece.reading.article.text) if s.start <= unit.spans[0].start < s.end), None)


def told_links(piece: Piece, unit: Unit) -> tuple[Source, ...]:
    """The sources of the unit's chain, as the article has them.

    "X has done Y, an official has told the Courier" is from the official, even where the reading took X for a source;
    "according to a letter from X" is from the letter; "citing the log, X writes" from the log, through X. A correction
    note speaks for the outlet: a source that was carried over to it from the text before is left out.
    """
    links = tuple(piece.reading.source(id) for id in unit.chain)
    sentence = sentence_of(piece, unit)
    if sentence is None:
        return links
    statement = piece.reading.statement(unit.statement) if unit.statement is not None else None
    note = note_at(piece, unit)
    if statement is not None and note is not None:
        spoken = statement.source_span
        if statement.inferred or (spoken is not None and not note.span.holds(spoken)):
            return ()
    if not links:
        return _document_that_shows(piece, unit, sentence)
    cue = statement.cue_span if statement is not None else None
    paper = _papers().after.match(piece.reading.article.text, cue.end) if cue is not None else None
    if cue is not None and paper is not None and plain(cue.of(piece.reading.article.text)) == "according to":
        return links if links[0].kind == "document" else (_document(paper), *links[1:])
    return _cited(piece, unit, sentence, _teller(piece, unit, sentence, links))


def _teller(piece: Piece, unit: Unit, sentence: Span, links: tuple[Source, ...]) -> tuple[Source, ...]:
    """The links, or who told it to an outlet at the sentence's end, where that is not the source already."""
    clause = _TELLER.search(piece.reading.article.text, sentence.start, sentence.end)
    if clause is None or unit.statement is None:
        return links
    if unit.spans[-1].end > clause.end("who") or unit.spans[0].start > clause.start():
        return links
    spoken = piece.reading.statement(unit.statement).source_span
    if spoken is not None and spoken.meets(Span(*clause.span("who"))):
        return links
    head = _head(clause["who"])
    known = [s for s in piece.reading.sources if s.anonymous and _head(s.descriptor or "another") == head]
    known = [s for s in known if not _OTHER.match(s.descriptor or "")]
    return (known[0],) if len(known) == 1 else (_unnamed(clause),)


def _unnamed(clause: re.Match[str]) -> Source:
    words = clause["who"]
    first = words.split()[0].lower()
    count = _COUNTS.get(first, (1, 1))
    return Source(
        id=f"told at {clause.start('who')}",
        kind="person" if count == (1, 1) else "group",
        descriptor=words,
        anonymous=True,
        count=count,
    )


def _document(paper: re.Match[str]) -> Source:
    return Source(id=f"document at {paper.start('who')}", kind="document", descriptor=paper["who"])


def _cited(piece: Piece, unit: Unit, sentence: Span, links: tuple[Source, ...]) -> tuple[Source, ...]:
    """The links with the document put first that the sentence says is cited by their first, who is no outlet."""
    if links[0].kind in ("outlet", "document") or links[0].anonymous:
        return links
    paper = _papers().cited.match(piece.reading.article.text, sentence.start, sentence.end)
    if paper is None or unit.spans[0].start < paper.end():
        return links
    return (_document(paper), *links)


def _document_that_shows(piece: Piece, unit: Unit, sentence: Span) -> tuple[Source, ...]:
    """The document that is the subject of an own-voice sentence ("The log, which …, records 12 faults")."""
    paper = _papers().shows.match(piece.reading.article.text, sentence.start, sentence.end)
    if paper is None or unit.spans[-1].end <= paper.end():
        return ()
    return (_document(paper),)


def _head(words: str) -> str:
    before = _HEAD.split(words.split(",")[0], maxsplit=1)[0].split()
    return singular(plain(before[-1])) if before else ""


@lru_cache(maxsize=1024)
def _notes(text: str) -> tuple[Note, ...]:
    return correction_notes(text)


def note_at(piece: Piece, unit: Unit) -> Note | None:
    """The correction note that the unit stands in."""
    if unit.field == "title":
        return None
    at = unit.spans[0].start
    return next((n for n in _notes(piece.reading.article.text) if n.corrects and n.span.start <= at < n.span.end), None)


def _in_note(piece: Piece, unit: Unit, span: Span | None) -> bool:
    note = note_at(piece, unit)
    return span is not None and note is not None and note.span.holds(span)


def is_taken_back(piece: Piece, unit: Unit) -> bool:
    """True where a correction note says that the outlet told this before and that it was wrong."""
    note, sentence = note_at(piece, unit), sentence_of(piece, unit)
    if note is None or sentence is None:
        return False
    text = piece.reading.article.text
    before = text[sentence.start : unit.spans[0].start]
    return bool(_SAID_BEFORE.search(before) and _TAKEN_BACK.search(note.span.of(text)))
