"""Owns cursors: where a list goes on, opaque, signed, and good for one question only. It looks nothing up.

A list that is ordered by what its rows hold goes on after the last row's own values. One that is ranked goes on after
the last row where it finds it again, so that what came in meanwhile shifts nothing; else at the number it was at.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request
from itsdangerous import BadSignature, URLSafeSerializer

from firsthand.errors import InvalidValue

NOT_THE_QUESTION = frozenset({"cursor", "limit"})
"""Parameters that a cursor may be sent with in other values than before."""
SLACK = 100
"""Rows that may have come in before the last one of a page, so that a ranked list still finds it."""
LONGEST = 1_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The part of a ranked list that is asked for: `limit` rows after the row `after`, which was the number `start - 1`
    of them. `reach` is how many rows, from the first one, must be looked at."""

    limit: int
    start: int = 0
    after: str | int | None = None

    @property
    def reach(self) -> int:
        """Rows to look at, the first one after the window among them."""
        return self.start + self.limit + 1 + (SLACK if self.start else 0)

    def cut(self, found: Sequence[T], key: Callable[[T], str | int]) -> tuple[Sequence[T], tuple[Any, ...] | None]:
        """The rows of the window out of the first `reach`, and the position after them; None where no more come."""
        begin = self.start
        if self.after is not None:
            begin = next((n + 1 for n, row in enumerate(found) if key(row) == self.after), begin)
        rows = found[begin : begin + self.limit]
        more = bool(rows) and len(found) > begin + self.limit
        return rows, (begin + len(rows), key(rows[-1])) if more else None


def position(request: Request, cursor: str | None) -> tuple[Any, ...] | None:
    """Where a cursor goes on, None where there is none; InvalidValue for one that is not of this question."""
    if cursor is None:
        return None
    again = "this cursor is none of this server's, or older than its start: ask without it, from the beginning"
    if len(cursor) > LONGEST:
        raise InvalidValue(again)
    try:
        question, *found = _signer(request).loads(cursor)
    except BadSignature as error:
        raise InvalidValue(again) from error
    if question != _question(request):
        raise InvalidValue("this cursor belongs to another question: send the parameters that it was given for")
    return tuple(found)


def window(request: Request, cursor: str | None, limit: int) -> Window:
    """The window of a ranked list; InvalidValue as `position`."""
    found = position(request, cursor)
    return Window(limit=limit) if found is None else Window(limit=limit, start=found[0], after=found[1])


def cursor_of(request: Request, at: tuple[Any, ...] | None) -> str | None:
    """The cursor of this question that goes on at a position; None where no more come."""
    if at is None:
        return None
    signed = _signer(request).dumps([_question(request), *at])
    return signed if isinstance(signed, str) else signed.decode()


def next_link(request: Request, cursor: str) -> str:
    """The header Link of the next page, its address without the host."""
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f'<{request.url.path}?{urlencode([*query, ("cursor", cursor)])}>; rel="next"'


def _signer(request: Request) -> URLSafeSerializer:
    return URLSafeSerializer(request.app.state.house.settings.secret, salt="firsthand cursor")


def _question(request: Request) -> str:
    asked = sorted((n, v) for n, v in request.query_params.multi_items() if n not in NOT_THE_QUESTION)
    whole = urlencode([("", request.url.path), *asked], errors="replace")
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
