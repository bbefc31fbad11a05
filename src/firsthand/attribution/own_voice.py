"""Owns which sentences the article asserts with no source. It takes statements as they are and adds none."""

import re
from collections.abc import Sequence

from firsthand.attribution.cover import Cover, letters, spans_of
from firsthand.language.quotes import Quote
from firsthand.language.sentences import paragraphs
from firsthand.model import Article, Span, Statement

SHARE = 0.5
"""A sentence is the article's own where more than this share of its letters lies outside every statement."""
FEW = 2
"""Sentences of no more words than this are signs, not assertions."""

_DATELINE = re.compile(
    r"(?:[A-Z][\w.’'-]*(?:[ ,/]+(?:[A-Z(][\w.’')-]*|[a-z]{1,3}|\d{1,2}))*)?\s*(?:\([A-Z][^()\n]{1,40}\)\s*)?"
    r"[–—-]{1,2}\s+(?=[\"“‘'«A-Z0-9])"
)
_PLACE = re.compile(r"(?:[A-Z]{3,}|[A-Z][^\n–—-]{0,60}\()")
_FURNITURE = re.compile(
    r"(?:by\s+[A-Z]|(?:additional\s+)?(?:reporting|editing|writing|translated|translation|photo|photograph|picture|image"
    r"|illustration|graphic)s?\s*(?:by|:)|(?:read|see|watch)\s+(?:also|more)\b|related\s*:"
    r"|(?:updated|published|posted|last\s+updated|first\s+published)\b.{0,20}\d|(?:copyright|©)|share\s+(?:this|on)\b"
    r"|subscribe\b|sign\s+up\b|follow\s+us\b|advertisement\b"
    r"|this\s+(?:article|story)\s+(?:was|has\s+been)\s+(?:amended|corrected|updated))",
    re.I,
)
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


def own_voice(
    article: Article, statements: Sequence[Statement], sentences: Sequence[Span], marks: Sequence[Quote] = ()
) -> tuple[Span, ...]:
    """The sentences of the body that the article itself asserts, in order, without a dateline.

    Left out: the title and what stands before the body, questions, lines that are no sentence (headings, bylines,
    credits), and quotations that belong to no statement, since quoted words are not the article's.
    """
    taken = _covered(article, statements, marks)
    headings = _headings(article.text)
    out = []
    for sentence in sentences:
        span = _asserted(article, sentence, headings)
        if span is not None and _outside(article.text, span, taken) > SHARE:
            out.append(span)
    return tuple(out)


def _asserted(article: Article, sentence: Span, headings: frozenset[int]) -> Span | None:
    """The part of `sentence` that can be an assertion of the article, else None."""
    text, start = article.text, max(sentence.start, article.body_start)
    if start >= sentence.end or (article.title_span is not None and article.title_span.meets(sentence)):
        return None
    if sentence.start in headings or _FURNITURE.match(text, start, sentence.end):
        return None
    dateline = _DATELINE.match(text, start, min(sentence.end, start + 90))
    if dateline is not None and _PLACE.match(text, start, dateline.end()):
        start = dateline.end()
    span = Span(start, sentence.end)
    words = span.of(text)
    if words.rstrip("\"'”’») ]").endswith("?") or len(words.split()) <= FEW:
        return None
    return span


def _headings(text: str) -> frozenset[int]:
    """Offsets of paragraphs that are short and do not end like a sentence."""
    return frozenset(
        p.start for p in paragraphs(text) if len(p) <= 100 and not _ENDED.search(text, max(p.start, p.end - 4), p.end)
    )


def _covered(article: Article, statements: Sequence[Statement], marks: Sequence[Quote]) -> Cover:
    """What lies in a statement or in quotation marks."""
    quoted = (
        q.span for q in marks if q.level == 0 and q.opened and len(q.span.of(article.text).split(None, FEW)) > FEW
    )
    return Cover((*(span for s in statements for span in spans_of(s)), *quoted))


def _outside(text: str, span: Span, taken: Cover) -> float:
    """The share of letters of `span` that lie outside `taken`."""
    total = letters(text, span)
    return 1 - taken.letters(text, span) / total if total else 0.0
