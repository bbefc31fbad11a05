"""Owns the finding of the head noun of a phrase, with its article, its number, its possessor and what it is part of.

English noun phrases only, by word lists and order: the head is the last noun before a preposition, a participle or the
end.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from firsthand.language.words import rows, words
from firsthand.model import Count, Span
from firsthand.resolution.nouns import Noun, is_ordinal, noun, quantity

CoreForm = Literal["definite", "indefinite", "partitive", "another", "same"]

_OWNER = re.compile(r"^(?P<owner>.*?\w)(?:[’']s|(?<=s)[’'])\s+(?=\S)")
_TOKEN = re.compile(r"[^\s,()]+")
_PARTITIVE = re.compile(
    r"^(?:at least |more than |about |nearly |up to )?(?:(?:only |just )?(?:one|another|some|several|many|"
    r"most|all|both|each|either|none|"
    r"few|a few|two|three|four|five|six|seven|eight|nine|ten|a dozen|a second|a third|a fourth|half|any|"
    r"dozens|hundreds|"
    r"(?:a )?(?:majority|number|group|handful|couple|pair))|\d+)(?: (?:\w+ )?(?:members?|others?))?\s+of\s+",
    re.I,
)
_EMPTY = Noun(head="", kind="unknown", plural=False, known=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """The skeleton of a noun phrase. `head` is the span of the head noun; `noun_start` where the words of the noun
    begin (article, number and possessor left out); `body` what it is said to belong to after "of", "at", "for".
    """

    form: CoreForm
    noun: Noun = _EMPTY
    head: Span | None = None
    noun_start: int | None = None
    modifiers: tuple[str, ...] = ()
    count: Count | None = None
    owner: Span | None = None
    of: Span | None = None
    body: Span | None = None
    determined: bool = False


def core_of(text: str, span: Span) -> Core:
    """The skeleton of the phrase at `span`; `head` is None where nothing in it is a noun."""
    words_ = span.of(text)
    if part := _PARTITIVE.match(words_):
        return _partitive(text, span, part.end())
    form, at, determined = _article(words_)
    owner, at = _owner(text, span, at)
    if owner is not None:
        form, determined = ("definite" if form != "another" else form), True
    counted = quantity(words_[at:])
    count: Count | None = None
    if counted is not None:
        count, skip = counted
        at += skip
        at = _skipped(words_, at)
        if form == "indefinite":
            determined = True
        if form == "indefinite" and words_.lower().strip() in ("both", "neither"):
            form = "definite"
    core = _head(text, Span(span.start + at, span.end)) if at < len(words_.rstrip()) else Core(form=form)
    alone = core.head is None
    if alone and counted is None and form in ("indefinite", "definite") and not determined:
        return Core(form=form)
    return _finished(
        core,
        form,
        count,
        owner,
        determined,
        alone,
        words_.lower().startswith(("those", "these", "others", "the others")),
    )


def _skipped(words_: str, at: int) -> int:
    """The offset after white space and an "of" that belongs to a quantity ("71 per cent of residents")."""
    m = re.match(r"\s*(?:of\s+)?(?:(?:the|these|those|all)\s+)?", words_[at:])
    return at + (m.end() if m else 0)


def _finished(
    core: Core, form: CoreForm, count: Count | None, owner: Span | None, determined: bool, alone: bool, those: bool
) -> Core:
    word = core.noun
    if alone:
        count = (2, None) if those and count is None else count
        plural = count is not None and count != (1, 1)
        word = Noun(head="", kind="person", plural=plural)
    if form == "another" and word.plural and count is None:
        count = (2, None)
    return Core(
        form=form,
        noun=word,
        head=core.head,
        noun_start=core.noun_start,
        modifiers=core.modifiers,
        count=count,
        owner=owner,
        body=core.body,
        determined=determined,
    )


def _article(words_: str) -> tuple[CoreForm, int, bool]:
    """(form, offset after the article, whether there is one)"""
    low = words_.lower()
    for pattern, form in _ARTICLES:
        if m := pattern.match(low):
            ordinal = re.match(r"(\w+)\b\s*", low[m.end() :])
            if form in ("indefinite", "definite") and ordinal and is_ordinal(ordinal.group(1)):
                return ("another" if form == "indefinite" else "same"), m.end() + ordinal.end(), True
            return form, m.end(), True
    return "indefinite", 0, False


_ARTICLES: tuple[tuple[re.Pattern[str], CoreForm], ...] = (
    (re.compile(r"(?:the|this|that) (?:very )?same(?:\s+|$)"), "same"),
    (re.compile(r"(?:the )?others?(?:\s+|$)(?!of)"), "another"),
    (re.compile(r"(?:yet |still )?another(?:\s+|$)"), "another"),
    (re.compile(r"a (?:different|further|separate)\s+"), "another"),
    (re.compile(r"(?:all )?(?:the|these|those|this|that)\s+"), "definite"),
    (re.compile(r"both\s+(?=the\s)"), "definite"),
    (re.compile(r"all\s+(?=\d|two|three|four|five|six)"), "definite"),
    (
        re.compile(
            r"an?\s+(?!few\b|dozen\b|couple\b|pair\b|number of|handful of|group of|majority|minority|"
            r"third of|quarter of|"
            r"lot of|string of|series of|range of|team of|trio of)"
        ),
        "indefinite",
    ),
)


def _owner(text: str, span: Span, at: int) -> tuple[Span | None, int]:
    """(possessor, offset after it) of the phrase whose article ends at `at`."""
    words_ = span.of(text)
    first = re.match(r"(\w+)\s+(?=\S)", words_[at:])
    if first and first.group(1).lower() in _possessives():
        return Span(span.start + at, span.start + at + len(first.group(1))), at + first.end()
    head = re.split(r",| (?:who|which|that|close|familiar) ", words_)[0]
    if m := _OWNER.match(head):
        inner = re.match(r"(?:.*\s)?(\S+)\s+(?:of|from|at|in|to|with|for|by)\s", m.group("owner"))
        if inner and noun(inner.group(1)).kind in ("person", "unknown"):
            return None, at
        return Span(span.start, span.start + len(m.group("owner"))), m.end()
    return None, at


@cache
def _possessives() -> frozenset[str]:
    return frozenset(row[0] for row in rows("pronouns.tsv") if row[4] == "possessive")


def _partitive(text: str, span: Span, at: int) -> Core:
    """ "two of the publication's interlocutors", "some members of the council", "one of them"."""
    words_ = span.of(text)
    lead = words_[:at]
    counted = quantity(lead)
    count = counted[0] if counted else (1, 1)
    whole = Span(span.start + at, span.end)
    inner = core_of(text, whole)
    another = re.match(r"(?:another|a second|a third|a fourth)\b", lead, re.I)
    members = re.search(r"\b(members?|others?)\s+of\s+$", lead)
    word = noun(members.group(1)) if members else inner.noun
    if whole.of(text).lower().strip(" ,") in {row[0] for row in rows("pronouns.tsv")}:
        word, inner = _EMPTY, Core(form="definite")
    one = count == (1, 1)
    word = Noun(
        head=word.head,
        kind=word.kind if word.kind != "unknown" else "person",
        plural=not one,
        gender=word.gender,
        known=word.known,
        outlet=word.outlet,
    )
    return Core(
        form="another" if another else "partitive",
        noun=word,
        head=inner.head,
        noun_start=inner.noun_start,
        modifiers=inner.modifiers,
        count=count,
        owner=inner.owner if not members else None,
        of=whole,
        determined=True,
    )


def _head(text: str, span: Span) -> Core:
    """The head noun of what is left after article, number and possessor."""
    tokens = [(m.group(), span.start + m.start()) for m in _TOKEN.finditer(span.of(text))]
    end = len(tokens)
    for i, (word, _) in enumerate(tokens):
        low = word.lower().strip(".’'")
        if i and (
            low in words("after_heads.txt")
            or (low.endswith(("ed", "ing")) and noun(tokens[i - 1][0]).known and i < len(tokens) - 1)
        ):
            end = i
            break
        if not i and low in words("phrase_prepositions.txt"):
            return Core(form="indefinite")
    if not end:
        return Core(form="indefinite")
    word, at = tokens[end - 1]
    head = word.rstrip(".,:;’'")
    before = tokens[end - 2][0] if end > 1 else ""
    found = noun(head, before=before)
    body = None
    if end + 1 < len(tokens) and tokens[end][0].lower() in ("of", "at", "for", "with", "from"):
        body = Span(tokens[end + 1][1], span.end)
    return Core(
        form="indefinite",
        noun=found,
        head=Span(at, at + max(1, len(head))),
        noun_start=tokens[0][1],
        modifiers=tuple(w.lower() for w, _ in tokens[: end - 1]),
        body=body,
    )
