"""Owns how many cores a reading uses where nobody says. It measures nothing."""

import os

MOST = 4
"""More cores than this bring one article next to nothing."""


def cores() -> int:
    """The cores that this process may use, at most `MOST`."""
    return min(MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
