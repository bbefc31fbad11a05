"""Owns /exports: what ``firsthand export`` gives, as a download. It selects and lays out nothing itself.

An export is written whole to a nameless file first: whoever takes it slowly then holds no view of the ledger open, and
what fails half way is told instead of cut off.
"""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from sqlalchemy import update

from firsthand.desk.exporting import Chosen, Exported, Form, export_to
from firsthand.desk.placing import Place
from firsthand.ledger import Ledger
from firsthand.ledger.tables import exports as notes
from firsthand.render.exports.formats import SUFFIXES, Format
from firsthand.web.deps import House, TheHouse
from firsthand.web.faults import Busy
from firsthand.web.rest.problems import problems
from firsthand.web.rest.shapes.asked import ExportAsked
from firsthand.web.who_is import Reader

MEDIA: dict[Format, str] = {
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "webannotation": "application/ld+json",
    "prov": "application/ld+json",
    "brat": "application/zip",
}
PIECE = 1 << 16
_FILE: dict[str, Any] = {"type": "string", "format": "binary"}
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file; brat's folder as a zip.",
        "content": {
            kind.partition(";")[0]: {"schema": {"type": "object"} if kind.endswith("ld+json") else _FILE}
            for kind in MEDIA.values()
        },
        "headers": {"Content-Disposition": {"description": "Its name.", "schema": {"type": "string"}}},
    }
}
router = APIRouter(prefix="/exports", tags=["Exports"], responses=problems(404, 507))


@router.get(
    "/{format}",
    operation_id="export",
    summary="Articles with all their statements as they stand now",
    response_class=StreamingResponse,
    responses=_FILES,
)
def export(
    house: TheHouse, person: Reader, format: Format, asked: Annotated[ExportAsked, Query()]
) -> StreamingResponse:
    """What `firsthand export` writes. The ledger notes that it was made and what was in it, so that forgetting an
    article can name it."""
    form = Form(format=format, table=asked.table, with_text=asked.text)
    chosen = Chosen(
        articles=asked.article,
        outlets=asked.outlet,
        sources=asked.source,
        about=asked.about,
        first=asked.first,
        last=asked.last,
        corrected=asked.corrected,
    )
    with _alone(house, person.id or person.name):
        file, done = _written(house.ledger, form, chosen)
    _note(house.ledger, done, f"download by {person.name}")
    size = file.seek(0, 2)
    name = f"firsthand-{done.id}{'.zip' if format == 'brat' else SUFFIXES[format]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(size)}
    return StreamingResponse(_pieces(file), media_type=MEDIA[format], headers=headers)


@contextmanager
def _alone(house: House, person: str) -> Iterator[None]:
    """One export of a person at a time is written: each reads the ledger through. Busy for another."""
    if person in house.exporting:
        raise Busy("An export of yours is being written already: ask again when it is there.", 10)
    house.exporting.add(person)
    try:
        yield
    finally:
        house.exporting.discard(person)


def _written(ledger: Ledger, form: Form, chosen: Chosen) -> tuple[BinaryIO, Exported]:
    """The export in a file that is gone when it is closed."""
    with tempfile.TemporaryDirectory(prefix="firsthand-") as folder:
        place = Path(folder) / "export"
        done = export_to(ledger, Place(to=place), form, chosen)
        if form.format != "brat":
            return place.open("rb"), done
        packed = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever sends it
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
            for path in sorted(place.rglob("*")):
                files.write(path, path.relative_to(place))
        return packed, done


def _note(ledger: Ledger, done: Exported, place: str) -> None:
    """Says in the ledger's note where it went: the file that it was written to is gone."""
    with ledger.writing() as connection:
        connection.execute(update(notes).where(notes.c.id == done.id).values(place=place))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
