"""Owns what shows that an article was taken from another: copied sentences, named and described outlets, and, where an
article names nobody, details that others have not. It knows nothing of time: candidates are handed in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from firsthand.language.likeness import shared_passages
from firsthand.language.quotes import quotations
from firsthand.model import Span
from firsthand.model.trace import Piece, Unit
from firsthand.tracing.details import KIN, body, content, copied, copied_share, distinctive, kinship, runs
from firsthand.tracing.namings import Naming, outlet_nouns
from firsthand.tracing.retold import retold
from firsthand.tracing.told import SHOWN, Told, is_outlet_noun

MOST = 0.5
"""Share of an article's sentences that stand in the earlier one, from which it is a copy: DESIGN's "most"."""
LEAST = 0.2
"""Share of runs of five words below which most sentences cannot stand in the other text."""
LIKELY = 6
"""Articles whose sentences are looked for, those that it names and those that share most first."""
PART = 0.2
"""Share of copied sentences from which an article that names nobody is built on the other one. Chosen by hand."""
NAMED_DETAILS = 3
"""Content words of the naming sentence that the named outlet's article must have, where no claim is shared."""
MOST_KIN = 5
"""Words of the naming sentence that a whole article about the same thing is worth. Chosen by hand."""
SHOWN_BY = 3.0
"""Details, in words of full rarity, that an article in its own voice shares with an earlier one and with few others,
from which it is taken to be built on it. Chosen by hand.
"""
BESIDE = 1.5
"""How many of them stand beside the claim, where only one claim is shared."""
MOSTLY_OWN = 0.6
"""Share of own voice from which an article that attributes a little is still one that credits nobody. By hand."""
QUOTED = 6
"""Words of an unnamed source's quotation that two articles share, from which the later one has it from the earlier."""

_REPORT_OF = re.compile(
    r"\b(?:claims?|reports?|stor(?:y|ies)|article|allegations?|rumou?rs?|account)\s+(?:of|in|by|from|on)\b", re.I
)

_OWN = re.compile(r"\b(?:this|our)\s+(?:own\s+)?$", re.I)


def copied_from(view: Told, later: Piece, candidates: Sequence[Piece]) -> Piece | None:
    """The article that most of the sentences stand in: one that is named before others, then the one with most."""
    article = later.reading.article
    mine = runs(body(article))
    overlaps = {p.id: len(mine & runs(body(p.reading.article))) for p in candidates}
    likely = [p for p in candidates if overlaps[p.id] >= LEAST * len(mine)]
    likely.sort(key=lambda p: (not names(view, later, p), -overlaps[p.id], view.place[p.id]))
    likely = sorted(likely[:LIKELY], key=lambda p: view.place[p.id])
    shares = [(copied_share(article, p.reading.article), p) for p in likely]
    full = [(share, p) for share, p in shares if share > MOST - 1e-9]
    if not full:
        return None
    return min(full, key=lambda x: (not names(view, later, x[1]), -round(x[0], 1)))[1]


def named_by(
    view: Told, later: Piece, candidates: Sequence[Piece], source: Piece | None
) -> dict[str, tuple[Piece, Naming]]:
    """The articles that the text takes up by naming their outlet, each with the first place that does."""
    found: dict[str, tuple[Piece, Naming]] = {}
    copied_there = copied(later.reading.article, source.reading.article) if source is not None else ()
    for naming in view.named[later.id]:
        if naming.nested or (
            source is not None and naming.outlet != view.outlet(source.id) and naming.sentence in copied_there
        ):
            continue
        earlier = _meant(view, later, naming, [p for p in candidates if view.outlet(p.id) == naming.outlet], source)
        if earlier is not None:
            found.setdefault(earlier.id, (earlier, naming))
    return found


def _meant(view: Told, later: Piece, naming: Naming, articles: Sequence[Piece], source: Piece | None) -> Piece | None:
    """Which of an outlet's articles the sentence speaks of: by claims told there, by words, then the first."""
    if source is not None and source in articles:
        return source
    text = later.reading.article.text
    words = content(naming.sentence.of(text)) - content(naming.span.of(text))
    best, key = None, (0, 0)
    for piece in articles:
        claims = view.claims(piece.id) & view.claims(later.id)
        here = sum(any(_meets(u.spans, naming.sentence) for u in view.units[later.id][c]) for c in claims)
        shared = len(words & content(piece.reading.article.text))
        kin = kinship(later.reading.article, piece.reading.article)
        enough = claims or shared >= NAMED_DETAILS or (shared and kin >= KIN)
        if enough and (here, shared + round(MOST_KIN * kin)) > key:
            best, key = piece, (here, shared + round(MOST_KIN * kin))
    return best


def _meets(spans: Iterable[Span], sentence: Span) -> bool:
    return any(s.meets(sentence) for s in spans)


def described(view: Told, later: Piece, candidates: Sequence[Piece], known: set[str]) -> Iterator[tuple[Piece, Span]]:
    """Articles that the text takes up without naming their outlet beside the claim: by a pronoun or "the paper", as
    the chain has it, or by a description only ("a foreign website"), which means the first to tell the claim.
    """
    text = later.reading.article.text
    for claim in sorted(view.claims(later.id)):
        if any(claim in view.claims(id) for id in known):
            continue
        telling = [p for p in candidates if view.asserts(p.id, claim) and view.outlet(p.id) != view.outlet(later.id)]
        for unit in view.units[later.id][claim] if telling else ():
            found = _linked(view, unit, telling) or _by_description(view, unit, telling, text)
            if found is not None:
                yield found
                break


def _linked(view: Told, unit: Unit, telling: Sequence[Piece]) -> tuple[Piece, Span] | None:
    """The article of the outlet that is the last link of the unit's chain."""
    links = view.links(unit)
    outlet = view.outlet_of(links[-1]) if links else None
    sentence = view.sentence(unit)
    earlier = next((p for p in telling if outlet and view.outlet(p.id) == outlet), None)
    return None if earlier is None or sentence is None else (earlier, sentence)


def _by_description(view: Told, unit: Unit, telling: Sequence[Piece], text: str) -> tuple[Piece, Span] | None:
    """The first article to tell the claim, where the unit's sentence speaks of an outlet without a name."""
    sentence = view.sentence(unit)
    if sentence is None or any(n.sentence == sentence for n in view.named[unit.article]):
        return None
    noun = _describing_noun(view, unit, sentence.of(text))
    return None if noun is None else (telling[0], Span(sentence.start + noun.start, sentence.start + noun.end))


def _describing_noun(view: Told, unit: Unit, sentence: str) -> Span | None:
    """The noun for an outlet that what is told comes from: it speaks itself, or a report of it is spoken of."""
    spoken = _REPORT_OF.search(sentence)
    found = _noun_in(view, sentence, spoken.start()) if spoken else None
    links = view.links(unit)
    if found is None and links and view.outlet_of(links[-1]) is None and is_outlet_noun(links[-1]):
        found = _noun_in(view, sentence, 0)
    return found


def _noun_in(view: Told, sentence: str, start: int) -> Span | None:
    """The first noun for an outlet from there on that is no part of an outlet's name and not the article's own."""
    named = [m.span() for m in view.names.pattern.finditer(sentence)] if view.names.pattern is not None else []
    for m in outlet_nouns().finditer(sentence, start):
        if not any(a <= m.start() < b for a, b in named) and not _OWN.search(sentence, 0, m.start()):
            return Span(*m.span())
    return None


def silently(
    view: Told,
    later: Piece,
    candidates: Sequence[Piece],
    known: set[str],
    family: Mapping[str, frozenset[str]],
    linked: frozenset[str] = frozenset(),
) -> Iterator[Piece]:
    """Articles that it is built on and does not name: the one that shows most, then those that tell what is left,
    unless that came the same way (`family`: for each article those that it is taken from, and their copies). Those that
    it links to (`linked`) come first, and what they tell is taken to be credited.
    """
    others = [p for p in candidates if p.id not in known and view.outlet(p.id) != view.outlet(later.id)]
    for piece in others:
        if copied_share(later.reading.article, piece.reading.article) >= PART and _own_words_copied(later, piece):
            known.add(piece.id)
            yield piece
    for piece in retold(view, later, candidates, known):
        known.add(piece.id)
        yield piece
    found: list[Piece] = []
    open_claims = _unsourced(view, later, known)
    left = content(body(later.reading.article))
    for piece in (p for p in others if p.id in linked and p.id not in known):
        told_there = {c for c in open_claims if view.asserts(piece.id, c)}
        if told_there and _built_on(view, later, piece, others, left) >= SHOWN_BY:
            known.add(piece.id)
            yield piece
    open_claims = {c for c in open_claims if not any(view.asserts(id, c) for id in linked)}
    while open_claims:
        same_way = frozenset[str]().union(*(family.get(p.id, frozenset()) | {p.id} for p in found))
        scored = [(_built_on(view, later, p, others, left), -n, p) for n, p in enumerate(others)]
        able = [
            s
            for s in scored
            if s[0] >= SHOWN_BY
            and s[2].id not in same_way
            and (not found or any(view.asserts(s[2].id, c) for c in open_claims))
        ]
        if not able:
            break
        best = max(able, key=lambda x: x[:2])[2]
        open_claims = {c for c in open_claims if not view.asserts(best.id, c)}
        left -= content(best.reading.article.text)
        found.append(best)
        yield best
    known |= {p.id for p in found}
    yield from _same_quotation(view, later, candidates, known)


def _unsourced(view: Told, later: Piece, known: set[str]) -> set[int]:
    """Claims that it tells only in its own voice, where most of it is in its own voice and it credits no article: who
    names sources elsewhere is not taken to hide one here.
    """
    article = later.reading.article
    length = len(body(article))
    own = sum(len(s) for s in later.reading.own_voice)
    told_by = any(s.stance == "asserts" and s.source is not None and not s.inferred for s in later.reading.statements)
    if known or (told_by and own < MOSTLY_OWN * length):
        return set()
    return {
        c
        for c, units in view.units.get(later.id, {}).items()
        if all(not view.links(u) for u in units)
        and any(u.field == "text" and view.stance(u) not in SHOWN for u in units)
    }


def _own_words_copied(later: Piece, earlier: Piece) -> bool:
    """True where a copied sentence stands outside quotation marks: two papers may quote one speech."""
    text = later.reading.article.text
    quoted = [q.span for q in quotations(text)]
    return any(not any(q.meets(s) for q in quoted) for s in copied(later.reading.article, earlier.reading.article))


def _built_on(view: Told, later: Piece, earlier: Piece, others: Sequence[Piece], left: frozenset[str]) -> float:
    """How much of what is `left` of a text `earlier` has: its words by how rare they are in news, each counting the
    less the more of the other earlier articles have it. 0 where only one claim and little beside it is shared: two
    articles of their own may tell one claim.
    """
    both = view.claims(later.id) & view.claims(earlier.id)
    if both and all(_has_source(view, later, c) for c in both):
        return 0.0
    told_words = frozenset[str]().union(*(content(u.words) for c in both for u in view.units[later.id][c]))
    theirs = content(earlier.reading.article.text)
    rest = [content(p.reading.article.text) for p in others if p.id != earlier.id]
    if not both and kinship(later.reading.article, earlier.reading.article) < KIN:
        return 0.0
    if len(both) < 2 and distinctive(left - told_words, theirs, rest) < BESIDE:
        return 0.0
    return distinctive(left, theirs, rest)


def _has_source(view: Told, later: Piece, claim: int) -> bool:
    return any(view.links(u) for u in view.units[later.id][claim])


def _same_quotation(view: Told, later: Piece, candidates: Sequence[Piece], known: set[str]) -> Iterator[Piece]:
    """The first article that has the words which the later one quotes from a source that neither names; none where
    the way there is known.
    """
    article = later.reading.article
    unnamed = {s.id for s in later.reading.sources if s.anonymous}
    quoted = [
        span.of(article.text)
        for s in later.reading.statements
        if s.quotation == "direct" and s.source in unnamed
        for span in s.content_spans
    ]
    for piece in candidates:
        if view.outlet(piece.id) == view.outlet(later.id) != "":
            continue
        theirs = [
            span.of(piece.reading.article.text)
            for s in piece.reading.statements
            if s.quotation == "direct" and any(s.source == x.id and x.anonymous for x in piece.reading.sources)
            for span in s.content_spans
        ]
        if any(shared_passages(a, b, min_words=QUOTED) for a in quoted for b in theirs):
            if piece.id not in known:
                yield piece
            return


def names(view: Told, one: Piece, other: Piece) -> bool:
    """True where `one` names the outlet of `other`, which is not its own."""
    outlet = view.outlet(other.id)
    return bool(outlet) and outlet != view.outlet(one.id) and any(n.outlet == outlet for n in view.named[one.id])
