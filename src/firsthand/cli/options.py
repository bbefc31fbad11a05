"""Owns the options that commands share, so that they are called alike everywhere. It does nothing."""

from typing import Annotated

import typer

LedgerOption = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="PLACE",
        help="The ledger: a file, or postgresql://user@host/name. Else FIRSTHAND_LEDGER, else firsthand.db in your "
        "data folder.",
        show_default=False,
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        max=64,
        help="Processes that read many articles; 1 is this process alone. Else one a core, up to 4.",
        show_default=False,
    ),
]
OutputOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Where to write instead of stdout.", show_default=False),
]
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who decides. Else FIRSTHAND_BY, else your user name."),
]
WhyOption = Annotated[str, typer.Option("--why", metavar="WORDS", help="Why, in your words.", show_default=False)]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask; needed where there is no terminal.")]
