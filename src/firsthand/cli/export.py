"""Owns the options of `firsthand export`, `rehydrate` and `import`: it parses, calls one function, and ends with its
exit code."""

from typing import Annotated, Literal

import typer

from firsthand.cli.add import ColumnOption, columns_given
from firsthand.cli.options import LedgerOption


def export(
    *,
    format: Annotated[
        Literal["jsonl", "csv", "parquet", "webannotation", "prov", "brat"],
        typer.Option("--format", "-f", help="jsonl is what firsthand import restores a ledger from."),
    ] = "jsonl",
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="PLACE", help="A file, for brat a folder; else stdout.", show_default=False
        ),
    ] = None,
    ledger: LedgerOption = None,
    table: Annotated[
        Literal["statements", "articles", "sources"],
        typer.Option("--table", help="csv and parquet: one row for each of these."),
    ] = "statements",
    without_text: Annotated[
        bool,
        typer.Option(
            "--without-text", help="Offsets and digests instead of the articles' words; see firsthand rehydrate."
        ),
    ] = False,
    article: Annotated[
        list[str] | None,
        typer.Option("--article", metavar="ID", help="Only this article (its id, key or url). May be repeated."),
    ] = None,
    outlet: Annotated[
        list[str] | None, typer.Option("--outlet", metavar="NAME", help="Only this outlet's. May be repeated.")
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", metavar="NAME", help="Only articles that quote this named source. May be repeated."),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="WORDS", help="Only articles with statements that have these words."),
    ] = None,
    day_from: Annotated[str | None, typer.Option("--from", metavar="DAY", help="Published that day or later.")] = None,
    day_to: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Published that day or earlier.")] = None,
    corrected: Annotated[
        bool, typer.Option("--corrected", help="Only articles in which a person has corrected something.")
    ] = False,
    every_version: Annotated[
        bool, typer.Option("--every-version", help="Also versions of a page that a later one replaced (jsonl always).")
    ] = False,
) -> None:
    """Write what the ledger holds, all of it or a selection, for other programs and other people.

    \b
    Examples:
      firsthand export -o ledger.jsonl
      firsthand export --format parquet -o statements.parquet --from 2031-01-01 --to 2031-01-31
      firsthand export --format csv --table sources > sources.csv
      firsthand export --format webannotation --outlet "Harbour Post" -o harbour.jsonld
      firsthand export --format prov --source "Ada Quill" -o ada-quill.jsonld
      firsthand export --format brat --corrected -o gold/
      firsthand export --without-text -o shared.jsonl

    Articles are exported whole, with all their statements as they stand now: people's corrections over what was read,
    disputes beside them. The ledger notes which articles went where, so that firsthand forget can tell.
    """
    from firsthand.cli.exporting import run_export
    from firsthand.desk.exporting import Chosen, Form

    if format in ("parquet", "brat") and output is None:
        raise typer.BadParameter(
            f"{format} does not go to stdout; give {'a folder' if format == 'brat' else 'a file'} with -o"
        )
    if table != "statements" and format not in ("csv", "parquet"):
        raise typer.BadParameter(f"--table is for csv and parquet; it has no meaning with --format {format}")
    form = Form(format=format, table=table, with_text=not without_text)
    chosen = Chosen(
        articles=article or (),
        outlets=outlet or (),
        sources=source or (),
        about=about,
        first=day_from,
        last=day_to,
        corrected=corrected,
        every_version=every_version,
    )
    raise typer.Exit(run_export(form, chosen, output=output, ledger=ledger))


def rehydrate(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="What firsthand export --without-text wrote.", show_default=False)
    ],
    *,
    copies: Annotated[
        list[str],
        typer.Option("--from", metavar="FOLDER|FILE", help="Your own copies of the articles. May be repeated."),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PLACE",
            help="Where to write; parquet and brat need it. Else stdout.",
            show_default=False,
        ),
    ] = None,
    recursive: Annotated[bool, typer.Option("--recursive", "-r", help="Also read the folders inside folders.")] = False,
    column: ColumnOption = None,
) -> None:
    """Put the words of your own copies back under an export without text.

    \b
    Examples:
      firsthand rehydrate shared.jsonl --from articles/ -o whole.jsonl
      firsthand rehydrate statements.parquet --from archive.warc.gz --from more/ -o whole.parquet
      firsthand rehydrate shared.csv --from rows.csv --column text=body -o whole.csv
      firsthand rehydrate gold/ --from articles/ --recursive -o whole/

    A copy counts where its text is, to the letter, the one that was read: it is found by its digest. Copies that differ
    are named and left out; articles without a copy stay as they are and the exit code is 1. Columns of your own rows
    are named as they were to firsthand add.
    """
    from firsthand.cli.rehydrating import run

    done = run(file, copies=tuple(copies), output=output, columns=columns_given(column), recursive=recursive)
    raise typer.Exit(done)


def import_(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="JSONL that firsthand export wrote (.gz too), or - for stdin.", show_default=False
        ),
    ],
    *,
    ledger: LedgerOption = None,
) -> None:
    """Take an exported ledger in: into an empty one, exactly as it was; into another, what it does not hold yet.

    \b
    Examples:
      firsthand import ledger.jsonl --ledger copy.db
      firsthand import ledger.jsonl.gz --ledger postgresql://desk@ledger.example.org/desk

    What the ledger holds stays as it is. A damaged line is named and the rest goes on; the exit code is then 1.
    """
    from firsthand.cli.exporting import run_import

    raise typer.Exit(run_import(tuple(files), ledger=ledger))
