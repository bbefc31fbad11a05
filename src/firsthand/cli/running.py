"""Owns what every command over a ledger does: the ledger opened, pages to stdout, sentences to stderr, a person asked.

It knows no command, and loads little more than the ledger.
"""

import getpass
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from firsthand.cli.placing import print_text
from firsthand.errors import FirsthandError, InvalidValue
from firsthand.ledger import Ledger, open_ledger
from firsthand.ledger.deciding import By
from firsthand.render.plain import line

BY = "FIRSTHAND_BY"
"""The environment variable with the name of who decides, where no option gives it."""
PIPE_WIDTH = 100
"""Columns of a page where nobody says how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who decides and why, whether it was agreed to beforehand, and where."""

    by: str | None
    why: str
    yes: bool = False
    ledger: str | None = None


def opened(place: str | None, run: Callable[[Ledger], int]) -> int:
    """Runs over an open ledger that is there; 1 and one sentence where it could not."""
    try:
        with open_ledger(place, create=False) as ledger:
            return run(ledger)
    except FirsthandError as error:
        note(str(error))
        return 1


def who(asked: Asked) -> By:
    """Who decides and why, at this instant."""
    if asked.by is not None and not asked.by.strip():
        raise InvalidValue("a decision needs who made it, and --by is empty: say it with --by")
    name = asked.by or os.environ.get(BY) or ""
    if not name:
        try:
            name = getpass.getuser()
        except (KeyError, OSError) as error:
            raise InvalidValue(f"a decision needs who made it: say it with --by, or set {BY}") from error
    return By(who=name, why=asked.why, at=now())


def now() -> str:
    """This instant, as the ledger writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def agreed(yes: bool, question: str) -> bool:
    """True where it was agreed to beforehand, or is now on a terminal; elsewhere what to say is said."""
    if yes:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        note("nothing was done: say --yes where nobody can be asked")
        return False
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() in ("y", "yes"):
        return True
    note("nothing was done")
    return False


def say(words: str) -> None:
    """A page to stdout."""
    print_text([words])


def note(words: str) -> None:
    """One sentence to stderr."""
    print(f"firsthand: {line(words)}", file=sys.stderr)  # noqa: T201


def page() -> dict[str, Any]:
    """Columns of the terminal, and colours only there and where NO_COLOR (https://no-color.org) does not forbid."""
    colour = sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size((PIPE_WIDTH, 24)).columns
    return {"width": max(40, width), "colour": colour and not os.environ.get("NO_COLOR")}
