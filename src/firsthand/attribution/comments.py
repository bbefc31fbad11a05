"""Owns reporting clauses and adverbials that stand after or inside what is reported, where the encoder has passed over
them: ", the ministry counters", ", as one could read in the Gazette", "in the mayor's view", "was put at nine by X".

It takes nothing from a statement that the encoder has found there, and who is named has to be somebody or something
that can tell. `firsthand.attribution.comment_patterns` has the forms.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from firsthand.attribution.comment_patterns import CLAUSE, DOCUMENT_VERB, HEARD, MATRIX, SOURCE, Form, forms
from firsthand.attribution.cover import Cover
from firsthand.attribution.drafts import Draft
from firsthand.language.names import Name, names
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
    """`drafts` and the clauses and adverbials that no cue of theirs meets; contents end where such a clause begins.

    A clause that says whom an outlet has it from takes the place of what the encoder has made of its verb.
    """
    quoted = Cover(q.span for q in marks if q.level == 0)
    out = [_by_agent(article.text, d) for d in drafts]
    cues = Cover(d.cue for d in drafts if d.cue is not None and not _is_modal(article.text, d))
    for sentence in sentences:
        if sentence.start < article.body_start:
            continue
        for clause in _clauses(article.text, sentence):
            if quoted.meets(clause.cue) or (cues.meets(clause.whole) and clause.producer != HEARD):
                continue
            if clause.producer == HEARD:
                clause, out = _heard(article.text, clause, out)
            else:
                out = [d for d in out if d.cue is None or not clause.whole.holds(d.cue)]
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


def _is_modal(text: str, draft: Draft) -> bool:
    """True where the encoder has only the auxiliary of a cue, and nobody who speaks: "as can be seen from …"."""
    return draft.source is None and draft.cue is not None and _AUXILIARY.fullmatch(draft.cue.of(text)) is not None


_AUXILIARY = re.compile(r"(?:can|could|may|might|will|would|has|have|had|is|are|was|were|be|been)", re.I)


def _heard(text: str, clause: _Clause, drafts: list[Draft]) -> tuple[_Clause, list[Draft]]:
    """The clause with the content that the encoder found behind it, if it did; the drafts without those of its verb."""
    mine = [d for d in drafts if d.cue is not None and clause.whole.holds(d.cue)]
    own = [d for d in mine if d.cue is not None and d.cue.meets(clause.cue)]
    found = [c for d in own for c in d.contents if clause.content is not None and clause.content.holds(c)]
    if clause.content is not None:
        words_ = clause.content.of(text).rstrip(" .!\t\n")
        content = max(found, key=len, default=Span(clause.content.start, clause.content.start + len(words_)))
        clause = replace(clause, content=Span(clause.content.start, content.end))
    gone = {id(d) for d in mine}
    return clause, [d for d in drafts if id(d) not in gone]


def _clauses(text: str, sentence: Span) -> Iterator[_Clause]:
    words_, known = sentence.of(text), names(text)
    for form in forms():
        if form.sign is not None and not form.sign.search(words_):
            continue
        for m in form.pattern.finditer(words_):
            found = _clause(sentence.start, words_, m, form, known)
            if found is not None:
                yield found


def _clause(at: int, sentence: str, m: re.Match[str], form: Form, known: Sequence[Name]) -> _Clause | None:
    groups = m.groupdict()
    paper = form.producer == MATRIX and DOCUMENT_VERB.fullmatch(m["cue"]) is not None
    source = _named(sentence, m, "source", paper=paper)
    told_by = _named(sentence, m, "told_by") if groups.get("told_by") else None
    if source is None or (groups.get("told_by") and told_by is None):
        return None
    if groups.get("outlet") and not (
        groups["staff"] or _is_outlet(m["outlet"], m["cue"], at + m.start("outlet"), known)
    ):
        return None
    # "The Gazette learned" tells nothing by itself; "as the Gazette learned" does.
    silent = told_by is None and not groups.get("outlet") and "as" not in m[0].split()[:2]
    if silent and m["cue"].split()[-1] in ("learned", "learnt"):
        return None

    def there(name: str) -> Span | None:
        return Span(at + m.start(name), at + m.end(name)) if groups.get(name) else None

    gap, outlet, content = there("gap"), there("outlet"), there("content")
    whole = Span(at + m.start() if gap is None else gap.start, at + m.end())
    if outlet is not None and content is not None:
        whole = Span(outlet.start, at + m.end("source"))
    return _Clause(
        whole=whole,
        cue=Span(at + m.start("cue"), at + m.end("cue")),
        source=Span(at + source[0], at + source[1]),
        told_by=Span(at + told_by[0], at + told_by[1]) if told_by else None,
        told_by_cue=there("told_by_cue") if told_by else None,
        producer=form.producer,
        content=content,
    )


def _is_outlet(words_: str, cue: str, at: int, known: Sequence[Name]) -> bool:
    """True where the words at the offset name an outlet, or are "we" or a noun for one. A name of one word that nothing
    else is known of is one where it "has learned" something, or has the word for it: of people, the text says more.
    """
    if words_.split()[-1].islower() or words_.lower() == "we":
        return True
    found = next((n for n in known if n.span.meets(Span(at, at + len(words_)))), None)
    if found is None or found.kind != "unknown":
        return found is not None and found.kind == "outlet"
    paper = found.the and found.text.split()[-1].lower() in words("outlet_words.txt")
    return " " not in found.text and (paper or re.match(r"(?:has|have|had)\b.*\blearn", cue) is not None)


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
