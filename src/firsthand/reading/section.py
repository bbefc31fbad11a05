"""Owns the question which section of its outlet a page says it stands in. It guesses nothing from addresses."""

import json
from collections.abc import Iterator

from lxml.html import HtmlElement

LONGEST_SCRIPT = 1_000_000
LONGEST = 100
"""Characters of a section's name."""
DEEPEST = 6
METAS = (
    "string(//meta[@property='article:section']/@content)",
    "string(//meta[@name='article:section' or @name='section']/@content)",
    "string(//*[@itemprop='articleSection']/@content)",
)


def section_of(tree: HtmlElement) -> str | None:
    """The section that the page `tree` names in its metadata ("Politics"), the first of several, or None."""
    for path in METAS:
        if words := _clean(tree.xpath(path)):
            return words
    for script in tree.iter("script"):
        text = script.text or ""
        if "json" in (script.get("type") or "") and "articleSection" in text and len(text) <= LONGEST_SCRIPT:
            try:
                value = json.loads(text)
            except (ValueError, RecursionError):
                continue
            if words := next(_sections(value, DEEPEST), None):
                return words
    return None


def _sections(value: object, depth: int) -> Iterator[str]:
    if not depth:
        return
    if isinstance(value, dict):
        named = value.get("articleSection")
        for words in named if isinstance(named, list) else [named]:
            if clean := _clean(words):
                yield clean
        for inner in value.values():
            yield from _sections(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _sections(inner, depth - 1)


def _clean(words: object) -> str | None:
    if not isinstance(words, str):
        return None
    return "".join(c for c in " ".join(words.split()) if c.isprintable())[:LONGEST].strip() or None
