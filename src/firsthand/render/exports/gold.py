"""Owns articles of a ledger as brat standoff: corrected ones are gold for training and for `firsthand evaluate`. The
form itself is `firsthand.render.brat`'s.

Without text, an .ann file has digests where the words stood, and a file NAME.sha256 tells which text it belongs to.
Disputes go along as annotator's notes.
"""

import re
from collections.abc import Iterator
from hashlib import sha256

from firsthand.errors import InvalidValue
from firsthand.ledger.bundles import Bundle
from firsthand.model import Reading, wire
from firsthand.render.brat import CONFIGURATION, reference, standoff
from firsthand.render.plain import line

DIGEST = "sha256:"
_BOUND = re.compile(r"(T\d+)\t(\S+) ([\d ;]+)\t(.*)")


def brat_files(stem: str, bundle: Bundle, *, with_text: bool = True) -> Iterator[tuple[str, str]]:
    """The files of one article, name and content; none where its text was cleared."""
    if bundle.article["text"] is None:
        return
    reading = wire.from_json(bundle.record())
    told = standoff(reading) + "".join(_notes(reading, bundle, standoff(reading)))
    if with_text:
        yield f"{stem}.txt", reading.article.text
    else:
        told = "".join(f"{_withheld(one)}\n" for one in told.splitlines())
        yield f"{stem}.sha256", f"{bundle.article['text_sha256']}\n"
    yield f"{stem}.ann", told
    yield "annotation.conf", CONFIGURATION


def with_words(ann: str, text: str) -> str:
    """An .ann file without words with those of `text` put back; InvalidValue where the text is another one."""
    return "".join(f"{_put_back(one, text)}\n" for one in ann.splitlines())


def _withheld(one: str) -> str:
    found = _BOUND.fullmatch(one)
    return f"{one[: found.start(4)]}{DIGEST}{_digest(found[4])}" if found else one


def _put_back(one: str, text: str) -> str:
    found = _BOUND.fullmatch(one)
    if found is None or not found[4].startswith(DIGEST):
        return one
    try:
        places = [tuple(map(int, place.split())) for place in found[3].split(";")]
        words = " ".join(reference(text[start:end]) for start, end in places)
    except ValueError as error:
        raise InvalidValue(f"{found[3][:40]!r} are no places of an annotation: START END;START END") from error
    if _digest(words) != found[4].removeprefix(DIGEST):
        raise InvalidValue(f"the words at {found[3][:40]} are not those that were annotated")
    return one[: found.start(4)] + words


def _notes(reading: Reading, bundle: Bundle, ann: str) -> Iterator[str]:
    """A note on the content of each statement that somebody disputes."""
    bound = [found for found in map(_BOUND.fullmatch, ann.splitlines()) if found and found[2] == "Content"]
    number = 0
    for s in reading.statements:
        for dispute in bundle.disputes(s.id):
            start = s.content_spans[0].start
            holds = (b for b in bound if any(_first(p) <= start < _last(p) for p in b[3].split(";")))
            on = next(holds, None)
            if on is not None:
                number += 1
                words = line(f"disputed by {dispute.sender} on {dispute.at[:10]}: {dispute.reply}")
                yield f"#{number}\tAnnotatorNotes {on[1]}\t{words}\n"


def _first(place: str) -> int:
    return int(place.split()[0])


def _last(place: str) -> int:
    return int(place.split()[1])


def _digest(words: str) -> str:
    return sha256(words.encode("utf-8", "replace")).hexdigest()
