"""Owns invented articles for tests: texts in which the told words are marked, and the pieces and units they make.

A line of a text marks what is told as ``[claim|words]``, own voice, or ``[claim|words|who]``, with a source of `who`
(an id of the story's sources; several by ``<``, the one nearest the fact first) and, after a slash, a stance.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from firsthand.model import Article, Certainty, Reading, Source, Span, Stance, Statement, digest
from firsthand.model.trace import Instants, Piece, Unit

_MARK = re.compile(
    r"\[(?P<claim>\w+)\|(?P<words>[^|\]]+)(?:\|(?P<who>[\w<]*)(?:/(?P<stance>\w+))?(?:/(?P<certainty>\w+))?)?\]"
)


@dataclass(frozen=True, kw_only=True)
class Story:
    """Sources by id, and the articles as pieces; `claims` are the units of each claim."""

    sources: Mapping[str, Source]
    pieces: list[Piece] = field(default_factory=list)
    claims: dict[str, list[Unit]] = field(default_factory=dict)

    def add(
        self,
        key: str,
        outlet: str | None,
        when: str | Instants | None,
        text: str,
        *,
        url: str | None = None,
        links: tuple[str, ...] = (),
    ) -> Piece:
        """Adds an article; `when` is an instant, an interval, or None for an undated one."""
        plain, marks = _plain(text)
        own = tuple(Span(a, b) for a, b, m in marks if not m["who"])
        statements = tuple(_statement(n, a, b, m) for n, (a, b, m) in enumerate(marks) if m["who"])
        used = sorted({i for s in statements for i in s.stated_chain})
        article = Article(key=key, text=plain, outlet=outlet, url=url)
        reading = Reading(
            article=article, sources=tuple(self.sources[i] for i in used), statements=statements, own_voice=own
        )
        keys = {i: digest("key", self.sources[i].name) for i in used if self.sources[i].name and i[0].isupper()}
        piece = Piece(reading=reading, keys=keys, outlet=outlet, links=links, when=_when(when))
        self.pieces.append(piece)
        for n, (a, b, m) in enumerate(marks):
            statement = next((s for s in statements if s.id == f"a{n}"), None)
            self.claims.setdefault(m["claim"], []).append(_unit(article, Span(a, b), statement))
        return piece

    @property
    def clusters(self) -> list[tuple[Unit, ...]]:
        """The units of each claim."""
        return [tuple(units) for units in self.claims.values()]


def source(id: str, kind: str = "person", name: str | None = None, **more: object) -> Source:
    """A source; unnamed where it has no name and is no document. An id in capitals has a key across articles."""
    return Source(id=id, kind=kind, name=name, **{"anonymous": name is None and kind != "document", **more})


def sources(*listed: Source) -> dict[str, Source]:
    """Sources by id."""
    return {s.id: s for s in listed}


def _plain(text: str) -> tuple[str, Sequence[tuple[int, int, re.Match[str]]]]:
    out, at, marks = "", 0, []
    for m in _MARK.finditer(text):
        out += text[at : m.start()]
        marks.append((len(out), len(out) + len(m["words"]), m))
        out, at = out + m["words"], m.end()
    return out + text[at:], marks


def _statement(n: int, start: int, end: int, m: re.Match[str]) -> Statement:
    chain = tuple(m["who"].split("<"))
    stance = cast(Stance, m["stance"] or "asserts")
    certainty = cast(Certainty, m["certainty"] or "flat")
    return Statement(
        id=f"a{n}", quotation="indirect", content_spans=(Span(start, end),), source=chain[0], stated_chain=chain,
        stance=stance, certainty=certainty,
    )  # fmt: skip


def _unit(article: Article, span: Span, statement: Statement | None) -> Unit:
    if statement is None:
        return Unit(article=article.id, spans=(span,), words=article.words(span))
    return Unit(
        article=article.id, spans=(span,), words=article.words(span), statement=statement.id, quotation="indirect",
        stance=statement.stance, certainty=statement.certainty, chain=statement.stated_chain,
    )  # fmt: skip


def _when(when: str | Instants | None) -> Instants:
    if when is None:
        return (None, None)
    return (when, when) if isinstance(when, str) else when
