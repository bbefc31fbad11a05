"""Owns the question whether two readings say the same: of one text in two styles, or of two encoders. It reads none."""

from collections.abc import Iterable

from firsthand.evaluation.attribution import dice, trim
from firsthand.evaluation.restyle import OffsetMap, moved
from firsthand.model import Reading, Span, Statement

SAME_CONTENT = 0.9
"""Dice of characters from which two contents are one, marks and edge punctuation aside; from the task, not tuned."""


def same_statements(one: Reading, other: Reading, offsets: OffsetMap | None = None) -> float:
    """How far two readings agree, in 0..1: F1 over statements paired one to one, so that neither is the measure.

    `offsets` leads from the text of `one` to that of `other` (`restyle` gives it); without it both count in one text.
    Two statements are the same where their contents share `SAME_CONTENT` (Dice of characters, quotation marks and edge
    punctuation trimmed), and their quotation type and source span are equal. Two readings without statements agree.
    """
    total = len(one.statements) + len(other.statements)
    return 2 * len(_pairs(one, other, offsets)) / total if total else 1.0


def differences(
    one: Reading, other: Reading, offsets: OffsetMap | None = None
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The statements of `one` that `other` lacks, and those of `other` that `one` lacks: what to look at first."""
    pairs = _pairs(one, other, offsets)
    ours, theirs = {i for i, _ in pairs}, {k for _, k in pairs}
    return (
        tuple(s for i, s in enumerate(one.statements) if i not in ours),
        tuple(s for k, s in enumerate(other.statements) if k not in theirs),
    )


def _pairs(one: Reading, other: Reading, offsets: OffsetMap | None) -> tuple[tuple[int, int], ...]:
    text = other.article.text
    ours = [(s, _trimmed(text, _moved(s.content_spans, offsets))) for s in one.statements]
    theirs = [(s, _trimmed(text, s.content_spans)) for s in other.statements]
    candidates = []
    for i, (s, content) in enumerate(ours):
        for k, (q, found) in enumerate(theirs):
            if s.quotation != q.quotation or _source(text, s, offsets) != _source(text, q, None):
                continue
            share = dice(content, found)
            if share >= SAME_CONTENT:
                candidates.append((-share, (s.parent is None) != (q.parent is None), i, k))
    taken: dict[int, int] = {}
    for _, _, i, k in sorted(candidates):
        if i not in taken and k not in taken.values():
            taken[i] = k
    return tuple(taken.items())


def _moved(spans: Iterable[Span], offsets: OffsetMap | None) -> tuple[Span, ...]:
    if offsets is None:
        return tuple(spans)
    return tuple(new for span in spans if (new := moved(span, offsets)) is not None)


def _trimmed(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(new for span in spans if (new := trim(text, span, content=True)) is not None)


def _source(text: str, statement: Statement, offsets: OffsetMap | None) -> tuple[Span, ...]:
    return _trimmed(text, _moved(() if statement.source_span is None else (statement.source_span,), offsets))
