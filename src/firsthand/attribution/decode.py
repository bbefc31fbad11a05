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
    before = np.concatenate((np.zeros_like(path[:, :1]), path[:, :-1]), axis=1)
    illegal = _TRANSITIONS[tags][before, path] < 0
    for row in np.flatnonzero(illegal.any(axis=1)):
        path[row] = _viterbi(scores[row].tolist(), tags)
    return path


def _viterbi(scores: list[list[float]], tags: tuple[str, ...]) -> list[int]:
    """The best legal sequence of one row [length][tags]. Plain numbers, since NumPy is slow on five at a time."""
    inside = [j for j, tag in enumerate(tags) if tag.startswith("I-")]
    best = [0.0, *(-1e9 for _ in tags[1:])]
    back: list[list[int]] = []
    for row in scores:
        came = [best.index(max(best))] * len(tags)
        for j in inside:
            came[j] = j if best[j] > best[j - 1] else j - 1
        best = [best[i] + score for i, score in zip(came, row, strict=True)]
        back.append(came)
    path = [best.index(max(best))]
    for came in reversed(back[1:]):
        path.append(came[path[-1]])
    return path[::-1]


def spans_of(path: Ints, tags: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """(kind, first token, last token + 1) of every span in one sequence of tags."""
    out: list[tuple[str, int, int]] = []
    for t in np.flatnonzero(path).tolist():
        mark, kind = tags[path[t]].split("-")
        if mark == "B":
            out.append((kind, t, t + 1))
        elif out and out[-1][0] == kind and out[-1][2] == t:
            out[-1] = (kind, out[-1][1], t + 1)
    return out
