"""Owns the block of labelled lines ("Title: …", "Byline: …") at the very start of a plain text. Known labels only."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from firsthand.model import Span

Label = Literal["title", "outlet", "byline", "published", "url"]

MOST = 8
"""Lines that such a block has at most."""
LEAST = 2
"""A single "Title: …" is a headline with a colon."""
_LABELS: dict[str, Label] = {
    "title": "title",
    "headline": "title",
    "outlet": "outlet",
    "publication": "outlet",
    "byline": "byline",
    "by": "byline",
    "author": "byline",
    "authors": "byline",
    "date": "published",
    "published": "published",
    "url": "url",
}
_LINE = re.compile(r"[ \t]*(?P<label>[A-Za-z]{2,11})[ \t]*:(?:[ \t]+(?P<value>\S[^\n]*?))?[ \t\r]*(?:\n|\Z)")
_BLANK = re.compile(r"\ufeff?\s*(?=[^\S\n]*\S)")
_ADDRESS = re.compile(r"https?://\S+\Z", re.I)
_BY = re.compile(r"by\s+", re.I)
_DAY = re.compile(
    r"(?:[A-Za-z]+,?\s+)?(?:(?P<m>[A-Za-z]+)\.?\s+(?P<d>\d{1,2}),?|(?P<d2>\d{1,2})\s+(?P<m2>[A-Za-z]+)\.?,?)\s+"
)
_YEAR = re.compile(r"\d{4}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """What the block says; `end` is the offset after its last line, `title_span` where the title's words stand."""

    end: int
    title_span: Span | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    warnings: tuple[str, ...] = ()


def labelled(text: str) -> Labelled | None:
    """The block of at least `LEAST` lines with known labels that `text` begins with, each label once; else None."""
    found: dict[Label, Span | None] = {}
    blank = _BLANK.match(text)
    at = end = blank.end() if blank else 0
    while len(found) < MOST and (m := _LINE.match(text, at)) is not None:
        label = _LABELS.get(m["label"].lower())
        if label is None or label in found:
            break
        found[label] = Span(*m.span("value")) if m["value"] else None
        end = m.end()
        gap = _BLANK.match(text, end)
        at = gap.end() if gap else end
    if len(found) < LEAST:
        return None
    said = {label: span.of(text) for label, span in found.items() if span is not None}
    published = day_of(said["published"]) if "published" in said else None
    unread = "published" in said and published is None
    return Labelled(
        end=end,
        title_span=found.get("title"),
        outlet=said.get("outlet"),
        byline=_BY.sub("", said["byline"], count=1) if "byline" in said else None,
        published=published,
        url=said["url"] if _ADDRESS.match(said.get("url", "")) else None,
        warnings=(f"The header has no valid date: “{said['published'][:40]}”.",) if unread else (),
    )


def day_of(words: str) -> str | None:
    """The ISO 8601 day, month or year that `words` name ("2031-04-02", "April 2, 2031", "2 Apr 2031"), or None."""
    if re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", words):
        return words
    try:
        return date.fromisoformat(words[:10]).isoformat()
    except ValueError:
        pass
    m = _DAY.match(words)
    year = _YEAR.match(words, m.end()) if m else None
    if m is None or year is None:
        return None
    named = f"{m['d'] or m['d2']} {(m['m'] or m['m2'])[:3]} {year[0]}"
    try:
        return datetime.strptime(named, "%d %b %Y").date().isoformat()
    except ValueError:
        return None
