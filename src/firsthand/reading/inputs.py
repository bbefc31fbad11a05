"""Owns the way from what a person names (paths, folders, globs, addresses, "-") to articles and failures, in order."""

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from firsthand.errors import InputError, NotFound, NotReadable, NotText, Refused
from firsthand.model import Article, Failure, Taken
from firsthand.reading.encoding import GZIP, compressed, decoded
from firsthand.reading.fetched import found_on_page
from firsthand.reading.finish import plain_article
from firsthand.reading.following import from_feed_page, from_feeds
from firsthand.reading.found import (
    Bad,
    FeedState,
    Found,
    Now,
    Run,
    no_state,
    not_kept,
    not_told,
    nothing_known,
    utc_now,
)
from firsthand.reading.late import article_of_page, feeds_of_list, fetch_page, records_of_warc, rows_of_parquet
from firsthand.reading.options import Ask, Fetch, Page, ReadingOptions
from firsthand.reading.paths import FEED_SUFFIXES, WARC_SUFFIXES, not_opened, paths_of, shown, stem_of, suffix_of
from firsthand.reading.politeness import Polite
from firsthand.reading.rows import rows_of_document, rows_of_lines
from firsthand.reading.separated import rows_of_csv
from firsthand.reading.sniffing import HEAD, ROW_START, kind_of

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
STDIN = "standard input"


def take_inputs(
    inputs: Iterable[str],
    *,
    options: ReadingOptions | None = None,
    fetch: Fetch = fetch_page,
    stdin: BinaryIO | None = None,
    clock: Now = utc_now,
    known: Callable[[str], bool] = nothing_known,
    state: Callable[[str], FeedState | None] = no_state,
    seen: Callable[[FeedState], None] = not_kept,
    answered: Callable[[str], None] = not_told,
    polite: Polite | None = None,
) -> Iterator[Taken]:
    """Every article of `inputs` in order with the bytes it came from; what cannot be read is a failure among them.

    An input is what `read_inputs` takes. Keys are the caller's own names (a file's name without suffix, a row's id, the
    address) and depend on nothing else that was handed in: two files of one name have the same key. `clock` dates the
    captures. Of feeds, links for which `known` is true are passed over; `state` gives what `seen` was handed before,
    so that a feed that has not changed need not be sent again. `seen` is called for a feed only after its last link was
    taken and the next thing is asked for, and not at all where a link got no answer: keep what was taken before it.
    `answered` is told every feed that could be had, whether it had anything new or not. `polite` keeps the manners of
    several runs together; by default every run has its own.
    """
    run = Run(
        options=options or ReadingOptions(),
        fetch=fetch,
        polite=polite or Polite(),
        now=clock,
        stdin=stdin,
        known=known,
        state=state,
        seen=seen,
        answered=answered,
    )
    for item in inputs:
        for found in _results(item, run):
            yield taken_from(found)


def taken_from(found: Found) -> Taken:
    """What was found as the value that callers get."""
    result, capture = found.result, found.capture
    key = _printable(result.key)
    if isinstance(result, Bad):
        failure = Failure(key=key, kind=result.error.kind, message=str(result.error))
        return Taken(key=key, capture=capture, failure=failure)
    return Taken(key=key, capture=capture, article=result if key == result.key else replace(result, key=key))


def read_inputs(
    inputs: Iterable[str],
    *,
    options: ReadingOptions | None = None,
    fetch: Fetch = fetch_page,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Failure]:
    """Every article of `inputs` in order; what cannot be read becomes a Failure, and the rest goes on.

    An input is a file, a folder, a glob, an http or https address, or "-" for standard input (text, HTML or JSONL;
    bytes of `stdin`, by default the process's own). Files are .txt, .html, .htm, rows (.jsonl, .json, .csv, .tsv,
    .parquet), archives (.warc, .warc.gz, .warc.zst), feeds (RSS, Atom) and lists of feeds (OPML), whose links are
    fetched; another file is taken for text, or for HTML or a feed where it begins like one. Keys are a file's name
    without suffix, a row's id, the address, or "stdin"; a key that came before gets "-2", "-3" … A file named twice is
    read once.
    """
    keys: set[str] = set()
    for taken in take_inputs(inputs, options=options, fetch=fetch, stdin=stdin):
        key = _unique(taken.key, keys)
        if taken.failure is not None:
            yield replace(taken.failure, key=key)
        elif taken.article is not None:
            yield taken.article if key == taken.key else replace(taken.article, key=key)


def read_one(
    item: str, *, options: ReadingOptions | None = None, fetch: Fetch = fetch_page, stdin: BinaryIO | None = None
) -> Article:
    """The one article at `item` (see `read_inputs`); raises InputError where it cannot be read or there are several."""
    results = _results(item, Run(options=options or ReadingOptions(), fetch=fetch, polite=Polite(), stdin=stdin))
    found = next(results, None)
    if found is None:
        raise NotText(f"{shown(item)} holds no article: give a page, or a feed that lists one.")
    if isinstance(found.result, Bad):
        raise found.result.error
    if next(results, None) is not None:
        raise NotReadable(f"{item} holds more than one article: read it as a batch, or name one of its articles.")
    return found.result


def _printable(key: str) -> str:
    return key.encode("utf-8", "replace").decode()  # a file's name may hold bytes that are no text


def _unique(key: str, keys: set[str]) -> str:
    name, number = key, 1
    while name in keys:
        number += 1
        name = f"{key}-{number}"
    keys.add(name)
    return name


def _results(item: str, run: Run) -> Iterator[Found]:
    """What one input holds; nothing where all its files have been read before, or a feed has nothing new."""
    scheme = SCHEME.match(item)
    if item == "-" and run.stdin is None and sys.stdin is None:
        yield Found(result=Bad(key="stdin", error=NotFound("Standard input is closed: open it, or give a file.")))
    elif item == "-":
        yield from _of_stream(run.stdin or sys.stdin.buffer, run)
    elif scheme is not None:
        yield from _of_address(item, scheme[1], run)
    else:
        try:
            paths = paths_of(item, run.options)
        except InputError as error:
            yield Found(result=Bad(key=stem_of(item), error=error))
            return
        for path in paths:
            place = os.path.abspath(path)
            if place not in run.files:
                run.files.add(place)
                yield from _of_file(Path(path), place, run)


def _of_address(address: str, scheme: str, run: Run) -> Iterator[Found]:
    try:
        if scheme.lower() not in ("http", "https"):
            raise Refused(f"{address} is not fetched: only http and https addresses are, not {scheme.lower()}.")
        held = run.state(address)
        ask = Ask(what="any", etag=held.etag if held else None, modified=held.modified if held else None)
        page = run.fetch(address, replace(run.options, ask=ask))
        kind = kind_of(page.content)
        if page.status == 304:
            run.answered(address)
            return
        if kind == "opml":
            feeds = feeds_of_list(page, what=address)
        elif kind == "xml":
            raise NotReadable(
                f"{address} is XML, but neither a page nor a feed: give an article's or a feed's address."
            )
    except InputError as error:
        yield Found(result=Bad(key=address, error=error))
        return
    if kind == "opml":
        yield from from_feeds(feeds, run)
    elif kind == "feed":
        yield from from_feed_page(page, run, address=address, what=address)
    else:
        yield found_on_page(page, run, key=address)


def _of_file(path: Path, place: str, run: Run) -> Iterator[Found]:
    what, stem, suffix = shown(str(path)), stem_of(str(path)), suffix_of(path)
    try:
        if suffix in WARC_SUFFIXES:
            yield from records_of_warc(path, run, stem=stem, what=what, location=place)
        elif suffix == ".parquet":
            yield from rows_of_parquet(path, run, stem=stem, what=what, location=place)
        else:
            with open(path, "rb") as stream:
                if suffix == ".jsonl":
                    yield from rows_of_lines(stream, run, stem=stem, what=what, location=place)
                elif suffix in (".csv", ".tsv"):
                    yield from rows_of_csv(stream, run, stem=stem, what=what, location=place)
                else:
                    data = _bounded(stream, what, run.options)
                    yield from _of_bytes(data, suffix, run, stem=stem, what=what, location=place)
    except OSError as error:
        yield Found(result=Bad(key=stem, error=not_opened(str(path), error)))
    except InputError as error:
        yield Found(result=Bad(key=stem, error=error))


def _of_stream(stream: BinaryIO, run: Run) -> Iterator[Found]:
    """Standard input: JSONL where its first line is an object, else text, HTML, a feed or a list of feeds."""
    options = run.options
    try:
        first = stream.readline(options.max_bytes + 1)
        if ROW_START.match(first) and first.rstrip().endswith(b"}") and not first.lstrip().startswith(b"["):
            rows = io.BufferedReader(_Chained(first, stream))
            yield from rows_of_lines(rows, run, stem="stdin", what=STDIN, location=STDIN)
            return
        data = _bounded(_Chained(first, stream), STDIN, options)
        suffix = ".json" if ROW_START.match(data[:HEAD]) else ""
        yield from _of_bytes(data, suffix, run, stem="stdin", what=STDIN, location=STDIN)
    except OSError as error:
        yield Found(result=Bad(key="stdin", error=not_opened(STDIN, error)))
    except InputError as error:
        yield Found(result=Bad(key="stdin", error=error))


def _of_bytes(data: bytes, suffix: str, run: Run, *, stem: str, what: str, location: str) -> Iterator[Found]:
    kind = "" if suffix == ".txt" else "html" if suffix in (".html", ".htm") else kind_of(data)
    if suffix == ".json":
        yield from rows_of_document(data, run, stem=stem, what=what, location=location)
    elif kind == "opml":
        yield from from_feeds(feeds_of_list(Page(url="", content=data), what=what), run)
    elif kind == "feed" or (suffix in FEED_SUFFIXES and suffix != ".xml" and kind == "html"):
        yield from from_feed_page(Page(url="", content=data), run, address=None, what=what)
    elif suffix in FEED_SUFFIXES and kind != "html":
        raise NotReadable(f"{what} is neither a feed nor a list of feeds: give RSS, Atom or OPML, or a page as .html.")
    else:
        html = kind == "html"
        result = _of_page_or_text(data, html=html, stem=stem, what=what, options=run.options)
        if suffix in FEED_SUFFIXES and isinstance(result, Article):
            result = replace(
                result, warnings=(*result.warnings, f"{what} is an HTML page, no feed: it is read as one.")
            )
        yield run.found(result, location=location, body=data, media_type="text/html" if html else "text/plain")


def _of_page_or_text(data: bytes, *, html: bool, stem: str, what: str, options: ReadingOptions) -> Article | Bad:
    try:
        if html:
            return article_of_page(Page(url="", content=data), key=stem, what=what, options=options)
        text, warnings = decoded(data, what=what)
        return plain_article(Article(key=stem, text=text, warnings=warnings), what=what, options=options)
    except InputError as error:
        return Bad(key=stem, error=error)


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
        raise _too_long(pieces[0], what, options)
    return b"".join(pieces)


def _too_long(head: bytes, what: str, options: ReadingOptions) -> NotText:
    more, kind = f"{what} has more than {options.max_bytes:,} bytes, too many for", kind_of(head)
    if head.startswith(GZIP):
        return compressed(what)
    if kind in ("feed", "opml"):
        return NotText(f"{more} one {'feed' if kind == 'feed' else 'list of feeds'}: give a shorter one.")
    if ROW_START.match(head[:HEAD]):
        return NotText(f"{more} one JSON document: write it as JSONL, one row a line.")
    return NotText(f"{more} one article: split it.")
