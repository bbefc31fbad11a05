"""Owns who is behind a report whose text names the outlet it has its source from: another outlet under a short name or
its initials, that outlet's unnamed source described again, or its own earlier one. It compares no unnamed sources of
two outlets: only what a text says to be the other outlet's is looked up there.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.model import Span
from firsthand.model.trace import Report, TracedSource
from firsthand.tracing.details import content
from firsthand.tracing.reports import outlet_source
from firsthand.tracing.told import Told, is_outlet_noun_of

_TOLD_OUTLET = re.compile(
    r"[,\s]*(?:(?:who|that)\s+)?(?:(?:had|has|have|was|were)\s+)?(?:anonymously\s+)?"
    r"(?:told|tells|spoke\s+(?:to|with)|talked\s+to|speaking\s+to|(?:quoted|cited|interviewed)(?:\s+\w+ly)?\s+(?:by|in))"
    r"\s+(?:the\s+)?$",
    re.I,
)
_BY_OUTLET = re.compile(r"(?:[’']s|\s+(?:was|has\s+been|had\s+been|were)\s+told(?:\s+\w+)?\s+by)\s*$", re.I)
_AS_BEFORE = re.compile(
    r"\btold\s+(?:this\s+(?:news)?(?:paper|station|site|website|journal|magazine|agency|service|programme)|us)\s+"
    r"(?:last\s+\w+|earlier\b|on\s+\w+day|in\s+[A-Z]\w+|\w+\s+\w+\s+ago|yesterday|before)",
)
_NO_MARK = "senior top leading unnamed anonymous anonymously source person people somebody quoted cited told spoke"
_NO_INITIAL = ("of", "the", "and", "for", "de", "la")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """An outlet of the claim, by `outlet_key`, and where it asserts the claim before the report in hand."""

    key: str
    id: str
    reports: tuple[Report, ...]


def heard(reports: Sequence[Report], sources: Mapping[str, TracedSource], view: Told) -> tuple[Report, ...]:
    """The reports of one claim, with the chain of each whose first link an outlet is said to stand before.

    "The Courier's clerk says" in another paper has the chain of the Courier's own report that rests on its clerk;
    "ONA said" that of the Orvane News Agency's report; "the clerk" in the Courier's next article that of its first.
    Looked up is only what came out before, and only where exactly one source fits; else the link stays as it is.
    """
    out: list[Report] = []
    theirs: dict[tuple[str, str], tuple[str, ...]] = {}  # an article's unnamed source → the chain it was found to have
    for report in sorted(reports, key=lambda r: view.place[r.article]):
        chain = _chain(report, out, sources, view)
        if report.chain and chain != report.chain and report.derived_from is None:
            theirs[report.article, report.chain[0]] = chain
        out.append(replace(report, chain=chain))
    done = {_place(r): r for r in (_known(r, theirs, sources) for r in out)}
    return tuple(done[_place(r)] for r in reports)


def _known(
    report: Report, theirs: Mapping[tuple[str, str], tuple[str, ...]], sources: Mapping[str, TracedSource]
) -> Report:
    """The report with the chain that its unnamed source was found to have in another place of the same article."""
    if len(report.chain) != 1 or not sources[report.chain[0]].anonymous:
        return report
    return replace(report, chain=theirs.get((report.article, report.chain[0]), report.chain))


def _place(report: Report) -> tuple[str, str, str]:
    return (report.unit, report.stance, report.quotation)


def _chain(
    report: Report, before: Sequence[Report], sources: Mapping[str, TracedSource], view: Told
) -> tuple[str, ...]:
    """The chain of a report, given those of earlier articles."""
    chain = report.chain
    chain = (*chain[:1], *(i for i in chain[1:] if not _is_own_name(sources[i], report)))
    if len(chain) > 1 and is_outlet_noun_of(sources[chain[0]]) and sources[chain[1]].kind == "outlet":
        chain = chain[1:]  # "the paper said" beside the paper's name
    if not chain:
        return chain
    first = sources[chain[0]]
    key = _as_outlet(first, report, before, view)
    if key is not None:
        if key == view.outlet(report.article):
            return chain[1:]
        teller = _teller(key, report, before, view)
        told = next((r.chain for r in teller.reports if r.chain), ())
        return tuple(dict.fromkeys((*(i for i in told if i != teller.id), teller.id, *chain[1:])))
    if report.derived_from is not None:
        return chain
    if first.anonymous and first.article == report.article:
        for key in _behind(first, report, before, view):
            teller = _teller(key, report, before, view)
            known = _fitting(first, teller, sources, view)
            if known is not None:
                return (known, teller.id)
    return chain


def _teller(key: str, report: Report, before: Sequence[Report], view: Told) -> _Teller:
    place = view.place[report.article]
    earlier = tuple(
        r for r in before if r.stance == "asserts" and view.outlet(r.article) == key and view.place[r.article] < place
    )
    some = next(a for a in view.pieces if view.outlet(a) == key)
    return _Teller(key=key, id=outlet_source(view, some).id, reports=earlier)


def _as_outlet(source: TracedSource, report: Report, before: Sequence[Report], view: Told) -> str | None:
    """The `outlet_key` of an outlet with an article here that a source, whatever it was read as, is by its name."""
    name = source.name or ""
    if source.anonymous or source.kind in ("document", "outlet") or not name:
        return _by_initials(name, before, view) if source.kind == "outlet" and name else None
    text = view.pieces[report.article].reading.article.text
    key = view.names.key_of(name)
    if key is not None and (" " in name or re.search(rf"\b[Tt]he {re.escape(name)}\b", text)):
        return key
    return _by_initials(name, before, view)


def _by_initials(name: str, before: Sequence[Report], view: Told) -> str | None:
    """The one outlet among the earlier tellers that a name of capitals is the initials of, where none is called so."""
    if not (name.isupper() and len(name) > 2) or view.names.key_of(name) is not None:
        return None
    keys = {view.outlet(r.article): r.outlet or "" for r in before if r.outlet}
    found = [key for key, full in keys.items() if _initials(full) == name]
    return found[0] if len(found) == 1 else None


def _is_own_name(source: TracedSource, report: Report) -> bool:
    return source.kind == "outlet" and bool(source.name) and source.name == _initials(report.outlet or "")


def _initials(name: str) -> str:
    return "".join(w[0] for w in name.split() if w.lower() not in _NO_INITIAL).upper()


def _behind(source: TracedSource, report: Report, before: Sequence[Report], view: Told) -> Iterable[str]:
    """The outlets that the text says an unnamed source is of: the one it names beside it, or its own of before."""
    piece = view.pieces[report.article]
    text = piece.reading.article.text
    own = view.outlet(report.article)
    described = _named_in(source.descriptor or "", before, view)
    yield from (key for key in described if key != own)
    statement = piece.reading.statement(report.statement) if report.statement is not None else None
    spoken = statement.source_span if statement is not None else None
    sentence = view.sentence(next(u for u in view.units_of(report.article) if u.id == report.unit))
    if spoken is not None and sentence is not None and sentence.holds(spoken):
        yield from (key for key in _beside(text, sentence, spoken, before, view) if key != own)
    again = sentence is not None and _AS_BEFORE.search(sentence.of(text))
    if own and (again or _is_definite(source, text)):
        yield own


def _beside(text: str, sentence: Span, spoken: Span, before: Sequence[Report], view: Told) -> Iterable[str]:
    for start, end, key in _names(sentence.of(text), before, view):
        a, b = sentence.start + start, sentence.start + end
        after = a >= spoken.end and _TOLD_OUTLET.fullmatch(text[spoken.end : a])
        if after or (b <= spoken.start and _BY_OUTLET.fullmatch(text[b : spoken.start])):
            yield key


def _named_in(words: str, before: Sequence[Report], view: Told) -> tuple[str, ...]:
    """The outlets that a description names as those it is theirs or spoke to; not "an editor of the Courier"."""
    found = []
    for start, end, key in _names(words, before, view):
        owned = re.match(r"[’']s?\b", words[end:]) and re.fullmatch(r"(?:the\s+)?", words[:start], re.I)
        if owned or re.search(r"\b(?:by|to|told)\s+(?:the\s+)?$", words[:start], re.I):
            found.append(key)
    return tuple(found)


def _names(words: str, before: Sequence[Report], view: Told) -> Iterable[tuple[int, int, str]]:
    """Where `words` name one that tells the claim earlier; a last word alone where only one of them ends in it."""
    if view.names.pattern is None:
        return
    keys = {view.outlet(r.article) for r in before} - {""}
    for m in view.names.pattern.finditer(words):
        mine = view.names.key_of(m["full"]) if m["full"] else None
        fits = [k for k in keys if k == mine or (m["tail"] and k.split()[-1] == m["tail"].lower())]
        if len(fits) == 1:
            yield m.start(), m.end(), fits[0]


def _is_definite(source: TracedSource, text: str) -> bool:
    """True for "the clerk" in a text that has not brought up a clerk before."""
    words = re.match(r"(?:the|our)\s+(?P<who>[\w’'-]+(?:\s+[\w’'-]+){0,2})", source.descriptor or "", re.I)
    if words is None or source.count != (1, 1):
        return False
    head = re.escape(words["who"].split()[-1])
    return not re.search(rf"\b(?:an?|one|another)\s+(?:[\w’'-]+\s+){{0,4}}{head}\b", text, re.I)


def _fitting(source: TracedSource, teller: _Teller, sources: Mapping[str, TracedSource], view: Told) -> str | None:
    """The one unnamed source of the outlet's own that the description fits; None where none or several do."""
    mine = _marks(source, view)
    own = {r.chain[0] for r in teller.reports if r.chain and _is_own(sources[r.chain[0]], r, teller)}
    fits = [i for i in sorted(own) if not mine or mine & _marks(sources[i], view)]
    return fits[0] if len(fits) == 1 else None


def _is_own(source: TracedSource, report: Report, teller: _Teller) -> bool:
    """True for an unnamed source that the outlet itself heard."""
    mine = source.article == report.article and set(report.chain[1:]) <= {teller.id}
    return source.anonymous and source.kind in ("person", "unknown") and (mine or report.chain[1:] == (teller.id,))


def _marks(source: TracedSource, view: Told) -> frozenset[str]:
    """What a description tells of somebody: its words without the outlets it names and words that fit anybody."""
    words = source.descriptor or ""
    if view.names.pattern is not None:
        words = view.names.pattern.sub(" ", words)
    return content(words) - content(_NO_MARK)
