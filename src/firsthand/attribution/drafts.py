"""Owns statements in the making: spans of one attribution relation before it has an id, a parent or a wording."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.attribution.encoder import Found, Part
from firsthand.language.quotes import Quote
from firsthand.model import Span, hull


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
        if out and (span.start <= out[-1].end or not re.search(r"\w", text[out[-1].end : span.start])):
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
    for f in sorted(found, key=lambda f: -_weight(f)):
        contents = joined(text, [p.span for p in f.contents if re.search(r"\w", p.span.of(text))])
        if not contents:
            continue
        source = max(f.sources, key=lambda p: p.begin * p.worst).span if f.sources else None
        draft = Draft(contents=contents, cue=f.cue.span, source=source, producer=producer, found=f, nested=f.nested)
        if not any(_doubles(draft, other) for other in out):
            out.append(draft)
    return out


def _weight(found: Found) -> float:
    parts: tuple[Part, ...] = (found.cue, *found.contents)
    return min(p.begin * p.worst for p in parts)


def _doubles(one: Draft, other: Draft) -> bool:
    """True where two cues claim the same content on one level and neither stands inside the other's."""
    if one.nested != other.nested or one.cue is None or other.cue is None:
        return False
    apart = not any(c.meets(other.cue) for c in one.contents) and not any(c.meets(one.cue) for c in other.contents)
    return one.cue.meets(other.cue) or (apart and dice(one.contents, other.contents) > 0.6)


def snapped(text: str, drafts: Sequence[Draft], quotes: Sequence[Quote]) -> list[Draft]:
    """Contents drawn out to the marks of a quotation that they nearly fill; a cut quotation is a misread one."""
    outer = [q for q in quotes if q.level == 0 and q.inner is not None]
    out = []
    for draft in drafts:
        spans = [_snap(text, span, outer, drafts) if not draft.nested else span for span in draft.contents]
        out.append(replace(draft, contents=joined(text, spans)))
    return out


def _snap(text: str, span: Span, outer: Sequence[Quote], drafts: Sequence[Draft]) -> Span:
    start, end = span.start, span.end
    for q in outer:
        common = min(end, q.span.end) - max(start, q.span.start)
        if common <= 0 or common < 0.6 * len(q.span):
            continue
        others = [d for d in drafts if not d.nested and d.cue is not None and q.span.holds(d.cue)]
        if others:
            continue
        if q.span.start < start < q.span.end:
            start = q.span.start
        if q.span.start < end < q.span.end:
            end = q.span.end
    return Span(start, end)
