"""Owns a trace without the articles' words: what stays are facts, places, the names of named sources. It cuts none."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from firsthand.ledger.redacting import LONGEST_QUOTED, kept
from firsthand.model.trace import Claim, Drift, Edge, Trace, TracedSource
from firsthand.render.trace_words import Pieces

Sentences = Callable[[Iterable[str]], tuple[str, ...]]


def without_words(trace: Trace, pieces: Pieces) -> Trace:
    """The trace as it is told without text: wordings are empty, what an unnamed source is called is left out.

    Sentences (why, what it turns on) stay where they quote nothing of the texts of `pieces`; what differs along a
    derivation stays where it is shorter than `LONGEST_QUOTED` characters, as a hedge or a number is.
    """
    clean = _sentences(trace, pieces)
    return replace(
        trace,
        sources=tuple(map(_source, trace.sources)),
        claims=tuple(_claim(c, clean) for c in trace.claims),
        edges=tuple(map(_edge, trace.edges)),
        contradictions=tuple(replace(c, why=" ".join(clean([c.why]))) for c in trace.contradictions),
    )


def _sentences(trace: Trace, pieces: Pieces) -> Sentences:
    texts = [p.reading.article for p in pieces.values()]
    text = "\n".join(f"{a.title or ''}\n{a.text}" for a in texts)
    wordings = sorted({s.descriptor for s in trace.sources if s.descriptor}, key=lambda w: (-len(w), w))
    said = re.compile("|".join(map(re.escape, wordings)), re.I) if wordings else None

    def clean(sentences: Iterable[str]) -> tuple[str, ...]:
        return tuple(kept([said.sub("…", s) if said else s for s in sentences], text))

    return clean


def _source(source: TracedSource) -> TracedSource:
    if source.anonymous:  # whatever an unnamed source is called is the article's wording
        return replace(source, descriptor=None, role=None, affiliation=None)
    return replace(source, descriptor=None)


def _claim(claim: Claim, clean: Sentences) -> Claim:
    return replace(
        claim,
        text="",
        reports=tuple(replace(r, words="") for r in claim.reports),
        why=clean(claim.why),
        turns_on=clean(claim.turns_on),
        drift=tuple(map(_drift, claim.drift)),
    )


def _drift(drift: Drift) -> Drift:
    before, after = (
        w if len(w) < LONGEST_QUOTED or w == "in the article's own voice" else "" for w in (drift.before, drift.after)
    )
    return replace(drift, before=before, after=after)


def _edge(edge: Edge) -> Edge:
    # What a person wrote who added it is theirs.
    return replace(edge, evidence="") if edge.by == "text" else edge
