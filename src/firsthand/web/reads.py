"""Owns the reading of what a person gives: fetched here where it is an address, read in a worker. It keeps nothing."""

from firsthand.desk.checking import Checked
from firsthand.model import Reading
from firsthand.web.door import Door
from firsthand.web.given import Given
from firsthand.web.tasks import Looked
from firsthand.web.work import Pool, State


class Reads:
    """The pool that reads, with the door to the network before it."""

    def __init__(self, pool: Pool, door: Door) -> None:
        self._pool, self._door = pool, door

    async def read(self, given: Given, *, owner: str = "") -> Reading:
        """The reading of one article; raises InputError, Busy, TooSlow, WorkerLost, ModelError."""
        return (await self.look(given, owner=owner)).reading

    async def look(self, given: Given, *, owner: str = "") -> Looked:
        """The reading with the bytes it was read from; raises as `read` does."""
        page = await self._door.page(given.address, owner=owner) if given.address is not None else None
        looked: Looked = await self._pool.run("look", given, page, owner=owner)
        return looked

    async def check(self, reading: Reading, rules: str, place: str, *, owner: str = "") -> Checked:
        """What a house's own rules (TOML) find in a draft, the ledger at `place` beside it; raises as `read` does."""
        found: Checked = await self._pool.run("check", reading, rules, place, owner=owner)
        return found

    def start(self) -> None:
        """Starts the workers, which load on their own."""
        self._pool.start()

    def state(self) -> State:
        """How the workers are now."""
        return self._pool.state()

    def refuse(self) -> None:
        """Takes nothing more from now on."""
        self._pool.refuse()

    def stop(self, wait_s: float) -> None:
        """Finishes what waits and runs for up to `wait_s` seconds, then ends the workers."""
        self._pool.stop(wait_s)
