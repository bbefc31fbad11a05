"""Owns which named sources the ledger holds, with what identifies them, and the outlets of the user. It merges nothing.

Unnamed sources are in no list: they are known in their own article alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from sqlalchemy import ColumnElement, Connection, Subquery, distinct, exists, func, or_, select, update

from firsthand.errors import InvalidValue, NotHeld
from firsthand.language.outlets import Outlet, Outlets, load_outlets
from firsthand.language.words import plain
from firsthand.ledger.answers import chunks
from firsthand.ledger.sql import insert_missing, upsert
from firsthand.ledger.tables import article_sources, articles, identifiers, sources, statements
from firsthand.ledger.tables import outlets as outlet_rows
from firsthand.ledger.who import InRole, in_roles
from firsthand.ledger.wording import short
from firsthand.model.identity import KindClass, SourceKey

MOST_WORDS = 16
"""Words of one question for sources."""
LONGEST_VALUE = 500
"""Characters of a scheme or a value that identifies a source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One named source: `root` is its id, `names` all spellings, `roles` what articles call it and when. `articles`
    have it as a source; `first` and `last` are their days (None where all are undated). `weak`: its name alone is
    little proof that all of this is one source."""

    root: str
    name: str
    kind_class: str
    names: tuple[str, ...]
    roles: tuple[InRole, ...]
    statements: int
    articles: int
    first: str | None
    last: str | None
    weak: bool
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Sources, those with most statements first, and how many there are in all."""

    found: tuple[Holding, ...]
    total: int


def held_sources(
    connection: Connection, words: str | None = None, *, kind: str | None = None, limit: int = 50
) -> Holdings:
    """The named sources whose names have all of `words`, of that class of kinds where one is given."""
    if kind is not None and kind not in get_args(KindClass):
        raise InvalidValue(f"--kind is one of {', '.join(get_args(KindClass))}, not {short(kind)!r}")
    wanted = list(_named(words)) + ([sources.c.kind_class == kind] if kind else [])
    found, said = _found(wanted), _said()
    asked = (
        select(found, func.coalesce(said.c.statements, 0).label("statements"))
        .select_from(found.outerjoin(said, said.c.root == found.c.root))
        .order_by(func.coalesce(said.c.statements, 0).desc(), found.c.articles.desc(), found.c.root)
        .limit(limit)
    )
    rows = connection.execute(asked).all()
    total = connection.scalar(select(func.count()).select_from(found)) or 0
    return Holdings(found=_holdings(connection, rows), total=total)


def held_source(connection: Connection, root: str) -> Holding:
    """The named source with that root; NotHeld where there is none."""
    found, said = _found([sources.c.root == root]), _said([sources.c.root == root])
    asked = select(found, func.coalesce(said.c.statements, 0).label("statements")).select_from(
        found.outerjoin(said, said.c.root == found.c.root)
    )
    rows = connection.execute(asked).all()
    if rows:
        return _holdings(connection, rows)[0]
    details = _details(connection, [root])
    if root not in details:
        raise NotHeld(f"the ledger has no source with the id {short(root)!r}: firsthand sources lists those it has")
    return Holding(root=root, statements=0, articles=0, first=None, last=None, **details[root])


def _holdings(connection: Connection, rows: Sequence[Any]) -> tuple[Holding, ...]:
    details = _details(connection, [row.root for row in rows])
    counts = ("root", "statements", "articles", "first", "last")
    return tuple(Holding(**{name: getattr(row, name) for name in counts}, **details[row.root]) for row in rows)


def keys(connection: Connection) -> tuple[tuple[SourceKey, str], ...]:
    """Every name that articles have, with the root that it stands under; parts of a split are not compared again."""
    used = exists().where(article_sources.c.key_id == sources.c.id)
    asked = select(sources).where(sources.c.split_by.is_(None), used).order_by(sources.c.id)
    return tuple(
        (SourceKey(kind_class=r.kind_class, key=r.key, base=r.base, display=r.name, weak=r.weak), r.root)
        for r in connection.execute(asked)
    )


def attach(connection: Connection, source_id: str, scheme: str, value: str) -> bool:
    """Ties an identifier of the user's (scheme ``wikidata``, value ``Q42``) to a source; False where it was there."""
    row = {"source_id": source_id, "scheme": _word(scheme, "scheme").casefold(), "value": _word(value, "value")}
    there = select(identifiers.c.value).where(*(identifiers.c[name] == held for name, held in row.items()))
    if connection.scalar(there) is not None:
        return False
    insert_missing(connection, identifiers, [row])
    return True


def own_outlets(connection: Connection) -> tuple[Outlet, ...]:
    """The user's outlets."""
    rows = connection.execute(select(outlet_rows).order_by(outlet_rows.c.name)).all()
    return tuple(
        Outlet(name=r.name, domains=tuple(r.domains), country=r.country, aliases=tuple(r.aliases)) for r in rows
    )


def take_outlets(connection: Connection, given: Iterable[Outlet]) -> Outlets:
    """Takes outlets into the user's list, over those of the same name, and gives the whole list that then holds.

    Raises InvalidValue where two of the user's share a name or a domain.
    """
    new = {outlet.key: outlet for outlet in given}
    before = {outlet.key: outlet for outlet in own_outlets(connection)}
    whole = load_outlets((before | new).values())
    for key, outlet in new.items():
        if key in before and before[key].name != outlet.name:
            connection.execute(outlet_rows.delete().where(outlet_rows.c.name == before[key].name))
        row = {"name": outlet.name, "domains": list(outlet.domains), "country": outlet.country}
        upsert(connection, outlet_rows, row | {"aliases": list(outlet.aliases)})
    return whole


def rename_outlets(connection: Connection, known: Outlets) -> int:
    """Calls the outlets of all articles as the list now does; how many articles are called otherwise than before."""
    changed = 0
    columns = articles.c.id, articles.c.url, articles.c.outlet, articles.c.outlet_name
    for row in connection.execute(select(*columns).order_by(articles.c.id)).all():
        found = known.of_page(row.url, row.outlet)
        name = found.name if found else row.outlet
        if name != row.outlet_name:
            changed += 1
            connection.execute(update(articles).where(articles.c.id == row.id).values(outlet_name=name))
            connection.execute(update(statements).where(statements.c.article_id == row.id).values(outlet_name=name))
    return changed


def _named(words: str | None) -> Iterator[ColumnElement[bool]]:
    """What the names of a source have to have: each word in one of them."""
    asked = (words or "").replace("\0", " ").split()
    if len(asked) > MOST_WORDS:
        raise InvalidValue(f"{len(asked)} words are too many for one question: give at most {MOST_WORDS}")
    for word in asked:
        named = sources.alias()
        fits = or_(
            named.c.key.contains(plain(word.casefold()), autoescape=True), named.c.name.icontains(word, autoescape=True)
        )
        yield exists().where(named.c.root == sources.c.root, fits)


def _found(wanted: Sequence[ColumnElement[bool]]) -> Subquery:
    """Roots with the articles that have them as a source."""
    day = articles.c.day
    asked = (
        select(
            sources.c.root,
            func.count(distinct(articles.c.id)).label("articles"),
            func.min(day).label("first"),
            func.max(day).label("last"),
        )
        .join(article_sources, article_sources.c.source_id == sources.c.id)
        .join(articles, articles.c.id == article_sources.c.article_id)
        .where(articles.c.latest, *wanted)
        .group_by(sources.c.root)
    )
    return asked.subquery("found")


def _said(wanted: Sequence[ColumnElement[bool]] = ()) -> Subquery:
    asked = (
        select(sources.c.root, func.count().label("statements"))
        .join(statements, statements.c.source_id == sources.c.id)
        .where(statements.c.live, *wanted)
        .group_by(sources.c.root)
    )
    return asked.subquery("said")


def _details(connection: Connection, roots: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """Name, class, spellings, weakness, roles and identifiers of each root."""
    rows: dict[str, list[Any]] = {root: [] for root in roots}
    roles: dict[str, tuple[InRole, ...]] = dict.fromkeys(roots, ())
    known: dict[str, list[tuple[str, str]]] = {root: [] for root in roots}
    for chunk in chunks(list(roots)):
        here = sources.c.root.in_(chunk)
        for row in connection.execute(select(sources).where(here).order_by(sources.c.name, sources.c.id)):
            rows[row.root].append(row)
        for root, stated in _roles(connection, here).items():
            roles[root] = in_roles(stated)
        asked = select(sources.c.root, identifiers.c.scheme, identifiers.c.value).distinct()
        joined = asked.join(identifiers, identifiers.c.source_id == sources.c.id).where(here)
        for root, scheme, value in connection.execute(joined.order_by(identifiers.c.scheme, identifiers.c.value)):
            known[root].append((scheme, value))
    found: dict[str, Mapping[str, Any]] = {}
    for root, named in rows.items():
        if not named:
            continue
        head = next((r for r in named if r.id == root), named[0])
        found[root] = {
            "name": head.name,
            "kind_class": head.kind_class,
            "names": tuple(dict.fromkeys(r.name for r in named)),
            "weak": all(r.weak for r in named),
            "roles": roles[root],
            "identifiers": tuple(known[root]),
        }
    return found


def _roles(connection: Connection, here: ColumnElement[bool]) -> dict[str, list[tuple[str | None, str, str | None]]]:
    """What articles call each root, with the article and its day."""
    role = article_sources.c.role
    asked = (
        select(sources.c.root, role, articles.c.id, articles.c.day)
        .join(article_sources, article_sources.c.source_id == sources.c.id)
        .join(articles, articles.c.id == article_sources.c.article_id)
        .where(here, role.is_not(None), articles.c.latest)
        .distinct()
    )
    found: dict[str, list[tuple[str | None, str, str | None]]] = {}
    for root, words, article, day in connection.execute(asked):
        found.setdefault(root, []).append((words, article, day))
    return found


def _word(value: str, what: str) -> str:
    told = " ".join(value.split())
    if not told or "\0" in told or len(told) > LONGEST_VALUE:
        raise InvalidValue(f"the {what} of an identifier has 1 to {LONGEST_VALUE} characters, not {short(value)!r}")
    return told
