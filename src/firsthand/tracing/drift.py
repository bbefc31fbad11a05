"""Owns what differs between a report and the one it was taken from, and between a title and its own text.

Kinds: a hedge gone, come or changed; a number; the attribution lost; words inside quotation marks; a headline that is
stronger than its article. It never says which of the two is right.
"""

import re
from collections.abc import Iterator, Sequence

from firsthand.language.likeness import folded_words
from firsthand.model.trace import Drift, Report
from firsthand.tracing.amounts import Number, numbers
from firsthand.tracing.details import content

FEWEST, NEAR = 10, 1.25
"""Numbers from ten on, of which the greater is at most a quarter more, may be one number retold. Chosen by hand."""
_RANK = {"flat": 0, "hedged": 1, "doubtful": 2}
_QUOTED = re.compile(r"[“\"«„‘]([^“”\"«»„‘]{8,}?)[”\"»’](?!\w)|^[“\"«„‘]?(.{8,}?)[”\"»’]?$", re.S)


def drift(reports: Sequence[Report]) -> tuple[Drift, ...]:
    """The drift along each derivation among the reports of one claim, in their order."""
    out: dict[tuple[str, str, str], Drift] = {}
    for later in reports:
        if later.stance != "asserts":
            continue
        found: Iterator[Drift] = iter(())
        if later.derived_from is not None:
            earlier = _nearest(later, [r for r in reports if r.article == later.derived_from and r.stance == "asserts"])
            attributed = {r.article for r in reports if r.stated_chain}
            found = _between(earlier, later, lost=later.article not in attributed) if earlier is not None else found
        elif later.field == "title":
            told = [r for r in reports if r.article == later.article and r.field == "text" and r.stance == "asserts"]
            found = _headline(told, later)
        for one in found:
            out.setdefault((one.from_article, one.to_article, f"{one.kind} {one.before} {one.after}"), one)
    return tuple(out.values())


def _nearest(later: Report, earlier: Sequence[Report]) -> Report | None:
    mine = content(later.words)
    return max(earlier, key=lambda r: (r.field == "text", len(mine & content(r.words)), r.unit), default=None)


def _between(earlier: Report, later: Report, *, lost: bool) -> Iterator[Drift]:
    """What differs; `lost` is True where the later article attributes the claim nowhere."""

    def one(kind: str, before: str, after: str) -> Drift:
        return Drift(
            earlier=earlier.unit,
            later=later.unit,
            from_article=earlier.article,
            to_article=later.article,
            kind=kind,  # type: ignore[arg-type]
            before=before,
            after=after,
        )

    if earlier.certainty != later.certainty or set(earlier.hedges) != set(later.hedges):
        before, after = _hedge_words(earlier), _hedge_words(later)
        if before != after:
            yield one("hedge", before, after)
    for told, retold in _changed_numbers(earlier.words, later.words):
        yield one("number", told, retold)
    if lost and earlier.stated_chain:
        yield one("attribution", "attributed", "in the article's own voice")
    yield from (one("quotation", told, retold) for told, retold in _changed_quotations(earlier, later))
    if later.field == "title" and _RANK[later.certainty] < _RANK[earlier.certainty]:
        yield one("headline", earlier.words, later.words)


def _hedge_words(report: Report) -> str:
    if report.hedges:
        return ", ".join(report.hedges)
    return "no hedge" if report.certainty == "flat" else report.certainty


def _changed_numbers(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Pairs of numbers, as written, that count the same things and are not the same amount, or not as surely."""
    told, retold = list(numbers(before)), list(numbers(after))
    for b in retold:
        like = [a for a in told if a.counts_like(b)] or [a for a in told if a.unit == b.unit and _near(a, b)]
        if like and not any((a.low, a.high, a.vague) == (b.low, b.high, b.vague) for a in like):
            nearest = min(like, key=lambda a: (abs(a.low - b.low), a.span))
            told.remove(nearest)
            yield nearest.span.of(before), b.span.of(after)


def _near(a: Number, b: Number) -> bool:
    """True where two numbers of things that are called otherwise are as large, so that one may stand for the other."""
    return min(a.high, b.high) >= FEWEST and max(a.high, b.high) <= NEAR * min(a.high, b.high)


def _changed_quotations(earlier: Report, later: Report) -> Iterator[tuple[str, str]]:
    """Quoted words that differ a little; quite other words are another quotation, not drift."""
    if (
        "none" in (earlier.quotation, later.quotation)
        or later.quotation == "indirect"
        or earlier.quotation == "indirect"
    ):
        return
    for mine in _quoted(later):
        words = [w for w, _, _ in folded_words(mine)]
        for theirs in _quoted(earlier):
            other = [w for w, _, _ in folded_words(theirs)]
            shared = len(set(words) & set(other))
            inside = " ".join(words) in " ".join(other)
            if not inside and 2 * shared >= max(len(set(words)), len(set(other))):
                yield theirs, mine


def _quoted(report: Report) -> tuple[str, ...]:
    if report.quotation == "direct":
        return (report.words.strip('“”"«»„‘’ '),)
    return tuple(a or b for a, b in _QUOTED.findall(report.words) if a)


def _headline(told: Sequence[Report], title: Report) -> Iterator[Drift]:
    """A title that is flat where every telling of its article is hedged."""
    if told and title.certainty == "flat" and all(r.certainty != "flat" for r in told):
        yield Drift(
            earlier=told[0].unit,
            later=title.unit,
            from_article=title.article,
            to_article=title.article,
            kind="headline",
            before=told[0].words,
            after=title.words,
        )
