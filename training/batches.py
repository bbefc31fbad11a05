"""Owns examples as windows of tensors with labels. It loads no corpus and trains nothing."""

import random
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

from firsthand.attribution.windows import SEP, Tokens, Window, cut, tokenise, window_inputs
from firsthand.language.quotes import quotations
from training.polnear import Example

IGNORED = -100


@dataclass
class Item:
    """One window: inputs [length], cue and plain tags [length], roles (first, last, tags [length]) for each cue, kinds
    (first, end, kind), pairs (pronoun first, end, candidates [(first, end)], labels)."""

    inputs: dict[str, np.ndarray]
    cues: np.ndarray
    plain: np.ndarray
    roles: list[tuple[int, int, np.ndarray]]
    kinds: list[tuple[int, int, int]]
    pairs: list[tuple[int, int, list[tuple[int, int]], list[bool]]]


class Places:
    """Token indices of character spans."""

    def __init__(self, tokens: Tokens) -> None:
        starts, ends = tokens.starts.copy(), tokens.ends.copy()
        for i in np.flatnonzero(starts < 0):
            starts[i] = ends[i] = ends[i - 1] if i else 0
        self.starts, self.ends = starts, ends

    def __call__(self, span: tuple[int, int]) -> tuple[int, int]:
        return int(np.searchsorted(self.ends, span[0], "right")), int(np.searchsorted(self.starts, span[1], "left"))


def _paint(tags: np.ndarray, first: int, last: int, begin: int) -> None:
    if first < last:
        tags[max(first, 0)] = begin if first >= 0 else begin + 1
        tags[max(first, 0) + 1 : max(last, 0)] = begin + 1


def _shuffled_windows(tokens: Tokens, rng: random.Random | None) -> list[Window]:
    if rng is None:
        return cut(tokens)
    breaks = [b for b in (np.flatnonzero(tokens.ids == SEP) + 1).tolist() if b < 300]
    skip = rng.choice([0, *breaks])
    if not skip or skip >= len(tokens):
        return cut(tokens, context=rng.choice((8, 48)))
    parts = [
        Tokens(ids=t[0], starts=t[1], ends=t[2], cases=t[3], quotes=t[4])
        for t in (
            [a[sl] for a in (tokens.ids, tokens.starts, tokens.ends, tokens.cases, tokens.quotes)]
            for sl in (slice(0, skip), slice(skip, None))
        )
    ]
    context = rng.choice((8, 48))
    return cut(parts[0], context=context) + [
        Window(first=w.first + skip, last=w.last + skip, own=w.own + skip) for w in cut(parts[1], context=context)
    ]


def items(example: Example, tokenizer: Tokenizer, rng: random.Random | None) -> list[Item]:
    """The windows of one example. Nested statements are tagged apart. Without `rng`, as in use."""
    if not example.text.strip():
        return []
    tokens = tokenise(example.text, quotations(example.text), tokenizer)
    place = Places(tokens)
    n = len(tokens)
    cues, plain = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    rows = []
    for level, statements in ((0, example.statements), (1, example.nested)):
        for cue, sources, contents in statements:
            a, b = place(cue)
            if a >= b:
                continue
            tags = np.zeros(n, dtype=np.int64)
            for spans, begin in ((contents, 3), (sources, 1)):
                for s in spans:
                    _paint(tags, *place(s), begin)
                    if level == 0:
                        _paint(plain, *place(s), begin)
            _paint(cues, a, b, 3 if level else 1)
            rows.append((a, b - 1, tags))
    dead = np.zeros(n, dtype=bool)
    for s in example.ignored:
        a, b = place(s)
        dead[a:b] = True
    cues[dead], plain[dead] = IGNORED, IGNORED
    kinds = [(*place((a, b)), k) for a, b, k in example.kinds]
    pairs = [(*place(p), [place(c) for c in cs], ys) for p, cs, ys in example.pairs]
    out = []
    for w in _shuffled_windows(tokens, rng):
        inputs = {k: v[0] for k, v in window_inputs(tokens, w).items()}
        if rng is not None and rng.random() < 0.08:
            inputs["cases"] = np.zeros_like(inputs["cases"])
        out.append(_item(w, inputs, cues, plain, rows, kinds, pairs))
    return out


def _item(w: Window, inputs: dict, cues: np.ndarray, plain: np.ndarray, rows: list, kinds: list, pairs: list) -> Item:
    frame = lambda tags: np.concatenate(([0], tags[w.first : w.last], [0]))  # noqa: E731
    inside = lambda a, b: w.first <= a < b <= w.last  # noqa: E731
    by = 1 - w.first
    kept = []
    for a, b, cs, ys in pairs:
        near = [((c + by, d + by), y) for (c, d), y in zip(cs, ys, strict=True) if inside(c, d)]
        if inside(a, b) and near:
            kept.append((a + by, b + by, [c for c, _ in near], [y for _, y in near]))
    return Item(
        inputs,
        frame(cues),
        frame(plain),
        [(a + by, b + by, frame(tags)) for a, b, tags in rows if w.first <= a <= b < w.last],
        [(a + by, b + by, k) for a, b, k in kinds if inside(a, b)],
        kept,
    )


def batches(windows: list[Item], rng: random.Random, *, tokens: int) -> list[list[Item]]:
    """Windows of like length together, about `tokens` tokens a batch, in random order."""
    order = sorted(windows, key=lambda i: len(i.cues) + rng.random() * 24)
    out: list[list[Item]] = [[]]
    for item in order:
        if out[-1] and (len(out[-1]) + 1) * len(item.cues) > tokens:
            out.append([])
        out[-1].append(item)
    rng.shuffle(out)
    return out


def padded(rows: list[np.ndarray], value: int) -> torch.Tensor:
    """int64 [rows, longest]."""
    out = np.full((len(rows), max(map(len, rows))), value, dtype=np.int64)
    for i, r in enumerate(rows):
        out[i, : len(r)] = r
    return torch.from_numpy(out)
