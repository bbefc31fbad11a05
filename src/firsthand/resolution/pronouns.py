"""Owns who a pronoun refers to: it weighs the candidates by agreement, nearness, who spoke last, and the encoder's
clues.

It would rather say that it does not know: a wrong speaker is worse than an unknown one.
"""

import math
import re
from dataclasses import dataclass

from firsthand.language.words import plain
from firsthand.model import Span
from firsthand.resolution.entities import Entity
from firsthand.resolution.state import State

SURE_ENOUGH = 0.5
"""Least share of the weight that the best candidate needs. Set by hand on texts of our own."""
LEAD = 1.35
"""How many times heavier than the second the best candidate has to be. Set by hand on texts of our own."""
LEAD_OF_TWO = 1.15
"""The same where only two names are asked about. Set by hand."""
REACH = 6
"""Sentences back that a pronoun reaches. Set by hand."""

AHEAD = 1.2
"""The weight of who is named right after an opening phrase with the pronoun. Set by hand."""
GOES_ON = re.compile(r"\b(?:add(?:ed|s|ing)?|continu(?:ed|es|ing)|went on|goes on|conclude[ds]?|also)\b", re.I)
"""Cues of somebody who has spoken just before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A candidate chosen, or None with what stood in the way; `share` is its share of the weight, in 0..1."""

    entity: Entity | None
    share: float = 0.0
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronoun:
    """A pronoun to resolve. `gender` is m, f, n, p for any person, or None; `parent` the id of the statement it stands
    in; `cue` the words of its verb, since who "adds" has spoken just before; `among` the keys of the only candidates,
    where they are known.
    """

    span: Span
    gender: str | None
    plural: bool = False
    parent: str | None = None
    cue: str = ""
    among: frozenset[int] | None = None


def who(state: State, pronoun: Pronoun) -> Choice:
    """Who the pronoun refers to; nobody where two fit about equally well."""
    span = pronoun.span
    scores: list[tuple[float, Entity]] = []
    barred = _barred(state, span, pronoun.parent)
    turn = state.last(span.start, pronoun.parent) if GOES_ON.search(pronoun.cue) else None
    for entity in _in_reach(state, span):
        if entity.key in barred or (pronoun.among is not None and entity.key not in pronoun.among):
            continue
        fit = agreement(entity, pronoun.gender, pronoun.plural)
        score = None if fit is None else _weight(state, entity, span, pronoun.parent)
        if fit is not None and score is not None:
            goes_on = 1.0 if turn is not None and turn.entity is entity else 0.0
            scores.append((score + fit + goes_on, entity))
    return _best(scores, span.of(state.text), LEAD if pronoun.among is None else LEAD_OF_TWO)


def _in_reach(state: State, span: Span) -> list[Entity]:
    """The entities with a mention near enough before the pronoun, or after it in its own sentence."""
    layout = state.layout
    here = layout.sentence(span.start)
    start = layout.sentences[here - REACH].start if here > REACH else 0
    return state.register.near(start, max(span.end, layout.sentence_span(span.start).end) + 1)


def agreement(entity: Entity, gender: str | None, plural: bool) -> float | None:
    """How well an entity agrees with a pronoun (0 is plainly, less is worse); None where it cannot.

    A body may be "it" or "they"; a person of unknown gender may be "he" or "she".
    """
    if plural:
        if entity.plural or entity.kind == "group" or entity.count[1] != 1:
            return 0.0
        return {"person": -1.6, "unknown": -1.2, "document": None, "country": -1.2}.get(entity.kind, -0.7)
    if gender == "n":
        if entity.kind in ("person", "group") or entity.plural:
            return None
        return -0.8 if entity.kind == "unknown" else 0.0
    if entity.kind not in ("person", "unknown") or entity.plural:
        return None
    unsure = -1.0 if entity.kind == "unknown" else 0.0
    if gender in (None, "p"):
        return unsure
    if entity.gender in ("m", "f"):
        return unsure if entity.gender == gender else None
    likely = _ending(entity.name)
    return unsure - 0.4 + (0.2 if likely == gender else -0.2 if likely else 0.0)


def _ending(name: str | None) -> str | None:
    """The gender that a first name's ending hints at, weakly."""
    first = plain(name).split()[0] if name and " " in name else ""
    return "f" if first.endswith(("a", "ie", "elle", "ette", "ine")) else None


def _barred(state: State, span: Span, parent: str | None) -> set[int]:
    """Who the pronoun cannot be: in a direct quotation, the speaker who says "he" of somebody else."""
    turn = state.turn(parent)
    if turn is None or turn.entity is None:
        return set()
    if state.layout.in_quotes(span.start) and turn.statement.quotation != "indirect":
        return {turn.entity.key}
    return (
        {turn.entity.key}
        if turn.entity.kind in ("outlet", "document") and span.of(state.text).lower() != "it"
        else set()
    )


def _weight(state: State, entity: Entity, span: Span, parent: str | None) -> float | None:
    """The weight (a log) of one candidate by where it was mentioned and whether it spoke; None where it is out of
    reach.
    """
    if _ahead(state, entity, span):
        return AHEAD + _clue(state, entity, span)
    last = _last_mention(state, entity, span)
    if last is None:
        return None
    layout = state.layout
    here, there = layout.sentence(span.start), layout.sentence(last.start)
    gap = here - there
    if gap > REACH:
        return None
    score = -0.55 * gap
    if layout.paragraph(span.start) != layout.paragraph(last.start):
        score -= 0.35
    sentence = layout.sentences[there] if layout.sentences else span
    if _is_subject(state.text, sentence, last):
        score += 0.7
    if layout.in_quotes(last.start) and not layout.in_quotes(span.start):
        score -= 1.2
    if _follows_possessive(state.text, last):
        score -= 0.6
    if _after_preposition(state.text, last):
        score -= 0.4
    if gap == 0 and _object_beside(state.text, last, span):
        score -= 2.5
    near = layout.paragraph(span.start) == layout.paragraph(last.start)
    if any(last.start <= at <= last.end for at in entity.spoke):
        score += 0.5 if near else 0.25
    turn = state.last(span.start, parent)
    if turn is not None and turn.entity is entity:
        score += 0.9 if layout.paragraph(turn.at) == layout.paragraph(span.start) else 0.4
    score += 0.12 * min(4, len(entity.mentions_from(0, span.start)))
    return score + _clue(state, entity, span)


def _ahead(state: State, entity: Entity, span: Span) -> bool:
    """True where the pronoun stands in an opening phrase and the entity is named right after it: "In her speech,
    Roe".
    """
    sentence = state.layout.sentence_span(span.start)
    opening = state.text[sentence.start : span.start]
    if "," in opening or not _OPENING.match(opening):
        return False
    comma = state.text.find(",", span.end, sentence.end)
    near = next(iter(entity.mentions_from(span.end, sentence.end)), None)
    if near is None:
        return False
    return not state.text[comma + 1 : near.start].strip() if comma >= 0 else near.start - span.end < 25


def _last_mention(state: State, entity: Entity, span: Span) -> Span | None:
    """The last mention before the pronoun, one outside quotation marks first where the pronoun is outside."""
    last = entity.last_before(span.start)
    if last is None or not state.layout.in_quotes(last.start) or state.layout.in_quotes(span.start):
        return last
    before = reversed(entity.mentions_from(0, span.start))
    near = next((m for m in before if not state.layout.in_quotes(m.start)), None)
    if near is not None and state.layout.sentence(span.start) - state.layout.sentence(near.start) <= 2:
        return near
    return last


def _is_subject(text: str, sentence: Span, mention: Span) -> bool:
    """True where a mention seems to be the subject: a title or an opening adverbial at most stands before it, or a verb
    of saying stands before it and the sentence ends or goes on with punctuation after it ("…," says Pellow).
    """
    before = text[sentence.start : mention.start]
    if not before.strip(" “\"‘'«—–-") or _ONLY_NAMES.fullmatch(before):
        return True
    if _CLAUSE_OPENS.search(before):
        return _VERB_AFTER.match(text[mention.end : mention.end + 80]) is not None
    return (
        _SAYING_BEFORE.search(before) is not None
        and _GOES_ON_AFTER.match(text[mention.end : mention.end + 12]) is not None
    )


def _follows_possessive(text: str, mention: Span) -> bool:
    return _POSSESSIVE.match(text[mention.end : mention.end + 5]) is not None


_ONLY_NAMES = re.compile(r"(?:[A-Z][\w’'.-]*\s+|and\s+){1,6}")
_CLAUSE_OPENS = re.compile(
    r"[,;:—–]\s*(?:(?:and|but|while|as|when|because|that|where|which)\s+)?(?:the\s+)?(?:[\w’'.-]+\s){0,2}$"
)
_VERB_AFTER = re.compile(
    r"(?:,[^,]{2,60},)?\s+(?:who\b|[a-z]+(?:ed|s)\b|had\b|was\b|is\b|has\b|will\b|would\b|told\b|wrote\b)"
)
_SAYING_BEFORE = re.compile(
    r"\b(?:said|says|told|added|adds|that|but|and|when|while|because|if)\s+(?:[A-Z][\w’'.-]*\s+){0,3}$"
)
_GOES_ON_AFTER = re.compile(r"\s*(?:[.,;“\"«]|who\b|said\b|[a-z]+ed\b|[a-z]+s\b|had\b|was\b|has\b)")
_POSSESSIVE = re.compile(r"[’']s?\s+[a-z]")
_PREPOSITION = re.compile(
    r"\b(?:by|with|for|of|to|from|about|against|between|on|in|like|than)\s+(?:[A-Z][\w’'.-]*\s+){0,2}$"
)
_OPENING = re.compile(
    r"(?:During|After|Before|In|Over|While|When|As|Since|Despite|With|Upon|Throughout|On|By|At|From|For|Because|Though|"
    r"Although|Following|Until|Once|If)\b"
)
_CLAUSE = re.compile(
    r"[,;:—–()]|\b(?:and|but|while|that|who|whom|which|because|after|before|when|as|if|where|although|though|since|until|so|or)\b"
)
_NOUN_NEXT = re.compile(r"\s+[a-z]+")


def _after_preposition(text: str, mention: Span) -> bool:
    return bool(_PREPOSITION.search(text[max(0, mention.start - 40) : mention.start]))


def _object_beside(text: str, mention: Span, span: Span) -> bool:
    """True where the pronoun is the object of the verb whose subject the mention is: "Roe told him"."""
    word = span.of(text).lower()
    following = text[span.end : span.end + 14]
    is_object = word in ("him", "them") or (word == "her" and not _NOUN_NEXT.match(following))
    return is_object and not _CLAUSE.search(text[mention.end : span.start])


def _clue(state: State, entity: Entity, span: Span) -> float:
    """What the encoder's guess adds: the log-odds of its best probability for a mention of the entity, bounded."""
    found = [a.probability for a in state.clues(span) if entity.meets(a.antecedent)]
    if not found:
        return 0.0
    p = min(0.97, max(0.03, max(found)))
    return math.log(p / (1 - p))


def _best(scores: list[tuple[float, Entity]], word: str, lead: float) -> Choice:
    if not scores:
        return Choice(entity=None, note=f"nobody named before fits “{word}”")
    scores.sort(key=lambda s: (-s[0], s[1].key))
    total = sum(math.exp(2 * s) for s, _ in scores)
    share = math.exp(2 * scores[0][0]) / total
    second = math.exp(2 * scores[1][0]) / total if len(scores) > 1 else 0.0
    if share < SURE_ENOUGH or share < lead * second:
        names = " or ".join(str(e.name or e.descriptor) for _, e in scores[:2])
        return Choice(entity=None, share=share, note=f"“{word}” may be {names}")
    return Choice(entity=scores[0][1], share=share)
