"""Owns the options of `firsthand search`, `who`, `timeline`, `show` and `audit`: it parses, calls one function, ends
with its exit code."""

from typing import Annotated, Literal

import typer

from firsthand.cli.options import LedgerOption, OutputOption

Format = Annotated[
    Literal["table", "json", "csv", "html"], typer.Option("--format", "-f", help="How to give the answer.")
]
NoColor = Annotated[bool, typer.Option("--no-color", help="Table: no colours and no bold.")]
Width = Annotated[
    int | None,
    typer.Option(min=40, help="Table: columns, at most 120; else those of the terminal.", show_default=False),
]
Outlet = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Only in this outlet.")]
Byline = Annotated[str | None, typer.Option("--byline", metavar="NAME", help="Only under a byline with this name.")]
Section = Annotated[str | None, typer.Option("--section", metavar="NAME", help="Only in this section.")]
From = Annotated[str | None, typer.Option("--from", metavar="DAY", help="Published that day (2031-05-04) or later.")]
To = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Published that day or earlier.")]
Source = Annotated[
    str | None, typer.Option("--source", metavar="NAME", help="Only what this named source is quoted with.")
]
Kind = Annotated[
    Literal["person", "group", "organisation", "government", "country", "outlet", "document", "unknown"] | None,
    typer.Option("--kind", help="Only sources of this kind."),
]
Unnamed = Annotated[bool | None, typer.Option("--unnamed/--not-unnamed", help="Only unnamed sources, or none of them.")]
Quotation = Annotated[
    Literal["direct", "mixed", "indirect"] | None, typer.Option("--quotation", help="Only contents given so.")
]
Stance = Annotated[
    Literal["asserts", "denies", "doubts", "asks", "wants", "offers", "promises", "orders", "believes", "expects"]
    | None,
    typer.Option("--stance", help="Only where the source does this with the content."),
]
Certainty = Annotated[
    Literal["flat", "hedged", "doubtful"] | None, typer.Option("--certainty", help="Only contents worded so.")
]
Knowledge = Annotated[
    Literal["witness", "participant", "briefed", "saw a document", "was told", "expert", "not stated"] | None,
    typer.Option("--knowledge", help="Only where the source is said to know so."),
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=10_000, help="At most so many statements.")]


def search(
    words: Annotated[
        str | None,
        typer.Argument(help='Words of the content; "several in a row"; -without.', show_default=False),
    ] = None,
    *,
    source: Source = None,
    outlet: Outlet = None,
    byline: Byline = None,
    section: Section = None,
    kind: Kind = None,
    unnamed: Unnamed = None,
    quotation: Quotation = None,
    stance: Stance = None,
    certainty: Certainty = None,
    knowledge: Knowledge = None,
    day_from: From = None,
    day_to: To = None,
    limit: Limit = 20,
    format: Format = "table",
    output: OutputOption = None,
    ledger: LedgerOption = None,
    no_color: NoColor = False,
    width: Width = None,
) -> None:
    """Find statements by the words of their contents, the best first; without words the newest that pass the filters.

    \b
    Examples:
      firsthand search "north pier"
      firsthand search 'harbour "north pier" -ferry' --outlet "Harbour Post" --from 2031-05-01
      firsthand search price --unnamed --certainty hedged
      firsthand search --source "Ingeborg Halloran" --stance denies --format csv -o denials.csv
    """
    from firsthand.cli import asking
    from firsthand.desk.asking import Narrowed

    narrowed = Narrowed(
        source=source,
        outlet=outlet,
        byline=byline,
        section=section,
        kind=kind,
        unnamed=unnamed,
        quotation=quotation,
        stance=stance,
        certainty=certainty,
        knowledge=knowledge,
        first=day_from,
        last=day_to,
    )
    shown = asking.Shown(format=format, output=output, ledger=ledger, colour=not no_color, width=width)
    raise typer.Exit(asking.search(words, narrowed, shown, limit=limit))


def who(
    name: Annotated[str, typer.Argument(help="A source's name, an alias, or its id.", show_default=False)],
    *,
    outlet: Outlet = None,
    byline: Byline = None,
    section: Section = None,
    quotation: Quotation = None,
    stance: Stance = None,
    certainty: Certainty = None,
    knowledge: Knowledge = None,
    day_from: From = None,
    day_to: To = None,
    limit: Limit = 200,
    format: Format = "table",
    output: OutputOption = None,
    ledger: LedgerOption = None,
    no_color: NoColor = False,
    width: Width = None,
) -> None:
    """Print everything a named source is quoted with, in order, and apart from it what others say of it.

    \b
    Examples:
      firsthand who "Ingeborg Halloran"
      firsthand who "Harbour Post" --from 2031-05-01 --to 2031-05-31
      firsthand who 3f9a1c2b --quotation direct --format html -o halloran.html

    What others say of it are statements whose contents have its full name. Unnamed sources are known in their article
    alone and are refused here.
    """
    from firsthand.cli import asking
    from firsthand.desk.asking import Narrowed

    narrowed = Narrowed(
        outlet=outlet,
        byline=byline,
        section=section,
        quotation=quotation,
        stance=stance,
        certainty=certainty,
        knowledge=knowledge,
        first=day_from,
        last=day_to,
    )
    shown = asking.Shown(format=format, output=output, ledger=ledger, colour=not no_color, width=width)
    raise typer.Exit(asking.who(name, narrowed, shown, limit=limit))


def timeline(
    *,
    about: Annotated[
        str, typer.Option("--about", metavar="WORDS", help="Words of the content, as for search.", show_default=False)
    ],
    by: Annotated[Literal["source", "outlet"], typer.Option("--by", help="What a lane is.")] = "source",
    source: Source = None,
    outlet: Outlet = None,
    byline: Byline = None,
    section: Section = None,
    kind: Kind = None,
    unnamed: Unnamed = None,
    quotation: Quotation = None,
    stance: Stance = None,
    certainty: Certainty = None,
    knowledge: Knowledge = None,
    day_from: From = None,
    day_to: To = None,
    limit: Limit = 200,
    format: Format = "table",
    output: OutputOption = None,
    ledger: LedgerOption = None,
    no_color: NoColor = False,
    width: Width = None,
) -> None:
    """Print who said what when about something, in lanes over time; as HTML with a drawing.

    \b
    Examples:
      firsthand timeline --about "north pier"
      firsthand timeline --about "north pier" --by outlet --from 2031-05-01
      firsthand timeline --about harbour --format html -o harbour.html
    """
    from firsthand.cli import asking
    from firsthand.desk.asking import Narrowed

    narrowed = Narrowed(
        source=source,
        outlet=outlet,
        byline=byline,
        section=section,
        kind=kind,
        unnamed=unnamed,
        quotation=quotation,
        stance=stance,
        certainty=certainty,
        knowledge=knowledge,
        first=day_from,
        last=day_to,
    )
    shown = asking.Shown(format=format, output=output, ledger=ledger, colour=not no_color, width=width)
    raise typer.Exit(asking.timeline(about, narrowed, shown, by=by, limit=limit))


def show(
    id: Annotated[
        str, typer.Argument(help="A statement's id (9f3a1c2b.a3), or an article's id, key or url.", show_default=False)
    ],
    *,
    format: Format = "table",
    output: OutputOption = None,
    ledger: LedgerOption = None,
    no_color: NoColor = False,
    width: Width = None,
) -> None:
    """Print a statement in its paragraph, with its chain and the capture it comes from; or all of an article.

    \b
    Examples:
      firsthand show 9f3a1c2b.a3
      firsthand show 9f3a1c2b
      firsthand show https://example.org/2031/harbour.html --format html -o harbour.html

    An article is shown with its statements, its captures, and what differs between its versions.
    """
    from firsthand.cli import asking

    shown = asking.Shown(format=format, output=output, ledger=ledger, colour=not no_color, width=width)
    raise typer.Exit(asking.show(id, shown))


def audit(
    *,
    by: Annotated[
        Literal["outlet", "byline", "section", "month"], typer.Option("--by", help="What a row is.")
    ] = "outlet",
    outlet: Outlet = None,
    byline: Byline = None,
    section: Section = None,
    day_from: From = None,
    day_to: To = None,
    validate: Annotated[
        int | None,
        typer.Option(
            "--validate",
            min=2,
            metavar="N",
            help="Draw N statements for two people to code blind; the sheets go into the folder -o.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", help="Of the sample, to draw it again.", show_default=False)
    ] = None,
    coded: Annotated[
        list[str] | None,
        typer.Option("--coded", metavar="SHEET", help="A filled-in sheet; once for each coder.", show_default=False),
    ] = None,
    sources: Annotated[
        list[str] | None,
        typer.Option(
            "--sources", metavar="SHEET", help="A coder's second sheet, in the same order.", show_default=False
        ),
    ] = None,
    adjudicated: Annotated[
        str | None,
        typer.Option("--adjudicated", metavar="SHEET", help="The answers both agreed on.", show_default=False),
    ] = None,
    format: Format = "table",
    output: OutputOption = None,
    ledger: LedgerOption = None,
    no_color: NoColor = False,
    width: Width = None,
) -> None:
    """Count what articles rest on: named and unnamed sources, reasons given, who is relied on, own voice.

    \b
    Examples:
      firsthand audit
      firsthand audit --by month --outlet "Harbour Post"
      firsthand audit --by byline --from 2031-05-01 --format html -o audit.html
      firsthand audit --validate 200 -o sheets/
      firsthand audit --coded sheets/3f9a1c2b-coder-1.csv --coded sheets/3f9a1c2b-coder-2.csv

    Beside the shares stands what they were counted in, so that an added outlet does not look like a change; rows of few
    articles are marked.
    """
    if validate is not None or coded:
        raise typer.Exit(_validation(validate, seed, coded, sources, adjudicated, format, output, ledger))
    from firsthand.cli import asking

    scope = asking.Scope(outlet=outlet, byline=byline, section=section, first=day_from, last=day_to)
    shown = asking.Shown(format=format, output=output, ledger=ledger, colour=not no_color, width=width)
    raise typer.Exit(asking.audit(by, scope, shown))


def _validation(
    size: int | None,
    seed: int | None,
    coded: list[str] | None,
    sources: list[str] | None,
    adjudicated: str | None,
    format: str,
    output: str | None,
    ledger: str | None,
) -> int:
    from firsthand.cli import validating

    if size is not None and coded:
        raise typer.BadParameter("--validate draws a sample and --coded reads one back: give one of them")
    if size is not None:
        return validating.draw(size, seed=seed, folder=output, ledger=ledger)
    if format not in ("table", "json") or output:
        raise typer.BadParameter("the report on coded sheets is printed, as --format table or json")
    sheets = validating.Sheets(coded=tuple(coded or ()), sources=tuple(sources or ()), adjudicated=adjudicated)
    return validating.report(sheets, as_json=format == "json", ledger=ledger)
