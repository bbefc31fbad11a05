"""Owns what a question about claims means: a claim, a report, an article, or words. It traces nothing."""

from sqlalchemy import Connection, select

from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger import fulltext, stored
from firsthand.ledger import units as rows
from firsthand.ledger.answers import chunks
from firsthand.ledger.tables import form_words, statements
from firsthand.model.trace import Unit
from firsthand.pipeline import tracing_rulings as rulings
from firsthand.pipeline.tracing_forms import found_by, word_digest
from firsthand.tracing.features import features_of

MOST_CLAIMS = 10
"""Claims that words of a question are taken to mean, at most."""
MOST_HITS = 20
"""Statements found by the full text index, the best ones first."""
ENOUGH = 0.75
"""Share of the worth of the question's words that the best report has, from which another answers it too."""


def meant(connection: Connection, question: str) -> tuple[Unit, ...]:
    """The units that a question means, the best first; NotHeld where there is none."""
    if not question.strip():
        raise InvalidValue("there is nothing to look for: give words, an article or the id of a claim")
    try:
        return (rulings.one_unit(connection, question),)
    except (NotHeld, InvalidValue):
        pass
    try:
        id = stored.article_id(connection, question)
    except NotHeld:
        return _by_words(connection, question)
    found = tuple(u for u, _ in rows.of_articles(connection, [id]))
    if not found:
        raise NotHeld(f"the article {question[:80]} tells nothing that could be told again, or its text was cleared")
    return found


def _by_words(connection: Connection, question: str) -> tuple[Unit, ...]:
    """The units with most of the question's words, by how rare they are; with the contents that have all of them."""
    asked = found_by(features_of(question))
    worth = {word_digest(w): value for w, value in asked.items()}
    scores: dict[str, float] = {}
    for chunk in chunks(sorted(worth)):
        for word, form in connection.execute(
            select(form_words.c.word, form_words.c.form_id).where(form_words.c.word.in_(chunk))
        ):
            scores[form] = scores.get(form, 0.0) + worth[word]
    likely = {id for id, score in scores.items() if score >= ENOUGH * max(scores.values())}
    told_so = [u for u, _ in rows.of_forms(connection, likely)]
    found: dict[str, tuple[float, Unit]] = {}
    for unit in (*told_so, *_in_full_text(connection, question)):
        shared = found_by(features_of(unit.words)).keys() & asked
        found[unit.id] = (sum(asked[w] for w in shared), unit)
    best = max((score for score, _ in found.values()), default=0.0)
    if not best:
        raise NotHeld(f"no claim of this ledger is told in words like {question[:80]!r}: try other words, or fewer")
    groups = rows.groups_of(connection, {u.article for _, u in found.values()})
    wide: dict[str, set[str]] = {}
    for _, unit in found.values():
        wide.setdefault(groups.get(unit.id, unit.id), set()).add(unit.article)
    ranked = sorted(
        ((score, groups.get(u.id, u.id), u) for score, u in found.values() if score >= ENOUGH * best),
        key=lambda x: (-x[0], -len(wide[x[1]]), x[2].id),
    )
    first = list(dict.fromkeys(group for _, group, _ in ranked))[:MOST_CLAIMS]
    return tuple(u for _, group, u in ranked if group in first)


def _in_full_text(connection: Connection, question: str) -> tuple[Unit, ...]:
    try:
        hits = fulltext.matches(connection.dialect.name, question).subquery()
    except InvalidValue:
        return ()
    asked = (
        select(statements.c.article_id, statements.c.local)
        .join(hits, hits.c.row == statements.c.row)
        .where(statements.c.live)
        .order_by(hits.c.rank, statements.c.row)
        .limit(MOST_HITS)
    )
    places = {(row.article_id, row.local) for row in connection.execute(asked)}
    told = rows.of_articles(connection, {article for article, _ in places})
    return tuple(u for u, _ in told if (u.article, u.statement) in places)
