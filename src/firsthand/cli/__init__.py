"""Owns the command line: it names the commands, sets the exit code and says errors in one sentence. It does no work.

Exit codes: 0 done, 1 failed (or some of a batch failed), 2 misuse, 130 stopped by Ctrl-C. Data goes to stdout, all else
to stderr. Commands are imported when they are called, so that help is there at once.
"""

import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from firsthand.errors import FirsthandError

_COMMANDS = {
    "read": ("firsthand.cli.read", "read", "Print who is said to have said what, and what an article rests on."),
    "check": ("firsthand.cli.check", "check", "Check drafts against the house's rules for sourcing."),
    "add": ("firsthand.cli.add", "add", "Read articles, feeds and archives into the ledger."),
    "batch": ("firsthand.cli.batch", "batch", "Read archives into partitioned Parquet."),
    "batch-claims": ("firsthand.cli.batch_claims", "batch_claims", "Find the claims that a batch's articles tell."),
    "watch": ("firsthand.cli.add", "watch", "Read what feeds link to into the ledger, again and again."),
    "reread": ("firsthand.cli.add", "reread", "Read the ledger's articles again with this version."),
    "search": ("firsthand.cli.questions", "search", "Find statements in the ledger by their words."),
    "who": ("firsthand.cli.questions", "who", "Print what a named source is quoted with, and what others say of it."),
    "timeline": ("firsthand.cli.questions", "timeline", "Print who said what when."),
    "show": ("firsthand.cli.questions", "show", "Print a statement in its paragraph, or an article and its versions."),
    "audit": (
        "firsthand.cli.questions",
        "audit",
        "Print what the coverage rests on, by outlet, byline, section or month.",
    ),
    "trace": ("firsthand.cli.trace", "trace", "Follow a claim across outlets to its roots."),
    "echoes": ("firsthand.cli.echoes", "echoes", "Print what is widely reported and has one known root."),
    "case": ("firsthand.cli.case", "case", "Write the case file of a claim."),
    "verify": ("firsthand.cli.case", "verify", "Check a case file against the ledger or your own copies."),
    "sources": ("firsthand.cli.sources", "sources", "Print every named source, and which may be one."),
    "merge": ("firsthand.cli.sources", "merge", "Make two sources one."),
    "split": ("firsthand.cli.sources", "split", "Take a part of a source away to one of its own."),
    "correct": ("firsthand.cli.correct", "correct", "Correct, reject or add a statement."),
    "decisions": ("firsthand.cli.correct", "decisions", "Print who decided what, when and why."),
    "undo": ("firsthand.cli.correct", "undo", "Take a decision back."),
    "dispute": ("firsthand.cli.correct", "dispute", "Keep a reply with a statement."),
    "forget": ("firsthand.cli.forget", "forget", "Forget an article, a source or an address for good."),
    "retention": ("firsthand.cli.forget", "retention", "Say for how long the ledger keeps texts."),
    "dossier": ("firsthand.cli.forget", "dossier", "Print everything that is held on a named person."),
    "export": (
        "firsthand.cli.export",
        "export",
        "Write a selection as JSONL, CSV, Parquet, Web Annotation, PROV or brat.",
    ),
    "rehydrate": ("firsthand.cli.export", "rehydrate", "Put your own copies back under an export without text."),
    "import": ("firsthand.cli.export", "import_", "Take an export into a ledger, exactly as it was."),
    "serve": ("firsthand.cli.serve", "serve", "Open the ledger in the browser and to programs."),
    "user": ("firsthand.cli.user", "user", "Make and change the accounts of a team."),
    "mcp": ("firsthand.cli.mcp", "mcp", "Let an assistant ask a text or the ledger who says so."),
    "evaluate": ("firsthand.cli.evaluate", "evaluate", "Print how well firsthand reads, measured against gold."),
}
"""Name: module, function, and the line that the list of commands shows (the command's own help is in its module)."""


class _Commands(TyperGroup):
    """The commands of the table above, each imported when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _COMMANDS:
            return None
        module, function, _ = _COMMANDS[cmd_name]
        one = typer.Typer(rich_markup_mode=None, add_completion=False)
        one.command(cmd_name)(getattr(import_module(module), function))
        return typer.main.get_command(one)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, _, about) in _COMMANDS.items()])


app = typer.Typer(
    cls=_Commands,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"firsthand {version('firsthand')}")
        raise typer.Exit


@app.callback()
def _firsthand(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Says who, and how do they know?

    firsthand reads news and shows for every claim in it who is said to have said it, through whom it reached the page,
    how they are said to know, and how surely it was put. It never says who is right.

    \b
    Examples:
      firsthand read article.txt
      firsthand read https://example.org/2031/harbour.html
      firsthand read articles/ --format jsonl -o readings.jsonl
    """


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    try:
        app(prog_name="firsthand")
    except FirsthandError as e:
        print(f"firsthand: {e}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
