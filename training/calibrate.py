"""Fits thresholds and confidence into the encoder's card: `python -m training.calibrate FOLDER --polnear FOLDER`.

All of it is decided on texts that the encoder has not seen, and is written into the card with the slice it comes from:

- `cue_bias`: that of outermost cues' tags is the one with the best sum of `linked` and exact cues on the slice held out
  of PolNeAR train; that of nested ones finds most nested statements (F1) on the examples that ship, since PolNeAR marks
  none. A bias is added to the logarithms of the tags' probabilities.
- `calibration`: a logistic regression over the encoder's own probabilities, by Newton's method, of whether a statement
  is linked (content, source and cue overlap the gold's by Dice >= 0.5 each), on the held-out slice; each rule's share
  of linked statements there, drawn towards one half by ten imagined ones.
- `floor` and `nested_floor`: the confidence below which a statement is left out, best for F1 of linked on the held-out
  slice, and for F1 of nested statements on the examples.
- `held_out`: the figures of `firsthand evaluate` on the held-out slice, with all this in place.

The examples have few nested statements, so what differs by less than `FEW` of them is taken for equal: of equal biases
the one nearest to none is chosen, of equal floors the middle one. Dev is not read. What was tried is printed.
"""

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from firsthand.attribution.confidence import FEATURES, features
from firsthand.attribution.encoder import Encoder
from firsthand.evaluation.article import compare
from firsthand.evaluation.attribution import AttributionScore, score
from firsthand.evaluation.brat import read_brat
from firsthand.evaluation.relation import Annotated, relations_of
from firsthand.evaluation.rows import read_gold_json
from firsthand.evaluation.run import read_all
from firsthand.language.quotes import quotations
from firsthand.model import Article, Reading, Statement
from firsthand.pipeline import Reader
from training import polnear

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PRIOR = 10.0
RIDGE = 1.0
BIASES = (-0.4, 0.0, 0.4, 0.8)
NESTED_BIASES = (-0.4, 0.0, 0.4)
MOST_FLOOR = 0.3
"""A higher floor brought a little more of linked and cost more of found, seen on the held-out slice."""
STEP = 0.02
FEW = 2
RULES = (
    "rule:as-put",
    "rule:citing",
    "rule:continues",
    "rule:quotation",
    "rule:reportive",
    "rule:second-cue",
    "rule:speaker-line",
    "rule:agent",
    "rule:comment-clause",
    "rule:matrix-clause",
    "rule:viewpoint",
    "rule:heard-from",
)
"""Every rule is in the card, those without a statement on the slice at one half."""
Row = tuple[Reading, Statement, bool]


def read(encoder: Encoder, articles: Iterable[Article]) -> dict[str, Reading]:
    """The readings of the articles by their keys; an article that cannot be read is left out."""
    read_ = read_all(tuple(articles), reader=Reader(encoder=encoder))
    return {r.article.key: r for r in read_ if isinstance(r, Reading)}


def slice_readings(encoder: Encoder, gold: Sequence[Annotated]) -> dict[str, Reading]:
    """The readings of the held-out slice."""
    return read(encoder, (Article(key=a.key, text=a.text) for a in gold))


def figures(gold: Sequence[Annotated], readings: dict[str, Reading]) -> AttributionScore:
    """The figures of `firsthand evaluate`."""
    by_key = {key: relations_of(r) for key, r in readings.items()}
    return score((a, by_key.get(a.key, ())) for a in gold)


def outcomes(gold: Sequence[Annotated], readings: dict[str, Reading]) -> list[Row]:
    """Each outermost statement and whether it is linked; a number of its own in place of its confidence tells which."""
    out: list[Row] = []
    for a in gold:
        reading = readings.get(a.key)
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


def calibration(encoder: Encoder, rows: Sequence[Row]) -> dict[str, object]:
    """What the card keeps: weights by feature, each rule's share, and from how many statements each comes."""
    seen: dict[str, dict[tuple[int, int], np.ndarray]] = {}
    x, y = [], []
    for reading, statement, linked in rows:
        if statement.producer != encoder.version or statement.cue_span is None:
            continue
        if reading.article.id not in seen:
            text = reading.article.text
            found = encoder.encode(text, quotations(text)).found
            seen[reading.article.id] = {(f.cue.span.start, f.cue.span.end): features(f) for f in found}
        row = seen[reading.article.id].get((statement.cue_span.start, statement.cue_span.end))
        if row is not None:
            x.append(row)
            y.append(linked)
    weights = fit(np.array(x), np.array(y, dtype=float))
    by_rule = rule_outcomes(rows, encoder.version)
    return {
        "features": list(FEATURES),
        "weights": [round(float(w), 4) for w in weights],
        "rules": {k: round((sum(v) + PRIOR / 2) / (len(v) + PRIOR), 3) for k, v in by_rule.items()},
        "statements": len(y),
        "rule_statements": {k: len(v) for k, v in by_rule.items()},
    }


def rule_outcomes(rows: Sequence[Row], encoder: str) -> dict[str, list[bool]]:
    """Whether each statement of each rule is linked; empty for a rule that has none on the slice."""
    found: dict[str, list[bool]] = defaultdict(list)
    for _, statement, linked in rows:
        if statement.producer != encoder:
            found[statement.producer].append(linked)
    return {k: found[k] for k in sorted({*RULES, *found})}


def thresholds() -> tuple[float, ...]:
    """The floors that are tried."""
    return tuple(round(float(t), 2) for t in np.arange(0.0, MOST_FLOOR + STEP / 2, STEP))


def floor(encoder: Encoder, rows: Sequence[Row], gold: int) -> float:
    """The confidence below which leaving a statement out gives the best F1 of linked; 0 where none does. What rules
    added is always kept. `gold` is how many there are to find."""
    chances = [(s.confidence, linked, s.producer != encoder.version) for _, s, linked in rows]

    def f1(t: float) -> float:
        kept = [linked for c, linked, ruled in chances if ruled or c >= t]
        return 2 * sum(kept) / (len(kept) + gold)

    return max(thresholds(), key=lambda t: (f1(t), -t))


def nested_f1(gold: Sequence[Reading], readings: dict[str, Reading], least: float = 0.0) -> float:
    """F1 of nested statements of at least that confidence: found is what is paired with a nested one of the gold."""
    found = said = 0
    for one in gold:
        got = readings[one.article.key]
        by_id = {s.id: s for s in got.statements if s.parent is not None and s.confidence >= least}
        said += len(by_id)
        found += sum(v.nested and v.predicted in by_id for v in compare(one, got).verdicts)
    total = _nested(gold)
    return 2 * found / (said + total) if said + total else 0.0


def equal_best(tried: dict[float, float], nested: int) -> list[float]:
    """What was tried with an F1 within `FEW` statements of the best, where there are `nested` to be found, in order.

    About as many are found as there are, so that one statement more or less is one part in `nested`.
    """
    least = max(tried.values()) - FEW / max(nested, 1)
    return sorted(t for t, f in tried.items() if f >= least)


def choose_biases(
    encoder: Encoder, gold: Sequence[Annotated], examples: Sequence[Reading], biases: Sequence[float]
) -> None:
    """Puts `cue_bias` into the card: outermost on the held-out slice, then nested on the examples."""
    tried: dict[float, float] = {}
    for bias in biases if len(biases) > 1 else ():
        encoder.card["cue_bias"] = [0.0, bias, bias, 0.0, 0.0]
        result = figures(gold, slice_readings(encoder, gold))
        tried[bias] = result.figure("linked").f1 + result.figure("exact_cue").f1
        print("outermost", bias, {f.name: round(100 * f.f1, 1) for f in result.figures}, flush=True)
    outer = max(biases, key=lambda b: (tried.get(b, 0.0), -abs(b)))
    nested: dict[float, float] = {}
    for bias in NESTED_BIASES:
        encoder.card["cue_bias"] = [0.0, outer, outer, bias, bias]
        nested[bias] = nested_f1(examples, read(encoder, (g.article for g in examples)))
    print("nested", {b: round(100 * f, 1) for b, f in nested.items()}, flush=True)
    inner = min(equal_best(nested, _nested(examples)), key=abs)
    encoder.card["cue_bias"] = [0.0, outer, outer, inner, inner]


def _nested(examples: Iterable[Reading]) -> int:
    return sum(s.parent is not None for g in examples for s in g.statements)


def fill(
    encoder: Encoder, gold: Sequence[Annotated], examples: Sequence[Reading], biases: Sequence[float] = BIASES
) -> None:
    """Fills the card in: biases, calibration, floors, figures, and the slices they come from, in this order."""
    card = encoder.card
    for name in ("floor", "nested_floor"):
        card.pop(name, None)
    choose_biases(encoder, gold, examples, biases)
    card["calibration"] = calibration(encoder, outcomes(gold, slice_readings(encoder, gold)))
    rows = outcomes(gold, slice_readings(encoder, gold))
    card["floor"] = floor(encoder, rows, sum(bool(r.content) for a in gold for r in a.relations))
    readings = read(encoder, (g.article for g in examples))
    tried = {t: nested_f1(examples, readings, t) for t in thresholds()}
    print("nested floor", {t: round(100 * f, 1) for t, f in tried.items()}, flush=True)
    equal = equal_best(tried, _nested(examples))
    card["nested_floor"] = equal[len(equal) // 2]
    names = "\n".join(sorted(a.key for a in gold))
    card["slices"] = {
        "held_out": {"of": "PolNeAR train", "articles": len(gold), "names_sha256": _digest(names)},
        "nested": {
            "of": "examples",
            "articles": len(examples),
            "nested_statements": _nested(examples),
            "texts_sha256": _digest("\n".join(g.article.text for g in examples)),
        },
    }
    result = figures(gold, slice_readings(encoder, gold))
    card["held_out"] = {f.name: round(100 * f.f1, 1) for f in result.figures if not f.name.startswith("chars")}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("encoder", type=Path, help="the folder that training.export wrote; its card is filled in")
    p.add_argument("--polnear", type=Path, required=True, help="PolNeAR train")
    p.add_argument("--examples", type=Path, default=EXAMPLES, help="a folder of gold JSON with nested statements")
    p.add_argument("--held-out", type=int, default=polnear.HELD_OUT, help="articles held out, as in training.train")
    p.add_argument("--outermost", type=float, nargs="+", default=BIASES, help="biases to try; one is taken untried")
    p.add_argument("--threads", type=int, default=2)
    args = p.parse_args()
    held = {e.name for e in polnear.split(polnear.load(args.polnear), held_out=args.held_out)[1]}
    gold = [a for a in read_brat(args.polnear) if a.key in held]
    encoder = Encoder.load(args.encoder, threads=args.threads)
    fill(encoder, gold, read_gold_json(args.examples), args.outermost)
    (args.encoder / "card.json").write_text(json.dumps(encoder.card, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(encoder.card, indent=1))


if __name__ == "__main__":
    main()
