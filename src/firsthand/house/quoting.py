"""Owns the rules on quotation marks in one draft: who speaks, and where a quotation ends. Other articles are not looked
at here.
"""

import re
from collections.abc import Iterator

from firsthand.house.findings import Finding, finding
from firsthand.house.rules import Rule
from firsthand.house.scene import FEW, Scene, short
from firsthand.language.quotes import Quote
from firsthand.model import Statement

_SENTENCE = re.compile(r"[A-Z].*[.!?…]$", re.DOTALL)
"""A whole sentence, which is somebody's however short it is."""


def without_speaker(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """Quotations that are a paragraph of their own, or belong to no statement, with nobody beside them who speaks."""
    least = rule.number("least_words")
    for quote in scene.marks:
        if quote.level or quote.inner is None or quote.reopens or not quote.opened:
            continue
        if quote.span.start < scene.reading.article.body_start:
            continue
        inner = scene.of(quote.inner)
        if len(inner.split()) < (FEW + 1 if _SENTENCE.match(inner) else least):
            continue
        if _spoken(scene, quote):
            continue
        message = f"The text does not say who speaks: “{short(scene.of(quote.inner))}”. Name the speaker beside it."
        yield finding(scene.text, rule, message, quote.span)


def _spoken(scene: Scene, quote: Quote) -> bool:
    paragraph = scene.paragraph_at(quote.span.start)
    if paragraph is None:
        return True
    outside = scene.text[paragraph.start : quote.span.start] + scene.text[quote.span.end : paragraph.end]
    alone = not outside.strip(" \n\t.,–—-")
    mine = [s for s in scene.reading.statements if any(c.meets(quote.span) for c in s.content_spans)]
    if alone:
        return _introduced(scene, paragraph.start)
    if _introduced(scene, quote.span.start):
        return True
    return (not mine and _is_term(scene, quote)) or any(_known(s) for s in mine)


def _known(statement: Statement) -> bool:
    return statement.source is not None


def _introduced(scene: Scene, at: int) -> bool:
    """True where what stands before ends in a colon: it says who speaks, or what is read out."""
    return scene.text[:at].rstrip().endswith(":")


def _is_term(scene: Scene, quote: Quote) -> bool:
    """True for quoted words that are a part of a sentence: a name, a title, a way of putting it."""
    inner = scene.of(quote.inner) if quote.inner is not None else ""
    return not inner.rstrip().endswith((".", "!", "?", ","))


def not_closed(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """Quotations that open and never close, and do not go on in the next paragraph."""
    for quote in scene.marks:
        if quote.opened and not quote.closed and not quote.runs_on and not quote.level:
            message = "This quotation does not close: where the speaker's words end is a guess. Close it."
            yield finding(scene.text, rule, message, quote.span)
