"""Owns passwords: which may be chosen, their digests by argon2id, the check of one. It keeps none and logs none.

After NIST SP 800-63B: length counts and not the mix of characters, Unicode is taken in one form (NFKC), and nothing
expires. Parameters are RFC 9106's second choice, argon2-cffi's own default.
"""

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from firsthand.errors import InvalidValue
from firsthand.web.faults import Busy

LEAST, MOST = 12, 256
"""Characters of a password."""
LEAST_DIFFERENT = 5
AT_ONCE, WAIT_S = 2, 10.0
"""Digests made at once, each of which takes 64 MiB, and how long to wait for one's turn, in seconds."""


class Passwords:
    """Makes and checks digests. `hasher` is handed in for tests."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._nobody = self._hasher.hash(secrets.token_urlsafe(32))

    def digest(self, password: str) -> str:
        """The digest to keep, with its salt and parameters; raises Busy where too many are made at once."""
        with self._turn():
            return self._hasher.hash(_bytes(password))

    def right(self, password: str, digest: str | None) -> bool:
        """True where it is the password of that digest. None, where there is no account, takes as long and is False."""
        with self._turn():
            try:
                self._hasher.verify(digest or self._nobody, _bytes(password))
            except (VerificationError, InvalidHashError):
                return False
        return digest is not None

    def weak(self, digest: str) -> bool:
        """True where a digest was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(digest)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=WAIT_S):
            raise Busy("Too many are logging in just now: try again shortly.", 10)
        try:
            yield
        finally:
            self._turns.release()


def check_choice(password: str, name: str) -> None:
    """InvalidValue where `password` may not be chosen by the account of that name."""
    plain = unicodedata.normalize("NFKC", password)
    if not LEAST <= len(plain) <= MOST:
        raise InvalidValue(f"a password has from {LEAST} to {MOST} characters, not {len(plain)}: several words do well")
    if len(set(plain.casefold())) < LEAST_DIFFERENT:
        raise InvalidValue(f"a password has at least {LEAST_DIFFERENT} different characters: take several words")
    left = plain.casefold().replace(name.casefold(), "").replace("firsthand", "").replace("password", "")
    if len(left) < LEAST // 2:
        raise InvalidValue("a password is not the account's name or a word that everybody tries: take several words")


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFKC", password[: 4 * MOST]).encode("utf-8", "replace")
