"""Owns an extractor of quotations by dependency rules, the field's commonest way, to measure firsthand beside it.

Written from the published description of the Gender Gap Tracker (Asr et al. 2021, PLOS ONE 16(1)): a reporting verb
with its subject and its clausal complement, "according to", quotation marks near such a verb, and quotations that stand
alone and go on with the speaker before. A clause whose reporting verb is its parataxis is taken as well, as Universal
Dependencies have it. Labels of Universal Dependencies and of spaCy's own pipelines both fit. It loads no pipeline,
resolves no pronoun, and is no part of firsthand.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token

from benchmarks.peers_verbs import LEMMAS, REPORTING
from firsthand.evaluation.relation import Relation
from firsthand.model import Span

_SUBJECTS = frozenset(("nsubj", "csubj"))
_SHARED_SUBJECT = frozenset(("conj", "advcl"))
"""How a verb without a subject hangs on the verb that has it: "she rose and said", "she left, saying"."""
_OBJECTS = frozenset(("pobj", "obl", "nmod"))
_OPENERS = {"“": "”", "„": "”“", "«": "»", '"': '"'}
_PARAGRAPH = re.compile(r"[^\n]+")
FEWEST_WORDS = 3
"""A shorter stretch in marks is taken for a title or a word used apart; after textacy, which wants two tokens."""


def extract(doc: Doc) -> tuple[Relation, ...]:
    """The attributions of `doc`, which must be parsed; half-open code points of ``doc.text``."""
    quotes = quoted(doc.text)
    found = [*_clausal(doc, quotes), *_according(doc)]
    covered = [s for r in found for s in r.content]
    for quote in quotes:
        if len(doc.text[quote.start : quote.end].split()) < FEWEST_WORDS or _half_in(quote, covered):
            continue
        verb = _nearest_verb(doc, quote, quotes)
        if verb is not None:
            _put(found, _relation(verb, (quote,)))
        elif (before := _speaker_before(found, quote)) is not None and _stands_alone(doc.text, quote):
            found.append(Relation(source=before, content=(quote,)))
    return tuple(sorted(found, key=lambda r: r.content[0].start))


def quoted(text: str) -> tuple[Span, ...]:
    """What stands in double marks or guillemets, marks included. A quotation that is not closed in its paragraph ends
    with the paragraph."""
    found = []
    for paragraph in _PARAGRAPH.finditer(text):
        start, closers = -1, ""
        for at in range(paragraph.start(), paragraph.end()):
            char = text[at]
            if start >= 0 and char in closers:
                found.append(Span(start, at + 1))
                start = -1
            elif start < 0 and char in _OPENERS:
                start, closers = at, _OPENERS[char]
        if start >= 0:
            found.append(Span(start, paragraph.end()))
    return tuple(found)


def runs(tokens: Iterable[Token]) -> tuple[Span, ...]:
    """Tokens side by side as one span each, in text order; stretches of punctuation or white space alone are left
    out, at the edges too."""
    grouped: list[list[Token]] = []
    for token in sorted(tokens, key=lambda t: t.i):
        if grouped and token.i == grouped[-1][-1].i + 1:
            grouped[-1].append(token)
        else:
            grouped.append([token])
    spans = []
    for group in grouped:
        words = [t for t in group if not (t.is_punct or t.is_space)]
        if words:
            spans.append(Span(words[0].idx, words[-1].idx + len(words[-1])))
    return tuple(spans)


def _clausal(doc: Doc, quotes: Sequence[Span]) -> list[Relation]:
    """Reporting verbs that have a subject and a clause."""
    found = []
    for verb in doc:
        if not _reports(verb):
            continue
        content = runs(_clause(verb))
        if content and _subject(verb) is not None:
            found.append(_relation(verb, _with_quotes(content, quotes)))
    return found


def _reports(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and (token.lemma_ in REPORTING or token.lower_ in LEMMAS)


def _clause(verb: Token) -> list[Token]:
    """The tokens of the complement of `verb`; else, where it is a parataxis, of the clause that it stands in."""
    complement = next((child for child in verb.children if child.dep_ == "ccomp"), None)
    if complement is not None:
        return list(complement.subtree)
    if verb.dep_ == "parataxis":
        own = {t.i for t in verb.subtree}
        return [t for t in verb.head.subtree if t.i not in own]
    return []


def _subject(verb: Token) -> Token | None:
    """Who says it: the verb's own active subject, or that of the verb that it is joined to."""
    for _ in range(3):
        for child in verb.children:
            if child.dep_ in _SUBJECTS:
                return child
            if child.dep_ in ("nsubjpass", "nsubj:pass"):
                return None
        if verb.dep_ not in _SHARED_SUBJECT:
            return None
        verb = verb.head
    return None


def _relation(verb: Token, content: tuple[Span, ...]) -> Relation:
    speaker = _subject(verb)
    source = () if speaker is None else runs(speaker.subtree)
    return Relation(source=source[:1], cue=(Span(verb.idx, verb.idx + len(verb)),), content=content)


def _with_quotes(content: tuple[Span, ...], quotes: Sequence[Span]) -> tuple[Span, ...]:
    """`content` drawn out to each quotation that lies half or more in it."""
    return joined([*content, *(q for q in quotes if _half_in(q, content))])


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """`spans` in text order, those that overlap as one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


def _half_in(span: Span, others: Iterable[Span]) -> bool:
    return 2 * sum(max(0, min(span.end, o.end) - max(span.start, o.start)) for o in others) >= len(span)


def _according(doc: Doc) -> list[Relation]:
    """ "According to NOUN": the rest of the clause is the content."""
    found = []
    for token, after in pairwise(doc):
        if token.lower_ != "according" or after.lower_ != "to":
            continue
        if token.dep_ == "case":
            source, anchor = token.head, token.head.head
        else:
            below = (t for t in token.subtree if t.dep_ in _OBJECTS)
            source, anchor = next(below, token), token.head
        phrase = {t.i for t in source.subtree} | {token.i, after.i}
        said = runs(t for t in source.subtree if t.i > after.i)
        content = runs(t for t in anchor.subtree if t.i not in phrase)
        if said and content and anchor is not source:
            cue = Span(token.idx, after.idx + len(after))
            found.append(Relation(source=said[:1], cue=(cue,), content=content))
    return found


def _nearest_verb(doc: Doc, quote: Span, quotes: Sequence[Span]) -> Token | None:
    """The reporting verb with a subject that is nearest to `quote` in its sentences, itself in no quotation."""
    part = doc.char_span(quote.start, quote.end, alignment_mode="expand")
    if part is None:
        return None
    edges = (part[0], part[-1], doc[min(part.end, len(doc) - 1)])
    sentences = {edge.sent.start: edge.sent for edge in edges}
    candidates = [
        token
        for sentence in sentences.values()
        for token in sentence
        if _reports(token) and not any(q.start <= token.idx < q.end for q in quotes) and _subject(token) is not None
    ]
    return min(candidates, key=lambda t: min(abs(t.i - part.start), abs(t.i - part.end)), default=None)


def _put(found: list[Relation], new: Relation) -> None:
    """Adds `new`; a relation with the same cue takes its content instead, as in "A," she said, "B."."""
    for i, old in enumerate(found):
        if old.cue == new.cue:
            content = joined([*old.content, *new.content])
            found[i] = Relation(source=old.source, cue=old.cue, content=content)
            return
    found.append(new)


def _speaker_before(found: Sequence[Relation], quote: Span) -> tuple[Span, ...] | None:
    """The source of the last attribution before `quote`."""
    before = [r for r in found if r.source and r.content[0].start < quote.start]
    return max(before, key=lambda r: r.content[0].start).source if before else None


def _stands_alone(text: str, quote: Span) -> bool:
    """True where the paragraph begins with the quotation."""
    return not text[text.rfind("\n", 0, quote.start) + 1 : quote.start].strip()
