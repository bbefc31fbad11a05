"""Owns what a common noun or a quantity says about a source: its kind, its gender, how many heads. It parses no
phrase.
"""

import re
from dataclasses import dataclass
from functools import cache

from firsthand.language.words import column, demonyms, is_plural, plain, rows, singular, words
from firsthand.model import Count, SourceKind

_DIGITS = re.compile(r"(\d[\d,]*)(?:\s+(?:or|to)\s+(\d[\d,]*))?\b(?!\s*(?:%|per\s?cent|-))")
_SHARE = re.compile(
    r"(?:\w+[-\s])*?(?:\d+(?:\.\d+)?\s*(?:%|per\s?cent)|(?:one|two|three|four|nine) (?:in|out of) (?:every )?\w+|"
    r"(?:nearly |almost |more than |over )?(?:half|two[- ]thirds|three[- ]quarters|a third|a quarter|"
    r"a majority|most)\b)",
    re.I,
)
_AT_LEAST = re.compile(r"(?:at least|more than|over|upwards? of|some|no fewer than)\s+(?=\d|[a-z]+\s)", re.I)
_ABOUT = re.compile(r"(?:about|around|nearly|almost|roughly|up to|as many as)\s+(?=\d|[a-z]+\s)", re.I)
_PHRASES = tuple(re.compile(rf"[a-z-]+(?:\s+[a-z-]+){{{more}}}\b") for more in (3, 2, 1, 0))
"""Four words, three, two, one."""
_PERSON_ENDINGS = (
    "ist",
    "ian",
    "man",
    "woman",
    "maker",
    "keeper",
    "holder",
    "goer",
    "logist",
    "grapher",
    "eer",
    "crat",
    "ee",
)
_WRITTEN = ("white", "working", "research", "briefing", "position", "court", "legal", "policy", "discussion")
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A head noun: `head` its singular, `kind` of one such thing, `gender` m, f, n or None, `office` True where one
    holder at a time is meant, `outlet` True where the word may also stand for an outlet, `known` False for a guess by
    its shape.
    """

    head: str
    kind: SourceKind
    plural: bool
    gender: str | None = None
    office: bool = False
    outlet: bool = False
    known: bool = True


@cache
def _offices() -> frozenset[str]:
    return frozenset(row[0] for row in rows("roles.txt") if len(row) > 2 and row[2] == "office")


@cache
def _tables() -> tuple[tuple[frozenset[str], SourceKind], ...]:
    return (
        (words("people.txt"), "person"),
        (words("roles.txt"), "person"),
        (words("reporters.txt"), "person"),
        (words("informants.txt"), "person"),
        (words("outlet_nouns.txt"), "outlet"),
        (words("documents.txt"), "document"),
        (words("groups.txt"), "group"),
    )


def noun(word: str, *, before: str = "") -> Noun:
    """What the head noun `word` stands for; `before` is the word in front of it ("news agency", "press release").

    >>> noun("officials").kind, noun("officials").plural, noun("report").kind, noun("mayor").office
    ('person', True, 'document', True)
    """
    low = word.lower().strip(".,’'")
    head, plural = singular(low), is_plural(low)
    pair = f"{before.lower()} {head}".strip()
    weak = column("outlet_nouns.txt").get(head) == "weak"
    if pair in words("outlet_nouns.txt") and before:
        return Noun(head=head, kind="outlet", plural=plural, gender="n", outlet=True)
    if head == "paper":
        written = plural or before.lower() in _WRITTEN
        return Noun(head=head, kind="document" if written else "outlet", plural=plural, gender="n", outlet=not written)
    if head == "figure" and plural:
        return Noun(head=head, kind="document", plural=True, gender="n")
    body = column("organisation_nouns.txt").get(head)
    if weak and head in words("organisation_nouns.txt"):
        return Noun(head=head, kind="organisation", plural=plural, gender="n", outlet=True)
    for table, kind in _tables():
        if head in table or (low in table and kind == "group"):
            gender = column("roles.txt").get(head) or column("people.txt").get(head) if kind == "person" else "n"
            office = kind == "person" and (head in _offices() or pair in _offices())
            human = kind in ("person", "group")
            return Noun(
                head=head,
                kind=kind,
                plural=plural,
                gender=(gender or None) if human and kind == "person" else None if human else "n",
                office=office,
                outlet=kind == "outlet",
            )
    if head in words("organisation_nouns.txt"):
        kind = "government" if body == "government" else "organisation"
        return Noun(head=head, kind=kind, plural=plural and head != "police", gender="n")
    return _unknown(low, head, plural)


def _unknown(low: str, head: str, plural: bool) -> Noun:
    """A noun that no list has: plurals and the usual endings stand for people, as sources mostly do."""
    if re.match(r"\d+-year-old$", low):
        return Noun(head=low, kind="person", plural=False)
    tail = head.split("-")[-1]
    if tail != head and tail and noun(tail).known:
        return noun(low.split("-")[-1])
    if plain(head) in demonyms() or plain(low) in demonyms():
        return Noun(head=head, kind="person", plural=plural or plain(low) not in demonyms(), known=True)
    if head.endswith(_PERSON_ENDINGS) or (
        head.endswith(("er", "or", "ant")) and len(head) > 4 and head not in words("not_people.txt")
    ):
        return Noun(head=head, kind="person", plural=plural, known=False)
    return Noun(head=head, kind="person" if plural else "unknown", plural=plural, known=False)


@cache
def _quantities() -> dict[str, Count]:
    return {row[0]: (int(row[1]), None if row[2] == "-" else int(row[2])) for row in rows("quantities.tsv")}


def quantity(text: str) -> tuple[Count, int] | None:
    """How many heads the words at the start of `text` name, and how many characters say it; None where none do.

    >>> quantity("two officials"), quantity("several people"), quantity("at least 12 nurses"), quantity("the mayor")
    (((2, 2), 3), ((2, None), 7), ((12, None), 11), None)
    """
    low = text.lower()
    if share := _SHARE.match(low):
        return (2, None), share.end()
    skip = 0
    least = about = False
    if m := _AT_LEAST.match(low):
        least, skip = True, m.end()
    elif m := _ABOUT.match(low):
        about, skip = True, m.end()
    found = _exact(low[skip:])
    if found is None:
        return ((2, None), 4) if least and low.startswith("some") else None
    (first, last), end = found
    if least or about:
        return (first if least else min(2, first), None), skip + end
    return (first, last), skip + end


def _exact(low: str) -> tuple[Count, int] | None:
    if m := _DIGITS.match(low):
        first = int(m.group(1).replace(",", ""))
        last = int(m.group(2).replace(",", "")) if m.group(2) else first
        return ((first, last), m.end()) if 0 < first <= last else None
    table = _quantities()
    for pattern in _PHRASES:
        m2 = pattern.match(low)
        if m2 and m2.group() in table:
            count, end = table[m2.group()], m2.end()
            span = re.match(r"\s+(?:or|to)\s+([a-z]+)\b", low[end:])
            if span and span.group(1) in table and count[1] is not None:
                return (count[0], table[span.group(1)][1]), end + span.end()
            return count, end
    return None


def is_ordinal(word: str) -> bool:
    """True for "second", "third", …: a source told apart from those before it."""
    return word.lower() in _ORDINALS
