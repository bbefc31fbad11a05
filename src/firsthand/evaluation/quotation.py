"""Owns the quotation type of gold: what of a content stands in quotation marks. It pairs marks inside one content only.

It is apart from `firsthand.language` on purpose: the types that figures are split by must not move with the rules
that are measured.
"""

from collections.abc import Iterable

from firsthand.model import Quotation, Span, hull

_OPENERS = {"“": "”", "„": "“”", "«": "»", "‹": "›", "‘": "’", '"': '"'}
_DIRECT_SHARE = 0.95
"""Of a direct content's letters this share at least is inside marks: gold spans now and then keep a stray word."""


def quotation_type(text: str, content: Iterable[Span]) -> Quotation:
    """`direct` where (nearly) all letters of `content` are inside quotation marks, `mixed` where some are, else
    `indirect`. A mark right before the content counts, since some gold leaves the marks out of the span."""
    spans = sorted(content)
    if not spans:
        return "indirect"
    whole = hull(spans)
    start = _with_mark_before(text, whole.start)
    inside, every = 0, 0
    quoted = _quoted(text[start : whole.end])
    for span in spans:
        for i in range(span.start, span.end):
            if text[i].isalnum():
                every += 1
                inside += quoted[i - start]
    if not inside:
        return "indirect"
    return "direct" if inside >= _DIRECT_SHARE * every else "mixed"


def _with_mark_before(text: str, start: int) -> int:
    """`start`, or where the opening mark right before it stands (guillemets may keep a space)."""
    if start >= 2 and text[start - 1].isspace() and text[start - 2] in "«‹":
        return start - 2
    if start and text[start - 1] in _OPENERS and (text[start - 1] != '"' or start == 1 or text[start - 2].isspace()):
        return start - 1
    return start


def _quoted(text: str) -> list[bool]:
    """For each character whether it is inside quotation marks. A mark inside marks of its own form opens another pair,
    but for one at the start of a paragraph, which opens the same quotation again."""
    flags, depth, closers, opener = [], 0, "", ""
    for i, char in enumerate(text):
        before = text[i - 1] if i else " "
        after = text[i + 1] if i + 1 < len(text) else " "
        apostrophe = char == "’" and before.isalnum() and after.isalnum()
        if depth and char in closers and not apostrophe:
            depth -= 1
        elif depth and char == opener and before != "\n":
            depth += 1
        elif not depth and char in _OPENERS and not (char == '"' and before.isalnum()):
            depth, closers, opener = 1, _OPENERS[char], char
        flags.append(depth > 0)
    return flags
