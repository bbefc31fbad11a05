"""Owns refusals to speak: a content ends before "but declined to comment", and "nor deny" is of its cue. It guesses
nobody, and adds no statement.

Quirk et al. 1985 §13.53: predicates are coordinated under one subject. "He said it was shut but declined to say why"
has two of them, and the second is no part of what he said; a verb of refusing to speak can hardly be.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from firsthand.attribution.cover import Cover
from firsthand.attribution.drafts import Draft, exchanged
from firsthand.language.quotes import Quote
from firsthand.model import Article, Span

AFTER = 80
"""Characters after a content in which a refusal stands that goes on from it."""
_JOINT = r"(?P<joint>[,;]?\s+(?:but|and|yet|though|although|while)\s+)"
_ADVERB = r"(?:(?:\w+ly|also|then|later|otherwise|again|so\s+far|at\s+the\s+same\s+time)\s+)?"
_NOT = r"(?:(?:did|would|could|does|do|will|can|has|have|had)(?:\s+not|n[’']t)|cannot|can\s+not)"
_SPEECH = (
    r"(?:comment|elaborate|expand|speculate|discuss|disclose|divulge|specify|explain|clarify|say|respond|reply|answer|"
    r"name|identify|confirm|deny|reveal|go\s+into\s+(?:any\s+)?(?:more\s+)?details?|be\s+(?:drawn|interviewed|named|identified|"
    r"quoted|more\s+specific|specific)|(?:give|provide|offer|release|share)\s+(?:any\s+|further\s+|more\s+|additional\s+|other\s+)*"
    r"(?:details?|information|names?|particulars|specifics|figures|numbers|reasons?|explanation|evidence|timeline|comment))"
)
_NONE = (
    r"(?P<none>(?:gave|gives|provided|provides|offered|offers|released)\s+no\s+(?:(?:further|other|more|additional)\s+)?"
    r"(?:details?|information|names?|figures|reasons?|explanation|evidence|timeline|comment)\b)"
)
_REFUSED = re.compile(
    rf"{_JOINT}{_ADVERB}(?P<refusal>(?:declin|refus)(?:ed|es|ing)\s+to\s+(?:either\s+)?{_SPEECH}\b"
    rf"|{_NOT}\s+{_ADVERB}(?:(?:immediately|yet)\s+)?{_SPEECH}\b|(?:was|were|is|are)\s+(?:unable|not\s+able|unwilling)\s+to\s+{_SPEECH}\b"
    rf"|{_NONE}"
    rf"|(?:would|could|has|have)\s+neither\s+confirm|neither\s+confirmed\b|stopp?(?:ed|s)\s+short\s+of\s+(?:saying|naming|confirming)\b)",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:who|which|whom|whose)\b[^,;]*$|\b(?:asked|contacted|approached|invited|questioned|reached|called)(?:\s+\w+day)?$"
)
"""A relative clause before the joint, or somebody asked: the refusal may be theirs."""
_LEFT_OVER = re.compile(r"[,;]?\s+(?:but|and|though|although|while|yet)[,;]?$")
_NOR_DENY = re.compile(
    r"\s*(?:n?or)\s+(?:to\s+)?(?:den(?:y|ies|ied)|confirm(?:s|ed)?|refuted?|disputed?|ruled?\s+out)\s+(?=\w)", re.I
)
_CONFIRM = re.compile(r"\b(?:confirm|den|verif|refut|disput)\w*$", re.I)


def without_refusals(article: Article, drafts: Sequence[Draft], marks: Sequence[Quote]) -> list[Draft]:
    """`drafts`, their contents ended before a refusal to speak that goes on from the cue, and their cues whole.

    What the encoder found of the refusal itself stands beside the first statement and has its source.
    """
    quoted = Cover(q.span for q in marks if q.level == 0)
    new: dict[int, Draft] = {}
    gone: set[int] = set()
    for draft in drafts:
        whole = _with_nor(article.text, draft)
        refusal = _refused(article.text, whole, quoted)
        if refusal is not None:
            whole = _ended(whole, refusal.start())
            behind = _behind(drafts, draft, Span(*refusal.span()))
            new |= {id(d): replace(d, nested=False, source=d.source or draft.source) for d in behind}
            gone |= {id(d) for d in behind if refusal["none"]}
        whole = _without_conjunction(article.text, whole)
        if whole is not draft:
            new[id(draft)] = whole
    return [d for d in exchanged(drafts, new) if id(d) not in {id(new[g]) for g in gone}]


def _refused(text: str, draft: Draft, quoted: Cover) -> re.Match[str] | None:
    """The joint and the refusal in the content, or right behind it, that are the source's own predicate."""
    cue, source = draft.cue, draft.source
    if cue is None or source is None or not source.end <= cue.start or draft.contents[0].start < cue.end:
        return None
    first, last = draft.contents[0], draft.contents[-1]
    for m in _REFUSED.finditer(text, first.start, min(len(text), last.end + AFTER)):
        if re.search(r"[.!?\n]", text[last.end : m.start()]) or m.start() > last.end + 2:
            return None
        if not quoted.meets(Span(m.start("refusal"), m.end())) and not _OTHER.search(text, first.start, m.start()):
            return m
    return None


def _ended(draft: Draft, at: int) -> Draft:
    """The draft with its contents up to the offset; as it is where nothing would be left."""
    contents = tuple(Span(c.start, min(c.end, at)) for c in draft.contents if c.start < at)
    return replace(draft, contents=contents) if contents else draft


def _behind(drafts: Sequence[Draft], first: Draft, joint: Span) -> list[Draft]:
    """The drafts whose cue stands in the refusal."""
    return [d for d in drafts if d is not first and d.cue is not None and d.cue.meets(joint)]


def _without_conjunction(text: str, draft: Draft) -> Draft:
    """A content that ends in "but" ends before it: what follows there is another clause of the article's."""
    last = draft.contents[-1]
    m = _LEFT_OVER.search(text, last.start, last.end) if draft.cue is not None else None
    if m is None or m.start() == last.start or text[m.start() : last.end].isspace():
        return draft
    return replace(draft, contents=(*draft.contents[:-1], Span(last.start, m.start())))


def _with_nor(text: str, draft: Draft) -> Draft:
    """ "could neither confirm | nor deny the sale": both verbs are the cue's, and the sale is the content."""
    cue, first = draft.cue, draft.contents[0]
    if cue is None or cue.end > first.start or text[cue.end : first.start].strip() or not _CONFIRM.search(cue.of(text)):
        return draft
    m = _NOR_DENY.match(text, first.start, first.end)
    if m is None:
        return draft
    end = len(text[: m.end()].rstrip())
    return replace(draft, cue=Span(cue.start, end), contents=(Span(m.end(), first.end), *draft.contents[1:]))
