"""Owns what is known while an article is resolved statement by statement: the layout, the entities, who spoke where.

It keeps books and decides nothing.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from firsthand.model import Antecedent, Span, Statement
from firsthand.resolution.entities import Entity, Register
from firsthand.resolution.layout import Layout
from firsthand.resolution.own import own_outlet

CELL = 1000
"""Characters of text that statements and guesses are looked up by."""


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
    _clues: dict[Span, list[Antecedent]] = field(default_factory=dict)
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
        if span not in self._clues:
            found = {id(a): a for cell in _cells(span) for a in self.guesses.get(cell, ())}
            self._clues[span] = [a for a in found.values() if a.mention.meets(span)]
        return self._clues[span]

    def last_on_level(self, at: int, parent: str | None) -> Turn | None:
        """The last turn before `at` on the level of `parent`, whether its speaker is known or not."""
        level = self._levels.get(parent)
        return _last(level.every, at) if level is not None else None

    def last(self, at: int, parent: str | None = None) -> Turn | None:
        """The last turn before `at` on the same level with a known source, else the last of any level."""
        level = self._levels.get(parent)
        return (_last(level.known, at) if level is not None else None) or _last(self._all.known, at)

    def before(self, at: int) -> Iterator[Turn]:
        """The turns before `at`, the last first; of several at one place, the one that was read first."""
        every = self._all.every
        end = bisect_left(every, at, key=_place)
        while end:
            start = bisect_left(every, every[end - 1].at, 0, end, key=_place)
            yield from every[start:end]
            end = start

    def relay(self, at: int) -> Entity | None:
        """The outlet that the article was last relaying before `at`: it spoke, or somebody spoke through it."""
        for turn in self.before(at + 1):
            for entity in (turn.via, turn.entity):
                if entity is not None and entity.kind == "outlet" and entity is not self.own:
                    return entity
        return None


def begin(
    layout: Layout, statements: tuple[Statement, ...], antecedents: tuple[Antecedent, ...], register: Register
) -> State:
    """The state before the first statement."""
    state = State(
        layout=layout,
        register=register,
        own=own_outlet(layout, register, statements),
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
