"""Owns the rules on titles: surer than the text, accusing where the text only says that somebody does, quoting what is
not there. A title that hedges, asks or says who says so is left alone.
"""

import re
from collections.abc import Iterator

from firsthand.house.findings import Finding, finding
from firsthand.house.replies import accusing
from firsthand.house.rules import Rule
from firsthand.house.scene import Scene, joined, short, stems, tokens
from firsthand.house.words import words
from firsthand.house.wrongs import adjectival, wrongs
from firsthand.model import Span, Statement, hull

SHARED = 2
"""Content words that a title and a sentence share at least where they tell of the same. A convention, not tuned."""
_BEFORE = 6
"""Code points that may stand before a content that begins its sentence: marks, "that"."""
_SAYS = re.compile(
    r"\b(?:says?|said|claims?|claimed|alleges?|alleged|accus(?:es?|ed)|suggests?|reports?|(?:tells?|told)(?!\s+(?:[\w’-]+\s+){1,3}?to\b)|warns?|insists?|"
    r"denies|denied|according|sources?|insiders?|court\s+hears?|blames?|report|study|poll|survey|officials?|police)\b"
)

_AGREES = re.compile(
    r"\b(?:agree|decide|vow|pledge|choose|refuse|promise|begin|start|move|force|manage|fail)[sd]*\s+to\b"
)
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=\w)([^‘\"“”]{2,}?)(?<=[\w.!?…])[’'](?!\w)")
_ABOUT = re.compile(r"\b(?:over|after|about|of|in|for|to|by|against|amid|from|on)\s+(?:[\w’-]+\s+)?$")


def without_hedge(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """A title that is flat where every sentence of the text that tells the same is hedged."""
    title = scene.title
    if title is None or _reserved(scene, title):
        return
    mine = _in_the_texts_words(stems(scene.of(title)), frozenset().union(*(stems(scene.of(b)) for b in scene.body)))
    hedged: list[tuple[int, Span, Span]] = []
    surest = 0
    for sentence in scene.body:
        shared = len(mine & stems(scene.of(sentence)))
        found = _reserve(scene, sentence) or _still_to_come(scene, title, sentence)
        if found:
            hedged.append((shared, sentence, found[0]))
        else:
            surest = max(surest, shared)
    lead = scene.body[0] if scene.body else None
    best = max((n for n, _, _ in hedged), default=0)
    if best < SHARED and surest < SHARED and not _attributes(scene, title):
        # Other words than the text's: its lead tells what the title is of.
        opening = [h for h in hedged if h[1] == lead and _opens(scene, h[1])]
        hedged, best, surest = (opening, SHARED + 1, 0) if opening else (hedged, best, surest)
    together = frozenset[str]().union(*(mine & stems(scene.of(s)) for n, s, _ in hedged if n >= SHARED))
    leading = any(n == best and s in scene.body[:2] for n, s, _ in hedged)
    if best >= SHARED and best > surest and (leading or best > SHARED or len(together) > SHARED):
        _, sentence, hedge = max(hedged, key=lambda h: (h[0], -h[1].start))
        message = f"The title is sure; the text is not (“{short(scene.of(hedge))}”). Put the reserve into the title."
        yield finding(scene.text, rule, message, title, evidence=[sentence, hedge])


def _in_the_texts_words(title: frozenset[str], text: frozenset[str]) -> frozenset[str]:
    """The title's stems, with the text's own for words that only headlines use."""
    for group in words().headline:
        if title & group and not title & group & text:
            title = title | (group & text)
    return title


def _opens(scene: Scene, lead: Span) -> bool:
    """True where a hedged report is what the lead begins with and is most of it."""
    for s in scene.told[:1]:
        content = s.content_spans[0]
        begins = content.start - lead.start < _BEFORE or "—" in scene.text[lead.start : content.start]
        reserved = s.certainty != "flat" or any(content.holds(h) for h in scene.hedges(lead))
        return reserved and begins and 2 * len(content) > len(lead)
    return False


def _reserve(scene: Scene, sentence: Span) -> tuple[Span, ...]:
    """The hedges of a sentence, or of a report that takes up most of it."""
    told = tuple(
        h.span
        for s in scene.reports
        for h in s.hedges
        if sentence.holds(h.span) and s.certainty in ("hedged", "doubtful")
    )
    return told or scene.hedges(sentence)


def _still_to_come(scene: Scene, title: Span, sentence: Span) -> tuple[Span, ...]:
    """Where a sentence tells of what is only planned or expected and the title does not ("X to sell Y")."""
    plain = _AGREES.sub("", scene.low[title.start : title.end])
    if re.search(r"\b(?:to|will|set|may|could|plans?|mulls?|eyes?|weighs?)\b", plain):
        return ()
    m = words().prospect.search(scene.low, sentence.start, sentence.end)
    if m is None or sentence not in scene.body[:1]:
        return ()
    told = stems(scene.of(title)) & stems(scene.text[m.end() : sentence.end])
    return (Span(m.start(), m.end()),) if told else ()


def _reserved(scene: Scene, title: Span) -> bool:
    """True where the title hedges or asks."""
    return bool(scene.hedges(title)) or scene.of(title).rstrip(" \"'”’").endswith("?")


def without_attribution(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """A title that accuses, with nobody who says so."""
    title = scene.title
    if title is None or _reserved(scene, title) or _attributes(scene, title):
        return
    if words().legal.search(scene.low, title.start, title.end):
        return
    accusations = [s for s in scene.told if accusing(scene, s) is not None]
    said = _same(scene, title, accusations)
    plainly = next(wrongs(scene, title), None) is not None or _bodied(scene, title)
    if said is None and not plainly:
        return
    if said is None and not _resting(scene, title):
        return
    message = "The title accuses in the paper's own voice. Say in it who says so, as the text does."
    yield finding(scene.text, rule, message, title, evidence=[] if said is None else [hull(said.content_spans)])


def _attributes(scene: Scene, title: Span) -> bool:
    quoted = next(_title_quotations(scene, title), None) is not None
    return quoted or _SAYS.search(scene.low, title.start, title.end) is not None


def _same(scene: Scene, title: Span, accusations: list[Statement]) -> Statement | None:
    mine = stems(scene.of(title))
    scored = [(len(mine & stems(joined(s.content_spans, scene.text))), s) for s in accusations]
    best = max(scored, key=lambda x: x[0], default=None)
    return best[1] if best is not None and best[0] > SHARED else None


def _bodied(scene: Scene, title: Span) -> bool:
    """Titles leave articles and forms of be out: somebody, then a word for wrongdoing, is enough."""
    m = words().wrong.search(scene.low, title.start, title.end)
    if m is None or m.start() == title.start or adjectival(scene, Span(m.start(), m.end())):
        return False
    return not _ABOUT.search(scene.low, title.start, m.start())


def _resting(scene: Scene, title: Span) -> bool:
    """True where the text has the title's matter from somebody, or has nobody for it: an office has not told it."""
    mine = stems(scene.of(title))
    for s in scene.told:
        source = scene.source(s)
        if len(mine & stems(joined(s.content_spans, scene.text))) > SHARED and source is not None:
            return source.kind not in ("government",)
    return True


def quotation_not_in_text(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """Words in quotation marks in the title that stand nowhere in the text after it."""
    title = scene.title
    if title is None:
        return
    body = " " + " ".join(tokens(scene.text[max(title.end, scene.reading.article.body_start) :])) + " "
    for span, within in _title_quotations(scene, title):
        inner = tokens(scene.of(within))
        # One word may stand in another of its forms: it is a way of putting it.
        there = f" {' '.join(inner)} " in body or (len(inner) == 1 and stems(inner[0]) <= stems(body))
        if len(inner) >= rule.number("least_words") and not there:
            message = f"“{short(scene.of(within))}” stands in quotation marks in the title and nowhere in the text."
            yield finding(scene.text, rule, message, span)


def _title_quotations(scene: Scene, title: Span) -> Iterator[tuple[Span, Span]]:
    """Quotations of the title with their inside: headlines take single marks where the text below takes double ones."""
    found = [q for q in scene.marks if not q.level and q.inner is not None and title.holds(q.span)]
    yield from ((q.span, q.inner) for q in found if q.inner is not None)
    for m in _SINGLE.finditer(scene.text, title.start, title.end):
        if not any(q.span.meets(Span(m.start(), m.end())) for q in found):
            yield Span(m.start(), m.end()), Span(m.start(1), m.end(1))
