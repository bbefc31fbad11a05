"""Owns what only looks like a statement: comparisons, refusals to speak, a speaker's own thinking in their own words.

It takes drafts out and adds none.
"""

import re
from collections.abc import Sequence

from firsthand.attribution.cover import Cover
from firsthand.attribution.drafts import Draft
from firsthand.language.quotes import Quote
from firsthand.model import Article

_ANYONE = re.compile(r"(?:any|every)(?:one|body)\b|no(?:body|[ -]one)\b", re.I)
_COMPARED = re.compile(r"\b(?:than|as)\s+\Z", re.I)
_REFUSES = re.compile(
    r"\b(?:(?:declin|refus)(?:es?|ed|ing)|w[io]n[’']t|cannot|unavailable|never"
    r"|(?:would|could|will|can|did|do|does|ha[sd]|have)(?:\s+not|n[’']t))\b",
    re.I,
)
_NOBODY = re.compile(r"(?:neither|none|no|nobody)\b", re.I)
_ANSWERED = r"(?:questions?|requests?|calls?|e-?mails?|messages?|inquir(?:y|ies)|enquir(?:y|ies)|repeated\s+\w+)"
_ONLY_REFUSED = re.compile(
    r"(?:(?:would|could|will|can|did|do|does)\s+)?(?:not\s+)?(?:to\s+|for\s+)?(?:immediately\s+|publicly\s+)?"
    r"(?:say|comment|respond|reply|elaborate|be\s+(?:interviewed|reached|drawn)|give\s+(?:an\s+)?interviews?"
    r"|(?:give|provide|offer|release|share)\s+(?:(?:any|further|more|additional|other)\s+)*(?:details?|information|particulars|specifics)"
    rf"|(?:(?:answer|respond\s+to|reply\s+to|return)(?:\s+[\w’'-]+){{0,2}}?\s+)?{_ANSWERED}|answer|more|any\s?more|anything)"
    r"(?:\s+(?:further|publicly|more|yesterday|today|(?:on|about|for|from|seeking|to|beyond|in)\s+[^,;:]*))?\W*",
    re.I,
)
_LEFT_OPEN = re.compile(r"\b(?:whether|if|that|who|why|what|how|when|where|which)\b", re.I)
_FIRST = ("i", "we")
_THINKS = re.compile(
    r"(?:n[’']t|\b(?:do|did|does|not|never|can|could|would|really|just|always|still|[’']m|am|was|are|sure|certain)|[\s,])*"
    r"\b(?:think|thought|believed?|guess(?:ed)?|suppose[ds]?|feel|felt|know|knew|hoped?|doubt(?:ed)?|expect(?:ed)?"
    r"|suspect(?:ed)?|reckon(?:ed)?|imagined?|assumed?|wonder(?:ed)?|fear(?:ed)?|trust(?:ed)?|wish(?:ed)?|sure|certain)\b",
    re.I,
)

_COULD_NOT_CHECK = re.compile(
    r"\b(?:(?:could|can|was|were|has|have|had|is|are)(?:\s+not|n[’']t)|unable|cannot)"
    r"(?:\s+(?:been|able|immediately|independently|yet|be|to)){0,5}\s+(?:verif(?:y|ied)|confirm(?:ed)?|check(?:ed)?|corroborated?)"
    r"(?:\s+independently)?$",
    re.I,
)
_ASKED = re.compile(r"(?:Asked|Questioned|Pressed|Quizzed)\b(?!\s+by\b)")
_ONLY_SMALL = re.compile(
    r"(?:(?:it|that|this|to|not|is|are|was|were|be|been|being|had|has|have|do|does|did|will|would|could|can|and|but|n[’']t)\b"
    r"\s*)+",
    re.I,
)


def without_unsaid(article: Article, drafts: Sequence[Draft], marks: Sequence[Quote]) -> list[Draft]:
    """`drafts` without those in which nobody states anything, or only the speaker of the words around, again."""
    text, quoted = article.text, Cover(q.span for q in marks)
    tests = (_is_compared, _is_refusal, _is_unverified, _has_no_verb, _is_asked)
    return [d for d in drafts if not (any(test(text, d) for test in tests) or _is_own_thought(text, d, quoted))]


def _is_compared(text: str, draft: Draft) -> bool:
    """ "The boat is older than anyone says", "the coldest winter anybody remembers": the clause measures (Quirk et al.
    1985 §15.63), and nobody says anything. "Anyone" is the subject of generic statements alone (§6.60):
    "Anyone who was there says …", where the content follows.
    """
    source = draft.source
    if source is None or (found := _ANYONE.match(text, source.start, source.end)) is None:
        return False
    if _COMPARED.search(text, max(source.start - 10, 0), source.start):
        return True
    return found[0][:3].lower() == "any" and draft.contents[-1].end <= source.start


def _is_refusal(text: str, draft: Draft) -> bool:
    """ "Her lawyer declined to comment on the talks", "would not say": who refuses to speak states nothing. "Would not
    say whether it ran" leaves a matter open, and is kept.
    """
    if draft.cue is None or len(draft.contents) != 1:
        return False
    cue, content = draft.cue, draft.contents[0]
    before = draft.source.end if draft.source is not None and draft.source.end <= cue.start else cue.start
    if content.start < cue.start:
        return content.of(text).lower() == "that" and _REFUSES.search(cue.of(text)) is not None
    words = content.of(text)
    nobody = draft.source is not None and _NOBODY.match(text, draft.source.start, draft.source.end)
    refused = nobody or _REFUSES.search(text, max(cue.start - 20, before), content.end)
    return refused is not None and _ONLY_REFUSED.fullmatch(words) is not None and _LEFT_OPEN.search(words) is None


def _is_unverified(text: str, draft: Draft) -> bool:
    """ "The paper could not independently verify the figures": who could not check something does not state it. "Could
    not confirm that it ran" leaves a matter open, and is kept.
    """
    if draft.cue is None or any(_LEFT_OPEN.match(c.of(text)) for c in draft.contents):
        return False
    return _COULD_NOT_CHECK.search(text[max(0, draft.cue.start - 30) : draft.cue.end]) is not None


def _has_no_verb(text: str, draft: Draft) -> bool:
    """A cue inside another's content that is an auxiliary, a pronoun or a particle alone: nobody tells by it."""
    return draft.nested and draft.cue is not None and _ONLY_SMALL.fullmatch(draft.cue.of(text)) is not None


def _is_asked(text: str, draft: Draft) -> bool:
    """ "Asked whether it would close, he said …": he is asked, and asks nothing. "Asked by the Post" says who asks."""
    cue = draft.cue
    if cue is None or not _ASKED.match(text, cue.start):
        return False
    return not text[: cue.start].rstrip(" “\"‘'«") or text[: cue.start].rstrip(" ")[-1:] in '\n.!?”"’»'


def _is_own_thought(text: str, draft: Draft, quoted: Cover) -> bool:
    """ "“I do not believe the paper,” he said": his thinking is part of what he says; what stands in a statement are
    other people's words.
    """
    cue, source = draft.cue, draft.source
    if not draft.nested or cue is None or source is None or source.of(text).lower() not in _FIRST:
        return False
    if not quoted.meets(source) or cue.start < source.end:
        return False
    return _THINKS.match(text, source.end, max(cue.end, min(draft.contents[0].end, cue.end + 20))) is not None
