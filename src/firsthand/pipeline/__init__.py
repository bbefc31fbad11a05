"""Owns the only places where stages meet: `reader` reads one article, `adding` takes articles into a ledger."""

from firsthand.pipeline.reader import Reader

__all__ = ["Reader"]
