"""Owns JSON rows: JSONL, one JSON object, or an array of them → articles. A bad row never stops the ones after it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from firsthand.errors import InputError, NotReadable, NotText
from firsthand.model import Article
from firsthand.reading.encoding import decoded
from firsthand.reading.finish import plain_article
from firsthand.reading.late import article_of_page
from firsthand.reading.options import Page, ReadingOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """An item that could not be read: its key, and the error that says why."""

    key: str
    error: InputError


def rows_of_lines(stream: BinaryIO, *, stem: str, what: str, options: ReadingOptions) -> Iterator[Article | Bad]:
    """One article a line of JSONL; empty lines are passed over, and no line longer than the bound is kept in memory."""
    number, rows = 0, 0
    while line := stream.readline(options.max_bytes + 1):
        number += 1
        where, key = f"line {number} of {what}", f"{stem}-{number}"
        if len(line) > options.max_bytes:
            rows += 1
            while line and not line.endswith(b"\n"):
                line = stream.readline(options.max_bytes + 1)
            yield Bad(key=key, error=NotText(f"{where} has more than {options.max_bytes:,} bytes: split the article."))
            continue
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.strip():
            rows += 1
            yield _row_of_line(line, key=key, where=where, options=options)
    if not rows:
        yield Bad(key=stem, error=NotText(f"{what} is empty: there is no row in it to read."))


def rows_of_document(data: bytes, *, stem: str, what: str, options: ReadingOptions) -> Iterator[Article | Bad]:
    """The article of a JSON object, or those of an array of objects."""
    try:
        text, _ = decoded(data, what=what)
        value = _parsed(text, what)
    except InputError as error:
        yield Bad(key=stem, error=error)
        return
    if not isinstance(value, list):
        yield article_of_row(value, key=stem, where=what, options=options)
        return
    if not value:
        yield Bad(key=stem, error=NotText(f"{what} is an empty array: there is no article in it to read."))
    for number, row in enumerate(value, start=1):
        yield article_of_row(row, key=f"{stem}-{number}", where=f"item {number} of {what}", options=options)


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


def _article(row: dict[str, object], *, key: str, where: str, options: ReadingOptions) -> Article:
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
        warnings=warnings,
    )
    if html is not None and text is None:
        page = Page(url=known.url or "", content=html.encode("utf-8"), charset="utf-8")
        return article_of_page(page, key=key, what=where, options=options, given=known)
    if text is None:
        raise NotText(f"{where} has neither a “{names.text}” nor a “{names.html}” with words in it.")
    plain, _ = decoded(text.encode("utf-8"), what=where)
    article = Article(
        key=key,
        text=plain,
        title=known.title,
        published=published,
        outlet=known.outlet,
        byline=known.byline,
        url=known.url,
        warnings=warnings,
    )
    return plain_article(article, what=where, options=options, declared=_field(row, names.language, where))


def _field(row: dict[str, object], name: str, where: str) -> str | None:
    """The text in field `name`; None where it is missing, null or only white space."""
    value = row.get(name)
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):  # several authors, say
        value = ", ".join(str(v) for v in value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise NotReadable(f"{where} has a {type(value).__name__} in its field “{name}”, where a text was expected.")
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
