"""Owns the computed places of README.md and docs/*.md: it writes what was computed elsewhere, and measures nothing.

    python docs/refresh.py            # rewrites every computed place
    python docs/refresh.py --check    # exit 1 where one is out of date; outputs of commands may differ a little

A place begins with a comment and ends with ``<!-- end -->``:

    <!-- output of COMMAND -->                 what the command prints, 100 columns wide
    <!-- output of COMMAND, first N lines -->  its beginning
    <!-- options of firsthand COMMAND -->      a table of arguments and options, from the command line itself
    <!-- figures: NAME -->                     the table of that name in benchmarks/figures.json

A page with the comment ``<!-- played -->`` is played from top to bottom in an empty folder that has a copy of
``examples/``: each block of ``sh`` or ``python`` is run, and a ``text`` block right after it is what it printed.

``benchmarks/figures.json`` is written by ``benchmarks/figures.py``::

    {"date": "2031-05-01", "machine": "…", "tables": {NAME: {"columns": ["…"], "rows": [["…", "…"]]}}}

A table that was measured on another day has a ``date`` of its own.
"""

import argparse
import difflib
import inspect
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints
from unittest.mock import patch

from firsthand import cli

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "benchmarks" / "figures.json"
WIDTH = "100"
LIKENESS = 0.9
"""Output of a command is up to date where so much of it is the same: int8 kernels differ a little between machines."""

PLAYED = "<!-- played -->"
_STEP = re.compile(
    r"^```(?P<kind>sh|python)\n(?P<code>.*?)^```\n(?P<between>\n*)(?:```text\n(?P<shown>.*?)^```\n)?", re.S | re.M
)
_EXPORT = re.compile(r"^export (\w+)=(.*)$", re.M)
_NORMAL = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "INSTANT"),
    (re.compile(r"\b(?:202[6-9]|20[3-9]\d)-\d\d-\d\d\b"), "DAY"),
    (re.compile(r"\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,64}\b"), "ID"),
    (re.compile(r"[\d.]+ articles a second"), "RATE"),
    (re.compile(r"/\S*/"), "FOLDER/"),
)
"""What differs each time a page is played; days of the examples lie before 2026."""

_TAKEN = {
    "A": "a name or an id",
    "A:B": "two ids",
    "ABOUT": "a name or an id",
    "ADDRESS": "an address",
    "B": "a name or an id",
    "CLAIM": "an id",
    "DAY": "a day",
    "DECISION": "an id",
    "FILE": "a file",
    "FILE.csv": "a file",
    "FILE.zip": "a file",
    "HOST": "a host name",
    "ID": "an id",
    "NAME": "a name",
    "NAME=COLUMN": "two names",
    "PLACE": "a place",
    "SHEET": "a file",
    "SOURCE": "a name or an id",
    "START:END": "two numbers",
    "TIME": "a time",
    "UNIT": "an id",
    "WHAT": "a name, an id or an address",
    "WORDS": "words",
    "WORDS|ARTICLE|CLAIM": "words, an article or an id",
}
"""What stands for a value in the help of the command line, in words."""
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
    return _PLACE.sub(lambda m: m["open"] + _computed(m) + m["close"], played(text) if PLAYED in text else text)


def played(text: str) -> str:
    """`text` with all its blocks run, one after the other in one folder, and what they print now after them."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        programs = str(Path(sys.executable).parent)
        env = {**os.environ, "COLUMNS": WIDTH, "NO_COLOR": "1", "PYTHONUTF8": "1", "TERM": "dumb"}
        env |= {
            "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}",
            "FIRSTHAND_LEDGER": "",
            "FIRSTHAND_BY": "",
        }
        scope: dict[str, Any] = {"__name__": "__page__"}
        return _STEP.sub(lambda step: _step(step, folder, env, scope), text)


def _step(step: re.Match[str], folder: str, env: dict[str, str], scope: dict[str, Any]) -> str:
    """One block with what it prints; only a block that shows something gets the text block after it."""
    if step["kind"] == "python":
        out = _python(step["code"], folder, env, scope)
    else:
        env |= {name: value.strip("\"'") for name, value in _EXPORT.findall(step["code"])}
        command = ["bash", "-euo", "pipefail", "-c", step["code"]]
        done = subprocess.run(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        out = done.stdout
        if done.returncode:
            raise RuntimeError(f"{step['code'].strip()} ended with {done.returncode}: {out}")
    shown = step["shown"]
    if shown is None:
        return step[0]
    lines = [line.rstrip() for line in out.replace(folder, "/desk").rstrip("\n").splitlines()]
    most = len(shown.splitlines())
    cut = shown.rstrip("\n").splitlines()[-1:] == ["…"]
    lines = [*lines[: most - 1], "…"] if cut and len(lines) >= most else lines
    return (
        f"```{step['kind']}\n{step['code']}```\n{step['between']}```text\n"
        + "".join(f"{li}\n" for li in lines)
        + "```\n"
    )


def _python(code: str, folder: str, env: dict[str, str], scope: dict[str, Any]) -> str:
    """What the block prints."""
    out, before = StringIO(), os.getcwd()
    with redirect_stdout(out), patch.dict(os.environ, env):
        try:
            os.chdir(folder)
            exec(compile(code, "page", "exec"), scope)
        finally:
            os.chdir(before)
    return out.getvalue()


def steps(text: str) -> Iterator[tuple[str, str]]:
    """The blocks of a played page that show something: code, and what it shows with its ids and dates made alike."""
    for step in _STEP.finditer(text):
        if step["shown"] is not None:
            shown = step["shown"]
            for pattern, word in _NORMAL:
                shown = pattern.sub(word, shown)
            yield step["code"], shown


def out_of_date(text: str, fresh: str) -> Iterator[str]:
    """The names of places of `text` that `fresh` has otherwise."""
    if PLAYED in text:
        for (code, before), (_, after) in zip(steps(text), steps(fresh), strict=True):
            if _likeness(before, after) < LIKENESS:
                yield f"what {code.strip().splitlines()[0]} prints"
    for old, new in zip(_PLACE.finditer(text), _PLACE.finditer(fresh), strict=True):
        exact = old["kind"] != "output of"
        if old["old"] != new["old"] and (exact or _likeness(old["old"], new["old"]) < LIKENESS):
            yield f"{old['kind']} {old['what']}"


def _likeness(old: str, new: str) -> float:
    return difflib.SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()


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
    return "\n".join([*lines, "", f"Measured on {table.get('date', measured['date'])}, {measured['machine']}.", ""])


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
    named = (about.metavar or "").strip("[].")
    return _TAKEN.get(named) or ("a file or folder" if kinds[0] is Path or named else "text")


if __name__ == "__main__":
    sys.exit(main())
