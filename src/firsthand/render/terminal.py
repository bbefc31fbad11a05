"""Owns the terminal page of a reading: lines of rich text for any width. Without colour it must say as much."""

from collections.abc import Iterable, Iterator
from io import StringIO
from typing import IO

from rich.console import Console
from rich.text import Text

from firsthand.model import Article, Failure, Reading
from firsthand.render.basis import BasisLine, basis_lines
from firsthand.render.naming import Tag
from firsthand.render.outline import Item, at_least, least_sure_first, outline
from firsthand.render.plain import line, shortened

NARROWEST, WIDEST = 40, 120
CONTENT_LIMIT = 420
"""Characters of a content that are shown; JSON, CSV and the page have it whole."""

NOTHING = "No statement with a source was found in this article."

_GAP = 4
_INDENT = 5
_LABEL = 27
_STYLES: dict[Tag, str] = {
    "named": "bold cyan",
    "unnamed": "bold yellow",
    "outlet": "bold magenta",
    "document": "bold green",
    "unknown": "bold red",
}


def console(file: IO[str], *, width: int, colour: bool) -> Console:
    """A console of `width` columns that takes article text as it is: no markup, no emoji codes, no highlighting."""
    return Console(
        file=file,
        width=max(NARROWEST, min(width, WIDEST)),
        color_system="auto" if colour else None,
        force_terminal=colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=True,
    )


def text_page(
    reading: Reading,
    *,
    width: int = 100,
    colour: bool = False,
    doubtful: bool = False,
    min_confidence: float = 0.0,
) -> str:
    """The page as text of at most `width` columns, ending with a line end; without `colour` it has no escape at all.

    `doubtful` puts what firsthand is least sure of first; statements below `min_confidence` (0..1) are left out of the
    list, while the basis is told over all.
    """
    out = StringIO()
    con = console(out, width=width, colour=colour)
    lines = page_lines(con, reading, doubtful=doubtful, min_confidence=min_confidence)
    con.print(Text("\n").join(lines))
    return out.getvalue()


def page_lines(con: Console, reading: Reading, *, doubtful: bool, min_confidence: float) -> Iterator[Text]:
    """The lines of the page, none wider than the console."""
    yield from _head(con, reading.article)
    yield Text()
    yield Text("THIS ARTICLE RESTS ON", "bold")
    for entry in basis_lines(reading):
        yield from _basis_line(con, entry)
    yield Text()
    items = outline(at_least(reading, min_confidence))
    right = "" if doubtful or not items else "least sure first with --doubtful"
    title = "WHO SAYS WHAT, THE LEAST SURE FIRST" if doubtful else "WHO SAYS WHAT"
    yield from _two_sides(con, Text(title, "bold"), Text(right, "dim"), indent=2)
    if not items:
        nothing = f"No statement is as sure as {min_confidence:g}." if reading.statements else NOTHING
        yield from _hang(con, Text(nothing), 2, 2)
        return
    for item in least_sure_first(items) if doubtful else items:
        if doubtful or item.depth == 0:
            yield Text()
        yield from _statement(con, item, doubtful=doubtful)
    if any(i.doubtful for i in items):
        yield Text()
        yield from _hang(con, Text("? more likely misread by firsthand than read right", "dim"), 2, 4)


def failure_line(failure: Failure) -> str:
    """One sentence on what could not be read."""
    key, message = line(failure.key), line(failure.message)
    return message if not key or key in message else f"{key}: {message}"


def _head(con: Console, article: Article) -> Iterator[Text]:
    meta = [line(article.published) if article.published else "date not stated"]
    meta.append(line(article.outlet) if article.outlet else "outlet not stated")
    if article.byline:
        meta.append(f"by {line(article.byline)}")
    title = Text(line(article.title or "") or f"{line(article.key)} (no title)", "bold")
    yield from _two_sides(con, title, Text(" · ".join(meta)), indent=0)


def _two_sides(con: Console, left: Text, right: Text, *, indent: int) -> Iterator[Text]:
    """`left` and `right` on one line where both fit with a gap between them, else one under the other."""
    room = con.width - left.cell_len - right.cell_len
    if right.cell_len and room >= _GAP:
        yield Text.assemble(left, " " * room, right)
        return
    yield from _hang(con, left, 0, indent)
    if right.cell_len:
        yield from _hang(con, right, indent, indent)


def _hang(con: Console, text: Text, first: int, rest: int) -> Iterator[Text]:
    """`text` wrapped, its first line indented by `first` columns and the others by `rest`."""
    wrapped = text.wrap(con, max(10, con.width - max(first, rest)), overflow="fold")
    for i, part in enumerate(wrapped):
        part.rstrip()
        yield Text(" " * (rest if i else first)).append_text(part)


def _basis_line(con: Console, entry: BasisLine) -> Iterator[Text]:
    each = " · ".join(entry.each)
    heading = Text(entry.heading)
    details = [d for d in ((entry.remark, each) if entry.sort == "unnamed" else (each, entry.remark)) if d]
    if con.width < 2 * _LABEL:
        yield from _hang(con, heading, 2, 4)
        for detail in details:
            yield from _hang(con, Text(detail), 6, 6)
        return
    column = 2 + _LABEL
    wide = heading.cell_len > _LABEL - 1
    if wide or not details:
        yield from _hang(con, heading, 2, 4)
    for i, detail in enumerate(details):
        lines = list(_hang(con, Text(detail), column, column))
        if i == 0 and not wide:
            lines[0] = Text(f"  {entry.heading}".ljust(column)).append_text(lines[0][column:])
        yield from lines


def _statement(con: Console, item: Item, *, doubtful: bool) -> Iterator[Text]:
    depth = 0 if doubtful else min(item.depth, 4)
    mark = "?" if item.doubtful else " "
    lead = f"{item.number:>3}{mark} " if depth == 0 else f"{' ' * _INDENT * depth}{item.number}{mark} "
    indent = len(lead)
    notes = Text(" · ".join(map(line, _notes(item, doubtful))), "dim")
    header = Text(lead).append(item.chain_words, _STYLES[item.tag])
    room = con.width - header.cell_len - notes.cell_len
    if notes.cell_len and room >= _GAP:
        yield Text.assemble(header, " " * min(room, max(_GAP, 48 - header.cell_len)), notes)
    else:
        yield from _first_then(con, header, indent)
        if notes.cell_len:
            yield from _hang(con, Text("· ", "dim").append_text(notes), indent, indent + 2)
    yield from _hang(con, Text(shortened(item.words, CONTENT_LIMIT)), indent, indent)


def _first_then(con: Console, header: Text, indent: int) -> Iterator[Text]:
    """A header that holds its own lead, wrapped with the rest under the words after the lead."""
    wrapped = header.wrap(con, con.width, overflow="fold")
    length = len(wrapped[0].plain)
    wrapped[0].rstrip()
    yield wrapped[0]
    if len(wrapped) > 1:
        rest = header[length:]
        yield from _hang(con, Text(rest.plain.strip(), _style_of(header)), indent, indent)


def _style_of(header: Text) -> str:
    return str(header.spans[-1].style) if header.spans else ""


def _notes(item: Item, doubtful: bool) -> Iterable[str]:
    if not doubtful:
        return item.notes
    inside = (f"inside {item.inside}",) if item.inside else ()
    return (f"{item.statement.confidence:.2f} sure", *inside, *item.notes, f"read by {item.statement.producer}")
