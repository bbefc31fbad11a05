"""Owns what is known while an article is resolved statement by statement: the layout, the entities, who spoke where.

It keeps books and decides nothing.
"""

import re
from dataclasses import dataclass, field

from firsthand.language.words import outlets, plain
from firsthand.model import Antecedent, Article, Span, Statement
from firsthand.resolution.entities import Entity, Register
from firsthand.resolution.layout import Layout

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


@dataclass(slots=True, kw_only=True)
class State:
    """One article on its way: `turns` are the statements read so far; `own` the entity of the article's own outlet."""

    layout: Layout
    register: Register
    antecedents: tuple[Antecedent, ...] = ()
    turns: list[Turn] = field(default_factory=list)
    own: Entity | None = None
    statements: dict[str, Statement] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The article's text."""
        return self.layout.article.text

    def turn(self, id: str | None) -> Turn | None:
        """The turn of the statement with that id, if it has been read."""
        return next((t for t in reversed(self.turns) if t.statement.id == id), None)

    def last(self, at: int, parent: str | None = None) -> Turn | None:
        """The last turn before `at` on the same level with a known source, else the last of any level."""
        before = [t for t in self.turns if t.at < at and t.entity is not None]
        level = [t for t in before if t.statement.parent == parent]
        return max(level or before, key=lambda t: t.at, default=None)

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
    own = own_outlet(layout.article, register)
    return State(
        layout=layout, register=register, antecedents=antecedents, own=own, statements={s.id: s for s in statements}
    )
