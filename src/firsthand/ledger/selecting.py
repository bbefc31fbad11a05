"""Owns which articles an answer or an export is about: a selection, and the ids it stands for. It reads no article."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, select

from firsthand.errors import InvalidValue
from firsthand.ledger import fulltext
from firsthand.ledger.corrections import KINDS
from firsthand.ledger.search import check_day
from firsthand.ledger.tables import articles, decisions, sources, statements

_BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles: those that all of the given conditions hold for; within one condition any of its values will do.

    `ids` are articles' ids; `outlets` names as the list of outlets has them; `sources` roots of named sources, one of
    which an article must quote; `words` a question to the full text index over contents; `day_from` and `day_to` days
    of publication, ``YYYY-MM-DD``, both included (an article without a day is then left out). With `corrected_only` a
    person has corrected or rejected a statement. Versions that a later capture replaced are left out, unless
    `every_version`; so are articles found by nothing but such a version's statements.
    Raises InvalidValue for a day of another form, or days in the wrong order.
    """

    ids: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    words: str | None = None
    day_from: str | None = None
    day_to: str | None = None
    corrected_only: bool = False
    every_version: bool = False

    def __post_init__(self) -> None:
        for day in (self.day_from, self.day_to):
            check_day(day)
        if self.day_from and self.day_to and self.day_to < self.day_from:
            raise InvalidValue(f"no day lies from {self.day_from} to {self.day_to}: give the earlier one first")

    @property
    def whole(self) -> bool:
        """True where nothing that the ledger holds is left out."""
        return self == Selection(every_version=True)

    def to_json(self) -> dict[str, Any]:
        """What was asked for, as the ledger notes it: only what was given."""
        given = {name: getattr(self, name) for name in self.__slots__}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in given.items() if v}


def article_ids(connection: Connection, selection: Selection) -> Iterator[str]:
    """The ids of the articles that are selected, in the order of the ids; they are not held all at once."""
    asked = select(articles.c.id).where(*_conditions(connection.dialect.name, selection)).order_by(articles.c.id)
    yield from connection.execute(asked.execution_options(yield_per=_BATCH)).scalars()


def _conditions(dialect: str, selection: Selection) -> Iterator[ColumnElement[bool]]:
    if not selection.every_version:
        yield articles.c.latest
    if selection.ids:
        yield articles.c.id.in_(selection.ids)
    if selection.outlets:
        yield articles.c.outlet_name.in_(selection.outlets)
    if selection.day_from:
        yield articles.c.day >= selection.day_from
    if selection.day_to:
        yield articles.c.day <= selection.day_to
    if selection.sources:
        rows = select(sources.c.id).where(sources.c.root.in_(selection.sources))
        yield articles.c.id.in_(
            select(statements.c.article_id).where(statements.c.live, statements.c.source_id.in_(rows))
        )
    if selection.words is not None:
        found = fulltext.matches(dialect, selection.words).subquery()
        of_words = select(statements.c.article_id).join(found, found.c.row == statements.c.row).where(statements.c.live)
        yield articles.c.id.in_(of_words)
    if selection.corrected_only:
        yield exists().where(
            decisions.c.target == articles.c.id,
            decisions.c.kind.in_(KINDS),
            decisions.c.undone_by.is_(None),
        )
