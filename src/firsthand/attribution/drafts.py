"""Owns statements in the making: spans of one attribution relation before it has an id, a parent or a wording."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.attribution.encoder import Found, Part
from firsthand.language.name_kinds import SITE
from firsthand.language.quotes import Quote
from firsthand.model import Span, hull

NEARLY = 0.6
"""A content that fills this share of a quotation is the whole of it."""
CELL = 1000
"""Characters of text within which drafts are compared; those in no common cell share nothing."""


_DANGLING = re.compile(r"(?<=\w),?\s+(?:who|which|whom|whose)(?:\s+(?:was|is|were|are|had|has|have|like))?,?\s*$")
_LETTER = re.compile(r"\w")
_CUE = re.compile(r"[\w:–—-]")
"""What a cue has at least: a word, a colon or a dash; a quotation mark alone says nothing."""
LOST = 15
"""Characters between two parts of a source that are taken for one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """A statement in the making. `found` is the encoder's own, None for a rule's; `inside` the draft whose child it is
    said to be; `continues` the one it goes on from.
    """

    contents: tuple[Span, ...]
    cue: Span | None = None
    source: Span | None = None
    producer: str
    found: Found | None = None
    nested: bool = False
    inside: "Draft | None" = None
    continues: "Draft | None" = None
    inferred: bool = False

    @property
    def begins(self) -> int:
        """The first offset of content, cue or source."""
        return min(s.start for s in (*self.contents, *filter(None, (self.cue, self.source))))

    @property
    def whole(self) -> Span:
        """From the first to the last character of content, cue and source."""
        return hull((*self.contents, *filter(None, (self.cue, self.source))))


def length(spans: Iterable[Span]) -> int:
    """Characters in all of `spans`."""
    return sum(len(s) for s in spans)


def shared(one: Sequence[Span], other: Sequence[Span]) -> int:
    """Characters that both sets of spans hold."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)


def dice(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Dice overlap of two sets of spans, in 0..1."""
    both = length(one) + length(other)
    return 2 * shared(one, other) / both if both else 1.0


def joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """`spans` in order, those parted by nothing but white space and marks made one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and (span.start <= out[-1].end or not _LETTER.search(text, out[-1].end, span.start)):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def exchanged(drafts: Sequence[Draft], new: Mapping[int, Draft]) -> list[Draft]:
    """`drafts` with those of `new` (by identity of the old one) in their place, and every `inside` and `continues`
    pointing to what now stands there.
    """
    here = {id(d) for d in drafts}
    done: dict[int, Draft] = {}
    for draft in drafts:
        waiting = [draft]
        while waiting:
            one = waiting[-1]
            now = new.get(id(one), one)
            refs = [r for r in (now.inside, now.continues) if r is not None and id(r) in here]
            open_ = [r for r in refs if id(r) not in done and r not in waiting]
            if open_:
                waiting += open_
                continue
            waiting.pop()
            inside = None if now.inside is None else done.get(id(now.inside), now.inside)
            before = None if now.continues is None else done.get(id(now.continues), now.continues)
            same = inside is now.inside and before is now.continues
            done.setdefault(id(one), now if same else replace(now, inside=inside, continues=before))
    return [done[id(d)] for d in drafts]


def from_encoder(text: str, found: Sequence[Found], *, producer: str) -> list[Draft]:
    """The encoder's findings as drafts, doubles of one content left out."""
    out: list[Draft] = []
    near: dict[int, list[Draft]] = {}
    for f in sorted(found, key=lambda f: -_weight(f)):
        contents = joined(
            text, [whole_words(text, p.span) for p in f.contents if _LETTER.search(text, p.span.start, p.span.end)]
        )
        if not contents or not _CUE.search(f.cue.span.of(text)):
            continue
        source, cue = _source(text, f), whole_words(text, f.cue.span)
        contents = contents if source is None else _before_source(text, contents, source)
        draft = Draft(contents=contents, cue=cue, source=source, producer=producer, found=f, nested=f.nested)
        cells = {k for s in (cue, *contents) for k in range(s.start // CELL, (s.end - 1) // CELL + 1)}
        if not any(_doubles(draft, other) for cell in cells for other in near.get(cell, ())):
            out.append(draft)
            for cell in cells:
                near.setdefault(cell, []).append(draft)
    return out


def whole_words(text: str, span: Span) -> Span:
    """`span` drawn out to the ends of the words that it cuts: the encoder tags pieces of words. The name of a site with
    its dot is one word.
    """
    start, end = span.start, span.end
    for at in (start, end):
        if 0 < at < len(text) and "." in (text[at - 1], text[at]):
            site = next((m for m in SITE.finditer(text, max(0, at - 40), at + 20) if m.start() < at < m.end()), None)
            if site is not None:
                start, end = min(start, site.start()), max(end, site.end())
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)


def _source(text: str, found: Found) -> Span | None:
    """The source's span: the likeliest part, with the parts beside it that only a word or two were lost between."""
    if not found.sources:
        return None
    span = max(found.sources, key=lambda p: p.begin * p.worst).span
    for part in sorted(found.sources, key=lambda p: p.span.start):
        gap = max(part.span.start - span.end, span.start - part.span.end)
        whole = hull((span, part.span))
        if 0 <= gap <= LOST and not any(whole.meets(x.span) for x in (found.cue, *found.contents)):
            span = whole
    span = whole_words(text, span)
    cut = _DANGLING.search(span.of(text))
    return Span(span.start, span.start + cut.start()) if cut else span


def _before_source(text: str, contents: Sequence[Span], source: Span) -> tuple[Span, ...]:
    """A content that runs into the front of its own source ends before it, and before the comma there."""
    return tuple(
        Span(c.start, c.start + len(text[c.start : source.start].rstrip(" ,\n\t")))
        if c.start < source.start < c.end <= source.end and text[c.start : source.start].strip(" ,\n\t")
        else c
        for c in contents
    )


def _weight(found: Found) -> float:
    parts: tuple[Part, ...] = (found.cue, *found.contents)
    return min(p.begin * p.worst for p in parts)


def _doubles(one: Draft, other: Draft) -> bool:
    """True where two cues claim the same content on one level and neither stands inside the other's."""
    if one.nested != other.nested or one.cue is None or other.cue is None:
        return False
    if one.cue.meets(other.cue):
        return True
    if one.contents[-1].end <= other.contents[0].start or other.contents[-1].end <= one.contents[0].start:
        return False
    apart = not any(c.meets(other.cue) for c in one.contents) and not any(c.meets(one.cue) for c in other.contents)
    return apart and dice(one.contents, other.contents) > 0.6


def snapped(text: str, drafts: Sequence[Draft], quotes: Sequence[Quote]) -> list[Draft]:
    """Contents drawn out to the marks of a quotation that they nearly fill; a cut quotation is a misread one."""
    outer = [q.span for q in quotes if q.level == 0 and q.inner is not None]
    cues = sorted(d.cue for d in drafts if d.cue is not None and not d.nested)
    free = [q for q in outer if not _held(cues, q)]
    starts = [q.start for q in free]
    new: dict[int, Draft] = {}
    for draft in drafts:
        spans = draft.contents if draft.nested else tuple(_snap(span, free, starts) for span in draft.contents)
        contents = joined(text, spans)
        if contents != draft.contents:
            new[id(draft)] = replace(draft, contents=contents)
    return exchanged(drafts, new)


def _held(cues: Sequence[Span], quote: Span) -> bool:
    """True where a cue stands in the quotation: it is then no one statement's."""
    k = bisect_left(cues, quote.start, key=lambda c: c.start)
    return k < len(cues) and any(quote.holds(c) for c in cues[k : k + 2])


def _snap(span: Span, quotes: Sequence[Span], starts: Sequence[int]) -> Span:
    start, end = span.start, span.end
    for quote in quotes[max(bisect_right(starts, span.start) - 1, 0) : bisect_left(starts, span.end)]:
        common = min(end, quote.end) - max(start, quote.start)
        if common <= 0 or common < NEARLY * len(quote):
            continue
        start, end = min(start, quote.start), max(end, quote.end)
    return Span(start, end)
