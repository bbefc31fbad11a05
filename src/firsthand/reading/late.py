"""Owns the putting off of two modules of this folder whose libraries take longer to load than a text file to read.

A person who reads one text file should not wait for an HTML parser and an HTTP client. This is the only place that
loads a module by its name, and only of its own folder, so that the order of the layers stays what the imports say.
"""

from importlib import import_module

from firsthand.model import Article
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
