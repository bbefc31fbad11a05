"""Builds an article and its statements from a marked text: `{s|Orla Finch} {q|said} {c|it held}`.

`s`, `q`, `c` are source, cue and content of statement 1; `s2`, `q2`, `c2` those of statement 2, and so on. A statement
whose content stands inside another's content has it as its parent.
"""

import re
from dataclasses import replace

from firsthand.attribution.quotation import with_quotation
from firsthand.language.quotes import quotations
from firsthand.model import Article, Span, Statement

_PIECE = re.compile(r"\{([sqc])(\d*)\||\}")


def marked(source: str, *, body_start: int = 0) -> tuple[Article, tuple[Statement, ...]]:
    """The article and its statements, ids "1", "2", …, with quotation types."""
    text, at, stack = "", 0, []
    found: dict[str, dict[str, list[Span]]] = {}
    for m in _PIECE.finditer(source):
        text += source[at : m.start()]
        at = m.end()
        if m.group() == "}":
            role, number, start = stack.pop()
            found.setdefault(number, {}).setdefault(role, []).append(Span(start, len(text)))
        else:
            stack.append((m.group(1), m.group(2) or "1", len(text)))
    text += source[at:]
    statements = tuple(
        Statement(
            id=number,
            quotation="indirect",
            content_spans=tuple(sorted(spans["c"])),
            cue_span=spans.get("q", [None])[0],
            source_span=spans.get("s", [None])[0],
        )
        for number, spans in sorted(found.items())
    )
    nested = tuple(replace(s, parent=_parent(s, statements)) for s in statements)
    return Article(key="t", text=text, body_start=body_start), with_quotation(text, nested, quotations(text))


def _parent(statement: Statement, statements: tuple[Statement, ...]) -> str | None:
    around = [
        s
        for s in statements
        if s.id != statement.id
        and all(s.holds(c) for c in statement.content_spans)
        and s.content_spans != statement.content_spans
    ]
    return min(around, key=lambda s: sum(map(len, s.content_spans))).id if around else None
