"""Owns a decision made from the command line: what would come of it shown, the person asked. It decides nothing
itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection

from firsthand.cli.placing import place_of
from firsthand.cli.running import PIPE_WIDTH, Asked, agreed, note, opened, page, say, who
from firsthand.errors import InvalidValue
from firsthand.ledger import Ledger, deciding
from firsthand.ledger.deciding import By
from firsthand.ledger.wording import short
from firsthand.model import Span
from firsthand.pipeline import deciding as deciding_over
from firsthand.pipeline.deciding import Corrected, Wish
from firsthand.pipeline.named import key_ids
from firsthand.render import decisions as decision_pages
from firsthand.render import sources as source_pages
from firsthand.render.questions_records import json_text

Format = Literal["table", "json", "csv", "html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How an answer is wanted; `ledger` None is the default place, `output` None is stdout."""

    format: Format = "table"
    output: str | None = None
    ledger: str | None = None
    colour: bool = True
    width: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """What each format makes of an answer; `html` loads its template engine only when it is called."""

    table: Callable[[int, bool], str]
    record: Callable[[], dict[str, Any]]
    csv: Callable[[], str]
    html: Callable[[], str]


def merge(into: str, other: str, asked: Asked) -> int:
    """Shows what would combine, asks, and makes it one source; the exit code."""

    def run(ledger: Ledger) -> int:
        by = who(asked)
        with ledger.reading() as connection:
            found = deciding_over.merging(connection, into, other)
        say(source_pages.merging_text(found, **page()))
        if not agreed(asked.yes, "Make them one source?"):
            return 2
        with ledger.writing() as connection:
            made = deciding.merge(connection, found.into.root, found.other.root, by)
        note(f"merged; take it back with firsthand undo {made.id}")
        return 0

    return opened(asked.ledger, run)


def split(
    source: str,
    asked: Asked,
    *,
    name: str | None,
    articles: Sequence[str],
    roles: Sequence[str],
    outlets: Sequence[str],
    spellings: Sequence[str],
) -> int:
    """Takes a part of a source away, and shows both; the exit code."""

    def take(connection: Connection, by: By) -> tuple[str, str]:
        made, left, new = deciding_over.split(
            connection,
            source,
            by,
            name=name,
            articles=articles,
            roles=roles,
            outlets=outlets,
            spellings=spellings,
        )
        return made.id, source_pages.parts_text("ARE TWO SOURCES", (left, new), **page())

    def run(ledger: Ledger) -> int:
        by = who(asked)
        if not asked.yes:
            with deciding_over.tried(ledger) as connection:
                say(take(connection, by)[1])
            if not agreed(False, "Make them two sources?"):
                return 2
        with ledger.writing() as connection:
            id, shown = take(connection, by)
        if asked.yes:
            say(shown)
        note(f"split; take it back with firsthand undo {id}")
        return 0

    return opened(asked.ledger, run)


def correct(named: str, wish: Wish, asked: Asked, *, how: Literal["correct", "reject", "add"]) -> int:
    """Corrects, rejects or adds a statement, and shows it before and after; the exit code."""

    def run(ledger: Ledger) -> int:
        by = who(asked)
        with ledger.writing() as connection:
            found: Corrected
            if how == "reject":
                found = deciding_over.reject(connection, named, by)
            elif how == "add":
                found = deciding_over.add_statement(connection, named, wish, by)
            else:
                found = deciding_over.correct(connection, named, wish, by)
        say(decision_pages.corrected_text(found, **page()))
        return 0

    return opened(asked.ledger, run)


def dispute(named: str, reply: str, asked: Asked) -> int:
    """Keeps a reply with a statement; the exit code."""

    def run(ledger: Ledger) -> int:
        with ledger.writing() as connection:
            made = deciding.dispute(connection, named, reply, who(asked))
        note(f"kept with the statement in every view and export; take it back with firsthand undo {made.id}")
        return 0

    return opened(asked.ledger, run)


def undo(decision: str, asked: Asked) -> int:
    """Takes a decision back; the exit code."""

    def run(ledger: Ledger) -> int:
        with ledger.writing() as connection:
            made = deciding_over.undo(connection, decision, who(asked))
        note(f"the decision {made.id} ({made.kind}, by {made.who} on {made.at[:10]}) was taken back")
        return 0

    return opened(asked.ledger, run)


def decisions(target: str | None, shown: Shown, *, limit: int) -> int:
    """Lists what people decided; the exit code."""
    from firsthand.ledger.decided import decided
    from firsthand.render.questions_records import csv_text

    def ask(connection: Connection) -> Faces:
        keys = key_ids(connection, target) if target else ()
        found = decided(connection, target, key_ids=keys, limit=limit)

        def html() -> str:
            from firsthand.render.decisions_html import decided_html

            return decided_html(found)

        return Faces(
            table=lambda width, colour: decision_pages.decided_text(found, width=width, colour=colour),
            record=lambda: decision_pages.decided_record(found),
            csv=lambda: csv_text(decision_pages.COLUMNS, decision_pages.decided_rows(found)),
            html=html,
        )

    return answer(shown, ask)


def span_of(given: str) -> Span:
    """The span that ``120:180`` stands for; InvalidValue where it stands for none."""
    start, colon, end = given.partition(":")
    if not (colon and start.isdecimal() and end.isdecimal() and len(given) < 40):
        raise InvalidValue(f"a span is two numbers of characters, start:end, such as 120:180, not {short(given)!r}")
    return Span(int(start), int(end))


def answer(shown: Shown, ask: Callable[[Connection], Faces]) -> int:
    """Asks, and writes what comes; the exit code."""

    def run(ledger: Ledger) -> int:
        with ledger.reading() as connection:
            laid = _laid_out(shown, ask(connection))
        place_of(shown.output).write([laid], inputs=(ledger.place,))
        return 0

    return opened(shown.ledger, run)


def _laid_out(shown: Shown, faces: Faces) -> str:
    match shown.format:
        case "json":
            return json_text(faces.record())
        case "csv":
            return faces.csv()
        case "html":
            return faces.html()
        case _:
            how: dict[str, Any] = page() if shown.output is None else {"width": PIPE_WIDTH, "colour": False}
            return faces.table(shown.width or how["width"], shown.colour and how["colour"])
