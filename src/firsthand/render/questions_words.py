"""Owns the words in which answers of the ledger are told to a reader: who, how it is put, when and where. No layout."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import cast

from firsthand.ledger.answers import Answer, Dispute, Headline, Sourced
from firsthand.ledger.timeline import Line
from firsthand.model import Source, SourceKind
from firsthand.render.naming import DOUBT, KNOWING, STANCES, UNKNOWN, Tag, chain_words, described, tag
from firsthand.render.plain import line, shortened

NO_DATE, NO_OUTLET = "no date", "outlet not stated"
CLEARED = "the text was cleared from this ledger: only offsets and digests are left"
CLEARED_SHORT = "[cleared]"
"""Stands for a content where the page says once that the text was cleared."""
UNDATED_LAST = "those without a date stand last"
_LONGEST = 300
"""Characters of a title, a byline or a reply that are shown."""


def source_of(sourced: Sourced) -> Source:
    """The source as pages of single articles call it."""
    return Source(
        id=sourced.local,
        kind=cast(SourceKind, sourced.kind),
        name=sourced.name,
        descriptor=sourced.descriptor,
        role=sourced.role,
        affiliation=sourced.affiliation,
        anonymous=sourced.anonymous,
    )


def tag_of(answer: Answer) -> Tag:
    """The one word that tells what sort of source a statement has."""
    return tag(source_of(answer.source) if answer.source else None)


def says(answer: Answer) -> str:
    """The chain on one line, from the source nearest the fact to the one nearest the reader."""
    return shortened(chain_words(tuple(map(source_of, answer.chain))), _LONGEST)


def speaker(answer: Answer) -> str:
    """The source with role and affiliation, else that it is not known."""
    return shortened(described(source_of(answer.source)), _LONGEST) if answer.source else UNKNOWN


def content(answer: Answer, cleared: str = CLEARED) -> str:
    """The content as the article words it, on one line; `cleared` where it is not held any more."""
    return cleared if answer.content is None else line(answer.content)


def undated_last(answers: Sequence[Answer]) -> str | None:
    """Says where the statements without a date are, if some have one and some do not."""
    dated = {answer.article.day is not None for answer in answers}
    return UNDATED_LAST if len(dated) == 2 else None


def when(article: Headline) -> str:
    """The day, or that there is none."""
    return article.day or NO_DATE


def where(article: Headline) -> str:
    """The outlet, or that it is not stated."""
    return shortened(line(article.outlet), _LONGEST) if article.outlet else NO_OUTLET


def title(article: Headline) -> str:
    """The headline, else the key."""
    return shortened(line(article.title or "") or f"{line(article.key)} (no title)", _LONGEST)


def notes(answer: Answer) -> tuple[str, ...]:
    """How the statement is put, what is doubtful about the reading, and who corrected it."""
    return tuple(shortened(line(note), _LONGEST) for note in _notes(answer))


def _notes(answer: Answer) -> Iterator[str]:
    if STANCES.get(answer.stance):
        yield STANCES[answer.stance]
    for hedge in answer.hedges:
        whose = "the article hedges" if hedge.by is None else f"{hedge.by or 'somebody'} hedges"
        yield f"{whose}: {hedge.words or hedge.term}"
    if answer.certainty == "doubtful":
        yield "put as doubtful"
    elif answer.certainty == "hedged" and not answer.hedges:
        yield "put with a hedge"
    if answer.knowledge in KNOWING:
        words = f": {answer.knowledge_words}" if answer.knowledge_words else ""
        yield KNOWING[answer.knowledge] + words
    if answer.source is not None and answer.source.reason:
        yield f"why unnamed: {answer.source.reason}"
    if answer.inferred and answer.source is not None:
        yield "the source is concluded, not stated here"
    yield from answer.notes
    if answer.confidence < DOUBT:
        yield "more likely misread by firsthand than read right"
    if answer.corrected is not None:
        yield f"corrected by {answer.corrected.who} on {answer.corrected.at[:10]}: {answer.corrected.why}"
    if not answer.article.latest:
        yield "from a version that was replaced by a later capture"


def disputed(dispute: Dispute) -> str:
    """A reply to a statement, with who it is from and when it came."""
    return f"disputed by {shortened(line(dispute.sender), _LONGEST)} on {dispute.at[:10]}: {line(dispute.reply)}"


def of_all(shown: int, more: bool, *, one: str = "statement", many: str = "statements") -> str:
    """How many are shown, and that there are others."""
    count = f"{shown} {one if shown == 1 else many}"
    return f"{count}, and there are more" if more else count


def lane_name(lane: Line, by: str) -> str:
    """What a lane of a timeline is called."""
    if lane.name:
        return shortened(line(lane.name), _LONGEST)
    if by == "outlet":
        return NO_OUTLET
    return "unnamed sources, each its own" if lane.of == "unnamed" else "not known across articles"


def ordinal(day: str) -> int:
    """The number of a day, to measure by. Days that no calendar has count as the nearest before them."""
    year, month, date_ = (int(part) for part in day.split("-"))
    for last in (date_, 30, 29, 28):
        try:
            return date(max(1, year), min(max(1, month), 12), min(max(1, date_), last)).toordinal()
        except ValueError:
            continue
    return 1
