"""Owns the value of one source phrase taken apart, and where such a phrase begins and ends. It takes none apart."""

import re
from dataclasses import dataclass
from typing import Literal

from firsthand.language.words import words
from firsthand.model import Count, SourceKind, Span
from firsthand.resolution.nouns import Noun

Form = Literal["name", "pronoun", "definite", "indefinite", "partitive", "another", "same", "conjoined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One source phrase taken apart. `span` is trimmed; `head` is the singular of the head noun ("" for names and
    pronouns); `owner` the span of a possessor ("Meduza", "its"); `of` the span of what a partitive is part of;
    `name_span` where the name stands; `modifiers` the lower-cased words before the head; `noun` what the head says.
    """

    span: Span
    text: str
    form: Form
    kind: SourceKind
    head: str = ""
    name: str | None = None
    name_span: Span | None = None
    role: str | None = None
    affiliation: str | None = None
    modifiers: tuple[str, ...] = ()
    count: Count = (1, 1)
    plural: bool = False
    gender: str | None = None
    owner: Span | None = None
    of: Span | None = None
    noun: Noun | None = None
    sure: bool = False
    parts: tuple["Phrase", ...] = ()

    @property
    def human(self) -> bool:
        """True for people, one or many."""
        return self.kind in ("person", "group", "unknown")


EDGE = ' \t\n\r\u00a0,;:.—–-"“”„«»()[]*•'


ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those)\s+", re.I)


NOT_PEOPLE = frozenset(("organisation", "government", "country", "outlet", "document"))


def trimmed(text: str, span: Span) -> Span:
    """`span` without white space, quotation marks and punctuation at its edges, nor a possessive mark at its end."""
    start, end = span.start, span.end
    while start < end - 1 and text[start] in EDGE + "'‘’":
        start += 1
    while end > start + 1 and text[end - 1] in EDGE.replace(".", "").replace(")", ""):
        end -= 1
    if text[start:end].endswith(")") and "(" not in text[start:end]:
        end -= 1
    if end - start > 3 and text[end - 2 : end].lower() in ("’s", "'s"):
        end -= 2
    elif end - start > 3 and text[end - 1] in "’'":
        end -= 1
    return Span(start, end)


def is_reporter(phrase: Phrase) -> bool:
    """True for "journalists", "the correspondent": they speak for an outlet."""
    return phrase.head in words("reporters.txt")


def is_informant(phrase: Phrase) -> bool:
    """True for "sources", "an interlocutor": they talk to an outlet."""
    return phrase.head in words("informants.txt")
