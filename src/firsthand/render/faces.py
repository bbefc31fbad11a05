"""Owns the formats by name: what each writes for one article, and for many in one stream. It opens no file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from firsthand.errors import InvalidValue
from firsthand.model import Failure, Reading
from firsthand.render import brat, records, table
from firsthand.render.late import html_page
from firsthand.render.outline import at_least
from firsthand.render.terminal import text_page

Format = Literal["text", "json", "jsonl", "html", "csv", "brat"]
Records = Iterable[Reading | Failure]
Document = Callable[[Records], Iterator[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One format: `document` gives the pieces of one stream for many records, `files` the files of one record."""

    document: Document
    files: Callable[[str, Reading | Failure], Iterator[tuple[str, str]]]


def face_for(
    format: Format, *, width: int = 100, colour: bool = False, doubtful: bool = False, min_confidence: float = 0.0
) -> Face:
    """The face named `format`; `width` in columns, `colour` and `doubtful` concern the text page only.

    Statements below `min_confidence` are left out; on pages the basis is still told over all of them.
    """

    def text(found: Records) -> Iterator[str]:
        for i, reading in enumerate(_readings(found)):
            between = "\n" + "─" * min(width, 120) + "\n\n" if i else ""
            page = text_page(reading, width=width, colour=colour, doubtful=doubtful, min_confidence=min_confidence)
            yield between + page

    def html(found: Records) -> Iterator[str]:
        if readings := tuple(_readings(found)):
            yield html_page(readings, min_confidence=min_confidence)

    def data(document: Document) -> Document:
        def kept(found: Records) -> Iterator[str]:
            return document(at_least(r, min_confidence) if isinstance(r, Reading) else r for r in found)

        return kept

    match format:
        case "text":
            return Face(document=text, files=_single(text, ".reading.txt"))
        case "json":
            return Face(
                document=data(records.json_pieces), files=_single(data(records.json_pieces), ".json", failures=True)
            )
        case "jsonl":
            return Face(document=data(_lines), files=_single(data(_lines), ".jsonl", failures=True))
        case "html":
            return Face(document=html, files=_single(html, ".html"))
        case "csv":
            return Face(document=data(_csv), files=_single(data(_csv), ".csv"))
        case "brat":
            return Face(document=_no_document, files=lambda stem, r: _brat(stem, r, min_confidence))


def _readings(found: Records) -> Iterator[Reading]:
    return (r for r in found if isinstance(r, Reading))


def _single(
    document: Document, suffix: str, *, failures: bool = False
) -> Callable[[str, Reading | Failure], Iterator[tuple[str, str]]]:
    def files(stem: str, record: Reading | Failure) -> Iterator[tuple[str, str]]:
        if failures or isinstance(record, Reading):
            yield stem + suffix, "".join(document([record]))

    return files


def _lines(found: Records) -> Iterator[str]:
    return (records.json_line(r) + "\n" for r in found)


def _csv(found: Records) -> Iterator[str]:
    yield table.header()
    for reading in _readings(found):
        yield from table.rows(reading)


def _brat(stem: str, record: Reading | Failure, min_confidence: float) -> Iterator[tuple[str, str]]:
    if isinstance(record, Reading):
        yield f"{stem}.txt", record.article.text
        yield f"{stem}.ann", brat.standoff(at_least(record, min_confidence))
        yield "annotation.conf", brat.CONFIGURATION


def _no_document(found: Records) -> Iterator[str]:
    raise InvalidValue("brat standoff is two files for each article and has no single stream; write it to a folder")
    yield ""
