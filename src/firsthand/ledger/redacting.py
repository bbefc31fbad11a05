"""Owns what of an article's rows is the article's own words, and takes it away: text, title, wordings, bytes.

What stays are facts and offsets: outlet, byline, date, address, key, the names, roles and bodies of named sources, and
what firsthand or a person says about the article. Nothing is changed in the ledger.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from firsthand.ledger.bundles import Bundle
from firsthand.ledger.rows import Row

LONGEST_QUOTED = 20
"""Characters in a row that a note may have in common with the text by chance."""
_WORDING = frozenset({"descriptor", "words", "text", "title"})


def without_words(bundle: Bundle) -> Bundle:
    """The bundle as it would be if the text, and all that repeats it, had been cleared; digests and offsets stay."""
    text = bundle.article["text"] or ""
    cleared = {"text": None, "title": None, "warnings": kept(bundle.article["warnings"], text)}
    return replace(
        bundle,
        article=bundle.article | cleared,
        sources=tuple(_source(row) for row in bundle.sources),
        statements=tuple(row | {"words": None, "notes": kept(row["notes"], text)} for row in bundle.statements),
        captures=tuple(row | {"body": None} if "body" in row else row for row in bundle.captures),
        decisions=tuple(replace(d, payload=payload_without_words(d.payload)) for d in bundle.decisions),
    )


def kept(notes: list[str], text: str) -> list[str]:
    """The notes that quote nothing of the text."""
    return [note for note in notes if not _quotes(note, text)]


def payload_without_words(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A decision's payload without the article's words: a person's own reply and the names in it stay."""
    cleared: dict[str, Any] = _cleared(payload)
    return cleared


def _cleared(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _nothing(v) if k in _WORDING or k == "notes" else _cleared(v) for k, v in value.items()}
    return [_cleared(v) for v in value] if isinstance(value, list) else value


def _nothing(value: Any) -> Any:
    return [] if isinstance(value, list) else None


def _source(row: Row) -> Row:
    # What an unnamed source is called in any column is the article's wording of it.
    unnamed = {"role": None} if row["anonymous"] else {}
    return row | {"descriptor": None} | unnamed


def _quotes(note: str, text: str) -> bool:
    if not text:
        return True  # it cannot be told any more
    return any(note[i : i + LONGEST_QUOTED] in text for i in range(max(1, len(note) - LONGEST_QUOTED + 1)))
