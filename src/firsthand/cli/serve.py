"""Owns the options of `firsthand serve`: it parses, calls one function, ends with its exit code."""

import signal
import sys
from typing import Annotated

import typer

from firsthand.cli.options import LedgerOption
from firsthand.errors import Refused

STOPPED = 130
"""The exit code after Ctrl-C."""


def serve(
    *,
    ledger: LedgerOption = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address of this machine to listen at.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8080,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=16, help="Processes that read; else one for each core but one.", show_default=False),
    ] = None,
    team: Annotated[bool, typer.Option("--team", help="For several people, with logins; needs PostgreSQL.")] = False,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="With --team: a name the server is reached by.", show_default=False),
    ] = None,
    behind_proxy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ADDRESS",
            help="With --team: a proxy whose word on the client's address is taken.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Open the ledger in the browser and to programs.

    \b
    Examples:
      firsthand serve
      firsthand serve --ledger desk.db --port 8090
      firsthand serve --ledger postgresql://desk@ledger.example.org/desk --team --name desk.example.org

    Alone, it is for this machine only and asks for no login. Ctrl-C stops it; what is under way is finished first.
    """
    try:
        from firsthand.web.server import run
        from firsthand.web.settings import Settings, default_workers
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] == "firsthand":
            raise
        raise Refused("firsthand serve needs more than reading does: pip install 'firsthand[serve]'.") from error

    settings = Settings(
        ledger=ledger,
        host=host,
        port=port,
        team=team,
        names=tuple(name or ()),
        behind_proxy=tuple(behind_proxy or ()),
        workers=workers or default_workers(),
    )

    def told(address: str) -> None:
        print(f"firsthand: {address} is open; Ctrl-C stops it.", file=sys.stderr, flush=True)  # noqa: T201

    raise typer.Exit(STOPPED if run(settings, told=told) == signal.SIGINT else 0)
