"""Owns unnamed sources that stand in a text's own words with no verb of saying beside them ("as was to be learned from
company circles", "we spoke to a man who worked there"). It finds phrases; the rules on unnamed sources judge them.
"""

import re
from collections.abc import Iterator

from firsthand.house.scene import Scene
from firsthand.house.words import words
from firsthand.model import Span

_PLURAL = re.compile(
    r"(?:\b(?:hear\w*|learn\w*|told|according\s+to|from|by)\s+(?:[\w’-]+\s+){0,3}?(?P<a>sources|insiders|officials|aides)\b"
    r"|\b(?P<b>sources|insiders|officials|aides)\b[^.;:!?]{0,60}?\b(?:sa(?:y|id)|claim(?:ed)?|told|tell|insist(?:ed)?|"
    r"reckon(?:ed)?|believed?|confirm(?:ed)?|assured?|allege[d]?|add(?:ed)?|reveal(?:ed)?|warn(?:ed)?|whisper(?:ed)?)\b)"
)


def phrases(scene: Scene) -> Iterator[Span]:
    """Where the text names unnamed people as those from whom it has something, with no statement read of them."""
    read = [s.source_span for s in scene.told if s.source_span is not None]
    for m in words().hearsay.finditer(scene.low, scene.reading.article.body_start):
        group = next(g for g, found in m.groupdict().items() if found is not None)
        span = Span(m.start(group), m.end(group))
        name = any(n.kind == "person" and span.holds(n.span) for n in scene.names)
        if not name and not scene.is_quoted(span) and not any(r.meets(span) and len(r) <= len(span) for r in read):
            yield span


def plurals(scene: Scene) -> Iterator[Span]:
    """Plural unnamed sources that something is said by, by the words alone."""
    for m in _PLURAL.finditer(scene.low, scene.reading.article.body_start):
        group = "a" if m["a"] is not None else "b"
        span = Span(m.start(group), m.end(group))
        if not scene.is_quoted(span):
            yield span
