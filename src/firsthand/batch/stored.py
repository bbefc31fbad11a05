"""Owns reading back what a batch wrote: parts checked against their manifests, records made readings again."""

import json
from collections.abc import Iterator
from typing import Any

from pyarrow import parquet

from firsthand.batch.folder import Folder
from firsthand.errors import FirsthandError, InvalidValue, NotReadable
from firsthand.ledger.writing import ReadBy
from firsthand.model import CaptureNote, Failure, Reading, wire
from firsthand.pipeline.adding_read import ReadBefore
from firsthand.reading.parquet import LONGEST_FOOTER, PARQUET_ERRORS

ROWS = 64
"""Rows in memory at once."""
_CAPTURE = ("location", "fetched_at", "capture_url", "capture_sha256", "capture_bytes", "media_type", "headers")


def read_before(folder: Folder) -> Iterator[ReadBefore | Failure]:
    """Every article and failure of a batch's folder, in the order of the runs and of their inputs.

    What a part holds is only given when all of its bytes are those that the manifest names; a damaged part or row is a
    `Failure` of its own, and the rest goes on.
    """
    for _, id in sorted((_place(folder, id), id) for id in folder.done()):
        try:
            manifest = folder.manifest(id)
            read_by = _read_by(manifest)
            parts = [manifest["parts"][table] for table in ("articles", "failures")]
            for part in parts:
                folder.check_part(part)
        except FirsthandError as error:
            yield Failure(key=id, kind=error.kind, message=str(error))
            continue
        for part in parts:
            yield from _rows(folder, str(part["path"]), read_by)


def _place(folder: Folder, id: str) -> tuple[str, int]:
    """Where a shard stood in its run; one whose manifest is damaged comes first, and is told."""
    try:
        manifest = folder.manifest(id)
        return str(manifest["at"]), int(manifest["order"])
    except (FirsthandError, KeyError, ValueError, TypeError):
        return "", 0


def _rows(folder: Folder, path: str, read_by: ReadBy) -> Iterator[ReadBefore | Failure]:
    number = 0
    try:
        with parquet.ParquetFile(
            folder.path(path),
            filesystem=folder.filesystem,
            thrift_string_size_limit=LONGEST_FOOTER,
            thrift_container_size_limit=LONGEST_FOOTER,
        ) as file:
            for batch in file.iter_batches(ROWS, columns=["record", *_CAPTURE], use_threads=False):
                for row in batch.to_pylist():
                    number += 1
                    yield _one(row, read_by, where=f"row {number} of {path}")
    except PARQUET_ERRORS as error:
        reason = " ".join(str(error).split())[:120]
        words = f"{path} in {folder.name} cannot be read from its row {number + 1} on ({reason}): run the batch again."
        yield Failure(key=path, kind=NotReadable.kind, message=words)


def _one(row: dict[str, Any], read_by: ReadBy, *, where: str) -> ReadBefore | Failure:
    try:
        record = json.loads(row["record"])
        what: Reading | Failure
        what = wire.failure_from_json(record) if wire.is_failure(record) else wire.from_json(record)
        return ReadBefore(what=what, read_by=read_by, capture=_capture(row))
    except FirsthandError as error:
        return Failure(key=where, kind=error.kind, message=str(error))
    except (ValueError, TypeError, RecursionError):
        return Failure(key=where, kind=InvalidValue.kind, message=f"{where} holds no record: run the batch again.")


def _capture(row: dict[str, Any]) -> CaptureNote | None:
    if row["capture_sha256"] is None:
        return None
    return CaptureNote(
        location=row["location"],
        fetched_at=row["fetched_at"],
        sha256=row["capture_sha256"],
        length=row["capture_bytes"],
        media_type=row["media_type"],
        url=row["capture_url"],
        headers=tuple((h["name"], h["value"]) for h in row["headers"] or ()),
    )


def _read_by(manifest: dict[str, Any]) -> ReadBy:
    given = manifest.get("read_by")
    if not isinstance(given, dict) or not all(isinstance(given.get(n), str) for n in ("encoder", "firsthand")):
        raise NotReadable(f"the manifest {manifest.get('shard')} does not say what read: run the batch again.")
    return ReadBy(encoder=given["encoder"], version=given["firsthand"])
