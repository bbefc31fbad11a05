"""Owns the options of `firsthand user`: it parses, calls one function, ends with its exit code."""

from typing import Annotated, Literal

import typer

from firsthand.cli.options import LedgerOption
from firsthand.errors import Refused

Action = Literal["add", "list", "role", "token", "password", "disable", "enable"]


def user(
    action: Annotated[Action, typer.Argument(help="What to do.", show_default=False)],
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Whose account; list needs none.", show_default=False)
    ] = None,
    *,
    role: Annotated[
        Literal["reader", "analyst", "admin"] | None,
        typer.Option(help="add, role: what the account may do.", show_default=False),
    ] = None,
    temporary: Annotated[
        bool, typer.Option("--temporary", help="add, password: it has to be changed at the first login.")
    ] = False,
    purpose: Annotated[
        str | None,
        typer.Option(
            "--for", metavar="WORDS", help="token: make one, for this; else print those there are.", show_default=False
        ),
    ] = None,
    scope: Annotated[
        Literal["read", "write", "admin"],
        typer.Option(help="token: what it may do; write includes read, admin both."),
    ] = "read",
    days: Annotated[int, typer.Option(min=1, max=366, help="token: for how many days it is taken.")] = 90,
    revoke: Annotated[
        str | None, typer.Option(metavar="ID", help="token: take this one away.", show_default=False)
    ] = None,
    tokens_too: Annotated[
        bool, typer.Option("--tokens-too", help="password: take the account's tokens away as well.")
    ] = False,
    format: Annotated[
        Literal["table", "json"], typer.Option("--format", "-f", help="list, token: how to print.")
    ] = "table",
    ledger: LedgerOption = None,
) -> None:
    """Make and change the accounts of a team, whose ledger lies in PostgreSQL.

    \b
    Examples:
      firsthand user add ann --role admin
      firsthand user list
      firsthand user role ann --role analyst
      firsthand user token ann --for "the CMS" --scope write --days 30
      firsthand user token ann --revoke 3f9a1c2b
      firsthand user password ann --temporary
      firsthand user disable ann

    A password is asked for without being shown; where there is no terminal, it is the first line of standard input.
    The first account is an admin's. A new password ends the account's sessions; disabling it also takes its tokens.
    """
    try:
        from firsthand.cli import team
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] == "firsthand":
            raise
        raise Refused("firsthand user needs more than reading does: pip install 'firsthand[serve]'.") from error

    if name is None and action != "list":
        raise typer.BadParameter(f"{action} needs the name of an account")
    if role is None and action in ("add", "role"):
        raise typer.BadParameter(f"{action} needs --role reader, analyst or admin")
    job = team.Job(
        action=action,
        name=name or "",
        role=role or "reader",
        temporary=temporary,
        purpose=purpose,
        scope=scope,
        days=days,
        revoke=revoke,
        tokens_too=tokens_too,
        format=format,
        ledger=ledger,
    )
    raise typer.Exit(team.run(job))
