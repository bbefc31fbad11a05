"""Owns an answer of a ledger as something to look at: in a notebook, a terminal, a browser, a table. It asks none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from firsthand.errors import InvalidValue
from firsthand.evaluation import validation
from firsthand.evaluation.validation import Report
from firsthand.ledger.audit import Audit
from firsthand.ledger.dossier import Dossier
from firsthand.ledger.holdings import Holdings
from firsthand.ledger.search import Found
from firsthand.ledger.show import ShownArticle, ShownStatement
from firsthand.ledger.timeline import Timeline
from firsthand.ledger.who import Who
from firsthand.model import wire
from firsthand.render.audit import COLUMNS as AUDIT_COLUMNS
from firsthand.render.audit import audit_record, audit_rows, audit_text
from firsthand.render.audit_html import audit_html
from firsthand.render.basis import some
from firsthand.render.decisions_html import dossier_html, holdings_html
from firsthand.render.dossier import dossier_record, dossier_rows, dossier_text
from firsthand.render.plain import line
from firsthand.render.questions import found_text, shown_text, timeline_text, who_text
from firsthand.render.questions_html import found_html, shown_html, timeline_html, who_html
from firsthand.render.questions_records import (
    COLUMNS,
    csv_text,
    found_record,
    rows,
    shown_record,
    timeline_record,
    who_record,
)
from firsthand.render.sources import COLUMNS as SOURCE_COLUMNS
from firsthand.render.sources import holdings_record, holdings_rows, holdings_text
from firsthand.render.validation import to_text

Asked = Found | Who | Timeline | ShownStatement | ShownArticle | Audit | Holdings | Dossier | Report
_HEIGHT = 640
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True, repr=False)
class AnswerPage:
    """An answer laid out: the last line of a notebook's cell shows it, `print` gives the terminal's page.

    `answer` is the value that everything here is taken from.
    """

    answer: Asked

    def to_text(self, *, width: int = 100) -> str:
        """The page of the terminal, without colour."""
        return _faces(self.answer)[0](self.answer, width=width)

    def to_json(self) -> dict[str, Any]:
        """The record that ``--format json`` prints, as plain dicts and lists."""
        return {"schema": wire.SCHEMA} | _faces(self.answer)[1](self.answer)

    def to_csv(self) -> str:
        """The table that ``--format csv`` prints, with its header; safe to open in a spreadsheet."""
        answer = self.answer
        match answer:
            case Audit():
                return csv_text(AUDIT_COLUMNS, audit_rows(answer))
            case Who():
                return csv_text(COLUMNS, (*rows(answer.said, "said"), *rows(answer.about, "about")))
            case Timeline():
                lanes = {a.id: lane.name or lane.of for lane in answer.lines for a in lane.answers}
                return csv_text(COLUMNS, [row for a in answer.answers for row in rows([a], lanes[a.id])])
            case ShownStatement():
                return csv_text(COLUMNS, rows([answer.answer, *answer.others]))
            case ShownArticle():
                return csv_text(COLUMNS, rows(answer.statements))
            case Found():
                return csv_text(COLUMNS, rows(answer.answers))
            case Holdings():
                return csv_text(SOURCE_COLUMNS, holdings_rows(answer))
            case Dossier():
                return csv_text(COLUMNS, dossier_rows(answer))
            case Report():
                columns = ("kind", "machine", "corrected", "low", "high")
                return csv_text(columns, [[getattr(share, name) for name in columns] for share in answer.shares])

    def to_html(self) -> str:
        """The self-contained page that ``--format html`` writes."""
        return _faces(self.answer)[2](self.answer)

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<firsthand {_title(self.answer)}>"

    def _repr_html_(self) -> str:
        frame = Environment(autoescape=True).from_string(
            '<iframe sandbox="" title="{{ title }}" srcdoc="{{ page }}" width="100%" height="{{ height }}" '
            'style="border:1px solid #8886"></iframe>'
        )
        return frame.render(page=self.to_html(), title=_title(self.answer), height=_HEIGHT)


def page(answer: Asked) -> AnswerPage:
    """What a question gave, to look at or to write down: `search`, `who`, `timeline`, `show`, `audit`, `sources`,
    `dossier` or `validate`.

    >>> firsthand.page(firsthand.who(ledger, "Ada Quill"))  # doctest: +SKIP
    <firsthand who 'Ada Quill': 12 statements in 7 articles>

    Raises InvalidValue for anything else.
    """
    if not isinstance(answer, Asked):
        raise InvalidValue(
            f"a page is made of what a question gave (search, who, show and so on), not of {type(answer).__name__}"
        )
    return AnswerPage(answer)


_Faces = tuple[Callable[..., str], Callable[[Any], dict[str, Any]], Callable[[Any], str]]


def _faces(answer: Asked) -> _Faces:
    """What makes text, record and HTML of that kind of answer."""
    match answer:
        case Found():
            return found_text, found_record, found_html
        case Who():
            return who_text, who_record, who_html
        case Timeline():
            return timeline_text, timeline_record, timeline_html
        case Audit():
            return audit_text, audit_record, audit_html
        case ShownStatement() | ShownArticle():
            return shown_text, shown_record, shown_html
        case Holdings():
            return holdings_text, holdings_record, holdings_html
        case Dossier():
            return dossier_text, dossier_record, dossier_html
        case Report():
            return _report_text, validation.to_json, _report_html


def _report_text(found: Report, *, width: int = 100) -> str:
    return to_text(validation.to_json(found))


def _report_html(found: Report) -> str:
    frame = Environment(autoescape=True).from_string(
        '<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><title>Validation by people</title>'
        "<pre>{{ text }}</pre></html>\n"
    )
    return frame.render(text=_report_text(found))


def _title(answer: Asked) -> str:
    match answer:
        case Found():
            more = " and more" if answer.more else ""
            return f"search {_short(answer.words)}: {some(len(answer.answers), 'statement')}{more}"
        case Who():
            counted = f"{some(answer.statements, 'statement')} in {some(answer.articles, 'article')}"
            return f"who {_short(answer.source.name)}: {counted}"
        case Timeline():
            counted = f"{some(len(answer.answers), 'statement')} in {some(len(answer.lines), 'lane')}"
            return f"timeline {_short(answer.words)}: {counted}"
        case Audit():
            return f"audit by {answer.by}: {some(answer.whole.articles, 'article')}"
        case Holdings():
            return f"sources: {len(answer.found)} of {answer.total}"
        case Dossier():
            return f"dossier {_short(answer.source.name)}: {some(answer.said_in_all, 'statement')}"
        case Report():
            return f"validation: {answer.coded} of {some(answer.drawn, 'item')} coded"
        case ShownStatement():
            return f"statement {answer.answer.id}"
        case ShownArticle():
            return f"article {answer.article.id}: {some(len(answer.statements), 'statement')}"


def _short(words: str | None) -> str:
    told = line(words or "")
    return repr(told if len(told) <= _LONGEST_TITLE else told[: _LONGEST_TITLE - 1] + "…") if told else "the newest"
