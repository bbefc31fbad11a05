"""Owns the way of inputs into a ledger: taken, read, named, put in, one article after the other. It prints nothing.

Each article goes in whole in a transaction of its own, and what is there already is neither read nor put in again:
a run that was killed is finished by running it again.
"""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import BinaryIO, Literal

from sqlalchemy import Connection, exists, select

from firsthand.errors import FirsthandError, LedgerError, NotText, Withheld
from firsthand.language.outlets import Outlets
from firsthand.ledger import Ledger, forgetting, stored, writing
from firsthand.ledger.sql import upsert
from firsthand.ledger.tables import articles, captures, failures, feeds
from firsthand.model import Article, Capture, Failure, Reading, Taken
from firsthand.pipeline.named import address, entry, own_outlets
from firsthand.pipeline.reader import Reader
from firsthand.pipeline.reading_many import records
from firsthand.pipeline.way import Ticket, Way
from firsthand.pipeline.workers import Known
from firsthand.reading import FeedState, Fetch, ReadingOptions, fetch_page, take_inputs
from firsthand.reading.found import not_told
from firsthand.reading.politeness import Polite
from firsthand.resolution.across import groups

MOST_TRIES = 3
"""How often a feed's link is tried that cannot be read; after that it has to be named itself."""
Clock = Callable[[], datetime]
What = Literal["added", "held", "failed", "withheld"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one thing that was handed in.

    `what` is ``added``; ``held`` where the ledger had it (a new capture of it is kept); ``failed``; or ``withheld``
    where it was forgotten on request. `message` says why it was not taken in, `warnings` what is doubtful about an
    article that was.
    """

    key: str
    what: What
    article_id: str | None = None
    location: str | None = None
    statements: int = 0
    message: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Adder:
    """Holds what a run of adding needs: the ledger, the encoder once it is needed, the outlets, the time of day.

    With `workers` above 1 many articles are read by as many processes, each with what `in_worker` gives (a function of
    a module); `load` is for this one. What comes into the ledger is the same, in the same order, and it is this process
    alone that writes there.
    """

    ledger: Ledger
    load: Callable[[], Reader] = Reader.load
    workers: int = 1
    in_worker: Callable[[], Reader] = Reader.load
    clock: Clock = lambda: datetime.now(UTC)
    outlets: Outlets | None = None
    _reader: Reader | None = None

    def add(
        self,
        inputs: Iterable[str],
        *,
        options: ReadingOptions | None = None,
        fetch: Fetch = fetch_page,
        stdin: BinaryIO | None = None,
        answered: Callable[[str], None] = not_told,
        polite: Polite | None = None,
    ) -> Iterator[Outcome]:
        """Takes everything that `firsthand.reading.take_inputs` takes into the ledger, one outcome for each.

        Links of feeds that the ledger holds are passed over. What cannot be read is kept as a failure, and the rest
        goes on; LedgerError alone ends the run. `answered` is told every feed that could be had.
        """
        way = Way(address=address)
        taken = take_inputs(
            inputs,
            options=options,
            fetch=fetch,
            stdin=stdin,
            clock=self.clock,
            known=lambda url: way.has(url) or self._known(url),
            state=lambda url: way.state(url) or self._state(url),
            seen=lambda state: None if way.keep(state) else self._seen(state),
            answered=answered,
            polite=polite,
        )
        if self.workers > 1:
            yield from self._with_workers(taken, way)
        else:
            yield from map(self.take, taken)

    def take(self, taken: Taken) -> Outcome:
        """Puts one thing that was taken into the ledger."""
        return self._settle(taken, None)

    def reread(self, *, every: bool = False) -> Iterator[Outcome]:
        """Reads every held article again that this encoder and version did not read (`every`: all of them).

        People's decisions stay. An article whose text was cleared is left as it is.
        """
        read_with = read_by(self._loaded()).id
        with self.ledger.reading() as connection:
            wanted = select(articles.c.id, articles.c.key, articles.c.text.is_not(None).label("whole"))
            rows = connection.execute(
                (wanted if every else wanted.where(articles.c.reader_id != read_with)).order_by(articles.c.id)
            ).all()
        under_way: deque[Capture | None] = deque()
        again = (self._again(row.id, under_way) if row.whole else self._cleared(under_way) for row in rows)
        with closing(self._records(again)) as found:
            for row, record in zip(rows, found, strict=True):
                capture = under_way.popleft()
                if capture is None or record is None:
                    yield Outcome(key=row.key, what="failed", article_id=row.id, message="its text was cleared")
                elif isinstance(record, Failure):
                    yield Outcome(key=row.key, what="failed", article_id=row.id, message=record.message)
                else:
                    yield self._replace(record, capture)

    def clear_old(self) -> int:
        """Clears the texts that the ledger no longer keeps (`forgetting.keep_text_days`); how many."""
        with self.ledger.writing() as connection:
            days = forgetting.kept_days(connection)
            if days is None:
                return 0
            return forgetting.clear_older(connection, _written(self.clock() - timedelta(days=days)))

    def _with_workers(self, taken: Iterable[Taken], way: Way) -> Iterator[Outcome]:
        with closing(self._records(self._to_read(way.enter(one)) for one in taken)) as found:
            for record in found:
                ticket = way.leave()
                if isinstance(record, Failure):
                    ticket.failure = record
                elif record is None and ticket.same is not None:
                    record = ticket.same.failure  # what ended two workers is not read by this process either
                outcome = self._settle(ticket.taken, record)
                for state in ticket.feeds:
                    self._seen(state)
                yield outcome

    def _records(self, items: Iterable[Article | Known[None]]) -> Generator[Reading | Failure | None, None, None]:
        return records(items, workers=self.workers, load=self._loaded, in_worker=self.in_worker)

    def _to_read(self, ticket: Ticket) -> Article | Known[None]:
        """The article where it has to be read; what is none, is held or forgotten, or on its way already has not."""
        article = ticket.taken.article
        if article is None or ticket.taken.capture is None or ticket.same is not None:
            return Known(result=None)
        try:
            return Known(result=None) if self._holds(article) else article
        except (Withheld, NotText):  # said again when it is its turn
            return Known(result=None)

    def _settle(self, taken: Taken, record: Reading | Failure | None) -> Outcome:
        """Puts it into the ledger; `record` is what a worker made of it, None where it was not read."""
        article, capture = taken.article, taken.capture
        if article is None or capture is None:
            return self._fail(taken, taken.failure or Failure(key=taken.key, kind="error", message="nothing was found"))
        if isinstance(record, Failure):
            return self._fail(taken, replace(record, key=taken.key))
        try:
            if record is None and self._holds(article):
                return self._held(taken.key, capture, article)
            reading = self._loaded().read(article) if record is None else record
            return self._put(taken.key, capture, reading)
        except Withheld as error:
            return Outcome(key=taken.key, what="withheld", location=capture.location, message=str(error))
        except LedgerError:
            raise
        except FirsthandError as error:
            return self._fail(taken, Failure(key=taken.key, kind=error.kind, message=str(error)))

    def _holds(self, article: Article) -> bool:
        """True where the ledger has it; Withheld where it was forgotten, NotText where it could not be stored."""
        with self.ledger.reading() as connection:
            writing.check(connection, article, address(article.url))
            return writing.held(connection, article.id)

    def _put(self, key: str, capture: Capture, reading: Reading) -> Outcome:
        found = self._entry(reading, capture)
        with self.ledger.writing() as connection:
            fresh = writing.put(connection, found, groups=groups, at=self._now())
        article = reading.article
        if not fresh:
            return Outcome(key=key, what="held", article_id=article.id, location=capture.location)
        return Outcome(
            key=key,
            what="added",
            article_id=article.id,
            location=capture.location,
            statements=len(reading.statements),
            warnings=article.warnings,
        )

    def _entry(self, reading: Reading, capture: Capture) -> writing.Entry:
        """A reading with its names, as it goes into the ledger."""
        return entry(reading, capture, read_by(self._loaded()), self._outlets())

    def _again(self, id: str, under_way: "deque[Capture | None]") -> Article:
        with self.ledger.reading() as connection:
            article = stored.reading(connection, id, as_read=True).article
            under_way.append(_last_capture(connection, id))
        return article

    def _cleared(self, under_way: "deque[Capture | None]") -> Known[None]:
        under_way.append(None)
        return Known(result=None)

    def _replace(self, reading: Reading, capture: Capture) -> Outcome:
        article, found = reading.article, self._entry(reading, capture)
        with self.ledger.writing() as connection:
            if not writing.held(connection, article.id):
                return Outcome(key=article.key, what="withheld", message="it was forgotten meanwhile")
            writing.replace_found(connection, found, groups=groups, at=self._now())
        return Outcome(key=article.key, what="added", article_id=article.id, statements=len(reading.statements))

    def _held(self, key: str, capture: Capture, article: Article) -> Outcome:
        with self.ledger.writing() as connection:
            if not writing.held(connection, article.id):  # forgotten since it was looked for
                writing.check(connection, article, address(article.url))
            writing.put_capture(connection, capture, article.id)
        return Outcome(key=key, what="held", article_id=article.id, location=capture.location)

    def _fail(self, taken: Taken, failure: Failure) -> Outcome:
        location = taken.capture.location if taken.capture else taken.key
        with self.ledger.writing() as connection:
            if taken.capture is not None:
                writing.put_capture(connection, taken.capture, None)
            writing.put_failure(connection, failure, location=location, at=self._now())
        return Outcome(key=taken.key, what="failed", location=location, message=failure.message)

    def _loaded(self) -> Reader:
        self._reader = self._reader or self.load()
        return self._reader

    def _outlets(self) -> Outlets:
        if self.outlets is None:
            with self.ledger.reading() as connection:
                self.outlets = own_outlets(connection)
        return self.outlets

    def _now(self) -> str:
        return _written(self.clock())

    def _known(self, url: str) -> bool:
        with self.ledger.reading() as connection:
            return any(
                connection.scalar(select(exists().where(condition)))
                for condition in (
                    articles.c.address == address(url),
                    captures.c.location == url,
                    captures.c.url == url,
                    (failures.c.location == url) & (failures.c.tries >= MOST_TRIES),
                )
            )

    def _state(self, url: str) -> FeedState | None:
        with self.ledger.reading() as connection:
            row = connection.execute(select(feeds).where(feeds.c.url == url)).first()
        return None if row is None else FeedState(url=url, etag=row.etag, modified=row.modified)

    def _seen(self, state: FeedState) -> None:
        row = {"url": state.url, "etag": state.etag, "modified": state.modified, "checked_at": self._now()}
        with self.ledger.writing() as connection:
            upsert(connection, feeds, row)


def _written(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_by(reader: Reader) -> writing.ReadBy:
    """What reads: the encoder with a digest of its card, and firsthand's version, whose rules these are."""
    card = json.dumps(reader.encoder.card, sort_keys=True)
    return writing.ReadBy(
        encoder=f"{reader.encoder.version} {hashlib.sha256(card.encode()).hexdigest()[:12]}",
        version=version("firsthand"),
    )


def _last_capture(connection: Connection, id: str) -> Capture:
    row = connection.execute(
        select(captures).where(captures.c.article_id == id).order_by(captures.c.seen_at.desc(), captures.c.id).limit(1)
    ).one()
    return replace(
        Capture(location=row.location, fetched_at=row.fetched_at, body=row.body or b"", media_type=row.media_type),
        url=row.url,
    )
