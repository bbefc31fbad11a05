"""Owns the documents that a text brings in before they speak: "obtained a two-page note …", later "the document
says".
"""

import re
from functools import cache

from firsthand.language.words import plural_of, singular, words
from firsthand.model import Span
from firsthand.resolution.nouns import noun
from firsthand.resolution.state import State

_SPEAKS_LATER = ("document", "text", "paper", "papers", "file")
_LEFT = re.compile(r"\b(?:an?|his|her|its|their|[A-Z]\w+[’']s)\s+(?:[\w’'-]+\s+){0,3}$", re.I)
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*(?![’'-])")
_TAIL = re.compile(
    r"(?:\s+(?:of|from|by|to|with|for|drawn up|written|sent|signed|on)\s+"
    r"(?:(?!(?:that|who|which|and|it|he|she|they|was|were|is|had|has)\b)[^\s,.;:“”\"]+\s?){1,5})?"
)


@cache
def _forms() -> frozenset[str]:
    """All nouns for documents, singular and plural; of those of several words the last."""
    heads = {head.split()[-1] for head in words("documents.txt")}
    return frozenset(heads | {plural_of(head) for head in heads})


def introduce_documents(state: State) -> None:
    """Registers what is later called "the note" or "the document" as a source, at the place that brings it in.

    Only nouns that some source span of the article begins with "the" for; only the first place with another article.
    """
    wanted = _wanted(state)
    if not wanted:
        return
    every = bool(wanted & set(_SPEAKS_LATER))
    starts = {s.source_span.start for s in state.statements.values() if s.source_span is not None}
    seen: set[str] = set()
    for m in _WORD.finditer(state.text, state.layout.article.body_start):
        if m.group().lower() not in _forms():
            continue
        head = singular(m.group())
        if head in seen or not (every or head in wanted) or state.layout.in_quotes(m.start()):
            continue
        left = _LEFT.search(state.text[max(0, m.start() - 60) : m.start()])
        if left is None or m.start() - len(left.group()) in starts:
            continue
        seen.add(head)
        tail = _TAIL.match(state.text, m.end())
        end = tail.end() if tail else m.end()
        start = m.start() - len(left.group())
        span = Span(start, start + len(state.text[start:end].rstrip()))
        descriptor = " ".join(span.of(state.text).split())
        entity = state.register.new("document", descriptor=descriptor, head=head, gender="n", sure=True)
        entity.plural = m.group().lower() != head
        entity.add(span)


def _wanted(state: State) -> set[str]:
    """Heads of documents that some source span speaks of as known."""
    wanted: set[str] = set()
    for statement in state.statements.values():
        if statement.source_span is None:
            continue
        told = statement.source_span.of(state.text).lower().split()
        if len(told) > 1 and told[0] in ("the", "that", "this"):
            wanted |= {noun(w).head for w in told[1:4] if noun(w).kind in ("document", "outlet")}
        elif told == ["it"]:
            wanted.add("document")
    return wanted
