"""Owns the words in which a trace is told: sources, counts, days, drift, derivations. It lays nothing out.

Everything from an article is cleaned for display here. Nothing is ever called confirmed: an interval of known roots is
told, and in how many stored articles.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firsthand.model import Certainty, Count, Source, Span
from firsthand.model.trace import (
    Claim,
    Drift,
    Edge,
    Instants,
    Piece,
    Report,
    ReportStance,
    Root,
    Trace,
    TracedSource,
)
from firsthand.render.basis import some
from firsthand.render.naming import Tag, described, label, tag
from firsthand.render.plain import line

Pieces = Mapping[str, Piece]
"""Articles by their ids. What is missing is told without its words."""

NO_OUTLET = "outlet not stated"
NO_DATE = "no date"
NOT_HERE = "the words are not in this file"
ECHO_OUTLETS = 3
"""Outlets from which a claim with one known root is called widely reported."""

STANCE_SIGNS: Mapping[ReportStance, str] = {"asserts": "●", "denies": "○", "doubts": "◐"}
CERTAINTY_SIGNS: Mapping[Certainty, str] = {"flat": "", "hedged": "~", "doubtful": "?"}
STANCE_WORDS: Mapping[ReportStance, str] = {"asserts": "asserts it", "denies": "denies it", "doubts": "doubts it"}
CERTAINTY_WORDS: Mapping[Certainty, str] = {"flat": "flat", "hedged": "hedged", "doubtful": "put as doubtful"}
CLASH_WORDS = {
    "denied": "asserted and denied",
    "opposed": "does not go together with",
    "reversed": "the same source said both",
    "retracted": "taken back",
}
_BARE = frozenset({"no hedge", "hedged", "doubtful"})
"""What stands in a drift for words that are not there: no quotation marks are put around it."""
_ARTICLE = re.compile(r"^(?:an?|(the))\s+", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A trace with what a page looks up in it: sources and claims by id, edges by their two articles, keys by id."""

    trace: Trace
    sources: Mapping[str, TracedSource]
    claims: Mapping[str, Claim]
    edges: Mapping[tuple[str, str], Edge]
    keys: Mapping[str, str]


def index(trace: Trace) -> Index:
    """The index of `trace`."""
    return Index(
        trace=trace,
        sources={s.id: s for s in trace.sources},
        claims={c.id: c for c in trace.claims},
        edges={(e.earlier, e.later): e for e in trace.edges},
        keys=dict(trace.keys),
    )


def in_time(report: Report) -> tuple[bool, str, str, str, bool, int]:
    """A key to sort reports by: dated ones first, in order of time, then by article, the text before the title."""
    earliest, latest = report.when
    start = earliest or latest
    return (
        start is None,
        start or "",
        latest or earliest or "",
        report.article,
        report.field == "title",
        report.spans[0].start,
    )


def asserting(claim: Claim) -> tuple[Report, ...]:
    """The reports that assert the claim, in order of time."""
    return tuple(sorted((r for r in claim.reports if r.stance == "asserts"), key=in_time))


def against(claim: Claim) -> tuple[Report, ...]:
    """The reports that deny or doubt it, in order of time: shown, never counted."""
    return tuple(sorted((r for r in claim.reports if r.stance != "asserts"), key=in_time))


def reach(claim: Claim) -> tuple[int, int]:
    """How many outlets and how many stored articles assert it; articles that name no outlet are no outlet."""
    told = asserting(claim)
    return len({r.outlet for r in told if r.outlet}), len({r.article for r in told})


def ordered(trace: Trace) -> tuple[Claim, ...]:
    """The claims, the most widely reported first."""

    def key(claim: Claim) -> tuple[int, int, int, str, str]:
        outlets, articles = reach(claim)
        return (-outlets, -articles, -len(claim.reports), first_day(claim) or "9999", claim.id)

    return tuple(sorted(trace.claims, key=key))


def asked(found: Index, claims: Sequence[str] | None) -> tuple[Claim, ...]:
    """The claims with those ids, in their order; all, the most widely reported first, where it is None."""
    return ordered(found.trace) if claims is None else tuple(found.claims[i] for i in claims)


def other_claim(found: Index, claim: Claim, a: str, b: str) -> str:
    """The words of the claim that is not this one of two ids that do not go together."""
    id = b if a == claim.id else a
    other = found.claims.get(id)
    return f"claim {id}, not in this file" if other is None else line(other.text) or NOT_HERE


# Counts


def roots_words(count: Count) -> str:
    """An interval of roots: "1 to 2 distinct known roots"."""
    low, high = count
    if high is None:
        return f"{low} or more distinct known roots"
    return some(low, "distinct known root") if low == high else f"{low} to {high} distinct known roots"


def told_words(claim: Claim) -> str:
    """By how many it is told: "told by 9 outlets in 14 stored articles"."""
    outlets, articles = reach(claim)
    if not articles:
        denied = len({r.article for r in claim.reports})
        return f"asserted by nobody here; denied or doubted in {some(denied, 'stored article')}"
    by = f"by {some(outlets, 'outlet')} " if outlets else ""
    return f"told {by}in {some(articles, 'stored article')}"


def widely_one(claim: Claim) -> bool:
    """True where many outlets tell what has one known root."""
    return reach(claim)[0] >= ECHO_OUTLETS and claim.independence == (1, 1)


def summary(found: Index, claim: Claim) -> str:
    """The answer in one sentence: who tells it, how many known roots, and which, where it is one."""
    said = f"{told_words(claim)}; {roots_words(claim.independence)}"
    if len(claim.roots) == 1:
        said += f": {root_words(found, claim, claim.roots[0])}"
    return said


# Sources


def as_source(source: TracedSource) -> Source:
    """The traced source as one of an article, for the words that are the same for both."""
    return Source(
        id=source.local or source.id,
        kind=source.kind,
        name=source.name,
        descriptor=source.descriptor,
        role=source.role,
        affiliation=source.affiliation,
        anonymous=source.anonymous,
        count=source.count,
    )


def source_tag(source: TracedSource) -> Tag:
    """The one word for what sort of source it is."""
    return tag(as_source(source))


def source_words(found: Index, id: str) -> str:
    """A source in few words: its name, "an unnamed official", or the article's wording for it."""
    source = found.sources.get(id)
    if source is None:
        return "a source that is not in this trace"
    return _unnamed(label(as_source(source)))


def _unnamed(name: str) -> str:
    """ "An official (unnamed)" as "an unnamed official"."""
    bare = name.removesuffix(" (unnamed)")
    if bare == name:
        return name
    article = _ARTICLE.match(bare)
    return f"{'the' if article[1] else 'an'} unnamed {bare[article.end() :]}" if article else name


def root_words(found: Index, claim: Claim, root: Root) -> str:
    """A root, and for an unnamed one the outlet that quoted it: two outlets' unnamed officials are not one."""
    source = found.sources.get(root.source)
    if source is None:
        return source_words(found, root.source)
    if root.own_voice:
        return f"{source_words(found, root.source)}, which names no source for it"
    if not source.anonymous:
        return described(as_source(source))
    heard = heard_by(found, claim, root)
    several = "" if root.count == (1, 1) else f" ({heads(root.count)})"
    return _unnamed(described(as_source(source))) + several + (f", quoted by {heard}" if heard else "")


def heads(count: Count) -> str:
    """How many people a source stands for: "1 to 3 people"."""
    low, high = count
    if high is None:
        return f"{low} or more people"
    return some(low, "person", "people") if low == high else f"{low} to {high} people"


def heard_by(found: Index, claim: Claim, root: Root) -> str:
    """The outlet through which an unnamed root was heard first; "" where it is not stated."""
    units = set(root.reports)
    behind = [r for r in asserting(claim) if r.unit in units]
    for report in sorted(behind, key=lambda r: (r.derived_from is not None, in_time(r))):
        links = [found.sources[i] for i in report.chain[1:] if i in found.sources]
        through = next((s for s in links if s.kind == "outlet"), None)
        if through is not None:
            return line(through.name or through.descriptor or "another outlet")
        if report.outlet:
            return line(report.outlet)
    return ""


def chain_words(found: Index, chain: Iterable[str]) -> str:
    """A chain on one line, from the source nearest the fact to the one nearest the reader; "" where there is none."""
    return " → ".join(source_words(found, i) for i in chain)


def outlet_words(report: Report) -> str:
    """The report's outlet."""
    return line(report.outlet) if report.outlet else NO_OUTLET


def article_words(found: Index, claim: Claim | None, id: str) -> str:
    """An article by outlet and key."""
    key = line(found.keys.get(id, id))
    outlet = next((r.outlet for r in claim.reports if r.article == id and r.outlet), None) if claim else None
    return f"{line(outlet)} ({key})" if outlet else key


# Time


def when_words(when: Instants) -> str:
    """When an article came out, in UTC as far as it is known: a minute, a day, an interval, or no date."""
    earliest, latest = when
    if earliest is None and latest is None:
        return NO_DATE
    if earliest is None or latest is None:
        return f"from {earliest[:10]}" if earliest else f"until {(latest or '')[:10]}"
    if earliest == latest:
        clock = line(earliest)[11:16]
        return f"{line(earliest)[:10]} {clock}" if clock else line(earliest)[:10]
    first, last = line(earliest)[:10], line(latest)[:10]
    return first if first == last else f"{first} to {last}"


def days(claim: Claim) -> str:
    """From the first to the last day on which it was told, of those that are known."""
    first, last = first_day(claim), last_day(claim)
    if first is None or last is None:
        return NO_DATE
    return first if first == last else f"{first} to {last}"


def first_day(claim: Claim) -> str | None:
    """The first known day, ``YYYY-MM-DD``, on which it was asserted; of one that is only denied, on which it was."""
    return min(_days(claim), default=None)


def last_day(claim: Claim) -> str | None:
    """The last known day, as `first_day`."""
    return max(_days(claim), default=None)


def _days(claim: Claim) -> list[str]:
    return [line(d)[:10] for r in asserting(claim) or claim.reports for d in r.when if d]


# Derivations and drift


def drift_words(drift: Drift) -> str:
    """What differs, in a sentence."""
    before, after = _marked(drift, drift.before), _marked(drift, drift.after)
    said = {
        "hedge": "the wording differs",
        "number": "the number differs",
        "attribution": "the attribution is lost",
        "quotation": "the words in quotation marks differ",
        "headline": "the title is put more surely than the text",
    }[drift.kind]
    return f"{said}: {before} → {after}" if before or after else said


def drift_short(drift: Drift) -> str:
    """What differs, in a word or two for a picture."""
    if drift.kind in ("hedge", "number") and (drift.before or drift.after):
        return f"{_marked(drift, drift.before)} → {_marked(drift, drift.after)}"
    return {"attribution": "attribution lost", "quotation": "quoted words", "headline": "title"}.get(
        drift.kind, drift.kind
    )


def _marked(drift: Drift, words: str) -> str:
    said = line(words)
    if not said or drift.kind in ("number", "attribution", "headline") or said in _BARE:
        return said
    return f"“{said.strip('“”')}”"


def credit_words(edge: Edge) -> str:
    """Whether the later article says whom it has it from."""
    if edge.by != "text":
        return "by decision"
    if edge.acknowledged:
        return "credited"
    return "no credit found in the stored copy"


def edge_words(edge: Edge) -> str:
    """What sort of derivation it is: "verbatim, credited"."""
    kind = {"verbatim": "verbatim", "rewrite": "rewrite", "cites": "cites it"}[edge.kind]
    return f"{kind}, {credit_words(edge)}"


def spans_words(spans: Sequence[Span]) -> str:
    """Places as ``[start, end)``."""
    return " ".join(f"[{s.start}, {s.end})" for s in spans)


def put_words(report: Report) -> str:
    """How a report is put: certainty, its hedges, where it stands, and how it is given."""
    parts = [CERTAINTY_WORDS[report.certainty]]
    if report.hedges:
        parts[0] += f" ({', '.join(f'“{line(h)}”' for h in report.hedges)})"
    if report.field == "title":
        parts.append("title")
    parts.append("own voice" if report.quotation == "none" else f"{report.quotation} quotation")
    return ", ".join(parts)
