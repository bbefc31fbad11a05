"""Owns the quotations that no statement holds: which go on from one before, and which are nobody's. It guesses nobody.

Right after an attributed quotation in its paragraph, with no sentence of the article's own between, a quotation belongs
to that statement; at the head of the next paragraph it is a statement that continues it (`rule:continues`, inferred).
The paragraphs of one quotation, re-opened at each and closed once, are one speaker's, wherever the speaker is named.
All else is said by nobody known (`rule:quotation`). Everything is found by bisection: time is near linear.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from firsthand.attribution.cover import Cover
from firsthand.attribution.drafts import Draft, exchanged
from firsthand.language.lexicons import load
from firsthand.language.quotes import Quote
from firsthand.language.sentences import paragraphs
from firsthand.model import Article, Span

FEW_WORDS = 4
"""A quotation of fewer words may be a scare quote."""
CLAIMED = 0.3
"""A quotation of which a statement holds more than this share is that statement's."""
TAIL = 12
"""Words that may follow the cue in its sentence, where the next quotation still is the same speaker's ("on Monday")."""
NEAR = 6
"""Words after a quotation among which a cue makes them its own speaker's ("“Never!” Finch replied.")."""

_WORD = re.compile(r"\w[\w'’-]*")
_TURNS = re.compile(r"[;:]|\b(?:but|while|whereas|though|although|and|as|when|before|after which|because|to which)\b")
_ENDED = re.compile(r"[.!?…]\W*\Z")
_FIRST = re.compile(r"[^\w“\"«‘]*(?P<words>[^.!?“\"«;]*)")
_ASKED = ("?", "?”", '?"', "?’", "?'", "?»", "?«")
_BEFORE_SENTENCE = (*".!?”’\"'»", "\n", "")


@dataclass(slots=True, eq=False)
class _Said:
    """A statement that a quotation can go on from; `grown` are the quotations that it has got so far."""

    draft: Draft
    end: int
    quoted: bool
    before: "_Said | None" = None
    grown: list[Span] = field(default_factory=list)


class _Page:
    """The article's text with what is claimed in it, found by bisection."""

    def __init__(
        self, article: Article, drafts: Sequence[Draft], quotes: Sequence[Quote], sentences: Sequence[Span]
    ) -> None:
        self.text = article.text
        self.blocks = paragraphs(article.text)
        self.block_starts = [b.start for b in self.blocks]
        self.sentences = sentences
        self.sentence_starts = [s.start for s in sentences]
        self.openings = frozenset(self.sentence_starts)
        outer = [d for d in drafts if not d.nested]
        self.contents = Cover(c for d in outer for c in d.contents)
        self.names = Cover(s for d in outer for s in (d.cue, d.source) if s is not None)
        self.quoted = Cover(q.span for q in quotes)
        self.copies = Counter(q.inner.of(self.text) for q in quotes if q.inner is not None and not q.level)
        said = [_Said(d, d.whole.end, any(map(self.quoted.meets, d.contents))) for d in outer if d.inside is None]
        self.said = sorted(said, key=lambda s: (s.end, -s.draft.whole.start))
        self.by_content = sorted(((c.start, c.end, i) for i, s in enumerate(self.said) for c in s.draft.contents))
        self.latest: _Said | None = None

    def block(self, at: int) -> int:
        """The index of the paragraph that holds the offset."""
        return bisect_right(self.block_starts, at) - 1

    def heads(self, quote: Quote) -> bool:
        """True where the quotation begins its paragraph."""
        return quote.span.start == self.blocks[self.block(quote.span.start)].start

    def leads(self, quote: Quote) -> bool:
        """True where the quotation begins its paragraph or stands after a colon."""
        return self.heads(quote) or self.text[max(quote.span.start - 2, 0) : quote.span.start].rstrip()[-1:] == ":"

    def is_claimed(self, span: Span) -> bool:
        """True where a statement holds the quotation, or has its source or cue in it."""
        held = sum(len(s) for s in self.contents.inside(span))
        return held > CLAIMED * len(span) or self.names.meets(span)

    def claimant(self, span: Span) -> _Said | None:
        """The statement whose content begins last before the end of `span`, where it reaches into it."""
        k = bisect_right(self.by_content, (span.end - 1, len(self.text) + 1, 0)) - 1
        return self.said[self.by_content[k][2]] if k >= 0 and self.by_content[k][1] > span.start else None

    def before(self, at: int) -> _Said | None:
        """The outermost statement that ends last before the offset."""
        k = bisect_right(self.said, at, key=lambda s: s.draft.whole.end)
        known = self.said[k - 1] if k else None
        return self.latest if self.latest and (known is None or known.end <= self.latest.end) else known

    def only_tail(self, said: _Said, at: int) -> bool:
        """True where nothing but the rest of the statement's own sentence stands between it and the offset."""
        if _WORD.search(self.text, said.end, at) is None:
            return True
        cue = said.draft.cue
        if cue is None or said.grown:
            return False
        k = bisect_right(self.sentence_starts, max(cue.start, said.end - 1)) - 1
        stop = self.sentences[k].end if k >= 0 else 0
        if not said.end < stop <= at or _WORD.search(self.text, stop, at) is not None:
            return False
        tail = self.text[said.end : stop]
        return len(tail.split()) <= TAIL and not _TURNS.search(tail) and not self.quoted.meets(Span(said.end, stop))

    def is_sentence(self, quote: Quote) -> bool:
        """True where the quotation begins and ends a sentence, and is long enough."""
        if quote.inner is None:
            return False
        start, end = quote.span.start, quote.span.end
        head = self.text[max(start - 20, 0) : start].rstrip(" \t\u00a0")[-1:]
        if start not in self.openings and head not in _BEFORE_SENTENCE:
            return False
        after = self.text[end : end + 2].strip(" ")[:1]
        ended = not quote.closed or after in (".", "!", "?") or _ENDED.search(self.text, max(end - 6, start), end)
        enough = len(self.text[quote.inner.start : quote.inner.end].split(None, FEW_WORDS)) >= FEW_WORDS
        return bool(ended) and enough and not after.islower() and after not in (",", ";", ":")

    def has_own_speaker(self, quote: Quote) -> bool:
        """True where a short sentence after the quotation says whose it is: "“Never again, I say!” Finch replied."."""
        stop = self.blocks[self.block(quote.span.start)].end
        after = _FIRST.match(self.text, quote.span.end, min(stop, quote.span.end + 120))
        words = [w.lower() for w in _WORD.findall(after["words"])] if after else []
        entries = load().cues.entries
        return len(words) <= NEAR and any(len(tokens) == 1 for w in words for tokens, _ in entries.get(w, ()))


def quotations_alone(
    article: Article, drafts: Sequence[Draft], quotes: Sequence[Quote], sentences: Sequence[Span]
) -> list[Draft]:
    """`drafts` and what becomes of the quotations that none of them holds. `quotes` are all of the text, in order."""
    page = _Page(article, drafts, quotes, sentences)
    outer = [q for q in quotes if q.level == 0 and q.span.start >= article.body_start]
    added: list[_Said] = []
    speaker: _Said | None = None
    ahead = _named_later(page, outer)
    for quote, later in zip(outer, ahead, strict=True):
        speaker = speaker if quote.reopens else None
        if page.is_claimed(quote.span):
            speaker = page.claimant(quote.span)
        elif later is not None:
            later.grown.append(quote.span)
        elif page.is_sentence(quote):
            said = _placed(page, quote, speaker)
            speaker = said or speaker
            if said is not None and not said.grown:
                added.append(said)
    return _built(drafts, page.said, added)


def _named_later(page: _Page, outer: Sequence[Quote]) -> list[_Said | None]:
    """For each quotation the statement that holds a later paragraph of it, where none holds it or one before it."""
    out: list[_Said | None] = []
    later: _Said | None = None
    for quote in reversed(outer):
        later = later if quote.runs_on else None
        claimed = page.is_claimed(quote.span)
        out.append(later if not claimed and (page.leads(quote)) else None)
        later = page.claimant(quote.span) if claimed else later
    return _after_no_other(outer, [*reversed(out)], page)


def _after_no_other(outer: Sequence[Quote], named: list[_Said | None], page: _Page) -> list[_Said | None]:
    """`named` without the paragraphs that go on from one that is somebody's already."""
    taken = False
    for i, quote in enumerate(outer):
        taken = quote.reopens and (taken or page.is_claimed(outer[i - 1].span))
        if taken:
            named[i] = None
    return named


def _placed(page: _Page, quote: Quote, speaker: _Said | None) -> _Said | None:
    """The statement that the quotation now belongs to, or is; None where it is left alone."""
    text, at = page.text, quote.span.start
    before, own = page.before(at), page.has_own_speaker(quote)
    here = page.block(at)
    goes_on = None
    if quote.reopens and speaker is not None and page.heads(quote):
        goes_on = speaker
    elif before is not None and before.quoted and not own and page.only_tail(before, at):
        there = page.block(before.end - 1)
        if there == here and before.draft.producer != "rule:speaker-line":
            before.grown.append(quote.span)
            before.end = quote.span.end
            page.latest = before
            return before
        last = (before.grown or before.draft.contents)[-1]
        if there == here - 1 and page.heads(quote):
            goes_on = None if text[max(last.end - 2, 0) : last.end].endswith(_ASKED) else before
    if goes_on is not None and goes_on.draft.producer == "rule:quotation":
        goes_on = None
    if goes_on is None and not _is_alone(page, quote):
        return None
    producer = "rule:quotation" if goes_on is None else "rule:continues"
    draft = Draft(contents=(quote.span,), producer=producer, inferred=goes_on is not None)
    page.latest = _Said(draft, quote.span.end, True, goes_on)
    return page.latest


def _is_alone(page: _Page, quote: Quote) -> bool:
    """True for a quotation that is a sentence or a paragraph by itself, and no copy of another (a pull quote)."""
    if quote.inner is None or page.copies[quote.inner.of(page.text)] > 1:
        return False
    stop = page.blocks[page.block(quote.span.start)].end
    return quote.span.start in page.openings or (
        page.heads(quote) and _WORD.search(page.text, quote.span.end, stop) is None
    )


def _built(drafts: Sequence[Draft], said: Sequence[_Said], added: Sequence[_Said]) -> list[Draft]:
    """The drafts with what they have got, and the new ones, each going on from what now stands there."""
    new: dict[int, Draft] = {}
    for one in (*said, *added):
        if one.grown or one.before is not None:
            continues = one.draft.continues if one.before is None else one.before.draft
            spans = _apart([*one.draft.contents, *one.grown])
            new[id(one.draft)] = replace(one.draft, contents=spans, continues=continues)
    return exchanged([*drafts, *(one.draft for one in added)], new)


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap made one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)
