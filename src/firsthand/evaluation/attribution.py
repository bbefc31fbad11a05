"""Owns the figures of attribution: predicted relations against gold ones, and which are linked. It reads no file.

The figures, F1 pooled over articles, spans half-open in code points:

- ``exact_ROLE``: identical spans after trimming white space, quotation marks, brackets and edge punctuation (of a
  content also a leading "that"); ``raw_ROLE``: identical untrimmed spans, the only ones to set beside published figures
- ``chars_ROLE``: characters
- ``found``: relations paired one to one whose contents have Dice >= 0.5
- ``linked``: pairs whose sources and cues have Dice >= 0.5 too, or are empty on both sides

Exact spans after Pareti (2012) and CofeNet (Wang et al. 2022).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from firsthand.evaluation.figures import Figure, pooled
from firsthand.evaluation.quotation import quotation_type
from firsthand.evaluation.relation import ROLES, Annotated, Relation, Role
from firsthand.model import Span

_EDGES = " \t\n\r\u00a0\u200b\"'“”„‟‘’‚‛«»‹›`´,.;:!?…-–—()[]"
_THAT = re.compile(r"that\s", re.IGNORECASE)
_DICE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionScore:
    """`figures` as the module says; `by_quotation` has ``direct found`` and the like, a pair counted under the gold's
    type and a prediction without gold under its own; `outcomes` has (confidence, linked) of every outermost statement.
    """

    articles: int
    figures: tuple[Figure, ...]
    by_quotation: tuple[Figure, ...]
    outcomes: tuple[tuple[float, bool], ...]

    def figure(self, name: str) -> Figure:
        """The figure of that name."""
        return next(f for f in (*self.figures, *self.by_quotation) if f.name == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Gold relation `gold` and predicted relation `predicted`, both by index."""

    gold: int
    predicted: int
    linked: bool


def score(cases: Iterable[tuple[Annotated, Sequence[Relation]]]) -> AttributionScore:
    """Figures of predicted relations against each annotated article, pooled."""
    figures: list[Figure] = []
    by_quotation: list[Figure] = []
    outcomes: list[tuple[float, bool]] = []
    articles = 0
    for gold, predicted in cases:
        articles += 1
        ours = tuple(_clean(gold.text, r, gold.discarded) for r in gold.relations)
        theirs = tuple(_clean(gold.text, r, gold.discarded) for r in predicted)
        pairs = pair(ours, theirs)
        figures += _span_figures(gold.text, ours, theirs)
        figures += _pair_figures(ours, theirs, pairs)
        by_quotation += _quotation_figures(gold.text, ours, theirs, pairs)
        linked = {p.predicted for p in pairs if p.linked}
        outcomes += [(c, j in linked) for j, r in enumerate(theirs) if r.content for c in r.confidences]
    return AttributionScore(
        articles=articles, figures=pooled(figures), by_quotation=pooled(by_quotation), outcomes=tuple(outcomes)
    )


def trim(text: str, span: Span, *, content: bool = False) -> Span | None:
    """`span` without white space, marks and punctuation at its edges, a `content` without leading "that" either;
    None where nothing is left."""
    start, end = span.start, span.end
    while True:
        while start < end and text[start] in _EDGES:
            start += 1
        while end > start and text[end - 1] in _EDGES:
            end -= 1
        that = _THAT.match(text, start, end) if content else None
        if that is None:
            return Span(start, end) if start < end else None
        start = that.end()


def join(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """`spans` in order, those that overlap or are parted only by white space joined."""
    joined: list[Span] = []
    for span in sorted(set(spans)):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def dice(ours: Sequence[Span], theirs: Sequence[Span]) -> float:
    """Twice the characters shared, of the characters of both; 1 where both are empty. Each side is free of overlaps."""
    total = sum(map(len, ours)) + sum(map(len, theirs))
    return 2 * _shared(ours, theirs) / total if total else 1.0


def pair(gold: Sequence[Relation], predicted: Sequence[Relation]) -> tuple[Pair, ...]:
    """Relations whose contents have Dice >= 0.5, paired one to one, linked pairs first, then the greatest overlap."""
    candidates = []
    for i, ours in enumerate(gold):
        for j, theirs in enumerate(predicted):
            if not _may_meet(ours.content, theirs.content):
                continue
            overlap = dice(ours.content, theirs.content)
            if overlap >= _DICE:
                linked = dice(ours.source, theirs.source) >= _DICE and dice(ours.cue, theirs.cue) >= _DICE
                candidates.append((not linked, -overlap, i, j))
    pairs: list[Pair] = []
    golds: set[int] = set()
    others: set[int] = set()
    for apart, _, i, j in sorted(candidates):
        if i not in golds and j not in others:
            golds.add(i)
            others.add(j)
            pairs.append(Pair(gold=i, predicted=j, linked=not apart))
    return tuple(pairs)


def _may_meet(ours: Sequence[Span], theirs: Sequence[Span]) -> bool:
    """False where two contents in text order cannot share a character; it spares comparing every one with every one."""
    return bool(ours and theirs) and ours[0].start < theirs[-1].end and theirs[0].start < ours[-1].end


def _shared(ours: Iterable[Span], theirs: Sequence[Span]) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in ours for b in theirs)


def _clean(text: str, relation: Relation, discarded: tuple[Span, ...]) -> Relation:
    """`relation` without the spans that lie half or more in what gold discards, its fragments joined."""
    dead = _characters(discarded)

    def kept(role: Role) -> tuple[Span, ...]:
        return join(text, [s for s in relation.role(role) if len(dead & set(range(s.start, s.end))) * 2 < len(s)])

    return Relation(source=kept("source"), cue=kept("cue"), content=kept("content"), confidences=relation.confidences)


def _characters(spans: Iterable[Span]) -> set[int]:
    return {i for s in spans for i in range(s.start, s.end)}


def _figure(name: str, gold: set[Span] | set[int], predicted: set[Span] | set[int]) -> Figure:
    return Figure(name=name, hits=len(gold & predicted), extra=len(predicted - gold), missed=len(gold - predicted))


def _span_figures(text: str, gold: Sequence[Relation], predicted: Sequence[Relation]) -> Iterable[Figure]:
    for role in ROLES:
        raw = [{s for r in side for s in r.role(role)} for side in (gold, predicted)]
        cut = [{t for s in side if (t := trim(text, s, content=role == "content"))} for side in raw]
        yield _figure(f"raw_{role}", *raw)
        yield _figure(f"exact_{role}", *cut)
        yield _figure(f"chars_{role}", _characters(cut[0]), _characters(cut[1]))


def _pair_figures(gold: Sequence[Relation], predicted: Sequence[Relation], pairs: Sequence[Pair]) -> Iterable[Figure]:
    ours, theirs = sum(1 for r in gold if r.content), sum(1 for r in predicted if r.content)
    for name, hits in (("found", len(pairs)), ("linked", sum(p.linked for p in pairs))):
        yield Figure(name=name, hits=hits, extra=theirs - hits, missed=ours - hits)


def _quotation_figures(
    text: str, gold: Sequence[Relation], predicted: Sequence[Relation], pairs: Sequence[Pair]
) -> Iterable[Figure]:
    ours = [quotation_type(text, r.content) if r.content else None for r in gold]
    golds = {p.predicted: p.gold for p in pairs}
    theirs = [
        ours[golds[j]] if j in golds else quotation_type(text, r.content) if r.content else None
        for j, r in enumerate(predicted)
    ]
    for kind in ("direct", "mixed", "indirect"):
        mine = [p for p in pairs if ours[p.gold] == kind]
        for name, hits in (("found", len(mine)), ("linked", sum(p.linked for p in mine))):
            yield Figure(
                name=f"{kind} {name}", hits=hits, extra=theirs.count(kind) - hits, missed=ours.count(kind) - hits
            )
