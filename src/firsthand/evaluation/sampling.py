"""Owns the stratified sample of what firsthand read, for people to code. It neither codes nor estimates.

Items are drawn by a hash of seed and id (permanent random numbers, Ohlsson 1995): the same in every process and on
every machine, whatever order they come in.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal, get_args

from firsthand.errors import EvaluationError
from firsthand.language.sentences import paragraphs
from firsthand.model import Reading, Source, Span, Statement, digest, hull

SourceClass = Literal["named person", "unnamed", "outlet", "document or organisation", "not known"]
ItemKind = Literal["named person", "unnamed", "outlet", "document or organisation", "not known", "no statement"]
Half = Literal["lower", "upper"]

CLASSES: tuple[SourceClass, ...] = get_args(SourceClass)
KINDS: tuple[ItemKind, ...] = get_args(ItemKind)
LEAST = 5
"""Items of each stratum, where it has so many and the sample is large enough; two are needed to know its spread."""
MOST_CONTEXT = 1500
"""Code points of the article shown before and after a statement at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to code: a statement that was read, or (kind "no statement") own-voice words that may hold one.

    `marked` are spans of `passage`, in code points. `kind`, `source` and `confidence` are the machine's answer, and are
    never shown before a person has given theirs.
    """

    id: str
    passage: str
    marked: tuple[Span, ...]
    kind: ItemKind
    confidence: float
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Items of one kind and one half of confidence: `size` in the population, `drawn` in the sample."""

    kind: ItemKind
    half: Half
    size: int
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A sampled item, the place of its stratum, and the probability with which it came into the sample."""

    item: Item
    stratum: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A stratified sample without replacement. `threshold` is the confidence from which the upper half begins."""

    seed: int
    threshold: float
    strata: tuple[Stratum, ...]
    items: tuple[Drawn, ...]

    @property
    def population(self) -> int:
        """How many items there were to draw from."""
        return sum(s.size for s in self.strata)

    def counts(self) -> dict[ItemKind, int]:
        """How many items of the population the machine gave each kind."""
        return {kind: sum(s.size for s in self.strata if s.kind == kind) for kind in KINDS}


def source_class(source: Source | None) -> SourceClass:
    """The class that a source is counted under; "not known" where nobody is, or nothing is known of what it is."""
    if source is None:
        return "not known"
    if source.anonymous:
        return "unnamed"
    if source.kind in ("person", "outlet"):
        return "outlet" if source.kind == "outlet" else "named person"
    return "not known" if source.kind == "unknown" else "document or organisation"


def item_of(reading: Reading, statement: Statement) -> Item:
    """The item that asks about one statement, shown in its paragraph with the one before it."""
    source = None if statement.source is None else reading.source(statement.source)
    around = [*statement.content_spans, *filter(None, (statement.cue_span, statement.source_span))]
    start, passage = _passage(reading.article.text, hull(around))
    return Item(
        id=f"{reading.article.id}:{statement.id}",
        passage=passage,
        marked=_marked(statement.content_spans, start, len(passage)),
        kind=source_class(source),
        confidence=statement.confidence,
        source=None if source is None else source.name or source.descriptor,
    )


def own_voice_item(reading: Reading, span: Span) -> Item:
    """The item that asks whether own-voice words (one of `reading.own_voice`) hold a statement that was missed."""
    start, passage = _passage(reading.article.text, span)
    return Item(
        id=f"{reading.article.id}:{span.start}-{span.end}",
        passage=passage,
        marked=_marked((span,), start, len(passage)),
        kind="no statement",
        confidence=0.5,
    )


def _passage(text: str, span: Span) -> tuple[int, str]:
    blocks = paragraphs(text)
    held = [i for i, block in enumerate(blocks) if block.meets(span)]
    whole = hull([span, *blocks[max(0, held[0] - 1) : held[-1] + 1]]) if held else span
    start = max(whole.start, span.start - MOST_CONTEXT)
    return start, text[start : min(whole.end, span.end + MOST_CONTEXT)]


def _marked(spans: Sequence[Span], start: int, length: int) -> tuple[Span, ...]:
    return tuple(Span(s.start - start, min(s.end - start, length)) for s in spans)


def draw(items: Sequence[Item], size: int, seed: int, *, least: int = LEAST) -> Sample:
    """A sample of `size` of the `items`, stratified by kind and by half of confidence (below the median, or not).

    Strata are filled in proportion to their size (Sainte-Laguë), with `least` of each, or fewer where the sample would
    not hold so many. All are taken where there are no more than `size`. The same for the same items and seed, in any
    order. Raises EvaluationError for two items of one id, for no item, and where a stratum would be left out.
    """
    if len({item.id for item in items}) < len(items):
        twice = Counter(item.id for item in items).most_common(1)[0][0]
        raise EvaluationError(f"two items have the id {twice!r}; give each statement once")
    if not items or size < 1:
        raise EvaluationError(f"a sample needs at least one item and a size of 1 or more, not {len(items)} and {size}")
    threshold = median(item.confidence for item in items)
    groups: dict[tuple[ItemKind, Half], list[Item]] = {}
    for item in items:
        groups.setdefault((item.kind, "lower" if item.confidence < threshold else "upper"), []).append(item)
    keys = sorted(groups, key=lambda k: (KINDS.index(k[0]), k[1]))
    numbers = _allocated([len(groups[k]) for k in keys], size, least)
    strata, drawn = [], []
    for place, (key, n) in enumerate(zip(keys, numbers, strict=True)):
        held = sorted(groups[key], key=lambda item: (digest(str(seed), item.id), item.id))
        strata.append(Stratum(kind=key[0], half=key[1], size=len(held), drawn=n))
        drawn += [Drawn(item=item, stratum=place, probability=n / len(held)) for item in held[:n]]
    # The order of the sheet tells nothing of the strata.
    drawn.sort(key=lambda d: (digest("sheet", str(seed), d.item.id), d.item.id))
    return Sample(seed=seed, threshold=threshold, strata=tuple(strata), items=tuple(drawn))


def _allocated(sizes: Sequence[int], size: int, least: int) -> list[int]:
    if len(sizes) > size:
        raise EvaluationError(
            f"a sample of {size} cannot hold one item of each of the {len(sizes)} strata (kind of source and half of "
            f"confidence); draw at least {len(sizes)}, better {2 * LEAST * len(sizes)}"
        )
    least = max((k for k in range(1, least + 1) if sum(min(n, k) for n in sizes) <= size), default=1)
    out = [min(n, least) for n in sizes]
    for _ in range(min(size, sum(sizes)) - sum(out)):
        open_ = [i for i, n in enumerate(sizes) if out[i] < n]
        out[max(open_, key=lambda i: (sizes[i] / (2 * out[i] + 1), -i))] += 1
    return out


def to_json(sample: Sample) -> dict[str, Any]:
    """The sample as plain values, to keep until the sheets come back: it holds the machine's answers."""
    return {
        "schema": "firsthand-sample/1",
        "seed": sample.seed,
        "threshold": sample.threshold,
        "strata": [{"kind": s.kind, "half": s.half, "size": s.size, "drawn": s.drawn} for s in sample.strata],
        "items": [
            {
                "id": d.item.id,
                "passage": d.item.passage,
                "marked": [[s.start, s.end] for s in d.item.marked],
                "kind": d.item.kind,
                "confidence": d.item.confidence,
                "source": d.item.source,
                "stratum": d.stratum,
            }
            for d in sample.items
        ],
    }


def from_json(record: Mapping[str, Any]) -> Sample:
    """The sample that `to_json` made this record of. Raises EvaluationError where it is none."""
    if record.get("schema") != "firsthand-sample/1":
        raise EvaluationError(f"not a sample: its schema is {record.get('schema')!r}, not 'firsthand-sample/1'")
    try:
        strata = tuple(
            Stratum(kind=s["kind"], half=s["half"], size=s["size"], drawn=s["drawn"]) for s in record["strata"]
        )
        return Sample(
            seed=record["seed"],
            threshold=record["threshold"],
            strata=strata,
            items=tuple(_drawn(row, strata) for row in record["items"]),
        )
    except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError) as e:
        raise EvaluationError("the sample is damaged: a part is missing or of another kind; draw it again") from e


def _drawn(row: Mapping[str, Any], strata: Sequence[Stratum]) -> Drawn:
    stratum = strata[row["stratum"]]
    item = Item(
        id=row["id"],
        passage=row["passage"],
        marked=tuple(Span(a, b) for a, b in row["marked"]),
        kind=row["kind"],
        confidence=row["confidence"],
        source=row["source"],
    )
    if item.kind not in KINDS:
        raise ValueError(f"no such kind: {item.kind!r}")
    return Drawn(item=item, stratum=row["stratum"], probability=stratum.drawn / stratum.size)
