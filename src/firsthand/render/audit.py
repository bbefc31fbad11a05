"""Owns an audit as the terminal, JSON and CSV show it: counts and shares with what they were counted in. No verdict."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from firsthand.ledger.audit import FEW, Audit, Covered, Group, Relied
from firsthand.render.basis import some
from firsthand.render.plain import line, shortened
from firsthand.render.questions import hang, heading, text

COLUMNS = (
    "part",
    "name",
    "few",
    "articles",
    "copies",
    "first",
    "last",
    "undated",
    "statements",
    "named",
    "unnamed",
    "outlets",
    "documents",
    "unknown",
    "named_sources",
    "unnamed_sources",
    "reasoned",
    "reasons",
    "relied_outlets",
    "relied_people",
    "own_voice",
    "begins",
    "months",
)
"""`part` is group, whole or coverage; a coverage row has articles, days and months only."""
NOT_STATED = {"outlet": "outlet not stated", "byline": "no byline", "section": "no section", "month": "no date"}
SHARES = ("articles", "statements", "named", "unnamed", "outlets", "documents", "unknown", "reason", "own voice")
"""Columns of the table of shares; a reason is one for not naming an unnamed source."""
MARK = "*"
"""Stands at a row of few articles."""
_BARS = " ▁▂▃▄▅▆▇█"
_MOST_PERIODS = 36


def audit_text(found: Audit, *, width: int = 100, colour: bool = False) -> str:
    """The page of an audit."""
    return text(width, colour, lambda con: _page(con, found))


def audit_record(found: Audit) -> dict[str, Any]:
    """The audit as JSON objects."""
    return {
        "by": found.by,
        "few_below": FEW,
        "rows": [_record(group) for group in found.groups],
        "whole": _record(found.whole),
        "coverage": [asdict(one) | {"months": dict(sorted(one.months.items()))} for one in found.coverage],
        "months": list(found.months),
    }


def audit_rows(found: Audit) -> list[tuple[object, ...]]:
    """Rows of `COLUMNS`: each group, the whole, then the coverage of each outlet."""
    groups = [_row("group", group, group_name(group, found.by)) for group in found.groups]
    return [*groups, _row("whole", found.whole, "all articles"), *map(_covered_row, found.coverage)]


def group_name(group: Group, by: str) -> str:
    """What a row is called."""
    return shortened(line(group.name), 60) if group.name else NOT_STATED[by]


def share(part: int, whole: int) -> str:
    """A share in whole percent; a dash where there is nothing to share."""
    return f"{part / whole:.0%}" if whole else "–"


def relied_words(relied: Sequence[Relied]) -> str:
    """Names with how many statements in how many articles."""
    return " · ".join(f"{shortened(line(r.name), 60)} ({r.statements} in {r.articles})" for r in relied)


def reason_words(group: Group) -> str:
    """The commonest reasons in the articles' words, with their numbers."""
    return " · ".join(f"{shortened(line(words), 90)} ({number})" for words, number in group.reasons)


def share_cells(found: Audit, group: Group) -> tuple[str, ...]:
    """A row of the table of shares: its name, then `SHARES`."""
    name = "all articles" if group is found.whole else group_name(group, found.by)
    kinds = (group.named, group.unnamed, group.outlets, group.documents, group.unknown)
    return (
        name + (f" {MARK}" if group.few else ""),
        str(group.articles),
        str(group.statements),
        *(share(kind, group.statements) for kind in kinds),
        f"{group.reasoned} of {group.unnamed_sources}",
        "–" if group.own_voice is None else f"{group.own_voice:.0%}",
    )


def relied_lines(group: Group) -> Iterator[str]:
    """What is told of a row in words: outlets that begin in it, who is relied on, why sources are unnamed."""
    if group.begins:
        told = "first stored articles of " + ", ".join(shortened(line(b), 60) for b in group.begins)
        yield f"! {told}: a change here may be theirs"
    people = f"{some(group.named_sources, 'named source')}, {some(group.unnamed_sources, 'unnamed one')}"
    yield f"{people} (each counted once an article)"
    for label, words in (
        ("people", relied_words(group.relied_people)),
        ("outlets", relied_words(group.relied_outlets)),
        ("why unnamed", reason_words(group)),
    ):
        if words:
            yield f"{label}: {words}"


def remarks(found: Audit) -> Iterator[str]:
    """What has to be said beside the shares."""
    if any(group.few for group in (*found.groups, found.whole)):
        yield f"{MARK} fewer than {FEW} articles: shares of so few say little"
    if found.whole.copies:
        copies = some(found.whole.copies, "article")
        yield f"{copies} with most of their text in common with another here; each counts"


def periods(found: Audit) -> tuple[tuple[str, ...], dict[str | None, tuple[int, ...]]]:
    """The months, or the years where the months are many, and each outlet's articles in them."""
    yearly = len(found.months) > _MOST_PERIODS
    names = tuple(dict.fromkeys(m[:4] if yearly else m for m in found.months))
    counts = {}
    for one in found.coverage:
        by_name = dict.fromkeys(names, 0)
        for month, number in one.months.items():
            by_name[month[:4] if yearly else month] += number
        counts[one.outlet] = tuple(by_name.values())
    return names, counts


def covered_name(one: Covered) -> str:
    """What an outlet is called in the coverage panel."""
    return shortened(line(one.outlet), 60) if one.outlet else NOT_STATED["outlet"]


def _page(con: Console, found: Audit) -> Iterator[Text]:
    whole = found.whole
    days = f"{whole.first} to {whole.last}" if whole.first else "no date"
    yield from heading(
        con, f"WHAT THE ARTICLES REST ON, BY {found.by.upper()}", f"{some(whole.articles, 'article')} · {days}"
    )
    if not whole.articles:
        yield Text("  No article in this ledger passes these filters.")
        return
    yield Text()
    yield from _table(con, _shares(found))
    for told in remarks(found):
        yield from hang(con, Text(told, "dim"), 2, 4)
    yield Text()
    yield Text("RELIED ON, AND WHY UNNAMED", "bold")
    for group in (*found.groups, whole) if len(found.groups) > 1 else (whole,):
        yield from _relied(con, group, "all articles" if group is whole else group_name(group, found.by))
    yield Text()
    yield from heading(con, "COVERAGE: WHAT THIS WAS COUNTED IN", "articles held, not articles published")
    yield from _coverage(con, found)


def _shares(found: Audit) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    table.add_column(found.by, overflow="fold", ratio=1)
    for name in (
        "articles",
        "statements",
        "named",
        "unnamed",
        "outlets",
        "documents",
        "unknown",
        "reason",
        "own voice",
    ):
        table.add_column(name, justify="right", overflow="fold")
    for group in (*found.groups, found.whole):
        whole = group is found.whole
        table.add_row(*map(Text, share_cells(found, group)), style="bold" if whole else "")
    return table


def _relied(con: Console, group: Group, name: str) -> Iterator[Text]:
    yield from hang(con, Text(name + (f" {MARK}" if group.few else ""), "bold"), 2, 4)
    for words in relied_lines(group):
        yield from hang(con, Text(words), 4, 6)


def _coverage(con: Console, found: Audit) -> Iterator[Text]:
    names, counts = periods(found)
    most = max((n for row in counts.values() for n in row), default=1) or 1
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    table.add_column("outlet", overflow="fold", ratio=1)
    for name in ("articles", "first", "last", "no date"):
        table.add_column(name, justify="right")
    table.add_column(f"{names[0]} to {names[-1]}" if names else "", no_wrap=True)
    for one in found.coverage:
        bars = "".join(_BARS[-(-8 * n // most)] if n else "·" for n in counts[one.outlet])
        table.add_row(
            Text(covered_name(one)),
            str(one.articles),
            one.first or "–",
            one.last or "–",
            str(one.undated or "–"),
            Text(bars),
        )
    yield from _table(con, table)
    yield from hang(con, Text(f"one bar a period, the highest is {some(most, 'article')}; · is none", "dim"), 2, 4)


def _table(con: Console, table: Table) -> Iterator[Text]:
    """The lines of a table within the console's width."""
    table.width = con.width
    options = con.options.update(width=con.width, no_wrap=False)
    for parts in con.render_lines(table, options, pad=False):
        made = Text()
        for segment in parts:
            made.append(segment.text, segment.style)
        made.rstrip()
        yield made


def _record(group: Group) -> dict[str, Any]:
    return asdict(group) | {"reasons": [{"words": words, "sources": number} for words, number in group.reasons]}


def _row(part: str, group: Group, name: str) -> tuple[object, ...]:
    return (
        part,
        name,
        group.few,
        group.articles,
        group.copies,
        group.first,
        group.last,
        None,
        group.statements,
        group.named,
        group.unnamed,
        group.outlets,
        group.documents,
        group.unknown,
        group.named_sources,
        group.unnamed_sources,
        group.reasoned,
        reason_words(group),
        relied_words(group.relied_outlets),
        relied_words(group.relied_people),
        None if group.own_voice is None else f"{group.own_voice:.4f}",
        "; ".join(group.begins),
        None,
    )


def _covered_row(one: Covered) -> tuple[object, ...]:
    months = " ".join(f"{month}:{number}" for month, number in sorted(one.months.items()))
    blank = (None,) * 14
    return ("coverage", covered_name(one), None, one.articles, None, one.first, one.last, one.undated, *blank, months)
