"""Owns an invented story as a trace made by hand: a bridge, six outlets, one unnamed engineer. No tests."""

from firsthand.model import Article, Reading, Source, Span, Statement
from firsthand.model.trace import (
    Absent,
    Claim,
    Clash,
    Correction,
    Drift,
    Edge,
    Instants,
    Piece,
    Report,
    Root,
    Trace,
    TracedSource,
)

TEXTS = {
    "lantern-1": (
        "Tarn Lantern",
        "Old bridge may close",
        "The Velm bridge could close for 27 days this autumn, an engineer who has seen the survey told the Tarn "
        "Lantern. The engineer asked not to be named, as the survey is not public. The council has not answered "
        "questions about the ferry that would run instead.",
        ("2031-05-04T09:00:00Z",) * 2,
    ),
    "wire-1": (
        "Orm Wire",
        "Velm bridge could close, Lantern says",
        "The Velm bridge could close for 27 days this autumn, an engineer who has seen the survey told the Tarn "
        "Lantern. The engineer asked not to be named, as the survey is not public.",
        ("2031-05-04T11:30:00Z",) * 2,
    ),
    "post-1": (
        "Harl Post",
        "Bridge to close for a month",
        "The bridge over the Velm will close for 30 days in the autumn, Orm Wire reports, and drivers are bracing "
        "for long queues on the valley road.",
        ("2031-05-04T15:10:00Z",) * 2,
    ),
    "gazette-1": (
        "Mill Gazette",
        "Valley road: queues ahead",
        "Queues are expected on the valley road once the Velm bridge shuts for 30 days. Traders in the lower town "
        "fear for the harvest fair.",
        ("2031-05-05T00:00:00Z", "2031-05-05T23:59:59Z"),
    ),
    "herald-1": (
        "Velm Herald",
        "Council: no plan to close bridge",
        "There is no plan to close the Velm bridge, said Ada Riis, the council's head of roads, calling the report "
        "in the Tarn Lantern “a guess”. Elsewhere the Herald has learned that tolls will rise.",
        ("2031-05-06T08:00:00Z",) * 2,
    ),
    "blog-1": (
        None,
        "What I hear about the bridge",
        "They say it is perhaps a month without the bridge. I have it from the Post. The Ferryman wrote so too.",
        (None, None),
    ),
}
"""Key → outlet, title, text, when."""


def article(key: str) -> Article:
    """One article of the story."""
    outlet, title, text, _ = TEXTS[key]
    return Article(key=key, outlet=outlet, title=title, text=text, url=f"https://news.example/{key}")


ID = {key: article(key).id for key in TEXTS}


def span(key: str, words: str) -> Span:
    """The place of `words` in the text of an article, or in its title."""
    at = TEXTS[key][2].find(words)
    if at < 0:
        at = TEXTS[key][1].index(words)
    return Span(at, at + len(words))


def when(key: str) -> Instants:
    """The interval in which the article came out."""
    earliest, latest = TEXTS[key][3]
    return (earliest, latest)


def report(key: str, words: str, **more: object) -> Report:
    """A report of the claim at `words`."""
    base = {
        "unit": f"u-{key}-{len(words)}",
        "article": ID[key],
        "key": key,
        "spans": (span(key, words),),
        "words": words,
        "outlet": TEXTS[key][0],
        "when": when(key),
    }
    return Report(**(base | more))


ENGINEER = TracedSource(
    id="engineer", kind="person", descriptor="An engineer who has seen the survey", anonymous=True,
    article=ID["lantern-1"], local="s1",
)  # fmt: skip
RIIS = TracedSource(id="riis", kind="person", name="Ada Riis", role="the council's head of roads")
OUTLETS = tuple(
    TracedSource(id=name.lower().replace(" ", "-"), kind="outlet", name=name)
    for name in ("Tarn Lantern", "Orm Wire", "Harl Post", "Mill Gazette", "Velm Herald")
)

FIRST = report(
    "lantern-1", "The Velm bridge could close for 27 days this autumn", statement="a1", quotation="indirect",
    certainty="hedged", hedges=("could",), chain=("engineer",), stated_chain=("engineer",),
)  # fmt: skip
WIRE = report(
    "wire-1", "The Velm bridge could close for 27 days this autumn", statement="a1", quotation="indirect",
    certainty="hedged", hedges=("could",), chain=("engineer", "tarn-lantern"),
    stated_chain=("engineer", "tarn-lantern"),
    derived_from=ID["lantern-1"], derivation="verbatim",
)  # fmt: skip
POST = report(
    "post-1", "The bridge over the Velm will close for 30 days in the autumn", statement="a1", quotation="indirect",
    chain=("engineer", "tarn-lantern", "orm-wire"), stated_chain=("orm-wire",), derived_from=ID["wire-1"],
    derivation="rewrite",
)  # fmt: skip
POST_TITLE = report(
    "post-1", "Bridge to close for a month", field="title", chain=("engineer", "tarn-lantern", "orm-wire"),
    derived_from=ID["wire-1"], derivation="rewrite",
)  # fmt: skip
GAZETTE = report(
    "gazette-1", "the Velm bridge shuts for 30 days", chain=("engineer", "tarn-lantern", "orm-wire", "harl-post"),
    derived_from=ID["post-1"], derivation="rewrite",
)  # fmt: skip
BLOG = report(
    "blog-1", "it is perhaps a month without the bridge", certainty="doubtful", hedges=("they say", "perhaps"),
    chain=("engineer", "tarn-lantern", "orm-wire", "harl-post"), stated_chain=("harl-post",),
    derived_from=ID["post-1"], derivation="cites",
)  # fmt: skip
DENIAL = report(
    "herald-1", "There is no plan to close the Velm bridge", statement="a1", quotation="indirect", stance="denies",
    chain=("riis",), stated_chain=("riis",), derivation="original",
)  # fmt: skip
REPORTS = (FIRST, WIRE, POST, POST_TITLE, GAZETTE, BLOG, DENIAL)


def drift(earlier: Report, later: Report, kind: str, before: str, after: str) -> Drift:
    """A drift between two reports."""
    return Drift(
        earlier=earlier.unit, later=later.unit, from_article=earlier.article, to_article=later.article, kind=kind,
        before=before, after=after,
    )  # fmt: skip


CLAIM = Claim(
    id="c-bridge",
    text=FIRST.words,
    reports=REPORTS,
    roots=(Root(source="engineer", reports=tuple(r.unit for r in REPORTS[:-1])),),
    independence=(1, 1),
    why=("Told by 4 outlets in 5 stored articles.", "A known root: an unnamed source, heard through Tarn Lantern."),
    turns_on=("If Harl Post did not have it from Orm Wire, it is 1 to 2 distinct known roots.",),
    drift=(
        drift(WIRE, POST, "hedge", "could", "no hedge"),
        drift(WIRE, POST, "number", "27", "30"),
        drift(POST, GAZETTE, "attribution", "attributed", "in the article's own voice"),
    ),
)
TOLLS_REPORT = report("herald-1", "tolls will rise", chain=(), derivation="original")
TOLLS = Claim(
    id="c-tolls",
    text="tolls will rise",
    reports=(TOLLS_REPORT,),
    roots=(Root(source="velm-herald", own_voice=True, reports=(TOLLS_REPORT.unit,)),),
    independence=(1, 1),
)
EDGES = (
    Edge(
        earlier=ID["lantern-1"], later=ID["wire-1"], kind="verbatim", acknowledged=True,
        evidence="it names “the Tarn Lantern”; 33 words stand in both",
        passages=((span("lantern-1", TEXTS["wire-1"][2]), span("wire-1", TEXTS["wire-1"][2])),),
    ),
    Edge(
        earlier=ID["wire-1"], later=ID["post-1"], kind="rewrite", acknowledged=True, evidence="it names “Orm Wire”",
        passages=((None, span("post-1", "Orm Wire reports")),),
    ),
    Edge(
        earlier=ID["post-1"], later=ID["gazette-1"], kind="rewrite", evidence="no credit found in the stored copy",
        passages=(
            (
                span("post-1", "drivers are bracing for long queues on the valley road"),
                span("gazette-1", "Queues are expected on the valley road"),
            ),
        ),
    ),
    Edge(
        earlier=ID["post-1"], later=ID["blog-1"], kind="cites", acknowledged=True, evidence="it names “the Post”",
        passages=((None, span("blog-1", "I have it from the Post.")),),
    ),
)  # fmt: skip
TRACE = Trace(
    sources=(ENGINEER, RIIS, *OUTLETS),
    claims=(TOLLS, CLAIM),
    edges=EDGES,
    contradictions=(
        Clash(a="c-bridge", b="c-bridge", kind="denied", by=("riis",), why="asserted, and denied by Ada Riis"),
        Clash(a="c-tolls", b="c-bridge", kind="opposed", why="the numbers differ"),
    ),
    corrections=(
        Correction(
            claim="c-bridge", article=ID["herald-1"], unit=DENIAL.unit, source="riis",
            carried_by=tuple(ID[k] for k in ("lantern-1", "wire-1", "post-1", "gazette-1", "blog-1")),
        ),
    ),
    cited_but_absent=(Absent(outlet="The Ferryman", by=(ID["blog-1"],)),),
    keys=tuple((id, key) for key, id in ID.items()),
)  # fmt: skip


def pieces() -> dict[str, Piece]:
    """The articles of the story by id."""
    found = {}
    for key in TEXTS:
        reading = Reading(article=article(key))
        if key == "lantern-1":
            source = Source(id="s1", kind="person", descriptor=ENGINEER.descriptor, anonymous=True)
            said = Statement(
                id="a1", quotation="indirect", content_spans=FIRST.spans, source="s1", stated_chain=("s1",)
            )
            reading = Reading(article=article(key), sources=(source,), statements=(said,))
        found[ID[key]] = Piece(reading=reading, outlet=TEXTS[key][0], when=when(key))
    return found
