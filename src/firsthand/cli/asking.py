"""Owns a question put to the ledger from the command line: opened, asked, laid out, written. It answers nothing."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from firsthand.cli.placing import place_of
from firsthand.cli.running import PIPE_WIDTH, opened
from firsthand.desk import asking as desk
from firsthand.ledger import Ledger
from firsthand.ledger import audit as auditing
from firsthand.ledger import search as searching
from firsthand.ledger import show as showing
from firsthand.ledger import timeline as timing
from firsthand.ledger import who as asking_who
from firsthand.render import audit as audit_pages
from firsthand.render import questions as pages
from firsthand.render import questions_records as records

Format = Literal["table", "json", "csv", "html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How the answer is wanted; `ledger` None is the default place, `output` None is stdout."""

    format: Format = "table"
    output: str | None = None
    ledger: str | None = None
    colour: bool = True
    width: int | None = None


class Scope(TypedDict):
    """What narrows an audit; days are ``2031-05-04``, both included."""

    outlet: str | None
    byline: str | None
    section: str | None
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Faces:
    """What each format makes of an answer; `html` loads its template engine only when it is called."""

    table: Callable[..., str]
    record: Callable[[Any], dict[str, Any]]
    csv: Callable[[Any], str]
    html: Callable[[Any], str]


def search(words: str | None, wanted: desk.Narrowed, shown: Shown, *, limit: int) -> int:
    """Asks for statements by words; the exit code."""

    def html(found: searching.Found) -> str:
        from firsthand.render.questions_html import found_html

        return found_html(found)

    faces = _Faces(
        table=pages.found_text,
        record=records.found_record,
        csv=lambda found: records.csv_text(records.COLUMNS, records.rows(found.answers)),
        html=html,
    )
    return _answer(shown, lambda ledger: desk.search(ledger, words, limit=limit, **wanted), faces)


def who(name: str, wanted: desk.Narrowed, shown: Shown, *, limit: int) -> int:
    """Asks for one source; the exit code."""

    def csv(found: asking_who.Who) -> str:
        parts = (*records.rows(found.said, "said"), *records.rows(found.about, "about"))
        return records.csv_text(records.COLUMNS, parts)

    def html(found: asking_who.Who) -> str:
        from firsthand.render.questions_html import who_html

        return who_html(found)

    faces = _Faces(table=pages.who_text, record=records.who_record, csv=csv, html=html)
    return _answer(shown, lambda ledger: desk.who(ledger, name, limit=limit, **wanted), faces)


def timeline(words: str, wanted: desk.Narrowed, shown: Shown, *, by: timing.By, limit: int) -> int:
    """Asks who said what when; the exit code."""

    def csv(found: timing.Timeline) -> str:
        lanes = {a.id: lane.name or lane.of for lane in found.lines for a in lane.answers}
        return records.csv_text(records.COLUMNS, [r for a in found.answers for r in records.rows([a], lanes[a.id])])

    def html(found: timing.Timeline) -> str:
        from firsthand.render.questions_html import timeline_html

        return timeline_html(found)

    faces = _Faces(table=pages.timeline_text, record=records.timeline_record, csv=csv, html=html)
    return _answer(shown, lambda ledger: desk.timeline(ledger, words, by=by, limit=limit, **wanted), faces)


def show(id: str, shown: Shown) -> int:
    """Asks for one statement or article; the exit code."""

    def csv(found: showing.ShownStatement | showing.ShownArticle) -> str:
        if isinstance(found, showing.ShownStatement):
            return records.csv_text(records.COLUMNS, records.rows([found.answer, *found.others]))
        return records.csv_text(records.COLUMNS, records.rows(found.statements))

    def html(found: showing.ShownStatement | showing.ShownArticle) -> str:
        from firsthand.render.questions_html import shown_html

        return shown_html(found)

    faces = _Faces(table=pages.shown_text, record=records.shown_record, csv=csv, html=html)
    return _answer(shown, lambda ledger: desk.show(ledger, id), faces)


def audit(by: auditing.By, wanted: Scope, shown: Shown) -> int:
    """Counts what articles rest on; the exit code."""

    def html(found: auditing.Audit) -> str:
        from firsthand.render.audit_html import audit_html

        return audit_html(found)

    faces = _Faces(
        table=audit_pages.audit_text,
        record=audit_pages.audit_record,
        csv=lambda found: records.csv_text(audit_pages.COLUMNS, audit_pages.audit_rows(found)),
        html=html,
    )
    return _answer(shown, lambda ledger: desk.audit(ledger, by=by, **wanted), faces)


def _answer(shown: Shown, ask: Callable[[Ledger], object], faces: _Faces) -> int:
    """Opens the ledger, asks, and writes what comes; 1 where it could not."""

    def run(ledger: Ledger) -> int:
        page = _laid_out(shown, ask(ledger), faces)
        place_of(shown.output).write([page], inputs=(ledger.place,))
        return 0

    return opened(shown.ledger, run)


def _laid_out(shown: Shown, found: object, faces: _Faces) -> str:
    match shown.format:
        case "json":
            return records.json_text(faces.record(found))
        case "csv":
            return faces.csv(found)
        case "html":
            return faces.html(found)
        case _:
            width = shown.width or shutil.get_terminal_size((PIPE_WIDTH, 24)).columns
            return faces.table(found, width=width, colour=_colour(shown))


def _colour(shown: Shown) -> bool:
    """Colours only on a terminal, and only where neither the option nor NO_COLOR (https://no-color.org) forbids."""
    if not shown.colour or shown.output is not None or os.environ.get("NO_COLOR"):
        return False
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
