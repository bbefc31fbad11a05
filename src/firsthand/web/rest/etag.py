"""Owns the strong ETag of an answer, made of its bytes, and the 304 for who has them already. It caches nothing."""

import hashlib
import re
from collections.abc import Mapping

from fastapi import Request, Response

KEPT = "private, no-cache"
"""May be kept by whoever asked, and is asked for anew each time, which a 304 then makes cheap."""
_TAG = re.compile(r'(?:W/)?("[^"]*")')


def etag_of(body: bytes) -> str:
    """The strong ETag of those bytes.

    >>> etag_of(b"{}")
    '"44136fa355b3678a1146ad16f7e8649e"'
    """
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def has(if_none_match: str, tag: str) -> bool:
    """True where the header If-None-Match names that ETag (compared weakly, as RFC 9110 has it) or is ``*``."""
    given = if_none_match.strip()
    return given == "*" or tag in _TAG.findall(given)


def tagged(request: Request, body: bytes, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """The answer with those bytes and their ETag; 304 without them where If-None-Match names it."""
    tag = etag_of(body)
    told = {**(headers or {}), "ETag": tag, "Cache-Control": KEPT}
    if has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=told)
    return Response(body, media_type=media_type, headers=told)
