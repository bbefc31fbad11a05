"""Owns the command `batch-claims`: it parses, calls one function, and says what came of it."""

import os
import sys
from typing import Annotated, Literal

import typer

from firsthand.cli.add import QuietOption


def batch_claims(
    folder: Annotated[str, typer.Argument(metavar="OUT", help="A folder that firsthand batch wrote.")],
    *,
    workers: Annotated[
        int | None,
        typer.Option("--workers", "-w", min=1, help="Processes that compare, one core each; else all."),
    ] = None,
    engine: Annotated[
        Literal["local", "ray"], typer.Option(help="Who shares the work out: this machine alone, or Ray.")
    ] = "local",
    ray_address: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The Ray cluster to use: auto, or host:port.", show_default=False),
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Find the claims that the articles of a batch tell, and write them beside it as Parquet.

    \b
    Examples:
      firsthand batch archive/ readings/ --recursive
      firsthand batch-claims readings/
      firsthand batch-claims readings/ --workers 8
      firsthand batch-claims /shared/readings --engine ray --ray-address auto

    OUT/claims has a row for each place where an article tells a claim, OUT/claim_pairs one for each two that were
    compared and may tell one claim. A run that was killed goes on where it was when the same command is given again.
    """
    from firsthand.batch.claims import claim, local_mapper

    if ray_address is not None and engine != "ray":
        raise typer.BadParameter("--ray-address needs --engine ray")

    def told(stage: str, done: int, every: int) -> None:
        if not quiet and sys.stderr.isatty():
            typer.echo(f"\r{stage} {done:,} of {every:,}  ", nl=done == every, err=True)

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if engine == "ray":
        from firsthand.integrations.ray import mapper

        over = mapper(address=ray_address, workers=workers)
    else:
        over = local_mapper(workers or cores)
    found = claim(folder, over, told=told)
    if not quiet:
        told_all = f"{found.articles:,} articles, {found.reports:,} reports of {found.claims:,} claims"
        typer.echo(f"{told_all}, {found.pairs:,} pairs", err=True)
