"""Owns the rows of tracing: units of articles, the forms that are compared, the words they are found by, their pairs.

Everything in them can be made anew from the articles. It compares nothing: who calls says what a form's features are,
and which pairs may tell one claim. Units of the same words in one period share a form and count once there. Articles
are found by the words that mark them as a whole: of each such word those nearest in time are looked at, `NEAREST` on
either side, so that adding costs the same however much is held.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, TextClause, delete, insert, or_, select, text, update

from firsthand.ledger.answers import chunks
from firsthand.ledger.rows import Held, Row
from firsthand.ledger.sql import insert_missing, upsert
from firsthand.ledger.tables import form_pairs, form_words, forms, tracked, units
from firsthand.model import Span, digest
from firsthand.model.trace import Instants, Unit

NEAREST = 64
"""Articles before, and after, and without a date, that one word of an article leads to: those nearest in time."""
DERIVED = (units, tracked, form_words, form_pairs, forms)
"""The tables of this module: exports leave them out, and what is forgotten leaves them too."""
DATELESS = -1
"""The period, and the day, of what has no date: it is compared with all periods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is compared: `features` as JSON and a `vector` of whole numbers, made by who compares; `words` the digests
    that it is found by, with what each is worth."""

    id: str
    period: int
    features: Any
    words: Mapping[int, float] = field(default_factory=dict)
    vector: bytes = b""

    @property
    def worth(self) -> float:
        """What all its words are worth."""
        return sum(self.words.values())


class FormPair(NamedTuple):
    """Two forms, the lower id first, and how they compare. A plain tuple, since there are many."""

    a: str
    b: str
    probability: float
    opposed: bool = False
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """An article as it was tracked."""

    article_id: str
    recipe: str
    latest: bool
    when: Instants = (None, None)
    links: tuple[str, ...] = ()


def heads(unit_id: str) -> str:
    """The id of a claim whose first report is that unit, as `firsthand.tracing` gives it."""
    return digest("claim", unit_id)


# Putting in and taking out


def put(connection: Connection, article: Tracked, told: Sequence[tuple[Unit, str]]) -> None:
    """Puts an article's units in, each with its form's id; their groups are to be made. Those before were dropped."""
    row = {"article_id": article.article_id, "recipe": article.recipe, "latest": article.latest}
    row |= {"earliest_at": article.when[0], "latest_at": article.when[1], "links": list(article.links)}
    upsert(connection, tracked, row)
    rows = [_row(unit, form, n) for n, (unit, form) in enumerate(told)]
    if rows:
        connection.execute(insert(units), rows)


def drop(connection: Connection, article_ids: Sequence[str]) -> None:
    """Takes the units of articles out, with forms that no other unit has; their groups are to be made anew."""
    mine = units.c.article_id.in_(article_ids)
    gone = connection.execute(select(units.c.form_id, units.c.claim).where(mine)).all()
    connection.execute(delete(tracked).where(tracked.c.article_id.in_(article_ids)))
    connection.execute(delete(form_words).where(form_words.c.form_id.in_(article_ids)))
    if not gone:
        return
    connection.execute(delete(units).where(mine))
    for chunk in chunks(sorted({row.claim for row in gone if row.claim is not None})):
        connection.execute(update(units).where(units.c.claim.in_(chunk)).values(claim=None))
    _drop_forms(connection, {row.form_id for row in gone})


def drop_all(connection: Connection) -> None:
    """Takes out everything that tracing keeps."""
    for table in DERIVED:
        connection.execute(delete(table))


def stale(connection: Connection, article_id: str) -> None:
    """Marks an article as changed: it is tracked anew before the next answer."""
    connection.execute(delete(tracked).where(tracked.c.article_id == article_id))


def _drop_forms(connection: Connection, ids: Iterable[str]) -> None:
    for chunk in chunks(sorted(ids)):
        used = set(connection.scalars(select(units.c.form_id).where(units.c.form_id.in_(chunk)).distinct()))
        free = [id for id in chunk if id not in used]
        connection.execute(delete(form_words).where(form_words.c.form_id.in_(free)))
        connection.execute(delete(form_pairs).where(or_(form_pairs.c.a.in_(free), form_pairs.c.b.in_(free))))
        connection.execute(delete(forms).where(forms.c.id.in_(free)))


# Forms, and who may tell the same


def held_forms(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[Any, bytes]]:
    """The features and vectors of those of the forms that are there."""
    found: dict[str, tuple[Any, bytes]] = {}
    for chunk in chunks(sorted(set(ids))):
        asked = select(forms.c.id, forms.c.features, forms.c.vector).where(forms.c.id.in_(chunk))
        found |= {id: (features, vector or b"") for id, features, vector in connection.execute(asked)}
    return found


def put_forms(connection: Connection, fresh: Sequence[Form]) -> None:
    """Puts new forms in, each under its words."""
    if not fresh:
        return
    connection.execute(
        insert(forms),
        [{"id": f.id, "period": f.period, "worth": f.worth, "features": f.features, "vector": f.vector} for f in fresh],
    )
    rows = [{"word": word, "period": f.period, "form_id": f.id} for f in fresh for word in f.words]
    if rows:
        connection.execute(insert(form_words), rows)


# Articles, by what they are about


def mark(connection: Connection, article_id: str, words: Iterable[int], day: int) -> None:
    """Puts an article under the words that mark it as a whole, on its day (`DATELESS` where it has none). Digests of
    such words differ from those that forms are found by; both are in one table, with an article's id or a form's."""
    rows = [{"word": word, "period": day, "form_id": article_id} for word in words]
    if rows:
        connection.execute(insert(form_words), rows)


def marked(
    connection: Connection, words: Sequence[int], day: int, days: tuple[int, int] | None
) -> list[tuple[int, str, int]]:
    """The articles that words mark, as word, article, day: for each word the nearest to `day` among `days` (first and
    last), `NEAREST` on either side, and so many without a date; the latest of all where `days` is None. Of one day, by
    their ids."""
    found: list[tuple[int, str, int]] = []
    first, last = days or (0, 0)
    for n in range(0, len(words), MARKS):
        some = words[n : n + MARKS]
        given = {f"word{i}": word for i, word in enumerate(some)}
        given |= {"day": day, "first": first, "last": last} if days is not None else {}
        found += [(r[0], r[1], r[2]) for r in connection.execute(_asking(len(some), days is not None), given)]
    return found


MARKS = 32
"""Words that are asked for at once."""


@cache
def _asking(count: int, sided: bool) -> TextClause:
    """The question of `marked` for so many words: SQLite is quicker at one of many parts than at many."""
    sides = ["period = -1 ORDER BY form_id"]
    if sided:
        sides.append("period BETWEEN :first AND :day ORDER BY period DESC, form_id DESC")
        sides.append("period BETWEEN :day + 1 AND :last ORDER BY period, form_id")
    else:
        sides.append("period > -1 ORDER BY period DESC, form_id DESC")
    asked = (
        "SELECT * FROM (SELECT word, form_id, period FROM form_words WHERE word = :word{} AND {} LIMIT {}) AS part{}"
    )
    parts = (asked.format(n, side, NEAREST, f"{n}_{m}") for n in range(count) for m, side in enumerate(sides))
    return text(" UNION ALL ".join(parts))


def forms_of(connection: Connection, article_ids: Iterable[str]) -> frozenset[str]:
    """The forms of those articles' units."""
    found: set[str] = set()
    for chunk in chunks(sorted(set(article_ids))):
        found.update(connection.scalars(select(units.c.form_id).where(units.c.article_id.in_(chunk))))
    return frozenset(found)


def put_pairs(connection: Connection, pairs: Iterable[FormPair]) -> None:
    """Puts pairs of forms in."""
    rows = [
        {"a": p.a, "b": p.b, "probability": p.probability, "opposed": p.opposed, "conflicts": ",".join(p.conflicts)}
        for p in pairs
    ]
    insert_missing(connection, form_pairs, rows)


def pairs_among(connection: Connection, ids: Collection[str]) -> Iterator[FormPair]:
    """The pairs of which both forms are among those."""
    known = frozenset(ids)
    for chunk in chunks(sorted(known)):
        for a, b, probability, opposed, conflicts in connection.execute(_PAIRS.where(_A.in_(chunk))).all():
            if b in known:
                yield FormPair(a, b, probability, bool(opposed), tuple(conflicts.split(",")) if conflicts else ())


def beside_forms(connection: Connection, ids: Collection[str]) -> Iterator[tuple[str, str, float]]:
    """For each of those forms the others that it makes pairs with, and with what probability."""
    for chunk in chunks(sorted(ids)):
        for here, there in ((_A, _B), (_B, _A)):
            asked = select(here, there, form_pairs.c.probability).where(here.in_(chunk))
            for row in connection.execute(asked).all():
                yield row[0], row[1], row[2]


_A, _B = form_pairs.c.a, form_pairs.c.b
_PAIRS = select(_A, _B, form_pairs.c.probability, form_pairs.c.opposed, form_pairs.c.conflicts)


# Units


def of_forms(connection: Connection, ids: Iterable[str]) -> tuple[tuple[Unit, str], ...]:
    """The units that have one of those forms, with the form."""
    return _units(connection, units.c.form_id, ids)


def of_articles(connection: Connection, ids: Iterable[str]) -> tuple[tuple[Unit, str], ...]:
    """The units of those articles, with their forms."""
    return _units(connection, units.c.article_id, ids)


def of_claims(connection: Connection, groups: Iterable[str]) -> tuple[tuple[Unit, str], ...]:
    """The units of those groups, with their forms."""
    return _units(connection, units.c.claim, groups)


def groups_of(connection: Connection, article_ids: Iterable[str]) -> dict[str, str]:
    """The group of each unit of those articles, by the unit's id."""
    found: dict[str, str] = {}
    for chunk in chunks(sorted(set(article_ids))):
        asked = select(units.c.id, units.c.claim).where(units.c.article_id.in_(chunk), units.c.claim.is_not(None))
        found |= dict(connection.execute(asked).all())
    return found


def ungrouped(connection: Connection) -> frozenset[str]:
    """The forms of units whose groups are to be made anew."""
    return frozenset(connection.scalars(select(units.c.form_id).where(units.c.claim.is_(None)).distinct()))


def set_groups(connection: Connection, groups: Iterable[Sequence[Unit]], first: Mapping[str, Any]) -> None:
    """Keeps groups of units; each goes by the unit that comes first by `first`, a key for every unit's id."""
    wanted: dict[str, str] = {}
    for group in groups:
        name = heads(min((u.id for u in group), key=lambda id: first[id]))
        wanted |= dict.fromkeys((u.id for u in group), name)
    changed: dict[str, list[str]] = {}
    for chunk in chunks(sorted(wanted)):
        for id, held in connection.execute(select(units.c.id, units.c.claim).where(units.c.id.in_(chunk))):
            if held != wanted[id]:
                changed.setdefault(wanted[id], []).append(id)
    for name, ids in sorted(changed.items()):
        for chunk in chunks(sorted(ids)):
            connection.execute(update(units).where(units.c.id.in_(chunk)).values(claim=name))


def whens(connection: Connection, article_ids: Iterable[str]) -> dict[str, Instants]:
    """When tracked articles came out."""
    found: dict[str, Instants] = {}
    for chunk in chunks(sorted(set(article_ids))):
        asked = select(tracked.c.article_id, tracked.c.earliest_at, tracked.c.latest_at)
        for id, earliest, latest in connection.execute(asked.where(tracked.c.article_id.in_(chunk))):
            found[id] = (earliest, latest)
    return found


def _units(connection: Connection, column: Any, values: Iterable[str]) -> tuple[tuple[Unit, str], ...]:
    found = []
    for chunk in chunks(sorted(set(values))):
        asked = select(units).where(column.in_(chunk)).order_by(units.c.article_id, units.c.position)
        found += [(_unit(row), str(row["form_id"])) for row in connection.execute(asked).mappings()]
    return tuple(found)


def _unit(row: Held) -> Unit:
    return Unit(
        article=row["article_id"],
        spans=tuple(Span(*pair) for pair in row["spans"]),
        words=row["words"],
        field=row["field"],
        statement=row["statement"],
        quotation=row["quotation"],
        stance=row["stance"],
        certainty=row["certainty"],
        hedges=tuple(row["hedges"]),
        chain=tuple(row["chain"]),
        parent=row["parent"],
    )


def _row(unit: Unit, form: str, position: int) -> Row:
    return {
        "id": unit.id,
        "article_id": unit.article,
        "position": position,
        "field": unit.field,
        "spans": [[s.start, s.end] for s in unit.spans],
        "words": unit.words,
        "statement": unit.statement,
        "quotation": unit.quotation,
        "stance": unit.stance,
        "certainty": unit.certainty,
        "hedges": list(unit.hedges),
        "chain": list(unit.chain),
        "parent": unit.parent,
        "form_id": form,
        "heads": heads(unit.id),
        "claim": None,
    }
