"""Owns the way from readings and answers of the ledger to evidence: spans, words, sources. It asks nothing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from firsthand.integrations.mcp_parts import shapes
from firsthand.integrations.mcp_parts.safe import marked, maybe, one_line
from firsthand.ledger.answers import Answer, Headline, Sourced
from firsthand.ledger.stored import statement_id
from firsthand.model import Article, Reading, Source, Span, Statement
from firsthand.model.trace import TracedSource
from firsthand.render.naming import label, links
from firsthand.render.questions_words import disputed

LONGEST = 1000
"""Characters of one span that an answer gives; the span says where the others stand."""
MOST_NOTES = 20

Texts = Mapping[str, str | None]
"""The stored texts by their articles' ids; None where one was cleared."""
T = TypeVar("T")


def quote(text: str | None, start: int, end: int) -> shapes.Quote:
    """The words of `text` at that span."""
    if text is None:
        return shapes.Quote(start=start, end=end)
    words, hidden = marked(text[start : min(end, start + LONGEST)])
    left = max(0, end - start - LONGEST)
    return shapes.Quote(start=start, end=end, words=words, left_out=left or None, hidden=hidden or None)


def quotes(text: str | None, spans: Iterable[Span]) -> list[shapes.Quote]:
    """The words at each of the spans."""
    return [quote(text, s.start, s.end) for s in spans]


def part(all: Sequence[T], cursor: int, limit: int) -> tuple[Sequence[T], int | None]:
    """So many from the cursor on, and the cursor for those after them."""
    end = cursor + limit
    return all[cursor:end], end if end < len(all) else None


# Readings


def of_article(article: Article | Headline) -> shapes.Article:
    """An article that was read just now, or one of the ledger."""
    return shapes.Article(
        id=article.id,
        key=one_line(article.key),
        title=maybe(article.title),
        outlet=maybe(article.outlet),
        url=maybe(article.url, 4000),
        published=maybe(article.published),
    )


def of_source(source: Source, reading: Reading, id: str | None = None) -> shapes.Source:
    """A source of a reading; `id` is its id across articles, where it has one."""
    via = label(reading.source(source.via)) if source.via is not None else None
    reason = source.anonymity_reason
    return shapes.Source(
        id=None if source.anonymous else id,
        kind=source.kind,
        name=maybe(source.name),
        descriptor=maybe(source.descriptor),
        role=maybe(source.role),
        affiliation=maybe(source.affiliation),
        anonymous=source.anonymous,
        via=maybe(via),
        anonymity_reason=None if reason is None else maybe(reading.article.words(reason)),
    )


def of_statement(reading: Reading, statement: Statement) -> shapes.Statement:
    """A statement of a reading."""
    article, known = reading.article, statement.knowledge
    return shapes.Statement(
        id=statement_id(article.id, statement.id),
        article=of_article(article),
        words=quotes(article.text, statement.content_spans),
        source=None if statement.source is None else of_source(reading.source(statement.source), reading),
        chain=[of_source(s, reading) for s in links(reading, statement)],
        quotation=statement.quotation,
        stance=statement.stance,
        certainty=statement.certainty,
        hedges=[
            shapes.Hedge(
                term=one_line(h.term),
                words=maybe(article.words(h.span)),
                by=None if h.by is None else one_line(label(reading.source(h.by))),
            )
            for h in statement.hedges
        ],
        knowledge=known.kind,
        knowledge_words=None if known.span is None else maybe(article.words(known.span)),
        inferred=statement.inferred,
        inside=None if statement.parent is None else statement_id(article.id, statement.parent),
        confidence=statement.confidence,
        producer=statement.producer,
        notes=[one_line(n) for n in statement.notes[:MOST_NOTES]],
    )


# The ledger


def of_sourced(source: Sourced) -> shapes.Source:
    """A source of an article of the ledger."""
    return shapes.Source(
        id=None if source.anonymous else source.root,
        kind=source.kind,
        name=maybe(source.name),
        descriptor=maybe(source.descriptor),
        role=maybe(source.role),
        affiliation=maybe(source.affiliation),
        anonymous=source.anonymous,
        via=maybe(source.via),
        anonymity_reason=maybe(source.reason),
    )


def of_answer(answer: Answer, texts: Texts) -> shapes.Statement:
    """A statement of the ledger; `texts` has its article's."""
    corrected = answer.corrected
    return shapes.Statement(
        id=answer.id,
        article=of_article(answer.article),
        words=[quote(texts.get(answer.article.id), start, end) for start, end in answer.spans],
        source=None if answer.source is None else of_sourced(answer.source),
        chain=[of_sourced(s) for s in answer.chain],
        quotation=answer.quotation,
        stance=answer.stance,
        certainty=answer.certainty,
        hedges=[shapes.Hedge(term=one_line(h.term), words=maybe(h.words), by=maybe(h.by)) for h in answer.hedges],
        knowledge=answer.knowledge,
        knowledge_words=maybe(answer.knowledge_words),
        inferred=answer.inferred,
        inside=answer.inside,
        confidence=answer.confidence,
        producer=answer.producer,
        notes=[one_line(n) for n in answer.notes[:MOST_NOTES]],
        corrected=None if corrected is None else one_line(f"{corrected.who}, {corrected.at[:10]}: {corrected.why}"),
        disputes=[one_line(disputed(d), 1000) for d in answer.disputes[:MOST_NOTES]],
    )


# Traces


def of_traced(source: TracedSource) -> shapes.Source:
    """A source of a trace. One that only its article knows has no id across articles, unnamed or not."""
    return shapes.Source(
        id=None if source.anonymous or source.article is not None else source.id,
        kind=source.kind,
        name=maybe(source.name),
        descriptor=maybe(source.descriptor),
        role=maybe(source.role),
        affiliation=maybe(source.affiliation),
        anonymous=source.anonymous,
    )
