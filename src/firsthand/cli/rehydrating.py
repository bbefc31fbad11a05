"""Owns a run of `firsthand rehydrate`: notes on stderr, the exit code. It finds no copies and writes nothing itself."""

from itertools import islice
from pathlib import Path

from firsthand.cli.columns import reading_options
from firsthand.cli.placing import place_of
from firsthand.cli.running import note
from firsthand.desk.rehydrating import rehydrate_to
from firsthand.errors import FirsthandError
from firsthand.model import Failure
from firsthand.render.basis import some

SHOWN = 20
"""Names that one note gives; the rest is counted."""


def run(
    file: str,
    *,
    copies: tuple[str, ...],
    output: str | None,
    columns: tuple[tuple[str, str], ...] = (),
    recursive: bool = False,
) -> int:
    """Writes the export with its words back, and gives the exit code: 0 where nothing is left withheld, else 1."""

    def failed(failure: Failure) -> None:
        note(failure.message)

    try:
        options = reading_options(columns, recursive=recursive)
        came, differ = rehydrate_to(Path(file), place_of(output), copies=copies, options=options, failed=failed)
    except FirsthandError as error:
        note(str(error))
        return 1
    _name(differ, "is left out: its text is not that of any article of the export")
    _name(came.damaged, "")
    _name(came.left, "is still without words: no copy with its digest was found")
    _name(came.pages, "(a page that gave no article) is still without its bytes: no copy with their digest was found")
    pages = f", {some(len(came.pages), 'other page')} left without bytes" if came.pages else ""
    note(f"{some(came.done, 'article')} rehydrated, {some(len(came.left), 'article')} left without words{pages}")
    return 1 if came.left or came.pages else 0


def _name(names: list[str], what: str) -> None:
    for name in islice(names, SHOWN):
        note(f"{name} {what}".rstrip())
    if len(names) > SHOWN:
        note(f"… and {len(names) - SHOWN} more")
