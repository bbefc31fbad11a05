"""Owns whose hedges belong to which statement, and how sure a statement is put. It changes no wording and no number.

A hedge is the article's own (`by` None) where it stands outside the content, or where it is a reportive or evidential
expression in a content that the article words itself ("he had apparently left"). It is the source's where it stands in
quotation marks, or where it is an estimate or a modal inside the content: that is the source's caution, reworded.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.attribution.stance import CueReading
from firsthand.language.lexicons import CueLexicon, HedgeLexicon, HedgeTerm
from firsthand.language.sentences import sentences as split
from firsthand.model import Certainty, Hedge, Span, Statement

HEDGE_BY_SOURCE = "source"
"""`by` of a hedge of the statement's own source, until `resolve_hedges` puts that source's id in its place."""
HEDGE_BY_PARENT = "parent"
"""`by` of a hedge that is worded by the source of the statement's parent."""

GRADES: tuple[Certainty, ...] = ("flat", "hedged", "doubtful")
_MARKS = " \t\n\"'“”„‘’«»‹›"
_GAP = re.compile(r"[\s,;:–—\-\"'“”„‘’«»‹›(]*")
_BESIDE = re.compile(r"[\s,]*(?:(?:has|have|had|is|are|was|were|been|also|to|then|that|he|she|they|it)[\s,]+)*", re.I)
_CLAUSE = re.compile(r"[,;:–—.!?]")
_SUBORDINATE = re.compile(
    r"\b(?:if|whether|unless|who|whom|whose|which|when|while|although|though|because|in case|so that)\b", re.I
)
_CONDITIONAL = re.compile(
    r"\bwould\s+(?:already\s+|also\s+|even\s+)?have\s+(?=(?:been\s+)?[a-z]+(?:ed|en|n|t|ne|id|ld)\b)", re.I
)
_ACCORDING = re.compile(r"according\s+to|citing|per\b", re.I)
_COUNTERFACT = re.compile(
    r"\b(?:if|had|without|unless|otherwise|were it|but for|instead|rather|never|not|wish(?:ed|es)?)\b", re.I
)
_PUT_TO_HEARER = ("asks", "wants", "orders", "offers", "promises")


@dataclass(frozen=True, slots=True)
class Found:
    """One hedging expression in a text."""

    span: Span
    term: HedgeTerm


def find_hedges(text: str, lexicon: HedgeLexicon) -> tuple[Found, ...]:
    """All hedging expressions of `text` in order, none overlapping; modals of ability and months are left out."""
    plain = lowered(text)
    out = []
    for m in lexicon.pattern.finditer(plain):
        term = lexicon.terms[" ".join(m.group().split())]
        if term.family == "modal" and _is_no_hedge(text, plain, m, lexicon):
            continue
        if term.term == "likely" and re.search(r"\b(?:more|less|as|how)\s+$", plain[max(0, m.start() - 6) : m.start()]):
            continue
        out.append(Found(Span(m.start(), m.end()), term))
    return tuple(out)


def lowered(text: str) -> str:
    """`text` in lower case with `’` for every apostrophe, code point for code point."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("'", "’")


_AS = re.compile(r"\b(?:as|than)\s+(?:(?:one|you|we|anyone|everyone|readers|viewers|listeners)\s+)?$")
_ANYONE = re.compile(r"\b(?:one|you|anyone|readers|viewers|listeners)\s+$")
_FINDS_OUT = re.compile(r"\s+(?:(?:also|now|already|even)\s+)?(?:read|learn|find\s+out|gather)\b")


def _is_no_hedge(text: str, plain: str, m: re.Match[str], lexicon: HedgeLexicon) -> bool:
    if text.startswith("May", m.start()):
        return True
    # "as could be read in …", "one could read in …": what anybody was able to do (Quirk et al. 1985 §4.52, §15.54).
    low = max(0, m.start() - 20)
    if _AS.search(plain, low, m.start()) or (
        _ANYONE.search(plain, low, m.start()) and _FINDS_OUT.match(plain, m.end())
    ):
        return True
    if lexicon.not_after.search(plain, max(0, m.start() - 12), m.start()):
        return True
    negated = lexicon.not_before.match(plain, m.end())
    # "may not" and "might not" hedge a negative; "could not" denies an ability.
    return negated is not None and (m.group().lower() == "could" or negated.group().strip()[:1] != "n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What all statements of one article share: its text, hedges, sentences, quoted depths, children, lexicons."""

    text: str
    hedges: tuple[Found, ...]
    starts: tuple[int, ...]
    sentences: tuple[Span, ...]
    sentence_starts: tuple[int, ...]
    quoted: bytes | bytearray
    children: Mapping[str, tuple[Statement, ...]]
    cues: CueLexicon
    lexicon: HedgeLexicon

    def within(self, span: Span) -> tuple[Found, ...]:
        """The hedges that lie wholly inside `span`."""
        low, high = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return tuple(f for f in self.hedges[low:high] if f.span.end <= span.end)

    def sentence(self, offset: int) -> Span:
        """The sentence at `offset`, or the gap between two where it lies in none."""
        i = bisect_left(self.sentence_starts, offset + 1) - 1
        if i >= 0 and self.sentences[i].end > offset:
            return self.sentences[i]
        return Span(offset, offset + 1)


def hedges_of(statement: Statement, reading: CueReading, scene: Scene, parent: Statement | None) -> tuple[Hedge, ...]:
    """The hedges of `statement` in text order: of its cue, beside its cue or content, and inside its content."""
    found = [*_of_cue(statement, reading, scene), *_beside(statement, reading, scene), *_inside(statement, scene)]
    found += _conditional(statement, reading, scene)
    analysts = _is_estimate(statement, reading, scene, parent)
    kept: list[Hedge] = []
    for hedge in sorted(found, key=lambda h: (-len(h.span), h.span.start)):
        if not any(hedge.span.meets(k.span) for k in kept):
            kept.append(hedge if analysts or hedge.range is None else replace(hedge, range=None))
    if parent is not None:
        kept = [_by_parent(h, statement, parent, scene) for h in kept]
    return tuple(sorted(kept, key=lambda h: h.span))


def _of_cue(statement: Statement, reading: CueReading, scene: Scene) -> Iterable[Hedge]:
    if reading.reserve != "flat" and reading.span is not None and reading.term is not None:
        yield Hedge(span=reading.span, term=reading.term, by=HEDGE_BY_SOURCE if reading.whose == "source" else None)
    cue = reading.group
    if cue is not None:
        for m in scene.cues.beside.finditer(scene.text, max(0, cue.start - 15), min(len(scene.text), cue.end + 35)):
            span = Span(m.start(), m.end())
            gap = scene.text[min(span.end, cue.end) : max(span.start, cue.start)]
            if not gap.strip(" ,") and not any(c.meets(span) for c in statement.content_spans):
                yield Hedge(span=span, term=m.group().lower())


def _beside(statement: Statement, reading: CueReading, scene: Scene) -> Iterable[Hedge]:
    """Hedges outside the content that stand right before it, open its sentence, or touch the cue."""
    first = statement.content_spans[0]
    sentence = scene.sentence(first.start)
    low = min([sentence.start, *(s.start for s in (reading.group,) if s is not None)])
    high = max([sentence.end, *(s.end for s in (reading.group,) if s is not None)])
    for found in scene.within(Span(low, high)):
        if any(c.meets(found.span) for c in statement.content_spans) or found.term.family == "idiom":
            continue
        if _touches_cue(found.span, reading.group, scene.text) or (
            found.term.family in ("reportive", "evidential", "estimative")
            and _opens(found.span, first, sentence, scene)
        ):
            yield Hedge(span=found.span, term=found.term.term, range=found.term.range)


def _touches_cue(span: Span, group: Span | None, text: str) -> bool:
    if group is None:
        return False
    if span.meets(group):
        return True
    gap = text[min(span.end, group.end) : max(span.start, group.start)]
    return len(gap) < 30 and _BESIDE.fullmatch(gap) is not None


def _opens(span: Span, first: Span, sentence: Span, scene: Scene) -> bool:
    if span.end > first.start:
        return False
    gap = scene.text[span.end : first.start]
    return _GAP.fullmatch(gap) is not None or (
        _GAP.fullmatch(scene.text[sentence.start : span.start]) is not None and len(gap) < 80 and sentence.holds(first)
    )


def _inside(statement: Statement, scene: Scene) -> Iterable[Hedge]:
    """Hedges inside the content, but for those inside a child's own words."""
    taken = tuple(
        span
        for child in scene.children.get(statement.id, ())
        if not _same(child, statement)
        for span in (*child.content_spans, *filter(None, (child.cue_span, child.source_span)))
    )
    for content in statement.content_spans:
        for found in scene.within(content):
            if any(t.meets(found.span) for t in taken):
                continue
            quoted = bool(scene.quoted[found.span.start])
            if found.term.family == "idiom" and not quoted:
                continue
            own = found.term.family in ("reportive", "evidential") and not quoted
            by = None if own else HEDGE_BY_SOURCE
            yield Hedge(span=found.span, term=found.term.term, by=by, range=found.term.range)


def _same(child: Statement, parent: Statement) -> bool:
    """True where the two have the same content: the child's source is only another link of the chain."""
    a, b = (sum(len(s) for s in x.content_spans) for x in (child, parent))
    return a >= 0.85 * b


def _conditional(statement: Statement, reading: CueReading, scene: Scene) -> Iterable[Hedge]:
    """The press conditional of translated prose: "according to Le Rapide, the prefect would have resigned"."""
    cue = statement.cue_span
    if cue is None or not _ACCORDING.match(cue.of(scene.text)):
        return
    for content in statement.content_spans:
        sentence = scene.sentence(content.start)
        if _COUNTERFACT.search(sentence.of(scene.text)):
            continue
        for m in _CONDITIONAL.finditer(scene.text, content.start, content.end):
            if not scene.quoted[m.start()]:
                yield Hedge(span=Span(m.start(), m.start() + len(m.group().rstrip())), term="would have")


def _is_estimate(statement: Statement, reading: CueReading, scene: Scene, parent: Statement | None) -> bool:
    """True where ICD 203's ranges may stand beside a term: the source is an estimate by analysts."""
    cue = statement.cue_span
    if statement.source_span is None:
        return False
    words = statement.source_span.of(scene.text)
    if scene.lexicon.not_analysts.search(words):
        return False
    if cue is not None and any(w in scene.lexicon.assess for w in cue.of(scene.text).lower().split()):
        return True
    return scene.lexicon.analysts.search(words) is not None


def _by_parent(hedge: Hedge, statement: Statement, parent: Statement, scene: Scene) -> Hedge:
    """A hedge that the article would own, standing in the parent's quoted words, is the parent's source's."""
    if hedge.by is None and parent.holds(hedge.span) and scene.quoted[hedge.span.start]:
        return replace(hedge, by=HEDGE_BY_PARENT)
    return hedge


def certainty_of(statement: Statement, hedges: Sequence[Hedge], reading: CueReading, scene: Scene) -> Certainty:
    """How surely the statement is put: by the strongest of its hedges that bears on the content as a whole.

    Hedges of the cue and the article's own always do. Those inside the content do in its first sentence, outside a
    subordinate clause, or where at least half of its sentences have one; not in what is asked, wanted or promised. What
    the source doubts is doubtful.
    """
    if reading.stance == "doubts":
        return "doubtful"
    grade = 0
    inner: list[Hedge] = []
    for hedge in hedges:
        if statement.holds(hedge.span) and hedge.by is not None:
            inner.append(hedge)
        else:
            grade = max(grade, _grade(hedge, reading, scene))
    if reading.stance not in _PUT_TO_HEARER:
        grade = max([grade, *(_grade(h, reading, scene) for h in _bearing(statement, inner, scene))])
    return GRADES[grade]


def _grade(hedge: Hedge, reading: CueReading, scene: Scene) -> int:
    if hedge.span == reading.span and hedge.term == reading.term:
        return GRADES.index(reading.reserve)
    key = hedge.span.of(scene.text).lower().replace("'", "’")
    term = scene.lexicon.terms.get(" ".join(key.split()))
    if term is not None:
        return GRADES.index(term.grade)
    return GRADES.index("doubtful" if scene.cues.beside.fullmatch(hedge.span.of(scene.text)) else "hedged")


def _bearing(statement: Statement, hedges: Sequence[Hedge], scene: Scene) -> Sequence[Hedge]:
    main = [h for h in hedges if not _is_subordinate(h.span, statement, scene)]
    if not main:
        return ()
    inner = [sentence for content in statement.content_spans for sentence in _sentences(scene.text, content)]
    homes = [s for s in inner if any(s.meets(h.span) for h in main)]
    if not inner or len(homes) * 2 >= len(inner):
        return main
    return [h for h in main if inner[0].meets(h.span)]


def _sentences(text: str, content: Span) -> tuple[Span, ...]:
    """The sentences inside one span of content; its marks are left off, since they would hold it together as one."""
    words = content.of(text)
    start = len(words) - len(words.lstrip(_MARKS))
    return tuple(
        Span(content.start + start + s.start, content.start + start + s.end)
        for s in split(words[start:].rstrip(_MARKS))
    )


def _is_subordinate(span: Span, statement: Statement, scene: Scene) -> bool:
    start = next(c.start for c in statement.content_spans if c.holds(span))
    before = scene.text[max(start, span.start - 120) : span.start]
    cut = 0
    for m in _CLAUSE.finditer(before):
        cut = m.end()
    return _SUBORDINATE.search(before, cut) is not None


def resolve_hedges(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements with source ids in place of `HEDGE_BY_SOURCE` and `HEDGE_BY_PARENT`, once sources are resolved.

    A source that is not known is looked for upwards; where no ancestor has one, the hedge stays the article's own.
    """
    every = tuple(statements)
    by_id = {s.id: s for s in every}

    def owner(statement: Statement | None) -> str | None:
        seen: set[str] = set()
        while statement is not None and statement.id not in seen:
            if statement.source is not None:
                return statement.source
            seen.add(statement.id)
            statement = by_id.get(statement.parent) if statement.parent is not None else None
        return None

    def named(hedge: Hedge, statement: Statement) -> Hedge:
        if hedge.by == HEDGE_BY_SOURCE:
            return replace(hedge, by=owner(statement))
        if hedge.by == HEDGE_BY_PARENT:
            return replace(hedge, by=owner(by_id.get(statement.parent) if statement.parent is not None else None))
        return hedge

    return tuple(replace(s, hedges=tuple(named(h, s) for h in s.hedges)) if s.hedges else s for s in every)
