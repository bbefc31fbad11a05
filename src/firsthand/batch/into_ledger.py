"""Owns the way of a batch's folder into a ledger: what was read is taken in as it was read. It reads no article."""

from collections.abc import Iterator
from datetime import UTC, datetime

from firsthand.batch.folder import Folder
from firsthand.batch.stored import read_before
from firsthand.errors import InputError
from firsthand.language.outlets import Outlets
from firsthand.ledger import Ledger
from firsthand.model import Failure
from firsthand.pipeline.adding import Outcome
from firsthand.pipeline.adding_read import take_read
from firsthand.pipeline.named import own_outlets
from firsthand.reading.found import written


def is_batch_at(address: str) -> bool:
    """True where an address is of a folder that `firsthand batch` wrote; False where its storage does not answer."""
    try:
        return Folder.at(address).is_batch()
    except (InputError, OSError, ValueError):
        return False


def add_batch(ledger: Ledger, place: str) -> Iterator[Outcome]:
    """Takes every reading of a batch's folder into the ledger, one outcome for each, as read by whoever read it.

    The bytes that articles were read from are not in such a folder: of them the ledger keeps place, time and digest. A
    part that is damaged is a failed outcome, and the rest goes on.
    """
    with ledger.reading() as connection:
        outlets: Outlets = own_outlets(connection)
    folder = Folder.at(place)
    for one in read_before(folder):
        if isinstance(one, Failure):
            yield Outcome(key=one.key, what="failed", location=folder.name, message=one.message)
        else:
            yield take_read(ledger, one, outlets=outlets, at=written(datetime.now(UTC)))
