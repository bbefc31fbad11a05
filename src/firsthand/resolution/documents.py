"""Owns the documents that a text brings in before they speak: "obtained a two-page note …", later "the document says"."""

import re

from firsthand.language.words import plural_of, words
from firsthand.model import Span
from firsthand.resolution.entities import Entity
from firsthand.resolution.nouns import noun
from firsthand.resolution.state import State

_SPEAKS_LATER = ("document", "text", "paper", "papers", "file")


def introduce_documents(state: State) -> None:
    """Registers what is later called "the note" or "the document" as a source, at the place that brings it in.

    Only nouns that some source span of the article begins with "the" for; only the first place with another article.
    """
    wanted: set[str] = set()
    for statement in state.statements.values():
        if statement.source_span is None:
            continue
        told = statement.source_span.of(state.text).lower().split()
        if len(told) > 1 and told[0] in ("the", "that", "this"):
            wanted |= {noun(w).head for w in told[1:4] if noun(w).kind in ("document", "outlet")}
        elif told and told[0] in ("it", "its"):
            wanted.add("document")
    if not wanted:
        return
    heads = words("documents.txt") if wanted & set(_SPEAKS_LATER) else wanted & words("documents.txt")
    starts = {s.source_span.start for s in state.statements.values() if s.source_span is not None}
    for head in sorted(heads):
        _introduce(state, head, starts)


def _introduce(state: State, head: str, starts: set[int]) -> None:
    forms = "|".join(sorted({re.escape(head), re.escape(plural_of(head))}, key=len, reverse=True))
    pattern = re.compile(
        rf"\b(?:an?|his|her|its|their|[A-Z]\w+[’']s)\s+(?:[\w’'-]+\s+){{0,3}}?(?:{forms})\b(?![’'-])", re.I
    )
    for m in pattern.finditer(state.text, state.layout.article.body_start):
        if m.start() in starts or state.layout.in_quotes(m.start()):
            continue
        tail = re.match(
            r"(?:\s+(?:of|from|by|to|with|for|drawn up|written|sent|signed|on)\s+(?:(?!that\b|who\b|which\b|and\b)[^\s,.;:“”\"]+\s?){1,5})?",
            state.text[m.end() :],
        )
        end = m.end() + (tail.end() if tail else 0)
        span = Span(m.start(), len(state.text[:end].rstrip()))
        descriptor = " ".join(span.of(state.text).split())
        entity: Entity = state.register.new("document", descriptor=descriptor, head=head, gender="n", sure=True)
        entity.add(span)
        return
