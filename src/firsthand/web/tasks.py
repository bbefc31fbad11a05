"""Owns what workers do: reading what was given, and adding to a ledger. It keeps no queue and answers no request."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from firsthand.desk.checking import Checked, check_reading
from firsthand.errors import InputError, NotFound, NotReadable, NotText, Refused
from firsthand.house import read_rules
from firsthand.ledger import Ledger, open_ledger
from firsthand.model import Article, Capture, Failure, Reading, Taken
from firsthand.pipeline import Reader
from firsthand.pipeline.adding import Adder, Outcome
from firsthand.reading import Fetch, Page, Polite, ReadingOptions, fetch_page, take_inputs, utc_now
from firsthand.reading.addresses import parsed
from firsthand.reading.finish import plain_article
from firsthand.web.given import Given
from firsthand.web.worker import Handler, Tell

OPTIONS = ReadingOptions()
PASTED = "pasted text"
_KINDS: dict[str, type[InputError]] = {c.kind: c for c in (InputError, NotFound, NotText, NotReadable, Refused)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was read of one given thing: the reading, and the bytes it was read from."""

    reading: Reading
    capture: Capture


def reading_worker() -> Handler:
    """A worker that reads what it is given."""
    return reading_calls(Reader.load())


def reading_calls(reader: Reader) -> Handler:
    """What a worker that reads answers: the call ``look`` with a Given and its page, if it was fetched; ``check`` with
    a reading, a house's own rules (TOML) and the ledger's place."""

    def handle(name: str, arguments: tuple[Any, ...], tell: Tell) -> Any:
        return _check(*arguments) if name == "check" else look(reader, *arguments)

    return handle


def _check(reading: Reading, rules: str, place: str) -> Checked:
    with open_ledger(place, create=False) as ledger:
        return check_reading(reading, rules=read_rules(rules), ledger=ledger)


def adding_worker() -> Handler:
    """A worker that adds: the call ``add`` with the ledger's place and a tuple of Given; tells each Outcome."""

    def handle(name: str, arguments: tuple[Any, ...], tell: Tell) -> Any:
        place, givens = arguments
        with open_ledger(place, create=False) as ledger:
            return _add(ledger, givens, tell)

    return handle


def look(reader: Reader, given: Given, page: Page | None) -> Looked:
    """The one article that was given, read; raises InputError where there is none, or more than one."""
    taken = taken_of(given, fetch=_only(page))
    first = next(taken, None)
    if first is None:
        raise NotText(f"{given.shown} holds no article: give a page, or a file with one article.")
    if first.failure is not None or first.article is None or first.capture is None:
        raise _error(first)
    if next(taken, None) is not None:
        raise NotReadable(f"{given.shown} holds more than one article: add it to the ledger instead.")
    return Looked(reading=reader.read(first.article), capture=first.capture)


def taken_of(
    given: Given, *, fetch: Fetch, adder: Adder | None = None, polite: Polite | None = None
) -> Iterator[Taken]:
    """Everything that the given thing holds, one by one, with what the person said of it put over what was found."""
    if given.text is not None:
        yield _pasted(given)
    elif given.address is not None:
        for taken in take_inputs((given.address,), options=OPTIONS, fetch=fetch, polite=polite):
            yield _with_facts(taken, given)
    elif given.file is not None:
        name, body = given.file
        with tempfile.TemporaryDirectory(prefix="firsthand-") as folder:
            place = Path(folder) / name
            place.write_bytes(body)
            for taken in take_inputs((str(place),), options=OPTIONS, fetch=fetch, polite=polite):
                yield _with_facts(_without_folder(taken, folder), given)


def _pasted(given: Given) -> Taken:
    text, facts = given.text or "", given.facts.given()
    try:
        article = plain_article(Article(key="text", text=text, **facts), what="the text", options=OPTIONS)  # type: ignore[arg-type]
        body = text.encode()
    except InputError as error:
        return Taken(key="text", failure=Failure(key="text", kind=error.kind, message=str(error)))
    except UnicodeEncodeError:
        words = "The pasted text has half a character (a lone surrogate): copy it anew."
        return Taken(key="text", failure=Failure(key="text", kind=NotText.kind, message=words))
    now = utc_now().strftime("%Y-%m-%dT%H:%M:%SZ")
    capture = Capture(location=PASTED, fetched_at=now, body=body, media_type="text/plain", url=article.url)
    return Taken(key=article.key, article=article, capture=_of(article, capture) if facts else capture)


def _with_facts(taken: Taken, given: Given) -> Taken:
    facts: dict[str, Any] = given.facts.given()
    if taken.article is None or not facts:
        return taken
    if facts.get("title", taken.article.title) != taken.article.title:
        facts["title_span"] = None
    article = replace(taken.article, **facts)
    return replace(taken, article=article, capture=taken.capture and _of(article, taken.capture))


def _of(article: Article, capture: Capture) -> Capture:
    """The capture as this article's own: the same bytes with other things said of them are another article, and a
    capture, which goes by its place and its bytes, belongs to one."""
    return replace(capture, location=f"{capture.location}#{article.id}")


def _without_folder(taken: Taken, folder: str) -> Taken:
    """The capture's place as the file's name alone: where a server put it for a moment is nobody's business."""
    capture, failure = taken.capture, taken.failure
    if capture is not None:
        capture = replace(capture, location="upload:" + capture.location.removeprefix(folder).lstrip("/\\"))
    if failure is not None:
        message, key = (words.replace(folder + os.sep, "") for words in (failure.message, failure.key))
        failure = replace(failure, message=message, key=key)
    return replace(taken, key=taken.key.replace(folder + os.sep, ""), capture=capture, failure=failure)


def _only(page: Page | None) -> Fetch:
    """A fetch that gives the page which was fetched already, once, and reaches for nothing else."""
    left = [page] if page is not None else []

    def fetch(address: str, options: ReadingOptions) -> Page:
        if not left:
            raise Refused(f"{address} is not fetched here: this is a feed; add it to the ledger instead.")
        return left.pop()

    return fetch


def _error(taken: Taken) -> InputError:
    failure = taken.failure
    if failure is None:
        return NotText("Nothing was found there: give a page, or a file with one article.")
    return _KINDS.get(failure.kind, InputError)(failure.message)


_held: dict[str, Any] = {}
"""What a worker that adds has loaded, once it was needed."""


def _add(ledger: Ledger, givens: tuple[Given, ...], tell: Tell) -> int:
    adder = Adder(ledger=ledger, load=_loaded)
    polite, count = _held.setdefault("polite", Polite()), 0
    for given in givens:
        for outcome in _outcomes(adder, given, polite):
            count += 1
            if not tell(outcome):
                return count
    adder.clear_old()
    return count


def _outcomes(adder: Adder, given: Given, polite: Polite) -> Iterator[Outcome]:
    if given.address is not None:
        parsed(given.address)  # what is no address would be taken for a path of this machine
    if given.address is not None and not given.facts.given():
        yield from adder.add((given.address,), options=OPTIONS, polite=polite)
        return
    for taken in taken_of(given, fetch=fetch_page, polite=polite):
        yield adder.take(taken)


def _loaded() -> Reader:
    reader: Reader = _held.get("reader") or _held.setdefault("reader", Reader.load())
    return reader
