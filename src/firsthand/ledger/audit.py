"""Owns what a body of articles rests on, counted: named and unnamed sources, reasons, who is relied on, own voice.

Counts alone cross articles; nothing here follows an unnamed source. What counts is what counts for an article's basis:
statements that assert, deny or doubt, the outermost ones and those inside an outlet's or a document's. Beside the
counts stands what they were made of (`coverage`), so that an outlet added to the ledger is not taken for a change.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from firsthand.errors import InvalidValue
from firsthand.ledger.answers import chunks
from firsthand.ledger.copies import versions_of_one
from firsthand.ledger.search import Filters, distinct, outlets_called
from firsthand.ledger.tables import article_sources, articles, copies, sources, statements
from firsthand.ledger.wording import words_at

By = Literal["outlet", "byline", "section", "month"]

FEW = 20
"""Below so many articles a row is marked: shares of fewer say little. A convention, not tuned."""
MOST_RELIED_ON, MOST_REASONS = 5, 5
_COUNTING = ("asserts", "denies", "doubts")
_OPEN = ("outlet", "document")
_MOSTLY = 0.8
"""Share of an article's text that stands in another from which it is counted as a copy here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relied:
    """A named source that statements rest on, an outlet also where others spoke to it: in how many statements, in how
    many articles. `root` is its id."""

    root: str
    name: str
    statements: int
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One row of the audit. `name` is None for articles that do not state theirs (outlet, byline, section, date).

    `statements` count; `named`, `unnamed`, `outlets`, `documents`, `unknown` are how many of them rest on such a source
    and add up to it. `named_sources` and `unnamed_sources` count sources once for each article that has them (so one
    person in two articles is two). `reasoned` is how many of the unnamed ones have a stated reason; `reasons` are the
    commonest, in the articles' words. `own_voice` is the share, in 0..1, of the texts' characters that stand in
    sentences without a source; None where nothing was measured. `copies` is how many of the articles share most of
    their text with another in the ledger. `begins` are outlets whose first stored article lies in this month, `few` is
    True where the row has less than `FEW` articles.
    """

    name: str | None
    articles: int
    copies: int
    statements: int
    named: int
    unnamed: int
    outlets: int
    documents: int
    unknown: int
    named_sources: int
    unnamed_sources: int
    reasoned: int
    reasons: tuple[tuple[str, int], ...]
    relied_outlets: tuple[Relied, ...]
    relied_people: tuple[Relied, ...]
    own_voice: float | None
    first: str | None
    last: str | None
    begins: tuple[str, ...]
    few: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What the ledger holds of one outlet: articles by month (``2031-05`` → number), first and last day."""

    outlet: str | None
    articles: int
    undated: int
    first: str | None
    last: str | None
    months: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The rows by their names (months in order of time), a row of all articles, and the coverage they were made of.

    `months` are all from the first to the last, those without an article too.
    """

    by: By
    groups: tuple[Group, ...]
    whole: Group
    coverage: tuple[Covered, ...]
    months: tuple[str, ...]


def audit(connection: Connection, by: By = "outlet", filters: Filters | None = None) -> Audit:
    """What the articles rest on, in rows by outlet, byline, section or month.

    Of `filters` those of articles hold (outlet, byline, section, first, last); InvalidValue for another.
    """
    if by not in ("outlet", "byline", "section", "month"):
        raise InvalidValue(f"--by is outlet, byline, section or month, not {by!r}")
    which = _which(connection, filters or Filters())
    heads = {row.id: row for row in connection.execute(_heads(which))}
    groups = {id: _group(row, by) for id, row in heads.items()}
    tally = {name: _Tally() for name in groups.values()}
    for id, row in heads.items():
        tally[groups[id]].article(row)
    reasons, through = _reasons(connection, which), _outlets(connection, which)
    for id, rows in groupby(connection.execute(_statements(which)), key=attrgetter("article_id")):
        counted = [*_counting(list(rows))]
        tally[groups[id]].statement(counted, reasons.get(id, {}), through.get(id, {}))
    for id in _copied(connection) & heads.keys():
        tally[groups[id]].copies += 1
    whole = _Tally()
    for one in tally.values():
        whole.add(one)
    names = _names(connection, whole)
    coverage, months = _coverage(heads.values())
    begins = _begins(coverage, months) if by == "month" else {}
    return Audit(
        by=by,
        groups=tuple(
            tally[name].group(name, names, begins.get(name, ()))
            for name in sorted(
                tally, key=lambda n: (n is None, n if by == "month" else "", -tally[n].articles, n or "")
            )
        ),
        whole=whole.group(None, names, ()),
        coverage=coverage,
        months=months,
    )


@dataclass(slots=True)
class _Tally:
    """The counts of one row while they are made."""

    articles: int = 0
    copies: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    sources: Counter[bool] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    reasoned: int = 0
    relied: Counter[tuple[str, str]] = field(default_factory=Counter)
    relied_articles: Counter[tuple[str, str]] = field(default_factory=Counter)
    own: float = 0.0
    length: int = 0
    days: list[str] = field(default_factory=list)

    def add(self, other: "_Tally") -> None:
        """Adds the counts of another row."""
        for name in _Tally.__slots__:
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, Counter):
                mine.update(theirs)
            else:
                setattr(self, name, mine + theirs)

    def article(self, row: Row[Any]) -> None:
        self.articles += 1
        self.own += (row.own or 0.0) * row.length
        self.length += row.length
        if row.day is not None:
            self.days.append(row.day)

    def statement(
        self, rows: Sequence[tuple[str, Row[Any]]], reasons: Mapping[str, str | None], outlets: Mapping[str, str]
    ) -> None:
        """Counts what counts of one article; `reasons` are those for its unnamed sources, `outlets` the ids across
        articles of its outlets, both by local id."""
        self.kinds.update(kind for kind, _ in rows)
        people = {(row.source, kind == "unnamed") for kind, row in rows if kind in ("named", "unnamed")}
        self.sources.update(unnamed for _, unnamed in people)
        given = [reasons[local] for local, unnamed in people if unnamed and local in reasons]
        self.reasoned += len(given)
        self.reasons.update(words for words in given if words is not None)
        relied = [("person", row.root) for _, row in rows if row.source_kind == "person" and row.root is not None]
        for _, row in rows:
            links = {row.source, *row.stated_chain} & outlets.keys()
            relied += [("outlet", root) for root in {outlets[link] for link in links}]
        self.relied.update(relied)
        self.relied_articles.update(set(relied))

    def group(self, name: str | None, names: Mapping[str, str], begins: tuple[str, ...]) -> Group:
        return Group(
            name=name,
            articles=self.articles,
            copies=self.copies,
            statements=self.kinds.total(),
            named=self.kinds["named"],
            unnamed=self.kinds["unnamed"],
            outlets=self.kinds["outlet"],
            documents=self.kinds["document"],
            unknown=self.kinds["unknown"],
            named_sources=self.sources[False],
            unnamed_sources=self.sources[True],
            reasoned=self.reasoned,
            reasons=tuple(sorted(self.reasons.items(), key=lambda r: (-r[1], r[0]))[:MOST_REASONS]),
            relied_outlets=self._most("outlet", names),
            relied_people=self._most("person", names),
            own_voice=self.own / self.length if self.length else None,
            first=min(self.days, default=None),
            last=max(self.days, default=None),
            begins=begins,
            few=self.articles < FEW,
        )

    def _most(self, kind: str, names: Mapping[str, str]) -> tuple[Relied, ...]:
        found = [
            Relied(root=root, name=names.get(root, root), statements=n, articles=self.relied_articles[kind, root])
            for (of, root), n in self.relied.items()
            if of == kind
        ]
        return tuple(sorted(found, key=lambda r: (-r.statements, -r.articles, r.name, r.root))[:MOST_RELIED_ON])


def _which(connection: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    """What the articles have to be."""
    other = Filters(
        outlet=filters.outlet, byline=filters.byline, section=filters.section, first=filters.first, last=filters.last
    )
    if filters != other:
        raise InvalidValue("an audit is of whole articles: narrow it by outlet, byline, section and dates only")
    wanted: list[ColumnElement[bool]] = [articles.c.latest]
    if filters.outlet is not None:
        wanted.append(articles.c.outlet_name.in_(outlets_called(connection, filters.outlet)))
    if filters.byline is not None:
        names = [b for b in distinct(connection, articles.c.byline) if filters.byline.casefold() in b.casefold()]
        wanted.append(articles.c.byline.in_(names))
    if filters.section is not None:
        wanted.append(func.lower(articles.c.section) == filters.section.lower())
    if filters.first is not None:
        wanted.append(articles.c.day >= filters.first)
    if filters.last is not None:
        wanted.append(articles.c.day <= filters.last)
    return wanted


def _heads(which: Sequence[ColumnElement[bool]]) -> Select[Any]:
    a = articles.c
    own = a.basis["own_voice_share"].as_float().label("own")
    return select(a.id, a.outlet_name, a.byline, a.section, a.day, a.length, own).where(*which).order_by(a.id)


def _group(row: Row[Any], by: By) -> str | None:
    if by == "month":
        return row.day[:7] if row.day else None
    name: str | None = row.outlet_name if by == "outlet" else getattr(row, by)
    return name


def _statements(which: Sequence[ColumnElement[bool]]) -> Select[Any]:
    s = statements.c
    columns = (s.article_id, s.local, s.parent, s.source, s.source_kind, s.unnamed, s.stance, s.stated_chain)
    return (
        select(*columns, sources.c.root)
        .join(articles, articles.c.id == s.article_id)
        .outerjoin(sources, sources.c.id == s.source_id)
        .where(s.live, *which)
        .order_by(s.article_id, s.position, s.row)
    )


def _counting(rows: Sequence[Row[Any]]) -> Iterator[tuple[str, Row[Any]]]:
    """The statements of one article that count, each with what it rests on."""
    above = {row.local: row for row in rows}
    for row in rows:
        if row.stance in _COUNTING and _open_above(row, above):
            if row.source is None:
                yield "unknown", row
            elif row.source_kind in _OPEN:
                yield row.source_kind, row
            else:
                yield ("unnamed" if row.unnamed else "named"), row


def _open_above(row: Row[Any], above: Mapping[str, Row[Any]]) -> bool:
    """True where all that the statement stands in is an outlet's or a document's."""
    seen = {row.local}
    at = row.parent
    while at in above and at not in seen:
        if above[at].source_kind not in _OPEN:
            return False
        seen.add(at)
        at = above[at].parent
    return True


def _reasons(connection: Connection, which: Sequence[ColumnElement[bool]]) -> dict[str, dict[str, str | None]]:
    """The words on why sources are unnamed, by article and local id; None where the text was cleared."""
    s = article_sources.c
    asked = (
        select(s.article_id, s.local, s.anonymity_reason, articles.c.text)
        .join(articles, articles.c.id == s.article_id)
        .where(s.anonymous, s.anonymity_reason.is_not(None), *which)
        .execution_options(yield_per=200)
    )
    found: dict[str, dict[str, str | None]] = {}
    for row in connection.execute(asked):
        found.setdefault(row.article_id, {})[row.local] = words_at(row.text, row.anonymity_reason)
    return found


def _outlets(connection: Connection, which: Sequence[ColumnElement[bool]]) -> dict[str, dict[str, str]]:
    """The ids across articles of the outlets that articles name, by article and local id."""
    s = article_sources.c
    asked = (
        select(s.article_id, s.local, sources.c.root)
        .join(sources, sources.c.id == s.source_id)
        .join(articles, articles.c.id == s.article_id)
        .where(s.kind == "outlet", *which)
    )
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(asked):
        found.setdefault(row.article_id, {})[row.local] = row.root
    return found


def _copied(connection: Connection) -> set[str]:
    """The articles of which most stands in another of the ledger, or the other way round; versions are no copies."""
    near = or_(copies.c.a_in_b >= _MOSTLY, copies.c.b_in_a >= _MOSTLY)
    asked = select(copies.c.a, copies.c.b).where(near, ~versions_of_one())
    return {id for pair in connection.execute(asked) for id in pair}


def _names(connection: Connection, whole: "_Tally") -> dict[str, str]:
    roots = sorted({root for _, root in whole.relied})
    found: dict[str, str] = {}
    for chunk in chunks(roots):
        asked = select(sources.c.id, sources.c.name).where(sources.c.id.in_(chunk))
        found |= dict(connection.execute(asked).all())
    return found


def _coverage(heads: Iterable[Row[Any]]) -> tuple[tuple[Covered, ...], tuple[str, ...]]:
    by_outlet: dict[str | None, list[str | None]] = {}
    for row in heads:
        by_outlet.setdefault(row.outlet_name, []).append(row.day)
    found = []
    for outlet, days in sorted(by_outlet.items(), key=lambda o: (o[0] is None, o[0] or "")):
        dated = [day for day in days if day is not None]
        found.append(
            Covered(
                outlet=outlet,
                articles=len(days),
                undated=len(days) - len(dated),
                first=min(dated, default=None),
                last=max(dated, default=None),
                months=Counter(day[:7] for day in dated),
            )
        )
    return tuple(found), _months([m for c in found for m in c.months])


def _months(seen: Sequence[str]) -> tuple[str, ...]:
    """Every month from the first to the last, those that nothing was seen in among them."""
    if not seen:
        return ()
    (year, month), last = (int(part) for part in min(seen).split("-")), max(seen)
    out = [min(seen)]
    while out[-1] < last:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        out.append(f"{year:04}-{month:02}")
    return tuple(out)


def _begins(coverage: Sequence[Covered], months: Sequence[str]) -> dict[str | None, tuple[str, ...]]:
    """The outlets whose first stored article lies in a month later than the first of all."""
    found: dict[str | None, tuple[str, ...]] = {}
    for one in coverage:
        if one.outlet is not None and one.first is not None and one.first[:7] != months[0]:
            found[one.first[:7]] = (*found.get(one.first[:7], ()), one.outlet)
    return found
