"""Owns the answers of the ledger as data: JSON objects firsthand/1, and CSV that is safe to open. No page."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from io import StringIO
from typing import Any

from firsthand.ledger.answers import Answer, Headline, Sourced
from firsthand.ledger.changes import Changes
from firsthand.ledger.search import Found
from firsthand.ledger.show import ShownArticle, ShownStatement
from firsthand.ledger.timeline import Timeline
from firsthand.ledger.versions import Step
from firsthand.ledger.who import Who
from firsthand.model import Statement, wire
from firsthand.render.plain import line
from firsthand.render.questions_words import disputed, notes, says

Record = dict[str, Any]
COLUMNS = (
    "part",
    "statement",
    "date",
    "outlet",
    "byline",
    "section",
    "title",
    "url",
    "source",
    "source_id",
    "source_kind",
    "unnamed",
    "role",
    "chain",
    "content",
    "quotation",
    "stance",
    "certainty",
    "knowledge",
    "inferred",
    "confidence",
    "producer",
    "notes",
    "disputes",
    "content_spans",
)
"""Columns of every answer of statements; `part` is said or about (who), or the lane (timeline), else empty."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def json_text(record: Mapping[str, Any]) -> str:
    """A record as JSON with a line end; readable Unicode, lone surrogates escaped."""
    text = json.dumps({"schema": wire.SCHEMA} | dict(record), ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV; what a spreadsheet would run as a formula gets an apostrophe before it."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace").decode("utf-8")


def answer_record(answer: Answer) -> Record:
    """One statement as every answer gives it."""
    return {
        "statement": answer.id,
        "article": article_record(answer.article),
        "source": source_record(answer.source) if answer.source else None,
        "chain": [source_record(s) for s in answer.chain],
        "content": answer.content,
        "content_spans": [list(span) for span in answer.spans],
        "quotation": answer.quotation,
        "stance": answer.stance,
        "certainty": answer.certainty,
        "hedges": [asdict(h) for h in answer.hedges],
        "knowledge": {"kind": answer.knowledge, "words": answer.knowledge_words},
        "inferred": answer.inferred,
        "inside": answer.inside,
        "confidence": answer.confidence,
        "producer": answer.producer,
        "notes": list(answer.notes),
        "corrected": asdict(answer.corrected) if answer.corrected else None,
        "disputes": [asdict(d) for d in answer.disputes],
    }


def article_record(article: Headline) -> Record:
    """What an answer says of an article."""
    return asdict(article)


def source_record(source: Sourced) -> Record:
    """A source of an article; ``id`` is its id across articles, null for an unnamed one."""
    return {
        "id": source.root,
        "kind": source.kind,
        "name": source.name,
        "known_as": source.known_as,
        "descriptor": source.descriptor,
        "role": source.role,
        "affiliation": source.affiliation,
        "anonymous": source.anonymous,
        "via": source.via,
        "anonymity_reason": source.reason,
    }


def found_record(found: Found) -> Record:
    """The answers to a search."""
    return {"search": found.words, "more": found.more, "statements": [answer_record(a) for a in found.answers]}


def who_record(found: Who) -> Record:
    """A source, what it is quoted with and what others say of it."""
    return {
        "source": {
            "id": found.source.root,
            "name": found.source.name,
            "class": found.source.kind_class,
            "names": list(found.source.names),
            "identifiers": [{"scheme": s, "value": v} for s, v in found.identifiers],
            "roles": [asdict(role) for role in found.roles],
        },
        "statements": found.statements,
        "articles": found.articles,
        "first": found.first,
        "last": found.last,
        "said": [answer_record(a) for a in found.said],
        "said_more": found.said_more,
        "about": [answer_record(a) for a in found.about],
        "about_more": found.about_more,
    }


def timeline_record(found: Timeline) -> Record:
    """Who said what when, by lanes."""
    return {
        "about": found.words,
        "by": found.by,
        "first": found.first,
        "last": found.last,
        "undated": found.undated,
        "more": found.more,
        "lanes": [
            {
                "name": lane.name,
                "of": lane.of,
                "source": lane.root,
                "statements": [answer_record(a) for a in lane.answers],
            }
            for lane in found.lines
        ],
    }


def shown_record(shown: ShownStatement | ShownArticle) -> Record:
    """A statement in its paragraph, or an article with what is held of it."""
    captures = [asdict(c) for c in shown.captures]
    if isinstance(shown, ShownStatement):
        return answer_record(shown.answer) | {
            "paragraph": {"start": shown.at, "text": shown.paragraph},
            "marks": [{"name": name, "span": list(span)} for name, span in shown.marks],
            "others": [answer_record(a) for a in shown.others],
            "captures": captures,
            "read_by": asdict(shown.read_by),
        }
    return {
        "article": article_record(shown.article),
        "warnings": list(shown.warnings),
        "own_voice_share": shown.own_voice_share,
        "statements": [answer_record(a) for a in shown.statements],
        "captures": captures,
        "versions": [article_record(v) for v in shown.versions],
        "changes": [_step(step) for step in shown.steps],
        "copies": [asdict(copy) for copy in shown.copies],
        "disputes": [asdict(d) for d in shown.disputes],
        "read_by": asdict(shown.read_by),
    }


def rows(answers: Iterable[Answer], part: str = "") -> list[tuple[object, ...]]:
    """Rows of `COLUMNS`."""
    return [_row(answer, part) for answer in answers]


def _row(answer: Answer, part: str) -> tuple[object, ...]:
    article, source = answer.article, answer.source
    return (
        part,
        answer.id,
        article.day,
        article.outlet,
        article.byline,
        article.section,
        article.title,
        article.url,
        source and (source.name or source.descriptor),
        source and source.root,
        source and source.kind,
        source and source.anonymous,
        source and source.role,
        says(answer) if answer.chain else None,
        answer.content,
        answer.quotation,
        answer.stance,
        answer.certainty,
        answer.knowledge,
        answer.inferred,
        f"{answer.confidence:.4f}",
        answer.producer,
        "; ".join(notes(answer)),
        "; ".join(map(disputed, answer.disputes)),
        " ".join(f"{start}-{end}" for start, end in answer.spans),
    )


def _step(step: Step) -> Record:
    found = None if step.changes is None else _changes(step.changes)
    return {
        "before": step.before,
        "after": step.after,
        "told": step.told,
        "same_reader": step.same_reader,
        "changes": found,
    }


def _changes(found: Changes) -> Record:
    return {
        "gained": [_place(s) for s in found.gained],
        "lost": [_place(s) for s in found.lost],
        "altered": [
            {"before": a.before.id, "after": a.after.id, "differs": [asdict(d) for d in a.differs]}
            for a in found.altered
        ],
        "kept": found.kept,
        "title": list(found.title),
        "published": list(found.published),
        "words_differ": found.words_differ,
    }


def _place(statement: Statement) -> Record:
    return {"statement": statement.id, "content_spans": [[s.start, s.end] for s in statement.content_spans]}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = line(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text
