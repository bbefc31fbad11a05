"""Owns JSON rows: JSONL, one JSON object, or an array of them → articles. A bad row never stops the ones after it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from firsthand.errors import InputError, NotReadable, NotText
from firsthand.model import Article, wire
from firsthand.reading.encoding import decoded
from firsthand.reading.finish import plain_article
from firsthand.reading.found import Bad, Found, Run
from firsthand.reading.late import article_of_page
from firsthand.reading.options import Page, ReadingOptions

ROW_TYPE = "application/json"
MAX_SECTION = 100


def rows_of_lines(
    stream: BinaryIO, run: Run, *, stem: str, what: str, location: str, first: int = 1, whole: bool = True
) -> Iterator[Found]:
    """One article a line of JSONL; empty lines are passed over, and no line longer than the bound is kept in memory.

    `location` is where the rows lie, as captures write it; a line's own bytes, its end aside, are its capture.
    A stream that is not the `whole` file begins with line `first` of it.
    """
    options, number, rows = run.options, first - 1, 0
    while line := stream.readline(options.max_bytes + 1):
        number += 1
        where, key = f"line {number} of {what}", f"{stem}-{number}"
        if len(line) > options.max_bytes:
            rows += 1
            while line and not line.endswith(b"\n"):
                line = stream.readline(options.max_bytes + 1)
            too_long = NotText(f"{where} has more than {options.max_bytes:,} bytes: split the article.")
            yield Found(result=Bad(key=key, error=too_long))
            continue
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.strip():
            rows += 1
            result = _row_of_line(line, key=key, where=where, options=options)
            place = f"{location}#row {number}"
            yield run.found(result, location=place, body=line.rstrip(b"\r\n"), media_type=ROW_TYPE)
    if not rows and whole:
        yield Found(result=Bad(key=stem, error=NotText(f"{what} is empty: there is no row in it to read.")))


def rows_of_document(data: bytes, run: Run, *, stem: str, what: str, location: str) -> Iterator[Found]:
    """The article of a JSON object, or those of an array of objects."""
    try:
        text, _ = decoded(data, what=what)
        value = _parsed(text, what)
    except InputError as error:
        yield run.found(Bad(key=stem, error=error), location=location, body=data, media_type=ROW_TYPE)
        return
    if not isinstance(value, list):
        result = article_of_row(value, key=stem, where=what, options=run.options)
        yield run.found(result, location=location, body=data, media_type=ROW_TYPE)
        return
    if not value:
        empty = NotText(f"{what} is an empty array: there is no article in it to read.")
        yield run.found(Bad(key=stem, error=empty), location=location, body=data, media_type=ROW_TYPE)
    for number, row in enumerate(value, start=1):
        place = f"{location}#row {number}"
        result = article_of_row(row, key=f"{stem}-{number}", where=f"item {number} of {what}", options=run.options)
        yield run.found(result, location=place, body=canonical(row), media_type=ROW_TYPE)


def canonical(row: object) -> bytes:
    """One row as JSON in UTF-8 with its keys sorted and no blanks: the same row always has the same bytes."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def article_of_row(row: object, *, key: str, where: str, options: ReadingOptions) -> Article | Bad:
    """The article of one row; `key` is used where the row has no id."""
    if not isinstance(row, dict):
        return Bad(key=key, error=NotReadable(f"{where} is no JSON object: give one like {{'id': …, 'text': …}}."))
    names = options.columns
    given = row.get(names.id)
    if isinstance(given, str | int) and not isinstance(given, bool) and str(given).strip():
        key = str(given).strip()
    try:
        return _article(row, key=_printable(key), where=where, options=options)
    except InputError as error:
        return Bad(key=_printable(key), error=error)


def _printable(key: str) -> str:
    return key.encode("utf-8", "replace").decode()


def _row_of_line(line: bytes, *, key: str, where: str, options: ReadingOptions) -> Article | Bad:
    try:
        text, _ = decoded(line, what=where)
        return article_of_row(_parsed(text, where), key=key, where=where, options=options)
    except InputError as error:
        return Bad(key=key, error=error)


def _parsed(text: str, where: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deep or a number too long"
        raise NotReadable(f"{where} is not valid JSON ({reason}): check its brackets, commas and marks.") from error


def _article(row: Mapping[str, object], *, key: str, where: str, options: ReadingOptions) -> Article:
    names = options.columns
    text, html = _field(row, names.text, where), _field(row, names.html, where)
    published, warnings = _published(_field(row, names.published, where) or _field(row, "date", where))
    known = Article(
        key=key,
        text="",
        title=_field(row, names.title, where),
        published=published,
        outlet=_field(row, names.outlet, where),
        byline=_field(row, names.byline, where),
        url=_field(row, names.url, where),
        section=_section(row.get(names.section)),
        warnings=warnings,
    )
    if html is not None and text is None:
        page = Page(url=known.url or "", content=html.encode("utf-8"), charset="utf-8")
        return article_of_page(page, key=key, what=where, options=options, given=known)
    if text is None:
        raise NotText(f"{where} has neither a “{names.text}” nor a “{names.html}” with words in it.")
    plain, _ = decoded(text.encode("utf-8"), what=where)
    article = replace(known, text=plain)
    return plain_article(article, what=where, options=options, declared=_field(row, names.language, where))


def _section(value: object) -> str | None:
    """The first text of `value`; a number or code in that field is passed over, since many tables have one."""
    first = value[0] if isinstance(value, list) and value else value
    return " ".join(first.split())[:MAX_SECTION] or None if isinstance(first, str) else None


def _field(row: Mapping[str, object], name: str, where: str) -> str | None:
    """The text in field `name`; None where it is missing, null or only white space."""
    value = row.get(name)
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):  # several authors, say
        value = ", ".join(str(v) for v in value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise NotReadable(f"the field “{name}” of {where} holds {wire.kind(value)} where text is expected.")
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise NotText(f"{where} has half a character (a lone surrogate) in its field “{name}”: write it out again.")
    return value if value.strip() else None


def _published(value: str | None) -> tuple[str | None, tuple[str, ...]]:
    if value is None:
        return None, ()
    try:
        datetime.fromisoformat(value.strip())
    except ValueError:
        return None, (f"The date “{value[:60]}” is not in the form 2022-09-17 and was left out.",)
    return value.strip(), ()
