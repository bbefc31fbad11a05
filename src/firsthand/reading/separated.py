"""Owns tables of separated values, CSV and TSV → articles. A row that cannot be taken apart never stops the others.

It guesses no column: `firsthand.reading.tables` says which is which.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from firsthand.errors import InputError, NotReadable, NotText
from firsthand.reading.encoding import decoded
from firsthand.reading.found import Bad, Found, Run
from firsthand.reading.tables import columns_in, found_in_row

DELIMITERS = (",", ";", "\t", "|")
LONGEST_HEADER = 1_000_000
MOST_RETURNS = 100
"""How often in one file reading goes back to the line after a quotation mark that never closes."""
MOST_SKIPPED = 64 << 20
"""Bytes that are looked through for the end of a row that is too long."""
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _TooLong(Exception):
    """A row has more bytes than the bound."""


@dataclass(frozen=True, slots=True)
class _Record:
    """One row's bytes; `wrong` says what is, if anything; `plain` where quotation marks in it are only marks."""

    raw: bytes
    wrong: str | None = None
    plain: bool = False


@dataclass(slots=True)
class _Table:
    """The file while it is read: `width` is the number of columns, 0 before the header is known.

    `lost` is true from a broken row to the next whole one: what lies between is part of the broken one.
    """

    stream: BinaryIO
    delimiter: str
    limit: int
    width: int = 0
    returns: int = 0
    lost: bool = False
    _pieces: list[bytes] = field(default_factory=list)

    def records(self) -> Iterator[_Record]:
        """Every row that is not empty, whole or with what is wrong with it."""
        while True:
            lost = self.lost
            record = self._record()
            if record is None:
                return
            if record.wrong is None and not record.raw.strip():
                continue
            if record.wrong is None:
                self.lost = False
            elif lost:
                continue
            yield record

    def fields(self, record: _Record, text: str) -> list[str]:
        """The fields of a whole record whose bytes say `text`."""
        if record.plain:
            return text.rstrip("\r\n").split(self.delimiter)
        return next(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=self.delimiter), [])

    def _record(self) -> _Record | None:
        start = self.stream.tell()
        self._pieces = []
        try:
            fields = next(csv.reader(self._lines(), strict=True, delimiter=self.delimiter), None)
        except _TooLong:
            self._pass_over(start)
            return _Record(b"", f"it has more than {self.limit:,} bytes: split the article")
        except csv.Error as error:
            return self._plain(start) or self._broken(start, str(error))
        if fields is None:
            return None
        raw = b"".join(self._pieces)
        if self.width and raw.strip() and len(fields) != self.width:
            wrong = f"it has {len(fields)} fields where the header has {self.width}; check its separators and marks"
            return self._plain(start) or _Record(b"", wrong)
        return _Record(raw)

    def _lines(self) -> Iterator[str]:
        """Lines as the reader asks for them; Latin-1 keeps every byte, and all marks that matter here are ASCII."""
        size = 0
        while line := self.stream.readline(self.limit + 1):
            self._pieces.append(line)
            size += len(line)
            if size > self.limit:
                raise _TooLong
            yield line.decode("latin-1")

    def _plain(self, start: int) -> _Record | None:
        """In TSV the first line alone with its marks as they stand, where that has the right number of fields."""
        first = self._pieces[0]
        if self.delimiter != "\t" or first.count(b"\t") != self.width - 1:
            return None
        self.stream.seek(start + len(first))
        return _Record(first, plain=True)

    def _broken(self, start: int, reason: str) -> _Record:
        self._return_behind_first(start)
        return _Record(b"", f"its quotation marks are broken ({reason}); reading goes on with the next whole row")

    def _return_behind_first(self, start: int) -> None:
        if len(self._pieces) > 1 and self.returns < MOST_RETURNS:
            self.returns += 1
            self.lost = True
            self.stream.seek(start + len(self._pieces[0]))

    def _pass_over(self, start: int) -> None:
        """Goes behind a row that is too long: where its last quotation mark closes, or else behind its first line."""
        marks, last, skipped = sum(p.count(b'"') for p in self._pieces), self._pieces[-1], 0
        while last and skipped < MOST_SKIPPED and (marks % 2 or not last.endswith(b"\n")):
            last = self.stream.readline(1 << 20)
            marks += last.count(b'"')
            skipped += len(last)
        if marks % 2:
            self._return_behind_first(start)


def rows_of_csv(stream: BinaryIO, run: Run, *, stem: str, what: str, location: str) -> Iterator[Found]:
    """One article a row of a CSV or TSV file with a header; `stream` can be sought in, `location` is its path.

    The separator is the one that finds the most columns in the header. Rows count from 1 after the header. A quotation
    mark that never closes costs its own row: reading goes on with the next line that has as many fields as the header.
    """
    csv.field_size_limit(max(csv.field_size_limit(), run.options.max_bytes + 1))
    table, names = _opened(stream, run, what)
    columns = columns_in(names, run.options.columns, what=what)
    number = 0
    for number, record in enumerate(table.records(), start=1):
        where, key = f"row {number} of {what}", f"{stem}-{number}"
        try:
            if record.wrong is not None:
                raise NotReadable(f"{where} could not be read: {record.wrong}.")
            text, warnings = decoded(record.raw, what=where)
        except InputError as error:
            yield Found(result=Bad(key=key, error=error))
            continue
        row = dict(zip(names, table.fields(record, text), strict=False))
        place = f"{location}#row {number}"
        yield found_in_row(row, run, columns=columns, key=key, where=where, location=place, warnings=warnings)
    if not number:
        yield Found(result=Bad(key=stem, error=NotText(f"{what} has no row under its header: there is none to read.")))


def _opened(stream: BinaryIO, run: Run, what: str) -> tuple[_Table, list[str]]:
    """The table behind its header, and the header's names."""
    head = stream.read(4)
    if not head:
        raise NotText(f"{what} is empty: there is no row in it to read.")
    if head.startswith(WIDE):
        raise NotReadable(f"{what} is written in UTF-16: save the table in UTF-8.")
    begin = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    best: tuple[int, str, list[str]] = (-1, "", [])
    for delimiter in DELIMITERS:
        stream.seek(begin)
        names = _header(_Table(stream, delimiter, LONGEST_HEADER), what)
        best = max(best, (len(names), delimiter, names), key=lambda found: found[0])
    size, delimiter, names = best
    stream.seek(begin)
    table = _Table(stream, delimiter, LONGEST_HEADER)
    next(table.records(), None)
    table.width, table.limit = size, run.options.max_bytes
    return table, names


def _header(table: _Table, what: str) -> list[str]:
    record = next(table.records(), None)
    if record is None or record.wrong is not None:
        return []
    text, _ = decoded(record.raw, what=what)
    return table.fields(record, text)
