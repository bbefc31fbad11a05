"""Owns the computed places of README.md and docs/*.md: it writes what was computed elsewhere, and measures nothing.

    python docs/refresh.py            # rewrites every computed place
    python docs/refresh.py --check    # exit 1 where one is out of date; outputs of commands may differ a little

A place begins with a comment and ends with ``<!-- end -->``:

    <!-- output of COMMAND -->                 what the command prints, 100 columns wide
    <!-- output of COMMAND, first N lines -->  its beginning
    <!-- options of firsthand COMMAND -->      a table of arguments and options, from the command line itself
    <!-- figures: NAME -->                     the table of that name in benchmarks/figures.json

``benchmarks/figures.json`` is written by ``benchmarks/figures.py``::

    {"date": "2031-05-01", "machine": "…", "tables": {NAME: {"columns": ["…"], "rows": [["…", "…"]]}}}
"""

import argparse
import difflib
import inspect
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from firsthand import cli

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "benchmarks" / "figures.json"
WIDTH = "100"
LIKENESS = 0.9
"""Output of a command is up to date where so much of it is the same: int8 kernels differ a little between machines."""

_PLACE = re.compile(
    r"(?P<open><!-- (?P<kind>output of|options of|figures:) (?P<what>[^>]+?)(?:, first (?P<lines>\d+) lines)? -->\n)"
    r"(?P<old>.*?)(?P<close><!-- end -->)",
    re.S,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrites or checks every page; the exit code."""
    parser = argparse.ArgumentParser(description="Brings the computed places of the docs up to date.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where a place is out of date")
    options = parser.parse_args(arguments)
    stale = 0
    for page in pages():
        text = page.read_text(encoding="utf-8")
        fresh = refreshed(text)
        if options.check:
            for name in out_of_date(text, fresh):
                print(f"{page.relative_to(ROOT)}: {name} is out of date; run python docs/refresh.py")
                stale += 1
        elif fresh != text:
            page.write_text(fresh, encoding="utf-8")
            print(f"{page.relative_to(ROOT)}: refreshed")
    return 1 if stale else 0


def pages() -> tuple[Path, ...]:
    """README and every page of the docs."""
    return (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))


def refreshed(text: str) -> str:
    """`text` with every computed place filled anew."""
    return _PLACE.sub(lambda m: m["open"] + _computed(m) + m["close"], text)


def out_of_date(text: str, fresh: str) -> Iterator[str]:
    """The names of places of `text` that `fresh` has otherwise."""
    for old, new in zip(_PLACE.finditer(text), _PLACE.finditer(fresh), strict=True):
        exact = old["kind"] != "output of"
        likeness = difflib.SequenceMatcher(None, old["old"].split(), new["old"].split(), autojunk=False).ratio()
        if old["old"] != new["old"] and (exact or likeness < LIKENESS):
            yield f"{old['kind']} {old['what']}"


def _computed(place: re.Match[str]) -> str:
    match place["kind"]:
        case "output of":
            return _output(place["what"], int(place["lines"]) if place["lines"] else None)
        case "options of":
            return _options(place["what"].removeprefix("firsthand "))
        case _:
            return _figures(place["what"])


def _output(command: str, lines: int | None) -> str:
    """What the command prints to stdout, fenced; the environment's own `firsthand` is the one that runs."""
    words = shlex.split(command)
    if words[0] == "firsthand":
        words[0] = str(Path(sys.executable).with_name("firsthand"))
    env = {**os.environ, "COLUMNS": WIDTH, "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(words, cwd=ROOT, env=env, check=True, capture_output=True, text=True, encoding="utf-8")
    shown = done.stdout.rstrip("\n").splitlines()
    if lines is not None and len(shown) > lines:
        shown = [*shown[:lines], "…"]
    return "\n".join(["```text", *shown, "```", ""])


def _figures(name: str) -> str:
    """The table, with the machine it was measured on; a sentence where it has not been measured yet."""
    if not FIGURES.exists():
        return "*Not measured yet.*\n"
    measured = json.loads(FIGURES.read_text(encoding="utf-8"))
    table = measured["tables"].get(name)
    if table is None:
        return "*Not measured yet.*\n"
    lines = [_row(table["columns"]), _row("---" for _ in table["columns"]), *map(_row, table["rows"])]
    return "\n".join([*lines, "", f"Measured on {measured['date']}, {measured['machine']}.", ""])


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(c).replace("|", "\\|") for c in cells) + " |"


def _options(command: str) -> str:
    """A table of the arguments and options of one command."""
    module, name, _ = cli._COMMANDS[command]
    function = getattr(import_module(module), name)
    hints = get_type_hints(function, include_extras=True)
    lines = [_row(("argument or option", "what it takes", "default", "what it does")), _row(["---"] * 4)]
    for parameter in inspect.signature(function).parameters.values():
        kind, about = get_args(hints[parameter.name])[:2]
        lines.append(_row(_parameter(parameter, kind, about)))
    return "\n".join([*lines, ""])


def _parameter(parameter: inspect.Parameter, kind: Any, about: Any) -> tuple[str, str, str, str]:
    option = type(about).__name__ == "OptionInfo"
    # In Annotated, typer keeps the first name that is given as `default`.
    given = (about.default, *(about.param_decls or ()))
    names = [n for n in given if isinstance(n, str)] or [f"--{parameter.name.replace('_', '-')}"]
    shown = ", ".join(f"`{n}`" for n in names) if option else f"`{about.metavar or parameter.name.upper()}`"
    default = parameter.default
    if default is None or default is False or default is inspect.Parameter.empty:
        default = ""
    return shown, _takes(kind, about), f"`{default}`" if default != "" else "", about.help


def _takes(kind: Any, about: Any) -> str:
    """The kind of value in words."""
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) is Literal:
        return ", ".join(f"`{v}`" for v in get_args(kind))
    kinds = [k for k in get_args(kind) if k is not type(None)] or [kind]
    if kinds[0] is bool:
        return ""
    if about.min is not None:
        return f"{about.min:g} or more" if about.max is None else f"{about.min:g} to {about.max:g}"
    if kind == list[str]:
        return "one or more"
    return "a file or folder" if kinds[0] is Path or about.metavar else "text"


if __name__ == "__main__":
    sys.exit(main())
