"""Owns what a reader is told of a desk check, once for every face: counts in words, and what a web page needs. No
layout."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from firsthand.house import SEVERITIES, Finding, Rules, Severity
from firsthand.model import Reading, Span
from firsthand.render.basis import some
from firsthand.render.layers import Mark, Piece, woven
from firsthand.render.plain import line

SIGNS: dict[Severity, str] = {"error": "✗", "warning": "▲", "note": "·"}
"""A sign for each severity, so that colour is never the only one."""
NOTHING = "The rules found nothing. That says nothing of whether it is right."


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One draft as every face shows it: where it came from, its reading, and what was found."""

    place: str
    reading: Reading
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One finding for a page: `name` is its anchor ("f1"), `words` those at its span, `evidence` at other places; where
    the rule comes from in `source` and `address`.
    """

    name: str
    finding: Finding
    sign: str
    words: str
    evidence: tuple[str, ...]
    about: str
    source: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """What a page of one draft needs: the counts in words, the findings, and the text in pieces whose marks bear the
    findings' names; all of it plain text that the page has to escape.
    """

    title: str
    place: str
    counts: str
    findings: tuple[Shown, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]


def counted(findings: Iterable[Finding]) -> str:
    """How many there are of each severity, in words.

    >>> counted(())
    'nothing found'
    """
    every = [f.severity for f in findings]
    parts = [some(every.count(s), s) for s in SEVERITIES if s in every]
    return ", ".join(parts) or "nothing found"


def check_page(draft: Draft, rules: Rules) -> CheckPage:
    """The values that a page of `draft` is made of, in the order of its text."""
    text = draft.reading.article.text
    shown = tuple(_shown(f, f"f{n}", text, rules) for n, f in enumerate(draft.findings, 1))
    marks = tuple(Mark(span=s.finding.span, rank=n, name=s.name) for n, s in enumerate(shown))
    return CheckPage(
        title=line(draft.reading.article.title or draft.reading.article.key),
        place=line(draft.place),
        counts=counted(draft.findings),
        findings=shown,
        paragraphs=_paragraphs(text, marks),
    )


def _shown(found: Finding, name: str, text: str, rules: Rules) -> Shown:
    rule = rules.rule(found.rule)
    return Shown(
        name=name,
        finding=found,
        sign=SIGNS[found.severity],
        words=line(found.span.of(text)),
        evidence=tuple(line(e.of(text)) for e in found.evidence),
        about=rule.about,
        source=rule.source,
        address=rule.address,
    )


def _paragraphs(text: str, marks: Sequence[Mark]) -> tuple[tuple[Piece, ...], ...]:
    """The text by lines that hold anything, each woven with the marks that meet it."""
    out, at, opened = [], 0, set[str]()
    for row in text.split("\n"):
        if row.strip():
            out.append(woven(text, Span(at, at + len(row)), marks, opened))
        at += len(row) + 1
    return tuple(out)
