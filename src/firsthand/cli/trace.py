"""Owns the options of `firsthand trace`: it parses, calls one function, ends with its exit code."""

from typing import Annotated, Literal

import typer

from firsthand.cli.options import ByOption, LedgerOption, OutputOption

Pair = "A:B"


def trace(
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="[WORDS|ARTICLE|CLAIM]",
            help="Words, an article (id, key, address), or a claim's id or the beginning of it.",
            show_default=False,
        ),
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="All claims of the ledger.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make what is kept of claims anew first.")] = False,
    merge: Annotated[
        str | None,
        typer.Option("--merge", metavar="CLAIM", help="Decide: that claim is this one.", show_default=False),
    ] = None,
    split: Annotated[
        list[str] | None,
        typer.Option("--split", metavar="UNIT", help="Decide: this report tells something else. May be repeated."),
    ] = None,
    cut: Annotated[
        list[str] | None,
        typer.Option("--cut", metavar=Pair, help="Decide: article B was not taken from A. May be repeated."),
    ] = None,
    link: Annotated[
        list[str] | None,
        typer.Option("--link", metavar=Pair, help="Decide: article B was taken from A. May be repeated."),
    ] = None,
    link_kind: Annotated[
        Literal["verbatim", "rewrite", "cites"], typer.Option("--link-kind", help="How, for --link.")
    ] = "cites",
    one_root: Annotated[
        list[str] | None,
        typer.Option("--one-root", metavar=Pair, help="Decide: these two sources are one. May be repeated."),
    ] = None,
    two_roots: Annotated[
        list[str] | None,
        typer.Option("--two-roots", metavar=Pair, help="Decide: these two sources are two. May be repeated."),
    ] = None,
    why: Annotated[
        str | None, typer.Option("--why", metavar="WORDS", help="Why you decide so.", show_default=False)
    ] = None,
    by: ByOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="At most so many claims.")] = 10,
    format: Annotated[
        Literal["text", "json", "html", "csv", "prov", "svg"],
        typer.Option("--format", "-f", help="How to give the answer."),
    ] = "text",
    output: OutputOption = None,
    ledger: LedgerOption = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="Text: no colours and no bold.")] = False,
    width: Annotated[
        int | None, typer.Option(min=40, help="Text: columns; else those of the terminal.", show_default=False)
    ] = None,
) -> None:
    """Print where a claim comes from: who tells it, from whom they have it, and how many distinct roots are known.

    \b
    Examples:
      firsthand trace "the pier will close"
      firsthand trace https://harbourpost.example/pier.html
      firsthand trace 3f9a1c2b --format html -o pier.html
      firsthand trace --all --format json -o claims.json
      firsthand trace 3f9a1c2b --merge 77d0b1e4 --why "the same closing, put in other words"
      firsthand trace 3f9a1c2b --cut courier-14:wire-02 --why "both were at the hearing"
      firsthand trace 3f9a1c2b --two-roots "an official:a senior official" --why "they met in person"

    What is counted is distinct known roots in the stored articles; what is not known is never counted as independent.
    Decisions are kept, respected from then on, listed by firsthand decisions, and taken back with firsthand undo.
    """
    from firsthand.cli import tracing
    from firsthand.cli.running import Asked

    if every == (question is not None):
        raise typer.BadParameter("give words, an article or a claim, or --all for every claim")
    given: tuple[tuple[str, list[str] | None], ...] = (
        ("merge", [merge] if merge else None),
        ("split", split),
        ("cut", cut),
        ("link", link),
        ("one root", one_root),
        ("two roots", two_roots),
    )
    wishes = [
        tracing.Wish(kind=kind, value=value, edge=link_kind)  # type: ignore[arg-type]
        for kind, values in given
        for value in values or ()
    ]
    if wishes:
        if question is None or not why:
            raise typer.BadParameter("a decision is about one claim, and needs --why")
        raise typer.Exit(tracing.decide(question, wishes, Asked(by=by, why=why, ledger=ledger)))
    shown = tracing.Shown(format=format, output=output, ledger=ledger, colour=not no_color, width=width)
    raise typer.Exit(tracing.trace(question, shown, rebuild=rebuild, limit=limit))
