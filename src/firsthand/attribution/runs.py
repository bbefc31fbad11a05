"""Owns contents that run over paragraphs: each part after the first goes on from the one before. It finds nothing."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from firsthand.attribution.drafts import Draft, exchanged
from firsthand.language.quotes import MARKS, Quote
from firsthand.model import Span


def cut_at_paragraphs(
    text: str, drafts: Sequence[Draft], paragraphs: Sequence[Span], marks: Sequence[Quote]
) -> list[Draft]:
    """What a cue claims in paragraphs after its own, and after the first that holds any of it, is said by the same
    source with nobody named there: a statement of its own that `continues` the one before, inferred.

    Behind quoted words only quoted ones go on: a paragraph that opens no quotation is the article's own.
    """
    quotes = [q for q in marks if q.level == 0]
    begins = [q.span.start for q in quotes]
    starts = [p.start for p in paragraphs]
    out: list[Draft] = []
    new: dict[int, Draft] = {}
    for draft in drafts:
        groups = _by_paragraph(draft.contents, paragraphs, starts)
        if draft.cue is None or draft.nested or len(groups) < 2:
            out.append(draft)
            continue
        own = bisect_right(starts, draft.cue.start) - 1
        first = max(own, min(groups))
        head = replace(draft, contents=tuple(s for k, spans in groups.items() if k <= first for s in spans))
        new[id(draft)] = head
        out.append(head)
        last = head.contents[-1]
        quoted = _quote_at(quotes, begins, last.end - 1) is not None or text[last.start] in MARKS
        for k in sorted(k for k in groups if k > first):
            if quoted and not _goes_on(text, _quote_at(quotes, begins, groups[k][0].start)):
                break
            before = out[-1]
            out.append(
                Draft(contents=groups[k], producer=draft.producer, found=draft.found, continues=before, inferred=True)
            )
    return _still_inside(out, new)


def _quote_at(quotes: Sequence[Quote], begins: Sequence[int], at: int) -> Quote | None:
    """The outermost quotation that holds the offset."""
    k = bisect_right(begins, at) - 1
    return quotes[k] if k >= 0 and quotes[k].span.end > at else None


def _goes_on(text: str, quote: Quote | None) -> bool:
    """True for a quotation that may be more of what was said, and is no slogan in a sentence of the article's."""
    if quote is None:
        return False
    end = quote.span.end
    in_sentence = (
        quote.closed and text[end - 2 : end - 1] not in ",.!?…" and text[end : end + 2].lstrip(" ")[:1].islower()
    )
    return not in_sentence


def _still_inside(drafts: list[Draft], new: dict[int, Draft]) -> list[Draft]:
    """`drafts`, those inside one that was cut inside its first part."""
    return exchanged(
        drafts,
        {id(d): replace(d, inside=new[id(d.inside)]) for d in drafts if d.inside is not None and id(d.inside) in new},
    )


def _by_paragraph(
    spans: Sequence[Span], paragraphs: Sequence[Span], starts: Sequence[int]
) -> dict[int, tuple[Span, ...]]:
    """The spans cut where a paragraph ends, by index of the paragraph."""
    out: dict[int, tuple[Span, ...]] = {}
    for span in spans:
        k = max(bisect_right(starts, span.start) - 1, 0)
        while k < len(paragraphs) and paragraphs[k].start < span.end:
            low, high = max(span.start, paragraphs[k].start), min(span.end, paragraphs[k].end)
            if low < high:
                out[k] = (*out.get(k, ()), Span(low, high))
            k += 1
    return out or {0: tuple(spans)}
