"""Owns the way from scores of tags to spans: the best legal sequence. It knows neither the encoder nor the text."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

CUE_TAGS: tuple[str, ...] = ("O", "B-cue", "I-cue", "B-nested", "I-nested")
ROLE_TAGS: tuple[str, ...] = ("O", "B-source", "I-source", "B-content", "I-content")


def _legal(tags: tuple[str, ...]) -> Floats:
    """Transition scores [from, to]: I-x follows only B-x or I-x."""
    out = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for j, tag in enumerate(tags):
        if tag.startswith("I-"):
            for i, before in enumerate(tags):
                if before[2:] != tag[2:]:
                    out[i, j] = -1e9
    return out


_TRANSITIONS: dict[tuple[str, ...], Floats] = {tags: _legal(tags) for tags in (CUE_TAGS, ROLE_TAGS)}


def log_softmax(x: Floats) -> Floats:
    """Along the last axis."""
    top = x.max(axis=-1, keepdims=True)
    shifted = x - top
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)


def best_path(scores: Floats, tags: tuple[str, ...]) -> Ints:
    """The best legal sequence of tags for each row of `scores` [rows, length, tags]; int64 [rows, length].

    Where the best tag of every token makes a legal sequence, no other is better; Viterbi decides on the rest.
    """
    path = np.asarray(scores.argmax(axis=-1), dtype=np.int64)
    moves = _TRANSITIONS[tags]
    inside = np.array([tag.startswith("I-") for tag in tags])
    illegal = inside[path[:, 0]] | (moves[path[:, :-1], path[:, 1:]] < 0).any(axis=1)
    if illegal.any():
        path[illegal] = _viterbi(scores[illegal], moves, inside)
    return path


def _viterbi(scores: Floats, moves: Floats, inside: npt.NDArray[np.bool_]) -> Ints:
    rows, n, k = scores.shape
    best = np.where(inside[None], np.float32(-1e9), scores[:, 0])
    back = np.zeros((n, rows, k), dtype=np.int64)
    for t in range(1, n):
        total = best[:, :, None] + moves[None]
        back[t] = total.argmax(axis=1)
        best = total.max(axis=1) + scores[:, t]
    path = np.zeros((rows, n), dtype=np.int64)
    path[:, -1] = best.argmax(axis=1)
    which = np.arange(rows)
    for t in range(n - 1, 0, -1):
        path[:, t - 1] = back[t, which, path[:, t]]
    return path


def spans_of(path: Ints, tags: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """(kind, first token, last token + 1) of every span in one sequence of tags."""
    out: list[tuple[str, int, int]] = []
    start, kind = -1, ""
    for t, value in enumerate([*path.tolist(), 0]):
        tag = tags[value]
        if start >= 0 and not (tag.startswith("I-") and tag[2:] == kind):
            out.append((kind, start, t))
            start = -1
        if tag.startswith("B-"):
            start, kind = t, tag[2:]
    return out
