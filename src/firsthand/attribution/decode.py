"""Owns the way from scores of tags to spans: the best legal sequence. It knows neither the encoder nor the text."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

CUE_TAGS: tuple[str, ...] = ("O", "B-cue", "I-cue", "B-nested", "I-nested")
ROLE_TAGS: tuple[str, ...] = ("O", "B-source", "I-source", "B-content", "I-content")
NEAR = 4
"""Tokens to either side of an illegal step that are decided again at first."""


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
    illegal = _illegal(path, tags)
    for row in np.flatnonzero(illegal.any(axis=1)):
        path[row] = _mended(scores[row], path[row], np.flatnonzero(illegal[row]).tolist(), tags)
    return path


def _illegal(path: Ints, tags: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Where in each row of `path` a tag stands that may not follow the one before it, O standing before the first."""
    before = np.zeros_like(path)
    before[:, 1:] = path[:, :-1]
    return _TRANSITIONS[tags][before, path] < 0


def _mended(scores: Floats, best: Ints, places: list[int], tags: tuple[str, ...]) -> Ints:
    """The best legal sequence of one row, of which `best` are the best tags and `places` their illegal ones, in order.

    Only the tokens around them are decided again. The best sequences of the pieces, their edges free, and the best tag
    of every token outside are together at least as good as any legal sequence, so where they fit together they are it.
    Where they do not, the pieces are too short.
    """
    pieces = [(p, p) for p in places]
    reach = NEAR
    while True:
        pieces = _apart([(max(0, a - reach), min(len(best), b + reach)) for a, b in pieces])
        path = best.copy()
        for a, b in pieces:
            path[a:b] = _viterbi(scores[a:b].tolist(), tags, opens=a == 0)
        if not _illegal(path[None], tags).any():
            return path
        reach *= 2


def _apart(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pieces in order, those that overlap made one."""
    out = pieces[:1]
    for a, b in pieces[1:]:
        if a < out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def _viterbi(scores: list[list[float]], tags: tuple[str, ...], *, opens: bool) -> list[int]:
    """The best legal sequence of one piece [length][tags], which may begin inside a span unless it `opens` the row.

    Plain numbers, since NumPy is slow on five at a time.
    """
    inside = [j for j, tag in enumerate(tags) if tag.startswith("I-")]
    best = [0.0, *(-1e9 if opens else 0.0 for _ in tags[1:])]
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
