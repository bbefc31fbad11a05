"""Owns the identifiers that linked exports share. An unnamed source's is its article's own, so that no two meet."""

import re
from collections.abc import Mapping
from typing import Any

from firsthand.ledger.bundles import Bundle

LEDGER = "urn:firsthand:"
"""What identifiers of things in a ledger begin with."""
TERMS = "urn:firsthand:terms#"
"""What firsthand's own words begin with: stance, certainty, …"""
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def source_path(bundle: Bundle, source: Mapping[str, Any]) -> str:
    """``source/ROOT`` for a named source, ``source/ARTICLE.s2`` for an unnamed one, or one that no row stands for."""
    root = bundle.root(source)
    return f"source/{bundle.id}.{source['local']}" if root is None or source["anonymous"] else f"source/{root['id']}"


def source_iri(bundle: Bundle, source: Mapping[str, Any]) -> str:
    """The whole identifier of a source."""
    return LEDGER + source_path(bundle, source)


def is_web_address(url: str | None) -> bool:
    """True where `url` may stand as an IRI."""
    return url is not None and _ADDRESS.fullmatch(url) is not None
