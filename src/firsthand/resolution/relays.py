"""Owns through which outlet a source spoke: "told Radio X", "the paper’s sources", a document that an outlet has seen.

The article's own outlet is no link, and what is not said is left open.
"""

import re

from firsthand.language.words import words
from firsthand.model import Span, Statement
from firsthand.resolution.definites import relayed
from firsthand.resolution.entities import Entity
from firsthand.resolution.nouns import noun
from firsthand.resolution.own import speaks_of_itself
from firsthand.resolution.phrase import Phrase
from firsthand.resolution.state import State

_TO = re.compile(
    r"\b(?:told|tells?|telling|informed|assured|reassured|(?:spoke|speaking|talking|talked|speaks|complained|confided|"
    r"admitted|confirmed|explained|said|wrote|writing|boasted) (?:to|with)|interview(?:ed|s)? (?:with|to|"
    r"by|for|on|in|given to)|"
    r"(?:comments?|remarks?|statement|e-?mail|message|letter|answers?|reply|response) (?:made |sent |"
    r"given )?to|quoted by|cited by|"
    r"(?:said|speaking|appearing|appearance|interviewed|asked|wrote|writing|told viewers|told listeners) (?:on|in)|"
    r"(?:article|column|op-ed|essay) (?:for|in)|conversation with|questions? from)\s+(?:the\s+)?"
    r"(?:(?!that\b|who\b|and\b)[a-z’'-]+\s+){0,3}$",
    re.I,
)
_BOUNDARY = re.compile(r";|,?\s(?:and|but|while|whereas|whilst|although|though)\s")
_PAPER = re.compile(
    r"[Tt](?<=\b[Tt])(?i:he (?P<noun>(?:news)?paper|agency|publication|outlet|broadcaster|station|channel|magazine|"
    r"newsletter|site|website|network|"
    r"daily|weekly|tabloid|portal|programme|podcast)\b)"
)
HEARD = "rule:heard-from"
"""The producer of statements whose cue says that an outlet was told (`firsthand.attribution.comments`)."""
_VENUE = re.compile(
    r"\b(?:(?:press|news) conference|briefing|statement|tweet\w*|posted|wrote|writes|writing|rally|parliament|"
    r"council|court|testif\w+|televised|reporters|journalists|"
    r"on (?:X|Twitter|Facebook|Telegram|Instagram|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|"
    r"(?:a|another|separate|earlier|later) (?:letter|speech|interview|post|message|e-?mail|call|meeting|hearing)|"
    r"later|earlier|afterwards?|subsequently|previously|separately|elsewhere|meanwhile|yesterday|today|tonight|"
    r"(?:next|following|same) (?:day|morning|evening|night|week|month)|last (?:week|month|year|night)|"
    r"(?:hours?|days?|weeks?|months?|years?) (?:ago|before|after)|in (?:January|February|March|April|May|June|July|"
    r"August|September|October|November|December|\d{4}))\b"
)
"""Words that tell of another occasion than the one before."""
_ADDS = re.compile(r"\b(?:add(?:ed|s|ing)?|continu(?:ed|es|ing)|went on|goes on|going on)\b", re.I)
"""Cues of what is said in one go with the statement before."""
_HAS = re.compile(
    r"\b(?:obtained|obtains|got hold of|gets? hold of|has (?:\w+ )?seen|have (?:\w+ )?seen|saw|seen by|"
    r"reviewed|acquired|received|was (?:\w+ )?shown|"
    r"published|leaked to|shared with|has a copy|in (?:its|their) possession|cites|citing|cited|quotes|"
    r"quoting|refers? to|"
    r"read|examined|came into|describes|relies on|based on)\b"
)


def recipient(state: State, statement: Statement, speaker: Entity) -> Entity | None:
    """The outlet that the words beside the cue say the source spoke to; None where they name none or the article's
    own.
    """
    anchor = statement.cue_span or statement.source_span
    if anchor is None:
        return None
    sentence = state.layout.sentence_span(anchor.start)
    heard = _heard_by(state, statement, sentence)
    if heard is not None:
        return heard if heard is not state.own else None
    for span, entity in _outlets_in(state, sentence):
        if entity is speaker or entity is state.own or any(c.meets(span) for c in statement.content_spans):
            continue
        if not _same_clause(state, statement, span):
            continue
        left = state.text[sentence.start : span.start]
        told = _TO.search(left)
        if told is None or _another_tells(state, statement, sentence.start + told.start(), span):
            continue
        if entity.kind == "outlet" or _may_be_outlet(entity, left):
            entity.kind = "outlet"
            return entity
    return None


_HEARS = re.compile(
    r"(?:(?:has|have|had|was|were|been|also|now|since|first|already|\w+ly)\s+)*"
    r"(?:learn(?:ed|t)|heard|underst(?:ands?|ood)|told|informed|assured|advised|warned|briefed)(?:\s+(?:from|by))?",
    re.I,
)
_FROM = re.compile(r"(?:^|\b)(?:from|by)\s+$")
_ITS_STAFF = re.compile(
    r"(?:[’']s?\s+(?:reporters?|journalists?|correspondents?))?\s+(?:(?:has|have|had|was|were|been)\s+)*"
)


def _heard_by(state: State, statement: Statement, sentence: Span) -> Entity | None:
    """The outlet that was told: "the Courier has learned from two officials", "was told by a clerk". What stands there
    is one where attribution has seen so.
    """
    cue, source, text = statement.cue_span, statement.source_span, state.text
    if cue is None or source is None or cue.end > source.start or not _HEARS.fullmatch(cue.of(text)):
        return None
    if not _FROM.search(text[max(cue.start, source.start - 8) : source.start]):
        return None
    named = [
        (m, e)
        for e in state.register.near(sentence.start, sentence.end)
        if e.kind == "outlet" or (statement.producer == HEARD and e.kind in ("unknown", "organisation"))
        for m in e.mentions_from(sentence.start, sentence.end)
    ]
    for span, entity in (*named, *_outlets_in(state, sentence)):
        if span.end <= cue.start and _ITS_STAFF.fullmatch(text, span.end, cue.start):
            entity.kind = "outlet" if statement.producer == HEARD else entity.kind
            return entity if entity.kind == "outlet" else None
    return None


def _another_tells(state: State, statement: Statement, at: int, outlet: Span) -> bool:
    """True where the words from `at` to the outlet are the cue of somebody else's statement, or belong to its clause:
    "Roe told Radio Sund it held, while Hale said it fell"; "Roe said it held, and in an interview with the Post Hale
    said it fell".
    """
    cue = statement.cue_span
    if cue is None or (at < cue.end and cue.start < outlet.start):
        return False
    own = _clauses(state, cue, outlet)
    for other in state.near(Span(at, outlet.end)):
        if other.id == statement.id or other.parent != statement.parent or other.cue_span is None:
            continue
        if other.source_span is None or other.source_span == statement.source_span:
            continue
        tells = at < other.cue_span.end and other.cue_span.start < outlet.start
        same = state.layout.sentence(other.cue_span.start) == state.layout.sentence(cue.start)
        if tells or (same and _clauses(state, other.cue_span, outlet) < own):
            return True
    return False


def _clauses(state: State, cue: Span, outlet: Span) -> int:
    """How many clauses lie between a cue and an outlet in its sentence."""
    return len(_BOUNDARY.findall(state.text, min(cue.end, outlet.end), max(cue.start, outlet.start)))


def _may_be_outlet(entity: Entity, left: str) -> bool:
    """True for an unknown name of one word that somebody "told": people and bodies are introduced with more."""
    once = entity.kind == "unknown" and not entity.sure and not entity.roles and entity.name is not None
    return once and " " not in str(entity.name) and bool(re.search(r"\b(?:told|tells|to|with)\s+(?:the\s+)?$", left))


def _outlets_in(state: State, sentence: Span) -> list[tuple[Span, Entity]]:
    """The places in a sentence that name an outlet, or what may be one, or say "the paper"."""
    found = [
        (m, e)
        for e in state.register.near(sentence.start, sentence.end)
        if e.kind in ("outlet", "unknown") and e.name
        for m in e.mentions_from(sentence.start, sentence.end)
        if sentence.holds(m)
    ]
    for m in _PAPER.finditer(state.text, sentence.start, sentence.end):
        span = Span(m.start(), m.end())
        if speaks_of_itself(state.text, span):
            continue
        outlet = relayed(state, span.start, head=m["noun"].lower(), strong=noun(m["noun"]).kind == "outlet")
        if outlet is not None:
            found.append((span, outlet))
    return found


def _same_clause(state: State, statement: Statement, span: Span) -> bool:
    """True where `span` stands on the statement's own level: in its parent's content, and in no other statement's."""
    parent = state.statements.get(statement.parent or "")
    if parent is not None and not parent.holds(span):
        return False
    anchor = statement.cue_span or statement.source_span
    low, high = sorted((anchor, span)) if anchor else (span, span)
    for other in state.near(Span(low.start, high.end)):
        if other.id == statement.id or other.parent != statement.parent:
            continue
        cue = other.cue_span
        if cue is not None and low.start < cue.start < high.start and cue.start != anchor.start if anchor else False:
            return False
        if any(c.holds(span) for c in other.content_spans):
            return False
    return True


def settle_via(state: State, statement: Statement, entity: Entity, phrase: Phrase | None) -> Entity | None:
    """The outlet through which this statement came, as far as is said; sets `entity.via` where it always holds."""
    told = recipient(state, statement, entity) if entity.kind not in ("outlet",) else None
    if told is not None:
        if entity.hidden and entity.via is None and len(entity.spoke) <= 1:
            entity.via, entity.told = told.key, True
        return told
    parent = state.turn(statement.parent)
    if entity.via is None and len(entity.spoke) <= 1 and (entity.hidden or entity.kind == "document"):
        if parent is not None:
            if parent.entity is not None and parent.entity.kind == "outlet":
                entity.via = parent.entity.key
        elif entity.kind == "document":
            entity.via = _shown(state, entity, phrase)
        elif phrase is not None and _goes_on(phrase, entity):
            outlet = state.relay(phrase.span.start)
            entity.via = outlet.key if outlet is not None else None
    if entity.via is not None and not (entity.told and _other_occasion(state, statement, _place(statement).start)):
        return state.register[entity.via]
    return _carried(state, statement, entity)


def _place(statement: Statement) -> Span:
    return statement.source_span or statement.cue_span or statement.content_spans[0]


def _goes_on(phrase: Phrase, entity: Entity) -> bool:
    """True for an unnamed source spoken of as known: "the interlocutor", "another source", "one of them"."""
    if not entity.hidden or phrase.form not in ("definite", "same", "another", "partitive"):
        return False
    return phrase.head in words("informants.txt")


def _shown(state: State, entity: Entity, phrase: Phrase | None) -> int | None:
    """The outlet that has the document, where the sentence that brings it in says so."""
    at = entity.first()
    sentence = state.layout.sentence_span(at)
    if not _HAS.search(sentence.of(state.text)):
        return None
    for span, outlet in _outlets_in(state, sentence):
        if outlet.kind != "outlet" or outlet is state.own:
            continue
        between = state.text[min(span.end, at) : max(span.start, at)]
        if _HAS.search(between) and len(between) < 160 and not re.search(r"[;:]", between):
            return outlet.key
    return None


def _carried(state: State, statement: Statement, entity: Entity) -> Entity | None:
    """The outlet of the same speaker's statement just before, where this one goes on from it on the same occasion.

    It does where the cue adds ("…,” she added"); what she "said" or "urged" next may have been said anywhere.
    """
    anchor = _place(statement)
    turn = state.last_on_level(anchor.start, statement.parent)
    if turn is None or turn.entity is not entity or turn.via is None or turn.via is entity:
        return None
    cue = statement.cue_span.of(state.text) if statement.cue_span else ""
    goes_on = statement.continues is not None or _ADDS.search(cue)
    return turn.via if goes_on and not _other_occasion(state, statement, anchor.start) else None


def _other_occasion(state: State, statement: Statement, at: int) -> bool:
    """True where the sentence at `at` names another occasion or time, outside of what is said on it."""
    sentence = state.layout.sentence_span(at)
    inside = [c for s in state.near(sentence) for c in s.content_spans] + list(statement.content_spans)
    for m in _VENUE.finditer(state.text, sentence.start, sentence.end):
        if not any(c.start <= m.start() and m.end() <= c.end for c in inside):
            return True
    return False
