"""Owns a question put to the ledger from the command line: opened, asked, laid out, written. It answers nothing."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection

from firsthand.cli.placing import placed, print_text, write_text
from firsthand.errors import FirsthandError
from firsthand.ledger import audit as auditing
from firsthand.ledger import open_ledger
from firsthand.ledger import search as searching
from firsthand.ledger import show as showing
from firsthand.ledger import timeline as timing
from firsthand.ledger import who as asking_who
from firsthand.pipeline.named import source_named
from firsthand.render import audit as audit_pages
from firsthand.render import questions as pages
from firsthand.render import questions_records as records
from firsthand.render.plain import line

PIPE_WIDTH = 100
"""Columns of a page where nobody says how many there are."""

Format = Literal["table", "json", "csv", "html"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How the answer is wanted; `ledger` None is the default place, `output` None is stdout."""

    format: Format = "table"
    output: str | None = None
    ledger: str | None = None
    colour: bool = True
    width: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """The filters as they were given; `source` is a name or an id."""

    source: str | None = None
    outlet: str | None = None
    byline: str | None = None
    section: str | None = None
    kind: str | None = None
    unnamed: bool | None = None
    quotation: str | None = None
    stance: str | None = None
    certainty: str | None = None
    knowledge: str | None = None
    first: str | None = None
    last: str | None = None


def narrowed(
    *,
    where: tuple[str | None, str | None, str | None],
    days: tuple[str | None, str | None],
    how: tuple[str | None, str | None, str | None, str | None] = (None, None, None, None),
    source: str | None = None,
    kind: str | None = None,
    unnamed: bool | None = None,
) -> Narrowed:
    """The filters: `where` is outlet, byline, section; `how` is quotation, stance, certainty, knowledge; `days` the
    first and the last."""
    outlet, byline, section = where
    quotation, stance, certainty, knowledge = how
    return Narrowed(
        source=source,
        outlet=outlet,
        byline=byline,
        section=section,
        kind=kind,
        unnamed=unnamed,
        quotation=quotation,
        stance=stance,
        certainty=certainty,
        knowledge=knowledge,
        first=days[0],
        last=days[1],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Faces:
    """What each format makes of an answer; `html` loads its template engine only when it is called."""

    table: Callable[..., str]
    record: Callable[[Any], dict[str, Any]]
    csv: Callable[[Any], str]
    html: Callable[[Any], str]


def search(words: str | None, wanted: Narrowed, shown: Shown, *, limit: int) -> int:
    """Asks for statements by words; the exit code."""

    def ask(connection: Connection) -> searching.Found:
        return searching.search(connection, words, _filters(connection, wanted), limit=limit)

    def html(found: searching.Found) -> str:
        from firsthand.render.questions_html import found_html

        return found_html(found)

    faces = _Faces(
        table=pages.found_text,
        record=records.found_record,
        csv=lambda found: records.csv_text(records.COLUMNS, records.rows(found.answers)),
        html=html,
    )
    return _answer(shown, ask, faces)


def who(name: str, wanted: Narrowed, shown: Shown, *, limit: int) -> int:
    """Asks for one source; the exit code."""

    def ask(connection: Connection) -> asking_who.Who:
        source = source_named(connection, name)
        return asking_who.who(connection, source.root, _filters(connection, wanted), limit=limit)

    def csv(found: asking_who.Who) -> str:
        parts = (*records.rows(found.said, "said"), *records.rows(found.about, "about"))
        return records.csv_text(records.COLUMNS, parts)

    def html(found: asking_who.Who) -> str:
        from firsthand.render.questions_html import who_html

        return who_html(found)

    return _answer(shown, ask, _Faces(table=pages.who_text, record=records.who_record, csv=csv, html=html))


def timeline(words: str, wanted: Narrowed, shown: Shown, *, by: timing.By, limit: int) -> int:
    """Asks who said what when; the exit code."""

    def ask(connection: Connection) -> timing.Timeline:
        return timing.timeline(connection, words, _filters(connection, wanted), by=by, limit=limit)

    def csv(found: timing.Timeline) -> str:
        lanes = {a.id: lane.name or lane.of for lane in found.lines for a in lane.answers}
        return records.csv_text(records.COLUMNS, [r for a in found.answers for r in records.rows([a], lanes[a.id])])

    def html(found: timing.Timeline) -> str:
        from firsthand.render.questions_html import timeline_html

        return timeline_html(found)

    return _answer(shown, ask, _Faces(table=pages.timeline_text, record=records.timeline_record, csv=csv, html=html))


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
    return _answer(shown, lambda connection: showing.show(connection, id), faces)


def audit(by: auditing.By, wanted: Narrowed, shown: Shown) -> int:
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
    return _answer(shown, lambda connection: auditing.audit(connection, by, _filters(connection, wanted)), faces)


def _filters(connection: Connection, wanted: Narrowed) -> searching.Filters:
    given = asdict(wanted)
    name = given.pop("source")
    if name is None:
        return searching.Filters(**given)
    source = source_named(connection, name)
    return searching.Filters(sources=(source.root,), **given)


def _answer(shown: Shown, ask: Callable[[Connection], T], faces: _Faces) -> int:
    """Opens the ledger, asks, and writes what comes; 1 where it could not."""
    try:
        with open_ledger(shown.ledger, create=False) as ledger:
            with ledger.reading() as connection:
                found = ask(connection)
            page = _laid_out(shown, found, faces)
            if shown.output is None:
                print_text([page])
            else:
                with placed(shown.output, inputs=(ledger.place,)) as draft:
                    write_text(draft, [page])
    except FirsthandError as error:
        print(f"firsthand: {line(str(error))}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


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
