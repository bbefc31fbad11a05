"""Owns the rows of tracing: units of articles, the forms that are compared, the words they are found by, their pairs.

Everything in them can be made anew from the articles. It compares nothing: who calls says what a form's features are,
and which pairs may tell one claim. A posting of one word in one period holds the first `POSTING` forms alone, so that
adding costs the same however much is held; units of the same words in one period share a form and count once there.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from firsthand.ledger.answers import chunks
from firsthand.ledger.rows import Held, Row
from firsthand.ledger.sql import insert_missing, upsert
from firsthand.ledger.tables import form_pairs, form_words, forms, tracked, units
from firsthand.model import Span, digest
from firsthand.model.trace import Instants, Unit

POSTING = 256
"""Forms that one word leads to in one period. A word that more have tells little, and what also shares other words is
found by those. Beyond it, which ones goes by who came first."""
DERIVED = (units, tracked, form_words, form_pairs, forms)
"""The tables of this module: exports leave them out, and what is forgotten leaves them too."""
DATELESS = -1
"""The period of what has no date: it is compared with all periods."""
AROUND = (-1, 0, 1)
"""Periods before and after in which the same claim is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is compared: `features` as JSON, made by who compares; `words` the digests that it is found by, with what
    each is worth."""

    id: str
    period: int
    features: Any
    words: Mapping[int, float] = field(default_factory=dict)
    vector: bytes | None = None

    @property
    def worth(self) -> float:
        """What all its words are worth."""
        return sum(self.words.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPair:
    """Two forms, the lower id first, and how they compare."""

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


def held_forms(connection: Connection, ids: Iterable[str]) -> dict[str, Any]:
    """The features of those of the forms that are there."""
    found: dict[str, Any] = {}
    for chunk in chunks(sorted(set(ids))):
        found |= dict(connection.execute(select(forms.c.id, forms.c.features).where(forms.c.id.in_(chunk))).all())
    return found


def worths(connection: Connection, ids: Iterable[str]) -> dict[str, float]:
    """What the words of each of the forms are worth."""
    found: dict[str, float] = {}
    for chunk in chunks(sorted(set(ids))):
        found |= dict(connection.execute(select(forms.c.id, forms.c.worth).where(forms.c.id.in_(chunk))).all())
    return found


def postings(connection: Connection, words: Collection[int], period: int | None) -> dict[int, dict[int, list[str]]]:
    """For each of the words, by period, the forms it leads to: in the periods around `period`, in all where that is
    `DATELESS` or None; what has no date is always there.
    """
    near = None if period is None or period == DATELESS else [DATELESS, *(period + n for n in AROUND)]
    found: dict[int, dict[int, list[str]]] = {}
    for chunk in chunks(sorted(words)):
        asked = select(form_words.c.word, form_words.c.period, form_words.c.form_id).where(form_words.c.word.in_(chunk))
        if near is not None:
            asked = asked.where(form_words.c.period.in_(near))
        for word, at, form in connection.execute(asked):
            found.setdefault(word, {}).setdefault(at, []).append(form)
    return found


def put_forms(connection: Connection, fresh: Sequence[Form], room: Mapping[int, Mapping[int, Sequence[str]]]) -> None:
    """Puts new forms in, and under each of their words as far as there is room; `room` is what `postings` gave."""
    if not fresh:
        return
    connection.execute(
        insert(forms),
        [{"id": f.id, "period": f.period, "worth": f.worth, "features": f.features, "vector": f.vector} for f in fresh],
    )
    taken: dict[tuple[int, int], int] = {}
    rows = []
    for form in fresh:
        for word in form.words:
            place = (word, form.period)
            taken.setdefault(place, len(room.get(word, {}).get(form.period, ())))
            if taken[place] < POSTING:
                taken[place] += 1
                rows.append({"word": word, "period": form.period, "form_id": form.id})
    if rows:
        connection.execute(insert(form_words), rows)


def put_pairs(connection: Connection, pairs: Iterable[FormPair]) -> None:
    """Puts pairs of forms in."""
    rows = [
        {"a": p.a, "b": p.b, "probability": p.probability, "opposed": p.opposed, "conflicts": ",".join(p.conflicts)}
        for p in pairs
    ]
    insert_missing(connection, form_pairs, rows)


def pairs_of(connection: Connection, ids: Iterable[str], *, least: float = 0.0) -> tuple[FormPair, ...]:
    """The pairs with one of those forms in them and at least that probability."""
    found: dict[tuple[str, str], FormPair] = {}
    for chunk in chunks(sorted(set(ids))):
        for side in (form_pairs.c.a, form_pairs.c.b):
            asked = select(form_pairs).where(side.in_(chunk), form_pairs.c.probability >= least)
            for row in connection.execute(asked):
                found[row.a, row.b] = FormPair(
                    a=row.a,
                    b=row.b,
                    probability=row.probability,
                    opposed=row.opposed,
                    conflicts=tuple(row.conflicts.split(",")) if row.conflicts else (),
                )
    return tuple(found.values())


def component(
    connection: Connection, ids: Iterable[str], *, least: float, most: int | None = None
) -> frozenset[str] | None:
    """Those forms and all that pairs of at least that probability lead to from them, in any number of steps; None where
    that is more than `most`."""
    found: set[str] = set()
    edge = set(ids)
    while edge:
        found |= edge
        if most is not None and len(found) > most:
            return None
        fresh: set[str] = set()
        for chunk in chunks(sorted(edge)):
            for here, there in ((form_pairs.c.a, form_pairs.c.b), (form_pairs.c.b, form_pairs.c.a)):
                asked = select(there).where(here.in_(chunk), form_pairs.c.probability >= least)
                fresh.update(connection.scalars(asked))
        edge = fresh - found
    return frozenset(found)


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
