"""Owns textacy's row of `benchmarks/peers.py`: its direct quotations on a spaCy pipeline, in a process of its own.

Nothing is done for textacy and nothing against it: a text that it refuses counts as refused. `candidates` is what it
can find at the most, whatever the parser: it needs the tokenizer alone.
"""

import sys
from collections.abc import Iterable, Sequence

import spacy
from spacy.tokens import Doc, Token
from textacy.extract.triples import direct_quotations  # type: ignore[import-not-found,import-untyped,unused-ignore]

from benchmarks.peers_child import BATCH, Answer, Job, serve
from firsthand.evaluation.relation import Relation
from firsthand.model import Span

FEWEST_TOKENS = 4
"""textacy passes over what stands in marks and has fewer tokens, the marks counted."""


def load(pipeline: str) -> Job:
    """The pipeline and textacy's direct quotations."""
    nlp = spacy.load(pipeline)

    def job(texts: Sequence[str]) -> list[Answer]:
        return [_extract(doc) for doc in nlp.pipe(texts, batch_size=BATCH)]

    return job


def load_candidates(_: str) -> Job:
    """Every stretch in marks that textacy would look at, without speaker or cue; by spaCy's English tokenizer alone."""
    nlp = spacy.blank("en")

    def job(texts: Sequence[str]) -> list[Answer]:
        return [_candidates(nlp.make_doc(text)) for text in texts]

    return job


def _extract(doc: Doc) -> Answer:
    """Quotations that textacy gives the same cue are one attribution: gold joins "A," she said, "B." too."""
    together: dict[int, Relation] = {}
    try:
        for speaker, cue, content in direct_quotations(doc):
            old = together.get(cue[0].i)
            span = Span(content.start_char, content.end_char)
            earlier = () if old is None else old.content
            together[cue[0].i] = Relation(source=_hull(speaker), cue=_hull(cue), content=(*earlier, span))
    except ValueError as error:
        return str(error)
    return tuple(together.values())


def _candidates(doc: Doc) -> Answer:
    marks = [token for token in doc if token.is_quote]
    if len(marks) % 2:
        return f"{len(marks)} quotation marks"
    pairs = zip(marks[::2], marks[1::2], strict=True)
    spans = [Span(a.idx, b.idx + len(b)) for a, b in pairs if b.i + 1 - a.i >= FEWEST_TOKENS]
    return tuple(Relation(content=(span,)) for span in spans)


def _hull(tokens: Iterable[Token]) -> tuple[Span, ...]:
    """From the first to the last token: textacy gives a noun's head and compounds, not always side by side."""
    ordered = sorted(tokens, key=lambda t: t.i)
    return (Span(ordered[0].idx, ordered[-1].idx + len(ordered[-1])),)


if __name__ == "__main__":
    sys.exit(serve({"triples": load, "candidates": load_candidates}[sys.argv.pop(1)]))
