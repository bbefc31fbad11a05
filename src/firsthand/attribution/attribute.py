"""Owns the way from an article to its statements: encoder, rules, levels, wording. Who speaks is not its question."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from firsthand.attribution import rules
from firsthand.attribution.as_put import as_put
from firsthand.attribution.comments import comment_clauses
from firsthand.attribution.confidence import confidence, rule_confidence
from firsthand.attribution.deeds import without_deeds
from firsthand.attribution.drafts import Draft, from_encoder, length, snapped
from firsthand.attribution.encoder import Encoded, Encoder
from firsthand.attribution.framing import without_framing
from firsthand.attribution.matrix import whole_matrix
from firsthand.attribution.pruning import (
    in_one_sentence,
    with_names_after,
    with_whole_sources,
    without_anonymity_clauses,
    without_header,
    without_subjects,
    without_unsure,
)
from firsthand.attribution.refusals import without_refusals
from firsthand.attribution.runs import cut_at_paragraphs
from firsthand.attribution.unsaid import without_unsaid
from firsthand.attribution.wording import describe, impersonal_cues, with_quotation
from firsthand.language.names import names
from firsthand.language.quotes import Quote, quotations
from firsthand.language.sentences import paragraphs
from firsthand.language.sentences import sentences as split
from firsthand.model import Antecedent, Article, Attribution, KindGuess, SourceKind, Span, Statement

REACH = 1200
"""Characters before a pronoun in which it is looked for whom it means."""
KINDS: tuple[SourceKind, ...] = ("person", "organisation", "country", "unknown")
_PRONOUN = re.compile(r"(?:s?he|him|his|hers?|they|them|their)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What attribution adds to what the encoder finds. `rules` False leaves the encoder's own statements."""

    rules: bool = True


def attribute(
    article: Article,
    encoder: Encoder,
    *,
    options: Options | None = None,
    marks: tuple[Quote, ...] | None = None,
    sentences: tuple[Span, ...] | None = None,
) -> Attribution:
    """The statements of `article` with source, cue and content spans, levels and wording, and clues to who speaks.

    `marks` and `sentences` of `article.text` are worked out where they are not handed in.
    """
    text, options = article.text, options or Options()
    marks = quotations(text) if marks is None else marks
    sentences = split(text) if sentences is None else sentences
    encoded = encoder.encode(text, marks)
    drafts = from_encoder(text, encoded.found, producer=encoder.version)
    drafts = without_header(article, drafts)
    if options.rules:
        drafts = comment_clauses(article, drafts, sentences, marks)
    drafts = without_unsure(drafts, encoder.card)
    if options.rules:
        drafts = _by_rule(article, drafts, marks, sentences)
    statements = _numbered(drafts, _parents(drafts), encoder)
    if options.rules:
        statements = _with_impersonal(article, statements, sentences, marks, encoder)
    statements = with_quotation(text, statements, marks)
    statements = describe(article, statements, sentences=sentences, marks=marks)
    return Attribution(
        statements=statements,
        antecedents=_antecedents(article, statements, encoder, encoded),
        kinds=_kinds(statements, encoder, encoded),
    )


def _by_rule(
    article: Article, drafts: list[Draft], marks: tuple[Quote, ...], sentences: tuple[Span, ...]
) -> list[Draft]:
    blocks = paragraphs(article.text)
    drafts = without_subjects(article, without_anonymity_clauses(article, drafts))
    drafts = with_names_after(article, with_whole_sources(article, in_one_sentence(article, drafts)))
    drafts = without_framing(article, without_refusals(article, drafts, marks), marks)
    drafts = without_deeds(article, without_unsaid(article, drafts, marks))
    drafts = as_put(article, drafts, sentences, marks)
    drafts = whole_matrix(article, drafts, sentences, marks)
    drafts = snapped(article.text, drafts, marks)
    drafts = cut_at_paragraphs(article.text, drafts, blocks, marks)
    drafts = rules.without_datelines(article, drafts, [b.start for b in blocks])
    drafts = rules.speaker_lines(article, drafts)
    drafts = rules.citing(article, drafts, sentences)
    return rules.going_on(article, drafts, marks, sentences)


def _parents(drafts: Sequence[Draft]) -> dict[int, Draft | None]:
    """By identity of the draft: the smallest other one whose content holds its cue, or all of it where it has none.

    One sweep over the text: at each cue only the contents that have begun and not ended are looked at.
    """
    sizes = [length(d.contents) for d in drafts]
    begun = sorted((c.start, c.end, i) for i, d in enumerate(drafts) for c in d.contents)
    cores = [d.cue if d.cue is not None else d.contents[0] for d in drafts]
    here = {id(d) for d in drafts}
    out: dict[int, Draft | None] = {}
    open_: list[tuple[int, int]] = []
    at = 0
    for j in sorted(range(len(drafts)), key=lambda j: cores[j].start):
        draft, core = drafts[j], cores[j]
        while at < len(begun) and begun[at][0] <= core.start:
            open_.append(begun[at][1:])
            at += 1
        open_ = [(end, i) for end, i in open_ if end >= core.start]
        around = [
            (sizes[i], i)
            for end, i in open_
            if end >= core.end and sizes[i] > sizes[j] and not (draft.cue is None and draft.continues is drafts[i])
        ]
        said = draft.inside if draft.inside is not None and id(draft.inside) in here else None
        out[id(draft)] = said or (drafts[min(around)[1]] if around else None)
    return out


def _numbered(drafts: Sequence[Draft], parents: dict[int, Draft | None], encoder: Encoder) -> tuple[Statement, ...]:
    """The drafts as statements: "a1", "a2" by place, children "a1.1"; a child never reaches beyond its parent."""
    names_: dict[int, str] = {}
    out: list[Statement] = []
    children: dict[int | None, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda d: (d.begins, -length(d.contents))):
        parent = parents[id(draft)]
        children.setdefault(None if parent is None else id(parent), []).append(draft)

    def visit(parent: Draft | None, prefix: str) -> None:
        for i, draft in enumerate(children.get(None if parent is None else id(parent), ()), start=1):
            names_[id(draft)] = f"{prefix}{i}"
            out.append(_statement(draft, f"{prefix}{i}", parent, names_, encoder))
            visit(draft, f"{prefix}{i}.")

    visit(None, "a")
    known = {s.id for s in out}
    return tuple(s if s.continues in known or s.continues is None else replace(s, continues=None) for s in out)


def _statement(draft: Draft, id_: str, parent: Draft | None, names_: dict[int, str], encoder: Encoder) -> Statement:
    contents = draft.contents
    if parent is not None:
        contents = _clipped(contents, parent.contents) or contents
    return Statement(
        id=id_,
        quotation="indirect",
        content_spans=contents,
        cue_span=draft.cue,
        source_span=draft.source,
        inferred=draft.inferred,
        parent=names_[id(parent)] if parent is not None else None,
        continues=names_.get(id(draft.continues)) if draft.continues is not None else None,
        confidence=confidence(draft, encoder.card),
        producer=draft.producer,
    )


def _clipped(spans: Sequence[Span], bounds: Sequence[Span]) -> tuple[Span, ...]:
    out = []
    for span in spans:
        for bound in bounds:
            if span.meets(bound):
                out.append(Span(max(span.start, bound.start), min(span.end, bound.end)))
    return tuple(sorted(out))


def _with_impersonal(
    article: Article,
    statements: tuple[Statement, ...],
    sentences: tuple[Span, ...],
    marks: tuple[Quote, ...],
    encoder: Encoder,
) -> tuple[Statement, ...]:
    """`statements` and, where they are silent, what the article reports with nobody named."""
    more = impersonal_cues(article, sentences, statements, marks)
    top = sum(s.parent is None for s in statements)
    return (
        *statements,
        *(
            replace(s, id=f"a{top + i}", confidence=rule_confidence(s.producer, encoder.card))
            for i, s in enumerate(more, start=1)
        ),
    )


def _antecedents(
    article: Article, statements: Sequence[Statement], encoder: Encoder, encoded: Encoded
) -> tuple[Antecedent, ...]:
    """The encoder's guesses for every source that is a pronoun."""
    said = [s for s in statements if s.source_span is not None and _PRONOUN.fullmatch(s.source_span.of(article.text))]
    if not said:
        return ()
    named = [n for n in names(article.text) if n.kind in ("person", "unknown", "organisation")]
    named.sort(key=lambda n: n.span.start)
    starts = [n.span.start for n in named]
    out: list[Antecedent] = []
    for mention in dict.fromkeys(s.source_span for s in said):
        assert mention is not None
        first, last = bisect_right(starts, mention.start - REACH), bisect_left(starts, mention.start)
        near = [n.span for n in named[first:last]]
        chances = encoder.antecedents(encoded, mention, near)
        out += [
            Antecedent(mention=mention, antecedent=span, probability=float(p))
            for span, p in zip(near, chances, strict=True)
        ]
    return tuple(out)


def _kinds(statements: Sequence[Statement], encoder: Encoder, encoded: Encoded) -> tuple[KindGuess, ...]:
    spans = tuple(dict.fromkeys(s.source_span for s in statements if s.source_span is not None))
    best = encoder.kinds(encoded, spans)
    return tuple(
        KindGuess(span=span, kind=KINDS[int(row.argmax())], probability=float(row.max()))
        for span, row in zip(spans, best, strict=True)
    )
