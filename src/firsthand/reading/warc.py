"""Owns web archives, WARC plain or compressed → the pages in them. A damaged record never stops the ones after it.

It reads answers with the status 200 that are pages of text, and passes everything else over.
"""

import mmap
import os
import re
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from firsthand.errors import InputError, NotReadable, NotText
from firsthand.reading.fetched import found_on_page
from firsthand.reading.found import Bad, Found, Run, kept_headers, written
from firsthand.reading.options import Page
from firsthand.reading.sniffing import kind_of

TEXT_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
HEADER_BYTES = 200_000
"""What the headers of a record and of its answer may add to the bytes of the body."""
MOST_RETURNS = 1_000
"""How many damaged places of one file are passed over."""
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5"
STARTS = {GZIP: re.compile(rb"\x1f\x8b\x08"), ZSTD: re.compile(rb"\x28\xb5\x2f\xfd")}
"""How each compressed record begins, by the first two bytes of the file."""
PLAIN_START = re.compile(rb"(?<=\n)WARC/1\.[01]\r?\n")
INSIDE = re.compile(rb"\r\n\r\nWARC/1\.[01]\r\n(?:WARC-|Content-)")
"""The start of a record where the content of one should be: its stated length is wrong."""
AFTER = re.compile(rb"[\r\n]*WARC/")
HEAD_BYTES = 1_000
"""What of a packed record shows that it is one."""
HEADER_END = re.compile(rb"\r?\n\r?\n")
PARTIAL = "The archive holds only a part of this page."


@dataclass(slots=True)
class _File:
    """The file while it is read: `records` and `pages` that came, and `damaged` places, the last `told`.

    `base` is where in the whole file it begins, where it is a piece of one.
    """

    stream: BinaryIO
    what: str
    stem: str
    location: str
    starts: re.Pattern[bytes] | None
    base: int = 0
    records: int = 0
    pages: int = 0
    damaged: int = 0
    told: int = -1

    def damage(self, place: int, words: str) -> Found:
        self.damaged += 1
        self.told = place
        at = self.base + place
        error = NotReadable(f"{self.what} is damaged at offset {at:,} ({words}): the records after it are read.")
        return Found(result=Bad(key=f"{self.stem}#record {at}", error=error))

    def size(self) -> int:
        return os.fstat(self.stream.fileno()).st_size

    def next_start(self, place: int) -> int | None:
        """Where the next record begins, at the offset `place` or behind it; None where there is none."""
        if place >= self.size():
            return None
        with mmap.mmap(self.stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return start_in(content, place, self.starts)

    def break_behind(self, last: int) -> int:
        """The offset of the damage that stopped reading in or behind the packed record at `last`."""
        if self.starts is not STARTS[GZIP]:
            return self.next_start(last + 1) or last
        unpacking, place = zlib.decompressobj(31), last
        while not unpacking.eof:
            piece = unpacking.unconsumed_tail or os.pread(self.stream.fileno(), 1 << 16, place)
            place += 0 if unpacking.unconsumed_tail else len(piece)
            try:
                unpacking.decompress(piece, 1 << 20)
            except zlib.error:
                return last
            if not piece:
                return last
        return place - len(unpacking.unused_data)

    def end_of(self, place: int, length: int) -> tuple[int, str | None]:
        """Where the plain record at `place` ends with the empty lines behind it, and what is wrong with its length."""
        number = self.stream.fileno()
        header = HEADER_END.search(os.pread(number, HEADER_BYTES, place))
        if header is None:
            return place, "its header does not end"
        end = place + header.end() + length
        behind = os.pread(number, 16, end)
        if end > self.size():
            return end, "its content is cut off"
        if behind.strip() and not behind.startswith((b"\r\n\r\n", b"\n\n")) and not AFTER.match(behind):
            return end, "its stated length is wrong"
        return end + len(behind) - len(behind.lstrip(b"\r\n")), None

    def is_junk(self, begin: int, end: int) -> bool:
        """True where more than white space stands between two offsets of a plain file."""
        return end > begin and bool(os.pread(self.stream.fileno(), min(end - begin, 4_096), begin).strip())


def start_in(content: "mmap.mmap | bytes", place: int, starts: re.Pattern[bytes] | None) -> int | None:
    """Where in `content` a record begins, at the offset `place` or behind it.

    `starts` is how each record begins (`STARTS`), None where the file is plain.
    """
    for match in (starts or PLAIN_START).finditer(content, place):
        head = content[match.start() : match.start() + HEAD_BYTES]
        if starts is not STARTS[GZIP] or _unpacked_head(head).startswith(b"WARC/"):
            return match.start()
    return None


def _unpacked_head(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, 100)
    except zlib.error:
        return b""


def records_of_warc(
    path: Path, run: Run, *, stem: str, what: str, location: str, base: int = 0, whole: bool = True
) -> Iterator[Found]:
    """The page of every answer in the WARC file at `path`, keyed by its address and dated by its record.

    Plain, gzip and Zstandard files are told apart by their first bytes. Records are named by their offset in bytes in
    the file as it lies on disk; where `path` is a piece and not the `whole` of it, it begins at the offset `base`.
    Raises OSError where the file cannot be opened.
    """
    with open(path, "rb") as stream:
        magic = stream.read(2)
        file = _File(stream=stream, what=what, stem=stem, location=location, starts=STARTS.get(magic), base=base)
        place: int | None = 0 if magic else None
        while place is not None:
            if file.damaged > MOST_RETURNS:
                words = f"{what} is damaged in more than {MOST_RETURNS:,} places: its rest is not read."
                yield Found(result=Bad(key=stem, error=NotReadable(words)))
                return
            stream.seek(place)
            place = yield from _from(place, file, run)
    if not whole:
        return
    if not file.records and not file.damaged:
        yield Found(result=Bad(key=stem, error=NotReadable(f"{what} holds no WARC record: give a WARC file.")))
    elif not file.pages and not file.damaged:
        words = (
            f"{what} holds no page: none of its {file.records:,} records is an answer of HTML or text with status 200."
        )
        yield Found(result=Bad(key=stem, error=NotText(words)))


def _from(begin: int, file: _File, run: Run) -> Generator[Found, None, int | None]:
    """The pages from the offset `begin` on, to the end (None) or to a damaged place (the offset to go on from)."""
    last: int | None = None
    end = begin
    types = WarcRecordType.any_type
    try:
        for record in ArchiveIterator(file.stream, record_types=types, parse_http=False, quirks_mode=True):
            last = place = int(record.stream_pos)
            length, fault = int(record.content_length), None
            file.records += 1
            if file.starts is None:
                if file.is_junk(end, place):
                    yield file.damage(end, "what stands there is no record")
                end, fault = file.end_of(place, length)
            if fault is None:
                fault = yield from _record(record, place, length, file, run)
            if fault is not None:
                yield file.damage(place, fault)
                return file.next_start(place + 1)
            if file.starts is not None and length > run.options.max_bytes + HEADER_BYTES:
                behind = file.next_start(place + 1)
                if behind is not None:  # no need to unpack what is not read; and its length may be a wrong one
                    return behind
        if file.starts is None and file.is_junk(end, file.size()):
            yield file.damage(end, "what stands there is no record")
    except (OSError, ValueError) as error:
        damaged = begin if last is None else file.break_behind(last)
        if damaged != file.told:
            yield file.damage(damaged, " ".join(str(error).split())[:100] or type(error).__name__)
        return file.next_start(damaged + 1 if last is None or damaged == last else damaged)
    return None


def _record(record: WarcRecord, place: int, length: int, file: _File, run: Run) -> Generator[Found, None, str | None]:
    """The page of one record, if it is one; what is wrong with the record as such, or None."""
    if record.record_type != WarcRecordType.response:
        return None
    url = (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    if not url:
        return "it names no address"
    if not record.is_http or not url.lower().startswith(("http://", "https://")) or _no_page(url):
        return None
    where = f"{url[:500]} (record at offset {file.base + place:,} of {file.what})"
    if length > run.options.max_bytes + HEADER_BYTES:
        file.pages += 1
        words = f"{where} has {length:,} bytes, more than the {run.options.max_bytes:,} of one page."
        yield Found(result=Bad(key=url, error=NotText(words)))
        return None
    block = _read(record, length)
    if len(block) < length:
        return "its content is cut off"
    if INSIDE.search(block):
        return "its stated length is wrong"
    try:
        page = _page(block, url, where, run)
    except InputError as error:
        file.pages += 1
        yield Found(result=Bad(key=url, error=error))
        return None
    if page is not None:
        file.pages += 1
        location = f"{file.location}#record {file.base + place}"
        when = written(record.record_date) if record.record_date else None
        found = found_on_page(page, run, key=url, what=where, location=location, fetched_at=when)
        if record.headers.get("WARC-Truncated") and not isinstance(found.result, Bad):
            found = replace(found, result=replace(found.result, warnings=(*found.result.warnings, PARTIAL)))
        yield found
    return None


def _read(record: WarcRecord, length: int) -> bytes:
    pieces = []
    while length > 0 and (piece := record.reader.read(length)):
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def _no_page(url: str) -> bool:
    try:
        return urlsplit(url).path.lower() in ("/robots.txt", "/ads.txt", "/llms.txt")
    except ValueError:
        return True


def _page(block: bytes, url: str, where: str, run: Run) -> Page | None:
    """The answer in `block` as a page, or None where it is none of text or its status is not 200."""
    reason = ""
    for decode in ("all", "content", "none"):
        answer = WarcRecord()
        answer.set_bytes_content(block)
        answer.is_http = True
        try:
            answer.parse_http(auto_decode=decode, quirks_mode=True)
            headers = answer.http_headers
            if headers is None or headers.status_code != 200:
                return None
            media_type = (answer.http_content_type or "").strip().lower()
            if media_type and media_type not in TEXT_TYPES:
                return None
            body = bytes(answer.reader.read(run.options.max_bytes + 1))
        except (OSError, ValueError) as error:
            reason = " ".join(str(error).split())[:100]
            continue
        if len(body) > run.options.max_bytes:
            raise NotText(f"{where} unpacks to more than {run.options.max_bytes:,} bytes, too many for one page.")
        # Many archives keep the header of an encoding that they have taken off already.
        if (decode == "all" and media_type) or kind_of(body) == "html":
            kept = kept_headers(headers.to_tuples())
            kind, charset = media_type or "text/html", answer.http_charset
            return Page(url=url, content=body, media_type=kind, charset=charset, headers=kept)
        if decode == "all":
            return None
    raise NotReadable(f"{where} is packed in a way that cannot be unpacked ({reason}).")
