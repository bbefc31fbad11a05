"""Owns JSON text for exports: one object on one line, as a line of JSONL or an item of a JSON-LD document."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from firsthand.ledger.dump import Line
from firsthand.render.exports.withheld import KEY, to_text, withhold

PROPERTY = "firsthand:withheld"
"""Where an item of a JSON-LD document tells what was withheld, as a string of JSON."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def json_line(value: Any) -> str:
    """`value` on one line without a line end; readable Unicode, writable as UTF-8."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m.group()):04x}", text)


def dump_lines(lines: Iterable[Line], *, with_text: bool = True) -> Iterator[str]:
    """The lines of a dump, each with its line end; without text they tell what was withheld under ``withheld``."""
    for line in lines:
        if with_text:
            yield json_line(line.record) + "\n"
            continue
        withheld = withhold(line.record, line.bare, text=line.text, title=line.title, article=line.article)
        yield json_line(line.bare | ({KEY: withheld} if withheld else {})) + "\n"


def document(head: str, items: Iterable[Mapping[str, Any]], tail: str) -> Iterator[str]:
    """A JSON document whose items stand on a line each, so that it can be read and rehydrated piece by piece."""
    yield head + "\n"
    before = ""
    for item in items:
        yield before + json_line(item)
        before = ",\n"
    yield "\n" + tail + "\n"


def item(
    full: Mapping[str, Any],
    bare: Mapping[str, Any] | None,
    *,
    text: str | None,
    title: str | None,
    article: tuple[str, str] | None = None,
    as_list: bool = False,
) -> Mapping[str, Any]:
    """The item as it is exported: `full`, or, where it is given, `bare` with what was withheld of it."""
    withheld = None if bare is None else withhold(full, bare, text=text, title=title, article=article)
    if bare is None or withheld is None:
        return full if bare is None else bare
    told: Any = [{"@value": to_text(withheld)}] if as_list else to_text(withheld)
    return dict(bare) | {PROPERTY: told}
