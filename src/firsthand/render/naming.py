"""Owns how sources and chains are called to a reader, and which words tell how a statement is put. No layout."""

from typing import Literal

from firsthand.model import Reading, Source, Statement
from firsthand.render.plain import line

Tag = Literal["named", "unnamed", "outlet", "document", "unknown"]

UNKNOWN = "source not known"
DOUBT = 0.5
"""Below this calibrated confidence a statement is more likely misread than read right, and is marked."""

_NAMELESS = {
    "person": "a person",
    "group": "several people",
    "organisation": "an organisation",
    "government": "a government",
    "country": "a country",
    "outlet": "an outlet",
    "document": "a document",
    "unknown": "a source",
}
_SAYS_UNNAMED = ("unnamed", "anonym", "unidentified", "not named", "not be named", "undisclosed")
STANCES = {
    "asserts": "",
    "denies": "a denial",
    "doubts": "a doubt",
    "asks": "a question",
    "wants": "a wish",
    "offers": "an offer",
    "promises": "a promise",
    "orders": "an order",
    "believes": "a belief",
    "expects": "an expectation",
}
"""What the cue makes of the content, where it is more than an assertion."""

KNOWING = {
    "witness": "said to know as a witness",
    "participant": "said to know as a participant",
    "briefed": "said to have been briefed",
    "saw a document": "said to have seen a document",
    "was told": "said to have been told",
    "expert": "said to know as an expert",
}


def tag(source: Source | None) -> Tag:
    """The one word for what sort of source this is; who is known by office only goes with those that are named."""
    if source is None:
        return "unknown"
    if source.kind in ("outlet", "document"):
        return "outlet" if source.kind == "outlet" else "document"
    return "unnamed" if source.anonymous else "named"


def called(source: Source) -> str:
    """The source's name, else the article's wording for it, else its kind."""
    return line(source.name or source.descriptor or _NAMELESS[source.kind])


def label(source: Source) -> str:
    """As `called`; that a source is unnamed is said where its wording does not say so."""
    name = called(source)
    told = not source.anonymous or any(w in name.lower() for w in _SAYS_UNNAMED)
    return name if told else f"{name} (unnamed)"


def described(source: Source) -> str:
    """The label with role and affiliation, as far as they are known and not said already."""
    parts = [label(source)]
    for more in (source.role, source.affiliation):
        if more and not any(line(more).lower() in p.lower() for p in parts):
            parts.append(line(more))
    return ", ".join(parts)


def links(reading: Reading, statement: Statement) -> tuple[Source, ...]:
    """The sources of the stated chain, nearest the fact first; the statement's own source where no chain is given."""
    ids = statement.stated_chain or ((statement.source,) if statement.source else ())
    return tuple(reading.source(i) for i in ids)


def chain_words(chain: tuple[Source, ...]) -> str:
    """The chain on one line, from the source nearest the fact to the one nearest the reader."""
    return " → ".join(label(s) for s in chain) or UNKNOWN


def how_put(reading: Reading, statement: Statement) -> tuple[str, ...]:
    """Stance, hedges with whose they are, and how the source is said to know, in words."""
    notes = [STANCES[statement.stance]] if STANCES[statement.stance] else []
    for hedge in statement.hedges:
        if hedge.by is None:
            whose = "the article hedges"
        elif hedge.by == statement.source:
            whose = "the source hedges"
        else:
            whose = next((f"{label(s)} hedges" for s in reading.sources if s.id == hedge.by), "somebody hedges")
        icd = "" if hedge.range is None else f" (for analysts {hedge.range[0]} to {hedge.range[1]} percent)"
        notes.append(f"{whose}: {line(reading.article.words(hedge.span))}{icd}")
    if statement.certainty == "doubtful":
        notes.append("put as doubtful")
    elif statement.certainty == "hedged" and not statement.hedges:
        notes.append("put with a hedge")
    known = knowing(reading, statement)
    return (*notes, known) if known else tuple(notes)


def knowing(reading: Reading, statement: Statement) -> str:
    """How the source is said to know, with the article's words; empty where it is not stated."""
    how = statement.knowledge
    if how.kind == "not stated":
        return ""
    return KNOWING[how.kind] + (f": {line(reading.article.words(how.span))}" if how.span else "")
