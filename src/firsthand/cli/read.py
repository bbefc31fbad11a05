"""Owns the options of `firsthand read`: it parses, calls one function, and ends with its exit code."""

from typing import Annotated, Literal

import typer

from firsthand.cli.options import WorkersOption


def read(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="IN...",
            help="Text and HTML files, folders, globs, JSONL files, addresses, or - for standard input.",
            show_default=False,
        ),
    ],
    *,
    format: Annotated[
        Literal["text", "json", "jsonl", "html", "csv", "brat"],
        typer.Option("--format", "-f", help="How to show the readings."),
    ] = "text",
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE_OR_FOLDER",
            help="Where to write instead of stdout. A folder (there already, ending in /, or a name without a suffix) "
            "gets one file for each article.",
            show_default=False,
        ),
    ] = None,
    doubtful: Annotated[
        bool, typer.Option("--doubtful", help="Text: what firsthand is least sure of first, and why.")
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="Text: no colours and no bold.")] = False,
    width: Annotated[
        int | None,
        typer.Option(min=40, help="Text: columns, at most 120; else those of the terminal.", show_default=False),
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Leave out statements that firsthand is less sure of.")
    ] = 0.0,
    workers: WorkersOption = None,
) -> None:
    """Print who is said to have said what, through whom, how surely, and what the article rests on.

    \b
    Examples:
      firsthand read article.txt
      firsthand read article.txt --doubtful
      firsthand read article.txt --format json > article.json
      firsthand read https://example.org/2031/harbour.html --format html -o harbour.html
      firsthand read articles/ --format html -o pages/
      firsthand read 'archive/*.jsonl' --format csv --min-confidence 0.8 > statements.csv
      curl -s https://example.org/feed-item.txt | firsthand read -

    A batch goes on past what cannot be read: it is named on stderr (with json and jsonl also as a record), and the exit
    code is 1 at the end. Many articles are read by several processes; how many changes nothing in what comes out.
    """
    from firsthand.cli.reading import Job, run

    if doubtful and format != "text":
        raise typer.BadParameter(f"--doubtful orders the text page; it has no meaning with --format {format}")
    if format == "brat" and output is None:
        raise typer.BadParameter("brat needs two files for each article; give a folder with -o")
    job = Job(
        inputs=tuple(inputs),
        format=format,
        output=output,
        doubtful=doubtful,
        no_color=no_color,
        width=width,
        min_confidence=min_confidence,
        workers=workers,
    )
    raise typer.Exit(run(job))
