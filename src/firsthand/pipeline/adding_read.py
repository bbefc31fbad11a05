"""Owns the way into a ledger of articles that were read before: checked and named as ever, but not read again."""

from dataclasses import dataclass

from firsthand.errors import FirsthandError, LedgerError, Withheld
from firsthand.language.outlets import Outlets
from firsthand.ledger import Ledger, writing
from firsthand.model import CaptureNote, Failure, Reading
from firsthand.pipeline.adding import Outcome
from firsthand.pipeline.named import entry
from firsthand.resolution.across import groups


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBefore:
    """A reading or a failure that was made before, by whom, and what is known of the bytes it was made of."""

    what: Reading | Failure
    read_by: writing.ReadBy
    capture: CaptureNote | None = None

    @property
    def key(self) -> str:
        """The caller's name of the article."""
        return self.what.key if isinstance(self.what, Failure) else self.what.article.key


def take_read(ledger: Ledger, one: ReadBefore, *, outlets: Outlets, at: str) -> Outcome:
    """Puts one reading into the ledger, as read by whoever read it; `at` is the instant of adding.

    What the ledger holds already stays as it is; what was forgotten is not taken in again. Raises LedgerError where the
    ledger itself cannot do it.
    """
    if isinstance(one.what, Failure):
        return _fail(ledger, one, one.what, at)
    if one.capture is None:
        no_place = "nothing says where it was read from: read it with firsthand add"
        return _fail(ledger, one, Failure(key=one.key, kind="not readable", message=no_place), at)
    article = one.what.article
    try:
        found = entry(one.what, one.capture, one.read_by, outlets)
        with ledger.writing() as connection:
            fresh = writing.put(connection, found, groups=groups, at=at)
    except Withheld as error:
        return Outcome(key=one.key, what="withheld", location=one.capture.location, message=str(error))
    except LedgerError:
        raise
    except FirsthandError as error:
        return _fail(ledger, one, Failure(key=one.key, kind=error.kind, message=str(error)), at)
    return Outcome(
        key=one.key,
        what="added" if fresh else "held",
        article_id=article.id,
        location=one.capture.location,
        statements=len(one.what.statements) if fresh else 0,
        warnings=article.warnings if fresh else (),
    )


def _fail(ledger: Ledger, one: ReadBefore, failure: Failure, at: str) -> Outcome:
    location = one.capture.location if one.capture else one.key
    with ledger.writing() as connection:
        if one.capture is not None:
            writing.put_capture(connection, one.capture, None)
        writing.put_failure(connection, failure, location=location, at=at)
    return Outcome(key=one.key, what="failed", location=location, message=failure.message)
