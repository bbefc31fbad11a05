"""Owns `firsthand evaluate`: it parses, calls one evaluation, formats. It measures nothing itself."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_GOLD = "A brat folder (text/ and attributions/, or NAME.txt with NAME.ann), NAME.gold.json, or a folder of such."


def evaluate(
    gold: Annotated[Path | None, typer.Argument(help=_GOLD)] = None,
    *,
    each: Annotated[bool, typer.Option("--each", help="Every annotator of an article in turn, not the first.")] = False,
    humans: Annotated[bool, typer.Option("--humans", help="Also pairs of annotators of the same article.")] = False,
    gap: Annotated[Path | None, typer.Option(help="One of GAP's TSV files: score pronouns.")] = None,
    stories: Annotated[
        Path | None, typer.Option(help="A folder of stories (articles.jsonl, gold.json): score tracing.")
    ] = None,
    ecbplus: Annotated[Path | None, typer.Option(help="ECB+'s folder: score what is the same claim.")] = None,
    predicted: Annotated[Path | None, typer.Option(help="A file of `read --format jsonl`; else reads now.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many articles or examples.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that read articles.")] = 1,
    format: Annotated[Literal["table", "json"], typer.Option("--format", "-f", help="How to print.")] = "table",
) -> None:
    """Print how well firsthand reads, measured against gold that people made.

    \b
    Examples:
      firsthand evaluate examples
      firsthand evaluate polnear/agreement --each --humans
      firsthand evaluate my-brat-folder --predicted readings.jsonl --format json
      firsthand evaluate --gap gap-development.tsv
      firsthand evaluate --stories stories/
      firsthand evaluate --ecbplus ecbplus/
    """
    from firsthand.evaluation.report import Report, report_json, report_text
    from firsthand.evaluation.run import Options, evaluate, evaluate_gap

    if stories is not None or ecbplus is not None:
        if gold is not None or gap is not None:
            raise typer.BadParameter("--stories and --ecbplus measure tracing: give them without GOLD and --gap")
        typer.echo(_traced(stories, ecbplus, as_json=format == "json"))
        return
    if gold is None and gap is None:
        raise typer.BadParameter(
            "there is nothing to measure against; give GOLD, --gap FILE.tsv, --stories or --ecbplus"
        )
    options = Options(each=each, humans=humans, predicted=predicted, limit=limit, workers=workers)
    with _progress() as told:
        report = Report(
            evaluation=None if gold is None else evaluate(gold, options, on_read=told("articles")),
            gap=None if gap is None else evaluate_gap(gap, limit=limit, on_read=told("pronouns")),
        )
    typer.echo(json.dumps(report_json(report), indent=2) if format == "json" else report_text(report))


def _traced(stories: Path | None, ecbplus: Path | None, *, as_json: bool) -> str:
    """The figures of tracing on stories and on ECB+, as JSON or as tables."""
    from firsthand.evaluation.ecbplus import body_vectors, ecb_json, ecb_text, evaluate_ecbplus
    from firsthand.evaluation.traced import tracer
    from firsthand.evaluation.tracing import evaluate_stories, stories_json, stories_text
    from firsthand.pipeline import Reader

    told = () if stories is None else evaluate_stories(stories, tracer())
    scores = () if ecbplus is None else evaluate_ecbplus(ecbplus, vectors=body_vectors(Reader.load().encoder))
    if as_json:
        return json.dumps({"stories": stories_json(told), "ecbplus": ecb_json(scores)}, indent=2)
    return "\n\n".join(filter(None, (stories_text(told) if told else "", ecb_text(scores) if scores else "")))


@contextmanager
def _progress() -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    """A bar on stderr, gone when done; `told(what)` gives the function that moves it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:

        def told(what: str) -> Callable[[int, int], None]:
            task = progress.add_task(what, total=None, visible=False)
            return lambda done, total: progress.update(task, completed=done, total=total, visible=True)

        yield told
