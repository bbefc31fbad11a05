"""Owns the house's rules over a draft with a ledger beside it: quotations worded otherwise before, and claims of one
unnamed source that nobody named tells there either. It writes nothing into the ledger.

Unnamed sources are never matched: what the ledger has from them is counted, not tied to anybody.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sqlalchemy import Connection

from firsthand.errors import InvalidValue, NotHeld, Withheld
from firsthand.house import Earlier, Finding, Rule, Rules, default_rules, finding, findings
from firsthand.house.scene import Scene, joined, short, stems, tokens
from firsthand.house.unnamed import single_claims
from firsthand.language.quotes import quotations
from firsthand.ledger import Ledger
from firsthand.ledger.answers import Answer
from firsthand.ledger.search import Filters, search
from firsthand.model import Reading, Span, Statement, hull
from firsthand.pipeline.named import source_named

MOST_EARLIER = 1000
"""Statements of one source that a draft's quotations are compared with, the newest."""
MOST_TELLING = 200
"""Stored statements that are looked at for one claim."""
RARE = 3
"""Words of a claim that a stored statement is looked for by, the longest."""


def checked(reading: Reading, rules: Rules | None = None, ledger: Ledger | None = None) -> tuple[Finding, ...]:
    """What the rules find in a draft, in the order of its text; with `ledger` also what they find beside it there."""
    chosen = rules or default_rules()
    found = list(findings(reading, chosen))
    if ledger is not None:
        with ledger.reading() as connection:
            found += in_ledger(connection, reading, chosen)
    return tuple(sorted(found, key=lambda f: (f.span, f.rule)))


def in_ledger(connection: Connection, reading: Reading, rules: Rules) -> Iterator[Finding]:
    """What the rules that look into the ledger find."""
    scene = Scene(reading=reading)
    if rules.is_on("quotation-differs"):
        yield from _differing(connection, scene, rules.rule("quotation-differs"))
    if rules.is_on("ledger-has-no-named-source"):
        yield from _nobody_named(connection, scene, rules.rule("ledger-has-no-named-source"))


# Quotations


def _differing(connection: Connection, scene: Scene, rule: Rule) -> Iterator[Finding]:
    least, likeness = rule.number("least_words"), rule.number("likeness")
    by_source: dict[str, list[tuple[Span, tuple[str, ...]]]] = {}
    for s in scene.reports:
        source = scene.source(s)
        if source is not None and source.name is not None and s.quotation != "indirect":
            for span, quoted in _quotes(scene, s):
                if len(quoted) >= least:
                    by_source.setdefault(source.id, []).append((span, quoted))
    for id, mine in by_source.items():
        earlier = _earlier(connection, scene.reading.source(id).name or "", scene.reading.article.id)
        for span, quoted in dict(mine).items():
            near = _nearest(quoted, earlier, likeness)
            if near is None:
                continue
            answer, words = near
            told = f"{answer.article.outlet or answer.article.key}, {answer.article.day or 'undated'}"
            message = (
                f"The ledger has this quotation otherwise: “{short(words, 160)}” ({told}, {answer.id[:8]}"
                f"{answer.id[16:]}). Compare both with a recording or a transcript."
            )
            held = Earlier(id=answer.id, words=words, outlet=answer.article.outlet, day=answer.article.day)
            yield finding(scene.text, rule, message, span, earlier=[held])


def _quotes(scene: Scene, statement: Statement) -> Iterator[tuple[Span, tuple[str, ...]]]:
    whole = hull(statement.content_spans)
    for quote in scene.marks:
        if quote.level or quote.inner is None or not whole.meets(quote.span):
            continue
        if any(c.meets(quote.span) for c in statement.content_spans):
            yield quote.span, tokens(scene.of(quote.inner))


def _earlier(connection: Connection, name: str, own: str) -> tuple[tuple[Answer, str], ...]:
    """What the ledger has in quotation marks from the source of that name, in other articles."""
    try:
        root = source_named(connection, name).root
    except (NotHeld, Withheld):
        return ()
    out = []
    for quotation in ("direct", "mixed"):
        found = search(connection, None, Filters(sources=(root,), quotation=quotation), limit=MOST_EARLIER)
        for answer in found.answers:
            if answer.article.id == own or answer.content is None:
                continue
            for quote in quotations(answer.content):
                if quote.level == 0 and quote.inner is not None:
                    out.append((answer, quote.inner.of(answer.content)))
    return tuple(out)


def _nearest(
    mine: tuple[str, ...], earlier: Sequence[tuple[Answer, str]], likeness: float
) -> tuple[Answer, str] | None:
    """The earlier quotation that is most like it and not the same; None where one has just these words."""
    best: tuple[float, tuple[Answer, str]] | None = None
    for answer, words in earlier:
        theirs = tokens(words)
        if _holds(theirs, mine) or _holds(mine, theirs):
            return None
        if 2 * len(set(mine) & set(theirs)) < len(set(mine)):
            continue
        alike = SequenceMatcher(None, mine, theirs, autojunk=False).ratio()
        if alike >= likeness and (best is None or alike > best[0]):
            best = (alike, (answer, words))
    return None if best is None else best[1]


def _holds(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


# Claims


def _nobody_named(connection: Connection, scene: Scene, rule: Rule) -> Iterator[Finding]:
    for _, said, _ in single_claims(scene):
        claim = said[0]
        telling = _telling(connection, joined(claim.content_spans, scene.text), rule.number("likeness"))
        telling = [a for a in telling if a.article.id != scene.reading.article.id]
        if not telling or any(a.source is not None and not a.source.anonymous for a in telling):
            continue
        articles = len({a.article.id for a in telling})
        where = "1 stored article has" if articles == 1 else f"{articles} stored articles have"
        message = (
            f"{where} this from unnamed sources too, and nobody named tells it there. They may all be one: find a "
            "source with a name, or a document."
        )
        held = [
            Earlier(id=a.id, words=short(a.content or "", 200), outlet=a.article.outlet, day=a.article.day)
            for a in telling[:5]
        ]
        yield finding(scene.text, rule, message, hull(claim.content_spans), earlier=held)


def _telling(connection: Connection, claim: str, likeness: float) -> list[Answer]:
    """Stored statements that assert much the same as `claim`, found by its longest words two at a time."""
    mine = stems(claim)
    longest = sorted({t for t in tokens(claim) if len(t) > 4 and stems(t)}, key=lambda t: (-len(t), t))[: RARE + 1]
    found: dict[str, Answer] = {}
    for i, a in enumerate(longest):
        for b in longest[i + 1 :]:
            try:
                hits = search(connection, f'"{a}" "{b}"', limit=MOST_TELLING)
            except InvalidValue:
                continue
            found |= {h.id: h for h in hits.answers}
    return [
        a
        for a in found.values()
        if a.stance == "asserts" and mine and len(mine & stems(a.content or "")) >= likeness * len(mine)
    ]
