"""Owns the step from one source phrase to an entity: a name, a pronoun, a description, or somebody new without a
name.
"""

import re
from dataclasses import dataclass, replace

from firsthand.language.words import plain, words
from firsthand.model import SourceKind, Span, Statement
from firsthand.resolution.clusters import add_role
from firsthand.resolution.definites import described, people_of, relayed, whole_of
from firsthand.resolution.entities import Entity, Role
from firsthand.resolution.phrase import Phrase, is_informant, is_reporter
from firsthand.resolution.phrases import analyse
from firsthand.resolution.pronouns import Pronoun, who
from firsthand.resolution.state import State, Turn

_PLURAL = re.compile(
    r"[“\"‘«]?((?:Others|Some|Many|Several|Most|A few|Few)(?:\s+(?:of\s+(?:the|his|her|its|"
    r"their)\s+)?[a-z]+s\b)?)(?=\s)"
)
LONGEST = 200
"""Characters of a descriptor."""
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.I)
_WRITINGS = ("article", "story", "piece", "editorial", "report", "investigation", "text", "publication")
_POSTMODIFIER = re.compile(r"(?<=\w)\s+(?:of|for|at|in|from|with|to|who)\s")
_NOBODY_KNOWN = re.compile(r"(?i:(?:any|every)(?:one|body)|no(?:body|ne|[ -]one))(?:\s+(?![A-Z][a-z])|$)")
"""Quantifiers (Quirk et al. 1985 §6.45–48): they speak of all or of none, and are no source to be asked."""
_RELATIVE = re.compile(
    r"((?:\b(?:an?|the|some|several|many|most|those|one of|another|its|his|her|their|two|three|four|"
    r"five)\s)[^,.;:“”\"]{2,70}),?\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who a source phrase is: the entity, or None; the phrase as read; what stood in the way."""

    entity: Entity | None
    phrase: Phrase | None = None
    note: str | None = None


def speaker(state: State, statement: Statement) -> Speaker:
    """Who the source span of `statement` stands for. New entities are registered, and the span becomes a mention."""
    assert statement.source_span is not None
    cue = _cue_words(state, statement)
    found = _resolve(state, statement.source_span, statement.parent, cue=cue)
    if found.entity is not None and found.phrase is not None:
        found.entity.add(_mention(found.phrase, found.entity))
        found.entity.spoke.append(statement.source_span.start)
    return found


def _cue_words(state: State, statement: Statement) -> str:
    """The words of the cue, with what stands between the source and it ("He also said")."""
    if statement.cue_span is None or statement.source_span is None:
        return ""
    between = statement.cue_span.start - statement.source_span.end
    start = statement.source_span.end if 0 <= between <= 30 else statement.cue_span.start
    return state.text[start : statement.cue_span.end]


def _mention(phrase: Phrase, entity: Entity) -> Span:
    if phrase.name_span is not None and entity.kind != "group":
        return phrase.name_span
    return phrase.span


def _resolve(state: State, span: Span, parent: str | None, depth: int = 0, cue: str = "") -> Speaker:
    """The speaker at `span`, which stands in the content of statement `parent`."""
    phrase = analyse(state.text, span, state.layout.names_in(span))
    if _NOBODY_KNOWN.match(phrase.text):
        return Speaker(entity=None, phrase=phrase, note=f"“{_words(phrase.text)}” is nobody in particular")
    if phrase.form == "pronoun":
        return _pronoun(state, phrase, parent, depth, cue)
    if phrase.form == "conjoined":
        return _together(state, phrase, parent, depth)
    if phrase.name is not None:
        return Speaker(entity=_named(state, phrase, parent), phrase=phrase)
    return _described(state, phrase, parent, depth)


def _pronoun(state: State, phrase: Phrase, parent: str | None, depth: int, cue: str) -> Speaker:
    low = phrase.head
    if low in ("who", "whom", "whose", "which", "that", "where"):
        return Speaker(entity=_antecedent(state, phrase, parent, depth), phrase=phrase)
    if not phrase.sure:
        turn = state.turn(parent) or _enclosing(state, phrase.span)
        first = low in ("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves")
        entity = turn.entity if turn is not None and first else None
        if entity is None and turn is None and low in ("we", "us") and _PUBLISHED.search(cue):
            entity = _this_outlet(state, phrase.span)
        return Speaker(entity=entity, phrase=phrase, note=None if entity else f"who “{phrase.text}” is, is not said")
    if subject := _plural_subject(state, phrase):
        return replace(_resolve(state, subject, parent, depth + 1), phrase=phrase)
    choice = who(state, Pronoun(span=phrase.span, gender=phrase.gender, plural=phrase.plural, parent=parent, cue=cue))
    if choice.entity is not None and phrase.gender in ("m", "f") and choice.entity.gender is None:
        choice.entity.gender = phrase.gender
    return Speaker(entity=choice.entity, phrase=phrase, note=choice.note)


_PUBLISHED = re.compile(
    r"\b(?:report(?:ed)?|wrote|write|published|quoted|cited|apologi[sz]ed?|regret(?:ted)?|stand(?:\s+by)?|told\s+readers)\b"
)


def _this_outlet(state: State, span: Span) -> Entity | None:
    """The article's own outlet, where the article speaks of itself: "we reported on Sunday", "we apologise"."""
    if state.layout.in_quotes(span.start):
        return None
    if state.own is None and state.layout.article.outlet:
        state.own = state.register.new("outlet", name=state.layout.article.outlet, gender="n", sure=True)
    return state.own


def _plural_subject(state: State, phrase: Phrase) -> Span | None:
    """ "Others heard, so they swear, …": the plural without a name that begins the sentence of a "they"."""
    if phrase.head != "they":
        return None
    sentence = state.layout.sentence_span(phrase.span.start)
    m = _PLURAL.match(state.text, sentence.start, phrase.span.start)
    return Span(m.start(1), m.end(1)) if m else None


def _enclosing(state: State, span: Span) -> Turn | None:
    return next((t for t in reversed(state.turns) if t.statement.holds(span)), None)


def _antecedent(state: State, phrase: Phrase, parent: str | None, depth: int) -> Entity | None:
    """What stands right before "who" or "which": a name, else a phrase with an article or a number."""
    at = phrase.span.start
    for entity in state.register.near(at - 4, at + 1):
        close = entity.mentions_from(at - 4 - entity.longest, at)
        if any(0 <= at - m.end <= 3 and not state.text[m.end : at].strip(" ,(—–") for m in close):
            return entity
    sentence = state.layout.sentence_span(at)
    found = _RELATIVE.search(state.text[sentence.start : at])
    if found is None or depth > 2:
        return None
    span = Span(sentence.start + found.start(1), sentence.start + found.end(1))
    got = _resolve(state, span, parent, depth + 1)
    if got.entity is not None and got.phrase is not None:
        got.entity.add(_mention(got.phrase, got.entity))
    return got.entity


def _named(state: State, phrase: Phrase, parent: str | None) -> Entity:
    """The entity of a name; a name that the text's other names do not know becomes a new one."""
    assert phrase.name is not None
    at = phrase.span.start
    people = people_of(state, phrase.name) if phrase.plural and not phrase.sure else None
    if people is not None:
        return people
    entity = state.register.at(phrase.name_span) if phrase.name_span else None
    if entity is None:
        entity = state.register.named(phrase.name, at)
    if entity is None or (entity.kind == "group" and phrase.kind != "group"):
        entity = state.register.new(phrase.kind, name=phrase.name, gender=phrase.gender, sure=phrase.sure)
        entity.forms.add(plain(phrase.name))
    if phrase.sure and not entity.sure:
        entity.kind, entity.sure = phrase.kind, True
    if entity.kind == "unknown" and phrase.kind != "unknown":
        entity.kind = phrase.kind
    if phrase.role and entity.kind in ("person", "unknown"):
        add_role(entity, phrase.role, at, phrase.affiliation)
    if entity.kind in ("person", "unknown"):
        entity.gender = entity.gender or phrase.gender
    if phrase.role and entity.kind in ("organisation", "government", "outlet"):
        entity.roles.append(Role(head=phrase.head or plain(phrase.role).split()[-1], words=phrase.role, at=at))
    owner = _owner(state, phrase, parent)
    entity.affiliation = entity.affiliation or (_body_name(owner) or phrase.affiliation)
    return entity


def _owner(state: State, phrase: Phrase, parent: str | None, depth: int = 0) -> Entity | None:
    """Who the possessor of a phrase is ("its", "the publication’s", "Meduza’s")."""
    if phrase.owner is None or depth > 2:
        return None
    owner = analyse(state.text, phrase.owner, state.layout.names_in(phrase.owner))
    if owner.form == "pronoun":
        if owner.head in ("my", "our", "your"):
            turn = state.turn(parent)
            return turn.entity if turn and owner.head != "your" else None
        return who(state, Pronoun(span=owner.span, gender=owner.gender, plural=owner.plural, parent=parent)).entity
    if owner.name is not None:
        return state.register.at(owner.name_span or owner.span) or state.register.named(owner.name, owner.span.start)
    if owner.form not in ("definite", "same"):
        return None
    found = described(state, owner, owner.span.start, _owner(state, owner, parent, depth + 1)).entity
    if found is None and owner.noun is not None and owner.noun.outlet:
        return relayed(state, owner.span.start, head=owner.head, strong=True)
    return found


def _together(state: State, phrase: Phrase, parent: str | None, depth: int) -> Speaker:
    """Two who speak with one voice: a group of both."""
    members = []
    for part in phrase.parts:
        got = _resolve(state, part.span, parent, depth + 1)
        if got.entity is not None:
            if got.phrase is not None:
                got.entity.add(_mention(got.phrase, got.entity))
            members.append(got.entity)
    keys = tuple(dict.fromkeys(e.key for e in members))
    known = next((e for e in state.register.entities if e.members == keys and keys), None)
    if known is not None:
        return Speaker(entity=known, phrase=phrase)
    if len(members) < len(phrase.parts) and not members:
        return Speaker(entity=None, phrase=phrase, note=f"who “{phrase.text}” are, is not said")
    entity = state.register.new(
        phrase.kind,
        name=phrase.name,
        descriptor=_words(phrase.text),
        plural=True,
        hidden=bool(members) and all(e.hidden for e in members),
        count=phrase.count,
        members=keys,
    )
    return Speaker(entity=entity, phrase=phrase)


def _described(state: State, phrase: Phrase, parent: str | None, depth: int) -> Speaker:
    """A phrase without a name: someone the text knows already, or somebody new."""
    at = phrase.span.start
    owner = _owner(state, phrase, parent)
    if outlet := _speaks_for(state, phrase, owner, at):
        return Speaker(entity=outlet, phrase=phrase)
    if phrase.form in ("definite", "same") or _bare_body(phrase):
        found = described(state, phrase if phrase.form != "indefinite" else _definite(phrase), at, owner)
        if found.entity is not None:
            return Speaker(entity=found.entity, phrase=phrase)
        if found.doubt is not None:
            return Speaker(entity=None, phrase=phrase, note=found.doubt)
        if _is_epithet(phrase, owner):
            choice = who(state, Pronoun(span=phrase.span, gender=phrase.gender or "p", parent=parent))
            # Nobody fits: it is somebody whom the text has not named, and no other name of anybody.
            if choice.entity is not None or choice.share:
                return Speaker(entity=choice.entity, phrase=phrase, note=choice.note)
    if phrase.form == "indefinite" and phrase.plural:
        again = _again(state, phrase, at)
        if again is not None:
            return Speaker(entity=again, phrase=phrase)
    return Speaker(entity=_new(state, phrase, owner, parent), phrase=phrase)


def _definite(phrase: Phrase) -> Phrase:
    return replace(phrase, form="definite")


def _is_epithet(phrase: Phrase, owner: Entity | None) -> bool:
    """True for another name of somebody known: "the Vermont senator", "the 42-year-old", "the billionaire"."""
    if phrase.form != "definite" or phrase.plural or phrase.kind not in ("person", "unknown") or owner is not None:
        return False
    if phrase.noun is None or phrase.noun.office:
        return False
    aged = bool(re.match(r"\d+-year-old$", phrase.head))
    before_head = _POSTMODIFIER.split(phrase.text, maxsplit=1)[0]
    particular = phrase.kind == "person" and bool(re.search(r"\s[A-Z][\w-]+\s", before_head[3:]))
    return aged or particular or phrase.head in words("epithets.txt")


def _bare_body(phrase: Phrase) -> bool:
    """True for a body named by its noun alone: "Police", "parliament"."""
    return phrase.kind in ("organisation", "government") and not re.match(r"an?\s", phrase.text, re.I)


def _speaks_for(state: State, phrase: Phrase, owner: Entity | None, at: int) -> Entity | None:
    """The outlet, where its reporters or its article speak: "the paper’s reporters", "journalists", "the article"."""
    reporters = is_reporter(phrase) and (phrase.plural or phrase.form in ("definite", "same"))
    writing = phrase.head in _WRITINGS and phrase.form in ("definite", "same") and phrase.kind in ("document", "outlet")
    if not reporters and not writing:
        return None
    if owner is not None:
        return owner if owner.kind == "outlet" else None
    if phrase.modifiers and reporters:
        return None
    if (
        writing
        and phrase.head in ("report", "text")
        and any(
            e.kind == "document" and (e.head == phrase.head or phrase.head == "text") and e.first() < at
            for e in state.register.entities
        )
    ):
        return None
    return state.relay(at)


def _again(state: State, phrase: Phrase, at: int) -> Entity | None:
    """The same bare plural, said again in the same words: "officials … officials"."""
    for turn in reversed(state.turns):
        entity = turn.entity
        if entity is not None and turn.at < at and entity.descriptor and plain(entity.descriptor) == plain(phrase.text):
            return entity
    return None


def _words(text: str) -> str:
    return " ".join(text.split())[:LONGEST]


def _bare_office(phrase: Phrase) -> bool:
    """True for the office without its article, as headlines have it: "Governor wants …", not "Former governor …"."""
    one = not phrase.plural and phrase.form == "indefinite"
    return one and not phrase.modifiers and plain(phrase.text.split()[0]) == plain(phrase.head)


def _new(state: State, phrase: Phrase, owner: Entity | None, parent: str | None) -> Entity:
    """Somebody or something that the text has not spoken of before."""
    kind: SourceKind = phrase.kind
    body = kind in ("organisation", "government", "country", "outlet")
    office = phrase.noun is not None and phrase.noun.office and kind == "person"
    known_by_office = office and (phrase.form == "definite" or phrase.owner is not None or _bare_office(phrase))
    hidden = kind in ("person", "group") and not known_by_office
    indefinite = bool(re.match(r"(?:an?|some|several|many|two|three|one)\s", phrase.text, re.I))
    name = _ARTICLE.sub("", _words(phrase.text)) if body and not indefinite and not _by_pronoun(state, phrase) else None
    entity = state.register.new(
        kind,
        name=name,
        descriptor=_words(phrase.text),
        head=phrase.head,
        gender=phrase.gender if kind in ("person", "unknown") else "n" if kind not in ("group",) else None,
        plural=phrase.plural and not body,
        hidden=hidden,
        count=phrase.count if kind in ("person", "group", "unknown") else (1, 1),
        affiliation=_body_name(owner) or (phrase.affiliation if owner is None else None),
        sure=phrase.sure,
    )
    if name:
        entity.forms.add(plain(name))
    if phrase.role and kind == "person":
        add_role(entity, phrase.role, phrase.span.start, phrase.affiliation)
    if owner is not None and owner.kind == "outlet" and hidden and owner is not state.own and _talks(phrase):
        entity.via = owner.key
    if phrase.form == "partitive" or phrase.form == "another":
        _placed(state, entity, phrase, parent)
    return entity


def _body_name(owner: Entity | None) -> str | None:
    """The name of a body that somebody belongs to; people and the outlets that somebody talks to are none."""
    return owner.name if owner is not None and owner.kind in ("organisation", "government", "country") else None


def _talks(phrase: Phrase) -> bool:
    return is_informant(phrase) or phrase.head in words("people.txt")


def _by_pronoun(state: State, phrase: Phrase) -> bool:
    return phrase.owner is not None and phrase.owner.of(state.text).lower() in (
        "his",
        "her",
        "its",
        "their",
        "my",
        "our",
    )


def _placed(state: State, entity: Entity, phrase: Phrase, parent: str | None) -> None:
    """Where "one of them" belongs, and whom "another" is told apart from."""
    at = phrase.span.start
    whole = whole_of(state, phrase.of, at) if phrase.of is not None else None
    if (whole is not None and entity.count[1] == 1) or (whole is not None and phrase.form == "partitive"):
        entity.whole = whole.key
        entity.via = entity.via if entity.via is not None else whole.via
        entity.affiliation = entity.affiliation or whole.affiliation
    if phrase.form != "another":
        return
    other = _other(state, entity, at, parent)
    if other is None:
        return
    entity.distinct.append(other.key)
    if re.match(r"(?:an?|the)\s+(?:third|fourth|fifth)", phrase.text, re.I):
        entity.distinct += [k for k in other.distinct if k not in entity.distinct]
    if other.whole is not None:
        group = state.register[other.whole]
        if phrase.head and phrase.head != group.head:
            entity.distinct.append(group.key)
        elif entity.whole is None:
            entity.whole = group.key
    if entity.via is None and (
        not phrase.head or is_informant(phrase) or phrase.head == other.head or other.whole is not None
    ):
        entity.via = other.via
    if not phrase.head and not entity.head:
        entity.head = other.head


def _other(state: State, entity: Entity, at: int, parent: str | None) -> Entity | None:
    """The unnamed source before "another": the last on the same level, else the last."""
    before = [
        t for t in state.turns if t.at < at and t.entity is not None and t.entity.hidden and t.entity is not entity
    ]
    level = [t for t in before if t.statement.parent == parent] or before
    turn = max(level, key=lambda t: t.at, default=None)
    return turn.entity if turn is not None else None
