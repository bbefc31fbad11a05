"""Owns the options of `firsthand forget`, `retention` and `dossier`: it parses, calls one function, ends with its exit
code."""

from typing import Annotated, Literal

import typer

from firsthand.cli.options import LedgerOption, OutputOption, YesOption


def forget(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHAT]", help="An article (id, key), a source (name, id), or an address.", show_default=False
        ),
    ] = None,
    *,
    kind: Annotated[
        Literal["article", "source", "url"] | None, typer.Option("--as", help="Which of these it is, where it is two.")
    ] = None,
    compact: Annotated[bool, typer.Option("--compact", help="Only rewrite the ledger's files once more.")] = False,
    yes: YesOption = False,
    ledger: LedgerOption = None,
) -> None:
    """Forget an article, a named source or an address for good: text, captures, index, versions, corrections.

    \b
    Examples:
      firsthand forget 9f3a1c2b
      firsthand forget https://example.org/2031/harbour.html --yes
      firsthand forget "Ingeborg Halloran"

    What would go is shown first, with the exports that held it. A salted digest stays, so that it is not taken in
    again. A source's articles stay without their text, since its name stands there. This cannot be undone, and it
    reaches this ledger alone: no export, no backup, no write-ahead log of a PostgreSQL server.
    """
    from firsthand.cli import holding

    if compact == (what is not None):
        raise typer.BadParameter("say what to forget, or --compact alone")
    if what is None:
        raise typer.Exit(holding.compact(ledger))
    raise typer.Exit(holding.forget(what, kind, yes=yes, place=ledger))


def retention(
    *,
    days: Annotated[
        int | None,
        typer.Option("--keep-text-days", min=0, max=100_000, metavar="N", help="Days after an article was added."),
    ] = None,
    always: Annotated[bool, typer.Option("--keep-always", help="Until it is forgotten.")] = False,
    yes: YesOption = False,
    ledger: LedgerOption = None,
) -> None:
    """Say for how long this ledger keeps the words of articles; without an option, tell it.

    \b
    Examples:
      firsthand retention
      firsthand retention --keep-text-days 90
      firsthand retention --keep-always

    Older texts and captured bytes are cleared at once and at the end of every add; statements stay as offsets and
    digests.
    """
    from firsthand.cli import holding

    if always and days is not None:
        raise typer.BadParameter("--keep-always and --keep-text-days say two things: give one")
    raise typer.Exit(holding.retention(days, always=always, yes=yes, place=ledger))


def dossier(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A named source, or its id.", show_default=False)],
    *,
    format: Annotated[
        Literal["table", "json", "csv", "html"],
        typer.Option("--format", "-f", help="How to give it; csv has the statements alone."),
    ] = "table",
    output: OutputOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Print everything that is held on a named source: for itself, or for whoever must answer for the ledger.

    \b
    Examples:
      firsthand dossier "Ingeborg Halloran"
      firsthand dossier "Ingeborg Halloran" --format html -o halloran.html

    Who unnamed sources are is withheld, also where they speak of the person. There is no dossier on an unnamed source.
    """
    from firsthand.cli import deciding, holding

    raise typer.Exit(holding.dossier(name, deciding.Shown(format=format, output=output, ledger=ledger)))
