"""Owns the options of `firsthand check`: it parses, calls one function, and ends with its exit code."""

from typing import Annotated, Literal

import typer

from firsthand.cli.options import OutputOption


def check(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[IN...]",
            help="Text and HTML files, folders, globs, JSONL files, addresses, or - for standard input.",
            show_default=False,
        ),
    ] = None,
    *,
    rules: Annotated[
        str | None,
        typer.Option("--rules", metavar="FILE", help="The house's rules, over those that ship.", show_default=False),
    ] = None,
    fail_on: Annotated[
        Literal["error", "warning", "note", "never"],
        typer.Option("--fail-on", help="End with 1 where a finding is as grave as that."),
    ] = "error",
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger",
            metavar="PLACE",
            help="Look up earlier quotations and claims there: a file, or postgresql://user@host/name.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[
        Literal["text", "json", "sarif"], typer.Option("--format", "-f", help="How to give the findings.")
    ] = "text",
    output: OutputOption = None,
    default_rules: Annotated[
        bool, typer.Option("--default-rules", help="Print the rules that ship, to begin your own with, and stop.")
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="Text: no colours and no bold.")] = False,
    width: Annotated[
        int | None, typer.Option(min=40, help="Text: columns; else those of the terminal.", show_default=False)
    ] = None,
) -> None:
    """Check drafts against the house's rules for sourcing.

    \b
    Examples:
      firsthand check article.html
      firsthand check drafts/ --rules house.toml --fail-on warning
      firsthand check article.txt --ledger desk.db
      firsthand check drafts/ --format sarif -o findings.sarif
      firsthand check --default-rules > house.toml

    Exit codes: 0 where nothing as grave as --fail-on was found, 1 where something was, 2 where the rules or a draft
    could not be read.
    """
    from firsthand.cli import checking

    if default_rules:
        raise typer.Exit(checking.print_rules())
    if not inputs:
        raise typer.BadParameter("give one or more drafts to check, or --default-rules")
    job = checking.Job(
        inputs=tuple(inputs),
        rules=rules,
        fail_on=fail_on,
        ledger=ledger,
        format=format,
        output=output,
        colour=not no_color,
        width=width,
    )
    raise typer.Exit(checking.run(job))
