"""Owns what does not go together: denials, opposed claims, reversals, retractions, and who still carries a claim that
its own root took back. It shows both sides and decides for neither.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from firsthand.model.trace import Claim, Clash, Correction, Report, TracedSource
from firsthand.tracing.amounts import numbers
from firsthand.tracing.details import content
from firsthand.tracing.kin import are_opposites
from firsthand.tracing.wording import described

LIKE = 0.5
"""Share of the fewer content words of two claims that both have, from which a "not" or another number opposes them."""
_NOT = re.compile(r"\b(?:no|not|never|none|neither|nor|nobody|nothing|without|cannot)\b|n[’']t\b", re.I)


def clashes(claims: Sequence[Claim], sources: Mapping[str, TracedSource]) -> tuple[Clash, ...]:
    """Claims that are denied or taken back, and pairs of claims that are opposed or that one source reversed."""
    out = [clash for claim in claims for clash in _denied(claim, sources)]
    likely = _sharing(claims)
    out += [clash for a, b in likely for clash in _opposed(a, b, sources)]
    return tuple(out)


def corrections(claims: Sequence[Claim]) -> tuple[Correction, ...]:
    """For each claim that one of its roots denies, or the outlet takes back, who asserts it: to be looked at again."""
    out = []
    for claim in claims:
        asserting = tuple(dict.fromkeys(r.article for r in claim.reports if r.stance == "asserts"))
        roots = {r.source for r in claim.roots}
        seen = set()
        for report in claim.reports:
            source = report.chain[0] if report.chain else None
            own = report.stance == "denies" and source in roots
            if (own or _is_retracted(report)) and report.article not in seen:
                seen.add(report.article)
                out.append(
                    Correction(
                        claim=claim.id, article=report.article, unit=report.unit, source=source, carried_by=asserting
                    )
                )
    return tuple(out)


def _denied(claim: Claim, sources: Mapping[str, TracedSource]) -> Iterator[Clash]:
    deniers = [r for r in claim.reports if r.stance != "asserts" and r.chain]
    if deniers and any(r.stance == "asserts" for r in claim.reports):
        by = tuple(dict.fromkeys(r.chain[0] for r in deniers))
        names = ", ".join(described(sources[i]) for i in by)
        yield Clash(a=claim.id, b=claim.id, kind="denied", by=by, why=f"asserted, and denied or doubted by {names}")
    for report in claim.reports:
        if _is_retracted(report):
            outlet = report.outlet or report.key
            yield Clash(a=claim.id, b=claim.id, kind="retracted", why=f"a correction note of {outlet} takes it back")
            return


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
            both = tuple(sorted({r.source for r in a.roots} & {r.source for r in b.roots}))
            if both and x.article != y.article:
                names = ", ".join(described(sources[i]) for i in both)
                yield Clash(a=a.id, b=b.id, kind="reversed", by=both, why=f"both go back to {names}; {why}")
            else:
                yield Clash(a=a.id, b=b.id, kind="opposed", why=why)
            return


def _tellings(claim: Claim) -> list[Report]:
    return [r for r in claim.reports if r.stance == "asserts" and r.field == "text"][:8]


def _why_opposed(a: str, b: str) -> str | None:
    """In words, why two texts that are alike are opposed; None where they are not alike or nothing shows it."""
    x, y = content(a), content(b)
    digits = {w for w in x | y if w.isdigit()}
    alike = len((x & y) - digits)
    if alike < 3 or alike < LIKE * min(len(x - digits), len(y - digits)):
        return None
    if bool(_NOT.search(a)) != bool(_NOT.search(b)):
        return "one of them says “not”"
    alike_numbers = [(m, n) for m in numbers(a) for n in numbers(b) if m.counts_like(n)]
    if alike_numbers and not any(m.fits(n) for m, n in alike_numbers):
        return "the numbers differ"
    if any(are_opposites(v, w) for v in x for w in y):
        return "what is said to have happened is the opposite"
    return None
