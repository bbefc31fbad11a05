"""Owns a run of `firsthand export` and `firsthand import`: notes on stderr, the exit code. It selects and writes
nothing itself."""

import sys

from firsthand.cli.placing import place_of
from firsthand.cli.running import note, opened
from firsthand.desk.exporting import Chosen, Form, export_to
from firsthand.errors import FirsthandError, NotFound
from firsthand.ledger import Ledger, open_ledger
from firsthand.ledger.restore import Restored
from firsthand.model import Failure
from firsthand.render.basis import some


def run_export(form: Form, chosen: Chosen, *, output: str | None, ledger: str | None) -> int:
    """Writes the export and notes it in the ledger; the exit code."""

    def run(held: Ledger) -> int:
        done = export_to(held, place_of(output), form, chosen)
        without = "" if form.with_text else " without text"
        note(f"{some(done.articles, 'article')} exported to {done.path}{without}")
        if done.left_out:
            told = f"{some(done.left_out, 'article')} left out"
            note(f"{told}: the text was cleared from the ledger, and brat needs it")
        return 0

    return opened(ledger, run)


def run_import(files: tuple[str, ...], *, ledger: str | None) -> int:
    """Takes in the files; the exit code: 1 where a line, or a file, could not be taken in."""
    failures = 0
    try:
        with open_ledger(ledger) as opened:
            for name in files:
                came = _import(opened, name)
                note(f"{name}: {_told(came)}")
                failures += came.failures
    except FirsthandError as error:
        note(str(error))
        return 1
    return 1 if failures else 0


def _import(ledger: Ledger, name: str) -> Restored:
    from firsthand.desk.filling import restore, restore_from

    def failed(failure: Failure) -> None:
        note(failure.message)

    if name != "-":
        return restore(ledger, name, failed=failed)
    if sys.stdin is None:
        raise NotFound("standard input is closed: open it, or give a file")
    return restore_from(ledger, sys.stdin.buffer, what=name, failed=failed)


def _told(came: Restored) -> str:
    told = [some(came.articles, "new article"), some(came.rows, "other new row")]
    told += [f"{some(came.there, 'article')} there already"] if came.there else []
    told += [f"{some(came.failures, 'line')} not taken in"] if came.failures else []
    return ", ".join(told)
