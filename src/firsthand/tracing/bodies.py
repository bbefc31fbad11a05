"""Owns which body a source belongs to, where the text says so, and which two sources are of one. It knows no bodies of
its own: what no affiliation, role or name says is not known.
"""

import re
from functools import cache

from firsthand.language.words import countries, plain, words
from firsthand.model.trace import TracedSource
from firsthand.tracing.details import content

_MINISTER = re.compile(
    r"\bminister\s+(?:of|for)\s+(?P<of>[\w\s,’'-]+)|\b(?P<before>[\w’'-]+(?:\s+and\s+\w+)?)\s+minister\b"
)
_NO_FIELD = "prime first chief deputy former cabinet junior senior"
_BODY_KINDS = ("organisation", "government")


def body_of(source: TracedSource) -> frozenset[str]:
    """The words of the body that a source is or belongs to; empty where none is said, or only a country or a word that
    any body may go by ("the ministry").

    >>> sorted(body_of(TracedSource(id="x", kind="person", name="Ada Lind", role="minister of fisheries")))
    ['fishery', 'ministry']
    """
    if source.kind in ("outlet", "document", "country"):
        return frozenset()
    if source.affiliation and (said := _said(source.affiliation)):
        return said
    if source.kind in _BODY_KINDS:
        return _said(source.name or source.descriptor or "") if not source.anonymous else frozenset()
    return _of_role(plain(source.role or ""))


def one_body(a: TracedSource, b: TracedSource) -> bool:
    """True where two sources are of one body, as the texts say: the same words for it, in whatever order."""
    mine = body_of(a)
    return bool(mine) and a.id != b.id and mine == body_of(b)


def body_words(source: TracedSource) -> str:
    """The body of a source as a text calls it, or the role that says it."""
    if source.affiliation and _said(source.affiliation):
        return source.affiliation
    return (source.name if source.kind in _BODY_KINDS else source.role) or ""


def _said(name: str) -> frozenset[str]:
    told = content(plain(name))
    return frozenset() if told <= _of_any() or _bare(name) in countries() else told


def _bare(name: str) -> str:
    return plain(name).removeprefix("the ")


def _of_role(role: str) -> frozenset[str]:
    found = _MINISTER.search(role)
    field = content(found["of"] or found["before"]) - content(_NO_FIELD) if found is not None else frozenset[str]()
    return field | content("ministry") if field else field


@cache
def _of_any() -> frozenset[str]:
    """Words that, where nothing stands beside them, do not say which body is meant."""
    return frozenset(stem for noun in words("organisation_nouns.txt") for stem in content(noun))
