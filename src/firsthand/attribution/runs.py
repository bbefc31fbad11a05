"""Owns contents that run over paragraphs: each part after the first goes on from the one before. It finds nothing."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from firsthand.attribution.drafts import Draft
from firsthand.model import Span


def cut_at_paragraphs(drafts: Sequence[Draft], paragraphs: Sequence[Span]) -> list[Draft]:
    """What a cue claims in paragraphs after its own, and after the first that holds any of it, is said by the same
    source with nobody named there: a statement of its own that `continues` the one before, inferred.
    """
    starts = [p.start for p in paragraphs]
    out: list[Draft] = []
    for draft in drafts:
        groups = _by_paragraph(draft.contents, paragraphs, starts)
        if draft.cue is None or draft.nested or len(groups) < 2:
            out.append(draft)
            continue
        own = bisect_right(starts, draft.cue.start) - 1
        first = max(own, min(groups))
        head = replace(draft, contents=tuple(s for k, spans in groups.items() if k <= first for s in spans))
        out.append(head)
        for k in sorted(k for k in groups if k > first):
            before = out[-1]
            out.append(
                Draft(contents=groups[k], producer=draft.producer, found=draft.found, continues=before, inferred=True)
            )
    return out


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
