"""Owns one statement in its paragraph, and one article with all that is held of it. It finds by id, not by words."""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from firsthand.errors import NotHeld
from firsthand.language.sentences import paragraphs
from firsthand.ledger import stored
from firsthand.ledger.answers import HEAD, Answer, Dispute, Headline, disputes, headline, told
from firsthand.ledger.tables import articles, readers, statements
from firsthand.ledger.versions import Captured, Copy, Step, captured, copied, steps, versions
from firsthand.ledger.wording import Pair, pairs

_LONGEST_ID = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWith:
    """What read an article: encoder and version of firsthand."""

    encoder: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStatement:
    """A statement with the paragraphs that its content stands in.

    `paragraph` is None where the text was cleared; `at` is where it begins in the stored text, so that ``span - at``
    counts in it. `marks` are the spans of content, source, cue and hedges in the stored text, by name. `others` are the
    statements inside its content and the one that it stands in. `captures` are what the article was read from.
    """

    answer: Answer
    paragraph: str | None
    at: int
    marks: tuple[tuple[str, Pair], ...]
    others: tuple[Answer, ...]
    captures: tuple[Captured, ...]
    read_by: ReadWith


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownArticle:
    """An article: its statements in text order, captures, versions with what differs between them, and its copies.

    `disputes` are those of statements that are not there any more; the others go with their statements.
    """

    article: Headline
    warnings: tuple[str, ...]
    own_voice_share: float
    statements: tuple[Answer, ...]
    captures: tuple[Captured, ...]
    versions: tuple[Headline, ...]
    steps: tuple[Step, ...]
    copies: tuple[Copy, ...]
    disputes: tuple[Dispute, ...]
    read_by: ReadWith


def show(connection: Connection, named: str) -> ShownStatement | ShownArticle:
    """The statement that `named` is the id of (``9f3a1c2b.a3``), else the article (an id, its beginning, key, url)."""
    head, _, local = named.partition(".")
    if not (local and head.isalnum() and len(head) <= _LONGEST_ID):
        return show_article(connection, named)
    try:
        return show_statement(connection, named)
    except NotHeld as no_statement:  # a key may have a point in it
        try:
            return show_article(connection, named)
        except NotHeld:
            raise no_statement from None


def show_statement(connection: Connection, named: str) -> ShownStatement:
    """The statement with that id in its paragraph; NotHeld where there is none, InvalidValue where it is no id."""
    row = stored.statement_row(connection, named)
    article = connection.execute(select(articles).where(articles.c.id == row["article_id"])).mappings().one()
    near = (statements.c.local == row["parent"]) | (statements.c.parent == row["local"])
    others = connection.execute(
        select(statements)
        .where(statements.c.article_id == row["article_id"], statements.c.overruled_by.is_(None), near)
        .order_by(statements.c.position, statements.c.row)
    ).mappings()
    (answer, *rest) = told(connection, [row, *others])
    at, paragraph = _around(article["text"], answer.spans)
    return ShownStatement(
        answer=answer,
        paragraph=paragraph,
        at=at,
        marks=_marks(row),
        others=tuple(rest),
        captures=captured(connection, row["article_id"]),
        read_by=_read_by(connection, article["reader_id"]),
    )


def show_article(connection: Connection, named: str) -> ShownArticle:
    """The article that `named` stands for, with all that is held of it; NotHeld where there is none."""
    id = stored.article_id(connection, named)
    columns = (*HEAD, articles.c.warnings, articles.c.basis, articles.c.reader_id)
    article = connection.execute(select(*columns).where(articles.c.id == id)).mappings().one()
    rows = connection.execute(
        select(statements)
        .where(statements.c.article_id == id, statements.c.overruled_by.is_(None))
        .order_by(statements.c.position, statements.c.row)
    ).mappings()
    found = told(connection, rows.all())
    placed = {dispute.id for answer in found for dispute in answer.disputes}
    every = versions(connection, id)
    return ShownArticle(
        article=headline(article),
        warnings=tuple(article["warnings"]),
        own_voice_share=article["basis"]["own_voice_share"],
        statements=found,
        captures=captured(connection, id),
        versions=every,
        steps=steps(connection, every),
        copies=copied(connection, id),
        disputes=tuple(d for ds in disputes(connection, [id]).values() for d in ds if d.id not in placed),
        read_by=_read_by(connection, article["reader_id"]),
    )


def _around(text: str | None, spans: tuple[Pair, ...]) -> tuple[int, str | None]:
    """Where the paragraphs that the spans touch begin, and their words as they stand."""
    if text is None:
        return 0, None
    first, last = spans[0][0], spans[-1][1]
    touched = [p for p in paragraphs(text) if p.start < last and first < p.end]
    start = min([first, *(p.start for p in touched)])
    return start, text[start : max([last, *(p.end for p in touched)])]


def _marks(row: RowMapping) -> tuple[tuple[str, Pair], ...]:
    marks = [("content", pair) for pair in pairs(row["content_spans"])]
    for name, span in (("source", row["source_span"]), ("cue", row["cue_span"]), ("knowledge", row["knowledge_span"])):
        marks += [(name, (span[0], span[1]))] if span else []
    marks += [("hedge", (h["span"][0], h["span"][1])) for h in row["hedges"]]
    return tuple(sorted(marks, key=lambda m: (m[1], m[0])))


def _read_by(connection: Connection, id: str) -> ReadWith:
    row = connection.execute(select(readers).where(readers.c.id == id)).one()
    return ReadWith(encoder=row.encoder, version=row.version)
