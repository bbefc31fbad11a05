"""Owns the day or instant that a page's metadata state for it, of any year, and the doubt about a day yet to come.

It guesses nothing from addresses or from the text.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from lxml.html import HtmlElement

from firsthand.model import Article

LONGEST_SCRIPT = 1_000_000
DEEPEST = 6
METAS = (
    "string(//meta[@property='article:published_time' or @name='article:published_time']/@content)",
    "string(//head/meta[@itemprop='datePublished']/@content)",
)
# Not in paragraphs, where it may be any day the text speaks of, nor beside other articles' headlines.
TIME = (
    "string(//time[not(ancestor::p or ancestor::li or ancestor::nav or ancestor::aside or ancestor::footer)]/@datetime)"
)
FIRST_HOUR = 10
"""From this hour of UTC on, the next day has begun in the first zone of the world."""


def stated_time(tree: HtmlElement) -> str | None:
    """When the page `tree` was published by its metadata (meta, microdata or JSON-LD), as ISO 8601: the instant
    where a time with its zone is stated (which article came first may hang on it), else the day."""
    for path in METAS:
        if day := _when(tree.xpath(path)):
            return day
    for script in tree.iter("script"):
        text = script.text or ""
        if "json" in (script.get("type") or "") and "datePublished" in text and len(text) <= LONGEST_SCRIPT:
            try:
                value = json.loads(text)
            except (ValueError, RecursionError):
                continue
            if day := next(_days(value, DEEPEST), None):
                return day
    return None


def time_element(tree: HtmlElement) -> str | None:
    """The day or instant of the first ``<time>`` of the page that stands outside paragraphs, lists and what lies
    around."""
    return _when(tree.xpath(TIME))


def doubted(article: Article, fetched_at: str) -> Article:
    """`article` with a warning where its stated day had begun nowhere on the day of `fetched_at` (UTC, ISO 8601)."""
    day, fetched = _day(article.published), datetime.fromisoformat(fetched_at)
    if day is None or (date.fromisoformat(day) - fetched.date()).days <= (fetched.hour >= FIRST_HOUR):
        return article
    warning = f"The stated date {day} lies after the day it was fetched, {fetched_at[:10]}."
    return article if warning in article.warnings else replace(article, warnings=(*article.warnings, warning))


def _days(value: object, depth: int) -> Iterator[str]:
    """What is nearest to the root first: below it may stand other works, such as articles that are linked."""
    if not depth:
        return
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if isinstance(value, dict) and (day := _when(value.get("datePublished"))):
        yield day
    for one in inner:
        yield from _days(one, depth - 1)


def _when(words: object) -> str | None:
    """An ISO 8601 time as it is stated where it has a zone, the day of any other; None where it is neither."""
    try:
        stated = datetime.fromisoformat(words.strip()) if isinstance(words, str) else None
    except ValueError:
        return None
    if stated is None or stated.tzinfo is None:
        return _day(words)
    return stated.isoformat(timespec="seconds").replace("+00:00", "Z")


def _day(words: object) -> str | None:
    """The day of an ISO 8601 date or time as it is stated, whatever its zone; None where it is none."""
    if not isinstance(words, str):
        return None
    try:
        return datetime.fromisoformat(words.strip()).date().isoformat()
    except ValueError:
        return None
