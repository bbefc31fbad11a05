"""Owns the way from what a person names (paths, folders, globs, addresses, "-") to articles and failures, in order."""

import glob
import io
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from firsthand.errors import InputError, NotFound, NotReadable, NotText, Refused
from firsthand.model import Article, Failure
from firsthand.reading.encoding import decoded
from firsthand.reading.finish import plain_article
from firsthand.reading.late import article_of_page, fetch_page
from firsthand.reading.options import Fetch, Page, ReadingOptions
from firsthand.reading.rows import Bad, rows_of_document, rows_of_lines

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
HTML_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html)\b", re.I | re.S
)
ROW_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*\"")
# What is read in a folder. JSON files that are not JSONL are read only where they are named: many hold something else.
FOLDER_SUFFIXES = frozenset({".txt", ".html", ".htm", ".jsonl"})
GLOB_SUFFIXES = FOLDER_SUFFIXES | {".json"}
STDIN = "standard input"


def read_inputs(
    inputs: Iterable[str],
    *,
    options: ReadingOptions | None = None,
    fetch: Fetch = fetch_page,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Failure]:
    """Every article of `inputs` in order; what cannot be read becomes a Failure, and the rest goes on.

    An input is the path of a .txt, .html, .htm, .jsonl or .json file (another file is taken for text, or HTML where it
    begins like it), a folder, a glob, an http or https address, or "-" for standard input (text, HTML or JSONL; bytes
    of `stdin`, by default the process's own). Keys are a file's name without suffix, a row's id, the address, or
    "stdin"; a key that came before gets "-2", "-3" … A file named twice is read once.
    """
    keys: set[str] = set()
    files: set[str] = set()
    for item in inputs:
        for result in _results(item, options or ReadingOptions(), fetch, stdin, files):
            key = _unique(result.key, keys)
            if isinstance(result, Bad):
                yield Failure(key=key, kind=result.error.kind, message=str(result.error))
            else:
                yield result if key == result.key else replace(result, key=key)


def read_one(
    item: str, *, options: ReadingOptions | None = None, fetch: Fetch = fetch_page, stdin: BinaryIO | None = None
) -> Article:
    """The one article at `item` (see `read_inputs`); raises InputError where it cannot be read or there are several."""
    results = _results(item, options or ReadingOptions(), fetch, stdin, set())
    first = next(results)
    if isinstance(first, Bad):
        raise first.error
    if next(results, None) is not None:
        raise NotReadable(f"{item} holds more than one article: read it as a batch, or name one of its articles.")
    return first


def _unique(key: str, keys: set[str]) -> str:
    key = key.encode("utf-8", "replace").decode()  # a file's name may hold bytes that are no text
    name, number = key, 1
    while name in keys:
        number += 1
        name = f"{key}-{number}"
    keys.add(name)
    return name


def _results(
    item: str, options: ReadingOptions, fetch: Fetch, stdin: BinaryIO | None, files: set[str]
) -> Iterator[Article | Bad]:
    """What one input holds; at least one result unless all its files have been read before."""
    scheme = SCHEME.match(item)
    if item == "-" and stdin is None and sys.stdin is None:
        yield Bad(key="stdin", error=NotFound("Standard input is closed: open it, or give a file."))
    elif item == "-":
        yield from _of_stream(stdin or sys.stdin.buffer, stem="stdin", what=STDIN, options=options)
    elif scheme is not None:
        yield _of_address(item, scheme[1], options, fetch)
    else:
        try:
            paths = _paths(item, options)
        except InputError as error:
            yield Bad(key=_stem(item), error=error)
            return
        for path in paths:
            place = os.path.abspath(path)
            if place not in files:
                files.add(place)
                yield from _of_file(Path(path), options)


def _stem(item: str) -> str:
    return Path(item.rstrip("/\\")).stem or item


def _of_address(address: str, scheme: str, options: ReadingOptions, fetch: Fetch) -> Article | Bad:
    try:
        if scheme.lower() not in ("http", "https"):
            raise Refused(f"{address} is not fetched: only http and https addresses are, not {scheme.lower()}.")
        page = fetch(address, options)
        if page.media_type == "text/plain":
            text, warnings = decoded(page.content, what=address, declared=page.charset)
            article = Article(key=address, text=text, url=page.url, warnings=warnings)
            return plain_article(article, what=address, options=options)
        return article_of_page(page, key=address, what=address, options=options)
    except InputError as error:
        return Bad(key=address, error=error)


def _paths(item: str, options: ReadingOptions) -> tuple[str, ...]:
    """The files that `item` stands for, sorted; NotFound or NotReadable with one sentence where there are none."""
    try:
        mode = os.stat(item).st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        mode = None
    except OSError as error:
        raise _not_opened(item, error) from error
    if mode is None:
        matches = _matches(item, options) if glob.has_magic(item) and "\0" not in item else None
        if matches is None:
            raise NotFound(f"There is no file or folder {_shown(item)}: check the path.")
        if not matches:
            raise NotFound(f"No text, HTML or JSON file matches {_shown(item)}: check the pattern.")
        return matches
    if not stat.S_ISDIR(mode):
        return (item,)
    found = _in_folder(item, recursive=options.recursive)
    if not found:
        deeper = "" if options.recursive else "; folders inside it are only read when asked for"
        raise NotFound(
            f"The folder {_shown(item)} has no article in it: it holds no .txt, .html, .htm or .jsonl file{deeper}."
        )
    return found


def _matches(pattern: str, options: ReadingOptions) -> tuple[str, ...]:
    found = sorted(glob.glob(pattern, recursive=True))
    return tuple(p for p in found if Path(p).suffix.lower() in GLOB_SUFFIXES and os.path.isfile(p))


def _in_folder(folder: str, *, recursive: bool) -> tuple[str, ...]:
    def stop(error: OSError) -> None:
        raise _not_opened(error.filename or folder, error) from error

    found = []
    for place, folders, names in os.walk(folder, onerror=stop):
        folders[:] = sorted(f for f in folders if not f.startswith(".")) if recursive else []
        for name in sorted(names):
            path = os.path.join(place, name)
            if not name.startswith(".") and Path(name).suffix.lower() in FOLDER_SUFFIXES and os.path.isfile(path):
                found.append(path)
    return tuple(found)


def _of_file(path: Path, options: ReadingOptions) -> Iterator[Article | Bad]:
    what, stem, suffix = _shown(str(path)), path.stem or path.name, path.suffix.lower()
    try:
        with open(path, "rb") as stream:
            if suffix == ".jsonl":
                yield from rows_of_lines(stream, stem=stem, what=what, options=options)
            else:
                yield from _of_bytes(_bounded(stream, what, options), suffix, stem=stem, what=what, options=options)
    except OSError as error:
        yield Bad(key=stem, error=_not_opened(str(path), error))
    except InputError as error:
        yield Bad(key=stem, error=error)


def _of_stream(stream: BinaryIO, *, stem: str, what: str, options: ReadingOptions) -> Iterator[Article | Bad]:
    """Standard input: JSONL where its first line is an object, else text or HTML."""
    try:
        first = stream.readline(options.max_bytes + 1)
        if ROW_START.match(first) and first.rstrip().endswith(b"}") and not first.lstrip().startswith(b"["):
            rows = io.BufferedReader(_Chained(first, stream))
            yield from rows_of_lines(rows, stem=stem, what=what, options=options)
            return
        data = _bounded(_Chained(first, stream), what, options)
        suffix = ".json" if ROW_START.match(data[:4000]) else ""
        yield from _of_bytes(data, suffix, stem=stem, what=what, options=options)
    except OSError as error:
        yield Bad(key=stem, error=_not_opened(what, error))
    except InputError as error:
        yield Bad(key=stem, error=error)


def _of_bytes(data: bytes, suffix: str, *, stem: str, what: str, options: ReadingOptions) -> Iterator[Article | Bad]:
    if suffix == ".json":
        yield from rows_of_document(data, stem=stem, what=what, options=options)
    elif suffix in (".html", ".htm") or (suffix != ".txt" and HTML_START.match(data[:4000])):
        yield article_of_page(Page(url="", content=data), key=stem, what=what, options=options)
    else:
        text, warnings = decoded(data, what=what)
        yield plain_article(Article(key=stem, text=text, warnings=warnings), what=what, options=options)


class _Chained(io.RawIOBase):
    """A line that was read already, and the stream it came from."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = io.BytesIO(first), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        data = self._first.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _bounded(stream: "BinaryIO | _Chained", what: str, options: ReadingOptions) -> bytes:
    """All bytes of `stream`, or NotText where there are too many; never more than the bound in memory."""
    pieces, size = [], 0
    while size <= options.max_bytes and (piece := stream.read(min(1 << 20, options.max_bytes + 1 - size))):
        pieces.append(piece)
        size += len(piece)
    if size > options.max_bytes:
        raise NotText(f"{what} has more than {options.max_bytes:,} bytes, too many for one article: split it.")
    return b"".join(pieces)


def _not_opened(place: str, error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError):
        return NotFound(f"There is no file or folder {_shown(place)}: check the path.")
    if isinstance(error, PermissionError):
        return NotReadable(f"{_shown(place)} may not be opened (permission denied): change its permissions or copy it.")
    return NotReadable(f"{_shown(place)} could not be read ({error.strerror or error}): check the file.")


def _shown(path: str) -> str:
    """A path as it may stand in a message: one line, bounded, printable."""
    shown = "".join(c if c.isprintable() else "\ufffd" for c in path)
    return shown if len(shown) <= 200 else f"{shown[:199]}…"
