"""Owns the options of `firsthand case` and `verify`: it parses, calls one function, ends with its exit code."""

from typing import Annotated

import typer

from firsthand.cli.options import LedgerOption


def case(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id or its beginning.", show_default=False)],
    *,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE.zip", help="Where to write.", show_default=False)
    ],
    without_text: Annotated[
        bool, typer.Option("--without-text", help="No words of any article: places and digests only.")
    ] = False,
    ledger: LedgerOption = None,
) -> None:
    """Write the case file of a claim: the page, the JSON, the provenance, digests of captures and texts, decisions.

    \b
    Examples:
      firsthand case 3f9a1c2b -o pier.zip
      firsthand case 3f9a1c2b -o pier.zip --without-text

    Whoever has the articles checks it with firsthand verify. Two runs over one ledger give the same bytes.
    """
    from firsthand.cli import tracing

    raise typer.Exit(tracing.case(claim, output, with_text=not without_text, ledger=ledger))


def verify(
    file: Annotated[str, typer.Argument(metavar="FILE.zip", help="What firsthand case wrote.", show_default=False)],
    *,
    copies: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="PATH", help="Check against these files or folders, not the ledger."),
    ] = None,
    ledger: LedgerOption = None,
) -> None:
    """Check a case file against the ledger, or against your own copies of the articles.

    \b
    Examples:
      firsthand verify pier.zip
      firsthand verify pier.zip --from captures/

    Ends with 1 where something differs. What cannot be checked, because no copy is at hand, is listed and is no
    difference.
    """
    from firsthand.cli import tracing

    raise typer.Exit(tracing.verify(file, tuple(copies or ()), ledger))
