"""Owns the entities of one article while it is being resolved: who there is, by what names, roles and mentions.

An entity may grow while its article is read (it is the one value of the package that changes, and never leaves this
layer).
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from firsthand.language.words import plain, words, words_of
from firsthand.model import Count, SourceKind, Span

CELL = 1000
"""Characters of text that mentions are looked up by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role that the text gives an entity: its head noun, its words, the body it belongs to, and where it says so."""

    head: str
    words: str
    body: str | None = None
    at: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class Entity:
    """Someone or something that may speak. `key` is unique in one article; `mentions` are in
    order, the longest of `longest` characters; `spoke` are offsets at which it is a source; `via` the key of the outlet
    it always speaks through, `told` True where that is concluded from the outlet that it told something when it was
    brought in; `whole` the key of the group it is one of; `hidden` True where it is a person or group without a name.
    """

    key: int
    kind: SourceKind
    name: str | None = None
    forms: set[str] = field(default_factory=set)
    descriptor: str | None = None
    head: str = ""
    roles: list[Role] = field(default_factory=list)
    affiliation: str | None = None
    gender: str | None = None
    plural: bool = False
    hidden: bool = False
    count: Count = (1, 1)
    mentions: list[Span] = field(default_factory=list)
    spoke: list[int] = field(default_factory=list)
    via: int | None = None
    told: bool = False
    whole: int | None = None
    distinct: list[int] = field(default_factory=list)
    members: tuple[int, ...] = ()
    longest: int = 0
    cells: dict[int, dict[int, "Entity"]] = field(default_factory=dict)
    sure: bool = False

    @property
    def human(self) -> bool:
        """True where it may be a person or people."""
        return self.kind in ("person", "group", "unknown")

    @property
    def single(self) -> bool:
        """True where it may be one person."""
        return self.kind in ("person", "unknown") and not self.plural

    def first(self) -> int:
        """Offset of its first mention."""
        return self.mentions[0].start if self.mentions else 1 << 60

    def last_before(self, at: int) -> Span | None:
        """Its last mention that begins before offset `at`."""
        i = bisect_left(self.mentions, at, key=_start)
        return self.mentions[i - 1] if i else None

    def mentions_from(self, start: int, end: int) -> list[Span]:
        """Its mentions that begin in ``[start, end)``, in order."""
        return self.mentions[
            bisect_left(self.mentions, start, key=_start) : bisect_left(self.mentions, end, key=_start)
        ]

    def mentioned_at(self, span: Span) -> bool:
        """True where it has a mention at exactly `span`."""
        i = bisect_left(self.mentions, span)
        return i < len(self.mentions) and self.mentions[i] == span

    def has_role(self, head: str, before: int | None = None) -> bool:
        """True where the text gives it a role with that head noun (before an offset)."""
        return any(r.head == head and (before is None or r.at < before) for r in self.roles)

    def add(self, span: Span) -> None:
        """One more mention."""
        i = bisect_left(self.mentions, span)
        if self.mentions[i : i + 1] != [span]:
            self.mentions.insert(i, span)
            self.longest = max(self.longest, len(span))
            for cell in _cells(span):
                self.cells.setdefault(cell, {})[self.key] = self

    def meets(self, span: Span) -> bool:
        """True where one of its mentions shares a character with `span`."""
        return any(m.meets(span) for m in self.mentions_from(span.start - self.longest, span.end))


def _cells(span: Span) -> range:
    return range(span.start // CELL, (span.end - 1) // CELL + 1)


def _start(span: Span) -> int:
    return span.start


@dataclass(slots=True, kw_only=True)
class Register:
    """All entities of one article, by key; `cells` are those with a mention in each stretch of `CELL` characters."""

    entities: list[Entity] = field(default_factory=list)
    cells: dict[int, dict[int, Entity]] = field(default_factory=dict)

    def new(self, kind: SourceKind, **fields: object) -> Entity:
        """A new entity of that kind; `fields` are Entity's."""
        entity = Entity(key=len(self.entities), kind=kind, cells=self.cells, **fields)  # type: ignore[arg-type]
        self.entities.append(entity)
        return entity

    def __getitem__(self, key: int) -> Entity:
        return self.entities[key]

    def near(self, start: int, end: int) -> list[Entity]:
        """The entities with a mention that shares a character with ``[start, end)``, and some close by, by key."""
        first = max(0, start) // CELL
        found = {
            k: e for cell in range(first, max(0, end - 1) // CELL + 1) for k, e in self.cells.get(cell, {}).items()
        }
        return [found[key] for key in sorted(found)]

    def at(self, span: Span) -> Entity | None:
        """The entity with a mention at exactly `span`, or one that lies in it or holds it."""
        found = self.near(span.start, span.end)
        exact = next((e for e in found if e.mentioned_at(span)), None)
        return exact or next((e for e in found if e.meets(span)), None)

    def named(self, name: str, at: int) -> Entity | None:
        """The entity that `name` stands for at offset `at`: the full name, else a short form, the last mentioned
        first.
        """
        key = plain(name)
        whole = [e for e in self.entities if key in e.forms]
        if whole:
            return _latest(whole, at)
        parts = key.split()
        short = [e for e in self.entities if e.name and any(_short(parts, form.split(), e.kind) for form in e.forms)]
        return _latest(short, at)


def _latest(found: list[Entity], at: int) -> Entity | None:
    def place(entity: Entity) -> tuple[int, int]:
        last = entity.last_before(at + 1)
        return (last.start if last else -1, -entity.key)

    return max(found, key=place, default=None)


def _short(parts: list[str], full: list[str], kind: SourceKind) -> bool:
    """True where `parts` may be a short form of the full name `full`."""
    if kind in ("person", "unknown"):
        return same_person(parts, full)
    return same_body(parts, full)


def same_person(short: list[str], full: list[str]) -> bool:
    """True where two names may be one person's: last names agree, first names agree or one is an initial or missing.

    >>> same_person(["riis"], ["torvald", "riis"]), same_person(["t.", "riis"], ["torvald", "riis"])
    (True, True)
    >>> same_person(["anna", "riis"], ["torvald", "riis"])
    False
    """
    if len(short) > len(full):
        short, full = full, short
    if len(short) == 1:
        return short[0] in (full[-1], full[0]) or full[-1].endswith("-" + short[0])
    if short[-1] != full[-1]:
        return " ".join(full).endswith(" " + " ".join(short)) and short[0] in words("particles.txt")
    rest = [w for w in full[:-1] if w not in words("particles.txt")]
    first = [w for w in short[:-1] if w not in words("particles.txt")]
    if not first or not rest:
        return True
    return any(
        w == first[0]
        or (len(first[0].rstrip(".")) == 1 and w[0] == first[0][0])
        or (len(w.rstrip(".")) == 1 and w[0] == first[0][0])
        for w in rest
    )


def same_body(short: list[str], full: list[str]) -> bool:
    """True where two names may be one body's: the first word, the first words, or the initials.

    >>> same_body(["corvane"], ["corvane", "foods"]), same_body(["gom"], ["guild", "of", "midwives"])
    (True, True)
    """
    if len(short) > len(full):
        short, full = full, short
    if len(short) == 1 and re.fullmatch(r"[a-z]{2,7}", short[0]):
        small = [w[0] for w in full if w not in ("of", "the", "and", "for")]
        if short[0] in ("".join(small), "".join(w[0] for w in full)):
            return True
    generic = words_of("organisation_words.txt", "organisation_nouns.txt")
    if all(w in generic for w in short):
        return False
    return full[: len(short)] == short
