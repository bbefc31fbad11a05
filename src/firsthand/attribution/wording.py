"""Owns how each statement is put and how its source is said to know, taken together. It finds no statements.

`describe` fills stance, certainty, hedges and knowledge; everything it decides is read off the page by named rules over
the lexicons in `language/data`. It never says whether a statement holds.
"""

from collections.abc import Sequence
from dataclasses import replace

from firsthand.attribution.anonymity import anonymity_reasons
from firsthand.attribution.hedges import (
    HEDGE_BY_PARENT,
    HEDGE_BY_SOURCE,
    Scene,
    certainty_of,
    find_hedges,
    hedges_of,
    resolve_hedges,
)
from firsthand.attribution.impersonal import impersonal_cues
from firsthand.attribution.knowledge import carried_knowledge, described
from firsthand.attribution.own_voice import own_voice
from firsthand.attribution.quotation import quotation_type, with_quotation
from firsthand.attribution.stance import read_cue
from firsthand.language.lexicons import Lexicons, load
from firsthand.language.quotes import Quote, depths, quotations
from firsthand.language.sentences import sentences as split
from firsthand.model import Article, Span, Statement

__all__ = [
    "HEDGE_BY_PARENT",
    "HEDGE_BY_SOURCE",
    "anonymity_reasons",
    "carried_knowledge",
    "describe",
    "impersonal_cues",
    "own_voice",
    "quotation_type",
    "resolve_hedges",
    "with_quotation",
]


def describe(
    article: Article,
    statements: tuple[Statement, ...],
    *,
    sentences: Sequence[Span] | None = None,
    marks: Sequence[Quote] | None = None,
) -> tuple[Statement, ...]:
    """`statements` in their order with stance, certainty, hedges and knowledge filled in.

    Needs content, cue and source spans, `parent` and `quotation`; `sentences` and `marks` of `article.text` are worked
    out where they are not handed in. A hedge's `by` is None for the article's own and else `HEDGE_BY_SOURCE` or
    `HEDGE_BY_PARENT`, until `resolve_hedges` is given statements whose sources are known.
    """
    if not statements:
        return ()
    lexicons = load()
    scene = _scene(article, statements, lexicons, sentences, marks)
    by_id = {s.id: s for s in statements}
    knowledge = described(statements, scene, lexicons.knowledge)
    out = []
    for statement in statements:
        parent = by_id.get(statement.parent) if statement.parent is not None else None
        reading = read_cue(article.text, statement, lexicons.cues)
        hedges = hedges_of(statement, reading, scene, parent)
        out.append(
            replace(
                statement,
                stance=reading.stance,
                certainty=certainty_of(statement, hedges, reading, scene),
                hedges=hedges,
                knowledge=knowledge[statement.id],
            )
        )
    return tuple(out)


def _scene(
    article: Article,
    statements: tuple[Statement, ...],
    lexicons: Lexicons,
    sentences: Sequence[Span] | None,
    marks: Sequence[Quote] | None,
) -> Scene:
    text = article.text
    spans = tuple(sentences) if sentences is not None else split(text)
    quotes = tuple(marks) if marks is not None else quotations(text)
    found = find_hedges(text, lexicons.hedges)
    children: dict[str, tuple[Statement, ...]] = {}
    for s in statements:
        if s.parent is not None:
            children[s.parent] = (*children.get(s.parent, ()), s)
    return Scene(
        text=text,
        hedges=found,
        starts=tuple(f.span.start for f in found),
        sentences=spans,
        sentence_starts=tuple(s.start for s in spans),
        quoted=depths(text, quotes),
        children=children,
        cues=lexicons.cues,
        lexicon=lexicons.hedges,
    )
