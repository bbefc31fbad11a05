"""Owns the reporting clause at a sentence's end (", the ministry says."), where the encoder has passed over it.

Quirk et al. 1985 §14.29: a comment clause in final position, set off by a comma, whose matrix is all that comes before
it. It takes nothing from a statement that the encoder has found there.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from firsthand.attribution.drafts import Draft
from firsthand.language.quotes import Quote
from firsthand.model import Article, Span

PRODUCER = "rule:trailing-clause"
FEW_WORDS = 4
"""A matrix of fewer words is no sentence ("Well, he said.")."""

_SUBJECT = r"(?:[A-Z][\w.’'-]*|the|an?|one|another|some|several|two|three|this|she|he|they|it)(?:\s+[\w.’'-]+){0,5}?"
_VERB = r"(?:sa(?:id|ys?)|(?:claim|report|insist|explain|warn|add|maintain|suggest|assert|conclude|recall)(?:s|ed)?"
_MORE = r"|(?:argue|note|state|believe|acknowledge|announce)[sd]?|writes?|wrote|thinks?|thought|adm(?:its?|itted))"
_CLAUSE = re.compile(rf",\s+(?P<source>{_SUBJECT})\s+(?P<cue>{_VERB}{_MORE})(?:\s+on\s+\w+day)?[.!]?\s*$")


def trailing_clauses(
    article: Article, drafts: Sequence[Draft], sentences: Sequence[Span], marks: Sequence[Quote]
) -> list[Draft]:
    """`drafts` and the clauses at sentences' ends that no cue of theirs meets; contents end where one begins."""
    quoted = [q.span for q in marks if q.level == 0]
    out = list(drafts)
    for sentence in sentences:
        m = _CLAUSE.search(sentence.of(article.text)) if sentence.start >= article.body_start else None
        if m is None or len(sentence.of(article.text)[: m.start()].split()) < FEW_WORDS:
            continue
        at = sentence.start
        cue, source = Span(at + m.start("cue"), at + m.end("cue")), Span(at + m.start("source"), at + m.end("source"))
        if any(q.meets(cue) for q in quoted) or any(d.cue is not None and d.cue.meets(cue) for d in out):
            continue
        matrix = Span(at, at + m.start())
        clause = Span(matrix.end, sentence.end)
        out = [kept for d in out for kept in _clipped(d, clause)]
        out.append(Draft(contents=(matrix,), cue=cue, source=source, producer=PRODUCER))
    return out


def _clipped(draft: Draft, clause: Span) -> list[Draft]:
    """The draft without what of its content or source stands in the clause; nothing where nothing is left."""
    if not any(c.meets(clause) for c in draft.contents):
        return [draft]
    contents = tuple(Span(c.start, min(c.end, clause.start)) for c in draft.contents if c.start < clause.start)
    source = draft.source if draft.source is None or not draft.source.meets(clause) else None
    return [replace(draft, contents=contents, source=source)] if contents else []
