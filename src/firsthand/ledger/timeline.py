"""Owns who said what when: the statements that a question finds, in lanes over time. It draws nothing.

A lane of a named source holds what it is quoted with anywhere. Unnamed sources share a lane of their own that says so:
nothing in it is taken to be of one of them, and it follows none of them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from firsthand.errors import InvalidValue
from firsthand.ledger.answers import Answer, answers
from firsthand.ledger.search import Filters, ranked
from firsthand.ledger.who import in_order

By = Literal["source", "outlet"]
Lane = Literal["named", "outlet", "document", "unnamed", "unknown"]
"""What a lane is of: a named source, an outlet, a document, unnamed sources (each its own), or sources not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One lane: `name` is a source's or an outlet's, None where it has none (`of` says which); `root` is the source's
    id. `answers` are in order of time, those without a day last."""

    name: str | None
    of: Lane
    root: str | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The lanes, the fullest first (unnamed and unknown sources after the others). `first` and `last` are the days of
    the first and the last statement; `undated` counts those without a day; `more` says that others were left out."""

    words: str
    by: By
    lines: tuple[Line, ...]
    first: str | None
    last: str | None
    undated: int
    more: bool

    @property
    def answers(self) -> tuple[Answer, ...]:
        """All statements in order of time."""
        return in_order(answer for line in self.lines for answer in line.answers)


def timeline(
    connection: Connection, words: str, filters: Filters | None = None, *, by: By = "source", limit: int = 200
) -> Timeline:
    """Who said what when about `words`: the `limit` best statements that pass `filters`, in lanes by source or outlet.

    Raises InvalidValue where there is no word to look for, NotHeld for an outlet or byline that the ledger has not.
    """
    if by not in ("source", "outlet"):
        raise InvalidValue(f"--by is source or outlet, not {by!r}")
    rows, more = ranked(connection, words, filters, limit=limit)
    found = in_order(answers(connection, rows))
    dated = [a.article.day for a in found if a.article.day is not None]
    return Timeline(
        words=words,
        by=by,
        lines=_lines(found, by),
        first=min(dated, default=None),
        last=max(dated, default=None),
        undated=len(found) - len(dated),
        more=more,
    )


def _lines(found: Sequence[Answer], by: By) -> tuple[Line, ...]:
    lanes: dict[tuple[Lane, str | None, str | None], list[Answer]] = {}
    for answer in found:
        lanes.setdefault(_by_outlet(answer) if by == "outlet" else _by_source(answer), []).append(answer)
    last: tuple[Lane, ...] = ("unnamed", "unknown")
    order = sorted(lanes, key=lambda lane: (lane[0] in last, -len(lanes[lane]), lane[2] or "", lane[1] or ""))
    return tuple(Line(of=of, root=root, name=name, answers=tuple(lanes[of, root, name])) for of, root, name in order)


def _by_outlet(answer: Answer) -> tuple[Lane, str | None, str | None]:
    return ("outlet" if answer.article.outlet else "unknown"), None, answer.article.outlet


def _by_source(answer: Answer) -> tuple[Lane, str | None, str | None]:
    source = answer.source
    if source is None:
        return "unknown", None, None
    if source.root is None:
        return ("unnamed" if source.anonymous else "unknown"), None, None
    of: Lane = "outlet" if source.kind == "outlet" else "document" if source.kind == "document" else "named"
    return of, source.root, source.known_as or source.name


def per_day(line: Line) -> Counter[str]:
    """How many of a lane's statements each day has."""
    return Counter(a.article.day for a in line.answers if a.article.day is not None)
