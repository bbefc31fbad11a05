"""Owns reporting clauses and adverbials that stand after or inside what is reported, where the encoder has passed over
them: ", the ministry counters", ", as one could read in the Gazette", "in the mayor's view", "was put at nine by X".

It takes nothing from a statement that the encoder has found there, and who is named has to be somebody or something
that can tell. `firsthand.attribution.comment_patterns` has the forms.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from firsthand.attribution.comment_patterns import CLAUSE, DOCUMENT_VERB, MATRIX, SOURCE, Form, forms
from firsthand.attribution.cover import Cover
from firsthand.attribution.drafts import Draft
from firsthand.language.quotes import Quote
from firsthand.language.words import singular, words, words_of
from firsthand.model import Article, Span

FEW_WORDS = 4
"""A matrix of fewer words is no sentence ("Well, he said.")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """One reporting clause: where it stands, its commas included; its cue and its source; whom it was heard from; its
    content, None for the rest of the sentence.
    """

    whole: Span
    cue: Span
    source: Span
    told_by: Span | None = None
    told_by_cue: Span | None = None
    producer: str = CLAUSE
    content: Span | None = None


def comment_clauses(
    article: Article, drafts: Sequence[Draft], sentences: Sequence[Span], marks: Sequence[Quote]
) -> list[Draft]:
    """`drafts` and the clauses and adverbials that no cue of theirs meets; contents end where such a clause begins."""
    quoted = Cover(q.span for q in marks if q.level == 0)
    cues = Cover(d.cue for d in drafts if d.cue is not None)
    out = [_by_agent(article.text, d) for d in drafts]
    for sentence in sentences:
        if sentence.start < article.body_start:
            continue
        for clause in _clauses(article.text, sentence):
            if quoted.meets(clause.cue) or cues.meets(clause.whole):
                continue
            contents = (clause.content,) if clause.content else _rest(article.text, sentence, clause.whole)
            if sum(len(c.of(article.text).split()) for c in contents) < FEW_WORDS and clause.producer == CLAUSE:
                continue
            out = [kept for d in out for kept in _clipped(d, clause.whole)]
            outer = Draft(contents=contents, cue=clause.cue, source=clause.source, producer=clause.producer)
            out.append(outer)
            if clause.told_by is not None:
                out.append(replace(outer, cue=clause.told_by_cue, source=clause.told_by, inside=outer, nested=True))
            break
    return out


def _clauses(text: str, sentence: Span) -> Iterator[_Clause]:
    words_ = sentence.of(text)
    for form in forms():
        for m in form.pattern.finditer(words_):
            found = _clause(sentence.start, words_, m, form)
            if found is not None:
                yield found


def _clause(at: int, sentence: str, m: re.Match[str], form: Form) -> _Clause | None:
    groups = m.groupdict()
    paper = form.producer == MATRIX and DOCUMENT_VERB.fullmatch(m["cue"]) is not None
    source = _named(sentence, m, "source", paper=paper)
    told_by = _named(sentence, m, "told_by") if groups.get("told_by") else None
    if source is None or (groups.get("told_by") and told_by is None):
        return None
    # "The Gazette learned" tells nothing by itself; "as the Gazette learned" does.
    if m["cue"].split()[-1] in ("learned", "learnt") and told_by is None and "as" not in m[0].split()[:2]:
        return None

    def there(name: str) -> Span | None:
        return Span(at + m.start(name), at + m.end(name)) if groups.get(name) else None

    whole = there("gap")
    return _Clause(
        whole=Span(at + m.start() if whole is None else whole.start, at + m.end()),
        cue=Span(at + m.start("cue"), at + m.end("cue")),
        source=Span(at + source[0], at + source[1]),
        told_by=Span(at + told_by[0], at + told_by[1]) if told_by else None,
        told_by_cue=there("told_by_cue") if told_by else None,
        producer=form.producer,
        content=there("content"),
    )


_STOPS = re.compile(
    r"\s+(?:that|which|and\s+that|but|because|although|while|when|if|on\s+\w+day|yesterday|today|last|this|earlier|in\s+an?\s+"
    r"(?:statement|interview|letter|report))\b"
)


def _trimmed(sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Where who is named ends: before what tells when, or goes on about something else."""
    stop = _STOPS.search(sentence, start, end)
    end = stop.start() if stop else end
    while end > start and sentence[end - 1] in " ,.;:!’'\"”\t\n":
        end -= 1
    return (start, end) if end > start else None


_AGENT_NOUN = re.compile(r"\w{3}(?:er|or|ist|man|woman|ian|eer)$")
"""Endings of nouns for who does something (Quirk et al. 1985 §I.33), for those that no list has."""
_HEAD_ENDS = re.compile(r"\s(?:of|about|over|in|on|for|with|from|to|at|by|who|close|familiar|of)\s")


def _named(sentence: str, m: re.Match[str], group: str, *, paper: bool = False) -> tuple[int, int] | None:
    """Where in the sentence stands who is named; None where that can tell nothing."""
    found = _trimmed(sentence, *m.span(group))
    return found if found is not None and _can_tell(sentence[found[0] : found[1]], document=paper) else None


def _can_tell(words_: str, *, document: bool = False) -> bool:
    """True where a phrase names somebody or something that tells: a name, a pronoun, a person, a body, a document."""
    head = _HEAD_ENDS.split(f"{words_} ", maxsplit=1)[0].replace(",", " ").split()
    if not head:
        return False
    last = re.sub(r"[’']s?$", "", head[-1])
    known = words("documents.txt") if document else _tellers()
    if singular(last) in known or last.lower() in known:
        return True
    if document:
        return False
    if _AGENT_NOUN.search(singular(last)):
        return True
    return last[:1].isupper() or last.lower() in ("he", "she", "they", "it", "his", "her", "their")


@cache
def _tellers() -> frozenset[str]:
    return words_of(
        "informants.txt",
        "people.txt",
        "documents.txt",
        "roles.txt",
        "outlet_nouns.txt",
        "reporters.txt",
        "groups.txt",
        "organisation_nouns.txt",
        "trades.txt",
    )


_BY_WHOM = re.compile(
    rf"(?P<verb>told|informed|assured|advised|warned|notified|briefed)(?P<gap>\s+)by\s+(?P<source>{SOURCE}?)(?=\s+that\b|:|,)"
)


def _by_agent(text: str, draft: Draft) -> Draft:
    """ "We were told by two welders that …": the welders tell it."""
    cue = draft.cue
    m = _BY_WHOM.search(text, cue.start, cue.end + 120) if cue is not None else None
    if cue is None or m is None or m.start("verb") >= cue.end or not _can_tell(m["source"]):
        return draft
    if any(c.start < m.end("source") and c.end > m.start("gap") for c in draft.contents):
        return draft
    return replace(draft, cue=Span(cue.start, m.end("verb")), source=Span(*m.span("source")))


def _rest(text: str, sentence: Span, clause: Span) -> tuple[Span, ...]:
    """The sentence without the clause, its end mark and the blanks and commas at the seam."""
    end = sentence.end
    while end > sentence.start and text[end - 1] in " .!\t\n":
        end -= 1
    spans = []
    for start, stop in ((sentence.start, clause.start), (clause.end, end)):
        while start < stop and text[start] in " ,;\t\n":
            start += 1
        while stop > start and text[stop - 1] in " ,;\t\n":
            stop -= 1
        if start < stop:
            spans.append(Span(start, stop))
    return tuple(spans)


def _clipped(draft: Draft, clause: Span) -> list[Draft]:
    """The draft without what of its content or source stands in the clause; nothing where nothing is left."""
    if not any(c.meets(clause) for c in draft.contents):
        return [draft]
    contents = tuple(
        part
        for c in draft.contents
        for part in (Span(c.start, min(c.end, clause.start)) if c.start < clause.start else None,)
        if part is not None
    )
    source = draft.source if draft.source is None or not draft.source.meets(clause) else None
    return [replace(draft, contents=contents, source=source)] if contents else []
