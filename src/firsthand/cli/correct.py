"""Owns the options of `firsthand correct`, `decisions`, `undo` and `dispute`: it parses, calls one function, ends with
its exit code."""

from typing import Annotated, Literal

import typer

from firsthand.cli.options import ByOption, LedgerOption, OutputOption, WhyOption
from firsthand.cli.questions import NoColor, Width


def correct(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="A statement (9f3a1c2b.a3); with --add an article.", show_default=False)
    ],
    *,
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="NAME",
            help="Whose words they are: a name, a source's id in the article (s2), or unknown.",
            show_default=False,
        ),
    ] = None,
    unnamed: Annotated[
        str | None,
        typer.Option("--unnamed", metavar="WORDS", help="A source without a name, as the article words it."),
    ] = None,
    kind: Annotated[
        Literal["person", "group", "organisation", "government", "country", "outlet", "document"] | None,
        typer.Option("--kind", help="The kind of a source that is new to the article."),
    ] = None,
    reject: Annotated[bool, typer.Option("--reject", help="It is no statement.")] = False,
    add: Annotated[bool, typer.Option("--add", help="Add a statement that was missed; give its --span.")] = False,
    span: Annotated[
        list[str] | None,
        typer.Option(
            "--span",
            metavar="START:END",
            help="The content, in characters of the stored text counted from 0. May be repeated.",
        ),
    ] = None,
    stance: Annotated[
        Literal["asserts", "denies", "doubts", "asks", "wants", "offers", "promises", "orders", "believes", "expects"]
        | None,
        typer.Option("--stance", help="What the source does with the content."),
    ] = None,
    certainty: Annotated[
        Literal["flat", "hedged", "doubtful"] | None, typer.Option("--certainty", help="How it is worded.")
    ] = None,
    quotation: Annotated[
        Literal["direct", "mixed", "indirect"] | None,
        typer.Option("--quotation", help="How the content is given; else as the quotation marks stand."),
    ] = None,
    why: WhyOption,
    by: ByOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Say what is wrong about a statement. It wins over the machine in every answer, and can be undone.

    \b
    Examples:
      firsthand correct 9f3a1c2b.a3 --source "Ingeborg Halloran" --why "she speaks, not the board"
      firsthand correct 9f3a1c2b.a3 --source s2 --why "the pronoun is the mayor"
      firsthand correct 9f3a1c2b.a4 --unnamed "an official" --why "not named in the article"
      firsthand correct 9f3a1c2b.a4 --source unknown --why "the text does not say"
      firsthand correct 9f3a1c2b.a5 --reject --why "a headline"
      firsthand correct 9f3a1c2b.a6 --span 120:180 --stance denies --why "the content was cut short"
      firsthand correct 9f3a1c2b --add --span 200:260 --source "Tove Brandt" --why "missed"

    The statement is shown in its paragraph, before and after. firsthand show ID tells the ids of sources and spans.
    """
    from firsthand.cli import deciding
    from firsthand.cli.running import Asked
    from firsthand.errors import InvalidValue
    from firsthand.pipeline.deciding import Wish

    changes = (source, unnamed, span, stance, certainty, quotation)
    if reject and (add or any(changes)):
        raise typer.BadParameter("--reject takes the statement away; it goes with no other change")
    if add and not span:
        raise typer.BadParameter("--add needs where the statement stands: --span START:END")
    if not reject and not any(changes):
        raise typer.BadParameter("say what is wrong: --source, --unnamed, --span, --stance, --certainty, --reject")
    try:
        spans = tuple(map(deciding.span_of, span or ()))
    except InvalidValue as error:
        raise typer.BadParameter(str(error)) from error
    wish = Wish(
        source=source,
        unnamed=unnamed,
        kind=kind,
        spans=spans,
        stance=stance,
        certainty=certainty,
        quotation=quotation,
    )
    how: Literal["correct", "reject", "add"] = "reject" if reject else "add" if add else "correct"
    raise typer.Exit(deciding.correct(id, wish, Asked(by=by, why=why, ledger=ledger), how=how))


def decisions(
    target: Annotated[
        str | None,
        typer.Argument(metavar="[ABOUT]", help="A source, an article, a statement, or a decision.", show_default=False),
    ] = None,
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="At most so many, the newest.")] = 50,
    format: Annotated[
        Literal["table", "json", "csv", "html"], typer.Option("--format", "-f", help="How to give the answer.")
    ] = "table",
    output: OutputOption = None,
    ledger: LedgerOption = None,
    no_color: NoColor = False,
    width: Width = None,
) -> None:
    """List who decided what, when and why, the newest first.

    \b
    Examples:
      firsthand decisions
      firsthand decisions "Ingeborg Halloran"
      firsthand decisions 9f3a1c2b.a3 --format json
    """
    from firsthand.cli import deciding

    shown = deciding.Shown(format=format, output=output, ledger=ledger, colour=not no_color, width=width)
    raise typer.Exit(deciding.decisions(target, shown, limit=limit))


def undo(
    decision: Annotated[
        str, typer.Argument(metavar="DECISION", help="Its id, from firsthand decisions.", show_default=False)
    ],
    *,
    why: WhyOption,
    by: ByOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Take a decision back. Both stay in the log.

    \b
    Examples:
      firsthand undo 5c0d9e1f2a3b --why "they are two people after all"
    """
    from firsthand.cli import deciding
    from firsthand.cli.running import Asked

    raise typer.Exit(deciding.undo(decision, Asked(by=by, why=why, ledger=ledger)))


def dispute(
    id: Annotated[str, typer.Argument(metavar="ID", help="A statement (9f3a1c2b.a3).", show_default=False)],
    *,
    reply: Annotated[
        str,
        typer.Option("--reply", metavar="WORDS", help="The reply, in the words of who gives it.", show_default=False),
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who replies.", show_default=False)],
    why: Annotated[
        str, typer.Option("--why", metavar="WORDS", help="Why it is kept.")
    ] = "reply of the person concerned",
    ledger: LedgerOption = None,
) -> None:
    """Keep a reply with a statement: it goes with it into every view and export.

    \b
    Examples:
      firsthand dispute 9f3a1c2b.a3 --reply "I was not asked, and did not say this." --by "Ingeborg Halloran"

    A dispute changes no statement and says nothing of who is right. Taken back with firsthand undo.
    """
    from firsthand.cli import deciding
    from firsthand.cli.running import Asked

    raise typer.Exit(deciding.dispute(id, reply, Asked(by=by, why=why, ledger=ledger)))
