"""Owns the memory of what was just worked out of a text, for the layers that ask again. It reads no text itself.

Several stages ask for the paragraphs, quotations and names of one article. What they get is a frozen value of the text
alone, so it is kept for the texts asked for last: few, and none that is long, so that memory stays bounded.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

TEXTS = 4
"""Texts of which a function's answer is kept."""
LONGEST = 200_000
"""Code points of the longest text that is kept."""


def kept(function: Callable[[str], T]) -> Callable[[str], T]:
    """`function`, which depends on its text alone, with its answers for the last `TEXTS` texts kept. Safe in threads.

    >>> kept(str.split)("Ada said so.")
    ['Ada', 'said', 'so.']
    """
    memory = lru_cache(maxsize=TEXTS)(function)

    @wraps(function)
    def asked(text: str) -> T:
        return memory(text) if len(text) <= LONGEST else function(text)

    return asked
