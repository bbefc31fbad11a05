"""Owns where a command's answer goes: standard output, or the place that -o names. It knows no format."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from firsthand.desk.placing import Place
from firsthand.errors import Refused

OPTION = " with -o"
"""How the user of a command gives another place."""


def place_of(output: str | None) -> Place:
    """The place that -o names; standard output where it names none."""
    return Place(to=print_text if output is None else Path(output), option=OPTION)


def print_text(pieces: Iterable[str]) -> None:
    """Writes the pieces to standard output as UTF-8, whatever the terminal's encoding is, until nobody reads on."""
    if sys.stdout is None:
        raise Refused(f"standard output is closed; open it, or give a file{OPTION}")
    sys.stdout.flush()
    out = getattr(sys.stdout, "buffer", None)
    try:
        for piece in pieces:
            if out is None:
                sys.stdout.write(piece)
            else:
                out.write(piece.encode("utf-8", "replace"))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads our output has had enough; nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Refused(f"standard output cannot be written to ({error.strerror}); give a file{OPTION}") from error
