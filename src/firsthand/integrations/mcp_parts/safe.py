"""Owns how words of an article leave for a program that reads them: what cannot be seen is marked, place for place.

Characters that steer a terminal, turn the direction of a text or hide words in it (controls, bidi overrides, zero-width
characters, tags) each become one visible character, so that words are as long as their span says.
"""

import re
import unicodedata

HIDDEN = "\ufffd"
"""Stands for one character that cannot be seen."""
LONGEST_LINE = 300
"""Characters of a title, a name or a note."""

_SPACES = re.compile(r"\s+")
_SELECTORS = re.compile("[\U000e0100-\U000e01ef\ufe00-\ufe0e]")  # they can carry a hidden text; U+FE0F only makes emoji


def marked(text: str) -> tuple[str, int]:
    """`text` with every character that cannot be seen marked, and how many were; as many code points as before.

    Line ends and tabs are kept. C0 controls become their pictures (U+2400…), all else U+FFFD.

    >>> marked("so\\u202efe\\x1b")
    ('so\ufffdfe\u241b', 2)
    """
    out = [_shown(c) for c in text]
    return "".join(out), sum(a != b for a, b in zip(out, text, strict=True))


def one_line(text: str, most: int = LONGEST_LINE) -> str:
    """`text` marked, on one line, and cut at `most` characters."""
    whole = _SPACES.sub(" ", marked(text[: 4 * most])[0]).strip()
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + "…"


def maybe(text: str | None, most: int = LONGEST_LINE) -> str | None:
    """`one_line`, or None where there is nothing."""
    return one_line(text, most) or None if text is not None else None


def _shown(c: str) -> str:
    if c in "\n\t" or (c.isascii() and c.isprintable()):
        return c
    code, category = ord(c), unicodedata.category(c)
    if category == "Cc":
        return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else HIDDEN
    return HIDDEN if category in ("Cf", "Cs", "Zl", "Zp") or _SELECTORS.match(c) else c
