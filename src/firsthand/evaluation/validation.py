"""Owns the report that a researcher gives with an audit: agreement, error rates, and shares corrected for them.

What it can say is bounded by what was sampled: statements that firsthand missed are seen only where own-voice items
were among those drawn from, and all of it holds for the articles drawn from, not for others.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from firsthand.errors import EvaluationError
from firsthand.evaluation.coding import Answer, Coding
from firsthand.evaluation.estimates import (
    Agreement,
    Design,
    Floats,
    agreement,
    corrected_share,
    rate,
    replicates,
    rogan_gladen,
)
from firsthand.evaluation.sampling import CLASSES, KINDS, ItemKind, Sample, SourceClass

REPLICATES = 2000
BOOT_SEED = 20261103
NONE = KINDS.index("no statement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A weighted share in 0..1 with its 95 % interval; `n` coded items bear on it. None where none does."""

    name: str
    n: int
    estimate: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfusionRow:
    """What people say of the items that the machine gave `machine`, in the order of `Report.columns`.

    `counts` are coded items (halves where two coders differ); `weighted` what they stand for in the population.
    """

    machine: ItemKind
    counts: tuple[float, ...]
    weighted: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One kind of source among all statements: as the machine has it, and corrected, with a 95 % interval.

    `corrected` is the difference estimator; `rogan_gladen` the two-class matrix adjustment, with error rates from this
    sample: a check on it, over all items, which differs where people reject statements.
    """

    kind: SourceClass
    machine: float
    corrected: float
    low: float
    high: float
    rogan_gladen: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All numbers of one validation. `basis` says whose answers count; `notes` what to know before quoting them."""

    population: int
    drawn: int
    coded: int
    seed: int
    coders: tuple[str, ...]
    basis: str
    agreement: tuple[Agreement, ...]
    rates: tuple[Rate, ...]
    precision: tuple[Rate, ...]
    recall: tuple[Rate, ...]
    columns: tuple[ItemKind, ...]
    confusion: tuple[ConfusionRow, ...]
    shares: tuple[Share, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coded:
    """The coded items: `machine` and `people` of shape (n, 6), one column a kind; `wrong` (n,), NaN where not asked."""

    machine: Floats
    people: Floats
    wrong: Floats
    design: Design


def agreements(one: Coding, other: Coding) -> tuple[Agreement, ...]:
    """Agreement of two coders on each question; on the source only over items that both call a statement."""
    theirs = other.by_item()
    both = [(a, theirs[a.item]) for a in one.answers if a.item in theirs]
    said = [(a.is_statement, b.is_statement) for a, b in both]
    named = [(a.source, b.source) for a, b in both]
    right = [(a.source_right, b.source_right) for a, b in both]
    return (
        agreement("is_statement", [p for p in said if None not in p]),
        agreement("source_named", [p for p in named if None not in p]),
        agreement("source_right", [p for p in right if None not in p]),
    )


def report(
    sample: Sample,
    one: Coding,
    other: Coding | None = None,
    *,
    adjudicated: Coding | None = None,
    rounds: int = REPLICATES,
    seed: int = BOOT_SEED,
) -> Report:
    """The report on a coded sample.

    An item's truth is the adjudicated answer where there is one, else the mean of the coders who answered (an item on
    which two differ counts half for each). Items that nobody coded are left out, and the others of their stratum stand
    for them. Raises EvaluationError where fewer than two items are coded, or an answer is of another sample.
    """
    codings = (one,) if other is None else (one, other)
    coded, count, notes = _coded(sample, codings, adjudicated)
    boot = replicates(coded.design, rounds, seed)
    counts = sample.counts()
    if not any(s.kind == "no statement" for s in sample.strata):
        notes.append("statements that firsthand missed were not sampled: the shares are of the statements it found")
    return Report(
        population=sample.population,
        drawn=len(sample.items),
        coded=count,
        seed=sample.seed,
        coders=tuple(c.coder for c in codings),
        basis=_basis(other, adjudicated),
        agreement=() if other is None else agreements(one, other),
        rates=_rates(coded),
        precision=tuple(_precision(coded, k) for k in CLASSES if counts[k]),
        recall=tuple(_recall(coded, k) for k in CLASSES),
        columns=KINDS,
        confusion=_confusion(coded, counts),
        shares=tuple(_corrected(coded, k, counts, boot) for k in CLASSES),
        notes=tuple(notes),
    )


def to_json(found: Report) -> dict[str, Any]:
    """The report as plain values, which `firsthand.render.validation.to_text` prints."""
    return {"schema": "firsthand-validation/1", **asdict(found)}


def _basis(other: Coding | None, adjudicated: Coding | None) -> str:
    if adjudicated is not None:
        return "adjudicated answers; where there is none, the mean of the coders"
    return "one coder" if other is None else "the mean of two coders; where they differ an item counts half for each"


def _coded(sample: Sample, codings: Sequence[Coding], adjudicated: Coding | None) -> tuple[_Coded, int, list[str]]:
    ids = {d.item.id for d in sample.items}
    for coding in (*codings, *(() if adjudicated is None else (adjudicated,))):
        alien = [a.item for a in coding.answers if a.item not in ids]
        if alien:
            raise EvaluationError(f"{coding.coder or 'a coder'} coded {alien[0]!r}, which is not in this sample")
    held = [c.by_item() for c in codings]
    final = {} if adjudicated is None else adjudicated.by_item()
    rows, people, wrong = [], [], []
    for place, drawn in enumerate(sample.items):
        answers = [h[drawn.item.id] for h in held if drawn.item.id in h]
        truth, error = _truth(answers, final.get(drawn.item.id))
        if truth is not None:
            rows.append(place)
            people.append(truth)
            wrong.append(error)
    if len(rows) < 2:
        raise EvaluationError(f"{len(rows)} items of the sample are coded; code at least 2, better all {len(ids)}")
    machine = np.zeros((len(rows), len(KINDS)))
    machine[np.arange(len(rows)), [KINDS.index(sample.items[r].item.kind) for r in rows]] = 1
    design, notes = _design(sample, [sample.items[r].stratum for r in rows])
    if len(rows) < len(ids):
        notes.insert(
            0, f"{len(ids) - len(rows)} of {len(ids)} items were not coded; others of their stratum stand for them"
        )
    return _Coded(machine=machine, people=np.array(people), wrong=np.array(wrong), design=design), len(rows), notes


def _truth(answers: Sequence[Answer], final: Answer | None) -> tuple[Floats | None, float]:
    """What people say an item is, as shares of the kinds, and how far its source is wrong (NaN where not asked)."""
    told = [v for a in answers if (v := _vector(a)) is not None]
    if final is not None and (v := _vector(final)) is not None:
        told = [v]
    asked = [final] if final is not None and final.source_right is not None else answers
    right = [float(a.source_right == "no") for a in asked if a.source_right in ("yes", "no")]
    mean: Floats | None = np.add.reduce(told) / len(told) if told else None
    return mean, (sum(right) / len(right) if right else float("nan"))


def _vector(answer: Answer) -> Floats | None:
    kind: ItemKind | None = "no statement" if answer.is_statement is False else answer.source
    if kind is None or answer.is_statement is None:
        return None
    out = np.zeros(len(KINDS))
    out[KINDS.index(kind)] = 1
    return out


def _design(sample: Sample, places: Sequence[int]) -> tuple[Design, list[str]]:
    """Weights and strata of the coded items. A stratum of which fewer than two were coded joins another: the other half
    of its kind, else the largest.
    """
    coded = np.bincount(places, minlength=len(sample.strata))
    group = list(range(len(sample.strata)))
    for h, stratum in enumerate(sample.strata):
        members = [i for i in range(len(group)) if group[i] == group[h]]
        if sum(coded[i] for i in members) >= 2 or coded[h] == stratum.size or len(set(group)) == 1:
            continue
        others = [i for i in range(len(group)) if group[i] != group[h]]
        same = [i for i in others if sample.strata[i].kind == stratum.kind]
        goal = group[max(same or others, key=lambda i: (sample.strata[i].size, -i))]
        group = [goal if g == group[h] else g for g in group]
    numbers = {g: n for n, g in enumerate(sorted(set(group)))}
    sizes, seen = np.zeros(len(numbers)), np.zeros(len(numbers))
    stood = np.zeros(len(numbers))
    for h, stratum in enumerate(sample.strata):
        sizes[numbers[group[h]]] += stratum.size
        seen[numbers[group[h]]] += coded[h]
        stood[numbers[group[h]]] += stratum.size if coded[h] else 0
    # Strata of which nothing was coded are spread over those that they joined.
    weights = [sample.strata[h].size / coded[h] * sizes[numbers[group[h]]] / stood[numbers[group[h]]] for h in places]
    joined = len(group) - len(numbers)
    notes = [f"{joined} strata with fewer than two coded items were joined to others"] if joined else []
    return Design(
        weights=np.array(weights), strata=np.array([numbers[group[h]] for h in places]), sampled=seen / sizes
    ), notes


def _rate(name: str, y: Floats, x: Floats, design: Design) -> Rate:
    found, n = rate(y, x, design), int(np.count_nonzero(x))
    if found is None:
        return Rate(name=name, n=n)
    return Rate(name=name, n=n, estimate=found[0], low=found[1], high=found[2])


def _rates(coded: _Coded) -> tuple[Rate, ...]:
    """The machine's error rates; who is a statement's source is only asked where people say that it is one."""
    read, none = 1 - coded.machine[:, NONE], coded.people[:, NONE]
    alike = (coded.machine * coded.people).sum(axis=1)
    asked = ~np.isnan(coded.wrong)
    wrong = np.where(asked, coded.wrong, 0.0)
    found = (
        _rate("read as a statement, and is none", none * read, read, coded.design),
        _rate("kind of source misread", read * (1 - none - alike), read * (1 - none), coded.design),
        _rate("source misread", wrong, asked.astype(np.float64), coded.design),
        _rate("own-voice words that hold a statement", (1 - none) * (1 - read), 1 - read, coded.design),
    )
    return tuple(r for r in found if r.n)


def _precision(coded: _Coded, kind: SourceClass) -> Rate:
    column = KINDS.index(kind)
    x = coded.machine[:, column]
    return _rate(kind, coded.people[:, column] * x, x, coded.design)


def _recall(coded: _Coded, kind: SourceClass) -> Rate:
    column = KINDS.index(kind)
    x = coded.people[:, column]
    return _rate(kind, coded.machine[:, column] * x, x, coded.design)


def _confusion(coded: _Coded, counts: dict[ItemKind, int]) -> tuple[ConfusionRow, ...]:
    plain = coded.machine.T @ coded.people
    weighted = coded.machine.T @ (coded.people * coded.design.weights[:, None])
    return tuple(
        ConfusionRow(
            machine=kind,
            counts=tuple(float(v) for v in plain[i]),
            weighted=tuple(float(v) for v in weighted[i]),
        )
        for i, kind in enumerate(KINDS)
        if counts[kind]
    )


def _corrected(coded: _Coded, kind: SourceClass, counts: dict[ItemKind, int], boot: Floats) -> Share:
    column, total = KINDS.index(kind), sum(counts.values())
    known = (float(counts[kind]), float(total - counts["no statement"]))
    machine, people = (np.stack([v[:, column], 1 - v[:, NONE]], axis=1) for v in (coded.machine, coded.people))
    share, low, high = corrected_share(machine, people, known, coded.design, boot)
    weights, m, p = coded.design.weights, machine[:, 0], people[:, 0]
    inside, outside = float(weights @ p), float(weights @ (1 - p))
    adjusted = None
    if inside > 0 and outside > 0:
        adjusted = rogan_gladen(
            counts[kind] / total, float(weights @ (m * p)) / inside, float(weights @ ((1 - m) * (1 - p))) / outside
        )
    return Share(kind=kind, machine=known[0] / known[1], corrected=share, low=low, high=high, rogan_gladen=adjusted)
