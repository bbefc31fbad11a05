"""Owns the order in which statements are shown: text order, nested ones under theirs, numbered. It lays nothing out."""

from dataclasses import dataclass, replace

from firsthand.language.quotes import quotations
from firsthand.model import Reading, Source, Span, Statement
from firsthand.render.marked import missing_marks, shown_spans, words
from firsthand.render.naming import DOUBT, Tag, chain_words, how_put, links, tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One statement as a reader sees it.

    `number` is "6" or, nested, "6.1"; `spans` are the content's, with the article's marks at their edges; `words` is
    the whole content on one line; `notes` tell in words how it is put and what is doubtful about the reading.
    """

    statement: Statement
    number: str
    depth: int
    spans: tuple[Span, ...]
    words: str
    chain: tuple[Source, ...]
    chain_words: str
    tag: Tag
    notes: tuple[str, ...]
    inside: str | None = None

    @property
    def doubtful(self) -> bool:
        """True where the statement is more likely misread than read right."""
        return self.statement.confidence < DOUBT


def outline(reading: Reading) -> tuple[Item, ...]:
    """All statements of `reading` in text order, each nested one after the one it stands in."""
    quotes = quotations(reading.article.text)
    numbered = _numbered(reading)
    number_of = {s.id: number for number, _, s in numbered}
    items = []
    for number, depth, statement in numbered:
        spans = shown_spans(reading.article.text, quotes, statement)
        chain = links(reading, statement)
        source = reading.source(statement.source) if statement.source else None
        items.append(
            Item(
                statement=statement,
                number=number,
                depth=depth,
                spans=spans,
                words=words(reading.article.text, spans),
                chain=chain,
                chain_words=chain_words(chain),
                tag=tag(source),
                notes=(
                    *how_put(reading, statement),
                    *_carried(statement, number_of),
                    *missing_marks(quotes, statement),
                    *statement.notes,
                ),
                inside=number_of.get(statement.parent or "") if depth else None,
            )
        )
    return tuple(items)


def least_sure_first(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The same items, the lowest confidence first; equal ones stay in text order."""
    return tuple(sorted(items, key=lambda i: i.statement.confidence))


def at_least(reading: Reading, confidence: float) -> Reading:
    """`reading` without the statements below `confidence` (0..1); sources, own voice and basis stay as they are.

    A statement whose parent (or the one it continues) is left out hangs on the nearest one that is kept, or on none.
    """
    kept = {s.id for s in reading.statements if s.confidence >= confidence}
    if len(kept) == len(reading.statements):
        return reading
    by_id = {s.id: s for s in reading.statements}

    def nearest(start: str | None, way: str) -> str | None:
        seen: set[str] = set()
        at = start
        while at is not None and at not in kept and at not in seen:
            seen.add(at)
            at = getattr(by_id[at], way)
        return at if at in kept else None

    return replace(
        reading,
        statements=tuple(
            replace(s, parent=nearest(s.parent, "parent"), continues=nearest(s.continues, "continues"))
            for s in reading.statements
            if s.id in kept
        ),
    )


def _carried(statement: Statement, number_of: dict[str, str]) -> tuple[str, ...]:
    before = number_of.get(statement.continues or "")
    if before is not None:
        return (
            (f"goes on from {before}, the source carried over",) if statement.inferred else (f"goes on from {before}",)
        )
    if statement.inferred:
        return ("the source is concluded, not stated here",) if statement.source else ()
    return ()


def _numbered(reading: Reading) -> list[tuple[str, int, Statement]]:
    """(number, depth, statement), depth first in text order; a circle of parents is cut where it is met."""
    ordered = sorted(reading.statements, key=lambda s: (s.content_spans[0].start, -s.content_spans[-1].end))
    below: dict[str | None, list[Statement]] = {}
    for s in ordered:
        below.setdefault(s.parent, []).append(s)
    out: list[tuple[str, int, Statement]] = []
    seen: set[str] = set()

    def walk(tops: list[Statement], before: str) -> None:
        stack = [(f"{before}{i}", 0, s) for i, s in reversed(list(enumerate(tops, _next(out))))]
        while stack:
            number, depth, s = stack.pop()
            if s.id in seen:
                continue
            seen.add(s.id)
            out.append((number, depth, s))
            stack += [(f"{number}.{i}", depth + 1, c) for i, c in reversed(list(enumerate(below.get(s.id, []), 1)))]

    walk(below.get(None, []), "")
    for s in ordered:
        if s.id not in seen:
            walk([s], "")
    return out


def _next(out: list[tuple[str, int, Statement]]) -> int:
    return 1 + sum(depth == 0 for _, depth, _ in out)
