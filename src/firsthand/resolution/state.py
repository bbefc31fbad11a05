"""Owns what is known while an article is resolved statement by statement: the layout, the entities, who spoke where.

It keeps books and decides nothing.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

from firsthand.language.words import outlets, plain
from firsthand.model import Antecedent, Article, Span, Statement
from firsthand.resolution.entities import Entity, Register
from firsthand.resolution.layout import Layout

CELL = 1000
"""Characters of text that statements and guesses are looked up by."""

_DATELINE = re.compile(r"^[^\n(]{2,60}\(([A-Z][\w .&’'-]{1,30})\)\s*[—–-]", re.M)
_OWN_PAPER = re.compile(
    r"\b(?:this|our) (?:news)?(?:paper|site|website|publication|magazine|programme|outlet|agency|channel)\b", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One statement read: where it stands, who spoke, through which outlet."""

    statement: Statement
    at: int
    entity: Entity | None
    via: Entity | None = None


@dataclass(slots=True)
class _Level:
    """The turns of one level by their place: all of them, and those whose speaker is known."""

    every: list[Turn] = field(default_factory=list)
    known: list[Turn] = field(default_factory=list)

    def add(self, turn: Turn) -> None:
        insort(self.every, turn, key=_place)
        if turn.entity is not None:
            insort(self.known, turn, key=_place)


def _place(turn: Turn) -> int:
    return turn.at


def _last(turns: list[Turn], at: int) -> Turn | None:
    """The turn with the largest place before `at`; of several there, the one that was read first."""
    i = bisect_left(turns, at, key=_place)
    return turns[bisect_left(turns, turns[i - 1].at, key=_place)] if i else None


@dataclass(slots=True, kw_only=True)
class State:
    """One article on its way: `turns` are the statements read so far; `own` the entity of the article's own outlet.

    What is asked again and again is found by place, so that a long text costs no more for a sentence than a short one.
    """

    layout: Layout
    register: Register
    turns: list[Turn] = field(default_factory=list)
    own: Entity | None = None
    statements: dict[str, Statement] = field(default_factory=dict)
    cells: dict[int, dict[str, Statement]] = field(default_factory=dict)
    guesses: dict[int, list[Antecedent]] = field(default_factory=dict)
    _by_id: dict[str, Turn] = field(default_factory=dict)
    _levels: dict[str | None, _Level] = field(default_factory=dict)
    _all: _Level = field(default_factory=_Level)

    @property
    def text(self) -> str:
        """The article's text."""
        return self.layout.article.text

    def turn(self, id: str | None) -> Turn | None:
        """The turn of the statement with that id, if it has been read."""
        return self._by_id.get(id) if id is not None else None

    def add(self, turn: Turn) -> None:
        """One more turn."""
        self.turns.append(turn)
        self._by_id[turn.statement.id] = turn
        self._levels.setdefault(turn.statement.parent, _Level()).add(turn)
        self._all.add(turn)

    def near(self, span: Span) -> Iterable[Statement]:
        """The statements with a cue or content in `span`, and some that stand close to it."""
        found: dict[str, Statement] = {}
        for cell in _cells(span):
            found |= self.cells.get(cell, {})
        return found.values()

    def clues(self, span: Span) -> list[Antecedent]:
        """The encoder's guesses for the mentions that `span` shares a character with."""
        found = {id(a): a for cell in _cells(span) for a in self.guesses.get(cell, ())}
        return [a for a in found.values() if a.mention.meets(span)]

    def last_on_level(self, at: int, parent: str | None) -> Turn | None:
        """The last turn before `at` on the level of `parent`, whether its speaker is known or not."""
        level = self._levels.get(parent)
        return _last(level.every, at) if level is not None else None

    def last(self, at: int, parent: str | None = None) -> Turn | None:
        """The last turn before `at` on the same level with a known source, else the last of any level."""
        level = self._levels.get(parent)
        return (_last(level.known, at) if level is not None else None) or _last(self._all.known, at)

    def relay(self, at: int) -> Entity | None:
        """The outlet that the article was last relaying before `at`: it spoke, or somebody spoke through it."""
        before = [t for t in self.turns if t.at <= at]
        for turn in sorted(before, key=lambda t: t.at, reverse=True):
            for entity in (turn.via, turn.entity):
                if entity is not None and entity.kind == "outlet" and entity is not self.own:
                    return entity
        return None


def own_outlet(article: Article, register: Register) -> Entity | None:
    """The entity of the article's own outlet, as its page or its dateline says; None where neither does."""
    name = article.outlet
    if name is None and (m := _DATELINE.search(article.text[article.body_start : article.body_start + 300])):
        name = m.group(1)
    if name is None:
        return None
    found = next(
        (e for e in register.entities if plain(name) in e.forms or bare(name) in {bare(f) for f in e.forms}), None
    )
    if found is None:
        known = outlets().get(bare(name))
        found = next(
            (e for e in register.entities if e.name and known and outlets().get(bare(e.name), ("",))[0] == known[0]),
            None,
        )
    if found is not None:
        found.kind = "outlet"
    return found


def bare(name: str) -> str:
    """`plain` without "the"."""
    return plain(name).removeprefix("the ")


def speaks_of_itself(text: str, span: Span) -> bool:
    """True for "this newspaper", "our website": the article's own outlet."""
    return bool(_OWN_PAPER.search(span.of(text)))


def begin(
    layout: Layout, statements: tuple[Statement, ...], antecedents: tuple[Antecedent, ...], register: Register
) -> State:
    """The state before the first statement."""
    state = State(
        layout=layout,
        register=register,
        own=own_outlet(layout.article, register),
        statements={s.id: s for s in statements},
    )
    for statement in statements:
        for span in (*statement.content_spans, *((statement.cue_span,) if statement.cue_span else ())):
            for cell in _cells(span):
                state.cells.setdefault(cell, {})[statement.id] = statement
    for antecedent in antecedents:
        for cell in _cells(antecedent.mention):
            state.guesses.setdefault(cell, []).append(antecedent)
    return state


def _cells(span: Span) -> range:
    return range(span.start // CELL, (span.end - 1) // CELL + 1)
