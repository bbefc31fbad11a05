"""Owns what an article rests on, told in words: counts of people, unnamed sources, outlets, documents, own voice.

The counting itself is done before; here it only gets its words, and never a verdict.
"""

from dataclasses import dataclass

from firsthand.model import Reading, Source, Statement
from firsthand.render.naming import called, described, knowing, label
from firsthand.render.plain import line

_BODIES = ("organisation", "government", "country")
_COUNTING = ("asserts", "denies", "doubts")
_FRACTIONS = (
    (0.05, "hardly any"),
    (0.11, "about a tenth"),
    (0.16, "about an eighth"),
    (0.225, "about a fifth"),
    (0.29, "about a quarter"),
    (0.365, "about a third"),
    (0.45, "about two fifths"),
    (0.55, "about half"),
    (0.63, "about three fifths"),
    (0.71, "about two thirds"),
    (0.775, "about three quarters"),
    (0.86, "about four fifths"),
    (0.95, "about nine tenths"),
    (1.0, "nearly all"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisLine:
    """One line of the basis: what and how many, which they are, and what is said or not said of them."""

    sort: str
    heading: str
    each: tuple[str, ...] = ()
    remark: str = ""


def basis_lines(reading: Reading) -> tuple[BasisLine, ...]:
    """What the article rests on: named people, people known by office, named bodies, unnamed sources, outlets,
    documents, own voice."""
    counted = counted_statements(reading)
    lines = [
        *_named(reading, counted),
        _unnamed(reading, counted),
        *_outlets(reading),
        _documents(reading, counted),
        *_unknown(reading),
        BasisLine(sort="own", heading="own voice", remark=_own_voice(reading.basis.own_voice_share)),
    ]
    return tuple(lines)


def counted_statements(reading: Reading) -> tuple[Statement, ...]:
    """The statements that count for the basis: those that assert, deny or doubt, outermost or inside statements of
    outlets and documents only."""
    by_id = {s.id: s for s in reading.statements}
    kind_of = {s.id: s.kind for s in reading.sources}

    def open_above(statement: Statement) -> bool:
        at, seen = statement.parent, {statement.id}
        while at is not None and at not in seen:
            seen.add(at)
            if kind_of.get(by_id[at].source or "") not in ("outlet", "document"):
                return False
            at = by_id[at].parent
        return True

    return tuple(s for s in reading.statements if s.stance in _COUNTING and open_above(s))


def some(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 outlet", "2 outlets"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _with_count(source: Source, counted: tuple[Statement, ...]) -> str:
    return f"{described(source)} ({sum(s.source == source.id for s in counted)})"


def _named(reading: Reading, counted: tuple[Statement, ...]) -> list[BasisLine]:
    """People and bodies that are not anonymous: those with a name, then those that only an office or words tell of."""
    known = [reading.source(i) for i in reading.basis.named if _is_there(reading, i)]
    lines = []
    for one, many, found in _sorts(known):
        if found:
            each = tuple(_with_count(s, counted) for s in found)
            lines.append(BasisLine(sort="named", heading=some(len(found), one, many), each=each))
    if not any(s.name for s in known):
        lines.insert(0, BasisLine(sort="named", heading="no named person or body"))
    return lines


def _sorts(known: list[Source]) -> tuple[tuple[str, str, list[Source]], ...]:
    """What sources that are not anonymous are called in a heading, one and many, and which they are."""
    named, office = [s for s in known if s.name], [s for s in known if not s.name and s.kind == "person"]
    people = [s for s in named if s.kind not in _BODIES]
    bodies = [s for s in named if s.kind in _BODIES]
    others = [s for s in known if not s.name and s.kind != "person"]
    return (
        ("named person", "named people", people),
        ("person known by office only", "people known by office only", office),
        ("named body", "named bodies", bodies),
        ("other source without a name", "other sources without a name", others),
    )


def known_sources(reading: Reading) -> str:
    """How many sources are not anonymous, in a few words: "2 named", "2 named, 1 known by office", "0 named"."""
    known = [reading.source(i) for i in reading.basis.named if _is_there(reading, i)]
    named, office = sum(bool(s.name) for s in known), sum(not s.name and s.kind == "person" for s in known)
    others = len(known) - named - office
    parts = [
        f"{named} named",
        f"{office} known by office" if office else "",
        f"{others} without a name" if others else "",
    ]
    return ", ".join(p for p in parts if p)


def heads(count: tuple[int, int | None]) -> str:
    """An interval of heads in words: "1", "2 to 4", "2 or more"."""
    low, high = count
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _unnamed(reading: Reading, counted: tuple[Statement, ...]) -> BasisLine:
    low, high = reading.basis.unnamed
    if high == 0:
        return BasisLine(sort="unnamed", heading="no unnamed source")
    ids = {s.source for s in counted}
    found = [s for s in reading.sources if s.anonymous and s.id in ids and s.kind not in ("outlet", "document")]
    plural = "source" if (low, high) == (1, 1) else "sources"
    parts = [_described_ways(reading, found, counted), _stated(reading, found, counted)]
    return BasisLine(
        sort="unnamed",
        heading=f"{heads(reading.basis.unnamed)} unnamed {plural}",
        each=tuple(f"{called(s)} ({sum(c.source == s.id for c in counted)})" for s in found),
        remark="; ".join(p for p in parts if p),
    )


def _described_ways(reading: Reading, found: list[Source], counted: tuple[Statement, ...]) -> str:
    if not found:
        return ""
    ways = "" if len(found) == 1 else f"described in {len(found)} ways"
    outlets = {_way_here(reading, s, counted) for s in found}
    through = sorted(called(reading.source(o)) for o in outlets if o is not None)
    if not through:
        passed = ""
    elif None in outlets:
        some = sum(_way_here(reading, s, counted) is not None for s in found)
        passed = f"{some} of them through {' and '.join(through)}"
    elif len(through) == 1:
        passed = f"{'all ' if len(found) > 1 else ''}through one outlet, {through[0]}"
    else:
        passed = f"through {len(through)} outlets, {', '.join(through[:-1])} and {through[-1]}"
    return ", ".join(p for p in (ways, passed) if p)


def _way_here(reading: Reading, source: Source, counted: tuple[Statement, ...]) -> str | None:
    """The id of the outlet through which all that this source says reaches the page, or None."""
    chains = [s.stated_chain for s in counted if s.source == source.id]
    outlets = [
        next((i for i in chain if i != source.id and reading.source(i).kind == "outlet"), None) for chain in chains
    ]
    if outlets and None not in outlets and len(set(outlets)) == 1:
        return outlets[0]
    return source.via if not chains and source.via and _is_there(reading, source.via) else None


def _stated(reading: Reading, found: list[Source], counted: tuple[Statement, ...]) -> str:
    """Whether the article says why its sources are unnamed and how they know, with its words."""
    if not found:
        return ""
    one = len(found) == 1
    reasons = {s.id: line(reading.article.words(s.anonymity_reason)) for s in found if s.anonymity_reason}
    ways = {s.source or "": knowing(reading, s) for s in counted if knowing(reading, s)}
    known = {s.id: ways[s.id] for s in found if s.id in ways}
    why, how = ("why it is unnamed", "how it knows") if one else ("why they are unnamed", "how they know")
    if not reasons and not known:
        return f"{why} or {how} is not stated"
    return f"{_told(why, reasons, len(found))}; {_told(how, known, len(found))}"


def _told(what: str, said: dict[str, str], number: int) -> str:
    if not said:
        return f"{what} is not stated"
    of = "" if len(said) == number else f" for {len(said)} of the {number}"
    return f"{what} is stated{of}: {' · '.join(dict.fromkeys(said.values()))}"


def _outlets(reading: Reading) -> list[BasisLine]:
    """One line for each other outlet with how many outermost statements reach the page through it."""
    outlets = [reading.source(i) for i in reading.basis.outlets if _is_there(reading, i)]
    if not outlets:
        return [BasisLine(sort="outlet", heading="no other outlet")]
    each = tuple(f"{label(outlet)}: {_through(reading, outlet)}" for outlet in outlets)
    return [BasisLine(sort="outlet", heading=some(len(outlets), "other outlet"), each=each)]


def _through(reading: Reading, outlet: Source) -> str:
    """How many statements reach the page through `outlet`: outermost ones, or else those inside the words of others."""
    outer = [s for s in reading.statements if s.parent is None]
    every = [s for s in reading.statements if outlet.id in (*s.stated_chain, s.source)]
    through = [s for s in every if s.parent is None]
    if not through:
        reach = "reaches" if len(every) == 1 else "reach"
        return f"{some(len(every), 'statement')} inside those of others {reach} this page through it"
    reach = "reaches" if len(through) == 1 else "reach"
    inferred = sum(s.inferred for s in through)
    words = f"{len(through)} of the {some(len(outer), 'statement')} {reach} this page through it"
    return words + (f" ({inferred} of them inferred)" if inferred else "")


def _documents(reading: Reading, counted: tuple[Statement, ...]) -> BasisLine:
    documents = [reading.source(i) for i in reading.basis.documents if _is_there(reading, i)]
    if not documents:
        return BasisLine(sort="document", heading="no document")
    each = tuple(_with_count(d, counted) for d in documents)
    return BasisLine(sort="document", heading=some(len(documents), "document"), each=each)


def _unknown(reading: Reading) -> list[BasisLine]:
    """How many outermost statements have no source that firsthand could work out, where there are any."""
    outer = [s for s in reading.statements if s.parent is None]
    lost = sum(s.source is None for s in outer)
    if not lost:
        return []
    remark = f"for {lost} of the {some(len(outer), 'statement')}"
    return [BasisLine(sort="unknown", heading="source not known", remark=remark)]


def _own_voice(share: float) -> str:
    if share <= 0:
        return "none of the text is asserted in the article's own voice"
    words = "all" if share >= 1 else next(w for most, w in _FRACTIONS if share <= most)
    percent = f"{100 * share:.0f}" if share >= 0.01 else "less than 1"
    return f"{words} of the text is asserted with no source ({percent}%)"


def _is_there(reading: Reading, id: str) -> bool:
    return any(s.id == id for s in reading.sources)
