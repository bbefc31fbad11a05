"""Owns an invented ledger to ask: a harbour sale told by two outlets over three months, entries built by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from firsthand.ledger import Ledger
from firsthand.ledger.writing import Entry, ReadBy, put
from firsthand.model import Article, Basis, Capture, Hedge, Knowledge, Reading, Source, Span, Statement
from firsthand.model.identity import SourceKey

AT = "2031-06-01T08:00:00Z"
READ_BY = ReadBy(encoder="none", version="test")

HALLORAN = SourceKey(kind_class="person", key="ingeborg halloran", base="halloran", display="Ingeborg Halloran")
COURIER = SourceKey(kind_class="outlet", key="skerry courier", base="skerry courier", display="Skerry Courier")
MAYOR = SourceKey(kind_class="person", key="tove brandt", base="brandt", display="Tove Brandt")
OTHER_BRANDT = SourceKey(kind_class="person", key="ilse brandt", base="brandt", display="Ilse Brandt")


def apart(keys):
    """Groups in which every name is a source of its own."""
    return tuple((key,) for key in keys)


@dataclass(frozen=True)
class Said:
    """A statement by the words of its content; `who` is a source's local id, `parent` another statement's."""

    content: str
    who: str | None = None
    parent: str | None = None
    quotation: str = "indirect"
    stance: str = "asserts"
    hedge: str | None = None
    knowledge: tuple[str, str] | None = None
    chain: tuple[str, ...] = ()


def entry(
    key: str,
    text: str,
    sources: Sequence[Source],
    said: Sequence[Said],
    names: dict[str, SourceKey],
    *,
    outlet: str | None = "Harbour Post",
    day: str | None = "2031-05-04",
    byline: str | None = "Rolf Amundsen",
    section: str | None = "Politics",
    title: str | None = "The harbour",
    url: str | None = None,
    own_voice: float = 0.25,
    fetched: str = AT,
) -> Entry:
    """An entry whose statements stand at the first place of their words in `text`."""
    article = Article(
        key=key, text=text, title=title, outlet=outlet, published=day, byline=byline, section=section, url=url
    )

    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    statements = tuple(
        Statement(
            id=f"a{n}",
            quotation=s.quotation,
            content_spans=(at(s.content),),
            source=s.who,
            parent=s.parent,
            stance=s.stance,
            certainty="hedged" if s.hedge else "flat",
            hedges=(Hedge(span=at(s.hedge), term=s.hedge.lower()),) if s.hedge else (),
            knowledge=Knowledge(kind=s.knowledge[0], span=at(s.knowledge[1])) if s.knowledge else Knowledge(),
            stated_chain=s.chain or ((s.who,) if s.who else ()),
            confidence=0.9,
            producer="hand",
        )
        for n, s in enumerate(said, 1)
    )
    reading = Reading(
        article=article, sources=tuple(sources), statements=statements, basis=Basis(own_voice_share=own_voice)
    )
    capture = Capture(location=f"/{key}.txt", fetched_at=fetched, body=text.encode(), media_type="text/plain", url=url)
    return Entry(reading=reading, capture=capture, read_by=READ_BY, names=names, outlet_name=outlet, address=url)


SALE = """The harbour

“Nobody has signed anything for the north pier,” said Ingeborg Halloran, head of the port board.

The price was perhaps a third of the estimate, an official told the Skerry Courier, asking not to be named because \
the bids are sealed. The mayor, Tove Brandt, denied that the north pier was for sale.
"""


def sale(key: str = "sale", **options) -> Entry:
    """A named person, an unnamed official through an outlet, a denial."""
    return entry(
        key,
        SALE,
        (
            Source(id="s1", kind="person", name="Ingeborg Halloran", role="head of the port board"),
            Source(id="s2", kind="outlet", name="Skerry Courier"),
            Source(
                id="s3",
                kind="person",
                descriptor="an official",
                anonymous=True,
                via="s2",
                anonymity_reason=Span(SALE.index("because the bids"), SALE.index("sealed") + 6),
            ),
            Source(id="s4", kind="person", name="Tove Brandt", role="The mayor"),
        ),
        (
            Said("Nobody has signed anything for the north pier", "s1", quotation="direct"),
            Said("The price was perhaps a third of the estimate", "s3", hedge="perhaps", chain=("s3", "s2")),
            Said("the north pier was for sale", "s4", stance="denies"),
        ),
        {"s1": HALLORAN, "s2": COURIER, "s4": MAYOR},
        **options,
    )


AUDIT = """The audit

Auditors lost trust in Ingeborg Halloran, the Skerry Courier reported on Monday, which saw the report.

“Ingeborg Halloran opened the books twice,” said Ilse Brandt, a surveyor.
"""


def audit_story(key: str = "audit", **options) -> Entry:
    """Others who speak of a named person."""
    return entry(
        key,
        AUDIT,
        (
            Source(id="s1", kind="outlet", name="Skerry Courier"),
            Source(id="s2", kind="person", name="Ilse Brandt", role="a surveyor"),
        ),
        (
            Said("Auditors lost trust in Ingeborg Halloran", "s1", knowledge=("saw a document", "saw the report")),
            Said("Ingeborg Halloran opened the books twice", "s2", quotation="direct"),
        ),
        {"s1": COURIER, "s2": OTHER_BRANDT},
        **{"outlet": "Skerry Courier", "day": "2031-06-02", "byline": "Åse Lind", "title": "The audit"} | options,
    )


def undated(key: str = "undated", **options) -> Entry:
    """A person of the other stories in an article without a date."""
    text = "Talks\n\nThe quays will stay public, Ingeborg Halloran promised.\n"
    return entry(
        key,
        text,
        (Source(id="s1", kind="person", name="Ingeborg Halloran", role="a candidate"),),
        (Said("The quays will stay public", "s1", stance="promises"),),
        {"s1": HALLORAN},
        **{"day": None, "title": "Talks", "section": None, "byline": None, "outlet": None} | options,
    )


def add(connection: Connection, *entries: Entry) -> list[str]:
    """Puts the entries in and gives the ids of their articles."""
    for one in entries:
        put(connection, one, groups=apart, at=AT)
    return [one.reading.article.id for one in entries]


def filled(ledger: Ledger) -> dict[str, str]:
    """Puts the three stories in; key → the article's id."""
    entries = (sale(), audit_story(), undated())
    with ledger.writing() as connection:
        return dict(zip(("sale", "audit", "undated"), add(connection, *entries), strict=True))


def days(first: str, count: int) -> list[str]:
    """So many days one after the other."""
    return [(date.fromisoformat(first) + timedelta(days=n)).isoformat() for n in range(count)]
