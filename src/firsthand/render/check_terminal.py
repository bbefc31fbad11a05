"""Owns the terminal page of a desk check: each finding with its place, its words and what to do. Without colour it says
as much."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from firsthand.house import Finding, Rules, Severity
from firsthand.render.basis import some
from firsthand.render.check_words import NOTHING, SIGNS, Draft, counted
from firsthand.render.plain import line, shortened
from firsthand.render.questions import hang, heading, text

WORDS_LIMIT = 200
"""Characters of a draft's words that are shown; JSON has them whole by their span."""
STYLES: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow", "note": "bold"}


def draft_text(draft: Draft, rules: Rules, *, width: int = 100, colour: bool = False) -> str:
    """The page of one draft; `width` in columns."""
    return text(width, colour, lambda con: _page(con, draft, rules))


def summary_text(
    drafts: int, findings: Sequence[Finding], rules: Rules, *, width: int = 100, colour: bool = False
) -> str:
    """The last lines of a check of several drafts: counts, and where the rules that found something come from."""

    def build(con: Console) -> Iterator[Text]:
        yield from heading(
            con, f"{some(drafts, 'DRAFT', 'DRAFTS')} · {counted(findings)}", f"rules: {line(rules.house)}"
        )
        for id in dict.fromkeys(f.rule for f in sorted(findings, key=lambda f: f.rule)):
            rule = rules.rule(id)
            number = sum(f.rule == id for f in findings)
            yield from hang(con, Text(f"{number:>4}  {id}", "bold").append(f"  {line(rule.source)}", ""), 0, 6)
            yield from hang(con, Text(line(rule.address), "dim"), 6, 6)

    return text(width, colour, build)


def _page(con: Console, draft: Draft, rules: Rules) -> Iterator[Text]:
    title = line(draft.reading.article.title or draft.reading.article.key)
    yield from heading(con, shortened(title, WORDS_LIMIT), counted(draft.findings))
    yield from hang(con, Text(line(draft.place), "dim"), 0, 2)
    if not draft.findings:
        yield from hang(con, Text(NOTHING), 2, 2)
    for found in draft.findings:
        yield Text()
        yield from _finding(con, draft, found)


def _finding(con: Console, draft: Draft, found: Finding) -> Iterator[Text]:
    style = STYLES[found.severity]
    head = Text(f"{SIGNS[found.severity]} {found.severity} ", style)
    yield from hang(
        con, head.append(found.rule, "bold").append(f"  line {found.line}, column {found.column}", "dim"), 2, 4
    )
    words = line(found.span.of(draft.reading.article.text))
    yield from hang(con, Text(shortened(words, WORDS_LIMIT)), 6, 6)
    yield from hang(con, Text("→ ").append(line(found.message)), 4, 6)
    for held in found.earlier:
        where = ", ".join(filter(None, (held.outlet, held.day)))
        yield from hang(con, Text(f"in the ledger: {shortened(line(held.words), WORDS_LIMIT)} ({where})", "dim"), 6, 8)
