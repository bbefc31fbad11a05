"""Owns reports with nobody behind them: "allegedly", "is said to", "it emerged that". It never guesses who said it."""

import re
from collections.abc import Iterator, Sequence

from firsthand.attribution.cover import Cover, spans_of
from firsthand.language.lexicons import ImpersonalLexicon, load
from firsthand.language.quotes import Quote, depths, quotations
from firsthand.model import Article, Span, Statement

PRODUCER = "rule:reportive"
CONFIDENCE = 0.5
"""Not calibrated: the pipeline's calibration decides. A rule that fires on a word alone is no better than even."""

_CUT = re.compile(r"[;\n]|\s[–—]\s|,\s+(?:but|although|though|while|whereas|and\s+(?:he|she|it|they|the|a|an)\b)", re.I)
_INSERTED = re.compile(r",\s+(?:(?:which|who|that)\s+(?:(?:has|have|had|is|are|was|were)\s+)?)?$")
_EDGE = " \t\n,;:.!?–—-()\"“”‘’'«»"


def impersonal_cues(
    article: Article,
    sentences: Sequence[Span],
    statements: Sequence[Statement] = (),
    marks: Sequence[Quote] | None = None,
) -> tuple[Statement, ...]:
    """Candidate statements without a source, one for each reportive expression in the body's sentences.

    The cue is the expression, the content the rest of its clause, in two spans where the cue stands inside it.
    Sentences that a statement's content or cue meets, and expressions in quotation marks, are left out.
    Ids are "i1", "i2", …
    """
    lexicon = load().impersonal
    quoted = depths(article.text, tuple(marks) if marks is not None else quotations(article.text))
    taken = Cover(span for s in statements for span in spans_of(s, source=False))
    out: list[Statement] = []
    for sentence in sentences:
        title = article.title_span is not None and article.title_span.meets(sentence)
        if sentence.start < article.body_start or title or taken.meets(sentence):
            continue
        for cue, content in _candidates(article.text, sentence, lexicon):
            if not quoted[cue.start]:
                out.append(
                    Statement(
                        id=f"i{len(out) + 1}",
                        quotation="indirect",
                        content_spans=content,
                        cue_span=cue,
                        confidence=CONFIDENCE,
                        producer=PRODUCER,
                        notes=("the article names nobody for this",),
                    )
                )
    return tuple(out)


def _candidates(text: str, sentence: Span, lexicon: ImpersonalLexicon) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    plain = text[sentence.start : sentence.end].replace("'", "’")
    used: list[Span] = []
    for kind, pattern in (("opening", lexicon.opening), ("passive", lexicon.passive), ("adverb", lexicon.adverb)):
        for m in pattern.finditer(plain):
            cue = _tight(text, sentence.start + m.start(), sentence.start + m.end(), " ")
            if cue is None:
                continue
            clause = _clause(text, sentence, cue)
            if any(u.meets(clause) for u in used):
                continue
            spans = [_tight(text, a, b, _EDGE) for a, b in _around(text, clause, cue, kind) if a < b]
            content = tuple(s for s in spans if s is not None)
            if content and sum(len(s.of(text).split()) for s in content) > 1:
                used.append(clause)
                yield cue, content


def _around(text: str, clause: Span, cue: Span, kind: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """What stands before and after the cue: in a relative clause or between commas, its head and its own rest."""
    if kind == "opening":
        return (cue.end, cue.end), (cue.end, clause.end)
    inserted = _INSERTED.search(text, clause.start, cue.start)
    comma = text.find(",", cue.end, clause.end)
    if inserted is not None and comma > cue.end:
        return (clause.start, inserted.start()), (cue.end, comma)
    return (clause.start, cue.start), (cue.end, clause.end)


def _clause(text: str, sentence: Span, cue: Span) -> Span:
    """The clause of `sentence` in which `cue` stands."""
    start, end = sentence.start, sentence.end
    for m in _CUT.finditer(text, sentence.start, sentence.end):
        if m.end() <= cue.start:
            start = m.start() + 1
        elif m.start() >= cue.end:
            end = m.start()
            break
    words = text[start : cue.start]
    joined = re.match(r"\s*(?:and|but|although|though|while|whereas)\s+", words, re.I)
    return Span(start + (joined.end() if joined and start > sentence.start else 0), end)


def _tight(text: str, start: int, end: int, edge: str) -> Span | None:
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return Span(start, end) if start < end else None
