"""Owns where sentences begin and end in a text. It leaves the boundary itself to sentencex, and never alters the text.

sentencex knows abbreviations and keeps short quotations whole; what it does not know is a news page: that a line break
ends a paragraph unless the text was wrapped at a fixed width.
"""

import itertools
import re
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from firsthand.language.kept import kept
from firsthand.model import Span

PIECE = 20_000
"""Code points given to sentencex at once: its time grows with the square where quotation marks are never closed."""

_LINE = re.compile(r"[^\n\r\x85\u2028\u2029]+")
_BREAK = r"(?:\r\n|\r(?!\n)|[\n\x85\u2028\u2029])"
_BLANK = re.compile(_BREAK + r"[ \t\u00a0]*" + _BREAK)
_WORD = re.compile(r"\S+")
_TITLE = re.compile(r"\b(?:Ms|Mx|Messrs|Mmes|Atty)\.\s*\Z")
"""Titles that sentencex does not know: no sentence ends with one."""
_WRAP = range(50, 121)
"""Widths at which texts are wrapped by hand or by mail programs, in code points."""


@kept
def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text` in order, without the white space around them; they never overlap.

    No sentence crosses a blank line, nor a line break, unless the lines around it are wrapped at a fixed width or the
    next line begins in lower case. A single unbroken line of more than `PIECE` code points may be cut at a space.
    """
    return tuple(sentence for paragraph in paragraphs(text) for sentence in _inside(text, paragraph))


@kept
def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of `text` in order, without the white space around them; they never overlap."""
    found: list[Span] = []
    start = 0
    for blank in _BLANK.finditer(text):
        found += _block(text, start, blank.start())
        start = blank.end()
    return (*found, *_block(text, start, len(text)))


def _block(text: str, start: int, end: int) -> Iterator[Span]:
    """The paragraphs of one block between blank lines: its lines, joined where they are wrapped."""
    lines = [span for m in _LINE.finditer(text, start, end) if (span := _trim(text, m.start(), m.end())) is not None]
    if not lines:
        return
    width = max(len(line) for line in lines)
    wrapped = len(lines) > 2 and width in _WRAP
    first = lines[0].start
    for line, following in itertools.pairwise(lines):
        word = _WORD.match(text, following.start)
        # Greedy wrapping leaves no line that could have held the next line's first word.
        full = wrapped and word is not None and len(line) + 1 + len(word.group()) > width
        if not (full or text[following.start].islower()):
            yield Span(first, line.end)
            first = following.start
    yield Span(first, lines[-1].end)


def _inside(text: str, paragraph: Span) -> Iterator[Span]:
    for piece in _pieces(text, paragraph):
        words = piece.of(text)
        start = piece.start
        for boundary in get_sentence_boundaries("en", words):
            end = piece.start + boundary["end_index"]
            if _TITLE.search(text, max(start, end - 12), end) and text[end : piece.end].strip():
                continue
            span = _trim(text, start, end)
            start = end
            if span is not None:
                yield span


def _pieces(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    while paragraph.end - start > PIECE:
        cut = text.rfind(" ", start + 1, start + PIECE)
        cut = start + PIECE if cut < 0 else cut
        yield Span(start, cut)
        start = cut
    yield Span(start, paragraph.end)


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
