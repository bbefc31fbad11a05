"""Owns the pages of the sources that the ledger holds, of pairs that may be one, and of what a merge would combine."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from firsthand.ledger.deciding import Part
from firsthand.ledger.holdings import Holding, Holdings
from firsthand.ledger.who import InRole
from firsthand.pipeline.deciding import Merging
from firsthand.pipeline.suggesting import Pair
from firsthand.render.basis import some
from firsthand.render.plain import line, shortened
from firsthand.render.questions import hang, heading, text
from firsthand.render.questions_words import NO_DATE

NAME_ALONE = "name alone: may be several people"
"""The mark of a source whose name is little proof that it is one."""
COLUMNS = ("id", "name", "kind", "spellings", "roles", "statements", "articles", "first", "last", "mark", "identifiers")
PAIR_COLUMNS = ("score", "reason", "name", "other_name", "id", "other_id")
NEVER_APPLIED = "hints for a person to decide with firsthand merge; nothing is merged by itself"
_MOST = 8
"""Spellings and roles of one source that the table shows; the other formats have all."""
_LONGEST = 160


def holdings_text(found: Holdings, *, width: int = 100, colour: bool = False) -> str:
    """The list of sources, one block each."""

    def build(con: Console) -> Iterator[Text]:
        shown = len(found.found)
        of_all = some(shown, "source") if shown == found.total else f"{shown} of {some(found.total, 'source')}"
        yield from heading(con, "NAMED SOURCES", of_all)
        if not found.found:
            yield Text("  No named source of this ledger fits. Unnamed sources are in no list.")
        for one in found.found:
            yield Text()
            yield from _holding(con, one)

    return text(width, colour, build)


def holdings_record(found: Holdings) -> dict[str, Any]:
    """The list of sources as data."""
    return {"sources": [holding_record(one) for one in found.found], "total": found.total}


def holding_record(one: Holding) -> dict[str, Any]:
    """One source as data."""
    return {
        "id": one.root,
        "name": one.name,
        "class": one.kind_class,
        "names": list(one.names),
        "roles": [{"role": r.role, "articles": r.articles, "first": r.first, "last": r.last} for r in one.roles],
        "statements": one.statements,
        "articles": one.articles,
        "first": one.first,
        "last": one.last,
        "weak": one.weak,
        "identifiers": [{"scheme": scheme, "value": value} for scheme, value in one.identifiers],
    }


def holdings_rows(found: Holdings) -> Iterator[Sequence[object]]:
    """The cells of `COLUMNS`, one row for each source."""
    for one in found.found:
        yield (
            one.root,
            one.name,
            one.kind_class,
            "; ".join(one.names),
            "; ".join(map(role_words, one.roles)),
            one.statements,
            one.articles,
            one.first,
            one.last,
            NAME_ALONE if one.weak else None,
            "; ".join(identified(one)),
        )


def pairs_text(found: Sequence[Pair], *, width: int = 100, colour: bool = False) -> str:
    """The pairs that may be one source."""

    def build(con: Console) -> Iterator[Text]:
        yield from heading(con, "MAY BE ONE SOURCE", some(len(found), "pair"))
        yield from hang(con, Text(NEVER_APPLIED, "dim"), 0, 2)
        if not found:
            yield Text("  No two names of this ledger are that much alike.")
        for one in found:
            yield Text()
            names = f"{short(one.one_name)} · {short(one.other_name)}"
            yield from hang(con, Text(names, "bold"), 2, 4)
            yield from hang(con, Text(line(one.reason)), 4, 6)
            yield from hang(con, Text(f"firsthand merge {one.one} {one.other} --why …", "dim"), 4, 6)

    return text(width, colour, build)


def pairs_record(found: Sequence[Pair]) -> dict[str, Any]:
    """The pairs as data; ``score`` is a rank, no probability."""
    return {
        "pairs": [
            {
                "id": p.one,
                "name": p.one_name,
                "other_id": p.other,
                "other_name": p.other_name,
                "reason": p.reason,
                "score": p.score,
            }
            for p in found
        ]
    }


def pairs_rows(found: Iterable[Pair]) -> Iterator[Sequence[object]]:
    """The cells of `PAIR_COLUMNS`, one row for each pair."""
    for p in found:
        yield p.score, p.reason, p.one_name, p.other_name, p.one, p.other


def merging_text(found: Merging, *, width: int = 100, colour: bool = False) -> str:
    """What would combine in a merge, and what speaks for looking twice."""

    def build(con: Console) -> Iterator[Text]:
        yield Text("WOULD BE ONE SOURCE", "bold")
        for part in (found.into, found.other):
            yield Text()
            yield from part_lines(con, part)
        yield Text()
        both = found.into.statements + found.other.statements
        yield from hang(con, Text(f"shown as {short(found.into.name)}, with {some(both, 'statement')}"), 2, 4)
        for warning in found.warnings:
            yield from hang(con, Text(f"! {line(warning)}", "bold yellow"), 2, 4)

    return text(width, colour, build)


def parts_text(title: str, parts: Sequence[Part], *, width: int = 100, colour: bool = False) -> str:
    """Sources as they stand after a decision."""

    def build(con: Console) -> Iterator[Text]:
        yield Text(title, "bold")
        for part in parts:
            yield Text()
            yield from part_lines(con, part)

    return text(width, colour, build)


def part_lines(con: Console, part: Part) -> Iterator[Text]:
    """One source with its names, roles and counts."""
    counted = f"{some(part.statements, 'statement')} in {some(part.articles, 'article')}"
    head = Text(short(part.name), "bold").append(f"  {part.kind_class} · {part.root} · {counted}", "dim")
    yield from hang(con, head, 2, 4)
    also = [short(name) for name in part.names if name != part.name]
    if also:
        yield from hang(con, Text(f"also as {_listed(also)}"), 4, 6)
    roles = [short(f"{role} ({body})" if body else role) for role, body in part.roles]
    if roles:
        yield from hang(con, Text(f"called {_listed(roles)}"), 4, 6)


def role_words(role: InRole) -> str:
    """A role with the articles that give it and its days."""
    days = NO_DATE if role.first is None else role.first if role.first == role.last else f"{role.first} to {role.last}"
    return f"{short(role.role)} · {some(role.articles, 'article')} · {days}"


def days_of(one: Holding) -> str:
    """The first and the last day of a source."""
    return NO_DATE if one.first is None else one.first if one.first == one.last else f"{one.first} to {one.last}"


def identified(one: Holding) -> list[str]:
    """The identifiers of a source, each in words."""
    return [f"{short(scheme)} {short(value)}" for scheme, value in one.identifiers]


def short(words: str) -> str:
    """Words on one line of bounded length."""
    return shortened(line(words), _LONGEST)


def _holding(con: Console, one: Holding) -> Iterator[Text]:
    counted = f"{some(one.statements, 'statement')} in {some(one.articles, 'article')} · {days_of(one)}"
    yield from hang(con, Text(short(one.name), "bold cyan").append(f"  {one.kind_class} · {one.root}", "dim"), 2, 4)
    yield from hang(con, Text(counted), 4, 6)
    if one.weak:
        yield from hang(con, Text(f"! {NAME_ALONE}", "bold yellow"), 4, 6)
    also = [short(name) for name in one.names if name != one.name]
    if also:
        yield from hang(con, Text(f"also as {_listed(also)}"), 4, 6)
    for role in one.roles[:_MOST]:
        yield from hang(con, Text(role_words(role), "dim"), 4, 6)
    if len(one.roles) > _MOST:
        yield Text(f"    and {len(one.roles) - _MOST} more roles", "dim")
    if one.identifiers:
        yield from hang(con, Text(_listed(identified(one)), "dim"), 4, 6)


def _listed(words: Sequence[str]) -> str:
    more = f", and {len(words) - _MOST} more" if len(words) > _MOST else ""
    return ", ".join(words[:_MOST]) + more
