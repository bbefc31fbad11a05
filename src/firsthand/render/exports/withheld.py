"""Owns the difference between an export with an article's words and the same without: what to put back from one's own
copy, told in places of the text and in digests, never in words. It finds no copy.

``{"article": [ID, KEY], "text_sha256": …, "title_sha256": …, "put": {POINTER: CODED}}``: POINTER is a JSON pointer (RFC
6901) into what is exported. A CODED string is ``{"words": [PIECE, …], "sha256": …}``, a PIECE ``[start, end]`` in code
points of the text, ``[start, end, "title"]`` in the title, or what stands in neither, as it is; a list is
``{"list": [CODED, …]}``, an object ``{"object": {…}}``, bytes in base64 ``{"bytes": sha256}``, any other value itself.
"""

import copy
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from firsthand.errors import InvalidValue

KEY = "withheld"
LEAST = 3
"""Characters in a row that a piece has at least: what is shorter stands everywhere and says nothing."""

Withheld = dict[str, Any]


class Copies(Protocol):
    """One's own copies, found by the hex SHA-256 of their texts, titles and bytes; None where there is none."""

    def text(self, digest: str) -> str | None: ...
    def title(self, digest: str) -> str | None: ...
    def body(self, digest: str) -> bytes | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    text: str
    title: str


def withhold(
    full: Mapping[str, Any],
    bare: Mapping[str, Any],
    *,
    text: str | None,
    title: str | None,
    article: tuple[str, str] | None = None,
    by_column: bool = False,
) -> Withheld | None:
    """What `full` has and `bare` has not; None where they are the same. `text` and `title` are the article's own,
    `article` is its id and key, by which people are told what still lacks its words.

    `by_column` tells of each value that differs as a whole, for rows whose values a file does not hold as JSON.
    """
    words = _Words(text=text or "", title=title or "")
    differ = _columns(full, bare) if by_column else _differences(full, bare, "")
    # Where the text was cleared there are no places to tell of, and what was said in its words is left out for good.
    told = ((p, value) for p, value in differ if text is not None or p.endswith("/body"))
    put = {pointer: _coded(value, pointer, words) for pointer, value in told}
    if not put:
        return None
    named: Withheld = {} if article is None else {"article": list(article)}
    return named | {"text_sha256": _digest(text), "title_sha256": _digest(title), "put": put}


def to_text(withheld: Withheld) -> str:
    """As one line of JSON, for a column or a property."""
    return json.dumps(withheld, ensure_ascii=True, separators=(",", ":"))


def put_back(bare: Mapping[str, Any], withheld: Any, copies: Copies) -> tuple[dict[str, Any], Withheld | None]:
    """`bare` with all that `copies` give put back, and what is still withheld.

    Raises InvalidValue where `withheld` is not of this form, or does not give the words that its digests are of.
    """
    try:
        return _put_back(bare, withheld, copies)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, InvalidValue):
            raise
        raise InvalidValue("what was withheld is not told as firsthand export tells it") from error


def _put_back(bare: Mapping[str, Any], withheld: Any, copies: Copies) -> tuple[dict[str, Any], Withheld | None]:
    whole: dict[str, Any] = copy.deepcopy(dict(bare))
    text = copies.text(withheld["text_sha256"]) if withheld["text_sha256"] else None
    title = copies.title(withheld["title_sha256"]) if withheld["title_sha256"] else None
    left = {}
    for pointer, coded in withheld["put"].items():
        try:
            value = _decoded(coded, text, title, copies)
        except _Missing:
            left[pointer] = coded
            continue
        _set(whole, pointer, value)
    return whole, dict(withheld) | {"put": left} if left else None


def needed(withheld: Any) -> Iterator[str]:
    """The digests of texts, titles and bytes that putting back may ask for."""
    if isinstance(withheld, Mapping):
        yield from (d for d in (withheld.get("text_sha256"), withheld.get("title_sha256")) if isinstance(d, str))
        put = withheld.get("put")
        for coded in put.values() if isinstance(put, Mapping) else ():
            if isinstance(coded, Mapping) and isinstance(coded.get("bytes"), str):
                yield coded["bytes"]


def pieces(words: str, text: str, title: str = "") -> list[str | list[Any]]:
    """`words` as places in `text` (else in `title`), and what stands in neither as it is.

    >>> pieces("the pier (closed)", "On Monday the pier shut.")
    [[10, 18], ' (closed)']
    """
    found: list[str | list[Any]] = []
    literal, at = "", 0
    while at < len(words):
        length, where = max((_longest(words, at, of), of is text) for of in (title, text))
        if length < min(LEAST, len(words)):
            literal, at = literal + words[at], at + 1
            continue
        if literal:
            found.append(literal)
            literal = ""
        start = (text if where else title).find(words[at : at + length])
        found.append([start, start + length] if where else [start, start + length, "title"])
        at += length
    return [*found, literal] if literal else found


class _Missing(Exception):
    """No copy gives it."""


def _longest(words: str, at: int, text: str) -> int:
    """Length of the longest beginning of ``words[at:]`` that stands in `text`: by doubling, then by halving."""
    most = min(len(words) - at, len(text))
    low, high = 0, min(LEAST, most)
    while high and words[at : at + high] in text:
        low = high
        if high == most:
            return most
        high = min(high * 2, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if words[at : at + middle] in text else (low, middle)
    return low


def _differences(full: Any, bare: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    if isinstance(full, Mapping) and isinstance(bare, Mapping) and bare.keys() <= full.keys():
        for key, value in full.items():
            place = f"{pointer}/{_escaped(key)}"
            if key in bare:
                yield from _differences(value, bare[key], place)
            else:
                yield place, value
    elif isinstance(full, list) and isinstance(bare, list) and len(full) == len(bare):
        for n, (one, other) in enumerate(zip(full, bare, strict=True)):
            yield from _differences(one, other, f"{pointer}/{n}")
    elif full != bare:
        yield pointer, full


def _columns(full: Mapping[str, Any], bare: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((f"/{_escaped(name)}", value) for name, value in full.items() if value != bare[name])


def _coded(value: Any, pointer: str, words: _Words) -> Any:
    if isinstance(value, str):
        if pointer.endswith("/body"):
            return {"bytes": sha256(b64decode(value)).hexdigest()}
        return {"words": pieces(value, words.text, words.title), "sha256": _digest(value)}
    if isinstance(value, Mapping):
        return {"object": {k: _coded(v, f"{pointer}/{_escaped(k)}", words) for k, v in value.items()}}
    if isinstance(value, list):
        return {"list": [_coded(v, f"{pointer}/{n}", words) for n, v in enumerate(value)]}
    return value


def _decoded(coded: Any, text: str | None, title: str | None, copies: Copies) -> Any:
    if not isinstance(coded, Mapping):
        return coded
    if "object" in coded:
        return {k: _decoded(v, text, title, copies) for k, v in coded["object"].items()}
    if "list" in coded:
        return [_decoded(v, text, title, copies) for v in coded["list"]]
    if "bytes" in coded:
        body = copies.body(coded["bytes"])
        if body is None:
            raise _Missing
        return b64encode(body).decode("ascii")
    value = "".join(piece if isinstance(piece, str) else _piece(piece, text, title) for piece in coded["words"])
    if _digest(value) != coded["sha256"]:
        raise InvalidValue("the places that stand for withheld words do not give the words that were withheld")
    return value


def _piece(piece: Any, text: str | None, title: str | None) -> str:
    start, end, *of = piece
    words = title if of == ["title"] else text
    if words is None:
        raise _Missing
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(words):
        raise InvalidValue(f"{str(piece)[:40]} is no place in the article")
    return words[start:end]


def _set(whole: Any, pointer: str, value: Any) -> None:
    *path, last = (part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])
    for part in path:
        whole = whole[int(part)] if isinstance(whole, list) else whole[part]
    if isinstance(whole, list):
        whole[int(last)] = value
    else:
        whole[last] = value


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _digest(words: str | None) -> str | None:
    return None if words is None else sha256(words.encode()).hexdigest()
