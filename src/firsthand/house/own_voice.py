"""Owns the rules on what a draft asserts with no source: accusations, casualties, causes, motives. It leaves scenes and
common knowledge alone: only words of its lists are looked at.
"""

import re
from collections.abc import Iterator, Set

from firsthand.house.findings import Finding, finding
from firsthand.house.rules import Rule
from firsthand.house.scene import Scene, joined, short, tokens
from firsthand.house.words import words
from firsthand.house.wrongs import wrongs
from firsthand.language import lexicons
from firsthand.model import Source, Span, Statement

_AFTER_NAME = re.compile(
    r"(?:’s\s+(?:people|camp|team|allies|aides|circle|entourage|family|friends|wife|husband|men))?"
    r"(?:,[^,.;]{1,60},|,)?\s+(?:also\s+|still\s+|now\s+|long\s+)?"
)
_HE = re.compile(r"\W*(?:[^.:!?]{2,30}:\s+)?(?:it\s+is\s+(?:understood|thought|believed)\s+(?:that\s+)?)?(he|she)\b")
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")


def accusations(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """Sentences that accuse somebody, with nobody who says so."""
    for sentence in scene.own:
        if words().legal.search(scene.low, sentence.start, sentence.end):
            continue
        found = wrongs(scene, sentence, also=rule.words("also"), without=rule.words("except"))
        first = next((w for w in found if not scene.is_said(w.span)), None)
        if first is not None:
            message = (
                f"“{short(scene.of(first.span))}” accuses in the paper's own voice. Say who says so and how they know, "
                "or leave it out."
            )
            yield finding(scene.text, rule, message, sentence, evidence=[first.span])


def casualties(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """Numbers of dead, injured or missing with no source; none that is attributed elsewhere, or of another year."""
    known = {figure for s in scene.body if scene.is_attributed(s) for m in _counted(scene, s) for figure in _figures(m)}
    year = (scene.reading.article.published or "")[:4]
    for sentence in scene.own:
        if words().own_scene.search(scene.text, sentence.start, sentence.end):
            continue
        if any(y != year for y in _YEAR.findall(scene.of(sentence))):
            continue
        for m in _counted(scene, sentence):
            span = Span(m.start(), m.end())
            if scene.is_said(span) or _figures(m) & known:
                continue
            message = f"“{short(scene.of(span))}”: say who counted, or who was told."
            yield finding(scene.text, rule, message, sentence, evidence=[span])
            break


def _counted(scene: Scene, sentence: Span) -> Iterator[re.Match[str]]:
    return words().casualties.finditer(scene.low, sentence.start, sentence.end)


def _figures(m: re.Match[str]) -> frozenset[str]:
    return frozenset(tokens(m.group())[:1]) | {t for t in tokens(m.group()) if t.isdigit()}


def causes(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """Causes and blame told as a fact with nobody who says so."""
    for sentence in scene.own:
        if words().legal.search(scene.low, sentence.start, sentence.end):
            continue
        m = words().causes.search(scene.low, sentence.start, sentence.end)
        if m is not None and not scene.is_said(Span(m.start(), m.end())):
            message = "A cause or a blame in the paper's own voice. Say who found it, or that it is not known."
            yield finding(scene.text, rule, message, sentence, evidence=[Span(m.start(), m.end())])


def motives(scene: Scene, rule: Rule) -> Iterator[Finding]:
    """What somebody wanted or feared, told as a fact, where they are not heard."""
    seen: set[Span] = set()
    for span, sentence in (*_wishes(scene), *_plain_wishes(scene), *_reasons(scene)):
        if sentence in seen:
            continue
        seen.add(sentence)
        message = (
            f"“{short(scene.of(span))}” looks into somebody's head. Say from whom the paper has it, or tell only what "
            "they did and said."
        )
        yield finding(scene.text, rule, message, sentence, evidence=[span])


def _wishes(scene: Scene) -> Iterator[tuple[Span, Span]]:
    """Wishes and fears of a named person who says nothing in the text."""
    heard = {s.source for s in scene.told if s.cue_span is not None and s.stance != "wants" and _says(scene, s)}
    for s in scene.reading.statements:
        source = scene.source(s)
        if scene.above(s) is not None or not scene.is_private(s) or source is None or s.cue_span is None:
            continue
        sentence = scene.sentence_at(s.cue_span.start)
        silent = s.source not in heard and _looks_into(scene, s, source)
        if sentence is not None and silent and not scene.is_attributed(sentence) and not scene.is_said(s.cue_span):
            yield Span(s.cue_span.start, max(s.cue_span.end, s.content_spans[-1].end)), sentence


def _looks_into(scene: Scene, wish: Statement, source: Source) -> bool:
    """True for a person, with a name or known by an office, and for what a body or a camp is said to feel: what one of
    them wants is told in public, what it fears is not.
    """
    if wish.source_span is None or wish.cue_span is None:
        return False
    where = scene.low[wish.source_span.start : wish.source_span.end]
    if source.kind == "person" and (source.name is not None or words().chiefs.search(where)):
        return True
    single = source.kind == "person" and where.strip() in ("he", "she")
    felt = words().feelings.search(scene.low, wish.cue_span.start, wish.cue_span.end) is not None
    return single or (felt and source.kind in ("organisation", "government", "group", "unknown"))


def _plain_wishes(scene: Scene) -> Iterator[tuple[Span, Span]]:
    """The same by the words alone, where no statement was read: a person's name or office, and right after it what they
    want.
    """
    heard = {t for s in scene.told if _says(scene, s) and (of := scene.source(s)) and of.name for t in tokens(of.name)}
    named = [n.span for n in scene.names if n.kind == "person" and not set(tokens(n.text)) & heard]
    spoke = (s.source_span for s in scene.told if _says(scene, s) and s.source_span is not None)
    known = {t for span in spoke for t in tokens(scene.of(span))}
    chiefs = (Span(m.start(), m.end()) for m in words().chiefs.finditer(scene.low))
    named += [c for c in chiefs if tokens(scene.of(c))[-1] not in known]
    named += _pronouns(scene, heard)
    for sentence in scene.own:
        for name in (n for n in named if sentence.holds(n)):
            m = _AFTER_NAME.match(scene.low, name.end, sentence.end)
            found = words().private.match(scene.low[m.end() : sentence.end]) if m is not None else None
            if m is not None and found is not None and not scene.is_said(Span(m.end(), m.end() + found.end())):
                yield Span(m.end(), m.end() + found.end()), sentence


def _pronouns(scene: Scene, heard: Set[str]) -> Iterator[Span]:
    """ "He" and "she" that open a sentence of the paper's own, where the last person named before is not heard."""
    people = [n for n in scene.names if n.kind == "person"]
    for sentence in scene.own:
        m = _HE.match(scene.low, sentence.start, sentence.end)
        last = next((n for n in reversed(people) if n.span.end <= sentence.start), None)
        if m is not None and last is not None and not set(tokens(last.text)) & heard:
            yield Span(m.start(1), m.end(1))


def _says(scene: Scene, statement: Statement) -> bool:
    """True where the statement has words enough to be something said, not a verb that happens to govern something."""
    return statement.quotation != "indirect" or len(joined(statement.content_spans, scene.text).split()) > 2


def _reasons(scene: Scene) -> Iterator[tuple[Span, Span]]:
    for sentence in scene.own:
        m = words().motives.search(scene.low, sentence.start, sentence.end)
        unnamed = lexicons.load().anonymity.unnamed.search(scene.of(sentence).replace("'", "’"))
        if m is not None and unnamed is None and not scene.is_said(Span(m.start(), m.end())):
            yield Span(m.start(), m.end()), sentence
