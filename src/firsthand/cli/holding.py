"""Owns a run of `firsthand sources`, `forget`, `retention` and `dossier`: opened, asked, shown. It decides nothing."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from firsthand.cli.deciding import Faces, Shown, answer
from firsthand.cli.running import agreed, note, now, opened, page, say
from firsthand.errors import FirsthandError, LedgerError, NotFound, NotReadable
from firsthand.language.outlets import read_outlets
from firsthand.ledger import Ledger, forgetting, holdings
from firsthand.ledger.dossier import dossier as dossier_of
from firsthand.pipeline import forgetting as forgetting_over
from firsthand.pipeline.named import source_named
from firsthand.pipeline.suggesting import pairs
from firsthand.reading import utc_now
from firsthand.render import decisions as decision_pages
from firsthand.render import dossier as dossier_pages
from firsthand.render import sources as pages
from firsthand.render.basis import some
from firsthand.render.questions_records import COLUMNS, csv_text

LONGEST_FILE = 50_000_000
"""Bytes of a table of identifiers."""
_NAMED = ("source", "scheme", "value")


def sources(words: str | None, kind: str | None, shown: Shown, *, limit: int) -> int:
    """Lists named sources; the exit code."""

    def ask(connection: Connection) -> Faces:
        found = holdings.held_sources(connection, words, kind=kind, limit=limit)

        def html() -> str:
            from firsthand.render.decisions_html import holdings_html

            return holdings_html(found)

        return Faces(
            table=lambda width, colour: pages.holdings_text(found, width=width, colour=colour),
            record=lambda: pages.holdings_record(found),
            csv=lambda: csv_text(pages.COLUMNS, pages.holdings_rows(found)),
            html=html,
        )

    return answer(shown, ask)


def suggest(words: str | None, kind: str | None, shown: Shown, *, limit: int) -> int:
    """Lists pairs of sources that may be one; the exit code."""

    def ask(connection: Connection) -> Faces:
        about = None
        if words or kind:
            held = holdings.held_sources(connection, words, kind=kind, limit=10_000)
            about = frozenset(one.root for one in held.found)
        found = pairs(holdings.keys(connection), about=about, most=limit)

        def html() -> str:
            from firsthand.render.decisions_html import pairs_html

            return pairs_html(found)

        return Faces(
            table=lambda width, colour: pages.pairs_text(found, width=width, colour=colour),
            record=lambda: pages.pairs_record(found),
            csv=lambda: csv_text(pages.PAIR_COLUMNS, pages.pairs_rows(found)),
            html=html,
        )

    return answer(shown, ask)


def attach(file: str, place: str | None) -> int:
    """Ties identifiers of a user's table to sources; 1 where a line could not be."""

    def run(ledger: Ledger) -> int:
        new, there, failed = 0, 0, 0
        with ledger.writing() as connection:
            for number, (source, scheme, value) in _identifiers(Path(file)):
                try:
                    root = source_named(connection, source).root
                    fresh = holdings.attach(connection, root, scheme, value)
                except FirsthandError as error:
                    failed += 1
                    note(f"line {number} of {file}: {error}")
                    continue
                new, there = new + fresh, there + (not fresh)
        note(f"{some(new, 'identifier')} attached, {there} there already, {some(failed, 'line')} left out")
        return 1 if failed else 0

    return opened(place, run)


def take_outlets(file: str, place: str | None) -> int:
    """Takes the user's outlets in; the exit code."""

    def run(ledger: Ledger) -> int:
        given = read_outlets(Path(file))
        with ledger.writing() as connection:
            known = holdings.take_outlets(connection, given)
            renamed = holdings.rename_outlets(connection, known)
        note(
            f"{some(len(given), 'outlet')} taken in; {some(renamed, 'article')} here called otherwise than before; "
            "firsthand reread --all names sources by them too"
        )
        return 0

    return opened(place, run)


def forget(named: str, kind: Literal["article", "source", "url"] | None, *, yes: bool, place: str | None) -> int:
    """Shows what would go, asks, forgets it and rewrites the ledger's files; the exit code."""

    def run(ledger: Ledger) -> int:
        if not yes:
            what, found = forgetting_over.would_go(ledger, named, kind, at=now())
            say(decision_pages.going_text(what, found, **page()))
            if not agreed(False, "Forget it for good? This cannot be undone."):
                return 2
        with ledger.writing() as connection:
            what = forgetting_over.target(connection, named, kind)
            found = forgetting_over.forget(connection, what, at=now())
        say(decision_pages.going_text(what, found, done=True, **page()))
        return _compact(ledger)

    return opened(place, run)


def compact(place: str | None) -> int:
    """Rewrites the ledger's files; the exit code."""
    return opened(place, _compact)


def retention(days: int | None, *, always: bool, yes: bool, place: str | None) -> int:
    """Shows or sets for how long texts are kept; the exit code."""

    def run(ledger: Ledger) -> int:
        if days is None and not always:
            with ledger.reading() as connection:
                kept = forgetting.kept_days(connection)
            told = "always" if kept is None else f"for {some(kept, 'day')} after they were added"
            say(f"This ledger keeps texts {told}.\n")
            return 0
        due = forgetting_over.due(ledger, days, now=utc_now())
        question = f"Clear the text of {some(due, 'article')} for good?"
        if due:
            note(f"the text and captured bytes of {some(due, 'article')} are older than that and would be cleared")
        if due and not agreed(yes, question):
            return 2
        told = "always" if days is None else f"for {some(days, 'day')}"
        cleared = forgetting_over.keep_text(ledger, days, now=utc_now())
        note(f"texts are kept {told}; {some(cleared, 'text')} cleared now")
        return 0

    return opened(place, run)


def dossier(name: str, shown: Shown) -> int:
    """Prints everything held on a named source; the exit code."""

    def ask(connection: Connection) -> Faces:
        found = dossier_of(connection, source_named(connection, name).root)

        def html() -> str:
            from firsthand.render.decisions_html import dossier_html

            return dossier_html(found)

        return Faces(
            table=lambda width, colour: dossier_pages.dossier_text(found, width=width, colour=colour),
            record=lambda: dossier_pages.dossier_record(found),
            csv=lambda: csv_text(COLUMNS, dossier_pages.dossier_rows(found)),
            html=html,
        )

    return answer(shown, ask)


def _compact(ledger: Ledger) -> int:
    try:
        forgetting.compact(ledger)
    except LedgerError as error:
        note(
            f"{error} What was forgotten is in no table any more, but its bytes may still be in the database's files: "
            "run firsthand forget --compact when nobody else uses the ledger."
        )
        return 1
    note("the ledger's files were rewritten: nothing deleted is left in them")
    return 0


def _identifiers(path: Path) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """The rows of a table of identifiers with their line numbers; NotFound, NotReadable where it is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NotFound(
            f"{path} cannot be read ({error.strerror}): give a CSV file with source, scheme, value"
        ) from error
    if len(data) > LONGEST_FILE:
        raise NotReadable(f"{path} has more than {LONGEST_FILE:,} bytes")
    try:
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        header = [cell.strip().casefold() for cell in next(rows, [])]
        if any(name not in header for name in _NAMED):
            raise NotReadable(f"{path} needs the columns {', '.join(_NAMED)} in its first line")
        at = [header.index(name) for name in _NAMED]
        for row in rows:
            if any(cell.strip() for cell in row):
                cells = [row[i] if i < len(row) else "" for i in at]
                yield rows.line_num, (cells[0].strip(), cells[1], cells[2])
    except UnicodeDecodeError as error:
        raise NotReadable(f"{path} is not UTF-8 (at byte {error.start:,}): save it as UTF-8") from error
    except csv.Error as error:
        raise NotReadable(f"{path} is no CSV file ({error})") from error
