"""Owns the rules for what the encoder cannot see: speaker lines, "citing", quotations with nobody named, datelines.

Each rule is one function, named in the `producer` of what it adds. No rule guesses a speaker: a quotation that goes on
from no statement before it has no source (`quotations_alone` has those), and a second cue has that of the first.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from firsthand.attribution.alone import quotations_alone
from firsthand.attribution.cover import Cover
from firsthand.attribution.drafts import Draft, exchanged, length, shared
from firsthand.attribution.second import second_cues
from firsthand.language.quotes import MARKS, Quote
from firsthand.language.sentences import paragraphs
from firsthand.language.words import singular, words
from firsthand.model import Article, Span

SPEAKER_LINES = 3
"""So many paragraphs that begin with a speaker's name and a colon make a transcript."""
WHOLE = 0.95
"""A statement of at least this share of a turn is the turn itself, read by the encoder."""

_SPEAKER = re.compile(
    r"(?P<who>[A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]*){0,4}|[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]*){0,3})"
    r"(?: ?\([^()\n]{1,40}\))?(?P<cue>:)\s+(?=\S)"
)
_LABEL = re.compile(
    r"(?:note|update|updated|photo|picture|image|video|source|sources|credit|caption|correction|background|summary|related"
    r"|date|time|when|where|what|who|why|how|location|venue|price|result|results|score|weather|warning|question|answer"
    r"|read more|see also|editor['’]s note|key points)\b",
    re.I,
)
_CITING = re.compile(
    r"(?:,\s+|\s)(?P<cue>citing|quoting|in turn citing|with reference to)\s+"
    r"(?P<source>[^,;.:()\n“”\"]+(?:,? who [^,.\n]+)?)"
)
_END_OF_SOURCE = re.compile(r"\s+(?:that|as|and that|which|whether|said|says)\b")
_HEAD_ENDS = re.compile(r"\s(?:of|about|over|in|on|for|with|from|to|at|by|who|that)\s")
_DESCRIBES = re.compile(r"\w+(?:ed|ing)|familiar|close|aware|present|unnamed|known|seen")
_INFORMANTS = ("informants.txt", "people.txt", "documents.txt", "roles.txt", "outlet_nouns.txt", "reporters.txt")
DATELINE = re.compile(
    r"(?:[A-Z][\w.’'-]*(?:[ ,/]+(?:[A-Z(][\w.’')-]*|[a-z]{1,3}|\d{1,2}))*)?\s*(?:\([A-Z][^()\n]{1,40}\)\s*)?"
    rf"[–—-]{{1,2}}\s+(?=[A-Z0-9{MARKS}])"
)
_DATELINE_SIGN = re.compile(r"[A-Z]{3,}|[^\n]{0,60}\([A-Z]")
_LONGEST_DATELINE = 90


def speaker_lines(article: Article, drafts: Sequence[Draft]) -> list[Draft]:
    """A transcript's turns: the name before the colon says all of the paragraph.

    A transcript has at least `SPEAKER_LINES` such paragraphs, no fewer than a third of all, and somebody in it speaks
    twice, or all that is said stands in quotation marks; a list of places and prices has neither. What the encoder made
    of the same lines gives way; statements inside a turn stay as its children.
    """
    turns = _turns(article)
    if not turns:
        return list(drafts)
    begins = [t.contents[0].start for t in turns]
    kept = [d for d in drafts if _stays(d, turns, begins)]
    return [*kept, *turns]


def _turns(article: Article) -> list[Draft]:
    text = article.text
    blocks = [b for b in paragraphs(text) if b.start >= article.body_start]
    heads = [(b, m) for b in blocks if (m := _SPEAKER.match(text, b.start, b.end)) and not _LABEL.match(m["who"])]
    if len(heads) < SPEAKER_LINES or len(blocks) > 3 * len(heads):
        return []
    again = len({m["who"].casefold() for _, m in heads}) < len(heads)
    if not again and not all(text[m.end()] in MARKS for _, m in heads):
        return []
    return [
        Draft(
            contents=(Span(m.end(), b.end),),
            cue=Span(*m.span("cue")),
            source=Span(*m.span("who")),
            producer="rule:speaker-line",
        )
        for b, m in heads
    ]


def _stays(draft: Draft, turns: Sequence[Draft], begins: Sequence[int]) -> bool:
    """True where the draft lies outside all turns, or inside one as a statement of its own."""
    first = max(bisect_right(begins, draft.contents[0].start) - 1, 0)
    last = bisect_left(begins, draft.contents[-1].end)
    turn = next((t for t in turns[first:last] if shared(draft.contents, t.contents)), None)
    if turn is None:
        return True
    inside = draft.cue is not None and turn.contents[0].holds(draft.cue)
    return inside and length(draft.contents) < WHOLE * length(turn.contents)


def citing(article: Article, drafts: Sequence[Draft], sentences: Sequence[Span]) -> list[Draft]:
    """ "X reported, citing Y, that …": Y's statement stands inside X's, with the same content.

    Y must be somebody or something that can tell: "citing high costs" names no source.
    """
    text = article.text
    found = [m for m in _CITING.finditer(text) if m.start() >= article.body_start]
    if not found:
        return list(drafts)
    begins = [s.start for s in sentences]
    contents = Cover(c for d in drafts if not d.nested for c in d.contents)
    cited = Cover(Span(*m.span("cue")) for m in found)
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.cue is not None:
            by_sentence.setdefault(bisect_right(begins, draft.cue.start) - 1, []).append(draft)
    gone: set[int] = set()
    more: list[Draft] = []
    for m in found:
        cue = Span(*m.span("cue"))
        source = _cited(m)
        here = by_sentence.get(bisect_right(begins, cue.start) - 1, [])
        outer = [d for d in here if d.cue is not None and not cited.meets(d.cue) and not d.nested]
        if source is None or not outer or contents.meets(cue):
            continue
        parent = min(outer, key=lambda d: abs((d.cue or cue).start - cue.start))
        gone |= {id(d) for d in here if d.cue is not None and d.cue.meets(cue)}
        more.append(
            Draft(
                contents=parent.contents,
                cue=cue,
                source=source,
                producer="rule:citing",
                inside=parent,
                nested=True,
            )
        )
    return [*(d for d in drafts if id(d) not in gone), *more]


def _cited(found: re.Match[str]) -> Span | None:
    """The span of who is cited, None where it can tell nothing."""
    words_ = found["source"]
    cut = _END_OF_SOURCE.search(words_)
    stop = cut.start() if cut else len(words_.rstrip())
    head = _HEAD_ENDS.split(f"{words_[:stop]} ", maxsplit=1)[0].split()
    if not head:
        return None
    known = [i for i, word in enumerate(head) if singular(word) in _informants() or word.lower() in _informants()]
    tells = any(i + 1 == len(head) or _DESCRIBES.fullmatch(head[i + 1]) for i in known)
    start = found.start("source")
    return Span(start, start + stop) if tells or head[-1][0].isupper() else None


@cache
def _informants() -> frozenset[str]:
    return frozenset().union(*(words(name) for name in _INFORMANTS))


def without_datelines(article: Article, drafts: Sequence[Draft], starts: Sequence[int]) -> list[Draft]:
    """Contents that begin with an agency's dateline begin after it. `starts` are the offsets of the paragraphs."""
    new: dict[int, Draft] = {}
    for draft in drafts:
        first = draft.contents[0]
        k = bisect_right(starts, first.start) - 1
        at = starts[k] if k >= 0 else 0
        m = DATELINE.match(article.text, at, at + _LONGEST_DATELINE)
        if m is None or m.end() <= first.start or not _DATELINE_SIGN.match(article.text, at, m.end()):
            continue
        rest = (Span(m.end(), first.end),) if m.end() < first.end else ()
        if rest or draft.contents[1:]:
            new[id(draft)] = replace(draft, contents=(*rest, *draft.contents[1:]))
    return exchanged(drafts, new) if new else list(drafts)


def going_on(
    article: Article, drafts: Sequence[Draft], quotes: Sequence[Quote], sentences: Sequence[Span]
) -> list[Draft]:
    """What goes on from a statement: a second cue of its subject, a quotation with nobody named.

    `firsthand.attribution.second` and `firsthand.attribution.alone` have how.
    """
    return quotations_alone(article, second_cues(article, drafts, quotes, sentences), quotes, sentences)
