"""Owns the options of `firsthand batch`: it parses, calls one function, and ends with its exit code."""

from typing import Annotated, Literal

import typer

from firsthand.cli.add import ColumnOption, QuietOption, columns_given


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="IN... OUT",
            help="JSONL, Parquet and WARC files, folders, globs, or addresses such as s3://bucket/folder; last the "
            "folder to write to.",
            show_default=False,
        ),
    ],
    *,
    engine: Annotated[
        Literal["local", "ray"], typer.Option(help="Who shares the work out: this machine alone, or Ray.")
    ] = "local",
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", "-w", min=1, help="Processes that read, one core each; else all.", show_default=False
        ),
    ] = None,
    ray_address: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The Ray cluster to use: auto, or host:port.", show_default=False),
    ] = None,
    recursive: Annotated[bool, typer.Option("--recursive", "-r", help="Also read the folders inside folders.")] = False,
    column: ColumnOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Drop what OUT holds of files that have changed since.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Read many articles into partitioned Parquet: articles, statements, sources, failures.

    \b
    Examples:
      firsthand batch news.jsonl readings/
      firsthand batch archive/ readings/ --recursive --workers 8
      firsthand batch 's3://bucket/2031/*.warc.gz' s3://bucket/readings --engine ray --ray-address auto
      firsthand batch dump.parquet readings/ --column text=body --column published=date

    A run that was killed goes on where it was when the same command is given again; what is done is not done twice.
    firsthand add readings/ takes the readings into a ledger.
    """
    from firsthand.cli.batching import Job, run

    if len(inputs) < 2:
        raise typer.BadParameter(
            "batch takes what to read and the folder to write to: firsthand batch news.jsonl readings/"
        )
    if ray_address is not None and engine != "ray":
        raise typer.BadParameter("--ray-address needs --engine ray")
    job = Job(
        inputs=tuple(inputs[:-1]),
        out=inputs[-1],
        engine=engine,
        workers=workers,
        ray_address=ray_address,
        recursive=recursive,
        columns=columns_given(column),
        replace=replace,
        quiet=quiet,
    )
    raise typer.Exit(run(job))
