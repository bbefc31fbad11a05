"""Owns the search: which statements have these words and pass these filters, best first. It changes nothing.

The index ranks first and the filters look at what it found, so that a question of common words stays bounded: in SQLite
the best of words that more than 5,000 contents have are the best of the last 5,000 that came in. All of it goes by
statements that stand now (people's corrections over what was read, the latest version of each article).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, get_args

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, literal_column, select

from firsthand.errors import InvalidValue, NotHeld
from firsthand.language.outlets import outlet_key
from firsthand.ledger.answers import Answer, answers
from firsthand.ledger.fulltext import matches, matching, query_of, terms
from firsthand.ledger.tables import articles, sources, statements
from firsthand.ledger.wording import short
from firsthand.model import Certainty, KnowledgeKind, Quotation, SourceKind, Stance

MOST = 10_000
"""Answers to one question at most."""
_FIRST_LOOK, _UNFILTERED = 400, 60
"""Matches that are looked at before all of them are, enough for most questions: with filters, and where a statement
only has to stand."""
_FEW = 1_000
"""Matches up to which to look at each costs less than to gather what a narrow filter lets pass."""
_RANKED = 5_000
"""Matches that are ranked of words without a narrow filter, in SQLite: where there are more, those that came last."""
_MANY = 2_000
"""Contents that a common word has."""
_KNOWN = 1_000
"""Common words that are remembered."""
_SHAPES = 500
"""Sets of filters whose selects are kept."""
_LISTS = frozenset({"sources", "outlet", "byline"})
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CHOICES = {
    "kind": SourceKind,
    "quotation": Quotation,
    "stance": Stance,
    "certainty": Certainty,
    "knowledge": KnowledgeKind,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a statement has to be; None asks nothing.

    `sources` are ids from `sources`, any of one source's (`firsthand.ledger.who.find_source` gives them). `outlet` and
    `byline` go by names without case, `byline` also by a part of it. `unnamed` is True for unnamed sources only, False
    for none of them. `first` and `last` are days ``YYYY-MM-DD``, both included: an article without a day is in neither.
    Raises InvalidValue for a word or a day that cannot be.
    """

    sources: tuple[str, ...] = ()
    outlet: str | None = None
    byline: str | None = None
    section: str | None = None
    kind: str | None = None
    unnamed: bool | None = None
    quotation: str | None = None
    stance: str | None = None
    certainty: str | None = None
    knowledge: str | None = None
    first: str | None = None
    last: str | None = None

    def __post_init__(self) -> None:
        for name, allowed in _CHOICES.items():
            value = getattr(self, name)
            if value is not None and value not in get_args(allowed):
                raise InvalidValue(f"--{name} is one of {', '.join(get_args(allowed))}, not {short(value)!r}")
        for name in ("outlet", "byline", "section"):
            if "\0" in (getattr(self, name) or ""):
                raise InvalidValue(f"--{name} holds a NUL character, which no name has")
        for day in (self.first, self.last):
            check_day(day)
        if self.first and self.last and self.last < self.first:
            raise InvalidValue(f"the last day, {self.last}, comes before the first, {self.first}: give them in order")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answers to a search, best first (without words: the newest first); `more` where there are others."""

    words: str | None
    answers: tuple[Answer, ...]
    more: bool


def search(connection: Connection, words: str | None, filters: Filters | None = None, *, limit: int = 20) -> Found:
    """The statements whose contents have `words` (``harbour "north pier" -ferry``) and that pass `filters`.

    Without words the newest that pass. Raises InvalidValue where there is nothing to look for, NotHeld where the ledger
    has no such outlet or byline.
    """
    rows, more = ranked(connection, words, filters, limit=limit)
    return Found(words=words, answers=answers(connection, rows), more=more)


def ranked(connection: Connection, words: str | None, filters: Filters | None, *, limit: int) -> tuple[list[int], bool]:
    """The row numbers of the `limit` best statements, and whether there are more."""
    if not 1 <= limit <= MOST:
        raise InvalidValue(f"a question has 1 to {MOST} answers, not {limit}")
    wanted = _values(connection, filters or Filters())
    if words is None:
        if filters is None or filters == Filters():
            raise InvalidValue("there is nothing to look for: give words, or a filter such as --outlet or --from")
        found = newest(connection, [statements.c.live, *_conditions(wanted)], limit + 1)
    elif connection.dialect.name == "sqlite":
        few = filters is not None and bool(filters.sources or filters.outlet or filters.byline)
        found = _ranked_sqlite(connection, words, wanted, limit + 1, few=few)
    else:
        live = statements.c.live, *_conditions(wanted)
        asked = matches(connection.dialect.name, words).where(*live)
        found = list(connection.scalars(asked.order_by("rank", statements.c.row).limit(limit + 1)))
    return found[:limit], len(found) > limit


def _ranked_sqlite(
    connection: Connection, words: str, wanted: Mapping[str, Any], limit: int, *, few: bool
) -> list[int]:
    asked = {"query": query_of("sqlite", words), "most": limit, **wanted}
    names = tuple(wanted)
    look = (_FEW if few else _FIRST_LOOK if wanted else _UNFILTERED) + 2 * limit
    if few and not _fewer(connection, words, min(look, _RANKED)):
        return list(connection.scalars(_best_of_few(names), asked))
    found = list(connection.scalars(_first_look(names), asked | {"look": look, "newest": _RANKED}))
    if few or len(found) == limit or _fewer(connection, words, min(look, _RANKED)):
        return found
    return list(connection.scalars(_every(names), asked | {"before": _RANKED - 1}))


# Each of these selects is made once for each set of filters: making one costs as much as many a search.


@lru_cache(_SHAPES)
def _first_look(names: tuple[str, ...]) -> Select[int]:
    """The best of the first matches that pass, of those that came last where there are many.

    A rank costs the same for every match: of very common words, those that came last alone are ranked. The sort is
    outside of the index, which would sort all of them for the sake of the best.
    """
    last = matching().order_by(literal_column("row").desc()).limit(bindparam("newest")).subquery()
    best = select(last).order_by(last.c.rank, last.c.row).limit(bindparam("look")).subquery()
    passing = and_(statements.c.row == best.c.row, statements.c.live, *_conditions(_params(names)))
    asked = select(statements.c.row).select_from(best.join(statements, passing)).order_by(best.c.rank, best.c.row)
    return asked.limit(bindparam("most"))


@lru_cache(_SHAPES)
def _every(names: tuple[str, ...]) -> Select[int]:
    """The best of all that pass; what was looked at first stands first, so that a longer list begins as a shorter."""
    every = matching().subquery()  # a rank is then worked out for those that pass alone
    joined = select(statements.c.row).select_from(every.join(statements, statements.c.row == every.c.row))
    before: Select[int] = matching().with_only_columns(literal_column("statement_words.rowid").label("row"))
    ordered = before.order_by(literal_column("row").desc())
    first = ordered.limit(1).offset(bindparam("before")).scalar_subquery()
    passing = joined.where(statements.c.live, *_conditions(_params(names)))
    return passing.order_by(every.c.row < first, every.c.rank, every.c.row).limit(bindparam("most"))


@lru_cache(_SHAPES)
def _best_of_few(names: tuple[str, ...]) -> Select[int, float]:
    """Where an index of `statements` has what is wanted: a rank is worked out only for what is in both."""
    passing = select(statements.c.row).where(statements.c.live, *_conditions(_params(names)))
    here = literal_column("+statement_words.rowid").in_(passing)
    return matching().where(here).order_by("rank", "row").limit(bindparam("most"))


def _fewer(connection: Connection, words: str, count: int) -> bool:
    """True where the words have fewer than `count` matches."""
    some = matching().with_only_columns(literal_column("1")).limit(bindparam("look")).subquery()
    asked = {"query": query_of("sqlite", words), "look": count}
    return (connection.scalar(select(func.count()).select_from(some), asked) or 0) < count


def heavy(connection: Connection, words: str | None, known: set[str]) -> bool:
    """True where every one of `words` stands in so many contents that ranking them takes many times as long as for
    others: whoever answers several people may let those wait for each other. PostgreSQL is not weighed.

    `known` are words that were found to be so common, kept by the caller and added to; others are counted each time.
    """
    if words is None or connection.dialect.name != "sqlite":
        return False
    for word in {word.casefold() for phrase in terms(words)[0] for word in phrase.split()}:
        if word not in known:
            if _fewer(connection, word, _MANY):
                return False
            if len(known) < _KNOWN:
                known.add(word)
    return True


def newest(connection: Connection, wanted: Sequence[ColumnElement[bool]], limit: int) -> list[int]:
    """The row numbers of the statements that are `wanted`, the newest first, those without a day last."""
    asked = select(statements.c.row).where(*wanted).limit(limit)
    day = statements.c.day
    found = list(connection.scalars(asked.where(day.is_not(None)).order_by(day.desc(), statements.c.row)))
    if len(found) < limit:
        undated = asked.where(day.is_(None)).order_by(statements.c.row).limit(limit - len(found))
        found += connection.scalars(undated)
    return found


def conditions(connection: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    """What rows of `statements` have to be for `filters`, that they stand now among it."""
    return [statements.c.live, *_conditions(_values(connection, filters))]


def _values(connection: Connection, filters: Filters) -> dict[str, Any]:
    """What each filter that asks something asks for: outlets and bylines by the names that the ledger has."""
    given = {name: value for name in _FILTERS if (value := getattr(filters, name)) not in (None, ())}
    if filters.outlet is not None:
        given["outlet"] = outlets_called(connection, filters.outlet)
    if filters.byline is not None:
        wanted = filters.byline.casefold()
        given["byline"] = [b for b in distinct(connection, articles.c.byline) if wanted in b.casefold()]
        if not given["byline"]:
            raise NotHeld(f"no article in the ledger has a byline with {short(filters.byline)!r}")
    if filters.section is not None:
        given["section"] = filters.section.lower()
    return given


def _conditions(wanted: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    return [_FILTERS[name](value) for name, value in wanted.items()]


def _params(names: tuple[str, ...]) -> dict[str, Any]:
    """A parameter in the place of each filter's value."""
    return {name: bindparam(name, expanding=name in _LISTS) for name in names}


def _bylined(names: Any) -> ColumnElement[bool]:
    return statements.c.article_id.in_(select(articles.c.id).where(articles.c.byline.in_(names)))


def _in_section(name: Any) -> ColumnElement[bool]:
    here = articles.c.id == statements.c.article_id, func.lower(articles.c.section) == name
    return select(articles.c.id).where(*here).exists()


def rows_of(ids: Any) -> Select[Any]:
    """The ids of all rows of `sources` that are one source with any of `ids`."""
    roots = select(sources.c.root).where(sources.c.id.in_(ids))
    return select(sources.c.id).where(sources.c.root.in_(roots))


def outlets_called(connection: Connection, name: str) -> list[str]:
    """The names under which the ledger holds the outlet `name`; NotHeld where there is none."""
    held = distinct(connection, articles.c.outlet_name)
    if name in held:
        return [name]
    key = outlet_key(name) or name.casefold()
    found = [o for o in held if (outlet_key(o) or o.casefold()) == key]
    if not found:
        some = ", ".join(o[:60] for o in held[:8]) or "none"
        raise NotHeld(f"the ledger holds no article of an outlet called {short(name)!r}; it holds {some}")
    return found


def distinct(connection: Connection, column: ColumnElement[Any]) -> list[str]:
    """The values of an indexed column in their order, found by one step of its index for each."""
    first = select(func.min(column).label("value")).cte("found", recursive=True)
    later = select(func.min(column)).where(column > first.c.value).scalar_subquery()
    every = first.union_all(select(later).where(first.c.value.is_not(None)))
    return list(connection.scalars(select(every.c.value).where(every.c.value.is_not(None))))


def check_day(day: str | None) -> None:
    """InvalidValue for a day that no calendar has, or that is written otherwise than ``2031-05-04``."""
    if day is None:
        return
    if not _DAY.fullmatch(day):
        raise InvalidValue(f"a day is written 2031-05-04, not {short(day)!r}")
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise InvalidValue(f"there is no day {day}: give one that the calendar has, such as 2031-05-04") from error


_FILTERS: Mapping[str, Callable[[Any], ColumnElement[bool]]] = {
    "sources": lambda ids: statements.c.source_id.in_(rows_of(ids)),
    "outlet": statements.c.outlet_name.in_,
    "byline": _bylined,
    "section": _in_section,
    "kind": lambda word: statements.c.source_kind == word,
    "unnamed": lambda true: statements.c.unnamed == true,
    "quotation": lambda word: statements.c.quotation == word,
    "stance": lambda word: statements.c.stance == word,
    "certainty": lambda word: statements.c.certainty == word,
    "knowledge": lambda word: statements.c.knowledge_kind == word,
    "first": lambda day: statements.c.day >= day,
    "last": lambda day: statements.c.day <= day,
}
"""What each filter asks of a row of `statements`; its value may be a parameter."""
