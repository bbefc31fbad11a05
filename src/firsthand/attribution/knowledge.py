"""Owns how a source is said to know: by seeing, taking part, reading, being told or briefed, or by its learning.

It takes the words the article gives and adds nothing: who is "familiar with the matter" or "close to" somebody is said
to know, but not how, and is left as not stated. Patterns stand in `language/data/knowledge.toml`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from firsthand.attribution.cover import spans_of
from firsthand.attribution.hedges import Scene
from firsthand.language.lexicons import KnowledgeLexicon, KnowledgeRules
from firsthand.model import Knowledge, Span, Statement

_LINKED = re.compile(r"\s*[,(–—]|\s+(?:who|that|at|on|in|from|involved|briefed|present|taking|participating)\b")
_QUOTE_OPENERS = " \t\n\"'“”„‘’«»‹›("
_OWN_REACH = 240
"""How much of a content is read for "I saw", in code points; later ones tell of something else."""
_REPORTED_REACH = 100
_QUALIFIED = re.compile(r"\s+(?:at|of|with|from|who|in|for|on)\b")
_LEADING = re.compile(r"(?:(?:and|or|even|own|that|some|as|by|with)\s+)+")
_EDGE = ' \t\n,;:–—-("“”‘’«»'


def described(statements: Sequence[Statement], scene: Scene, lexicon: KnowledgeLexicon) -> dict[str, Knowledge]:
    """How the source of each statement is said to know, by statement id.

    Looked for in the source's own span, in what is linked to it up to the next part of any statement ("…, who watched
    from the quay, said"), and in the content where the source says so itself.
    """
    plain = scene.text.replace("'", "’")
    every = sorted(span.start for s in statements for span in spans_of(s))
    return {s.id: _knowledge(s, every, scene, lexicon, plain) for s in statements}


def carried_knowledge(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements, each without stated knowledge given what is said of its source elsewhere, once sources are known.

    What is said of a source first holds for it throughout; only what the text says about the source is carried, that is
    a span outside the contents of its own statements.
    """
    every = tuple(statements)
    known: dict[str, Knowledge] = {}
    for s in every:
        stated = s.knowledge.span is not None and not s.holds(s.knowledge.span)
        if s.source is not None and stated:
            known.setdefault(s.source, s.knowledge)
    return tuple(
        replace(s, knowledge=known[s.source])
        if s.source is not None and s.knowledge.kind == "not stated" and s.source in known
        else s
        for s in every
    )


def _knowledge(
    statement: Statement, starts: Sequence[int], scene: Scene, lexicon: KnowledgeLexicon, plain: str
) -> Knowledge:
    source = statement.source_span
    if source is not None:
        for kind, patterns in lexicon.opening:
            for pattern in patterns:
                m = pattern.match(plain, source.start, source.end)
                if m is not None:
                    return Knowledge(kind=kind, span=Span(m.start(), m.end()))
        for zone in _zones(statement, source, starts, scene):
            found = _about(plain, zone, lexicon)
            if found is not None:
                return found
    by_cue = _by_rules(plain, statement.cue_span, lexicon.cue) if statement.cue_span is not None else None
    return by_cue or _in_content(statement, scene, lexicon, plain) or Knowledge()


def _zones(statement: Statement, source: Span, starts: Sequence[int], scene: Scene) -> Iterable[Span]:
    yield source
    sentence = scene.sentence(source.start)
    after = bisect_left(starts, source.end)
    end = min([*starts[after : after + 1], sentence.end])
    if source.end < end and _LINKED.match(scene.text, source.end, end):
        yield Span(source.end, end)


def _about(plain: str, zone: Span, lexicon: KnowledgeLexicon) -> Knowledge | None:
    for kind, patterns in lexicon.about:
        for pattern in patterns:
            for m in pattern.finditer(plain, zone.start, zone.end):
                span = _tight(plain, m.start(), m.end())
                if span is None or lexicon.never.match(span.of(plain)):
                    continue
                if kind != "expert" or not (_is_bare_plural(span, zone, plain) or _is_name(span, zone, plain)):
                    return Knowledge(kind=kind, span=span)
    return None


def _is_bare_plural(span: Span, zone: Span, plain: str) -> bool:
    """True for "analysts", "some experts": nobody in particular, and nothing said of what they know."""
    words = span.of(plain)
    if not words.endswith("s") or words.startswith("who "):
        return False
    return _QUALIFIED.match(plain, span.end, zone.end) is None


def _is_name(span: Span, zone: Span, plain: str) -> bool:
    """True for "Economist" in "the YouGov/Economist survey": the word is part of a name."""
    words = span.of(plain)
    last = words.split()[-1]
    return (
        last[0].isupper() and span.start > zone.start and not words.startswith("Prof") and not words.startswith("who")
    )


def _in_content(statement: Statement, scene: Scene, lexicon: KnowledgeLexicon, plain: str) -> Knowledge | None:
    first = statement.content_spans[0]
    start = first.start
    while start < first.end and plain[start] in _QUOTE_OPENERS:
        start += 1
    if start >= first.end:
        return None
    if scene.quoted[start]:
        return _by_rules(plain, Span(start, min(first.end, start + _OWN_REACH)), lexicon.own)
    # "^" in a pattern must stand at the content's first word, so the content is cut out.
    words = plain[start : min(first.end, start + _REPORTED_REACH)]
    found = _by_rules(words, Span(0, len(words)), lexicon.reported)
    if found is None or found.span is None:
        return None
    return Knowledge(kind=found.kind, span=Span(found.span.start + start, found.span.end + start))


def _by_rules(plain: str, zone: Span, rules: KnowledgeRules) -> Knowledge | None:
    for kind, patterns in rules:
        for pattern in patterns:
            m = pattern.search(plain, zone.start, zone.end)
            span = _tight(plain, m.start(), m.end()) if m else None
            if span is not None:
                return Knowledge(kind=kind, span=span)
    return None


def _tight(plain: str, start: int, end: int) -> Span | None:
    while start < end and plain[start] in _EDGE:
        start += 1
    leading = _LEADING.match(plain, start, end)
    start = leading.end() if leading is not None and leading.end() < end else start
    while end > start and plain[end - 1] in _EDGE:
        end -= 1
    return Span(start, end) if start < end else None
