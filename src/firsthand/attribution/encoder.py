"""Owns the encoder's files and its runs: tokens in, tagged spans out. It decides nothing about language.

Three ONNX graphs share one body: `body.onnx` (tokens to vectors and tags of cues), `roles.onnx` (for one cue, tags of
its source and content: which belong to which cue is learned), `mentions.onnx` (kinds of mentions; who a pronoun means).
Each window is run by itself, and so are a few cues of one window at a time, so that a result depends neither on what
else is being read nor on how many threads share the work.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from firsthand.attribution.decode import CUE_TAGS, ROLE_TAGS, Floats, best_path, log_softmax, spans_of
from firsthand.attribution.windows import Ints, Tokens, Window, cut, tokenise, window_inputs
from firsthand.errors import ModelError
from firsthand.language.graphs import card_of, session
from firsthand.language.quotes import Quote
from firsthand.model import Span

FOLDER = Path(__file__).parent / "data"
FILES = ("body.onnx", "roles.onnx", "mentions.onnx", "tokenizer.json", "card.json")
WINDOWS_AT_ONCE = 32
"""Windows whose vectors are held at the same time: some 16 MB."""
CUES_AT_ONCE = 4
"""Cues of one window that the role head is given together: more are no faster, and fewer share out better."""

P = ParamSpec("P")
T = TypeVar("T")
Job = tuple[str, int, int]
"""One cue of a window: its kind, first token and last token + 1, [CLS] being token 0."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """The loaded encoder. `card` says what it is: version, recipe, seed, thresholds, calibration."""

    body: onnxruntime.InferenceSession
    roles: onnxruntime.InferenceSession
    mentions: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    card: dict[str, Any]
    threads: int = 1

    @classmethod
    def load(cls, folder: Path | str | None = None, *, threads: int = 1) -> "Encoder":
        """The encoder of `folder`, or the one that ships; `threads` is how many cores one article may use.

        Raises ModelError where a file is missing or damaged.
        """
        home = Path(folder) if folder is not None else FOLDER
        missing = [name for name in FILES if not (home / name).is_file()]
        if missing:
            raise ModelError(f"the encoder in {home} lacks {', '.join(missing)}; install firsthand again")
        card = card_of(home)
        # Windows are shared out over the threads, and so are their cues; only the body helps itself to more, so that an
        # article of one window is read by all of them too.
        body, roles, mentions = (session(home / FILES[0], threads), *(session(home / f, 1) for f in FILES[1:3]))
        tokenizer = Tokenizer.from_file(str(home / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(body=body, roles=roles, mentions=mentions, tokenizer=tokenizer, card=card, threads=threads)

    @property
    def version(self) -> str:
        """The name that statements carry as `producer`."""
        return str(self.card["version"])

    def encode(self, text: str, quotes: tuple[Quote, ...]) -> Encoded:
        """Everything the encoder finds in `text`; offsets are code points of `text`."""
        tokens = tokenise(text, quotes, self.tokenizer)
        windows = cut(tokens)
        ends = [*(w.own for w in windows[1:]), len(tokens)]
        hidden = np.zeros((len(tokens), self.body.get_outputs()[0].shape[-1]), dtype=np.float32)
        found: list[Found] = []
        with ThreadPoolExecutor(self.threads) if self.threads > 1 else _AtOnce() as pool:
            # Some windows at a time, since the vectors of all of them would fill the memory for a book's length.
            for at in range(0, len(windows), WINDOWS_AT_ONCE):
                some = zip(windows[at : at + WINDOWS_AT_ONCE], ends[at : at + WINDOWS_AT_ONCE], strict=True)
                seen = [pool.submit(self._see, pool, tokens, w, until, hidden) for w, until in some]
                found += [f for window in seen for cues in window.result() for f in cues.result()]
        return Encoded(tokens=tokens, hidden=hidden, found=tuple(found))

    def _see(
        self, pool: Executor, tokens: Tokens, window: Window, until: int, hidden: Floats
    ) -> list[Future[list[Found]]]:
        """One window's own vectors written into `hidden`, and its cues handed to the pool, a few at a time."""
        vectors, logits = self.body.run(None, window_inputs(tokens, window))
        low, high = window.own - window.first + 1, until - window.first + 1
        hidden[window.own : until] = vectors[0, low:high]
        scores = log_softmax(logits[0] + np.array(self.card.get("cue_bias", 0.0), dtype=np.float32))
        (path,) = best_path(scores[None], CUE_TAGS)
        chances = np.exp(scores)
        jobs = [job for job in spans_of(path, CUE_TAGS) if low <= job[1] < high]
        chunks = [jobs[i : i + CUES_AT_ONCE] for i in range(0, len(jobs), CUES_AT_ONCE)]
        return [pool.submit(self._found, tokens, window, vectors, chances, chunk) for chunk in chunks]

    def _found(self, tokens: Tokens, window: Window, vectors: Floats, cues: Floats, jobs: Sequence[Job]) -> list[Found]:
        """What belongs to each cue of `jobs`: `vectors` and `cues` (probabilities) are the window's."""
        first = np.array([a for _, a, _ in jobs], dtype=np.int64)
        last = np.array([b - 1 for _, _, b in jobs], dtype=np.int64)
        (logits,) = self.roles.run(None, {"hidden": vectors, "first": first, "last": last})
        roles = log_softmax(logits)
        read = (
            _read(tokens, window, cues, job, path, chances)
            for job, path, chances in zip(jobs, best_path(roles, ROLE_TAGS), np.exp(roles), strict=True)
        )
        return [found for found in read if found is not None]

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


class _AtOnce(Executor):
    """Does what it is given there and then: one thread needs nobody to hand its work to, nor to wait for."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """What `fn` returns, as a future that is done; what it raises is raised here."""
        done: Future[T] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def _places(tokens: Tokens, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Token indices [first, last) of each span of characters; at least one token where there is any."""
    words = np.flatnonzero(tokens.starts >= 0)
    firsts = np.searchsorted(tokens.ends[words], [s.start for s in spans], side="right")
    lasts = np.searchsorted(tokens.starts[words], [s.end for s in spans], side="left")
    return [(int(words[a]), int(words[b - 1]) + 1) if a < b else (0, 1) for a, b in zip(firsts, lasts, strict=True)]


def _means(encoded: Encoded, places: Sequence[tuple[int, int]]) -> Floats:
    """The mean vector of the tokens at each place: float32 [places, width]."""
    out = np.empty((len(places), encoded.hidden.shape[-1]), dtype=np.float32)
    for row, (a, b) in zip(out, places, strict=True):
        np.add.reduce(encoded.hidden[a:b], axis=0, out=row)
    out /= np.array([[b - a] for a, b in places], dtype=np.float32)
    return out


def _read(tokens: Tokens, window: Window, cues: Floats, job: Job, path: Ints, roles: Floats) -> Found | None:
    kind, a, b = job
    cue = _part(tokens, window, cues, a, b, CUE_TAGS.index(f"B-{kind}"))
    parts: dict[str, list[Part]] = {"source": [], "content": []}
    for role, c, d in spans_of(path, ROLE_TAGS):
        part = _part(tokens, window, roles, c, d, ROLE_TAGS.index(f"B-{role}"))
        if part is not None:
            parts[role].append(part)
    if cue is None or not parts["content"]:
        return None
    speaking = roles[1:-1, 1] + roles[1:-1, 2]
    return Found(
        cue=cue,
        nested=kind == "nested",
        sources=tuple(parts["source"]),
        contents=tuple(parts["content"]),
        silence=max(0.0, 1.0 - float(speaking.max(initial=0.0))),
    )


def _part(tokens: Tokens, window: Window, chances: Floats, a: int, b: int, begin: int) -> Part | None:
    """Window tokens [a, b) as a part; `begin` is the index of its B- tag. [CLS] stands at 0, so token a is a - 1."""
    low, high = max(a - 1 + window.first, 0), min(b - 1 + window.first, len(tokens))
    while low < high and tokens.starts[low] < 0:
        low += 1
    while high > low and tokens.starts[high - 1] < 0:
        high -= 1
    if low >= high:
        return None
    return Part(
        span=Span(int(tokens.starts[low]), int(tokens.ends[high - 1])),
        begin=float(chances[a, begin]),
        end=1.0 - float(chances[b, begin + 1]) if b < len(chances) else 1.0,
        worst=min(1.0, float((chances[a:b, begin] + chances[a:b, begin + 1]).min())),
    )
