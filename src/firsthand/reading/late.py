"""Owns the putting off of modules of this folder whose libraries take longer to load than a text file to read.

A person who reads one text file should not wait for an HTML parser, an HTTP client or a Parquet reader. This is the
only place that loads a module by its name, and only of its own folder, so that the order of the layers stays what the
imports say.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from firsthand.model import Article
from firsthand.reading.found import Feed, Found, Run
from firsthand.reading.options import Page, ReadingOptions


def fetch_page(address: str, options: ReadingOptions) -> Page:
    """`firsthand.reading.fetching.fetch_page` with the system's name resolution and network."""
    page: Page = import_module("firsthand.reading.fetching").fetch_page(address, options)
    return page


def article_of_page(
    page: Page, *, key: str, what: str, options: ReadingOptions, given: Article | None = None
) -> Article:
    """`firsthand.reading.page.article_of_page`."""
    module = import_module("firsthand.reading.page")
    article: Article = module.article_of_page(page, key=key, what=what, options=options, given=given)
    return article


def feed_of(page: Page, *, what: str) -> Feed:
    """`firsthand.reading.feed.feed_of`."""
    feed: Feed = import_module("firsthand.reading.feed").feed_of(page, what=what)
    return feed


def feeds_of_list(page: Page, *, what: str) -> tuple[str, ...]:
    """`firsthand.reading.feed.feeds_of_list`."""
    found: tuple[str, ...] = import_module("firsthand.reading.feed").feeds_of_list(page, what=what)
    return found


def rows_of_parquet(path: Path, run: Run, *, stem: str, what: str, location: str) -> Iterator[Found]:
    """`firsthand.reading.parquet.rows_of_parquet`."""
    module = import_module("firsthand.reading.parquet")
    rows: Iterator[Found] = module.rows_of_parquet(path, run, stem=stem, what=what, location=location)
    return rows


def records_of_warc(path: Path, run: Run, *, stem: str, what: str, location: str) -> Iterator[Found]:
    """`firsthand.reading.warc.records_of_warc`."""
    module = import_module("firsthand.reading.warc")
    records: Iterator[Found] = module.records_of_warc(path, run, stem=stem, what=what, location=location)
    return records
