"""Owns what a shard is: a piece of one input file that is read by itself, and the id it keeps from run to run.

Where a file is cut depends on the file alone, never on who reads it or how many do.
"""

from dataclasses import dataclass, fields
from typing import Literal

from firsthand.batch.places import File
from firsthand.ledger.writing import ReadBy
from firsthand.model import digest
from firsthand.reading import ReadingOptions

LAYOUT = "firsthand-batch/1"
"""The version of shards, parts and manifests: another one is never taken for this one."""
Unit = Literal["lines", "rows", "bytes", "whole"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How large a shard is: `rows` articles or `bytes` of the file, whichever comes first.

    500 articles are a minute of one core's work: that is what a killed worker loses at most, and the 30 ms of opening
    and writing files are nothing beside it.
    """

    rows: int = 500
    bytes: int = 8 << 20

    def of(self, size: int) -> "Cut":
        """The cut of a file of so many bytes: a small one is cut finer, so that it too is work for several."""
        return Cut(rows=self.rows, bytes=min(self.bytes, max(LEAST, size // PIECES)))


PIECES, LEAST = 16, 64 << 10
"""A file is cut into about so many shards at the least, none of fewer bytes than these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """A piece of one file: `begin` and `end` are half-open, in bytes, or in rows from 1 where `unit` is ``rows``.

    `first` is the number of the first line, from 1. ``whole`` is a file that is read in one piece. `id` names its parts
    and its manifest: digests of the file's place, and of all that the readings depend on; and `number` from 0.
    """

    file: File
    id: str
    number: int
    unit: Unit
    begin: int = 0
    end: int = 0
    first: int = 1


def place_id(file: File) -> str:
    """Digest of a file's place: shards of one file begin with it, whatever its content is now."""
    return digest(file.where, length=8)


def version_id(file: File, *, options: ReadingOptions, read_by: ReadBy, cut: Cut) -> str:
    """Digest of what a file's readings depend on: its place, size and time, the options, who reads, how it is cut."""
    named = (f"{f.name}={getattr(options.columns, f.name)}" for f in fields(options.columns))
    bounds = (options.max_bytes, options.max_characters, *options.accept_languages, *named)
    return digest(
        LAYOUT,
        file.where,
        str(file.size),
        str(file.modified),
        read_by.encoder,
        read_by.version,
        f"{cut.rows} {cut.bytes}",
        *map(str, bounds),
        length=12,
    )
