"""Owns the articles of a run of adding that are taken and not yet in the ledger, in order. It reads and writes nothing.

While some of them are read by workers the ledger does not know them yet; what it would be asked about them is asked
here.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from firsthand.model import Failure, Taken
from firsthand.reading import FeedState


@dataclass(slots=True, kw_only=True, eq=False)
class Ticket:
    """One thing that was taken; `same` is one before it that is the same article, `failure` why that was not read.

    `feeds` are those whose last link this was: their state is kept once this is in the ledger, not before, so that a
    run that is killed asks for them again.
    """

    taken: Taken
    same: "Ticket | None" = None
    failure: Failure | None = None
    feeds: list[FeedState] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Way:
    """The tickets in the order they were taken; `address` gives the canonical form of a url."""

    address: Callable[[str | None], str | None]
    _tickets: deque[Ticket] = field(default_factory=deque)
    _by_article: dict[str, Ticket] = field(default_factory=dict)

    def enter(self, taken: Taken) -> Ticket:
        """The ticket of what was just taken."""
        ticket = Ticket(taken=taken)
        if taken.article is not None:
            ticket.same = self._by_article.get(taken.article.id)
            self._by_article.setdefault(taken.article.id, ticket)
        self._tickets.append(ticket)
        return ticket

    def leave(self) -> Ticket:
        """The first ticket; it is no longer on its way."""
        ticket = self._tickets.popleft()
        if ticket.taken.article is not None and self._by_article.get(ticket.taken.article.id) is ticket:
            del self._by_article[ticket.taken.article.id]
        return ticket

    def has(self, url: str) -> bool:
        """True where something from this address is on its way."""
        return any(self._is_from(url, ticket.taken) for ticket in self._tickets)

    def keep(self, state: FeedState) -> bool:
        """Leaves a feed's state with the last ticket; False where nothing is on its way."""
        if not self._tickets:
            return False
        self._tickets[-1].feeds.append(state)
        return True

    def state(self, url: str) -> FeedState | None:
        """The state of a feed that lies with a ticket."""
        kept = (state for ticket in reversed(self._tickets) for state in ticket.feeds if state.url == url)
        return next(kept, None)

    def _is_from(self, url: str, taken: Taken) -> bool:
        capture, article = taken.capture, taken.article
        if capture is not None and url in (capture.location, capture.url):
            return True
        return article is not None and article.url is not None and self.address(article.url) == self.address(url)
