"""Fits what the encoder's card says of confidence: `python -m training.calibrate FOLDER --polnear FOLDER`.

A statement's confidence is the probability that it is linked (content, source and cue overlap the gold's by Dice >= 0.5
each). A logistic regression over the encoder's own probabilities is fitted by Newton's method on the slice held out of
PolNeAR train, which the encoder has not seen; each rule gets its share of linked statements there, drawn towards one
half by ten imagined ones. The bias of the outermost cues' tags that gives the
best `linked` and cues on the slice is chosen first, and a floor below which a statement is left out.
"""

import argparse
import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np

from firsthand.attribution.confidence import FEATURES, features
from firsthand.attribution.encoder import Encoder
from firsthand.evaluation.attribution import AttributionScore, score
from firsthand.evaluation.brat import read_brat
from firsthand.evaluation.relation import Annotated, relations_of
from firsthand.evaluation.run import read_all
from firsthand.language.quotes import quotations
from firsthand.model import Article, Reading, Statement
from firsthand.pipeline import Reader
from training import polnear

PRIOR = 10.0
RIDGE = 1.0
BIASES = (-0.4, 0.0, 0.4, 0.8)
MOST_FLOOR = 0.3
"""A higher floor brought a little more of linked and cost more of found, seen on the held-out slice."""


def read(encoder: Encoder, gold: list[Annotated]) -> list[Reading]:
    """The readings of the slice."""
    articles = [Article(key=a.key, text=a.text) for a in gold]
    return [r for r in read_all(articles, reader=Reader(encoder=encoder)) if isinstance(r, Reading)]


def figures(gold: list[Annotated], readings: list[Reading]) -> AttributionScore:
    """The figures of `firsthand evaluate`."""
    by_key = {r.article.key: relations_of(r) for r in readings}
    return score((a, by_key.get(a.key, ())) for a in gold)


def outcomes(gold: list[Annotated], readings: list[Reading]) -> list[tuple[Reading, Statement, bool]]:
    """Each outermost statement and whether it is linked; a number of its own in place of its confidence tells which."""
    out: list[tuple[Reading, Statement, bool]] = []
    by_key = {r.article.key: r for r in readings}
    for a in gold:
        reading = by_key.get(a.key)
        if reading is None:
            continue
        marked = tuple(replace(s, confidence=i / 1e6) for i, s in enumerate(reading.statements))
        found = score([(a, relations_of(replace(reading, statements=marked)))]).outcomes
        out += [(reading, reading.statements[round(c * 1e6)], linked) for c, linked in found]
    return out


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression with a ridge, by Newton's method."""
    w = np.zeros(x.shape[1])
    ridge = RIDGE * np.eye(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        w -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, x.T @ (p - y) + ridge @ w)
    return w


def calibration(encoder: Encoder, rows: list[tuple[Reading, Statement, bool]]) -> dict[str, object]:
    """What the card keeps: weights by feature, and each rule's share."""
    seen: dict[str, dict[tuple[int, int], np.ndarray]] = {}
    rules: dict[str, list[bool]] = defaultdict(list)
    x, y = [], []
    for reading, statement, linked in rows:
        if statement.producer != encoder.version or statement.cue_span is None:
            rules[statement.producer].append(linked)
            continue
        text = reading.article.text
        if reading.article.id not in seen:
            found = encoder.encode(text, quotations(text)).found
            seen[reading.article.id] = {(f.cue.span.start, f.cue.span.end): features(f) for f in found}
        row = seen[reading.article.id].get((statement.cue_span.start, statement.cue_span.end))
        if row is not None:
            x.append(row)
            y.append(linked)
    weights = fit(np.array(x), np.array(y, dtype=float))
    shares = {k: round((sum(v) + PRIOR / 2) / (len(v) + PRIOR), 3) for k, v in sorted(rules.items())}
    return {
        "features": FEATURES,
        "weights": [round(float(w), 4) for w in weights],
        "rules": shares,
        "statements": len(y),
    }


def floor(encoder: Encoder, rows: list[tuple[Reading, Statement, bool]], gold: int) -> float:
    """The confidence below which leaving a statement out gives the best F1 of linked; 0 where none does."""
    chances = []
    for _, statement, linked in rows:
        if statement.producer == encoder.version:
            chances.append((statement.confidence, linked))
    others = sum(s.producer != encoder.version for _, s, _ in rows)
    best = (0.0, 0.0)
    for t in (0.0, *np.arange(0.02, MOST_FLOOR + 0.01, 0.02)):
        kept = [linked for c, linked in chances if c >= t]
        best = max(best, (2 * sum(kept) / (len(kept) + others + gold), -float(t)))
    return round(-best[1], 2)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("encoder", type=Path, help="the folder that training.export wrote; its card is filled in")
    p.add_argument("--polnear", type=Path, required=True, help="PolNeAR train")
    args = p.parse_args()
    held = {e.name for e in polnear.split(polnear.load(args.polnear))[1]}
    gold = [a for a in read_brat(args.polnear) if a.key in held]
    encoder = Encoder.load(args.encoder, threads=2)
    encoder.card.pop("floor", None)
    tried = {}
    for bias in BIASES:
        encoder.card["cue_bias"] = [0.0, bias, bias, 0.0, 0.0]
        tried[bias] = figures(gold, read(encoder, gold))
        print(bias, {f.name: round(100 * f.f1, 1) for f in tried[bias].figures if "chars" not in f.name}, flush=True)
    best = max(tried, key=lambda b: tried[b].figure("linked").f1 + tried[b].figure("exact_cue").f1)
    encoder.card["cue_bias"] = [0.0, best, best, 0.0, 0.0]
    rows = outcomes(gold, read(encoder, gold))
    encoder.card["calibration"] = calibration(encoder, rows)
    rows = outcomes(gold, read(encoder, gold))
    encoder.card["floor"] = floor(encoder, rows, sum(bool(r.content) for a in gold for r in a.relations))
    encoder.card["held_out"] = {f.name: round(100 * f.f1, 1) for f in figures(gold, read(encoder, gold)).figures}
    (args.encoder / "card.json").write_text(json.dumps(encoder.card, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(encoder.card, indent=1))


if __name__ == "__main__":
    main()
