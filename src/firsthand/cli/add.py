"""Owns the options of `firsthand add`, `watch` and `reread`: it parses, calls one function, ends with its exit code."""

import re
from typing import Annotated

import typer

from firsthand.cli.options import LedgerOption, WorkersOption

ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="NAME=COLUMN",
        help="What a column of JSONL, CSV or Parquet rows is called: text=body, published=date, outlet=paper …",
        show_default=False,
    ),
]
ThreadsOption = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=64,
        help="Cores that reading may use; else all, up to 4.",
        show_default=False,
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Name only what failed.")]


def add(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="IN...",
            help="Files, folders, globs, addresses, feeds, lists of feeds (OPML), WARC, Parquet, CSV, JSONL, or -.",
            show_default=False,
        ),
    ],
    *,
    ledger: LedgerOption = None,
    recursive: Annotated[bool, typer.Option("--recursive", "-r", help="Also read the folders inside folders.")] = False,
    column: ColumnOption = None,
    threads: ThreadsOption = None,
    workers: WorkersOption = None,
    quiet: QuietOption = False,
) -> None:
    """Read articles into the ledger, each once, with the bytes they came from.

    \b
    Examples:
      firsthand add article.txt
      firsthand add articles/ --recursive --workers 2
      firsthand add https://example.org/2031/harbour.html
      firsthand add https://example.org/feed.xml
      firsthand add archive.warc.gz rows.parquet --column text=body --column published=date
      firsthand add https://example.org/ --ledger postgresql://desk@ledger.example.org/desk

    Run it again after it was stopped: what is there is not read again. What cannot be read is named, kept as a failure
    in the ledger, and the rest goes on; the exit code is then 1.
    """
    from firsthand.cli.adding import Job, run

    job = Job(
        inputs=tuple(inputs),
        ledger=ledger,
        recursive=recursive,
        columns=columns_given(column),
        threads=threads,
        workers=workers,
        quiet=quiet,
    )
    raise typer.Exit(run(job))


def watch(
    feeds: Annotated[
        list[str],
        typer.Argument(metavar="FEED...", help="OPML files, feeds' addresses or files.", show_default=False),
    ],
    *,
    every: Annotated[
        str, typer.Option(metavar="TIME", help="The time from one round to the next: 90s, 10m, 2h.")
    ] = "10m",
    rounds: Annotated[int | None, typer.Option(min=1, help="Stop after so many rounds.", show_default=False)] = None,
    ledger: LedgerOption = None,
    threads: ThreadsOption = None,
    quiet: QuietOption = False,
) -> None:
    """Read the articles that feeds link to into the ledger, again and again until stopped.

    \b
    Examples:
      firsthand watch feeds.opml
      firsthand watch feeds.opml --every 30m
      firsthand watch https://example.org/feed.xml --every 1h --rounds 24

    Politely: robots.txt is kept to, a host gets one request at a time, and a feed is only sent again where it has
    changed. Ctrl-C stops it; nothing is lost.
    """
    from firsthand.cli.adding import Job, keep_watching

    seconds = _seconds(every)
    job = Job(inputs=tuple(feeds), ledger=ledger, threads=threads, workers=1, quiet=quiet)
    raise typer.Exit(keep_watching(job, every_s=seconds, rounds=rounds))


def reread(
    *,
    ledger: LedgerOption = None,
    every: Annotated[bool, typer.Option("--all", help="Also what this version has read already.")] = False,
    threads: ThreadsOption = None,
    workers: WorkersOption = None,
    quiet: QuietOption = False,
) -> None:
    """Read the ledger's articles again with this version; people's decisions stay.

    \b
    Examples:
      firsthand reread
      firsthand reread --all --workers 2
    """
    from firsthand.cli.adding import Job, reread_all

    raise typer.Exit(
        reread_all(Job(inputs=(), ledger=ledger, threads=threads, workers=workers, quiet=quiet), every=every)
    )


def columns_given(given: list[str] | None) -> tuple[tuple[str, str], ...]:
    """The pairs of name and column; BadParameter for what is no pair."""
    pairs = []
    for one in given or ():
        name, equals, column = one.partition("=")
        if not (name and equals and column):
            raise typer.BadParameter(f"--column takes NAME=COLUMN, text=body for example, not {one!r}")
        pairs.append((name, column))
    return tuple(pairs)


def _seconds(every: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", every.strip())
    seconds = float(match[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[match[2]] if match else 0.0
    if not 10 <= seconds <= 31 * 86400:
        raise typer.BadParameter(f"--every takes a time from 10s to 31d, such as 10m, not {every!r}")
    return seconds
