"""An invented article with its reading built by hand: everything that a page must be able to show."""

from firsthand.model import (
    Article,
    Basis,
    Hedge,
    Knowledge,
    Reading,
    Source,
    Span,
    Statement,
)

HEAD = "Ingeborg Halloran-Vestergaard-Oyelaran"
TITLE = "Harbour <script>alert('x')</script> sale 🚢 “all but done”, rivals say"

BOOKS = "“We opened the books in March. We opened them again in June, and a third time when the Courier asked."
BODY = """OSTREVIK — Allegedly, the port board \x1b[31malready signed away “both deep-water quays”, the Skerry Courier \
writes, and two officials familiar with the talks told the paper that the price was perhaps a third of what the \
board's own surveyor had named.

“Nobody has signed anything,” said Ingeborg Halloran-Vestergaard-Oyelaran of the Ostrevik Harbour and Inner Waterways \
Authority, who sat on the selection panel, “and nobody will before the audit is read.”

“We opened the books in March. We opened them again in June, and a third time when the Courier asked.

“There is nothing left in them to hide.”

The harbour has been in public hands since 1931.

According to one of the Courier's sources, who asked not to be named because the bids are sealed, the mayor \
claims that <b>the buyer</b> “will probably walk away” by Friday. Another source doubted it.

An audit report dated 4 May shows that the quays lost 12 million crowns. Storvik, the buyer, did not say whether it \
would bid again. The mayor later denied that she had ever met its owners.
"""

HEADER = f" date 2031-06-14 {TITLE}\n\n"
TEXT = HEADER + BODY


def at(words: str, nth: int = 0) -> Span:
    """The span of the nth place where `words` stand."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def article() -> Article:
    return Article(
        key="2031-06-14-harbour",
        text=TEXT,
        title=TITLE,
        published="2031-06-14",
        title_span=at(TITLE),
        body_start=len(HEADER),
        warnings=("The page looks cut off by a paywall.",),
    )


def sources() -> tuple[Source, ...]:
    reason = at("because the bids are sealed")
    return (
        Source(id="s1", kind="outlet", name="Skerry Courier", mentions=(at("the Skerry Courier"), at("the paper"))),
        Source(
            id="s2",
            kind="group",
            descriptor="two officials familiar with the talks",
            anonymous=True,
            count=(2, 2),
            via="s1",
            mentions=(at("two officials familiar with the talks"),),
        ),
        Source(
            id="s3",
            kind="person",
            name="Ingeborg Halloran-Vestergaard-Oyelaran",
            affiliation="Ostrevik Harbour and Inner Waterways Authority",
            mentions=(at("Ingeborg Halloran-Vestergaard-Oyelaran"),),
        ),
        Source(
            id="s4",
            kind="person",
            descriptor="one of the Courier's sources",
            anonymous=True,
            via="s1",
            mentions=(at("one of the Courier's sources"),),
            anonymity_reason=reason,
        ),
        Source(id="s5", kind="person", descriptor="the mayor", role="mayor", mentions=(at("the mayor"),)),
        Source(
            id="s6",
            kind="person",
            descriptor="Another source",
            anonymous=True,
            via="s1",
            distinct_from=("s4",),
            mentions=(at("Another source"),),
        ),
        Source(
            id="s7",
            kind="document",
            descriptor="An audit report dated 4 May",
            mentions=(at("An audit report dated 4 May"),),
        ),
        Source(id="s8", kind="organisation", name="Storvik", role="the buyer", mentions=(at("Storvik, the buyer"),)),
    )


def statements() -> tuple[Statement, ...]:
    return (
        Statement(
            id="a1",
            quotation="mixed",
            source="s1",
            stated_chain=("s1",),
            cue_span=at("writes"),
            source_span=at("the Skerry Courier"),
            content_spans=(at("the port board \x1b[31malready signed away “both deep-water quays”"),),
            certainty="hedged",
            hedges=(Hedge(span=at("Allegedly"), term="allegedly"),),
            confidence=0.93,
            producer="encoder-1",
        ),
        Statement(
            id="a2",
            quotation="indirect",
            source="s2",
            stated_chain=("s2", "s1"),
            cue_span=at("told the paper"),
            source_span=at("two officials familiar with the talks"),
            content_spans=(at("the price was perhaps a third of what the board's own surveyor had named"),),
            certainty="hedged",
            hedges=(Hedge(span=at("perhaps"), term="perhaps", by="s2"),),
            confidence=0.9,
            knowledge=Knowledge(kind="participant", span=at("familiar with the talks")),
            producer="encoder-1",
        ),
        Statement(
            id="a3",
            quotation="direct",
            source="s3",
            stated_chain=("s3",),
            cue_span=at("said"),
            stance="denies",
            source_span=at(f"{HEAD} of the Ostrevik Harbour and Inner Waterways Authority"),
            content_spans=(at("“Nobody has signed anything,”"), at("“and nobody will before the audit is read.”")),
            knowledge=Knowledge(kind="participant", span=at("who sat on the selection panel")),
            confidence=0.97,
            producer="encoder-1",
        ),
        Statement(
            id="a4",
            quotation="direct",
            source="s3",
            stated_chain=("s3",),
            inferred=True,
            continues="a3",
            content_spans=(at(BOOKS),),
            confidence=0.81,
            producer="rule:continues",
        ),
        Statement(
            id="a5",
            quotation="direct",
            source="s3",
            stated_chain=("s3",),
            inferred=True,
            continues="a4",
            content_spans=(at("There is nothing left in them to hide"),),
            confidence=0.78,
            producer="rule:continues",
        ),
        Statement(
            id="a6",
            quotation="mixed",
            source="s4",
            stated_chain=("s4", "s1"),
            cue_span=at("According to"),
            source_span=at("one of the Courier's sources"),
            content_spans=(at("the mayor claims that <b>the buyer</b> “will probably walk away” by Friday"),),
            confidence=0.88,
            producer="encoder-1",
        ),
        Statement(
            id="a6.1",
            quotation="mixed",
            source="s5",
            stated_chain=("s5", "s4", "s1"),
            cue_span=at("claims"),
            parent="a6",
            source_span=at("the mayor"),
            content_spans=(at("<b>the buyer</b> “will probably walk away” by Friday"),),
            certainty="hedged",
            hedges=(Hedge(span=at("probably"), term="probably", by="s5", range=(55, 80)),),
            stance="expects",
            confidence=0.72,
            producer="encoder-1",
        ),
        Statement(
            id="a7",
            quotation="indirect",
            source="s6",
            stated_chain=("s6", "s1"),
            cue_span=at("doubted"),
            stance="doubts",
            source_span=at("Another source"),
            content_spans=(at("it", TEXT[: at("doubted it").end].count("it") - 1),),
            confidence=0.31,
            producer="encoder-1",
            notes=("what the pronoun stands for is not worked out",),
        ),
        Statement(
            id="a8",
            quotation="indirect",
            source="s7",
            stated_chain=("s7",),
            cue_span=at("shows"),
            source_span=at("An audit report dated 4 May"),
            content_spans=(at("the quays lost 12 million crowns"),),
            confidence=0.86,
            producer="encoder-1",
        ),
        Statement(
            id="a9",
            quotation="indirect",
            source="s5",
            stated_chain=("s5",),
            cue_span=at("denied"),
            stance="denies",
            source_span=at("The mayor"),
            content_spans=(at("she had ever met its owners"),),
            confidence=0.9,
            certainty="doubtful",
            producer="encoder-1",
        ),
        Statement(
            id="a10",
            quotation="mixed",
            cue_span=at("say", 0),
            content_spans=(at("sale 🚢 “all but done”"),),
            confidence=0.44,
            producer="rule:title",
        ),
    )


def reading() -> Reading:
    return Reading(
        article=article(),
        sources=sources(),
        statements=statements(),
        own_voice=(at("The harbour has been in public hands since 1931."),),
        basis=Basis(named=("s3", "s5"), unnamed=(3, 4), outlets=("s1",), documents=("s7",), own_voice_share=0.04),
    )


def empty(text: str = "Nothing was said here.\n", key: str = "nothing") -> Reading:
    return Reading(article=Article(key=key, text=text))
