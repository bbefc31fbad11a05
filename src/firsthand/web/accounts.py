"""Owns who may log in to a team's server: passwords checked, sessions and tokens made and known. It shows no page.

A session's cookie and a token are random and stand in no table: the ledger has their SHA-256. Whatever is wrong with a
login, it takes as long and says the same.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from firsthand.errors import InvalidValue, LedgerBusy, Refused
from firsthand.ledger import Ledger, accounts, logins, open_ledger
from firsthand.ledger.accounts import User
from firsthand.ledger.logins import Token
from firsthand.web.faults import Busy, Forbidden
from firsthand.web.passwords import Passwords, check_choice
from firsthand.web.waits import Waits
from firsthand.web.who_is import ROLE_SCOPES, Person

IDLE = timedelta(hours=8)
"""How long a session lasts without being used: somebody who went home is logged out."""
LASTS = timedelta(days=7)
"""How long a session lasts at most."""
NOTED = timedelta(minutes=5)
"""How old the note on a session's last use may be before it is written anew."""
PREFIX = "fh_"
"""How a token begins, so that whoever finds one somewhere knows what it is."""
DAYS, MOST_DAYS = 90, 366
"""For how many days a token is taken: where nothing is said, and at most."""
WRONG = "That is no name and password of an account that may log in here."
"""Said of every login that fails."""


class TeamAccounts:
    """The accounts of a team's ledger. `clock`, `passwords` and `waits` are handed in for tests."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        passwords: Passwords | None = None,
        waits: Waits | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.ledger = ledger
        self._passwords, self._waits, self._clock = passwords or Passwords(), waits or Waits(), clock

    # Who asks

    def of_session(self, cookie: str) -> Person | None:
        """The person whose open session it is, or None. With a temporary password they may do nothing but change it."""
        now, id = self._clock(), _digest(cookie)
        with self.ledger.reading() as connection:
            known = logins.of_session(connection, id, at=_at(now), idle_since=_at(now - IDLE))
        if known is None:
            return None
        if known.seen < _at(now - NOTED):
            try:
                with self.ledger.aside() as connection:
                    logins.session_seen(connection, id, _at(now))
            except LedgerBusy:  # it is noted the next time
                pass
        scopes = frozenset[str]() if known.temporary else ROLE_SCOPES[known.role]
        return Person(name=known.name, role=known.role, scopes=scopes, by="session", id=known.id, session=id)

    def of_token(self, token: str) -> Person | None:
        """The person whose token it is, with what both it and their role allow, or None."""
        if not token.startswith(PREFIX) or len(token) > 200:
            return None
        today, id = _day(self._clock()), _digest(token)
        with self.ledger.reading() as connection:
            known = logins.of_token(connection, id, on=today)
        if known is None:
            return None
        if known.seen != today:
            try:
                with self.ledger.aside() as connection:
                    logins.token_used(connection, id, today)
            except LedgerBusy:
                pass
        scopes = known.scopes & ROLE_SCOPES[known.role]
        return Person(name=known.name, role=known.role, scopes=scopes, by="token", id=known.id)

    # Logging in and out

    def log_in(self, name: str, password: str, network: str, *, before: str = "") -> tuple[str, User]:
        """The cookie of a new session, and whose it is; the session `before` it ends. `network` is where it comes from.

        Raises Forbidden with one sentence for whatever is wrong, Busy where one has to wait.
        """
        key = accounts.key_of(name)
        with self.ledger.reading() as connection:
            found = accounts.to_check(connection, name)
        user, digest = self._checked(key, password, found, network)
        cookie, now = secrets.token_urlsafe(32), self._clock()
        with self.ledger.aside() as connection:
            if accounts.held_digest(connection, user.id) != digest:  # changed while it was checked
                raise Forbidden(WRONG)
            if before:
                logins.end_session(connection, before)
            ends, idle = _at(now + LASTS), _at(now - IDLE)
            logins.open_session(connection, user.id, _digest(cookie), at=_at(now), ends_at=ends, idle_since=idle)
        return cookie, user

    def log_out(self, person: Person) -> None:
        """Ends the session."""
        with self.ledger.aside() as connection:
            logins.end_session(connection, person.session)

    def log_out_everywhere(self, user_id: str) -> int:
        """Ends all sessions of an account; how many there were."""
        with self.ledger.aside() as connection:
            return logins.end_sessions(connection, user_id)

    def _checked(self, key: str, password: str, found: tuple[User, str] | None, network: str) -> tuple[User, str]:
        """The account with its digest as it stands; raises as `log_in` does."""
        wait = self._waits.ask(key, network)
        if wait:
            raise Busy(f"Too many tries: wait {wait} seconds, then try again.", wait)
        user, digest = found or (None, None)
        right = self._passwords.right(password, digest)
        if not right or user is None or digest is None or user.disabled:
            raise Forbidden(WRONG)
        self._waits.well(key, network)
        if self._passwords.weak(digest):
            old, digest = digest, self._passwords.digest(password)
            with self.ledger.aside() as connection:
                accounts.rehash(connection, user.id, old, digest)
        return user, digest

    # Passwords

    def change_password(self, person: Person, old: str, new: str, network: str, *, tokens_too: bool = False) -> None:
        """Changes one's own password, which ends all one's sessions; Forbidden where `old` is not the password."""
        with self.ledger.reading() as connection:
            found = accounts.to_check(connection, person.name)
        check_choice(new, person.name)
        if old == new:
            raise InvalidValue("the new password is the old one: take another")
        try:
            self._checked(accounts.key_of(person.name), old, found, network)
        except Forbidden as error:
            raise Forbidden("That is not the password you have now.") from error
        self._set(person.id, new, temporary=False, tokens_too=tokens_too)

    def set_password(self, name: str, new: str, *, temporary: bool, tokens_too: bool = False) -> User:
        """Sets somebody's password, which ends their sessions; for admins."""
        with self.ledger.reading() as connection:
            user = accounts.named(connection, name)
        check_choice(new, user.name)
        return self._set(user.id, new, temporary=temporary, tokens_too=tokens_too)

    def _set(self, id: str, new: str, *, temporary: bool, tokens_too: bool) -> User:
        digest = self._passwords.digest(new)
        with self.ledger.aside() as connection:
            return accounts.set_password(connection, id, digest, temporary=temporary, tokens_too=tokens_too)

    # Accounts

    def users(self) -> tuple[User, ...]:
        """All accounts."""
        with self.ledger.reading() as connection:
            return accounts.every(connection)

    def user(self, name: str) -> User:
        """The account of that name; NotHeld where there is none."""
        with self.ledger.reading() as connection:
            return accounts.named(connection, name)

    def add_user(self, name: str, role: str, password: str, *, temporary: bool) -> User:
        """Makes an account; InvalidValue where name, role or password cannot be."""
        called = accounts.checked_name(name)
        check_choice(password, called)
        digest = self._passwords.digest(password)
        with self.ledger.writing() as connection:
            return accounts.add(connection, called, role, digest, at=_at(self._clock()), temporary=temporary)

    def set_role(self, name: str, role: str) -> User:
        """Gives an account another role; it holds from the next request on."""
        with self.ledger.writing() as connection:
            return accounts.set_role(connection, accounts.named(connection, name).id, role)

    def disable(self, name: str) -> User:
        """Lets an account log in no more; its sessions end and its tokens go."""
        with self.ledger.writing() as connection:
            return accounts.disable(connection, accounts.named(connection, name).id, at=_at(self._clock()))

    def enable(self, name: str) -> User:
        """Lets a disabled account log in again."""
        with self.ledger.writing() as connection:
            return accounts.enable(connection, accounts.named(connection, name).id)

    # Tokens

    def make_token(
        self, user: User | Person, purpose: str, scopes: Iterable[str], days: int = DAYS
    ) -> tuple[str, Token]:
        """A new token, which is seen this once, and what is kept of it; InvalidValue for scopes beyond the role's."""
        wanted = frozenset(scopes)
        if not wanted or not wanted <= ROLE_SCOPES[user.role]:
            allowed = ", ".join(s for s in ("read", "write", "admin") if s in ROLE_SCOPES[user.role])
            raise InvalidValue(f"a token of {user.role}s has some of the scopes {allowed}")
        if not 1 <= days <= MOST_DAYS:
            raise InvalidValue(f"a token is taken for 1 to {MOST_DAYS} days, not {days}")
        token, now = PREFIX + secrets.token_urlsafe(32), self._clock()
        ends = _day(now + timedelta(days=days))
        with self.ledger.aside() as connection:
            if accounts.by_id(connection, user.id).disabled:
                raise InvalidValue("a disabled account gets no token")
            kept = logins.add_token(
                connection, user.id, _digest(token), purpose=purpose, scopes=wanted, on=_day(now), ends=ends
            )
        return token, kept

    def tokens(self, user: User | Person) -> tuple[Token, ...]:
        """What is kept of an account's tokens."""
        with self.ledger.reading() as connection:
            return logins.tokens_of(connection, user.id)

    def revoke(self, user: User | Person, handle: str) -> None:
        """Takes a token away; NotHeld where the account has none of that handle."""
        with self.ledger.aside() as connection:
            logins.revoke(connection, user.id, handle)

    def sessions(self, user: User | Person) -> int:
        """How many sessions of an account are open."""
        now = self._clock()
        with self.ledger.reading() as connection:
            return logins.open_sessions(connection, user.id, at=_at(now), idle_since=_at(now - IDLE))


def check_team(place: str | None) -> None:
    """Refused where the ledger at `place` has no admin who could log in."""
    with open_ledger(place) as ledger, ledger.reading() as connection:
        if not accounts.any_admin(connection):
            raise Refused(
                "This ledger has no account yet that could let others in: make the first with "
                "firsthand user add NAME --role admin."
            )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _at(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d")
