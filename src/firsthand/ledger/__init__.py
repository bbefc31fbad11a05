"""Owns the ledger: everything read, kept, found again, and forgotten on request. It reads no article itself."""

from firsthand.ledger.store import Ledger, default_place, open_ledger

__all__ = ["Ledger", "default_place", "open_ledger"]
