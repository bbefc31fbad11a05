"""Owns why a source is unnamed, in the article's own words. It does not decide who is unnamed, nor who "he" is.

The span taken is the reason's clause: from "because", "for fear of", "not authorised to" to the end of the clause. It
is given to statements whose source the sentence speaks about: one in the same sentence; or, where the sentence opens
with a pronoun or a noun ("All three asked not to be named because …"), those just before it, or after it, that a
pronoun or noun of that kind can mean. Where none can, the reason is dropped. `anonymity_clauses` has the whole clauses,
which are reasons and never statements.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from firsthand.language.lexicons import AnonymityLexicon, load
from firsthand.language.sentences import sentences as split
from firsthand.model import Article, Span, Statement

REACH = 3
"""How many sentences before or after it a reason may speak about."""
PLURAL_REACH = 12
"""The same for "all three", "the people", which gather several statements."""

_END = re.compile(r"[.;!?…)\n]|\s[–—]\s|—|[“”«»\"]|,\s*(?=[“«\"‘])")
_COMMA = re.compile(r",")
_NAME = re.compile(
    r"(?<![.!?]\s)(?<!^)\b[A-Z][a-z]+\s+(?:[A-Z]\.\s+)?[A-Z][\w’'-]+|^(?:[A-Z][a-z]+\s+){1,2}[A-Z][\w’'-]+$"
)
_LED = re.compile(
    r"\b(?:because|since|as|who|given\s+that)(?:\s+(?!sa(?:y|ys|id)\b|told\b|tells?\b|claim|add|insist)[\w’-]+){0,6}\s*\Z"
)
"""What makes "not permitted to discuss" a clause of its own, before it."""
_LED_FROM = 70
_GOES_ON = re.compile(
    r"(?:and\s+)?(?:said|says|told|declined|refused|did|would|added|wrote|according|but|while|who|which|whose|described|confirmed|he|she|they|the|a|an|[A-Z])\b"
)
"""What begins after a comma where the clause has ended."""
_FIRST = re.compile(r"(?:and\s+)?([a-z]+)\b")
_PRONOUN = re.compile(r"(?:he|she|they|his|her|their|the\s+(?:former|latter)|who)\b", re.I)
_PLURAL = re.compile(
    r"(?:all|both|each|every|most|neither|none|two|three|four|five|six|several|they|their|the\s+(?:two|three|four|five|six|people|sources|others|pair|trio)|these|those)\b",
    re.I,
)
_WORD = re.compile(r"[A-Za-z][\w’'-]+")
_VAGUE_WORDS = """
    one another person people man woman source sources someone somebody official officials employee
    employees member members worker workers aide aides insider insiders diplomat diplomats resident
    residents
"""
_VAGUE = frozenset(_VAGUE_WORDS.split())
_UNNAMED_SOURCE = re.compile(
    r"\b(?:sources?|people|person|officials?|insiders?|anonymous|unnamed|one|another|some(?:one|body)?|others|an?|two|three|four|five|six|several)\b",
    re.I,
)
_STOP_WORDS = """
    the a an of in at on to for with by from who that one two three four five and or all both each not
    was were is are his her their familiar close spoke speaking asked said told they them she he these
    those some most several none neither whom which
"""
_STOP = frozenset(_STOP_WORDS.split())


def anonymity_reasons(
    article: Article, statements: Sequence[Statement], *, sentences: Sequence[Span] | None = None
) -> Mapping[str, Span]:
    """The span of the reason why the source is unnamed, by statement id; statements without one are left out."""
    lexicon = load().anonymity
    spans = tuple(sentences) if sentences is not None else split(article.text)
    plain = article.text.replace("'", "’")
    found: dict[str, Span] = {}
    for i, sentence in enumerate(spans):
        for trigger, reason in _reasons(plain, sentence, lexicon):
            # What somebody says of another's anonymity is no reason for his own.
            free = [s for s in statements if not s.holds(trigger)]
            for statement in _about(plain, i, spans, trigger, free):
                found.setdefault(statement.id, _cut(plain, reason, statement))
    return MappingProxyType(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnonymityClause:
    """`sign` is the expression that says that a source is unnamed ("asked not to be named"), `whole` runs from its
    beginning to the end of the reason, where one is given."""

    sign: Span
    whole: Span


def anonymity_clauses(text: str) -> tuple[AnonymityClause, ...]:
    """Every clause of `text` that says that a source is unnamed, or that somebody may not speak, with its reason.

    "He was not permitted to speak" is such a clause only where it is led in as one ("because he", "who").
    """
    lexicon = load().anonymity
    plain = text.replace("'", "’")
    found: list[AnonymityClause] = []
    done = 0
    for m in lexicon.sign.finditer(plain):
        if m.start() < done:
            continue
        high = plain.find("\n", m.end())
        done = high if high >= 0 else len(plain)
        found += _clauses(plain, Span(plain.rfind("\n", 0, m.start()) + 1, done), lexicon)
    return tuple(found)


def _clauses(plain: str, line: Span, lexicon: AnonymityLexicon) -> Iterator[AnonymityClause]:
    """The clauses of one paragraph: those with a sign of anonymity, then those of leave to speak."""
    for m in lexicon.unnamed.finditer(plain, line.start, line.end):
        reason = lexicon.reason.search(plain, m.end(), _limit(plain, m.end(), line.end))
        end = _clause(plain, reason.start(), line.end).end if reason is not None else m.end()
        yield AnonymityClause(sign=Span(*m.span()), whole=Span(m.start(), max(end, m.end())))
    for m in lexicon.standing.finditer(plain, line.start, line.end):
        low = max(line.start, m.start() - _LED_FROM)
        led = _LED.search(plain[low : m.start()])
        if led is not None:
            start = low + led.start()
            end = _clause(plain, m.start(), line.end).end
            yield AnonymityClause(sign=Span(start, m.end()), whole=Span(start, max(end, m.end())))


def _reasons(plain: str, sentence: Span, lexicon: AnonymityLexicon) -> Iterator[tuple[Span, Span]]:
    """(the expression that says that a source is unnamed, the reason's clause) in one sentence."""
    if lexicon.sign.search(plain, sentence.start, sentence.end) is None:
        return
    done = sentence.start
    for m in lexicon.unnamed.finditer(plain, sentence.start, sentence.end):
        if m.start() < done:
            continue
        low = max(m.end(), m.start() + 1)
        limit = _limit(plain, low, sentence.end)
        reason = lexicon.reason.search(plain, low, limit)
        if reason is not None:
            clause = _clause(plain, reason.start(), sentence.end)
            done = clause.end
            yield Span(m.start(), m.end()), clause
    for m in lexicon.standing.finditer(plain, sentence.start, sentence.end):
        if m.start() >= done:
            clause = _clause(plain, m.start(), sentence.end)
            done = clause.end
            yield Span(m.start(), m.end()), clause


def _limit(plain: str, start: int, end: int) -> int:
    m = _END.search(plain, start, end)
    return m.start() if m else end


def _clause(plain: str, start: int, end: int) -> Span:
    """The clause from `start`: to a full stop, bracket, dash or mark, or a comma that a new clause follows."""
    limit = _limit(plain, start, end)
    for m in _COMMA.finditer(plain, start, limit):
        rest = plain[m.end() : limit].lstrip()
        if _GOES_ON.match(rest) or _is_cue(rest):
            limit = m.start()
            break
    while limit > start + 1 and plain[limit - 1] in " ,;:":
        limit -= 1
    return Span(start, limit)


def _is_cue(rest: str) -> bool:
    """True where `rest` begins with a finite verb of the cue lexicon ("…, warned that")."""
    word = _FIRST.match(rest)
    entries = load().cues.entries.get(word[1], ()) if word is not None else ()
    return any(len(e) == 1 and word is not None and word[1] != c.lemma and word[1][-3:] != "ing" for e, c in entries)


def _cut(plain: str, reason: Span, statement: Statement) -> Span:
    """The reason, ended where the statement's cue or content begins."""
    starts = [
        s.start for s in (*statement.content_spans, *filter(None, (statement.cue_span,))) if reason.start < s.start
    ]
    end = min([reason.end, *starts])
    while end > reason.start + 1 and plain[end - 1] in ' ,;:“"«‘':
        end -= 1
    return Span(reason.start, end)


def _about(
    plain: str, i: int, spans: Sequence[Span], trigger: Span, statements: Sequence[Statement]
) -> Sequence[Statement]:
    """The statements whose source the trigger speaks about."""
    sentence = spans[i]
    here = [
        s
        for s in statements
        if s.source_span is not None and sentence.holds(s.source_span) and s.source_span.start <= trigger.start
    ]
    if here:
        near = max(here, key=lambda s: s.source_span.start if s.source_span else 0).source_span
        same = [s for s in here if s.source_span == near]
        named = near is not None and _NAME.search(near.of(plain)) is not None and not near.meets(trigger)
        return () if named else same
    subject = plain[sentence.start : trigger.start].strip()
    if _PLURAL.match(subject):
        return _gathered(plain, i, spans, subject, statements) or _following(plain, i, spans, subject, statements)
    before = [s for s in _within(statements, spans, i - REACH, i) if _can_be(plain, s, subject)]
    if before:
        last = before[-1]
        return [s for s in before if s.source_span == last.source_span]
    return () if _PRONOUN.match(subject) else _following(plain, i, spans, subject, statements)


def _following(
    plain: str, i: int, spans: Sequence[Span], subject: str, statements: Sequence[Statement]
) -> Sequence[Statement]:
    """The first statement after sentence `i` whose source the subject can mean; "they" means nobody further on."""
    if not _nouns(subject):
        return ()
    after = [s for s in _within(statements, spans, i, i + REACH) if _can_be(plain, s, subject) or _is_pronoun(plain, s)]
    return after[:1]


def _within(statements: Sequence[Statement], spans: Sequence[Span], first: int, last: int) -> list[Statement]:
    """Statements whose source stands in the sentences from `first` to `last`, in the order of their sources."""
    low, high = spans[max(first, 0)].start, spans[min(last, len(spans) - 1)].end
    found = [s for s in statements if s.source_span is not None and low <= s.source_span.start < high]
    return sorted(found, key=lambda s: s.source_span.start if s.source_span else 0)


def _gathered(
    plain: str, i: int, spans: Sequence[Span], subject: str, statements: Sequence[Statement]
) -> Sequence[Statement]:
    """For "all three", "the people": every unnamed source before it that shares a noun with it, else every one."""
    before = [s for s in _within(statements, spans, i - PLURAL_REACH, i) if _is_unnamed(plain, s)]
    nouns = _nouns(subject)
    shared = [s for s in before if nouns & _nouns(_source(plain, s))]
    if shared:
        return shared
    if nouns - _VAGUE:
        return ()
    return [s for s in before if _UNNAMED_SOURCE.search(_source(plain, s)) is not None]


def _can_be(plain: str, statement: Statement, subject: str) -> bool:
    """True where `subject` ("he", "the official") can mean the statement's source, which is unnamed."""
    if not _is_unnamed(plain, statement):
        return False
    if _PRONOUN.match(subject) or not subject:
        return True
    return bool(_nouns(subject) & _nouns(_source(plain, statement)))


def _is_unnamed(plain: str, statement: Statement) -> bool:
    source = _source(plain, statement)
    return (
        bool(source)
        and _NAME.search(source) is None
        and not _PRONOUN.fullmatch(source)
        and (
            _UNNAMED_SOURCE.search(source) is not None
            or source[0].islower()
            or source.lower().startswith("the ")
            or not re.search(r"\b[A-Z]", source[1:])
        )
    )


def _is_pronoun(plain: str, statement: Statement) -> bool:
    return _PRONOUN.fullmatch(_source(plain, statement)) is not None


def _source(plain: str, statement: Statement) -> str:
    return statement.source_span.of(plain) if statement.source_span is not None else ""


def _nouns(words: str) -> frozenset[str]:
    """The words of a noun phrase that can tell sources apart, in the singular."""
    found = (w.lower() for w in _WORD.findall(words[:80]))
    return frozenset("person" if w == "people" else w.rstrip("s") for w in found if w not in _STOP)
