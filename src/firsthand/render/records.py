"""Owns readings and failures as JSON text, one object, a line, or an array. The form itself is `model.wire`'s."""

import json
import re
from collections.abc import Iterable, Iterator

from firsthand.model import Failure, Reading, wire

_SURROGATE = re.compile("[\ud800-\udfff]")


def json_text(record: Reading | Failure, *, indent: int | None = 1) -> str:
    """One record as JSON without a line end; readable Unicode, and writable as UTF-8 whatever the article holds."""
    text = json.dumps(wire.to_json(record), ensure_ascii=False, indent=indent, allow_nan=False)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m.group()):04x}", text)


def json_line(record: Reading | Failure) -> str:
    """One record on one line, without the line end."""
    return json_text(record, indent=None)


def json_pieces(records: Iterable[Reading | Failure]) -> Iterator[str]:
    """JSON text piece by piece: the object itself for one record, an array for several or for none.

    A piece is given as soon as the next record is known, so that a long batch is never held whole.
    """
    before: str | None = None
    many = False
    for record in records:
        if before is not None:
            yield ("" if many else "[\n") + before + ",\n"
            many = True
        before = json_text(record)
    if before is None:
        yield "[]\n"
    else:
        yield before + ("\n]\n" if many else "\n")
