"""Owns the server: pages for readers and an API for programs, over one ledger. It reads and counts nothing itself."""
