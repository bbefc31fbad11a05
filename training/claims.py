"""Owns how the data of `firsthand.tracing.matching` are made: word frequencies and logistic regression.

    python -m training.claims frequencies POLNEAR_TRAIN     writes data/frequencies.tsv
    python -m training.claims weights ECBPLUS RUN STORY…    writes data/weights.json
    python -m training.claims left-out RUN STORY…           prints what the others teach of each story
    python -m training.claims baseline ECBPLUS              prints the figures beside the cosine of all-MiniLM

Frequencies are of the texts of PolNeAR train. Whether two articles are of one event is learned on the odd topics of
ECB+; whether two places tell one claim on the stories in `benchmarks/stories`, those in `heldout` aside, and on ECB+'s
odd topics that an event and its look-alike share none. (ECB+'s own pairs made claims worse: two of its sentences are
one where they share any event, and news of one event makes many claims.) RUN is what `training.meaning` made of the
stories in the same order: each is learned from with vectors of an encoder that has not seen it. Each story is left out
in turn to see what the rest teach.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np

from firsthand.evaluation.ecbplus import ecb_text, evaluate_ecbplus, pairs, read_ecbplus, tuned_on
from firsthand.evaluation.tracing import read_stories
from firsthand.pipeline import Reader
from firsthand.tracing.contexts import about, alike
from firsthand.tracing.features import features, features_of
from firsthand.tracing.matching import LEAST_EVENT, event_of, signals
from firsthand.tracing.stems import name_key, stem
from firsthand.tracing.tokens import WORD
from firsthand.tracing.units import units
from training.meaning import FOLDS, Model, released
from training.pieces import claims_of, pieces_of

DATA = Path(__file__).resolve().parents[1] / "src" / "firsthand" / "tracing" / "data"
FEWEST = 3
"""Texts that a word of the list stands in at least."""
RIDGE, STEPS = 2.0, 60

Vectors = Callable[[Sequence[str]], np.ndarray]
"""Words of places to their unit vectors, float [places, width]."""


def frequencies(folder: Path) -> str:
    """Base form and the number of texts it stands in, the commonest first; "*" is the number of all texts."""
    counts: Counter[str] = Counter()
    texts = sorted((folder / "text").glob("*.txt"))
    for path in texts:
        words = {m.group() for m in WORD.finditer(path.read_text(encoding="utf-8"))}
        counts.update({stem(w) for w in words} | {name_key(w) for w in words if w[0].isupper()})
    rows = sorted(((n, w) for w, n in counts.items() if n >= FEWEST), key=lambda r: (-r[0], r[1]))
    head = "# Base form, texts of PolNeAR train that have it; * is all texts. Made by training/claims.py.\n"
    return head + f"*\t{len(texts)}\n" + "".join(f"{w}\t{n}\n" for n, w in rows)


def learn(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression with a bias as first column, by Newton's method with a ridge."""
    w = np.zeros(x.shape[1])
    ridge = RIDGE * np.eye(x.shape[1])
    ridge[0, 0] = 0.0
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (weight * (p - y)) + ridge @ w
        step = np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x + ridge, gradient)
        w = w - step
        if np.abs(step).max() < 1e-6:
            break
    return w


class Table(list[tuple[Mapping[str, float], bool]]):
    """Pairs of units or sentences: their signals, and whether they tell one claim."""


def of_story(folder: Path, reader: Callable[[], Reader], vectors: Vectors) -> Table:
    """The pairs of a story's units of which one tells a claim of the gold. What is in no report of the gold tells none,
    but for titles, which the gold leaves out."""
    story = next(iter(read_stories(folder)))
    told = {u.id: (u, p) for p in pieces_of(folder / "articles.jsonl", reader) for u in units(p)}
    made = {id: features(u, p) for id, (u, p) in told.items()}
    claim = claims_of(story, told)
    found, near = Table(), nearness(vectors, {id: unit.words for id, (unit, _) in told.items()})
    for a, b in combinations(sorted(told), 2):
        mine, theirs = claim.get(a), claim.get(b)
        if (mine is None and theirs is None) or any(
            c is None and told[id][0].field == "title" for id, c in ((a, mine), (b, theirs))
        ):
            continue
        found.append((signals(made[a], made[b], near(a, b)), mine == theirs))
    return found


def look_alikes(folder: Path, vectors: Vectors) -> Table:
    """Pairs of sentences of ECB+'s odd topics, one of an event and one of its look-alike: no claim is in both."""
    told = [t for t in read_ecbplus(folder) if tuned_on(t.topic)]
    made = [replace(features_of(t.words), about=about(t.around)) for t in told]
    near = nearness(vectors, {str(n): t.words for n, t in enumerate(told)})
    apart = ((i, k) for i, k in pairs(told) if told[i].seminal != told[k].seminal)
    some = ((i, k) for i, k in apart if event_of(made[i].about, made[k].about) >= LEAST_EVENT)
    return Table((signals(made[i], made[k], near(str(i), str(k))), False) for i, k in some)


def nearness(vectors: Vectors, told: Mapping[str, str]) -> Callable[[str, str], float]:
    """How near two places are in meaning, by their ids."""
    place = {id: n for n, id in enumerate(told)}
    of = vectors(list(told.values()))
    return lambda a, b: float(of[place[a]] @ of[place[b]])


def fitted(tables: Iterable[Table]) -> dict[str, float]:
    """Weights of the signals learned on those tables, each table weighing alike."""
    rows = [(row, gold, 1000 / len(table)) for table in tables for row, gold in table]
    names = list(rows[0][0])
    x = np.array([[1.0, *(row[n] for n in names)] for row, _, _ in rows])
    w = learn(x, np.array([float(gold) for _, gold, _ in rows]), np.array([weight for *_, weight in rows]))
    return {name: round(float(v), 4) for name, v in zip(("bias", *names), w, strict=True)}


def likely(weights: Mapping[str, float], row: Mapping[str, float]) -> float:
    """The probability that those weights give a pair with those signals."""
    return 1 / (1 + math.exp(-weights["bias"] - sum(weights[n] * v for n, v in row.items())))


def same_event(folder: Path) -> dict[str, float]:
    """Weights of `same_story`: how alike the documents of an event are, and those of an event and its look-alike."""
    told = [t for t in read_ecbplus(folder) if tuned_on(t.topic)]
    topics = [about(t.around) for t in told]
    found: dict[int, Table] = {}
    for i, k in pairs(told):
        row = {"context": alike(topics[i], topics[k]) ** 0.5}
        found.setdefault(told[i].topic, Table()).append((row, told[i].seminal == told[k].seminal))
    return fitted(found.values())


def minilm() -> Vectors:
    """Sentence vectors of all-MiniLM-L6-v2 as it was released."""
    return Model(released()).told


def left_out(tables: Mapping[str, Table]) -> str:
    """For each story, how well weights learned without it tell its pairs apart: area under the curve, and best F1."""
    lines = []
    for name, table in tables.items():
        weights = fitted(t for n, t in tables.items() if n != name)
        lines.append(f"{name:20}" + "".join(f"{v:8.3f}" for v in told_apart(weights, table)))
    return "\n".join((f"{'story':20}{'AUC':>8}{'best F1':>8}", *lines))


def of_stories(run: Path, stories: Sequence[Path]) -> dict[str, Table]:
    """The tables of stories, each with the vectors of an encoder of `training.meaning` that has not seen it."""
    reader = cache(Reader.load)
    unseen = [Model(run / f"left-{n}").told for n in range(FOLDS)]
    return {place.name: of_story(place, reader, unseen[n % FOLDS]) for n, place in enumerate(stories)}


def told_apart(weights: Mapping[str, float], table: Table) -> tuple[float, float]:
    """Area under the curve, and F1 at the best threshold, of those weights on a table."""
    ranked = sorted(((likely(weights, row), gold) for row, gold in table), key=lambda pair: pair[0])
    gold = np.array([g for _, g in ranked], dtype=float)
    many = gold.sum()
    area = (np.flatnonzero(gold).sum() - many * (many - 1) / 2) / (many * (len(gold) - many))
    hits = gold[::-1].cumsum()
    return float(area), float((2 * hits / (np.arange(1, len(gold) + 1) + many)).max())


def baseline(folder: Path) -> str:
    """The figures beside the cosine of all-MiniLM-L6-v2 as it was released: the embedding baseline."""
    return ecb_text(evaluate_ecbplus(folder, vectors=minilm()))


def main(what: str, where: Path, *more: str) -> None:
    """One of the four commands above."""
    if what == "frequencies":
        (DATA / "frequencies.tsv").write_text(frequencies(where), encoding="utf-8")
    elif what == "weights":
        run, stories = Path(more[0]), [Path(story) for story in more[1:]]
        tables = of_stories(run, stories)
        apart = look_alikes(where, Model(run / "stories").told)
        weights = {"story": same_event(where), "claim": fitted([*tables.values(), apart])}
        (DATA / "weights.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    elif what == "left-out":
        print(left_out(of_stories(where, [Path(story) for story in more])))
    else:
        print(baseline(where))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
