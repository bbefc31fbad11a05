"""Owns what each tool does: one function of the desk asked, its value made evidence. It changes no article, statement
or decision; what is worked out of claims is brought up to date before they are traced."""

from collections.abc import Callable, Sequence
from typing import Any

from firsthand.desk import asking, tracing
from firsthand.desk.checking import check_reading
from firsthand.errors import InvalidValue
from firsthand.house import Finding
from firsthand.integrations.mcp_parts import arguments, shapes
from firsthand.integrations.mcp_parts.claims import absent, contradictions, of_claims
from firsthand.integrations.mcp_parts.desk import Desk
from firsthand.integrations.mcp_parts.evidence import (
    of_answer,
    of_article,
    of_statement,
    part,
    quote,
    quotes,
)
from firsthand.integrations.mcp_parts.safe import maybe, one_line
from firsthand.ledger.answers import Answer
from firsthand.pipeline.tracing import Answered
from firsthand.render.basis import basis_lines
from firsthand.render.check_words import NOTHING, counted

MOST_EACH = 50
"""Names in one line of what an article rests on."""


def read(desk: Desk, given: arguments.Read) -> shapes.ReadAnswer:
    """One article: every statement, its source and chain, and what the article rests on."""
    reading = desk.reading(given)
    shown, after = part(reading.statements, given.cursor, given.limit)
    own, _ = part(reading.own_voice, given.cursor, given.limit)
    return shapes.ReadAnswer(
        article=of_article(reading.article),
        characters=len(reading.article.text),
        basis=[
            shapes.BasisLine(
                heading=one_line(b.heading), each=[one_line(e) for e in b.each[:MOST_EACH]], remark=maybe(b.remark)
            )
            for b in basis_lines(reading)
        ],
        statements=[of_statement(reading, s) for s in shown],
        statements_total=len(reading.statements),
        next=after,
        own_voice=quotes(reading.article.text, own),
        own_voice_total=len(reading.own_voice),
        warnings=[one_line(w) for w in reading.article.warnings],
    )


def search(desk: Desk, given: arguments.Search) -> shapes.SearchAnswer:
    """Statements of the ledger by their words."""
    narrowed = given.model_dump(exclude={"words", "limit", "cursor"}, exclude_none=True)
    if given.words is None and not narrowed:
        raise InvalidValue("there is nothing to look for: give words, or a filter such as outlet or first.")
    end = given.cursor + given.limit
    found = asking.search(desk.ledger(), given.words, limit=end, **narrowed)
    more = found.more and end <= arguments.FURTHEST
    return shapes.SearchAnswer(statements=_told(desk, found.answers[given.cursor :]), next=end if more else None)


def who(desk: Desk, given: arguments.Who) -> shapes.WhoAnswer:
    """What a named source is quoted with, and what others say of it."""
    narrowed = given.model_dump(exclude={"name", "limit"}, exclude_none=True)
    found = asking.who(desk.ledger(), given.name, limit=given.limit, **narrowed)
    source = found.source
    said = _told(desk, (*found.said, *found.about))
    return shapes.WhoAnswer(
        source=shapes.Source(id=source.root, kind=source.kind_class, name=one_line(source.name)),
        names=[one_line(n) for n in source.names[:MOST_EACH]],
        roles=[
            shapes.InRole(role=one_line(r.role), articles=r.articles, first=r.first, last=r.last)
            for r in found.roles[:MOST_EACH]
        ],
        statements_total=found.statements,
        articles_total=found.articles,
        first=found.first,
        last=found.last,
        said=said[: len(found.said)],
        said_more=found.said_more,
        about=said[len(found.said) :],
        about_more=found.about_more,
    )


def timeline(desk: Desk, given: arguments.Timeline) -> shapes.TimelineAnswer:
    """Who said what when."""
    narrowed = given.model_dump(exclude={"about", "by", "limit"}, exclude_none=True)
    found = asking.timeline(desk.ledger(), given.about, by=given.by, limit=given.limit, **narrowed)
    texts = desk.texts([a for line in found.lines for a in line.answers])
    return shapes.TimelineAnswer(
        lanes=[
            shapes.Lane(
                name=maybe(line.name),
                of=line.of,
                source=line.root,
                statements=[of_answer(a, texts) for a in line.answers],
            )
            for line in found.lines
        ],
        first=found.first,
        last=found.last,
        undated=found.undated,
        more=found.more,
    )


def trace(desk: Desk, given: arguments.Trace) -> shapes.TraceAnswer:
    """Where claims come from."""
    return _traced(tracing.trace(desk.ledger(), given.question), given)


def echoes(desk: Desk, given: arguments.Echoes) -> shapes.TraceAnswer:
    """What is widely reported and has one known root."""
    most = given.cursor + given.limit + 1
    found = tracing.echoes(desk.ledger(), since=given.since, min_outlets=given.min_outlets, limit=most)
    return _traced(found, given)


def check(desk: Desk, given: arguments.Check) -> shapes.CheckAnswer:
    """The house's rules over one draft."""
    reading = desk.reading(given)
    ledger = desk.ledger() if given.with_ledger else None
    found = check_reading(reading, ledger=ledger).findings
    shown, after = part(found, given.cursor, given.limit)
    text = reading.article.text
    return shapes.CheckAnswer(
        article=of_article(reading.article),
        told=counted(found) if found else NOTHING,
        findings=[_finding(f, text) for f in shown],
        findings_total=len(found),
        next=after,
    )


def _told(desk: Desk, answers: Sequence[Answer]) -> list[shapes.Statement]:
    texts = desk.texts(list(answers))
    return [of_answer(a, texts) for a in answers]


def _traced(found: Answered, given: arguments.Trace | arguments.Echoes) -> shapes.TraceAnswer:
    shown, after = part(found.claims, given.cursor, given.limit)
    return shapes.TraceAnswer(
        claims=of_claims(found, shown, given.reports),
        claims_total=len(found.claims) if isinstance(given, arguments.Trace) else None,
        next=after,
        contradictions=contradictions(found, shown),
        cited_but_absent=absent(found),
    )


def _finding(found: Finding, text: str) -> shapes.Finding:
    return shapes.Finding(
        rule=found.rule,
        severity=found.severity,
        message=one_line(found.message, 1000),
        line=found.line,
        column=found.column,
        words=quote(text, found.span.start, found.span.end),
        evidence=quotes(text, found.evidence[:MOST_EACH]),
        earlier=[
            shapes.Earlier(statement=e.id, words=one_line(e.words, 600), outlet=maybe(e.outlet), day=e.day)
            for e in found.earlier
        ],
    )


DOES: dict[str, Callable[[Desk, Any], shapes.Answer]] = {
    "read": read,
    "search": search,
    "who": who,
    "trace": trace,
    "timeline": timeline,
    "echoes": echoes,
    "check": check,
}
"""What each tool does, by its name."""
