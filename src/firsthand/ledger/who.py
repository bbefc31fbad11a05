"""Owns what one named source is quoted with, in order, and what others say of it, apart. It profiles no unnamed source.

What others say of it are statements of others whose contents have its full name: words of the index, no guess at whom a
surname or a pronoun means.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Connection, and_, distinct, func, or_, select

from firsthand.errors import NotHeld, Withheld
from firsthand.language.words import plain
from firsthand.ledger.answers import Answer, answers
from firsthand.ledger.fulltext import matches
from firsthand.ledger.search import Filters, conditions, newest
from firsthand.ledger.stored import LEAST_PREFIX
from firsthand.ledger.tables import article_sources, articles, identifiers, sources, statements
from firsthand.ledger.wording import short

_MOST_NEAR = 3
"""Names that are offered where nothing is called as asked."""
_MOST_COMPARED = 2000
"""Names that are compared with one that nothing is called by."""
_ALIKE = 80
"""Likeness (0..100, of rapidfuzz's ratio) from which a name is offered for another. A convention, not tuned."""
_MOST_NAMES = 6
"""Names of one source that are looked for in what others say."""
_NAMELESS_FIRST = re.compile(
    r"(?i:an?|another|one|two|three|four|five|six|several|some|many|few|unnamed|anonymous|unidentified)(?:$|\s.*?\b[a-z])"
)
_NAMELESS = re.compile(
    r"\b(?:unnamed|anonymous|unidentified|officials?|sources?|insiders?|aides?|whistle-?blowers?|"
    r"(?:person|people|someone|somebody)\s+(?:familiar|close|with)|spokes(?:man|woman|person))\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSource:
    """One named source across articles: `root` is its id, `names` every spelling held under it."""

    root: str
    name: str
    kind_class: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InRole:
    """A role that articles give a source, in how many of them, and from which day to which (None where undated)."""

    role: str
    articles: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A source, what it is quoted with and what others say of it, each in order of time with undated ones last.

    `statements` and `articles` count all it is quoted with, whatever the limit; `first` and `last` are days.
    `said_more` and `about_more` are True where only the newest are given.
    """

    source: NamedSource
    identifiers: tuple[tuple[str, str], ...]
    roles: tuple[InRole, ...]
    statements: int
    articles: int
    first: str | None
    last: str | None
    said: tuple[Answer, ...]
    said_more: bool
    about: tuple[Answer, ...]
    about_more: bool


def find_source(connection: Connection, name: str, key_ids: Iterable[str] = ()) -> NamedSource:
    """The one source that `name` stands for: an id, the beginning of one, a name in any case, or a surname.

    `key_ids` are ids that the caller made of the name, aliases of outlets and titles aside; they count before what the
    name is alone. Raises NotHeld where there is none or more than one, Withheld where the words describe a source
    without a name.
    """
    called = _called(name)
    for found in (
        _roots(connection, sources.c.id.in_(list(key_ids))),
        _roots(connection, sources.c.key.in_(called)),
        _roots(connection, sources.c.last.in_(called)),
        _roots(connection, _begins(name.strip())),
    ):
        if len(found) == 1:
            return named(connection, found[0])
        if found:
            raise NotHeld(_several(connection, name, found))
    if nameless(name):
        raise Withheld(
            f"{short(name)!r} describes a source without a name: unnamed sources are not followed across articles, "
            "and firsthand keeps no profile of them"
        )
    near = ", ".join(short(one, 60) for one in _near(connection, name))
    hint = f"did you mean {near}? firsthand sources lists all" if near else "firsthand sources lists those it has"
    raise NotHeld(f"the ledger has no source called {short(name)!r}: {hint}")


def nameless(words: str) -> bool:
    """True where `words` describe a source without naming it ("a senior official", "people familiar with the talks").

    >>> nameless("a senior official"), nameless("Ingeborg Halloran")
    (True, False)
    """
    told = " ".join(words[:400].split())
    return _NAMELESS_FIRST.match(told) is not None or (told.islower() and _NAMELESS.search(told) is not None)


def named(connection: Connection, root: str) -> NamedSource:
    """The source with that id (any of its rows'), as it stands after grouping and people's merges."""
    whole = connection.scalar(select(sources.c.root).where(sources.c.id == root)) if "\0" not in root else None
    asked = select(sources).where(sources.c.root == whole).order_by(sources.c.name, sources.c.id)
    rows = connection.execute(asked).all()
    if not rows:
        raise NotHeld(f"the ledger has no source with the id {short(root)!r}: firsthand sources lists those it has")
    head = next((r for r in rows if r.id == whole), rows[0])
    return NamedSource(
        root=head.root, name=head.name, kind_class=head.kind_class, names=tuple(dict.fromkeys(r.name for r in rows))
    )


def who(connection: Connection, root: str, filters: Filters | None = None, *, limit: int = 200) -> Who:
    """What the source with that id is quoted with, and what others say of it; `filters` hold for both.

    At most `limit` statements of each, the newest where there are more. Raises NotHeld where there is no such source.
    """
    source = named(connection, root)
    ids = list(connection.scalars(select(sources.c.id).where(sources.c.root == source.root)))
    wanted = conditions(connection, filters or Filters())
    own = statements.c.source_id.in_(ids)
    said = newest(connection, [own, *wanted], limit + 1)
    about = _about(connection, source, ids, wanted, limit + 1)
    counted = connection.execute(
        select(
            func.count(),
            func.count(distinct(statements.c.article_id)),
            func.min(statements.c.day),
            func.max(statements.c.day),
        ).where(own, *wanted)
    ).one()
    return Who(
        source=source,
        identifiers=tuple(
            connection.execute(
                select(identifiers.c.scheme, identifiers.c.value)
                .where(identifiers.c.source_id.in_(ids))
                .order_by(identifiers.c.scheme, identifiers.c.value)
                .distinct()
            ).all()
        ),
        roles=_roles(connection, ids),
        statements=counted[0],
        articles=counted[1],
        first=counted[2],
        last=counted[3],
        said=in_order(answers(connection, said[:limit])),
        said_more=len(said) > limit,
        about=in_order(answers(connection, about[:limit])),
        about_more=len(about) > limit,
    )


def in_order(found: Iterable[Answer]) -> tuple[Answer, ...]:
    """Answers by day, outlet and place in their article; those without a day last."""
    return tuple(
        sorted(
            found,
            key=lambda a: (
                a.article.day is None,
                a.article.day or "",
                a.article.published or "",
                a.article.id,
                a.spans[0] if a.spans else (0, 0),
            ),
        )
    )


def in_roles(stated: Iterable[tuple[str | None, str, str | None]]) -> tuple[InRole, ...]:
    """Roles out of (role, article, day), by their first day: wordings that differ in case or in the article before them
    alone are one role, in the wording that most articles have."""
    found: dict[str, list[tuple[str, str, str | None]]] = {}
    for role, article, day in stated:
        if role is not None:
            found.setdefault(_role_key(role), []).append((role, article, day))
    rows = []
    for held in found.values():
        worded = Counter(role for role, _, _ in sorted(set(held), key=lambda h: h[0]))
        days = [day for _, _, day in held if day is not None]
        rows.append(
            InRole(
                role=max(worded, key=lambda r: (worded[r], r)),
                articles=len({article for _, article, _ in held}),
                first=min(days, default=None),
                last=max(days, default=None),
            )
        )
    return tuple(sorted(rows, key=lambda r: (r.first is None, r.first or "", r.role)))


def _role_key(role: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", " ".join(role.casefold().split()))


def _about(
    connection: Connection,
    source: NamedSource,
    ids: Sequence[str],
    wanted: Sequence[ColumnElement[bool]],
    limit: int,
) -> list[int]:
    """The newest statements of others whose contents have one of the source's names."""
    of_others = or_(statements.c.source_id.is_(None), statements.c.source_id.not_in(ids))
    found: list[int] = []
    for name in _phrases(source):
        hits = matches(connection.dialect.name, f'"{name}"').subquery()
        here = statements.c.row.in_(select(hits.c.row))
        found += newest(connection, [here, of_others, *wanted], limit)
    rows = list(dict.fromkeys(found))
    if len(_phrases(source)) < 2:
        return rows
    return newest(connection, [statements.c.row.in_(rows)], limit)


def _phrases(source: NamedSource) -> tuple[str, ...]:
    """The names to look for: whole ones, without those that hold another, and no person by a surname alone."""
    bare = {" ".join(re.findall(r"\w+", name)): name for name in source.names}
    whole = [b for b in bare if b and (source.kind_class != "person" or " " in b)] or [b for b in bare if b]
    least = [b for b in whole if not any(o != b and f" {o.lower()} " in f" {b.lower()} " for o in whole)]
    return tuple(sorted(least, key=lambda b: (-len(b), b))[:_MOST_NAMES])


def _roles(connection: Connection, ids: Sequence[str]) -> tuple[InRole, ...]:
    role = article_sources.c.role
    asked = (
        select(role, articles.c.id, articles.c.day)
        .join(articles, articles.c.id == article_sources.c.article_id)
        .where(article_sources.c.source_id.in_(ids), role.is_not(None), articles.c.latest)
        .distinct()
    )
    return in_roles((row[0], row[1], row[2]) for row in connection.execute(asked))


def _roots(connection: Connection, which: ColumnElement[bool]) -> list[str]:
    return sorted(connection.scalars(select(sources.c.root).where(which).distinct().limit(20)))


def _near(connection: Connection, name: str) -> tuple[str, ...]:
    """Up to `_MOST_NEAR` names that are spelt much like that one or share its last word, the likest first."""
    asked = min(_called(name), key=len)
    words = asked.split()
    if not words or len(asked) > 100:
        return ()
    begins = {word[:2] for word in words if len(word) > 1} - {"of"}
    same = sources.c.last == words[-1]
    # Ranges, not patterns: only those are served by the indexes of both databases.
    alike = [and_(column >= b, column < b + "\U0010ffff") for b in begins for column in (sources.c.key, sources.c.last)]
    rows = connection.execute(
        select(sources.c.key, sources.c.last, sources.c.name)
        .where(or_(same, *alike))
        .order_by(same.desc(), sources.c.id)
        .limit(_MOST_COMPARED)
    ).all()

    def likeness(key: str, last: str | None) -> float:
        shared = len(words) > 1 and words[-1] in (last, *key.split()[-1:])
        return max(fuzz.ratio(asked, key), fuzz.ratio(asked, last or ""), _ALIKE if shared else 0)

    scored = sorted((-likeness(key, last), called) for key, last, called in rows)
    return tuple(dict.fromkeys(name for score, name in scored if -score >= _ALIKE))[:_MOST_NEAR]


def _called(name: str) -> set[str]:
    """What a source of that name may be called here: folded, without accents, without the article before it."""
    folded = _folded(name)
    bare = folded.removeprefix("the ").strip()
    return {folded, plain(folded), bare, plain(bare)} - {""} or {""}


def _begins(name: str) -> ColumnElement[bool]:
    """The sources whose ids begin with `name`, where it can be the beginning of one."""
    if LEAST_PREFIX <= len(name) <= 16 and re.fullmatch("[0-9a-f]+", name):
        return and_(sources.c.id >= name, sources.c.id < name + "g")
    return sources.c.id == name.replace("\0", " ")


def _folded(name: str) -> str:
    return " ".join(name.replace("\0", " ").casefold().split())[:400]


def _several(connection: Connection, name: str, roots: Sequence[str]) -> str:
    shown = [named(connection, root) for root in roots[:8]]
    listed = "; ".join(f"{s.root} {s.name[:60]} ({s.kind_class})" for s in shown)
    more = " and others" if len(roots) > 8 else ""
    return f"{short(name)!r} may be one of several sources: {listed}{more}. Ask again with one of these ids"
