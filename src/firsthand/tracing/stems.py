"""Owns the base form under which two spellings or forms of an English word count as one. It knows no meanings.

A light stemmer: endings of number, tense and the commonest nouns of action, British and American spelling. Two words
with one base form are nearly always one word; it would rather part two forms than join two words.
"""

import re
from functools import lru_cache

from firsthand.language.words import demonyms, plain, singular
from firsthand.tracing.lists import lines

_DOUBLE = re.compile(r"([bdfglmnprtz])\1$")
_ENDINGS = (
    ("isation", "iz"), ("ization", "iz"), ("ising", "iz"), ("izing", "iz"), ("ised", "iz"), ("ized", "iz"),
    ("ises", "iz"), ("izes", "iz"), ("ise", "iz"), ("ize", "iz"), ("ellation", "el"), ("ation", ""), ("ment", ""),
    ("ings", ""), ("ing", ""), ("ied", "y"), ("ies", "y"), ("ed", ""), ("ly", ""),
)  # fmt: skip
_PEOPLE = re.compile(r"(?:ians?|ans?|is?|ns?|ese|ish|s|a|e|o)$")
_SHORT = 3
"""Letters that are left at least when an ending is taken off."""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The base form of one word, lower-cased and without accents.

    >>> [stem(w) for w in ("cancelled", "canceling", "cancellation", "Trains", "buys", "bought", "organised")]
    ['cancel', 'cancel', 'cancel', 'train', 'buy', 'buy', 'organiz']
    """
    low = plain(word).removesuffix("'s").strip("'")
    if not low.isalpha() or len(low) <= _SHORT:
        return _irregular().get(low, low)
    low = _irregular().get(low) or _irregular().get(singular(low), low)
    for ending, put in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) + len(put) >= _SHORT and _has_vowel(low[: -len(ending)]):
            low = low[: -len(ending)] + put
            return _final(_undoubled(low))
    return _final(_undoubled(singular(low)))


def _has_vowel(text: str) -> bool:
    return any(c in "aeiouy" for c in text)


def _undoubled(low: str) -> str:
    return low[:-1] if len(low) > _SHORT and _DOUBLE.search(low) else low


def _final(low: str) -> str:
    return low[:-1] if len(low) > _SHORT and low.endswith("e") else low


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    return {form: line.split()[0] for line in lines("irregular.txt") for form in line.split()[1:]}


@lru_cache(maxsize=65536)
def name_key(word: str) -> str:
    """One word of a name as it compares: people and country alike ("Karethi" and "Kareth", "French" and "France")."""
    low = plain(word).removesuffix("'s").replace("'", "")
    country = demonyms().get(low)
    low = plain(country) if country else low
    cut = _PEOPLE.sub("", low)
    return cut if len(cut) > _SHORT else low
