"""Owns what a cue does with its content: asserts it, denies it, asks, wants. It reads the cue, never the world.

The stance is the cue's lemma's (`language/data/cues.toml`), turned round where the cue is negated, and settled by the
form of the content where the verb alone leaves it open ("told her to leave" orders, "told her it was over" asserts).
A source that "did not say" or "declined to say" asserts nothing: the matter is left open, which is `asks`, so that such
a statement never counts as a root. Sources: Saurí and Pustejovsky 2009 (FactBank); White and Rawlins 2018
(MegaVeridicality); Searle 1976.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.language.lexicons import Cue, CueLexicon, Whose
from firsthand.model import Certainty, Span, Stance, Statement

NEGATED: dict[Stance, Stance] = {
    "asserts": "asks",
    "denies": "asserts",
    "doubts": "asserts",
    "asks": "asks",
    "wants": "asks",
    "orders": "asks",
    "offers": "asks",
    "promises": "asks",
    "believes": "doubts",
    "expects": "doubts",
}
"""What a negated cue does: "does not believe" doubts, "did not deny" asserts with reserve; an act that was not done
("did not say", "did not promise", "stopped short of calling for") leaves the matter open."""
_WISHES = """
want; wish; hope; support; back; endorse; favour; favor; prefer; need; plan; intend; aim; seek; desire; crave;
would like; would prefer; be eager; be keen; look for; vote for; had hoped
"""
WISHES = frozenset(wish.strip() for wish in _WISHES.split(";"))
"""Lemmas that want without asking anybody: to deny the wish is to reject what is wished for."""

_TOKEN = re.compile(
    r"[a-z]++(?!['’])(?:-[a-z]+)*|[a-z]+?(?=n['’]t\b)|n['’]t\b|['’][a-z]+|[a-z]+(?:-[a-z]+)*|[^\sa-z]", re.IGNORECASE
)
"""The first branch, words with no apostrophe after them, only saves the others the trouble."""
_OPENERS = " \t\n\u00a0\"'“”„‟‘’‚‛«»‹›(["
_TO_DO = re.compile(
    r"(?:(?:him|her|them|us|me|you|it|people|everyone|staff|residents|reporters)\s+)?(?:not\s+)?to\s+[a-z]", re.I
)
_ADDRESSEE_TO_DO = re.compile(r"(?:[\w’'-]+\s+){1,6}?(?:not\s+)?to\s+[a-z]", re.I)
_ASKED = re.compile(r"(?:whether|if|what|why|how|who|whom|whose|where|when|which)\b", re.I)
_SHOULD = re.compile(r"(?:that\s+)?(?:[\w’'-]+\s+){1,6}?(?:should|ought)\b", re.I)
_NOBODY = re.compile(r"(?:no\s+one|nobody|none|neither|no)\b", re.I)
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "'s", "'re"))
_DENIALS = frozenset(("deny", "rule out", "reject", "dismiss", "discount", "refute", "denial"))
_SPOKEN = frozenset(
    [
        "say",
        "tell",
        "add",
        "write",
        "continue",
        "go_on",
        "wonder",
        "shout",
        "cry",
        "ask",
        "yell",
        "reply",
        "answer",
        "tweet",
        "post",
        "interject",
        "call_out",
    ]
)
_LOOK_BACK, _LOOK_AHEAD = 60, 30
"""How far before and after a cue its verbal group is looked for, in code points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueReading:
    """What was read from one cue. `reserve` is the grade that the cue itself carries, at `span`, as `term`.

    `group` is the verbal group around the cue, auxiliaries and negation included; None where there is no cue.
    """

    stance: Stance = "asserts"
    negated: bool = False
    lemma: str | None = None
    reserve: Certainty = "flat"
    whose: Whose = "article"
    term: str | None = None
    span: Span | None = None
    group: Span | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    span: Span


def read_cue(text: str, statement: Statement, lexicon: CueLexicon) -> CueReading:
    """What the cue of `statement` does with its content; offsets of the reading count in `text`."""
    content = _content(text, statement)
    if statement.cue_span is None:
        return CueReading(stance="asks" if _is_question(content) else "asserts")
    tokens = _group(text, statement, lexicon)
    cue = statement.cue_span
    group = Span(min([cue.start, *(t.span.start for t in tokens[:1])]), cue.end)
    match = _match(tokens, cue, lexicon)
    either = _either(text, cue)
    if either is not None:
        return CueReading(
            stance="asks", negated=True, lemma="confirm", term="confirm or deny", span=either, group=group
        )
    if match is None:
        return CueReading(stance="asks" if _is_question(content) else "asserts", group=group)
    start, end, found = match
    span = Span(tokens[start].span.start, tokens[end - 1].span.end)
    nothing = any(t.word == "nothing" for t in tokens[end:] if t.span.end <= cue.end)
    negated = _negated(text, tokens[:start], statement, lexicon) or nothing
    passive = _passive(tokens, start, statement, lexicon)
    if passive is not None and not negated:
        term = _passive_term(tokens, start, end)
        return CueReading(stance="asserts", lemma=found.lemma, reserve=passive, term=term, span=span, group=group)
    more = tokens[end].word if end < len(tokens) and tokens[end].span.start < cue.end else None
    stance = _settled(found, content, more, direct=statement.quotation == "direct")
    if found.lemma in _HEARD and _told_by(text, statement, span):
        stance = "asserts"
    reserve: Certainty = found.reserve if stance in ("asserts", "believes") else "flat"
    if negated:
        reserve = "hedged" if found.lemma in _DENIALS else "flat"
        open_matter = stance == "believes" and _ASKED.match(content) is not None
        wish = stance == "wants" and found.lemma in WISHES
        stance = "asks" if open_matter else "denies" if wish else NEGATED[stance]
    return CueReading(
        stance=stance,
        negated=negated,
        lemma=found.lemma,
        reserve=reserve,
        whose=found.whose,
        term=f"not {found.lemma}" if negated else found.lemma,
        span=span,
        group=group,
    )


_HEARD = ("understand", "learn", "hear")
_FROM = re.compile(r"\s+(?:\w+\s+){0,4}?from\s+\Z")


_CONFIRMS = r"(?:confirm|verif|corroborat)\w*"
_DENIES = r"(?:den(?:y|ies|ied|ying)|refut\w*|disput\w*|reject\w*|rul\w+\s+out)"
_EITHER = re.compile(
    rf"\b(?:{_CONFIRMS}\s+n?or\s+(?:to\s+)?{_DENIES}|{_DENIES}\s+n?or\s+(?:to\s+)?{_CONFIRMS})\b", re.I
)


def _either(text: str, cue: Span) -> Span | None:
    """Where the cue is of "neither confirmed nor denied", "would not confirm or deny": the matter is left open."""
    for m in _EITHER.finditer(text, max(0, cue.start - _LOOK_BACK), min(len(text), cue.end + _LOOK_AHEAD)):
        if cue.meets(Span(*m.span())) or _LEADS_TO.fullmatch(text, cue.end, m.start()):
            return Span(*m.span())
    return None


_LEADS_TO = re.compile(r"\s+to\s+(?:either\s+)?", re.I)


def _told_by(text: str, statement: Statement, cue: Span) -> bool:
    """True where the source is the one it was heard from: "the Courier understands from a clerk"; he tells it."""
    source = statement.source_span
    return source is not None and source.start > cue.end and _FROM.match(text, cue.end, source.start) is not None


def _content(text: str, statement: Statement) -> str:
    pieces = [s.of(text) for s in statement.content_spans]
    joined = pieces[0]
    for piece in pieces[1:]:
        # "“A disgrace,” she said. “Have they …?”": the second piece is a sentence of its own.
        joined += f". {piece}" if piece.lstrip(_OPENERS)[:1].isupper() else f" {piece}"
    return joined.lstrip(_OPENERS)


_TAG = re.compile(
    r",\s+(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|ai|wo)(?:n[’']t|\s+not)?\s+"
    r"(?:i|you|he|she|it|we|they|there)\?$",
    re.I,
)
"""A tag question ("…, have they?") asks for assent to what is asserted (Quirk et al. 1985 §11.8)."""


def _is_question(content: str) -> bool:
    """True where the content is one question and nothing else."""
    bare = content.rstrip(_OPENERS + ")],")
    return bare.endswith("?") and not _TAG.search(bare) and not re.search(r"[.!?…]\s", bare)


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    out = []
    for m in _TOKEN.finditer(text, start, end):
        word = m.group().lower().replace("’", "'")
        out.append(_Token("not" if word == "n't" else word, Span(m.start(), m.end())))
    return out


def _group(text: str, statement: Statement, lexicon: CueLexicon) -> list[_Token]:
    """The tokens of the verbal group that the cue belongs to, with a few words after it."""
    cue = statement.cue_span
    assert cue is not None
    low = max(0, cue.start - _LOOK_BACK)
    stops = (statement.source_span, *statement.content_spans)
    low = max([low, *(s.end for s in stops if s is not None and s.end <= cue.start)])
    before = _tokens(text, low, cue.start)
    start = len(before)
    while start and _belongs(before[start - 1].word, lexicon):
        start -= 1
    inside = _tokens(text, cue.start, cue.end)
    after = _tokens(text, cue.end, min(len(text), cue.end + _LOOK_AHEAD))
    return [*before[start:], *inside, *after]


def _belongs(word: str, lexicon: CueLexicon) -> bool:
    known = word in lexicon.auxiliaries or word in lexicon.negations or word in lexicon.carriers
    return known or (word.endswith("ly") and len(word) > 4)


def _match(tokens: Sequence[_Token], cue: Span, lexicon: CueLexicon) -> tuple[int, int, Cue] | None:
    """The first entry that begins in the group and reaches into the cue, the longest at its place."""
    words = tuple(t.word for t in tokens)
    for i, token in enumerate(tokens):
        if token.span.start >= cue.end:
            break
        for entry, found in lexicon.entries.get(token.word, ()):
            end = i + len(entry)
            if words[i:end] != entry or tokens[end - 1].span.end <= cue.start:
                continue
            if len(entry) == 1 and _carries(tokens, i, lexicon) and _goes_on(tokens, i + 2, cue, lexicon):
                break
            return i, end, found
    return None


def _carries(tokens: Sequence[_Token], i: int, lexicon: CueLexicon) -> bool:
    """True where token `i` and "to" lead to another verb: "sought to", "refused to", "is said to"."""
    word = tokens[i].word
    if i + 1 >= len(tokens) or tokens[i + 1].word != "to":
        return False
    passive = word in lexicon.passives and any(t.word in _BE for t in tokens[max(0, i - 3) : i])
    return word in lexicon.carriers or word in lexicon.refusals or passive


def _goes_on(tokens: Sequence[_Token], start: int, cue: Span, lexicon: CueLexicon) -> bool:
    """True where a verb of the lexicon stands from `start` on inside the cue."""
    return any(t.word in lexicon.entries for t in tokens[start:] if t.span.end <= cue.end)


def _negated(text: str, before: Sequence[_Token], statement: Statement, lexicon: CueLexicon) -> bool:
    words = [t.word for t in before]
    count = sum(w in lexicon.negations or w in lexicon.refusals for w in words) + ("yet to" in " ".join(words))
    if "not" in words and "only" in words:
        count -= 1
    if statement.source_span is not None and _NOBODY.match(statement.source_span.of(text)):
        count += 1
    return count % 2 == 1


def _passive(tokens: Sequence[_Token], at: int, statement: Statement, lexicon: CueLexicon) -> Certainty | None:
    """The reserve of a passive with nobody behind it ("is said to have left"), else None."""
    if statement.source_span is not None or tokens[at].word not in lexicon.passives:
        return None
    if not any(t.word in _BE for t in tokens[max(0, at - 3) : at]):
        return None
    return lexicon.passives[tokens[at].word]


def _passive_term(tokens: Sequence[_Token], start: int, end: int) -> str:
    """The form that lexicons list: "is said to", "it is said"."""
    if end < len(tokens) and tokens[end].word == "to":
        return f"is {tokens[start].word} to"
    return f"it is {tokens[start].word}"


def _settled(cue: Cue, content: str, more: str | None, *, direct: bool) -> Stance:
    """The stance of a cue that is not negated, settled by the content where the verb leaves it open.

    `more` is the word after the verb inside the cue: "offered a defence of" defends, "offered to" offers.
    """
    lemma = cue.lemma
    if lemma == "ask":
        if _ASKED.match(content) or _is_question(content):
            return "asks"
        wants = not direct and (_TO_DO.match(content) or _ADDRESSEE_TO_DO.match(content) or content.startswith("that "))
        return "wants" if wants or content.startswith("for ") else "asks"
    if lemma in ("tell", "say", "remind") and _TO_DO.match(content) and not direct:
        return "orders" if lemma != "remind" else "wants"
    if lemma in ("warn", "caution", "advise") and re.match(r"(?:not\s+to|against)\b", content, re.I):
        return "wants"
    if lemma in ("agree", "swear") and re.match(r"to\s+[a-z]", content):
        return "promises"
    if lemma == "suggest" and (_SHOULD.match(content) or re.match(r"[a-z]+ing\b", content)):
        return "wants"
    if lemma == "offer" and (direct or more not in (None, "to")):
        return "asserts"
    if lemma == "challenge" and _ADDRESSEE_TO_DO.match(content):
        return "wants"
    if lemma == "see" and re.search(r"\bas\b", content[:80]):
        return "believes"
    if lemma == "question" and _ASKED.match(content) and not content.lower().startswith(("whether", "if")):
        return "asks"
    if lemma in _SPOKEN and _is_question(content):
        return "asks"
    return cue.stance
