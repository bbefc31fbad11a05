"""Owns whom a unit is from, where its sentence says it and the reading has it otherwise: told to an outlet at its
end, a document that shows it or that is cited, a correction note. It adds no source that no words name.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from firsthand.language.correction_notes import Note, correction_notes
from firsthand.language.outlets import outlet_key
from firsthand.language.sentences import sentences
from firsthand.language.words import plain, words
from firsthand.model import Count, Source, Span, Statement
from firsthand.model.trace import Piece, Unit
from firsthand.tracing.asides import OTHER, as_paper, head_of, said_beside
from firsthand.tracing.referents import spoken_by_pronoun
from firsthand.tracing.speakers import told_by

_TELLER = re.compile(
    r",\s+(?P<who>(?:an?|one|two|three|four|several|the|another|some)\s+[^,;“”\"]{3,120}?)\s+(?:(?:has|have|had)\s+)?"
    r"(?:told|confirmed\s+to)\s+(?:the\s+)?(?=[A-Z])"
)
_COUNTS: dict[str, Count] = {
    "two": (2, 2),
    "three": (3, 3),
    "four": (4, 4),
    "several": (2, None),
    "some": (2, None),
}
_IT_SAYS = re.compile(r"It\s+(?:also\s+)?(?:says|states|shows|records|notes|lists|concludes|puts|gives|counts)\b")
_SAID_BEFORE = re.compile(
    r"\b(?:reported|stated|said|wrote|claimed|misstated|identified|described|suggested|referred)\b[^.]*$", re.I
)
_TAKEN_BACK = re.compile(
    r"\b(?:wrong|incorrect\w*|mistaken\w*|erroneous\w*|retract\w*|false|misstated|misidentified|in error)\b", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Papers:
    """Patterns that find a document: `after` a cue, `cited` by who speaks, one that `shows` something itself, or is
    `shown_last` in the sentence, one that the outlet has `at_hand`.
    """

    after: re.Pattern[str]
    cited: re.Pattern[str]
    shows: re.Pattern[str]
    shown_last: re.Pattern[str]
    at_hand: re.Pattern[str]


@cache
def _papers() -> _Papers:
    every = {*words("documents.txt"), "accounts", "valuation", "entry", "memorandum"}
    nouns = "|".join(sorted(map(re.escape, every), key=len, reverse=True))
    paper = (
        r"(?P<who>(?:(?:the|an?|its|their|his|her|one)\s+)?(?:(?!according|and\b|which\b|that\b)[\w’'&-]+\s+){0,6}?"
        rf"(?:{nouns}))\b"
    )
    verbs = r"(?:records?|shows?|lists?|says?|states?|reads?|gives?|notes?|puts?)"
    more = (
        r"(?:\s+(?:seen|obtained|reviewed|inspected|published|received)\s+by\s+[^,;.]{2,60}?)?"
        r"(?:,[^;.]{3,120},)?(?P<of>\s+(?:of|from|for|by|on|to|in)\s+[^,;.]{2,60}?)?"
    )
    return _Papers(
        after=re.compile(rf"\s+{paper}", re.I),
        cited=re.compile(rf"(?:citing|quoting|referring\s+to|pointing\s+to)\s+{paper}[^,;]{{0,60}},", re.I),
        shows=re.compile(rf"{paper}{more}\s+{verbs}\b", re.I),
        shown_last=re.compile(rf",\s+{paper}{more}\s+{verbs}\s*[.”\"’]*\s*$", re.I),
        at_hand=re.compile(
            r"\b(?:seen|obtained|retrieved|inspected|reviewed|received|read|got|published|shown)\s+"
            rf"(?:[\w’'-]+\s+){{0,2}}?{paper}",
            re.I,
        ),
    )


def sentence_of(piece: Piece, unit: Unit) -> Span | None:
    """The sentence of the text in which the unit begins; None for a title."""
    if unit.field == "title":
        return None
    return next((s for s in _split(piece.reading.article.text) if s.start <= unit.spans[0].start < s.end), None)


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[Span, ...]:
    return tuple(sentences(text))


def told_links(piece: Piece, unit: Unit) -> tuple[Source, ...]:
    """The sources of the unit's chain, as the article has them.

    "X has done Y, an official has told the Courier" is from the official, even where the reading took X for a source;
    "according to a letter from X" is from the letter; "citing the log, X writes" from the log, through X. A correction
    note speaks for the outlet: a source that was carried over to it from the text before is left out.
    """
    links = tuple(map(as_paper, told_by(piece, unit)))
    sentence = sentence_of(piece, unit)
    if sentence is None:
        return links
    statement = piece.reading.statement(unit.statement) if unit.statement is not None else None
    note = note_at(piece, unit)
    if statement is not None and note is not None:
        spoken = statement.source_span
        if statement.inferred or (spoken is not None and not note.span.holds(spoken)):
            return ()
    links = spoken_by_pronoun(piece, unit, sentence, links)
    last = _shown_last(piece, unit, sentence, statement)
    if last:
        return last
    if not links or _is_own_outlet(piece, links):
        at_hand = _document_at_hand(piece, unit, sentence)
        if links:
            return at_hand or (_with_link(said_beside(piece, unit, sentence), links) if note is None else links)
        return at_hand or _document_that_shows(piece, unit, sentence) or _said(piece, unit, sentence, note)
    cue = statement.cue_span if statement is not None else None
    paper = _papers().after.match(piece.reading.article.text, cue.end) if cue is not None else None
    by = plain(cue.of(piece.reading.article.text)) if cue is not None else ""
    if by == "according to" and paper is not None and _is_paper(paper):
        return links if links[0].kind == "document" else (_document(paper), *links[1:])
    return _cited(piece, unit, sentence, _teller(piece, unit, sentence, links))


def _said(piece: Piece, unit: Unit, sentence: Span, note: Note | None) -> tuple[Source, ...]:
    return () if note is not None else said_beside(piece, unit, sentence)


def _with_link(first: tuple[Source, ...], links: tuple[Source, ...]) -> tuple[Source, ...]:
    """The links with whoever the words give it to put first, unless one of them is that."""
    return (*first, *links) if first and first[0].id not in {s.id for s in links} else links


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
    head = head_of(clause["who"])
    known = [s for s in piece.reading.sources if s.anonymous and head_of(s.descriptor or "another") == head]
    known = [s for s in known if not OTHER.match(s.descriptor or "")]
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


def _is_paper(found: re.Match[str]) -> bool:
    """False for a body with the noun in its name: "the Coastal Survey says"."""
    words = found["who"].split()
    return len(words) == 1 or words[-1][0].islower()


def _document(paper: re.Match[str]) -> Source:
    words = paper["who"] + (paper.groupdict().get("of") or "")
    return Source(id=f"document at {paper.start('who')}", kind="document", descriptor=words)


def _cited(piece: Piece, unit: Unit, sentence: Span, links: tuple[Source, ...]) -> tuple[Source, ...]:
    """The links with the document put first that the sentence says is cited by their first, who is no outlet."""
    if links[0].kind in ("outlet", "document") or links[0].anonymous:
        return links
    paper = _papers().cited.match(piece.reading.article.text, sentence.start, sentence.end)
    if paper is None or unit.spans[0].start < paper.end() or not _is_paper(paper):
        return links
    return (_document(paper), *links)


def _document_that_shows(piece: Piece, unit: Unit, sentence: Span) -> tuple[Source, ...]:
    """The document that is the subject of an own-voice sentence ("The log, which …, records 12 faults")."""
    paper = _papers().shows.match(piece.reading.article.text, sentence.start, sentence.end)
    if paper is None or unit.spans[-1].end <= paper.end() or not _is_paper(paper):
        return ()
    return (_document(paper),)


def _shown_last(piece: Piece, unit: Unit, sentence: Span, statement: Statement | None) -> tuple[Source, ...]:
    """The document that ends the unit's sentence as what shows it: "…, a valuation by the insurer shows." is from the
    valuation, whoever was taken for the speaker before or after it, unless the sentence names one of its own.
    """
    text = piece.reading.article.text
    paper = _papers().shown_last.search(text, sentence.start, sentence.end)
    if paper is None or not _is_paper(paper):
        return ()
    if unit.spans[0].start >= paper.start() or unit.spans[-1].end > paper.end():
        return ()
    spoken = statement.source_span if statement is not None else None
    if spoken is not None and sentence.holds(spoken) and not Span(*paper.span()).meets(spoken):
        return ()
    known = [
        s
        for s in piece.reading.sources
        if s.kind == "document" and any(m.meets(Span(*paper.span("who"))) for m in s.mentions)
    ]
    return (known[0],) if known else (_document(paper),)


def _is_own_outlet(piece: Piece, links: tuple[Source, ...]) -> bool:
    own = outlet_key(piece.outlet or "")
    return bool(own) and all(s.kind != "person" and outlet_key(s.name or "") == own for s in links)


def _document_at_hand(piece: Piece, unit: Unit, sentence: Span) -> tuple[Source, ...]:
    """The document of the sentence before, where the outlet has it and this one goes on "It says that …"."""
    text = piece.reading.article.text
    if not _IT_SAYS.match(sentence.of(text)):
        return ()
    before = [s for s in _split(text) if s.end <= sentence.start][-1:]
    papers = [m for s in before for m in _papers().at_hand.finditer(text, s.start, s.end) if _is_paper(m)]
    return (_document(papers[0]),) if len(papers) == 1 else ()


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
