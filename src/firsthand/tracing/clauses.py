"""Owns where a sentence that tells two things is parted into clauses. It parses nothing: it goes by words and commas.

A cut is made only where both sides have a finite verb and the second one a subject of its own, so that "will end the
one and keep the other" stays one.
"""

import re
from collections.abc import Iterator

from firsthand.model import Span
from firsthand.tracing.lists import words
from firsthand.tracing.tokens import WORD

FEWEST = 4
"""Words that each side of a cut has at least."""
NEAR = 12
"""Words of the second clause in which its verb is looked for."""

_CUT = re.compile(
    r"(?P<hard>;\s+)|(?P<colon>:\s+|\s+[–—]\s*|\s+-\s+)|(?P<that>,?\s+(?:and|but|or)\s+that\s+)"
    r"|(?P<soft>,\s+(?:and|but|yet|while|whereas|although|though|even\s+though|as|because|since)\s+)"
)
_VERB_END = re.compile(r"[a-z]{2,}ed$")
_DETERMINERS = frozenset(["the", "a", "an", "its", "their", "his", "her", "our", "this", "that", "these", "those"])
_PREPOSITIONS = frozenset(
    ["by", "with", "in", "on", "at", "for", "from", "of", "to", "as", "up", "into", "over", "under", "after", "before"]
)
_NOT_SUBJECT = _PREPOSITIONS | {"not", "then", "also", "which", "who"}
_RELATIVE = frozenset(("that", "which", "who", "whose", "where"))


def has_verb(text: str) -> bool:
    """True where `text` has a finite verb after a word that can be its subject."""
    return verb_at(WORD.findall(text)) is not None


def verb_at(tokens: list[str]) -> int | None:
    """Index of the first finite verb outside relative clauses, None where there is none.

    A form in -ed before a preposition may be a participle, and is passed over.
    """
    relative = False
    for i, token in enumerate(tokens):
        low = token.lower().replace("’", "'")
        relative = relative or (i > 0 and low in _RELATIVE)
        verb = low in words("finite.txt") or (low.endswith(("n't", "'s", "'re", "'ve", "'ll")) and _pronoun(low))
        if not verb and i and _VERB_END.search(token):
            after = tokens[i + 1].lower() if i + 1 < len(tokens) else ""
            verb = tokens[i - 1].lower() not in _DETERMINERS and after not in _PREPOSITIONS
        if i and verb and not relative:
            return i
        relative = relative and not verb
    return None


def _pronoun(low: str) -> bool:
    return low.endswith("n't") or low.split("'")[0] in ("it", "he", "she", "that", "there", "they", "we", "you", "who")


def clauses(text: str, span: Span) -> tuple[Span, ...]:
    """`span` of `text` in its clauses, in order; `span` itself where it tells one thing."""
    return tuple(_cut(text, span))


def _cut(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for m in _CUT.finditer(text, span.start, span.end):
        left, right = text[start : m.start()], text[m.end() : span.end]
        if m.start() <= start or _inside_quotation(left) or not _two(left, right, m):
            continue
        yield Span(start, m.start())
        start = m.end()
    yield Span(start, span.end)


def _inside_quotation(left: str) -> bool:
    return left.count("“") > left.count("”") and left[:1] != "“"


def _two(left: str, right: str, cut: re.Match[str]) -> bool:
    before, after = WORD.findall(left), WORD.findall(right)
    if len(before) < FEWEST or len(after) < FEWEST:
        return False
    if cut.lastgroup == "that":
        return True
    at = verb_at(after[:NEAR])
    if at is None or after[0].lower() in _NOT_SUBJECT or _is_verb(after[0]):
        return False
    return verb_at(before) is not None


def _is_verb(token: str) -> bool:
    low = token.lower()
    return low in words("finite.txt") or (token.islower() and _VERB_END.search(low) is not None)
