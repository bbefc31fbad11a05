"""Owns the laying out of invented articles: text, spans and reading of what was planned. It invents nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from firsthand.model import (
    Article,
    Basis,
    Capture,
    Certainty,
    Hedge,
    Knowledge,
    Quotation,
    Reading,
    Source,
    SourceKind,
    Span,
    Stance,
    Statement,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One invented article: what was read in it, and the bytes it would have been read from."""

    reading: Reading
    capture: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who said something, as the article puts it."""

    mention: str
    kind: SourceKind
    name: str | None = None
    role: str | None = None
    reason: str | None = None
    via: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence: the words before the content, the content, the words after it; without `who` in its own voice."""

    content: str
    before: str = ""
    after: str = "."
    who: Who | None = None
    cue: str = ""
    quotation: Quotation = "indirect"
    stance: Stance = "asserts"
    hedge: str | None = None
    knows: str | None = None

    @property
    def text(self) -> str:
        return self.before + self.content + self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An article before it is laid out."""

    key: str
    title: str
    outlet: str
    byline: str
    section: str
    url: str
    day: date
    credit: str
    body: tuple[tuple[Said, ...], ...]
    fetched: int = 0


def made_of(plan: Plan) -> Made:
    """The article that was planned, with its reading and the page it would have been read from."""
    head = f"{plan.title}\n\nBy {plan.byline}\n{plan.credit}\n\n"
    text, placed = head, []
    for paragraph in plan.body:
        for said in paragraph:
            placed.append((len(text), said))
            text += said.text + " "
        text = text[:-1] + "\n\n"
    article = Article(
        key=plan.key,
        text=text,
        title=plan.title,
        title_span=Span(0, len(plan.title)),
        body_start=len(head),
        outlet=plan.outlet,
        byline=plan.byline,
        section=plan.section,
        url=plan.url,
        published=plan.day.isoformat(),
    )
    fetched = f"{plan.day + timedelta(days=plan.fetched)}T06:00:00Z"
    page = f"<!doctype html><html><head><title>{plan.title}</title></head><body><pre>{text}</pre></body></html>"
    return Made(
        reading=_reading(article, placed),
        capture=Capture(
            location=plan.url, url=plan.url, fetched_at=fetched, body=page.encode(), media_type="text/html"
        ),
    )


def _reading(article: Article, placed: Sequence[tuple[int, Said]]) -> Reading:
    sources: dict[str, Source] = {}
    statements: list[Statement] = []
    own: list[Span] = []
    for at, said in placed:
        if said.who is None:
            own.append(Span(at, at + len(said.text)))
            continue
        content = Span(at + len(said.before), at + len(said.before) + len(said.content))
        source, chain = _sources(sources, said.who, _find(said, said.who.mention, at), at, said)
        hedges = (Hedge(span=_find(said, said.hedge, at), term=said.hedge.lower()),) if said.hedge else ()
        certainty: Certainty = "hedged" if hedges else "flat"
        knows = Knowledge(kind="saw a document", span=_find(said, said.knows, at)) if said.knows else Knowledge()
        statements.append(
            Statement(
                id=f"a{len(statements) + 1}",
                quotation=said.quotation,
                content_spans=(content,),
                cue_span=_find(said, said.cue, at),
                source_span=_find(said, said.who.mention, at),
                source=source,
                stated_chain=chain,
                stance=said.stance,
                certainty=certainty,
                hedges=hedges,
                knowledge=knows,
                confidence=0.5 + (content.start % 50) / 100,
                producer="generator",
            )
        )
    unnamed = sum(s.anonymous for s in sources.values())
    basis = Basis(
        named=tuple(s.id for s in sources.values() if s.kind != "outlet" and not s.anonymous),
        unnamed=(min(1, unnamed), unnamed),
        outlets=tuple(s.id for s in sources.values() if s.kind == "outlet"),
        own_voice_share=sum(map(len, own)) / len(article.text),
    )
    return Reading(
        article=article,
        sources=tuple(sources.values()),
        statements=tuple(statements),
        own_voice=tuple(own),
        basis=basis,
    )


def _find(said: Said, words: str, at: int) -> Span:
    """Where words of a sentence stand: outside its content where they stand there too."""
    place = said.before.find(words)
    if place < 0:
        place = said.after.find(words)
        place = said.content.index(words) if place < 0 else place + len(said.before) + len(said.content)
    return Span(at + place, at + place + len(words))


def _sources(sources: dict[str, Source], who: Who, mention: Span, at: int, said: Said) -> tuple[str, tuple[str, ...]]:
    """The local id of a sentence's source and the stated chain; what is new is entered."""
    if who.name is not None:
        id = _entered(sources, who.name, Source(id="new", kind=who.kind, name=who.name, role=who.role), mention)
        return id, (id,)
    via = who.via or ""
    outlet = _entered(sources, via, Source(id="new", kind="outlet", name=via), _find(said, via, at))
    unnamed = Source(id="new", kind=who.kind, descriptor=who.mention, anonymous=True, via=outlet)
    reason = _find(said, who.reason, at) if who.reason else None
    id = _entered(sources, f"unnamed at {at}", replace(unnamed, anonymity_reason=reason), mention)
    return id, (id, outlet)


def _entered(sources: dict[str, Source], key: str, source: Source, mention: Span) -> str:
    held = sources.get(key, replace(source, id=f"s{len(sources) + 1}"))
    sources[key] = replace(held, mentions=(*held.mentions, mention))
    return held.id
