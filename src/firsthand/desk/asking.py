"""Owns the questions that Python puts to a ledger: each opens one reading view, asks one function, and gives its value.

It lays nothing out (`firsthand.desk.looking` does) and changes nothing.
"""

from typing import Literal, TypedDict, Unpack

from sqlalchemy import Connection

from firsthand.ledger import Ledger
from firsthand.ledger import audit as auditing
from firsthand.ledger import decided as deciding
from firsthand.ledger import dossier as dossiers
from firsthand.ledger import search as searching
from firsthand.ledger import show as showing
from firsthand.ledger import timeline as timing
from firsthand.ledger import who as knowing
from firsthand.ledger.decided import Decided
from firsthand.ledger.dossier import Dossier
from firsthand.ledger.holdings import Holdings, held_sources, keys
from firsthand.ledger.search import Filters, Found
from firsthand.ledger.show import ShownArticle, ShownStatement
from firsthand.ledger.timeline import Timeline
from firsthand.ledger.who import Who
from firsthand.pipeline.named import key_ids, source_named
from firsthand.pipeline.suggesting import Pair, pairs


class Narrowed(TypedDict, total=False):
    """What narrows a question; what is left out narrows nothing.

    `source` is a name, an alias or an id of a named source; `outlet`, `byline` and `section` are names in any case;
    `kind`, `quotation`, `stance`, `certainty` and `knowledge` are words of the records (see the pages on JSON);
    `unnamed` is True for unnamed sources alone, False for none of them; `first` and `last` are days, ``2031-05-04``,
    both included.
    """

    source: str | None
    outlet: str | None
    byline: str | None
    section: str | None
    kind: str | None
    unnamed: bool | None
    quotation: str | None
    stance: str | None
    certainty: str | None
    knowledge: str | None
    first: str | None
    last: str | None


def search(ledger: Ledger, words: str | None = None, *, limit: int = 20, **narrowed: Unpack[Narrowed]) -> Found:
    """The statements whose contents have `words` (``harbour "north pier" -ferry``), best first; without words the
    newest. `narrowed` is any of `Narrowed`.

    >>> firsthand.search(ledger, "north pier", outlet="Harbour Post", stance="denies").answers  # doctest: +SKIP

    Raises InvalidValue where there is nothing to look for, NotHeld for an outlet, byline or source the ledger has not.
    """
    with ledger.reading() as connection:
        return searching.search(connection, words, filters(connection, narrowed), limit=limit)


def who(ledger: Ledger, name: str, *, limit: int = 200, **narrowed: Unpack[Narrowed]) -> Who:
    """Everything a named source is quoted with, in order of time, and what others say of it, apart.

    `name` is a name in any case, an alias, a surname that only one has, or an id. Raises Withheld where the words
    describe a source without a name, NotHeld where the ledger has none or several of that name.
    """
    with ledger.reading() as connection:
        root = source_named(connection, name).root
        return knowing.who(connection, root, filters(connection, narrowed), limit=limit)


def timeline(
    ledger: Ledger,
    about: str,
    *,
    by: Literal["source", "outlet"] = "source",
    limit: int = 200,
    **narrowed: Unpack[Narrowed],
) -> Timeline:
    """Who said what when about those words, in lanes by source or outlet."""
    with ledger.reading() as connection:
        return timing.timeline(connection, about, filters(connection, narrowed), by=by, limit=limit)


def show(ledger: Ledger, named: str) -> ShownStatement | ShownArticle:
    """A statement (``9f3a1c2b.a3``) in its paragraph with its chain and captures; else the article of that id, key or
    url, with its statements, versions and copies. Raises NotHeld where there is neither.
    """
    with ledger.reading() as connection:
        return showing.show(connection, named)


def audit(
    ledger: Ledger,
    *,
    by: Literal["outlet", "byline", "section", "month"] = "outlet",
    outlet: str | None = None,
    byline: str | None = None,
    section: str | None = None,
    first: str | None = None,
    last: str | None = None,
) -> auditing.Audit:
    """What articles rest on, in rows by outlet, byline, section or month, with the coverage that it was counted in."""
    narrowed = Filters(outlet=outlet, byline=byline, section=section, first=first, last=last)
    with ledger.reading() as connection:
        return auditing.audit(connection, by, narrowed)


def sources(ledger: Ledger, words: str | None = None, *, kind: str | None = None, limit: int = 50) -> Holdings:
    """The named sources whose names have all of `words`, those with most statements first. No unnamed source is in it.

    `kind` is person, outlet, organisation, country or document.
    """
    with ledger.reading() as connection:
        return held_sources(connection, words, kind=kind, limit=limit)


def may_be_one(ledger: Ledger, name: str | None = None, *, most: int = 50) -> tuple[Pair, ...]:
    """Pairs of named sources that a person may want to look at because they may be one, the likeliest first: all, or
    those with the source `name` in them. Nothing of it is applied; `merge` does that.
    """
    with ledger.reading() as connection:
        about = None if name is None else frozenset({source_named(connection, name).root})
        return pairs(keys(connection), about=about, most=most)


def decisions(ledger: Ledger, about: str | None = None, *, limit: int | None = None) -> tuple[Decided, ...]:
    """People's decisions, the newest first, with those that were taken back: all, or those about a statement, an
    article, a source or a decision.
    """
    with ledger.reading() as connection:
        ids = key_ids(connection, about) if about is not None else ()
        return deciding.decided(connection, about, key_ids=ids, limit=limit)


def dossier(ledger: Ledger, name: str) -> Dossier:
    """All that is held on a named source, with unnamed ones withheld: for a request to see one's own data."""
    with ledger.reading() as connection:
        return dossiers.dossier(connection, source_named(connection, name).root)


def filters(connection: Connection, narrowed: Narrowed) -> Filters:
    """The filters that `narrowed` stands for, its source found by its name."""
    given = dict(narrowed)
    name = given.pop("source", None)
    found = () if name is None else (source_named(connection, str(name)).root,)
    return Filters(sources=found, **given)  # type: ignore[arg-type]
