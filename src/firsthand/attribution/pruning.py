"""Owns what is left out of the drafts: header lines, titles taken for content, clauses of anonymity, the unsure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from firsthand.attribution.confidence import confidence
from firsthand.attribution.drafts import Draft
from firsthand.language.lexicons import load
from firsthand.model import Article, Span


def without_header(article: Article, drafts: Sequence[Draft]) -> list[Draft]:
    """No span reaches into the header line, and no statement of the body into the title: a title repeats, it is not
    what the cue below it claims.
    """
    low = article.title_span.start if article.title_span is not None else 0
    out: list[Draft] = []
    for draft in drafts:
        in_title = draft.cue is not None and draft.cue.start < article.body_start
        floor = low if in_title or draft.cue is None else article.body_start
        contents = tuple(Span(max(s.start, floor), s.end) for s in draft.contents if s.end > floor)
        source = draft.source if draft.source is None or draft.source.start >= low else None
        if contents and (draft.cue is None or draft.cue.start >= low):
            out.append(replace(draft, contents=contents, source=source))
    return out


def without_anonymity_clauses(article: Article, drafts: Sequence[Draft]) -> list[Draft]:
    """ "who asked not to be named because …" says why a source is unnamed; it is no statement of it."""
    unnamed = load().anonymity.unnamed
    plain = article.text.replace("'", "’")
    out = []
    for draft in drafts:
        whole = draft.whole
        said = next(unnamed.finditer(plain, max(0, whole.start - 12), whole.end), None)
        low = min(draft.cue.start, draft.contents[0].start) if draft.cue is not None else 0
        if draft.cue is None or said is None or not (said.start() < draft.cue.end + 3 and low < said.end()):
            out.append(draft)
    return out


def without_unsure(drafts: Sequence[Draft], card: Mapping[str, Any]) -> list[Draft]:
    """Findings below the card's floor are left out; the floor is where `linked` is best on the held-out slice."""
    floor = float(card.get("floor", 0.0))
    dropped = {id(d) for d in drafts if d.found is not None and confidence(d, card) < floor}
    return [d for d in drafts if id(d) not in dropped and id(d.continues) not in dropped]
