"""Owns how statements of many articles become claims, derivations, roots and drift: pure functions over values."""
