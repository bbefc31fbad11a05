"""Owns the putting off of the tools: what they need takes longer to load than a client should wait for a server.

It loads modules by their names, and only of its own folder, so that the order of the layers stays what the imports say.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from firsthand.integrations.mcp_parts.arguments import Arguments
from firsthand.integrations.mcp_parts.shapes import Answer


def made(
    *, place: str | None, folder: Path | None, fetch: bool, threads: int, **seams: Any
) -> Callable[[str, Arguments], Answer]:
    """What does a tool by its name. `seams` are what a test hands in: `load`, `network`."""
    desks = import_module("firsthand.integrations.mcp_parts.desk")
    tools = import_module("firsthand.integrations.mcp_parts.tools")
    given = {"place": place, "folder": folder, "threads": threads, "network": desks.NETWORK} | seams
    network = given.pop("network")
    desk = desks.Desk(fetch=network if fetch else None, **given)

    def does(tool: str, arguments: Arguments) -> Answer:
        answer: Answer = tools.DOES[tool](desk, arguments)
        return answer

    return does
