"""Owns what is left out of the drafts: header lines, titles taken for content, clauses of anonymity, the unsure."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from firsthand.attribution.anonymity import AnonymityClause, anonymity_clauses
from firsthand.attribution.confidence import confidence
from firsthand.attribution.drafts import Draft, exchanged, joined
from firsthand.language.words import words
from firsthand.model import Article, Span

REACH = 400
"""Characters before a cue in which a clause that holds it can begin."""
_INFINITE = re.compile(r"(?:\bto\s+\w+|\w+ing)\Z")


def without_header(article: Article, drafts: Sequence[Draft]) -> list[Draft]:
    """No span reaches into the header's lines, and no statement of the body into the title: a title repeats, it is not
    what the cue below it claims; and the title says nothing that stands below it.
    """
    title = article.title_span
    body = Span(article.body_start, len(article.text)) if article.body_start < len(article.text) else None
    both = [area for area in (title, body) if area is not None]
    out: list[Draft] = []
    for draft in drafts:
        cue, source = draft.cue, draft.source
        area = next((a for a in both if cue is not None and a.start <= cue.start < a.end), None)
        if cue is not None and area is None:
            continue
        areas = both if area is None else [area]
        contents = tuple(_shared(c, a) for c in draft.contents for a in areas if c.meets(a))
        known = source is not None and any(a.start <= source.start < a.end for a in (both if area == body else areas))
        if contents:
            contents, source = tuple(sorted(contents)), source if known else None
            same = contents == draft.contents and source is draft.source
            out.append(draft if same else replace(draft, contents=contents, source=source))
    return out


def _shared(one: Span, other: Span) -> Span:
    return Span(max(one.start, other.start), min(one.end, other.end))


def without_anonymity_clauses(article: Article, drafts: Sequence[Draft]) -> list[Draft]:
    """ "who asked not to be named because she may not discuss the talks" says why a source is unnamed; nothing in it is
    a statement, neither of hers nor of anybody.
    """
    clauses = anonymity_clauses(article.text)
    starts = [c.whole.start for c in clauses]
    return [d for d in drafts if not any(_within(article.text, d, c) for c in _near(clauses, starts, d))]


def _near(clauses: Sequence[AnonymityClause], starts: Sequence[int], draft: Draft) -> Sequence[AnonymityClause]:
    """The clauses that begin in the paragraph or so around the draft's cue."""
    if draft.cue is None or not clauses:
        return ()
    return clauses[bisect_left(starts, draft.cue.start - REACH) : bisect_left(starts, draft.cue.end + 3)]


def _within(text: str, draft: Draft, clause: AnonymityClause) -> bool:
    """True where the draft's cue stands in the clause. "A man who asked not to be named because he is ill said …": the
    clause runs on to a cue that is the man's, told by a source that begins before it, and by a verb that is finite.
    """
    cue, source = draft.cue, draft.source
    if cue is None:
        return False
    before = cue.end <= clause.sign.start <= cue.end + 3
    if cue.meets(clause.sign) or (before and all(clause.whole.meets(c) for c in draft.contents)):
        return True
    if not cue.meets(clause.whole):
        return False
    own = source is not None and source.start < clause.sign.start
    return not own or _INFINITE.search(text[max(cue.start - 12, 0) : cue.end]) is not None


_PASSIVE = re.compile(
    r"(?:is|are|was|were|has been|have been|had been|being)\s+(?:\w+ly\s+|widely\s+|also\s+)?"
    r"(?:said|understood|believed|thought|reported|alleged|rumoured|rumored|expected|considered|feared|supposed|known)"
    r"(?:\s+to)?",
    re.I,
)


def without_subjects(article: Article, drafts: Sequence[Draft]) -> list[Draft]:
    """ "X is said to …": X is what is talked about, not who says it; only a source after the cue ("by …") stays."""
    new: dict[int, Draft] = {}
    for draft in drafts:
        cue, source = draft.cue, draft.source
        passive = cue is not None and _PASSIVE.fullmatch(cue.of(article.text))
        if cue is not None and source is not None and passive and source.start < cue.start:
            contents = draft.contents
            if draft.found is not None and not any(c.end > source.start for c in contents if c.start < cue.start):
                contents = joined(article.text, (source, *contents))
            new[id(draft)] = replace(draft, source=None, contents=tuple(sorted(contents)))
    return exchanged(drafts, new)


def without_unsure(drafts: Sequence[Draft], card: Mapping[str, Any]) -> list[Draft]:
    """Findings below the card's floors are left out: `floor` for outermost ones, where `linked` and `found` are best on
    the held-out slice, and `nested_floor` for those inside others, chosen on the examples (`training.calibrate`).
    """
    floors = (float(card.get("floor", 0.0)), float(card.get("nested_floor", 0.0)))
    dropped = {id(d) for d in drafts if d.found is not None and confidence(d, card) < floors[d.nested]}
    return [d for d in drafts if id(d) not in dropped and id(d.continues) not in dropped]


_BARE = re.compile(r"(?:the|an?|there)", re.I)
_HEADED = re.compile(
    r"\s+(?P<noun>[\w’'-]+(?:\s+[\w’'-]+)?)(?=,|\s+(?:of|from|by|for|in|at|who|which|that|has|had|is|was)\b)"
)
_SEEN_BY = re.compile(r"(?:seen|obtained|reviewed|published|shown|released|quoted|cited|leaked)\s+(?:by|to|in)\b", re.I)
_PHRASE_BEFORE = re.compile(r"(?:^|(?<=[,;:“\"]\s)|(?<=[.!?]\s))(?:[\w’'-]+\s+){1,6}$")


def with_whole_sources(article: Article, drafts: Sequence[Draft]) -> list[Draft]:
    """A source is a whole noun phrase: "The" is the front of "The letter, dated …", "seen by the Gazette" the end of "a
    draft seen by the Gazette". An article without a noun that can be found, or "there", is nobody: it tells nothing.
    """
    out: list[Draft] = []
    new: dict[int, Draft] = {}
    for draft in drafts:
        source = draft.source
        if source is not None:
            if _BARE.fullmatch(source.of(article.text)):
                source = _with_noun(article.text, source, draft)
                if source is None:
                    continue
            elif _SEEN_BY.match(source.of(article.text)):
                source = _with_front(article.text, source)
            if source != draft.source:
                new[id(draft)] = replace(draft, source=source)
        out.append(draft)
    return exchanged(out, new)


def _with_noun(text: str, source: Span, draft: Draft) -> Span | None:
    if source.of(text).lower() not in ("the", "a", "an"):
        return None
    m = _HEADED.match(text, source.end, source.end + 60)
    if m is None or (draft.cue is not None and m.end("noun") > draft.cue.start >= source.end):
        return None
    return Span(source.start, m.end("noun"))


def _with_front(text: str, source: Span) -> Span:
    low = max(0, source.start - 80)
    m = _PHRASE_BEFORE.search(text[low : source.start])
    return Span(low + m.start(), source.end) if m is not None else source


_NEW_SENTENCE = re.compile(
    r"(?<=\w\w)(?P<end>[.!?]\s+)(?=(?:The|An?|In|On|At|But|And|He|She|It|They|This|That|His|Her|Its)\s)"
)


def in_one_sentence(article: Article, drafts: Sequence[Draft]) -> list[Draft]:
    """Sources that run over the end of a sentence keep the part on the side of their cue."""
    new: dict[int, Draft] = {}
    for draft in drafts:
        source, cue = draft.source, draft.cue
        end = _NEW_SENTENCE.search(article.text, source.start, source.end + 2) if source is not None else None
        if (
            source is not None
            and cue is not None
            and end is not None
            and source.start < end.start() < end.end() < source.end
        ):
            part = Span(source.start, end.start()) if cue.start < end.start() else Span(end.end(), source.end)
            new[id(draft)] = replace(draft, source=part)
    return exchanged(drafts, new)


_SAID_NAME = re.compile(r"\s+(?P<name>[A-Z][\w’'-]+)(?=[.,])")
_CLOSED = re.compile(r"[”\"’'»][,.]?\s*(?:[–—-]\s*)?$")
_PRONOUN = re.compile(r"(?:He|She|It|They|We|You|I)\b")


def with_names_after(article: Article, drafts: Sequence[Draft]) -> list[Draft]:
    """ "“I did not sleep,” said Brown. “But …”": the name right behind the verb is who speaks, where the encoder gave
    nobody (Quirk et al. 1985 §14.29: subject and verb are inverted).
    """
    text = article.text
    new: dict[int, Draft] = {}
    for draft in drafts:
        cue = draft.cue
        if draft.source is None and cue is not None and " " not in cue.of(text).strip():
            m = _SAID_NAME.match(text, cue.end, cue.end + 40)
            if (
                m is not None
                and not _PRONOUN.fullmatch(m["name"])
                and m["name"].lower() not in words("calendar.txt")
                and _CLOSED.search(text[: cue.start][-12:])
            ):
                new[id(draft)] = replace(draft, source=Span(*m.span("name")))
    return exchanged(drafts, new)
