"""Owns what of an article is compared: contents of statements, their parts, own-voice sentences, the title.

It compares nothing, and it takes the reading as it is: a statement that was read wrong is not read again here. A part
is a sentence or a clause of its own ("A, and B did C"); parts never overlap, so that no place tells a claim twice.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from firsthand.language.lexicons import HedgeLexicon, load
from firsthand.language.sentences import sentences
from firsthand.model import Certainty, Reading, Span, Statement
from firsthand.model.trace import Piece, Unit
from firsthand.tracing.clauses import clauses, has_verb
from firsthand.tracing.lists import matches

FEWEST = 3
"""Words below which a place tells too little to be told again."""
PASSED_ON = 0.8
"""Share of an asserting statement's content from which its child says it all: who passes on what another said."""
_LEAD = re.compile(r"(?:[\s,;:–—-]|that\b|whether\b|(?:and|but)\s+that\b)+", re.I)
_TAIL = re.compile(r"[\s,;:–—-]+$")
_WORD = re.compile(r"[^\W_]+(?:[’'.,&/-][^\W_]+)*")
_MONTH = re.compile(r"(?:\b(?:in|of|since|by|until|on|during|last|next|this|early|late|mid)|\d)[\s-]+$", re.I)
_GRADE: tuple[Certainty, ...] = ("flat", "hedged", "doubtful")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Spans of one unit, and the statement they come from (None: the article's own)."""

    spans: tuple[Span, ...]
    statement: Statement | None
    parent: str | None = None


def units(piece: Piece) -> tuple[Unit, ...]:
    """Everything that `piece` tells, in the order of the text, the title last.

    A statement whose child says the same and that asserts is left to the child (its `stated_chain` has both); one that
    denies or doubts what its child says stays, over the same words. Questions, refusals to comment, headers and credits
    are left out. A part's `parent` is the id of the unit that the whole content would be; it need not be in the result.
    """
    reading = piece.reading
    text = reading.article.text
    split, lexicon = sentences(text), load().hedges
    places = [*_of_statements(reading, split), *_of_own_voice(reading)]
    told = [u for p in places if (u := _unit(reading, p, lexicon)) is not None]
    told.sort(key=lambda u: (u.spans[0].start, u.spans[-1].end, u.id))
    return (*told, *_of_title(reading, lexicon))


def _of_statements(reading: Reading, split: Sequence[Span]) -> Iterator[_Place]:
    text = reading.article.text
    for s in reading.statements:
        if not _counts(reading, s):
            continue
        children = tuple(c for c in reading.children(s.id) if _counts(reading, c))
        if _passes_on(s, children):
            continue
        # A denial is of the whole content, so it keeps what its child says; anything else leaves that to the child.
        inner = () if s.stance in ("denies", "doubts") else children
        content = s.content_spans if s.source_span is not None or _tells(text, s) else _clause_of(s, split)
        whole = tuple(t for span in content if (t := _trimmed(text, span)) is not None)
        if not whole:
            continue
        marks = tuple(span for c in inner for span in _taken(c))
        parent = Unit(article=reading.article.id, spans=whole, words="", statement=s.id).id
        for spans in _parts(text, _less(whole, marks), split):
            yield _Place(spans=spans, statement=s, parent=parent if spans != whole else None)


def _counts(reading: Reading, statement: Statement) -> bool:
    """True where the statement gives units of its own.

    A child without a verb ("offered to release …") tells nothing beside its parent, which keeps the words.
    """
    text = reading.article.text
    words = sum(len(_WORD.findall(s.of(text))) for s in statement.content_spans)
    if statement.stance == "asks" or words < FEWEST or _intends(reading, statement):
        return False
    return statement.parent is None or _tells(text, statement)


def _tells(text: str, statement: Statement) -> bool:
    return any(has_verb(span.of(text)) for span in statement.content_spans)


def _clause_of(statement: Statement, split: Sequence[Span]) -> tuple[Span, ...]:
    """The sentence of a content that has neither source nor verb: "An answer | is expected | next week"."""
    first = statement.content_spans[0]
    return tuple(s for s in split if s.holds(first)) or statement.content_spans


def _intends(reading: Reading, statement: Statement) -> bool:
    """True for a doing, not a telling: "has decided to cancel": who decides asserts nothing by it, the article does."""
    text, cue = reading.article.text, statement.cue_span
    if cue is None or not text.startswith("to ", statement.content_spans[0].start):
        return False
    return matches("doings.txt", cue.of(text))


def _passes_on(statement: Statement, children: Sequence[Statement]) -> bool:
    if statement.stance != "asserts":
        return False
    length = sum(len(s) for s in statement.content_spans)
    inside = [span for c in children if c.stance != "asks" for span in c.content_spans]
    covered = length - sum(len(s) for s in _less(statement.content_spans, inside))
    return covered >= PASSED_ON * length


def _taken(statement: Statement) -> tuple[Span, ...]:
    return tuple(s for s in (*statement.content_spans, statement.cue_span, statement.source_span) if s is not None)


def _parts(text: str, spans: Sequence[Span], split: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """`spans` by sentences, what stands in one sentence together, and each sentence by its clauses."""
    starts = [s.start for s in split]
    by_sentence: dict[int, list[Span]] = {}
    for span in spans:
        at = max(bisect_right(starts, span.start) - 1, 0)
        while at < len(split) and split[at].start < span.end:
            low, high = max(span.start, split[at].start), min(span.end, split[at].end)
            if low < high and (part := _trimmed(text, Span(low, high))) is not None:
                by_sentence.setdefault(at, []).append(part)
            at += 1
    for group in by_sentence.values():
        if len(group) == 1:
            yield from ((c,) for span in clauses(text, group[0]) if (c := _trimmed(text, span)) is not None)
        else:
            yield tuple(group)


def _of_own_voice(reading: Reading) -> Iterator[_Place]:
    """Own-voice sentences without what statements took of them, clause by clause."""
    text = reading.article.text
    taken = [span for s in reading.statements if _counts(reading, s) for span in _taken(s)]
    for own in reading.own_voice:
        left = _less((own,), taken)
        if not left or (left != (own,) and not any(_stands_alone(text, s) for s in left)):
            continue
        for rest in left:
            if left == (own,) or _stands_alone(text, rest):
                for span in clauses(text, rest):
                    trimmed = _trimmed(text, span)
                    if trimmed is not None:
                        yield _Place(spans=(trimmed,), statement=None)


def _stands_alone(text: str, span: Span) -> bool:
    """True where the rest of a sentence still tells something: a subject, a verb, and some words."""
    words = span.of(text).strip(" ,;:–—-")
    return len(_WORD.findall(words)) > 2 * FEWEST and has_verb(words) and not words[:1].islower()


def _unit(reading: Reading, place: _Place, lexicon: HedgeLexicon) -> Unit | None:
    article, s = reading.article, place.statement
    words = " ".join(span.of(article.text) for span in place.spans)
    if len(_WORD.findall(words)) < FEWEST or matches("no_news.txt", _scene(reading, place)):
        return None
    if s is None:
        certainty, terms = _wording(words, lexicon)
        return Unit(article=article.id, spans=place.spans, words=words, certainty=certainty, hedges=terms)
    return Unit(
        article=article.id,
        spans=place.spans,
        words=words,
        statement=s.id,
        quotation=s.quotation,
        stance=s.stance,
        certainty=s.certainty,
        hedges=tuple(h.term for h in s.hedges),
        chain=s.stated_chain,
        parent=place.parent,
    )


def _scene(reading: Reading, place: _Place) -> str:
    """The words of the place with what stands before them in the sentence, where refusals show."""
    text, start = reading.article.text, place.spans[0].start
    if place.statement is None or place.statement.cue_span is None:
        return " ".join(span.of(text) for span in place.spans)
    before = min(start, place.statement.cue_span.start)
    return text[max(before - 12, 0) : place.spans[-1].end] if start - before < 60 else place.spans[0].of(text)


def _wording(words: str, lexicon: HedgeLexicon) -> tuple[Certainty, tuple[str, ...]]:
    """How sure the article's own words are, and their hedges."""
    found = [lexicon.terms[" ".join(m.group().split())] for m in _hedges(words, lexicon)]
    grade = max((_GRADE.index(t.grade) for t in found), default=0)
    return _GRADE[grade], tuple(t.term for t in found)


def _hedges(words: str, lexicon: HedgeLexicon) -> Iterator[re.Match[str]]:
    low = words.lower().replace("'", "’")
    for m in lexicon.pattern.finditer(low):
        modal = lexicon.terms[" ".join(m.group().split())].family == "modal"
        ability = modal and (lexicon.not_before.match(low, m.end()) or lexicon.not_after.search(low, 0, m.start()))
        month = words.startswith("May", m.start()) and _MONTH.search(words, 0, m.start())
        if not ability and not month:
            yield m


# Title

_CREDIT = re.compile(
    r"\s*(?:[-–—|:(]\s*|,\s+)(?:media\s+|press\s+)?(?:reports?|sources?|source says|officials?|papers?|newspapers?|"
    r"agency|agencies|ministry|minister|police|court filing|filing|documents?|study|poll|survey|"
    r"witnesses|lawyer|aide|spokes(?:man|woman|person)|says? \w+|[\w ]{0,30}(?:says|reports))\)?\s*$",
    re.I,
)
_KICKER = re.compile(
    r"\s*(?:exclusive|update(?:\s*\d+)?|breaking(?:\s+news)?|correct(?:ed|ion)|analysis|live|watch|video|just in|"
    r"report|factbox|explainer|opinion|recap|refile|wrapup(?:\s*\d+)?)\s*[-–—:|]\s*",
    re.I,
)
_COLON = re.compile(r"(?<=[\w”’\"')])(?::\s+|;\s+|\s+[–—|-]\s+)")


def _of_title(reading: Reading, lexicon: HedgeLexicon) -> Iterator[Unit]:
    title = reading.article.title or ""
    kicker = _KICKER.match(title)
    start = kicker.end() if kicker else 0
    credit = _CREDIT.search(title, start)
    end = credit.start() if credit and len(_WORD.findall(title[start : credit.start()])) >= FEWEST else len(title)
    for low, high in _title_parts(title, start, end):
        span = _trimmed(title, Span(low, high)) if low < high else None
        if span is None or len(_WORD.findall(span.of(title))) < FEWEST:
            continue
        words = span.of(title)
        certainty, terms = _wording(words, lexicon)
        if title.rstrip(" ”’\"'").endswith("?"):
            certainty = "doubtful"
        elif credit is not None and certainty == "flat" and end == credit.start():
            certainty, terms = "hedged", (*terms, credit.group().strip(" ,:;-–—|()").lower())
        yield Unit(
            article=reading.article.id, spans=(span,), words=words, field="title", certainty=certainty, hedges=terms
        )


def _title_parts(title: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A title by its colons and dashes; what is too short to be told again goes with nothing."""
    for m in _COLON.finditer(title, start, end):
        yield start, m.start()
        start = m.end()
    yield start, end


# Spans


def _trimmed(text: str, span: Span) -> Span | None:
    """`span` without "that" before and punctuation around it; quotation marks stay."""
    lead = _LEAD.match(text, span.start, span.end)
    start = lead.end() if lead else span.start
    tail = _TAIL.search(text, start, span.end)
    end = tail.start() if tail else span.end
    return Span(start, end) if start < end else None


def _less(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """`spans` without the places in `taken`."""
    gaps = sorted(taken)
    out: list[Span] = []
    for span in spans:
        at = span.start
        for gap in gaps:
            if gap.end <= at or gap.start >= span.end:
                continue
            if gap.start > at:
                out.append(Span(at, gap.start))
            at = max(at, gap.end)
        if at < span.end:
            out.append(Span(at, span.end))
    return tuple(out)
