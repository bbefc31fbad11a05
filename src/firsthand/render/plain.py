"""Owns the cleaning of an article's words for display: hostile text must not steer a terminal or a page. No layout."""

import re

_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 and C1, escape among them
    "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"  # marks that turn the direction of the text around them
    "\ufff9-\ufffb]"
)
_SEQUENCES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")  # colours and cursor moves, as wholes
_SPACES = re.compile(r"[\s\u2028\u2029]+")
_SURROGATES = re.compile("[\ud800-\udfff]")


def cleaned(text: str) -> str:
    """`text` without terminal controls and turns of direction; lone surrogates become U+FFFD. Line ends are kept."""
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _SEQUENCES.sub("", text)))


def line(text: str) -> str:
    """`text` cleaned and on one line: every run of white space is one space."""
    return _SPACES.sub(" ", cleaned(text)).strip()


def shortened(text: str, limit: int) -> str:
    """`text` whole where it has at most `limit` characters, else cut after a word and ended by an ellipsis.

    Only the end is cut: leaving out a middle could put words between quotation marks that do not stand in them.
    """
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    if " " in head[limit // 2 :]:
        head = head[: head.rindex(" ")]
    return head.rstrip(" ,;:–—-") + " …"
