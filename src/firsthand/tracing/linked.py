"""Owns which articles a page's hyperlinks lead to, and what both tell. Where in the text a link stands is not known, so
a link alone shows nothing: it counts beside a claim that both tell, or a passage that both have.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from courlan import normalize_url

from firsthand.language.likeness import shared_passages
from firsthand.model import Span
from firsthand.model.trace import Piece, Unit
from firsthand.tracing.told import Told


@lru_cache(maxsize=4096)
def address(url: str) -> str:
    """A url in the form in which `Piece.links` has it: without tracking, default port and fragment; "" for none."""
    try:
        return normalize_url(url.partition("#")[0], strict=False) if url else ""
    except ValueError:  # half an address
        return ""


def links_to(one: Piece, other: Piece) -> bool:
    """True where the page of `one` points to that of `other`."""
    url = other.reading.article.url
    return bool(url and one.links) and not {url, address(url)}.isdisjoint(one.links)


def by_address(view: Told) -> Mapping[str, tuple[str, ...]]:
    """The articles at each address, in order of time."""
    found: dict[str, list[str]] = {}
    for id, piece in view.pieces.items():
        url = piece.reading.article.url
        for form in {url, address(url)} - {""} if url else ():
            found.setdefault(form, []).append(id)
    return {form: tuple(ids) for form, ids in found.items()}


def linked(view: Told, later: Piece, candidates: Sequence[Piece]) -> dict[str, tuple[tuple[Span, Span], ...]]:
    """Those of the candidates that the page links to and that tell a claim with it, or have a passage of it; with the
    places of the earlier and the later text that show it, which may be none where a title tells it.
    """
    found: dict[str, tuple[tuple[Span, Span], ...]] = {}
    for earlier in candidates:
        if not links_to(later, earlier):
            continue
        claims = [c for c in sorted(view.claims(later.id)) if view.asserts(earlier.id, c)]
        if claims or shared_passages(earlier.reading.article.text, later.reading.article.text):
            pairs = ((_place(view, earlier.id, c), _place(view, later.id, c)) for c in claims)
            found[earlier.id] = tuple((a, b) for a, b in pairs if a is not None and b is not None)
    return found


def _place(view: Told, article: str, claim: int) -> Span | None:
    """The sentence in which an article first tells a claim in its text."""
    unit: Unit | None = next((u for u in view.units[article][claim] if u.field == "text"), None)
    return view.sentence(unit) if unit is not None else None
