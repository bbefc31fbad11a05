"""Owns the terminal page of a trace: one claim in a minute, or a list of all. Without colour it says as much."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from firsthand.model.trace import Claim, Report, Trace
from firsthand.render.basis import some
from firsthand.render.plain import line, shortened
from firsthand.render.questions import STYLES, hang, heading, text
from firsthand.render.trace_clashes import beside_others, said_both_ways, taken_back
from firsthand.render.trace_tree import Branch, Telling, branches, count
from firsthand.render.trace_words import (
    CERTAINTY_SIGNS,
    CLASH_WORDS,
    STANCE_SIGNS,
    STANCE_WORDS,
    Index,
    Pieces,
    against,
    article_words,
    asked,
    chain_words,
    days,
    drift_words,
    edge_words,
    in_time,
    index,
    other_claim,
    outlet_words,
    roots_words,
    summary,
    told_words,
    when_words,
    widely_one,
)

WORDS_LIMIT = 240
"""Characters of a report's words that are shown; JSON, CSV and the page have them whole."""
MOST_SIDE_BY_SIDE = 12
"""Articles beside each other under one that are shown; of the rest the number is told."""
MOST_AGAINST, MOST_LISTED, DEEPEST = 8, 8, 6
NOTHING = "No claim of this ledger is told there."


def trace_text(trace: Trace, pieces: Pieces, claim: str, *, width: int = 100, colour: bool = False) -> str:
    """The page of the claim with the id `claim`; `width` in columns. KeyError where the trace has no such claim.

    Titles are those of `pieces`; an article that is not among them goes by its key.
    """
    found = index(trace)
    return text(width, colour, lambda con: _page(con, found, pieces, found.claims[claim]))


def all_text(
    trace: Trace,
    pieces: Pieces,
    claims: Sequence[str] | None = None,
    *,
    width: int = 100,
    colour: bool = False,
    each: bool = True,
) -> str:
    """The list of claims, then, with `each`, the page of each of them.

    `claims` are the ids of those to tell of, in that order; all, the most widely reported first, where it is None.
    """
    found = index(trace)

    def build(con: Console) -> Iterator[Text]:
        shown = asked(found, claims)
        order = "the most widely reported first" if claims is None else ""
        title = some(len(shown), "CLAIM", "CLAIMS")
        yield from heading(con, title, order) if order else (Text(title, "bold"),)
        if not shown:
            yield from hang(con, Text(NOTHING), 2, 2)
        for n, claim in enumerate(shown, 1):
            yield from listed(con, claim, n)
        for claim in shown if each else ():
            yield Text()
            yield Text("─" * con.width, "dim")
            yield from _page(con, found, pieces, claim)

    return text(width, colour, build)


def listed(con: Console, claim: Claim, number: int) -> Iterator[Text]:
    """One claim in a list."""
    yield Text()
    yield from hang(con, Text(f"{number:>3}  ").append(shortened(line(claim.text), WORDS_LIMIT), "bold"), 0, 5)
    told = [told_words(claim), roots_words(claim.independence), days(claim)]
    yield from hang(con, Text("; ".join(told[:2]) + " · " + told[2], "dim").append(f" · {claim.id}", "dim"), 5, 7)


def _page(con: Console, found: Index, pieces: Pieces, claim: Claim) -> Iterator[Text]:
    yield from hang(con, Text(shortened(line(claim.text), 600), "bold"), 0, 0)
    yield from hang(con, Text(f"{days(claim)} · {claim.id}", "dim"), 0, 0)
    yield Text()
    yield from hang(con, Text(summary(found, claim)), 2, 4)
    if widely_one(claim):
        yield from hang(con, Text("widely reported, one known root here", "bold"), 2, 4)
    yield Text()
    yield from heading(con, "FROM ROOT TO COPIES, IN ORDER OF TIME", "● tells ○ denies ◐ doubts ~ hedged ? doubtful")
    for branch in branches(found, claim):
        yield from _branch(con, found, pieces, claim, branch)
    yield from _sentences(con, "SAID BOTH WAYS", said_both_ways(found, claim), "firsthand does not say which is right")
    for part in (_against(con, found, claim), _clashes(con, found, claim), _taken_back(con, found, claim)):
        yield from part
    yield from _sentences(con, "WHY THIS NUMBER", claim.why)
    yield from _sentences(con, "WHAT IT TURNS ON", claim.turns_on)
    yield from _absent(con, found, claim)


def _branch(con: Console, found: Index, pieces: Pieces, claim: Claim, branch: Branch) -> Iterator[Text]:
    yield Text()
    style = STYLES.get(branch.tag, "bold")  # type: ignore[call-overload]
    sign = Text("ROOT  " if branch.root else "OPEN  ", "dim")
    yield from hang(con, sign.append(branch.name, style), 2, 8)
    yield from _rows(con, found, pieces, claim, branch.tellings, "  ", 0)


def _rows(
    con: Console, found: Index, pieces: Pieces, claim: Claim, tellings: Sequence[Telling], before: str, depth: int
) -> Iterator[Text]:
    """Tellings that stand beside each other, each with those below it."""
    shown, left = _most(tellings)
    for n, telling in enumerate(shown):
        last = n == len(shown) - 1 and not left
        below = before + ("   " if last else "│  ")
        yield from _telling(con, found, pieces, claim, telling, before + ("└─ " if last else "├─ "), below, depth)
        if depth < DEEPEST:
            yield from _rows(con, found, pieces, claim, telling.below, below, depth + 1)
        elif telling.below:
            yield from _hung(con, below, below, Text(f"and {some(count(telling), 'article')} below it", "dim"))
    if left:
        more = sum(1 + count(t) for t in left)
        yield from _hung(con, before + "└─ ", before + "   ", Text(f"and {some(more, 'more article')}", "dim"))


def _most(tellings: Sequence[Telling]) -> tuple[list[Telling], list[Telling]]:
    """The ones to show, in their order, and the rest: what differs or was taken on goes before mere copies."""
    if len(tellings) <= MOST_SIDE_BY_SIDE:
        return list(tellings), []
    dull = sorted(range(len(tellings)), key=lambda i: (not tellings[i].drift and not tellings[i].below, i))
    kept = set(dull[: MOST_SIDE_BY_SIDE - 1])
    return [t for i, t in enumerate(tellings) if i in kept], [t for i, t in enumerate(tellings) if i not in kept]


def _telling(
    con: Console,
    found: Index,
    pieces: Pieces,
    claim: Claim,
    telling: Telling,
    first: str,
    rest: str,
    depth: int,
) -> Iterator[Text]:
    lead = telling.lead
    said = Text(f"{when_words(lead.when)}  ", "dim").append(outlet_words(lead), "bold magenta")
    said.append(f"  {STANCE_SIGNS[lead.stance]}{CERTAINTY_SIGNS[lead.certainty]}")
    if telling.edge is not None:
        said.append(f"  {edge_words(telling.edge)}")
    elif lead.derivation in ("verbatim", "rewrite", "cites"):
        said.append(f"  {lead.derivation}")
    if telling.taken_from is not None:
        said.append(f" from {article_words(found, claim, telling.taken_from)}", "dim")
    said.append(f"  {_title(pieces, lead)}", "dim")
    yield from _hung(con, first, rest + "   ", said)
    if depth == 0:
        yield from _hung(con, rest + "   ", rest + "   ", Text(shortened(line(lead.words), WORDS_LIMIT)))
        between = chain_words(found, lead.chain[1:])
        if between:
            yield from _hung(con, rest + "   ", rest + "   ", Text(f"through {between}", "dim"))
    for one in telling.drift:
        yield from _hung(con, rest + "   ≠ ", rest + "     ", Text(shortened(drift_words(one), WORDS_LIMIT), "yellow"))


def _title(pieces: Pieces, report: Report) -> str:
    piece = pieces.get(report.article)
    title = line(piece.reading.article.title or "") if piece else ""
    return f"{line(report.key)}: {shortened(title, 70)}" if title else line(report.key)


def _hung(con: Console, first: str, rest: str, said: Text) -> Iterator[Text]:
    """`said` wrapped between what stands before its first line and before the others."""
    room = max(10, con.width - max(len(first), len(rest)))
    for i, part in enumerate(said.wrap(con, room, overflow="fold")):
        part.rstrip()
        yield Text(rest if i else first, "dim").append_text(part)


def _against(con: Console, found: Index, claim: Claim) -> Iterator[Text]:
    reports = against(claim)
    if not reports:
        return
    yield Text()
    yield from heading(con, "WHO DENIES OR DOUBTS IT", "shown, never counted")
    for report in reports[:MOST_AGAINST]:
        who = chain_words(found, report.chain) or f"{outlet_words(report)} in its own voice"
        said = Text(f"{STANCE_SIGNS[report.stance]} {who} ", "bold").append(
            f"{STANCE_WORDS[report.stance]}  {when_words(report.when)}  {outlet_words(report)}", "dim"
        )
        yield from hang(con, said, 2, 4)
        yield from hang(con, Text(shortened(line(report.words), WORDS_LIMIT)), 4, 4)
    yield from _more(con, len(reports), MOST_AGAINST)


def _clashes(con: Console, found: Index, claim: Claim) -> Iterator[Text]:
    clashes = beside_others(found, claim)
    if not clashes:
        return
    yield Text()
    yield from heading(con, "IT DOES NOT GO TOGETHER WITH", "firsthand does not say which is right")
    for clash in clashes[:MOST_LISTED]:
        said = f"{CLASH_WORDS[clash.kind]}: {line(clash.why)}" if clash.why else CLASH_WORDS[clash.kind]
        other = other_claim(found, claim, clash.a, clash.b)
        id = clash.b if clash.a == claim.id else clash.a
        yield from hang(con, Text(shortened(other, WORDS_LIMIT)).append(f"  {id}", "dim"), 2, 4)
        yield from hang(con, Text(said, "dim"), 4, 6)
    yield from _more(con, len(clashes), MOST_LISTED)


def _taken_back(con: Console, found: Index, claim: Claim) -> Iterator[Text]:
    for said, carried_by in taken_back(found, claim):
        yield Text()
        yield Text("TO BE LOOKED AT AGAIN", "bold")
        yield from hang(con, Text(f"{said}; these carry it:", "dim"), 2, 4)
        reports = {r.article: r for r in sorted(claim.reports, key=in_time, reverse=True)}
        for id in carried_by[: 2 * MOST_LISTED]:
            report = reports.get(id)
            day = when_words(report.when) if report else ""
            yield from hang(con, Text(f"{day}  ", "dim").append(article_words(found, claim, id)), 2, 4)
        yield from _more(con, len(carried_by), 2 * MOST_LISTED)


def _sentences(con: Console, title: str, sentences: Sequence[str], note: str = "") -> Iterator[Text]:
    if sentences:
        yield Text()
        yield from heading(con, title, note) if note else (Text(title, "bold"),)
    for one in sentences[:MOST_LISTED]:
        yield from hang(con, Text("· " + line(one)), 2, 4)
    yield from _more(con, len(sentences), MOST_LISTED)


def _absent(con: Console, found: Index, claim: Claim) -> Iterator[Text]:
    articles = {r.article for r in claim.reports}
    absent = [a for a in found.trace.cited_but_absent if articles & set(a.by)]
    if not absent:
        return
    yield Text()
    yield from heading(con, "CITED, AND NOT IN THIS LEDGER", "to be fetched")
    for one in absent[:MOST_LISTED]:
        by = [article_words(found, claim, i) for i in one.by if i in articles]
        shown = ", ".join(by[:3]) + (f" and {len(by) - 3} more" if len(by) > 3 else "")
        yield from hang(con, Text(line(one.outlet), "bold").append(f"  cited by {shown}", "dim"), 2, 4)
    yield from _more(con, len(absent), MOST_LISTED)


def _more(con: Console, number: int, shown: int) -> Iterator[Text]:
    if number > shown:
        yield from hang(con, Text(f"and {number - shown} more, in --format json", "dim"), 2, 4)
