"""Owns which article was taken from which: edges between articles, only backwards in time, each with what shows it.

An edge goes to the nearest link that is stated or shown: to the article of an outlet that the text names (not to one
that it names only through another), to the one whose sentences it has, or, where it names nobody, to the earlier one
of which it retells most, or with which it shares most that others have not. A hyperlink is such a naming, where both
tell a claim. What two articles have from one named person is no derivation.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from firsthand.language.likeness import folded_words, shared_passages
from firsthand.model import Span
from firsthand.model.trace import Edge, EdgeKind, Piece, TraceDecision
from firsthand.tracing.details import anchored_share, body, content, copied_share, runs, told_sentences
from firsthand.tracing.linked import by_address, linked, links_to
from firsthand.tracing.namings import Naming
from firsthand.tracing.order import order
from firsthand.tracing.retold import SEVERAL, unsourced
from firsthand.tracing.shown import MOST, copied_from, described, named_by, names, silently
from firsthand.tracing.told import SHOWN, Told

BUILT = 0.25
"""Share of sentences that are anchored in the other article, from which one that leads with it is built on it."""
SHARED_RUNS = 8
"""Runs of five words that two texts share, from which they are looked at for copied sentences."""
MANY = 60
"""Earlier articles that one is compared with, those that share most first."""
PASSAGES = 6
"""Passages kept with an edge, the longest."""


def derivations(view: Told, decisions: Iterable[TraceDecision] = ()) -> tuple[Edge, ...]:
    """The edges between the articles of `view`, in order of time; people's decisions are laid over what is found."""
    found: dict[tuple[str, str], Edge] = {}
    near, at = _near(view), by_address(view)
    family: dict[str, frozenset[str]] = {}
    copies: dict[str, set[str]] = {}
    for later in view.pieces.values():
        beside = [*near.get(later.id, ()), *(id for link in later.links for id in at.get(link, ()))]
        edges = [e for e in _of_one(view, later, beside, family) if (e.earlier, e.later) not in found]
        found |= {(e.earlier, e.later): e for e in edges}
        above = frozenset[str]().union(*(family.get(e.earlier, frozenset()) | {e.earlier} for e in edges))
        family[later.id] = above.union(*(copies.get(id, set()) for id in above))
        for edge in edges:
            if edge.kind == "verbatim":
                copies.setdefault(edge.earlier, set()).add(later.id)
    for decision in decisions:
        if decision.kind == "cut":
            found.pop((decision.a, decision.b), None)
        elif decision.kind == "link" and decision.a in view.pieces and decision.b in view.pieces:
            found[decision.a, decision.b] = Edge(
                earlier=decision.a, later=decision.b, kind=decision.edge, evidence=decision.reason, by=decision.id
            )
    return _without_circles(sorted(found.values(), key=lambda e: (view.place[e.later], view.place[e.earlier])))


def _of_one(view: Told, later: Piece, near: Sequence[str], family: Mapping[str, frozenset[str]]) -> Iterator[Edge]:
    candidates = [
        view.pieces[id] for id in _candidates(view, later, near) if _can_be_earlier(view, view.pieces[id], later)
    ]
    if not candidates:
        return
    source = copied_from(view, later, candidates)
    named = named_by(view, later, candidates, source)
    taken = set(named)
    if source is not None and source.id not in taken:
        yield _edge(view, source, later, "verbatim", None)
    for earlier, naming in named.values():
        yield _edge(view, earlier, later, _kind(view, earlier, later, naming), naming)
    known = taken | ({source.id} if source is not None else set())
    for earlier, span in described(view, later, candidates, known):
        known.add(earlier.id)
        yield _edge(view, earlier, later, "cites", Naming(outlet=view.outlet(earlier.id), span=span, sentence=span))
    behind = linked(view, later, candidates)
    if source is None:
        for earlier in silently(view, later, candidates, known, family, frozenset(behind)):
            yield _edge(view, earlier, later, "rewrite", None)
    for id, passages in behind.items():
        if id not in known and not (source is not None and _has_all(view, source, view.pieces[id], later)):
            yield _edge(view, view.pieces[id], later, "cites", None, passages)


def _has_all(view: Told, source: Piece, linked: Piece, later: Piece) -> bool:
    """True where a copy's source tells every claim that the copy has in common with what it links to: a link that was
    copied with the text is the source's.
    """
    both = {c for c in view.claims(later.id) if view.asserts(linked.id, c)}
    return all(view.asserts(source.id, c) for c in both)


# Which articles may be earlier


def _near(view: Told) -> dict[str, tuple[str, ...]]:
    """For each article the others that share runs of words with it: of articles with one text only the first, and of
    those that have one run the first `MANY`."""
    first: dict[frozenset[int], str] = {}
    for id, piece in view.pieces.items():
        first.setdefault(runs(body(piece.reading.article)), id)
    having: dict[int, list[str]] = {}
    for shingles, id in first.items():
        for run in shingles:
            texts = having.setdefault(run, [])
            if len(texts) < MANY:
                texts.append(id)
    found: dict[str, tuple[str, ...]] = {}
    for id, piece in view.pieces.items():
        counts: Counter[str] = Counter()
        for run in runs(body(piece.reading.article)):
            counts.update(having[run])
        enough = [o for o, n in counts.items() if o != id and n >= SHARED_RUNS]
        found[id] = tuple(sorted(enough, key=lambda o: (-counts[o], view.place[o]))[:MANY])
    return found


def _candidates(view: Told, later: Piece, near: Sequence[str]) -> list[str]:
    """Articles that share a claim, words, or an outlet that is named, in order of time: at most `MANY` by claims, and
    up to that number those that share a claim with one of them.
    """
    shared: dict[str, int] = {}
    for claim in view.claims(later.id):
        for article in dict.fromkeys(u.article for u in view.clusters[claim]):
            shared[article] = shared.get(article, 0) + 1
    outlets = {n.outlet for n in view.named[later.id]}
    place = view.place
    telling = sorted(shared, key=lambda a: (view.outlet(a) not in outlets, -shared[a], place[a]))[:MANY]
    if telling and len(telling) < MANY:
        beside = {u.article for a in telling for c in view.claims(a) for u in view.clusters[c]} - set(shared)
        telling += sorted(beside, key=place.__getitem__)[: MANY - len(telling)]
    of_named = [id for id in view.pieces if outlets and view.outlet(id) in outlets]
    return sorted({*telling, *near, *of_named} - {later.id}, key=place.__getitem__)


def _can_be_earlier(view: Told, earlier: Piece, later: Piece) -> bool:
    """Before it in time; where that is not known, only where the later one names or links to the other, which does
    neither.
    """
    when = order(earlier.when, later.when)
    if when != "not known":
        return when == "before"
    forth = names(view, later, earlier) or links_to(later, earlier)
    return forth and not (names(view, earlier, later) or links_to(earlier, later))


# What an edge is


def _kind(view: Told, earlier: Piece, later: Piece, naming: Naming) -> EdgeKind:
    a, b = later.reading.article, earlier.reading.article
    if copied_share(a, b) > MOST - 1e-9:
        return "verbatim"
    first = told_sentences(a.text, a.body_start)[:1]
    leads = any(naming.sentence.meets(s) for s in first)
    denied = any(
        view.stance(u) in SHOWN and any(s.meets(naming.sentence) for s in u.spans)
        for units in view.units.get(later.id, {}).values()
        for u in units
    )
    return "rewrite" if leads and not denied and not naming.own and anchored_share(a, b) >= BUILT else "cites"


def _edge(
    view: Told,
    earlier: Piece,
    later: Piece,
    kind: EdgeKind,
    naming: Naming | None,
    told: Sequence[tuple[Span, Span]] = (),
) -> Edge:
    """The edge with what shows it; `told` are places of both, where only a hyperlink and a claim of both show it."""
    a, b = earlier.reading.article.text, later.reading.article.text
    naming = naming or next((n for n in view.named[later.id] if n.outlet == view.outlet(earlier.id) != ""), None)
    shared = sorted(shared_passages(a, b), key=lambda p: (-len(p[0]), p[0]))[:PASSAGES]
    passages: list[tuple[Span | None, Span]] = [(x, y) for x, y in sorted(shared, key=lambda p: p[1])]
    if naming is not None:
        passages.insert(0, (None, naming.sentence))
    if not passages:
        passages = list(told[:PASSAGES] or _closest(earlier, later))
    return Edge(
        earlier=earlier.id,
        later=later.id,
        kind=kind,
        acknowledged=naming is not None or links_to(later, earlier),
        evidence=_evidence(view, earlier, later, kind, naming, shared),
        passages=tuple(passages),
    )


def _closest(earlier: Piece, later: Piece) -> Iterator[tuple[Span | None, Span]]:
    """The two sentences, one of each, that have most content words in common."""
    a, b = earlier.reading.article, later.reading.article
    pairs = [
        (len(content(x.of(a.text)) & content(y.of(b.text))), -y.start, -x.start, x, y)
        for x in told_sentences(a.text, a.body_start)
        for y in told_sentences(b.text, b.body_start)
    ]
    if pairs:
        *_, x, y = max(pairs, key=lambda p: p[:3])
        yield x, y


def _evidence(
    view: Told, earlier: Piece, later: Piece, kind: EdgeKind, naming: Naming | None, shared: Sequence[tuple[Span, Span]]
) -> str:
    """What shows the edge, in words."""
    parts = []
    if naming is not None:
        words = naming.span.of(later.reading.article.text)
        parts.append(f"it names “{words}”")
    link = links_to(later, earlier)
    if link:
        own = view.outlet(earlier.id) == view.outlet(later.id) != ""
        parts.append("its page links to the outlet’s own earlier article" if own else "its page links to that article")
    if shared:
        count = sum(len(folded_words(x.of(earlier.reading.article.text))) for x, _ in shared)
        share = round(100 * copied_share(later.reading.article, earlier.reading.article))
        parts.append(f"{count} words stand in both, in passages of 12 or more; {share} % of its sentences are there")
    if naming is None and not link:
        parts.append("no credit found in the stored copy")
    if naming is None and not shared:
        parts.insert(0, _inferred(view, earlier, later) if kind == "rewrite" else "both tell the same")
    return "; ".join(parts)


def _inferred(view: Told, earlier: Piece, later: Piece) -> str:
    """What an edge is inferred from that nothing in the later text states and no passage shows."""
    several = len([c for c in unsourced(view, later) if view.asserts(earlier.id, c)])
    if several >= SEVERAL:
        return f"inferred: it tells {several} claims of that article in its own voice and gives no source for them"
    return "inferred: it tells the same in its own voice, with details that no other earlier article here has"


def _without_circles(edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """The edges in order, without those that would close a circle: between undated articles there could be some."""
    above: dict[str, set[str]] = {}
    kept = []
    for edge in edges:
        if edge.later in above.get(edge.earlier, set()):
            continue
        kept.append(edge)
        gained = above.get(edge.earlier, set()) | {edge.earlier}
        for known in above.values():
            if edge.later in known:
                known |= gained
        above.setdefault(edge.later, set()).update(gained)
    return tuple(kept)
