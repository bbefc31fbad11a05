"""Owns the options of `firsthand echoes`: it parses, calls one function, ends with its exit code."""

from typing import Annotated, Literal

import typer

from firsthand.cli.options import LedgerOption, OutputOption


def echoes(
    *,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Told that day (2031-05-04) or later.")
    ] = None,
    min_outlets: Annotated[
        int, typer.Option("--min-outlets", min=2, max=10_000, help="Told by so many outlets at least.")
    ] = 3,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="At most so many claims.")] = 50,
    format: Annotated[
        Literal["text", "json", "html", "csv"], typer.Option("--format", "-f", help="How to give the answer.")
    ] = "text",
    output: OutputOption = None,
    ledger: LedgerOption = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="Text: no colours and no bold.")] = False,
    width: Annotated[
        int | None, typer.Option(min=40, help="Text: columns; else those of the terminal.", show_default=False)
    ] = None,
) -> None:
    """List what is widely reported and has one known root here.

    \b
    Examples:
      firsthand echoes --since 2031-05-01
      firsthand echoes --min-outlets 5 --format csv -o echoes.csv

    The list says nothing about whether a claim is right: it says on how few its coverage in this ledger rests.
    """
    from firsthand.cli import tracing
    from firsthand.pipeline.tracing import Widely

    shown = tracing.Shown(format=format, output=output, ledger=ledger, colour=not no_color, width=width)
    raise typer.Exit(tracing.echoes(Widely(since=since, min_outlets=min_outlets, limit=limit), shown))
