"""Owns the encoder's files and its runs: tokens in, tagged spans out. It decides nothing about language.

Three ONNX graphs share one body: `body.onnx` (tokens to vectors and tags of cues), `roles.onnx` (for one cue, tags of
its source and content: which belong to which cue is learned), `mentions.onnx` (kinds of mentions; who a pronoun means).
Windows are run one by one, so that a result never depends on what else is being read.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from firsthand.attribution.decode import CUE_TAGS, ROLE_TAGS, Floats, best_path, log_softmax, spans_of
from firsthand.attribution.windows import Ints, Tokens, Window, cut, tokenise, window_inputs
from firsthand.errors import ModelError
from firsthand.language.quotes import Quote
from firsthand.model import Span

FOLDER = Path(__file__).parent / "data"
FILES = ("body.onnx", "roles.onnx", "mentions.onnx", "tokenizer.json", "card.json")
WINDOWS_AT_ONCE = 64
"""Windows whose vectors are held at the same time: some 32 MB."""
CUES_AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One tagged span: its place, and the probabilities of its first tag, of its end, and of its worst token."""

    span: Span
    begin: float
    end: float
    worst: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One cue with what belongs to it. `nested` where the encoder takes it to stand inside another's content;
    `silence` is the probability that this cue has no source, taken over the tokens, as far as none was tagged.
    """

    cue: Part
    nested: bool
    sources: tuple[Part, ...]
    contents: tuple[Part, ...]
    silence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """An article as the encoder saw it: `hidden` float32 [tokens, width], one vector a token, and what it found."""

    tokens: Tokens
    hidden: Floats
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    window: Window
    until: int
    hidden: Floats
    cues: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """The loaded encoder. `card` says what it is: version, recipe, seed, thresholds, calibration."""

    body: onnxruntime.InferenceSession
    roles: onnxruntime.InferenceSession
    mentions: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    card: dict[str, Any]

    @classmethod
    def load(cls, folder: Path | str | None = None, *, threads: int = 1) -> "Encoder":
        """The encoder of `folder`, or the one that ships. Raises ModelError where a file is missing or damaged."""
        home = Path(folder) if folder is not None else FOLDER
        missing = [name for name in FILES if not (home / name).is_file()]
        if missing:
            raise ModelError(f"the encoder in {home} lacks {', '.join(missing)}; install firsthand again")
        card = _card(home)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        body, roles, mentions = (
            onnxruntime.InferenceSession(str(home / name), options, providers=["CPUExecutionProvider"])
            for name in FILES[:3]
        )
        tokenizer = Tokenizer.from_file(str(home / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(body=body, roles=roles, mentions=mentions, tokenizer=tokenizer, card=card)

    @property
    def version(self) -> str:
        """The name that statements carry as `producer`."""
        return str(self.card["version"])

    def encode(self, text: str, quotes: tuple[Quote, ...]) -> Encoded:
        """Everything the encoder finds in `text`; offsets are code points of `text`."""
        tokens = tokenise(text, quotes, self.tokenizer)
        windows = cut(tokens)
        ends = [*(w.own for w in windows[1:]), len(tokens)]
        longest = max((w.last - w.first for w in windows), default=0) + 2
        hidden = np.zeros((0, 1), dtype=np.float32)
        found: list[Found] = []
        # Some windows at a time, since all their vectors at once would fill the memory for a text of a book's length.
        for at in range(0, len(windows), WINDOWS_AT_ONCE):
            seen = [
                self._see(tokens, window, until)
                for window, until in zip(
                    windows[at : at + WINDOWS_AT_ONCE], ends[at : at + WINDOWS_AT_ONCE], strict=True
                )
            ]
            if not at:
                hidden = np.zeros((len(tokens), seen[0].hidden.shape[1]), dtype=np.float32)
            for s in seen:
                own = s.window.own - s.window.first
                hidden[s.window.own : s.until] = s.hidden[1 + own : 1 + s.until - s.window.first]
            found += self._found(tokens, seen, longest)
        return Encoded(tokens=tokens, hidden=hidden, found=tuple(found))

    def _see(self, tokens: Tokens, window: Window, until: int) -> _Seen:
        hidden, cues = self.body.run(None, window_inputs(tokens, window))
        return _Seen(window, until, hidden[0], cues[0])

    def _found(self, tokens: Tokens, seen: Sequence[_Seen], longest: int) -> list[Found]:
        scores = np.full((len(seen), longest, len(CUE_TAGS)), -1e4, dtype=np.float32)
        scores[:, :, 0] = 0.0
        bias = np.array(self.card.get("cue_bias", [0.0] * len(CUE_TAGS)), dtype=np.float32)
        for i, s in enumerate(seen):
            scores[i, : len(s.cues)] = log_softmax(s.cues + bias)
        jobs: list[tuple[int, str, int, int]] = []
        for i, path in enumerate(best_path(scores, CUE_TAGS)):
            low, high = seen[i].window.own - seen[i].window.first + 1, seen[i].until - seen[i].window.first + 1
            jobs += [(i, k, a, b) for k, a, b in spans_of(path, CUE_TAGS) if low <= a < high]
        return self._with_roles(tokens, seen, scores, jobs, longest)

    def _with_roles(
        self, tokens: Tokens, seen: Sequence[_Seen], cues: Floats, jobs: list[tuple[int, str, int, int]], longest: int
    ) -> list[Found]:
        if not jobs:
            return []
        roles = np.full((len(jobs), longest, len(ROLE_TAGS)), -1e4, dtype=np.float32)
        roles[:, :, 0] = 0.0
        at = 0
        for i, s in enumerate(seen):
            mine = [(a, b) for k, _, a, b in jobs if k == i]
            for chunk in (mine[j : j + CUES_AT_ONCE] for j in range(0, len(mine), CUES_AT_ONCE)):
                first, last = (np.array([c[j] - j for c in chunk], dtype=np.int64) for j in (0, 1))
                (logits,) = self.roles.run(None, {"hidden": s.hidden[None], "first": first, "last": last})
                roles[at : at + len(chunk), : logits.shape[1]] = log_softmax(logits)
                at += len(chunk)
        out = []
        for job, path, scores in zip(jobs, best_path(roles, ROLE_TAGS), roles, strict=True):
            found = _read(tokens, seen[job[0]].window, cues[job[0]], job, path, scores)
            if found is not None:
                out.append(found)
        return out

    def kinds(self, encoded: Encoded, spans: Sequence[Span]) -> Floats:
        """Probabilities of (person, organisation, place, other) for what stands at each span: float32 [spans, 4]."""
        if not spans:
            return np.zeros((0, 4), dtype=np.float32)
        vectors = _means(encoded, _places(encoded.tokens, spans))
        kinds, _ = self._mentions(vectors, vectors, np.zeros(len(spans), dtype=np.int64))
        return np.asarray(np.exp(log_softmax(kinds)), dtype=np.float32)

    def antecedents(self, encoded: Encoded, mention: Span, candidates: Sequence[Span]) -> Floats:
        """Probability that `mention` means each candidate, what is left being none of them: float32 [candidates]."""
        if not candidates:
            return np.zeros(0, dtype=np.float32)
        here, *there = _places(encoded.tokens, (mention, *candidates))
        vectors = _means(encoded, (here, *there))
        distance = np.array([a - here[0] for a, _ in there], dtype=np.int64)
        _, scores = self._mentions(np.repeat(vectors[:1], len(candidates), axis=0), vectors[1:], distance)
        full = log_softmax(np.concatenate(([0.0], scores)).astype(np.float32))
        return np.asarray(np.exp(full[1:]), dtype=np.float32)

    def _mentions(self, mentions: Floats, candidates: Floats, distance: Ints) -> tuple[Floats, Floats]:
        kinds, pairs = self.mentions.run(None, {"mention": mentions, "antecedent": candidates, "distance": distance})
        return np.asarray(kinds, dtype=np.float32), np.asarray(pairs, dtype=np.float32)


def _card(home: Path) -> dict[str, Any]:
    """The card, once every file is the one it names by its SHA-256: damage is told before anything is loaded."""
    try:
        card: dict[str, Any] = json.loads((home / "card.json").read_text(encoding="utf-8"))
        wrong = [n for n, d in card["files"].items() if hashlib.sha256((home / n).read_bytes()).hexdigest() != d]
    except (ValueError, KeyError, AttributeError, TypeError, OSError) as error:
        raise ModelError(f"the encoder in {home} cannot be loaded ({error!r}); install firsthand again") from error
    if wrong:
        raise ModelError(f"the encoder in {home} cannot be loaded: {', '.join(wrong)} damaged; install firsthand again")
    return card


def _places(tokens: Tokens, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Token indices [first, last) of each span of characters; at least one token where there is any."""
    words = np.flatnonzero(tokens.starts >= 0)
    firsts = np.searchsorted(tokens.ends[words], [s.start for s in spans], side="right")
    lasts = np.searchsorted(tokens.starts[words], [s.end for s in spans], side="left")
    return [(int(words[a]), int(words[b - 1]) + 1) if a < b else (0, 1) for a, b in zip(firsts, lasts, strict=True)]


def _means(encoded: Encoded, places: Sequence[tuple[int, int]]) -> Floats:
    """The mean vector of the tokens at each place: float32 [places, width]."""
    return np.stack([encoded.hidden[a:b].mean(axis=0) for a, b in places]).astype(np.float32, copy=False)


def _read(
    tokens: Tokens, window: Window, cues: Floats, job: tuple[int, str, int, int], path: Ints, roles: Floats
) -> Found | None:
    _, kind, a, b = job
    cue = _part(tokens, window, cues, a, b, CUE_TAGS.index(f"B-{kind}"))
    parts: dict[str, list[Part]] = {"source": [], "content": []}
    for role, c, d in spans_of(path, ROLE_TAGS):
        part = _part(tokens, window, roles, c, d, ROLE_TAGS.index(f"B-{role}"))
        if part is not None:
            parts[role].append(part)
    if cue is None or not parts["content"]:
        return None
    speaking = np.exp(np.logaddexp(roles[1:-1, 1], roles[1:-1, 2]))
    return Found(
        cue=cue,
        nested=kind == "nested",
        sources=tuple(parts["source"]),
        contents=tuple(parts["content"]),
        silence=float(1.0 - speaking.max(initial=0.0)),
    )


def _part(tokens: Tokens, window: Window, scores: Floats, a: int, b: int, begin: int) -> Part | None:
    """Window tokens [a, b) as a part; `begin` is the index of its B- tag. [CLS] stands at 0, so token a is a - 1."""
    low, high = max(a - 1 + window.first, 0), min(b - 1 + window.first, len(tokens))
    while low < high and tokens.starts[low] < 0:
        low += 1
    while high > low and tokens.starts[high - 1] < 0:
        high -= 1
    if low >= high:
        return None
    inside = np.logaddexp(scores[a:b, begin], scores[a:b, begin + 1])
    after = scores[b, begin + 1] if b < len(scores) else -1e4
    return Part(
        span=Span(int(tokens.starts[low]), int(tokens.ends[high - 1])),
        begin=float(np.exp(scores[a, begin])),
        end=float(1.0 - np.exp(after)),
        worst=float(np.exp(inside.min())),
    )
