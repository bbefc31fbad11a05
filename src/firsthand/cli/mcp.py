"""Owns the options of `firsthand mcp`: it parses, sets up the log, calls one function, ends with its exit code."""

import logging
import signal
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Annotated

import typer

from firsthand.cli.options import LedgerOption
from firsthand.errors import Refused

Error = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def mcp(
    *,
    ledger: LedgerOption = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--folder",
            metavar="FOLDER",
            help="Files under this folder may be read by their paths; else none.",
            show_default=False,
        ),
    ] = None,
    fetch: Annotated[bool, typer.Option("--fetch", help="Public web addresses may be fetched; else none.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Note each call on stderr, without its words.")] = False,
) -> None:
    """Let an assistant ask a text or the ledger who says so, over the Model Context Protocol on stdin and stdout.

    \b
    Examples:
      firsthand mcp
      firsthand mcp --ledger desk.db --folder drafts/
      firsthand mcp --ledger desk.db --fetch

    A client starts it by itself: give it the command and its options. It only reads, and ends when the client does.
    """
    from firsthand.cli.cores import cores

    try:
        from firsthand.integrations.mcp import Settings, run
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] == "firsthand":
            raise
        raise Refused("firsthand mcp needs more than reading does: pip install 'firsthand[mcp]'.") from error

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Bare("firsthand: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("firsthand.mcp").setLevel(logging.INFO if verbose else logging.WARNING)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # else Ctrl-C would wait for the line that stdin is read for
    run(Settings(ledger=ledger, folder=folder, fetch=fetch, threads=cores()))


class _Bare(logging.Formatter):
    """Of an error only its kind and its places in the code: its message could repeat an article's words. Of what other
    libraries log, the words without the values in them."""

    def format(self, record: logging.LogRecord) -> str:
        if not record.name.startswith("firsthand"):
            said = record.msg.splitlines()[0] if isinstance(record.msg, str) and record.args else "a fault"
            record.msg, record.args = f"{record.name}: {said}", ()
        return super().format(record)

    def formatException(self, ei: Error) -> str:
        kind, _, where = ei
        return "".join(traceback.format_tb(where)) + (kind.__name__ if kind else "")
