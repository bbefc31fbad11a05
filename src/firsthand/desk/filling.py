"""Owns the ways into a ledger from Python: adding, reading again, restoring from an export. It prints nothing."""

import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from os import PathLike, fspath
from typing import BinaryIO

from firsthand.batch.late import add_all
from firsthand.errors import NotFound, NotReadable
from firsthand.ledger import Ledger
from firsthand.ledger.restore import Restored, bounded_lines
from firsthand.ledger.restore import restore as taking_in
from firsthand.model import Failure
from firsthand.pipeline import Reader
from firsthand.pipeline.adding import Adder, Outcome
from firsthand.reading import ReadingOptions
from firsthand.reading.politeness import Polite
from firsthand.render.basis import some
from firsthand.resolution.across import groups


@dataclass(frozen=True, slots=True, repr=False)
class Added:
    """What became of everything that was handed in, one `Outcome` for each; iterate it for them.

    `cleared` counts older texts that were cleared afterwards, as old as the ledger keeps them.
    """

    outcomes: tuple[Outcome, ...]
    cleared: int = 0

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """What could not be read; each says why in its `message`."""
        return tuple(o for o in self.outcomes if o.what == "failed")

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.outcomes)

    def __len__(self) -> int:
        return len(self.outcomes)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        counts: Counter[str] = Counter(o.what for o in self.outcomes)
        found = sum(o.statements for o in self.outcomes)
        parts = [f"{some(counts['added'], 'article')} added with {some(found, 'statement')}"]
        for what, told in (("held", "held already"), ("withheld", "forgotten on request"), ("failed", "failed")):
            parts += [f"{counts[what]} {told}"] if counts[what] else []
        return f"<firsthand {', '.join(parts)}>"


def add(
    ledger: Ledger,
    inputs: Iterable[str | PathLike[str]],
    *,
    options: ReadingOptions | None = None,
    reader: Reader | None = None,
    told: Callable[[Outcome], None] | None = None,
) -> Added:
    """Reads articles into the ledger, each once, with the bytes they came from; what is held already is not read again.

    `inputs` are files, folders, globs, addresses, feeds, lists of feeds (OPML), WARC, Parquet, CSV and JSONL; a folder
    that `firsthand batch` wrote is taken in as it was read, without reading again. `told` is called with each outcome
    as it comes, for a progress bar. What cannot be read is a failed outcome and the rest goes on; raises LedgerError
    alone. Stopped half way, the same call goes on where it was.

    >>> firsthand.add(ledger, ["articles/", "https://example.org/feed.xml"])  # doctest: +SKIP
    <firsthand 41 articles added with 702 statements, 3 held already>
    """
    adder = Adder(ledger=ledger, load=_loaded if reader is None else lambda: reader)
    outcomes = []
    for outcome in add_all(adder, [fspath(i) for i in inputs], options=options, polite=Polite()):
        outcomes.append(outcome)
        if told is not None:
            told(outcome)
    return Added(tuple(outcomes), cleared=adder.clear_old())


def reread(
    ledger: Ledger,
    *,
    every: bool = False,
    reader: Reader | None = None,
    told: Callable[[Outcome], None] | None = None,
) -> Added:
    """Reads the held articles again that this version has not read (`every`: all of them); people's decisions stay."""
    adder = Adder(ledger=ledger, load=_loaded if reader is None else lambda: reader)
    outcomes = []
    for outcome in adder.reread(every=every):
        outcomes.append(outcome)
        if told is not None:
            told(outcome)
    return Added(tuple(outcomes))


def restore(ledger: Ledger, path: str | PathLike[str], *, failed: Callable[[Failure], None] | None = None) -> Restored:
    """Takes in what `export` wrote as jsonl (``.gz`` too): into an empty ledger exactly as it was, into another one
    what it does not hold yet.

    A damaged line is handed to `failed` and counted, and the rest goes on. Raises NotFound where there is no such file,
    NotReadable where it is of another version, or no export at all.
    """
    name = fspath(path)
    opened = gzip.open if name.endswith(".gz") else open
    with _readable(name), opened(name, "rb") as stream:
        return restore_from(ledger, stream, what=name, failed=failed)  # type: ignore[arg-type]


def restore_from(
    ledger: Ledger, stream: BinaryIO, *, what: str, failed: Callable[[Failure], None] | None = None
) -> Restored:
    """As `restore`, from the bytes of a stream (not packed) that messages call `what`."""
    with _readable(what):
        return taking_in(ledger, bounded_lines(stream), groups=groups, what=what, failed=failed or _pass_over)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Says in one sentence that what is called `name` cannot be read: NotFound, NotReadable."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise NotReadable(f"{name} is damaged, or no gzip file: what stood before that was taken in") from error
    except OSError as error:
        raise NotFound(f"{name} cannot be read ({error.strerror or error}): give a file that export wrote") from error


def _pass_over(_: Failure) -> None:
    """Failures are counted in what comes back."""


@cache
def _loaded() -> Reader:
    return Reader.load()
