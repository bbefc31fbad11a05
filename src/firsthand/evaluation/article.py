"""Owns the figures of whole statements: their source, quotation type and chain against gold. It reads no file.

A gold statement is right when a predicted one has its content (Dice >= 0.6), its quotation type, its source and its
stated chain, link by link. Statements are paired one to one, best first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from firsthand.model import Reading, Source, Span, Statement

_DICE = 0.6
_DESCRIPTOR_WORD = 4
"""Words of a descriptor from this length on tell whom it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of gold statement `id`: `predicted` is the statement paired with it, or None; the three flags are
    False where there is none; `wrong` says in words what is not right, each with what the gold has."""

    id: str
    nested: bool
    predicted: str | None = None
    quotation: bool = False
    source: bool = False
    chain: bool = False
    wrong: tuple[str, ...] = ("not found",)

    @property
    def right(self) -> bool:
        """True where quotation type, source and chain are all right."""
        return self.quotation and self.source and self.chain


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleScore:
    """`extra` are the ids of predicted statements that share less than half of their content with any gold statement,
    those in the first line (the title) aside."""

    key: str
    verdicts: tuple[Verdict, ...]
    extra: tuple[str, ...]

    @property
    def right(self) -> int:
        """How many gold statements are right."""
        return sum(v.right for v in self.verdicts)

    @property
    def nested_right(self) -> int:
        """How many of the nested gold statements are right."""
        return sum(v.right for v in self.verdicts if v.nested)

    @property
    def nested(self) -> int:
        """How many gold statements are nested."""
        return sum(v.nested for v in self.verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """One candidate pair and how good it is: all right, same level, overlap in tenths, then each part."""

    gold: int
    predicted: int
    rank: tuple[bool, bool, float, bool, bool, bool, float]


def compare(gold: Reading, got: Reading) -> ArticleScore:
    """Every statement of `gold` against those of `got`; both count in the same text.

    Where the gold marks the source as inferred, leaving it unknown is right too.
    """
    taken = _paired(gold, got)
    verdicts = tuple(
        _judge(s, got.statements[taken[i]], gold, got) if i in taken else Verdict(id=s.id, nested=s.parent is not None)
        for i, s in enumerate(gold.statements)
    )
    body = max(got.article.text.find("\n"), 0)
    extra = tuple(s.id for s in got.statements if s.content_spans[-1].end > body and _is_extra(s, gold.statements))
    return ArticleScore(key=got.article.key, verdicts=verdicts, extra=extra)


def same_source(gold: Source | None, got: Source | None) -> bool:
    """Unnamed for an unnamed one; else the last word of the gold's name, or where it has none a word of its descriptor,
    in the other's name or descriptor."""
    if gold is None or got is None:
        return gold is got
    if gold.anonymous or got.anonymous:
        return gold.anonymous and got.anonymous
    theirs = " ".join(filter(None, (got.name, got.descriptor))).lower()
    if gold.name:
        return gold.name.split()[-1].lower() in theirs
    if gold.kind == "document":
        return got.kind == "document"
    return any(word in theirs for word in (gold.descriptor or "").lower().split() if len(word) >= _DESCRIPTOR_WORD)


def _paired(gold: Reading, got: Reading) -> dict[int, int]:
    """Index of the gold statement → index of the predicted one."""
    candidates = []
    for i, s in enumerate(gold.statements):
        for k, q in enumerate(got.statements):
            overlap = _dice(s.content_spans, q.content_spans)
            if overlap < _DICE:
                continue
            v = _judge(s, q, gold, got)
            level = (q.parent is None) == (s.parent is None)
            rank = (v.right, level, round(overlap, 1), v.source, v.chain, v.quotation, overlap)
            candidates.append(_Judged(gold=i, predicted=k, rank=rank))
    taken: dict[int, int] = {}
    for c in sorted(candidates, key=lambda c: c.rank, reverse=True):
        if c.gold not in taken and c.predicted not in taken.values():
            taken[c.gold] = c.predicted
    return taken


def _judge(s: Statement, q: Statement, gold: Reading, got: Reading) -> Verdict:
    ours, theirs = _by_id(gold), _by_id(got)
    source, other = ours.get(s.source or ""), theirs.get(q.source or "")
    links, others = [ours[x] for x in s.stated_chain], [theirs[x] for x in q.stated_chain]
    quotation_right = q.quotation == s.quotation
    source_right = same_source(source, other) or (s.inferred and q.source is None)
    chain_right = (len(links) == len(others) and all(map(same_source, links, others))) or (s.inferred and not others)
    wrong = []
    if not quotation_right:
        wrong.append(f"quotation {q.quotation}, not {s.quotation}")
    if not source_right:
        wrong.append(f"source {_name(other)}, not {_name(source)}")
    if not chain_right:
        wrong.append(f"chain {_names(others)}, not {_names(links)}")
    return Verdict(
        id=s.id,
        nested=s.parent is not None,
        predicted=q.id,
        quotation=quotation_right,
        source=source_right,
        chain=chain_right,
        wrong=tuple(wrong),
    )


def _by_id(reading: Reading) -> dict[str, Source]:
    return {s.id: s for s in reading.sources}


def _name(source: Source | None) -> str:
    return "nobody" if source is None else source.name or source.descriptor or source.id


def _names(chain: Iterable[Source]) -> str:
    return " → ".join(map(_name, chain)) or "empty"


def _is_extra(statement: Statement, gold: Sequence[Statement]) -> bool:
    mine = _characters(statement.content_spans)
    return not any(len(mine & _characters(s.content_spans)) * 2 >= len(mine) for s in gold)


def _dice(ours: Iterable[Span], theirs: Iterable[Span]) -> float:
    a, b = _characters(ours), _characters(theirs)
    return 2 * len(a & b) / (len(a) + len(b))


def _characters(spans: Iterable[Span]) -> set[int]:
    return {i for s in spans for i in range(s.start, s.end)}
