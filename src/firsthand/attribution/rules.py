"""Owns the rules for what the encoder cannot see: speaker lines, "citing", quotations with nobody named, datelines.

Each rule is one function, named in the `producer` of what it adds. No rule guesses a speaker: a quotation that goes on
from no statement before it has no source.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from firsthand.attribution.drafts import Draft, length, shared
from firsthand.language.quotes import Quote
from firsthand.language.sentences import paragraphs
from firsthand.model import Article, Span

FEW_WORDS = 4
"""A quotation of fewer words that ends no sentence may be a scare quote."""
SPEAKER_LINES = 3
"""So many paragraphs that begin with a speaker's name and a colon make a transcript."""

_SPEAKER = re.compile(
    r"(?P<who>[A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]*){0,4}|[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]*){0,3})"
    r"(?: ?\([^()\n]{1,40}\))?(?P<cue>:)\s+(?=\S)"
)
_CITING = re.compile(
    r"(?:,\s+|\s)(?P<cue>citing|quoting|in turn citing|with reference to)\s+(?P<source>[^,;.:()\n“”\"]+(?:,? who [^,.]+)?)"
)
_END_OF_SOURCE = re.compile(r"\s+(?:that|as|and that|which|whether|said|says)\b")
DATELINE = re.compile(
    r"(?:[A-Z][\w.’'-]*(?:[ ,/]+(?:[A-Z(][\w.’')-]*|[a-z]{1,3}|\d{1,2}))*)?\s*(?:\([A-Z][^()\n]{1,40}\)\s*)?[–—-]{1,2}\s+"
)
_DATELINE_SIGN = re.compile(r"[A-Z]{3,}|[^\n]{0,60}\([A-Z]")


def speaker_lines(article: Article, drafts: Sequence[Draft]) -> list[Draft]:
    """A transcript's turns: the name before the colon says all of the paragraph, and of those without a name after it.

    What the encoder made of the same lines gives way; statements inside a turn stay as its children.
    """
    text = article.text
    blocks = [b for b in paragraphs(text) if b.start >= article.body_start]
    heads = [_SPEAKER.match(text, b.start, b.end) for b in blocks]
    if sum(h is not None for h in heads) < SPEAKER_LINES or len(heads) > 3 * sum(h is not None for h in heads):
        return list(drafts)
    turns: list[Draft] = []
    for block, head in zip(blocks, heads, strict=True):
        if head is not None and head.end() < block.end:
            turns.append(
                Draft(
                    contents=(Span(head.end(), block.end),),
                    cue=Span(*head.span("cue")),
                    source=Span(*head.span("who")),
                    producer="rule:speaker-line",
                )
            )
    kept = []
    for draft in drafts:
        turn = next((t for t in turns if shared(draft.contents, t.contents) > 0), None)
        if turn is None or (draft.cue is not None and turn.contents[0].holds(draft.cue) and length(draft.contents) < 0.95 * length(turn.contents)):
            kept.append(draft)
    return [*kept, *turns]


def citing(article: Article, drafts: Sequence[Draft], sentences: Sequence[Span]) -> list[Draft]:
    """ "X reported, citing Y, that …": Y's statement stands inside X's, with the same content."""
    text = article.text
    out = list(drafts)
    for m in _CITING.finditer(text):
        cue = Span(*m.span("cue"))
        sentence = next((s for s in sentences if s.holds(cue)), None)
        if sentence is None or any(c.holds(cue) for d in out for c in d.contents if not d.nested):
            continue
        cut = _END_OF_SOURCE.search(m.group("source"))
        stop = m.start("source") + (cut.start() if cut else len(m.group("source").rstrip()))
        outer = [d for d in out if d.cue is not None and sentence.holds(d.cue) and not d.cue.meets(cue) and not d.nested]
        if not outer or stop <= m.start("source"):
            continue
        parent = min(outer, key=lambda d: abs((d.cue or cue).start - cue.start))
        mine = next((d for d in out if d.cue is not None and d.cue.meets(cue)), None)
        child = Draft(
            contents=parent.contents,
            cue=cue,
            source=Span(m.start("source"), stop),
            producer="rule:citing",
            inside=parent,
            nested=True,
        )
        out = [d for d in out if d is not mine]
        out.append(child)
    return out


def without_datelines(article: Article, drafts: Sequence[Draft], starts: Sequence[int]) -> list[Draft]:
    """Contents that begin with an agency's dateline begin after it."""
    out = []
    for draft in drafts:
        first = draft.contents[0]
        at = max((s for s in starts if s <= first.start), default=0)
        m = DATELINE.match(article.text, at, min(at + 90, first.end))
        if m and m.end() > first.start and m.end() < first.end and _DATELINE_SIGN.match(article.text, at, m.end()):
            draft = replace(draft, contents=(Span(m.end(), first.end), *draft.contents[1:]))
        out.append(draft)
    return out


def going_on(article: Article, drafts: Sequence[Draft], quotes: Sequence[Quote], sentences: Sequence[Span]) -> list[Draft]:
    """Quotations that are sentences of their own and that no statement holds.

    In the paragraph of a quotation that has just been attributed they belong to it; at the head of the next paragraph
    they continue it (`rule:continues`, inferred); elsewhere they are statements of nobody (`rule:quotation`).
    """
    out = list(drafts)
    blocks = paragraphs(article.text)
    starts = [s.start for s in sentences]
    for quote in quotes:
        if quote.level or quote.span.start < article.body_start or not _is_sentence(article.text, quote, starts):
            continue
        if any(shared((quote.span,), d.contents) > 0.3 * len(quote.span) for d in out if not d.nested):
            continue
        if any(s is not None and quote.span.meets(s) for d in out if not d.nested for s in (d.cue, d.source)):
            continue
        here = next(i for i, b in enumerate(blocks) if b.start <= quote.span.start < b.end)
        before = _before(article.text, out, quote)
        if before is not None and blocks[here].start <= before.whole.end and before.producer != "rule:speaker-line":
            if any(c.end == q.span.end or c.meets(q.span) for c in before.contents for q in quotes):
                grown = replace(before, contents=(*before.contents, quote.span))
                out = [_moved(d, before, grown) for d in out]
            continue
        fresh = not article.text[blocks[here].start : quote.span.start].strip()
        follows = fresh and before is not None and here and blocks[here - 1].start < before.whole.end <= blocks[here - 1].end
        if follows and before is not None and _quoted(before, quotes):
            out.append(
                Draft(contents=(quote.span,), producer="rule:continues", continues=before, inferred=True)
            )
        elif fresh and _tail(article.text, quote, blocks[here]):
            out.append(Draft(contents=(quote.span,), producer="rule:quotation"))
    return out


def _moved(draft: Draft, old: Draft, new: Draft) -> Draft:
    if draft is old:
        return new
    return replace(
        draft,
        inside=new if draft.inside is old else draft.inside,
        continues=new if draft.continues is old else draft.continues,
    )


def _is_sentence(text: str, quote: Quote, starts: Sequence[int]) -> bool:
    """True where the quotation begins a sentence, is long enough, and is not followed by more of the same sentence."""
    if quote.inner is None or (quote.span.start not in starts and text[: quote.span.start].rstrip()[-1:] not in ".!?:”’\"»\n"):
        return False
    words = quote.inner.of(text)
    ended = words.rstrip()[-1:] in ".!?…" or not quote.closed
    after = text[quote.span.end : quote.span.end + 2].strip(" ")
    return ended and len(words.split()) >= FEW_WORDS and not after[:1].islower() and after[:1] not in (",", ";")


def _before(text: str, drafts: Sequence[Draft], quote: Quote) -> Draft | None:
    """The outermost statement that ends just before the quotation, with no words between them."""
    earlier = [d for d in drafts if not d.nested and d.inside is None and d.whole.end <= quote.span.start]
    last = max(earlier, key=lambda d: d.whole.end, default=None)
    if last is None or re.search(r"\w", text[last.whole.end : quote.span.start]):
        return None
    return last


def _quoted(draft: Draft, quotes: Sequence[Quote]) -> bool:
    """True where the draft's content holds a quotation, so that another can go on from it."""
    return draft.producer == "rule:continues" or any(c.meets(q.span) for c in draft.contents for q in quotes)


def _tail(text: str, quote: Quote, block: Span) -> bool:
    """True where nothing follows the quotation in its paragraph."""
    return not re.search(r"\w", text[quote.span.end : block.end])
