"""Owns the loading of the word lists in `tracing/data`. It reads no text.

A list is a text file: one entry a line, columns parted by tabs, lines that begin with "#" are comments.
"""

import re
from functools import cache
from importlib import resources


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of the list `data/name`."""
    text = resources.files("firsthand.tracing").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """All words of the list `data/name`, lower-cased."""
    return frozenset(word.lower() for line in lines(name) for word in line.split())


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{line})" for line in lines(name)), re.IGNORECASE)


def matches(name: str, text: str) -> bool:
    """True where one of the regular expressions of the list `data/name` is found in `text`."""
    return _pattern(name).search(text.replace("’", "'")) is not None
