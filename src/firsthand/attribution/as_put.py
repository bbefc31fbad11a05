"""Owns the parenthesis that names whose words a sentence has: "As Meyer put it, …", "in the words of Meyer, …".

Quirk et al. 1985 §15.54: comment clauses of the type "as you say" are adjuncts of the whole sentence; what is left is
the content. It takes nothing from a sentence that has another reporting clause around the parenthesis.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from firsthand.attribution.cover import Cover
from firsthand.attribution.drafts import Draft, exchanged
from firsthand.language.quotes import Quote
from firsthand.model import Article, Span

PRODUCER = "rule:as-put"
_SAYINGS = r"(?:saying|proverb|adage|legend|story|rumou?r|tradition|joke|clich[eé])"
_ONCE = r"(?:once|later|then|so|also|famously|memorably|neatly|dryly|drily|bluntly|recently|simply|himself|herself)"
_WHO = (
    r"(?P<source>(?:[A-Z][\w.’'-]*|the|an?|one|another|his|her|its|their|she|he|they)"
    rf"(?:\s+(?!(?:{_SAYINGS}|{_ONCE})\b)[\w.’'-]+){{0,6}}?(?:,\s+(?:an?|the|who)\s+[^,]{{2,60}},)?)"
)
_VERB = rf"(?:{_ONCE}\s+)*(?P<cue>(?:puts?|has|had|tells?|told|would\s+have)\s+it)"
_WHEN = (
    r"(?:\s+(?:\w+ly|once|then|later|last\s+\w+|on\s+\w+day|in\s+(?:\d{4}|an?\s+\w+|[A-Z][a-z]+)"
    r"|to\s+(?:me|us|reporters|the\s+\w+)))?"
)
_ANY = (
    rf"\b(?:[Aa]s\s+{_WHO}\s+{_VERB}{_WHEN}"
    r"|(?P<words>[Ii]n\s+the\s+words\s+of)\s+(?P<of>[^\s,;:.][^,;:“”\"]{1,80}?))"
)
_PARENTHESIS = re.compile(_ANY + r"(?=\s*(?:[,:]|[.!?]?[”\"’)]?\s*\Z))")
_OPENS = re.compile(r"[AaIi](?<=\b[AaIi])(?:s|n\s+the\s+words\s+of)\s")
"""How a parenthesis begins: looked for first, since it is quickly seen where it is not."""
_APPOSITION = re.compile(r",\s+(?:an?|who)\s+[^,]{2,60}(?=,\s)")
_LAST_APPOSITION = re.compile(r",\s+(?:an?|the|who)\s+[^,]{2,60}(?=[.!?]?\s*\Z)")
_EDGE = " \t\n\u00a0,;:—–-"


def as_put(article: Article, drafts: Sequence[Draft], sentences: Sequence[Span], marks: Sequence[Quote]) -> list[Draft]:
    """`drafts` with such a parenthesis as a statement's source and cue, the rest of the sentence as its content.

    A draft with the same cue gives way. Inside a quotation nothing is changed: there the encoder alone reads.
    """
    quoted = Cover(q.span for q in marks if q.level == 0)
    out = list(drafts)
    for sentence in sentences:
        words = sentence.of(article.text)
        m = _PARENTHESIS.search(words) if sentence.start >= article.body_start and _OPENS.search(words) else None
        if m is None or quoted.meets(Span(sentence.start + m.start(), sentence.start + m.end())):
            continue
        made = _made(words, m, sentence.start)
        if made is None:
            continue
        own = Span(sentence.start + m.start(), sentence.start + m.end())
        mine = [d for d in out if d.cue is not None and d.cue.meets(own)]
        others = [
            d for d in out if d.cue is not None and sentence.holds(d.cue) and not d.cue.meets(own) and not d.nested
        ]
        if others and m.start():
            continue  # "Finch said, as Meyer put it, that …": whose the rest is, the parenthesis alone does not say
        inner = {id(d) for d in others if not quoted.meets(d.cue or own)}
        out = [d for d in out if not any(d is x for x in mine)]
        out = exchanged(out, {id(d): replace(d, nested=True) for d in out if id(d) in inner})
        out.append(made)
    return out


def _made(words: str, found: re.Match[str], at: int) -> Draft | None:
    """The draft of a sentence that begins at the offset `at`; None where nothing is left of it."""
    name, cue = ("of", "words") if found["words"] else ("source", "cue")
    end = found.end()
    if found["words"]:
        more = _APPOSITION.match(words, end) or (_LAST_APPOSITION.match(words, end) if found.start() else None)
        end = more.end() if more else end
    contents = [s for s in (_trimmed(words, 0, found.start()), _trimmed(words, end, len(words))) if s is not None]
    if sum(len(s.of(words).split()) for s in contents) < 2:
        return None
    return Draft(
        contents=tuple(Span(at + s.start, at + s.end) for s in contents),
        cue=Span(at + found.start(cue), at + found.end(cue)),
        source=Span(at + found.start(name), at + found.end(name)),
        producer=PRODUCER,
    )


def _trimmed(words: str, start: int, end: int) -> Span | None:
    """The piece without the marks that set it off, and without the sentence's own full stop."""
    while start < end and words[start] in _EDGE:
        start += 1
    while end > start and words[end - 1] in _EDGE + ".":
        end -= 1
    return Span(start, end) if re.search(r"\w", words[start:end]) else None
