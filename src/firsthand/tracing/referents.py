"""Owns whom a pronoun that speaks means, where the reading has nobody for it or somebody that it cannot mean: a "he"
that is no outlet, an "it" after what "the company" did. Where the text leaves several, it names nobody.
"""

import re
from collections.abc import Iterable

from firsthand.language.sentences import sentences
from firsthand.language.words import plain, singular, words
from firsthand.model import Source, Span, Statement
from firsthand.model.trace import Piece, Unit
from firsthand.tracing.asides import as_paper, is_paper
from firsthand.tracing.speakers import is_share

_PERSON = ("he", "she")
_SAID_AFTER = re.compile(
    r"[,.]?[”\"’»]?,?\s+(?P<who>he|she|it)\s+(?:(?:has|had|also|later)\s+){0,2}(?:said|says|told|wrote|added|insisted|stated|claimed|explained)\b",
    re.I,
)
_READS = re.compile(r"(?:says|states|notes|reads|shows|lists|records|concludes|puts|gives|adds|warns)\b", re.I)
_BODIES = ("organisation", "government", "outlet", "unknown", "country")


def spoken_by_pronoun(piece: Piece, unit: Unit, sentence: Span, links: tuple[Source, ...]) -> tuple[Source, ...]:
    """The links, or the one source that the pronoun beside the unit means, where its links are none or impossible."""
    text = piece.reading.article.text
    statement = piece.reading.statement(unit.statement) if unit.statement is not None else None
    spoken = statement.source_span if statement is not None else None
    pronoun = plain(spoken.of(text)) if spoken is not None else ""
    at = spoken.start if spoken is not None else unit.spans[0].start
    if pronoun not in (*_PERSON, "it"):
        if links or statement is None:
            return links
        after = _SAID_AFTER.match(text, unit.spans[-1].end)
        if after is None or after.end() > sentence.end:
            return links
        pronoun, at = plain(after["who"]), after.start("who")
    if pronoun in _PERSON:
        person = links and links[0].kind not in ("outlet", "organisation", "country", "document")
        if person and not _is_thing(links[0], text):
            return links
        found = _person(piece, statement, at)
    else:
        if links and links[0].kind == "document":
            return links
        paper = _paper_before(piece, sentence, text)
        if paper is not None and statement is not None and statement.cue_span is not None:
            return (paper, *links[1:]) if _READS.match(statement.cue_span.of(text)) else links
        if links and not (_own(piece, links) or is_share(links[0])):
            return links
        found = _body(piece, unit, sentence, text)
    return (found,) if found is not None else links


def _is_thing(source: Source, text: str) -> bool:
    """True for a name of one word that the text always writes with "the": a paper, no person."""
    name = source.name or ""
    if not name or " " in name:
        return False
    found = [m.start() for m in re.finditer(rf"\b{re.escape(name)}\b", text)]
    return bool(found) and all(re.search(r"\bthe\s+$", text[max(0, at - 5) : at], re.I) for at in found)


def _paper_before(piece: Piece, sentence: Span, text: str) -> Source | None:
    """The document that the sentence before is about: "The draft, of 52 pages, is dated 4 May. …, it says"."""
    before = [s for s in sentences(text) if s.end <= sentence.start and "\n" not in text[s.end : sentence.start]][-1:]
    for span in before:
        found = re.match(r"(?:The|Its|This|That)\s+(?:[\w-]+\s+){0,2}?(?P<noun>[a-z]+)\b(?=[,\s])", span.of(text))
        if found is None or not is_paper(found[0]):
            continue
        known = [s for s in map(as_paper, piece.reading.sources) if s.kind == "document"]
        if len(known) == 1:
            return known[0]
        return Source(id=f"document at {span.start}", kind="document", descriptor=found[0])
    return None


def _own(piece: Piece, links: tuple[Source, ...]) -> bool:
    return all(s.kind == "outlet" and s.name is not None and s.name in (piece.outlet or "") for s in links)


def _person(piece: Piece, statement: Statement | None, at: int) -> Source | None:
    """The person who spoke last before, in this paragraph or the one before it."""
    text = piece.reading.article.text
    start = text.rfind("\n", 0, max(0, text.rfind("\n", 0, at))) + 1
    here = [
        (m.start, s)
        for s in piece.reading.sources
        if s.kind == "person" and s.count == (1, 1) and not _is_thing(s, text)
        for m in s.mentions
        if start <= m.start < at
    ]
    near = [s for m, s in here if m >= text.rfind("\n", 0, at)] or [s for _, s in here]
    ids = {s.id for s in near}
    return near[0] if len(ids) == 1 else None


def _body(piece: Piece, unit: Unit, sentence: Span, text: str) -> Source | None:
    """The body that what is told begins with ("The group stopped, it told"), else the one before."""
    before = [s for s in sentences(text) if s.end <= sentence.start and "\n" not in text[s.end : sentence.start]][-1:]
    told = text[unit.spans[0].start : unit.spans[-1].end]
    own = text[sentence.start : unit.spans[0].start]
    own_body = _begins(piece, own, sentence.start) if own.strip() else None
    return (
        own_body
        or _begins(piece, told, unit.spans[0].start)
        or next((b for s in before if (b := _begins(piece, s.of(text), s.start, bare=True)) is not None), None)
    )


def _begins(piece: Piece, words_there: str, at: int, *, bare: bool = False) -> Source | None:
    """The body whose name, or whose noun after "the", the words begin with; `bare`: any name but a known person's."""
    begin = re.sub(r"^[Tt]he\s+", "", words_there)
    named = [s for s in _bodies(piece) if s.name and begin.startswith(s.name.removeprefix("The ").removeprefix("the "))]
    if named:
        return max(named, key=lambda s: len(s.name or ""))
    proper = re.match(r"(?:The\s+)?(?P<name>[A-Z][\w’-]+(?:\s+[A-Z][\w’-]+)+)\s+[a-z]", words_there)
    people = {s.name for s in piece.reading.sources if s.kind == "person"}
    if bare and proper is not None and proper["name"] not in people:
        return Source(id=f"body at {at}", kind="organisation", name=proper["name"])
    first = re.match(r"The\s+(?P<noun>[a-z]+)\b(?:\s+of\s+[\w-]+)?", words_there)
    if first is None or singular(first["noun"]) not in words("organisation_nouns.txt"):
        return None
    return Source(id=f"body at {at}", kind="organisation", descriptor=first[0])


def _bodies(piece: Piece) -> Iterable[Source]:
    return (s for s in piece.reading.sources if s.kind in _BODIES and not s.anonymous)
