"""Owns an answer as a short plain text, in the project's words: who says what, where, how it is put. It adds nothing to
the structured answer, and says of nothing that it is so.

Words of an article stand on lines of their own that begin with ">", so that they are told from firsthand's.
"""

from collections.abc import Iterable, Iterator
from itertools import chain as chained

from firsthand.integrations.mcp_parts.shapes import (
    Answer,
    Article,
    CheckAnswer,
    Claim,
    Quote,
    ReadAnswer,
    Report,
    SearchAnswer,
    Source,
    Statement,
    TimelineAnswer,
    TraceAnswer,
    WhoAnswer,
)

LONGEST = 280
"""Characters of one statement's words; the structured answer has more of them."""
MOST_EACH = 12


def plain(answer: Answer) -> str:
    """The text that goes with a structured answer."""
    return "\n".join((answer.notice, "", *_lines(answer)))


def _lines(answer: Answer) -> Iterator[str]:
    match answer:
        case ReadAnswer():
            yield from _read(answer)
        case SearchAnswer():
            yield _some(len(answer.statements), "statement") + _more(answer.next)
            yield from _statements(answer.statements)
        case WhoAnswer():
            yield from _who(answer)
        case TimelineAnswer():
            yield from _timeline(answer)
        case TraceAnswer():
            yield from _trace(answer)
        case CheckAnswer():
            yield from _check(answer)


def _read(answer: ReadAnswer) -> Iterator[str]:
    yield f"Article {_article(answer.article)}, {_some(answer.characters, 'character')}"
    yield "It rests on:"
    for line in answer.basis:
        each = "; ".join(line.each[:MOST_EACH]) + (" …" if len(line.each) > MOST_EACH else "")
        yield f"- {': '.join(filter(None, (line.heading, each)))}{f'; {line.remark}' if line.remark else ''}"
    yield f"{_some(answer.statements_total, 'statement')}, {len(answer.statements)} here{_more(answer.next)}"
    yield from _statements(answer.statements, article=False)
    yield f"{_some(answer.own_voice_total, 'sentence')} in the article's own voice, with no source"
    yield from (f"warning: {w}" for w in answer.warnings)


def _who(answer: WhoAnswer) -> Iterator[str]:
    yield f"{answer.source.name} ({answer.source.kind}, {answer.source.id})"
    count = f"{_some(answer.statements_total, 'statement')} in {_some(answer.articles_total, 'stored article')}"
    yield count + (f", {answer.first} to {answer.last}" if answer.first and answer.last else "")
    if answer.roles:
        yield "called: " + "; ".join(f"{r.role} ({r.articles})" for r in answer.roles[:MOST_EACH])
    yield "Quoted with" + (", the newest" if answer.said_more else "") + ":"
    yield from _statements(answer.said)
    yield "Others say of it" + (", the newest" if answer.about_more else "") + ":"
    yield from _statements(answer.about)


def _timeline(answer: TimelineAnswer) -> Iterator[str]:
    total = sum(len(lane.statements) for lane in answer.lanes)
    yield _some(total, "statement") + (", and there are more" if answer.more else "")
    for lane in answer.lanes:
        nameless = "unnamed sources, each its own" if lane.of == "unnamed" else "not known across articles"
        yield f"{lane.name or nameless}:"
        yield from _statements(lane.statements)


def _trace(answer: TraceAnswer) -> Iterator[str]:
    if not answer.claims:
        yield "No claim of this ledger is told so."
    yield from chained.from_iterable(map(_claim, answer.claims))
    if answer.contradictions:
        yield "Does not go together:"
        yield from (f"> {c}" for c in answer.contradictions)
    if answer.cited_but_absent:
        yield f"Cited, and not in the ledger: {', '.join(answer.cited_but_absent)}"
    if answer.next is not None:
        yield f"There are more claims: cursor {answer.next}."


def _claim(claim: Claim) -> Iterator[str]:
    yield f"Claim {claim.id}: {claim.told}"
    yield f"> {_cut(claim.text)}"
    yield from (f"- root: {root.told}" for root in claim.roots)
    yield from (f"- why: {why}" for why in claim.why)
    yield from (f"- turns on: {turn}" for turn in claim.turns_on)
    yield from (f"- differs: {drift}" for drift in claim.drift)
    yield from chained.from_iterable(map(_report, claim.reports))
    if claim.reports_total > len(claim.reports):
        yield f"and {_some(claim.reports_total - len(claim.reports), 'report')} more"


def _report(report: Report) -> Iterator[str]:
    who = _chain(report.chain) if report.chain else "no source given"
    voice = "" if report.statement else ", title" if report.field == "title" else ", own voice"
    yield f"{report.when}, {_article(report.article)}: {report.stance}, {report.certainty}{voice}; {who}"
    yield from _words(report.words)
    if report.derived_from:
        yield f"  {report.derivation}, from {report.derived_from}"


def _check(answer: CheckAnswer) -> Iterator[str]:
    yield f"Draft {_article(answer.article)}: {answer.told}{_more(answer.next)}"
    for found in answer.findings:
        yield f"{found.severity}: {found.rule}, line {found.line}, column {found.column}: {found.message}"
        yield from _words([found.words])


def _statements(statements: Iterable[Statement], *, article: bool = True) -> Iterator[str]:
    for one in statements:
        where = f" ({_article(one.article)})" if article else ""
        yield f"{one.id}: {_chain(one.chain or ([one.source] if one.source else []))}{where}"
        yield from _words(one.words)
        yield "  " + "; ".join(_put(one))


def _put(one: Statement) -> Iterator[str]:
    yield f"{one.quotation}, {one.stance}, {one.certainty}"
    yield from (f"{f'{h.by} hedges' if h.by else 'the article hedges'}: {h.words or h.term}" for h in one.hedges)
    if one.knowledge != "not stated":
        yield f"said to know: {one.knowledge}" + (f" ({one.knowledge_words})" if one.knowledge_words else "")
    if one.inferred:
        yield "the source is concluded, not stated here"
    yield from one.notes
    if one.corrected:
        yield f"corrected by {one.corrected}"
    yield from one.disputes
    yield f"read right with {one.confidence:.2f}, by {one.producer}"


def _words(quotes: Iterable[Quote]) -> Iterator[str]:
    for q in quotes:
        if q.words is None:
            yield f"  [{q.start}, {q.end}) the text was cleared from this ledger"
        else:
            yield f"> [{q.start}, {q.end}) {_cut(' '.join(q.words.split()))}"


def _chain(sources: Iterable[Source]) -> str:
    return " → ".join(map(_source, sources)) or "source not known"


def _source(source: Source) -> str:
    name = source.name or source.descriptor or f"a source ({source.kind})"
    more = [m for m in (source.role, source.affiliation) if m and m.lower() not in name.lower()]
    told = source.anonymous and "unnamed" not in name.lower() and "anonym" not in name.lower()
    return ", ".join([name, *more]) + (" (unnamed)" if told else "")


def _article(article: Article) -> str:
    title = f", titled: {article.title}" if article.title else ""
    return f"{article.outlet or 'outlet not stated'}, {article.published or 'no date'}, {article.key}{title}"


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + " …"


def _some(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"


def _more(cursor: int | None) -> str:
    return "" if cursor is None else f"; there are more: cursor {cursor}"
