"""Owns how an article becomes windows of tokens for the encoder, and the way back to offsets. It runs no model.

The encoder is uncased, so what the lower-casing loses comes back as a feature of each token (`cases`); quotation marks
are written one way before tokenising and their pairing comes as a second feature (`quotes`). [SEP] ends a paragraph.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from firsthand.language.quotes import Quote, depths, normalised
from firsthand.language.sentences import paragraphs

CLS, SEP, PAD = 101, 102, 0
WIDTH = 320
"""Tokens of one window, [CLS] and [SEP] counted. Chosen on the held-out slice of PolNeAR train."""
CONTEXT = 56
"""Tokens of the paragraphs before that a window begins with, for who is speaking."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """An article as tokens: arrays of shape [n], int64. `starts` and `ends` are code points of the article's text, both
    -1 for the [SEP] that ends a paragraph and for a mark that is missing; `cases` 0 lower, 1 capitalised, 2 upper,
    3 digits; `quotes` 0 outside quotation marks, 1 inside, 2 deeper.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    cases: Ints
    quotes: Ints

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Tokens ``[first, last)`` of an article, read together; statements whose cue begins at or after `own` are its."""

    first: int
    last: int
    own: int


@lru_cache(maxsize=8192)
def case_of(word: str) -> int:
    """The case feature of one token's characters."""
    if word[:1].isdigit():
        return 3
    if word.isupper() and len(word) > 1:
        return 2
    return 1 if word[:1].isupper() else 0


def tokenise(text: str, quotes: tuple[Quote, ...], tokenizer: Tokenizer) -> Tokens:
    """`text` as tokens, paragraph by paragraph.

    Where a quotation is not closed by the end of its paragraph and the next one does not go on with it, the mark that
    is missing is read as if it stood there, as a token without a place, so that a lost mark changes nothing else.
    """
    plain, depth = normalised(text, quotes), depths(text, quotes)
    spans = paragraphs(text)
    lost = {q.span.end for q in quotes if q.level == 0 and not q.closed and not q.runs_on}
    closing = tokenizer.token_to_id("”")
    encodings = tokenizer.encode_batch([s.of(plain) for s in spans], add_special_tokens=False)
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for span, encoding in zip(spans, encodings, strict=True):
        more = [closing, SEP] if span.end in lost and closing is not None else [SEP]
        ids += [*encoding.ids, *more]
        starts += [*(span.start + a for a, _ in encoding.offsets), *(-1 for _ in more)]
        ends += [*(span.start + b for _, b in encoding.offsets), *(-1 for _ in more)]
    return Tokens(
        ids=np.array(ids, dtype=np.int64),
        starts=np.array(starts, dtype=np.int64),
        ends=np.array(ends, dtype=np.int64),
        cases=np.array([0 if a < 0 else case_of(text[a:b]) for a, b in zip(starts, ends, strict=True)], dtype=np.int64),
        quotes=np.array(
            [int(i != SEP) if a < 0 else depth[a] for a, i in zip(starts, ids, strict=True)], dtype=np.int64
        ),
    )


def cut(tokens: Tokens, *, width: int = WIDTH, context: int = CONTEXT) -> list[Window]:
    """Windows of at most ``width - 2`` tokens that own every token once, cut between paragraphs where that can be.

    `context` is less than ``width - 2``; it should be far less, or windows hold little of their own.
    """
    room, n = width - 2, len(tokens)
    placeless = np.append(tokens.starts < 0, False)
    breaks = np.concatenate(([0], np.flatnonzero(placeless[:-1] & ~placeless[1:]) + 1))
    out: list[Window] = []
    own = 0
    while own < n:
        earliest = int(breaks[np.searchsorted(breaks, own - context)])
        first = earliest if earliest < own else max(0, own - context)
        last = min(n, first + room)
        whole = int(breaks[np.searchsorted(breaks, last, side="right") - 1])
        cuts_paragraph = last < n and whole <= own
        if last < n and not cuts_paragraph:
            last = whole
        out.append(Window(first=first, last=last, own=own))
        own = max(last - context, own + 1) if cuts_paragraph else last
    return out


def window_inputs(tokens: Tokens, window: Window) -> dict[str, Ints]:
    """The encoder's inputs of one window, each of shape [1, length] and int64, with [CLS] before and [SEP] after."""

    def framed(values: Ints, before: int, after: int) -> Ints:
        return np.concatenate(([before], values[window.first : window.last], [after]))[None, :]

    return {
        "input_ids": framed(tokens.ids, CLS, SEP),
        "cases": framed(tokens.cases, 0, 0),
        "quotes": framed(tokens.quotes, 0, 0),
    }
