"""Owns the options of `firsthand sources`, `merge` and `split`: it parses, calls one function, ends with its exit
code."""

from typing import Annotated, Literal

import typer

from firsthand.cli.options import ByOption, LedgerOption, OutputOption, WhyOption, YesOption
from firsthand.cli.questions import NoColor, Width


def sources(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]...", help="Words of the names.", show_default=False)
    ] = None,
    *,
    kind: Annotated[
        Literal["person", "outlet", "organisation", "country", "document"] | None,
        typer.Option("--kind", help="Only these; a state's bodies are organisations here."),
    ] = None,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Pairs that may be one source, with the reason. Nothing is merged.")
    ] = False,
    attach: Annotated[
        str | None,
        typer.Option(
            "--attach",
            metavar="FILE.csv",
            help="Attach identifiers of your own: columns source (name or id), scheme (wikidata, say), value.",
            show_default=False,
        ),
    ] = None,
    outlets: Annotated[
        str | None,
        typer.Option(
            "--outlets",
            metavar="FILE.csv",
            help="Take in outlets of your own: columns name, domains, country, aliases (several parted by |).",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="At most so many.")] = 50,
    format: Annotated[
        Literal["table", "json", "csv", "html"], typer.Option("--format", "-f", help="How to give the answer.")
    ] = "table",
    output: OutputOption = None,
    ledger: LedgerOption = None,
    no_color: NoColor = False,
    width: Width = None,
) -> None:
    """List the named sources of the ledger: kind, spellings, roles over time, statements, articles, days.

    \b
    Examples:
      firsthand sources
      firsthand sources halloran
      firsthand sources --kind outlet --format csv -o outlets.csv
      firsthand sources --suggest
      firsthand sources --attach identifiers.csv
      firsthand sources --outlets our-outlets.csv

    Unnamed sources are in no list: they are known in their own article alone. "name alone: may be several people"
    marks names that are little proof that two articles mean the same person.
    """
    from firsthand.cli import holding
    from firsthand.cli.deciding import Shown

    if sum(map(bool, (suggest, attach, outlets))) > 1:
        raise typer.BadParameter("--suggest, --attach and --outlets are asked for one at a time")
    if attach:
        raise typer.Exit(holding.attach(attach, ledger))
    if outlets:
        raise typer.Exit(holding.take_outlets(outlets, ledger))
    shown = Shown(format=format, output=output, ledger=ledger, colour=not no_color, width=width)
    ask = holding.suggest if suggest else holding.sources
    raise typer.Exit(ask(" ".join(words or ()) or None, kind, shown, limit=limit))


def merge(
    into: Annotated[str, typer.Argument(metavar="A", help="A source's name or id.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="B", help="The one that is A too.", show_default=False)],
    *,
    why: WhyOption,
    by: ByOption = None,
    yes: YesOption = False,
    ledger: LedgerOption = None,
) -> None:
    """Make two sources one, shown as A. What would combine is shown first.

    \b
    Examples:
      firsthand merge "Ingeborg Halloran" "I. Halloran" --why "the same head of the port board"
      firsthand merge 4f0c2a91d3b85e67 9a1b77c0e2d4f583 --why "one newspaper" --by "Ann Lee" --yes

    Articles keep the names that they give; every answer goes by the merged source. Taken back with firsthand undo.
    """
    from firsthand.cli import deciding
    from firsthand.cli.running import Asked

    raise typer.Exit(deciding.merge(into, other, Asked(by=by, why=why, yes=yes, ledger=ledger)))


def split(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A source's name or id.", show_default=False)],
    *,
    article: Annotated[
        list[str] | None, typer.Option("--article", metavar="ID", help="What it says in this article. May be repeated.")
    ] = None,
    role: Annotated[
        list[str] | None, typer.Option("--role", metavar="WORDS", help="Where it is called this. May be repeated.")
    ] = None,
    outlet: Annotated[
        list[str] | None, typer.Option("--outlet", metavar="NAME", help="In this outlet's articles. May be repeated.")
    ] = None,
    spelling: Annotated[
        list[str] | None, typer.Option("--spelling", metavar="NAME", help="Under this spelling. May be repeated.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="What the new source is shown as.", show_default=False)
    ] = None,
    why: WhyOption,
    by: ByOption = None,
    yes: YesOption = False,
    ledger: LedgerOption = None,
) -> None:
    """Take a part of a source away to a source of its own: two people of one name, say.

    \b
    Examples:
      firsthand split "Ilse Brandt" --role "a surveyor" --as "Ilse Brandt (surveyor)" --why "two people"
      firsthand split "Ilse Brandt" --outlet "Skerry Courier" --why "their columnist" --yes
      firsthand split "Ingeborg Halloran" --spelling "I. Halloran" --why "her brother Ivar"

    What fits any of the articles, roles and outlets goes, also in articles to come; with --spelling only what is under
    that spelling. Taken back with firsthand undo.
    """
    from firsthand.cli import deciding
    from firsthand.cli.running import Asked

    if not (article or role or outlet or spelling):
        raise typer.BadParameter("say what goes away: --article, --role, --outlet or --spelling")
    asked = Asked(by=by, why=why, yes=yes, ledger=ledger)
    raise typer.Exit(
        deciding.split(
            source,
            asked,
            name=name,
            articles=article or (),
            roles=role or (),
            outlets=outlet or (),
            spellings=spelling or (),
        )
    )
