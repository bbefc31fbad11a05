"""Owns what does not go together: denials, opposed claims, reversals, retractions, and who still carries a claim that
its own root took back. It shows both sides and decides for neither.

A source that denies what it said before is a reversal. Two people of one body who say the opposite are shown as just
that: which of them speaks for it is not asked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from firsthand.model.trace import Claim, Clash, Correction, Report, TracedSource
from firsthand.tracing.amounts import numbers
from firsthand.tracing.bodies import body_words, one_body
from firsthand.tracing.details import content
from firsthand.tracing.lexicon import are_opposites
from firsthand.tracing.order import order
from firsthand.tracing.wording import described, listed

LIKE = 0.5
"""Share of the fewer content words of two claims that both have, from which a "not" or another number opposes them."""
VERY_LIKE = 0.75
"""The same share, from which another number told later by one source is taken to put the earlier one right."""
_NOT = re.compile(r"\b(?:no|not|never|none|neither|nor|nobody|nothing|without|cannot)\b|n[’']t\b", re.I)


def clashes(claims: Sequence[Claim], sources: Mapping[str, TracedSource]) -> tuple[Clash, ...]:
    """Claims that are denied or taken back, and pairs of claims that are opposed or that one source reversed."""
    out = [clash for claim in claims for clash in _denied(claim, sources)]
    likely = _sharing(claims)
    out += [clash for a, b in likely for clash in _opposed(a, b, sources)]
    return tuple(out)


def corrections(claims: Sequence[Claim]) -> tuple[Correction, ...]:
    """For each claim that one of its roots denies, or the outlet takes back, or of which a root later tells the
    opposite, who asserts it: to be looked at again.
    """
    later: dict[str, list[tuple[Report, str]]] = {}
    for a, b in _sharing(claims):
        for claim, report, source in _put_otherwise(a, b):
            later.setdefault(claim.id, []).append((report, source))
    out = []
    for claim in claims:
        asserting = tuple(dict.fromkeys(r.article for r in claim.reports if r.stance == "asserts"))
        seen = set()
        for report, source in (*_taken_back(claim), *later.get(claim.id, ())):
            if report.article not in seen:
                seen.add(report.article)
                out.append(
                    Correction(
                        claim=claim.id, article=report.article, unit=report.unit, source=source, carried_by=asserting
                    )
                )
    return tuple(out)


def _taken_back(claim: Claim) -> Iterator[tuple[Report, str | None]]:
    """The reports in which a root of a claim denies it, or an outlet takes it back."""
    roots = _behind(claim)
    for report in claim.reports:
        source = report.chain[0] if report.chain else None
        if (report.stance == "denies" and source in roots) or _is_retracted(report):
            yield report, source


def _behind(claim: Claim) -> frozenset[str]:
    """The ids of all first links that count among the roots of a claim."""
    units = {u for root in claim.roots for u in root.reports}
    firsts = {r.chain[0] for r in claim.reports if r.chain and r.stance == "asserts" and r.unit in units}
    return frozenset(firsts | {r.source for r in claim.roots})


def _put_otherwise(a: Claim, b: Claim) -> Iterator[tuple[Claim, Report, str]]:
    """Which of two opposed claims a root of it took back by telling the other one later: with that report."""
    for x, y in product(_tellings(a), _tellings(b)):
        if not x.chain or not y.chain or x.chain[0] != y.chain[0] or _why_opposed(x.words, y.words, VERY_LIKE) is None:
            continue
        when = order(x.when, y.when)
        if when == "before" and x.chain[0] in _behind(a):
            yield a, y, y.chain[0]
        elif when == "after" and y.chain[0] in _behind(b):
            yield b, x, x.chain[0]


def _denied(claim: Claim, sources: Mapping[str, TracedSource]) -> Iterator[Clash]:
    told = [r for r in claim.reports if r.stance == "asserts"]
    deniers = [r for r in claim.reports if r.stance != "asserts" and r.chain]
    if deniers and told:
        by = tuple(dict.fromkeys(r.chain[0] for r in deniers))
        names = listed([described(sources[i]) for i in by])
        mates = _of_one_body([r.chain[0] for r in told if r.chain], by, sources)
        why = f"asserted, and denied or doubted by {names}{mates[1]}"
        yield Clash(a=claim.id, b=claim.id, kind="denied", by=tuple(dict.fromkeys((*by, *mates[0]))), why=why)
    for report in deniers:
        first = next(
            (r for r in told if r.chain and r.chain[0] == report.chain[0] and r.article != report.article), None
        )
        if first is not None and report.stance == "denies":
            yield _turned(claim, first, report, sources)
            break
    for report in claim.reports:
        if _is_retracted(report):
            outlet = report.outlet or report.key
            yield Clash(a=claim.id, b=claim.id, kind="retracted", why=f"a correction note of {outlet} takes it back")
            return


def _turned(claim: Claim, told: Report, denied: Report, sources: Mapping[str, TracedSource]) -> Clash:
    """One source that asserts a claim in one article and denies it in another."""
    name = described(sources[told.chain[0]])
    said = {
        "before": f"{name} asserts it first and denies it later",
        "after": f"{name} denies it first and asserts it later",
        "not known": f"{name} asserts it and denies it; which came first is not known",
    }[order(told.when, denied.when)]
    return Clash(a=claim.id, b=claim.id, kind="reversed", by=(told.chain[0],), why=said)


def _of_one_body(
    telling: Iterable[str], against: Iterable[str], sources: Mapping[str, TracedSource]
) -> tuple[tuple[str, ...], str]:
    """Two sources, one on each side, whom the texts place at one body, and that in words; nothing where none are."""
    for a, b in product(dict.fromkeys(telling), dict.fromkeys(against)):
        one, other = sources[a], sources[b]
        if one_body(one, other):
            body = body_words(one)
            return (a, b), f"; the texts place {described(one)} and {described(other)} at one body ({body})"
    return (), ""


def _is_retracted(report: Report) -> bool:
    """True for an outlet's own taking back, in a correction note."""
    return report.stance == "denies" and not report.chain and not report.stated_chain


def _sharing(claims: Sequence[Claim]) -> Iterable[tuple[Claim, Claim]]:
    """Pairs of claims that have three content words in common."""
    having: dict[str, list[int]] = {}
    for n, claim in enumerate(claims):
        for word in content(claim.text):
            having.setdefault(word, []).append(n)
    counts: dict[tuple[int, int], int] = {}
    for numbers_of in having.values():
        if len(numbers_of) <= 50:
            for pair in combinations(numbers_of, 2):
                counts[pair] = counts.get(pair, 0) + 1
    return [(claims[a], claims[b]) for (a, b), n in sorted(counts.items()) if n >= 3]


def _opposed(a: Claim, b: Claim, sources: Mapping[str, TracedSource]) -> Iterator[Clash]:
    for x in _tellings(a):
        for y in _tellings(b):
            why = _why_opposed(x.words, y.words)
            if why is None:
                continue
            mine, theirs = _behind(a), _behind(b)
            both = tuple(sorted(mine & theirs))
            if both and x.article != y.article:
                names = listed([described(sources[i]) for i in both])
                yield Clash(a=a.id, b=b.id, kind="reversed", by=both, why=f"both go back to {names}; {why}")
            else:
                by, mates = _of_one_body(sorted(mine), sorted(theirs), sources)
                yield Clash(a=a.id, b=b.id, kind="opposed", by=by, why=f"{why}{mates}")
            return


def _tellings(claim: Claim) -> list[Report]:
    return [r for r in claim.reports if r.stance == "asserts" and r.field == "text"][:8]


def _why_opposed(a: str, b: str, number_like: float = LIKE) -> str | None:
    """In words, why two texts that are alike are opposed; None where they are not alike or nothing shows it. Numbers
    oppose texts that are alike from `number_like`.
    """
    x, y = content(a), content(b)
    digits = {w for w in x | y if w.isdigit()}
    alike = len((x & y) - digits)
    if alike < 3 or alike < LIKE * min(len(x - digits), len(y - digits)):
        return None
    if bool(_NOT.search(a)) != bool(_NOT.search(b)):
        return "one of them says “not”"
    enough = alike >= number_like * min(len(x - digits), len(y - digits))
    alike_numbers = [(m, n) for m in numbers(a) for n in numbers(b) if m.counts_like(n)]
    if enough and alike_numbers and not any(m.fits(n) for m, n in alike_numbers):
        return "the numbers differ"
    if any(are_opposites(v, w) for v in x for w in y):
        return "what is said to have happened is the opposite"
    return None
