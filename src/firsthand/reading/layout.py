"""Owns what stands above the body of a plain text: the header line, the headline, the byline. It alters nothing."""

import re
from dataclasses import dataclass, replace
from datetime import date

from firsthand.model import Span
from firsthand.reading.labels import Labelled, labelled

HEADER = re.compile(r"[ \t]?date (\d{4}-\d{2}-\d{2})(?:[ \t]+(\S.*?))?[ \t]*\Z")
BYLINE = re.compile(r"[Bb][Yy] (?=[^\W\d_])((?:(?:[A-Z][\w.'’-]*|and|de|van|von|der|la|al|bin),? ?){2,12})\Z")
SPEAKER = re.compile(r"[A-Z][\w.'’ ]{0,40}:\s")
DATELINE = re.compile(r"[A-Z][A-Z .,'’-]+(?:, [A-Z][\w. ]+)? \([^()]{2,40}\)")
MAX_TITLE = 150
NO_TITLE_ENDS = (".", ",", ";", ":", "…", "-", "–", "—")
QUOTES = "\"'”’»“)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the first lines of a text say; `body_start` is the offset of the first character after them."""

    title_span: Span | None = None
    published: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    body_start: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    text: str


def layout_of(text: str) -> Layout:
    """Header line, headline and byline of a plain text, as far as it has them.

    A header line has the form `` date 2022-09-17 Title`` (the leading space may be missing). Without one, a short first
    line with no final full stop and more text after it is the title. A block of lines with known labels ("Title: …",
    "Byline: …") at the very start says it all by itself (`firsthand.reading.labels`). Offsets count in `text`.
    """
    block = labelled(text)
    if block is not None:
        return _with_labels(text, block)
    first = _line(text, 0)
    if first is None:
        return Layout()
    header = HEADER.match(text, text.rfind("\n", 0, first.span.start) + 1, first.span.end)
    if header is not None:
        return _with_header(text, header)
    return _from_line(text, first)


def find_title(text: str, title: str) -> Layout:
    """The layout of a text whose `title` is known from elsewhere: its span only where the text begins with it."""
    block = labelled(text)
    if block is not None:
        return _with_labels(text, block)
    first = _line(text, 0)
    if first is None or first.text != title.strip() or _line(text, first.span.end) is None:
        return Layout()
    return _with_byline(text, first.span.end, title_span=first.span)


def _from_line(text: str, first: _Line) -> Layout:
    """The layout of a text that has nothing but white space, or what is known already, above its line `first`."""
    if not _is_title(text, first):
        return Layout(body_start=first.span.start)
    return _with_byline(text, first.span.end, title_span=first.span)


def _with_labels(text: str, block: Labelled) -> Layout:
    """What the block says; a headline and a byline that stand below it are no part of the body either."""
    first = _line(text, block.end)
    below = Layout(body_start=block.end) if first is None else _from_line(text, first)
    title = block.title_span
    if title is not None and first is not None and below.title_span is not None and first.text != title.of(text):
        below = Layout(body_start=first.span.start)  # a first line of the body that only looks like a headline
    return replace(
        below,
        title_span=title or below.title_span,
        published=block.published,
        byline=block.byline or below.byline,
        outlet=block.outlet,
        url=block.url,
        warnings=block.warnings,
    )


def _with_header(text: str, header: re.Match[str]) -> Layout:
    title_span = Span(*header.span(2)) if header[2] else None
    try:
        published, warnings = date.fromisoformat(header[1]).isoformat(), ()
    except ValueError:
        return _with_byline(
            text, header.end(), title_span=title_span, warnings=(f"The header line has no valid date: “{header[1]}”.",)
        )
    return _with_byline(text, header.end(), title_span=title_span, published=published, warnings=warnings)


def _with_byline(
    text: str, end: int, *, title_span: Span | None, published: str | None = None, warnings: tuple[str, ...] = ()
) -> Layout:
    following, byline, start = _line(text, end), None, end
    if following is not None:
        start = following.span.start
        match = BYLINE.match(following.text)
        after = _line(text, following.span.end) if match else None
        if match is not None and after is not None:
            byline, start = match[1].strip(" ,"), after.span.start
    return Layout(title_span=title_span, published=published, byline=byline, body_start=start, warnings=warnings)


def _line(text: str, start: int) -> _Line | None:
    """The next line with more than white space in it, from `start` on, stripped."""
    found = re.compile(r"\S[^\n]*").search(text, start)
    if found is None:
        return None
    words = found[0].rstrip()
    return _Line(Span(found.start(), found.start() + len(words)), words)


def _is_title(text: str, first: _Line) -> bool:
    line, following = first.text, _line(text, first.span.end)
    if following is None or len(line) > MAX_TITLE or not any(c.isalpha() for c in line):
        return False
    if line.rstrip(QUOTES).endswith(NO_TITLE_ENDS) or BYLINE.match(line) or DATELINE.match(line):
        return False
    if SPEAKER.match(line) and SPEAKER.match(following.text):  # a transcript
        return False
    if text.count("\n", first.span.end, following.span.start) > 1:
        return True
    # Without a blank line after it, it may be the first line of a paragraph that is broken at a fixed width.
    block = re.split(r"\n[ \t]*\n", text[first.span.end : first.span.end + 2000].strip(), maxsplit=1)[0]
    return not any(row.lstrip()[:1].islower() for row in block.split("\n"))
