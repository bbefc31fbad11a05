"""Owns contents that the encoder gave in pieces before a reporting clause at the sentence's end: all from the first
piece to the clause's comma is what was said ("The line … to build its four new … ships, a manager has told us").

Quirk et al. 1985 §14.29: the matrix of a final comment clause is one clause, and not some of its words. It adds no
statement, and leaves alone what another cue or a quotation stands in.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from firsthand.attribution.cover import Cover
from firsthand.attribution.drafts import Draft, exchanged
from firsthand.language.quotes import Quote
from firsthand.model import Article, Span

_COMMA = re.compile(r",\s+\Z")
_WORDS = re.compile(r"\w")


def whole_matrix(
    article: Article, drafts: Sequence[Draft], sentences: Sequence[Span], marks: Sequence[Quote]
) -> list[Draft]:
    """`drafts`, those in pieces before their source and cue made whole."""
    text = article.text
    starts = [s.start for s in sentences]
    quoted = Cover(q.span for q in marks)
    cues = Cover(d.cue for d in drafts if d.cue is not None)
    new: dict[int, Draft] = {}
    for draft in drafts:
        whole = _whole(text, draft, sentences, starts) or _behind(text, draft, sentences, starts)
        if whole is not None and not quoted.meets(whole) and not cues.meets(whole):
            new[id(draft)] = replace(draft, contents=(whole,))
    return exchanged(drafts, new)


def _whole(text: str, draft: Draft, sentences: Sequence[Span], starts: Sequence[int]) -> Span | None:
    """From the first piece to the comma before the clause; None where that is what the content is already."""
    cue, source = draft.cue, draft.source
    if cue is None or source is None or draft.found is None or draft.nested:
        return None
    first, last = draft.contents[0], draft.contents[-1]
    at = bisect_right(starts, first.start) - 1
    if at < 0 or not sentences[at].holds(cue) or not sentences[at].holds(source) or cue.start < source.end:
        return None
    comma = _COMMA.search(text, last.start, source.start)
    if comma is None or comma.start() < last.start or last.end > source.start:
        return None
    whole = Span(first.start, max(comma.start(), last.end))
    between = [*zip((c.end for c in draft.contents), (*(c.start for c in draft.contents[1:]), whole.end), strict=True)]
    return whole if any(_WORDS.search(text[a:b]) for a, b in between) else None


_FRONTED = re.compile(r"As\s")


def _behind(text: str, draft: Draft, sentences: Sequence[Span], starts: Sequence[int]) -> Span | None:
    """All behind "As the agency informed,": the matrix of a comment clause at the sentence's front."""
    cue, source = draft.cue, draft.source
    if cue is None or source is None or draft.found is None or draft.nested:
        return None
    at = bisect_right(starts, source.start) - 1
    sentence = sentences[at] if at >= 0 else None
    if sentence is None or not _FRONTED.match(text, sentence.start) or not sentence.holds(cue):
        return None
    begins = max(cue.end, source.end)
    comma = text.find(",", begins, draft.contents[0].start)
    if comma < 0 or draft.contents[-1].end > sentence.end or text[comma + 1 : draft.contents[0].start].strip():
        return None
    end = sentence.start + len(sentence.of(text).rstrip(" .!\n\t"))
    whole = Span(draft.contents[0].start, max(end, draft.contents[-1].end))
    return whole if draft.contents != (whole,) else None
