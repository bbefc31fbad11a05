"""Owns which sources of a unit can have told it: not a place, not a share of something, not an outlet's own enquiries,
and not whoever is only said to know or to have been told. What is left out is the article's own voice.
"""

import re

from firsthand.model import Source, Span, Statement
from firsthand.model.trace import Piece, Unit

_AUX = (
    r"(?:(?:has|have|had|was|were|is|are|been|be|being|must|may|might|could|would|should|did|all|also|already|long|"
    r"not|never|well|fully)\s+)*"
)
_KNEW = re.compile(
    rf"{_AUX}(?:kn[eo]w(?:s|n)?|aware)\b|{_AUX}(?<!\w)(?:was|were|is|are|been|be|being)\s+(?:\w+ly\s+)?"
    r"(?:told|informed|briefed|warned|notified|alerted|assured|advised)\b(?!\s+by\b)",
    re.I,
)
_SILENT = re.compile(r"\b(?:never|nothing)\b", re.I)
_OFFICE = re.compile(r"(?:the|its|their)\s+[a-z]")
_AFTER = re.compile(r"(?:follow(?:s|ed|ing)?|c(?:omes?|ame)\s+(?:after|amid))\b", re.I)
"""Of an event that comes after reports: it tells nothing itself."""
_WOULD = re.compile(r"would\s+have\s+(?:seen|felt|had|known|found|heard|noticed)\b", re.I)
"""What somebody is only said to have seen."""
_POINTS = re.compile(r"(?:this|that|these|those)", re.I)
"""Words that point to something told and name nobody, whoever they were taken for."""
_SHARE = re.compile(
    r"(?:(?:an?|one|two|three)\s+)?(?:half|third|thirds|quarter|quarters|fifth|tenth|eighth|share|part|portion|most|rest|bulk|"
    r"\d+\s+per\s?cent)\s+of\b",
    re.I,
)
_OWN = re.compile(
    r"(?:our|this\s+(?:news)?paper[’']s|its\s+own)\s+(?:own\s+)?(?:\w+\s+)?(?:enquir|inquir|research|report|investigat|review|sources?\b)",
    re.I,
)
_AT = r"(?:in|at|from|to|near|of|outside|around|into|through|across|for|leaves?|left|reached)"


def told_by(piece: Piece, unit: Unit) -> tuple[Source, ...]:
    """The sources of the unit's chain, from the first that can have told it."""
    links = tuple(piece.reading.source(id) for id in unit.chain)
    if not links or unit.statement is None:
        return links
    statement = piece.reading.statement(unit.statement)
    text = piece.reading.article.text
    if _cannot_tell(links[0], statement.source_span, text):
        return links[1:]
    cue = statement.cue_span
    if cue is None or statement.stance != "asserts":
        return links
    if _AFTER.match(cue.of(text)) or _WOULD.match(cue.of(text)):
        return links[1:]
    heard = links[0].kind != "outlet" and _KNEW.match(cue.of(text)) is not None
    if heard or _SILENT.search(cue.of(text)):
        return links[1:]
    return _not_of_what_is_told(links, statement, text)


def ends_what_is_told(piece: Piece, source: Source) -> bool:
    """True where a name was taken for a speaker only since it ends what is told: "a trial of Corvidan, the head of the
    agency said".
    """
    told = [s for s in piece.reading.statements if s.source == source.id]
    return bool(told) and all(_ends_it(source, s, piece.reading.article.text) for s in told)


def _ends_it(source: Source, statement: Statement, text: str) -> bool:
    spoken, name = statement.source_span, source.name
    if spoken is None or not name or name in spoken.of(text) or not _OFFICE.match(spoken.of(text)):
        return False
    return any(s.end <= spoken.start and name in s.of(text)[-len(name) - 2 :] for s in statement.content_spans)


def _not_of_what_is_told(links: tuple[Source, ...], statement: Statement, text: str) -> tuple[Source, ...]:
    """The links with the office first that is said to speak, where a name that ends what is told was taken for it."""
    spoken = statement.source_span
    if spoken is None or not _ends_it(links[0], statement, text):
        return links
    office = Source(id=f"office at {spoken.start}", kind="person", descriptor=spoken.of(text), role=links[0].role)
    return (office, *links[1:])


def is_share(source: Source) -> bool:
    """True for a share of something ("a third of the timetable") that was taken for a source."""
    return is_share_of(source.descriptor or source.name or "")


def is_share_of(words: str) -> bool:
    """True for words that begin with a share of something."""
    return bool(_SHARE.match(words))


def _cannot_tell(source: Source, spoken: Span | None, text: str) -> bool:
    said = source.descriptor or source.name or ""
    if spoken is not None and _POINTS.fullmatch(spoken.of(text)):
        return True
    if source.kind in ("document", "unknown", "group") and (_SHARE.match(said) or _OWN.match(said)):
        return True
    if source.kind != "unknown" or not source.name or (spoken is not None and source.name in spoken.of(text)):
        return False
    return _is_place(source.name, text)


def _is_place(name: str, text: str) -> bool:
    """True where a text never writes a name but as that of a place: after "in", "at", "from"."""
    found = [m.start() for m in re.finditer(rf"\b{re.escape(name)}\b", text)]
    return bool(found) and all(re.search(rf"\b{_AT}\s+$", text[max(0, at - 12) : at], re.I) for at in found)
