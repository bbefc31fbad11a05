"""Owns how people decide over a ledger: names are looked up and keyed, quotation marks seen, then the decision is made.

What would come of a merge or a correction is worked out before it is kept. It asks nobody and prints nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from firsthand.attribution.quotation import with_quotation
from firsthand.errors import InvalidValue, NotHeld, Withheld
from firsthand.language.outlets import Outlets
from firsthand.language.quotes import quotations
from firsthand.language.words import plain
from firsthand.ledger import Ledger, correcting, deciding, stored
from firsthand.ledger.correcting import Change
from firsthand.ledger.deciding import By, Part
from firsthand.ledger.decisions import Decision
from firsthand.ledger.search import outlets_called
from firsthand.ledger.show import ShownStatement, show_statement
from firsthand.ledger.tables import article_sources, sources, statements
from firsthand.ledger.who import find_source, nameless
from firsthand.ledger.wording import short
from firsthand.model import Quotation, Reading, Source, SourceKind, Span, Statement
from firsthand.model.identity import SourceKey
from firsthand.pipeline.named import KINDS, key_ids, own_outlets, source_named
from firsthand.resolution import basis
from firsthand.resolution.across import groups, source_key
from firsthand.resolution.across_roles import Role, role, roles_conflict

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_LOCAL = re.compile(r"[sp]\d{1,9}(?:\.\d{1,9})*")
_KIND_OF: dict[str, SourceKind] = {kind: kind for kind in ("person", "outlet", "organisation", "country", "document")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """What would be one source, and in words what speaks for looking twice."""

    into: Part
    other: Part
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wrong about a statement, as a person says it. `source` is a name, a source's id in the article, a
    source's id across articles, or ``unknown``; `unnamed` the wording of a new unnamed one; `kind` that of a new one
    (None: as the ledger or the list of outlets knows the name, else a person)."""

    source: str | None = None
    unnamed: str | None = None
    kind: str | None = None
    spans: tuple[Span, ...] = ()
    stance: str | None = None
    certainty: str | None = None
    quotation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A decision with the statement before and after it in its paragraph, None where there was or is none. `goes_on`
    are statements that go on from it and keep the source that it had."""

    decision: Decision
    before: ShownStatement | None
    after: ShownStatement | None
    goes_on: tuple[str, ...] = ()


def merging(connection: Connection, into: str, other: str) -> Merging:
    """What would combine if two sources, by their names or ids, were one. InvalidValue where they cannot be."""
    one, two = (deciding.part(connection, source_named(connection, name).root) for name in (into, other))
    deciding.check_merge(one, two)
    return Merging(into=one, other=two, warnings=tuple(_warnings(one, two)))


def merge(connection: Connection, into: str, other: str, by: By) -> Decision:
    """Makes `other` one source with `into`, whose name it then has."""
    found = merging(connection, into, other)
    return deciding.merge(connection, found.into.root, found.other.root, by)


def split(
    connection: Connection,
    source: str,
    by: By,
    *,
    name: str | None = None,
    articles: Sequence[str] = (),
    roles: Sequence[str] = (),
    outlets: Sequence[str] = (),
    spellings: Sequence[str] = (),
) -> tuple[Decision, Part, Part]:
    """Takes away from a source what it is quoted with in those articles, roles, outlets, or spellings; the decision,
    what is left, and the new source."""
    root = source_named(connection, source).root
    made = deciding.split(
        connection,
        root,
        by,
        name=name,
        article_ids=[stored.article_id(connection, named) for named in articles],
        roles=roles,
        outlets=[o for named in outlets for o in outlets_called(connection, named)],
        spellings=spellings,
    )
    return made, deciding.part(connection, root), deciding.part(connection, made.payload["new"])


def correct(connection: Connection, named: str, wish: Wish, by: By) -> Corrected:
    """Lays what a person says over the statement named (``9f3a1c2b.a3``)."""
    row = stored.statement_row(connection, named)
    before = show_statement(connection, named)
    change = _change(connection, row["article_id"], wish)
    if wish.spans and wish.quotation is None:
        quotation = _quotation(connection, row["article_id"], wish.spans, row["local"])
        change = replace(change, fields={**change.fields, **({"quotation": quotation} if quotation else {})})
    made = correcting.correct(connection, named, change, by, groups)
    goes_on = _goes_on(connection, row["article_id"], row["local"]) if made.payload["source"] or wish.source else ()
    return Corrected(decision=made, before=before, after=_laid(connection, made), goes_on=goes_on)


def add_statement(connection: Connection, article: str, wish: Wish, by: By) -> Corrected:
    """Puts a statement that was missed into an article; `wish` gives at least its spans."""
    id = stored.article_id(connection, article)
    change = _change(connection, id, wish)
    fields = {name: value for name, value in change.fields.items() if name != "content_spans"}
    if wish.quotation is None and (quotation := _quotation(connection, id, wish.spans, None)):
        fields["quotation"] = quotation
    made = correcting.add_statement(connection, id, wish.spans, replace(change, fields=fields), by, groups)
    return Corrected(decision=made, before=None, after=_laid(connection, made))


def reject(connection: Connection, named: str, by: By) -> Corrected:
    """Takes what is no statement out of every answer."""
    before = show_statement(connection, named)
    return Corrected(decision=correcting.reject(connection, named, by), before=before, after=None)


def undo(connection: Connection, decision_id: str, by: By) -> Decision:
    """Takes a decision back, and gives the one taken back."""
    return deciding.undo(connection, decision_id, by, groups)


def standing_reading(connection: Connection, article: str) -> Reading:
    """The reading of an article as it stands now; where people corrected it, what it rests on is counted anew.

    Raises NotHeld, and Withheld where its text was cleared.
    """
    id = stored.article_id(connection, article)
    found = stored.reading(connection, id)
    touched = statements.c.decision.is_not(None) | statements.c.overruled_by.is_not(None)
    asked = select(statements.c.row).where(statements.c.article_id == id, touched).limit(1)
    if connection.scalar(asked) is None:
        return found
    return replace(found, basis=basis(found.article, found.sources, found.statements, found.own_voice))


class _Tried(Exception):
    """Ends a transaction that was only to see what would come of it."""


@contextmanager
def tried(ledger: Ledger) -> Iterator[Connection]:
    """A transaction that is taken back at its end, whatever was done in it."""
    try:
        with ledger.writing() as connection:
            yield connection
            raise _Tried
    except _Tried:
        pass


def _warnings(one: Part, two: Part) -> Iterable[str]:
    told = [r for part in (one, two) for r in _roles(part)]
    alone = {hint for part in (one, two) for hint in roles_conflict(_roles(part))}
    yield from (hint for hint in roles_conflict(told) if hint not in alone)
    for part in (one, two):
        if part.weak:
            yield f"{part.name}: name alone: may be several people"
    if one.kind_class == two.kind_class == "person" and not _surnames(one) & _surnames(two):
        yield f"the surnames differ ({short(one.name)}, {short(two.name)})"
    if one.kind_class != two.kind_class:
        yield f"one is read as {one.kind_class}, the other as {two.kind_class}"


def _surnames(part: Part) -> set[str]:
    """The last words of a person's names, folded, those that come before a suffix ("Jr", "III") among them."""
    found = (plain(name.casefold()).replace(",", " ").split() for name in part.names)
    return {
        words[-2] if len(words) > 2 and words[-1].rstrip(".") in _SUFFIXES else words[-1] for words in found if words
    }


def _roles(part: Part) -> list[Role]:
    return [found for words, body in part.roles if (found := role(words, body)) is not None]


def _change(connection: Connection, article_id: str, wish: Wish) -> Change:
    """The wish with its source looked up."""
    fields: dict[str, object] = {
        name: value for name in ("stance", "certainty", "quotation") if (value := getattr(wish, name)) is not None
    }
    if wish.spans:
        fields["content_spans"] = [[span.start, span.end] for span in wish.spans]
    if wish.source is not None and wish.unnamed is not None:
        raise InvalidValue("a statement has one source: give --source or --unnamed, not both")
    if wish.unnamed is not None:
        return Change(fields=fields, descriptor=wish.unnamed, kind=wish.kind or "person")
    if wish.source is None:
        return Change(fields=fields)
    if wish.source == "unknown":
        return Change(fields=fields, unknown=True)
    local = _local(connection, article_id, wish.source)
    if local is not None:
        return Change(fields=fields, local=local)
    kind, name, key = _named(connection, wish.source, wish.kind)
    return Change(fields=fields, name=name, key=key, kind=kind)


def _local(connection: Connection, article_id: str, wanted: str) -> str | None:
    """The source of the article that is meant: by its id there, by its name, or as a source across articles."""
    asked = select(article_sources).where(article_sources.c.article_id == article_id)
    rows = connection.execute(asked.order_by(article_sources.c.position)).all()
    if _LOCAL.fullmatch(wanted):
        if any(row.local == wanted for row in rows):
            return wanted
        raise NotHeld(f"the article has no source {wanted}: firsthand show {article_id} lists them")
    named = [row for row in rows if not row.anonymous and row.name]
    folded = " ".join(wanted.casefold().split())
    found = [row for row in named if " ".join(row.name.casefold().split()) == folded]
    if not found:
        ids = {wanted, *key_ids(connection, wanted)}
        found = [row for row in named if ids & {row.key_id, row.source_id}]
    if not found and " " not in folded:  # a surname means whoever has it in this article
        found = [row for row in named if row.kind == "person" and row.name.casefold().split()[-1:] == [folded]]
    if len({row.source_id or row.local for row in found}) > 1:
        ids_ = ", ".join(row.local for row in found)
        raise NotHeld(f"{short(wanted)!r} may be one of several sources of the article: give one of their ids ({ids_})")
    return found[0].local if found else None


def _named(connection: Connection, wanted: str, kind: str | None) -> tuple[SourceKind, str, SourceKey | None]:
    """Kind, name and key of a source that is new to the article."""
    if nameless(wanted):
        raise InvalidValue(f"{short(wanted)!r} describes a source without a name: give it with --unnamed")
    if kind is not None and kind not in KINDS:
        raise InvalidValue(f"a source with a name is one of {', '.join(KINDS)}, not {short(kind)!r}")
    row = connection.execute(select(sources).where(sources.c.id == wanted.replace("\0", " "))).first()
    if row is not None:
        if row.split_by is not None:
            raise InvalidValue(f"{wanted} is a part that was split off: undo the split, or give the source's name")
        key = SourceKey(kind_class=row.kind_class, key=row.key, base=row.base, display=row.name, weak=row.weak)
        return _KIND_OF[row.kind_class], row.name, key
    outlets = own_outlets(connection)
    found: SourceKind = _kind(kind) or _known_kind(connection, wanted, outlets)
    return found, wanted, source_key(Source(id="s1", kind=found, name=wanted), outlets=outlets)


def _kind(kind: str | None) -> SourceKind | None:
    return next((k for k in KINDS if k == kind), None)


def _known_kind(connection: Connection, name: str, outlets: Outlets) -> SourceKind:
    """The kind of the one source that the ledger has under that name, else of a listed outlet, else a person."""
    try:
        return _KIND_OF[find_source(connection, name, key_ids(connection, name, outlets)).kind_class]
    except (NotHeld, Withheld):
        return "outlet" if outlets.by_name(name) is not None else "person"


def _quotation(connection: Connection, article_id: str, spans: Sequence[Span], local: str | None) -> Quotation | None:
    """How a content at `spans` is given, by the marks of the text; None where that was cleared."""
    try:
        found = stored.reading(connection, article_id)
    except Withheld:
        return None
    text, every = found.article.text, list(found.statements)
    if spans and spans[-1].end > len(text):
        return None  # refused with its reason where it is kept
    if local is None:
        fresh = Statement(id="\0", quotation="indirect", content_spans=tuple(spans))
        every.append(fresh)
    else:
        every = [replace(s, content_spans=tuple(spans)) if s.id == local else s for s in every]
    marked = with_quotation(text, every, quotations(text))
    return next(s.quotation for s in marked if s.id == (local or "\0"))


def _laid(connection: Connection, made: Decision) -> ShownStatement | None:
    """The statement that a decision made, in its paragraph."""
    asked = select(statements.c.local, statements.c.producer, statements.c.content_spans).where(
        statements.c.article_id == made.target, statements.c.decision == made.id
    )
    wanted = made.payload["changes"].get("content_spans", made.payload["anchor"]["content_spans"])
    rows = [row for row in connection.execute(asked).all() if row.content_spans == wanted]
    local = next((row.local for row in rows if row.local == made.payload["anchor"]["local"]), None)
    local = local or next((row.local for row in rows), None)
    return None if local is None else show_statement(connection, stored.statement_id(made.target, local))


def _goes_on(connection: Connection, article_id: str, local: str) -> tuple[str, ...]:
    """Statements that go on from that one, and those that go on from them."""
    asked = select(statements.c.local, statements.c.continues).where(
        statements.c.article_id == article_id, statements.c.overruled_by.is_(None)
    )
    rows = connection.execute(asked.order_by(statements.c.position, statements.c.row)).all()
    found = {local}
    for _ in rows:
        found |= {row.local for row in rows if row.continues in found}
    return tuple(stored.statement_id(article_id, row.local) for row in rows if row.local in found - {local})
