"""Owns what the pages' templates are given: functions of words, cards of statements, where a link leads. It asks
nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from firsthand.ledger.answers import Answer, Headline, Sourced
from firsthand.ledger.decided import Decided
from firsthand.render.decisions import state, what
from firsthand.render.naming import DOUBT, Tag, label, tag
from firsthand.render.outline import Item
from firsthand.render.plain import cleaned, line, shortened
from firsthand.render.questions_words import (
    CLEARED_SHORT,
    NO_DATE,
    content,
    disputed,
    notes,
    source_of,
    tag_of,
    title,
    when,
    where,
)
from firsthand.render.timeline_svg import anchor
from firsthand.web.deps import page


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A source of a chain: `href` is None for one that has no page, which every unnamed one is."""

    name: str
    href: str | None
    tag: Tag
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One statement as a list shows it."""

    id: str
    article: str
    anchor: str
    tag: str
    chain: tuple[Named, ...]
    certainty: str
    doubtful: bool
    content: str
    notes: tuple[str, ...]
    disputes: tuple[str, ...]
    when: str
    where: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A decision as the log shows it; `back` is the page that it was made from."""

    id: str
    what: str
    who: str
    day: str
    why: str
    state: str
    stands: bool
    href: str | None = None
    back: str = ""


def shown(request: Request, name: str, /, *, status: int = 200, **context: Any) -> HTMLResponse:
    """The page that the template `name` makes, with the functions of words that our templates use."""
    functions = {
        "line": line,
        "cleaned": cleaned,
        "shortened": shortened,
        "label": label,
        "said_notes": said_notes,
        "done": None,
    }
    return page(request, name, status=status, **{**functions, **context})


def said_notes(item: Item) -> str:
    """How a statement is put and what is doubtful about the reading, on one line."""
    return " · ".join(map(line, item.notes))


def source_href(source: Sourced) -> str | None:
    """Where a source's page is; None for an unnamed one, which has none."""
    return f"/sources/{source.root}" if source.root and not source.anonymous else None


def named(source: Sourced, about: str = "") -> Named:
    """A source of a chain with the link to its page."""
    as_source = source_of(source)
    return Named(name=label(as_source), href=source_href(source), tag=tag(as_source), about=about)


def card(answer: Answer) -> Card:
    """A statement as a list shows it."""
    article = answer.article
    return Card(
        id=answer.id,
        article=article.id,
        anchor=anchor(answer.id),
        tag=tag_of(answer),
        chain=tuple(map(named, answer.chain)),
        certainty=answer.certainty,
        doubtful=answer.confidence < DOUBT,
        content=content(answer, CLEARED_SHORT),
        notes=notes(answer),
        disputes=tuple(map(disputed, answer.disputes)),
        when=when(article),
        where=where(article),
        title=title(article),
    )


def cards(answers: Iterable[Answer]) -> tuple[Card, ...]:
    """Statements as a list shows them."""
    return tuple(map(card, answers))


def head(article: Headline) -> dict[str, Any]:
    """The head of an article's page."""
    return {
        "id": article.id,
        "title": title(article),
        "when": when(article),
        "where": where(article),
        "byline": line(article.byline or ""),
        "url": safe_url(article.url),
        "latest": article.latest,
        "fetched": article.fetched_at[:16].replace("T", " "),
    }


def safe_url(url: str | None) -> str | None:
    """The address where it is one that a page may link to, else None."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def entry(one: Decided, back: str = "") -> Entry:
    """A decision as the log shows it."""
    made = one.decision
    return Entry(
        id=made.id,
        what=what(one),
        who=shortened(line(made.who), 80),
        day=made.at[:10],
        why=shortened(line(made.why), 300),
        state=state(one),
        stands=one.stands,
        href=_about(one),
        back=back,
    )


def _about(one: Decided) -> str | None:
    made = one.decision
    if one.article is not None:
        return f"/articles/{one.article.id}"
    return f"/sources/{made.target}" if made.target in one.sources else None


def entries(found: Sequence[Decided], back: str = "") -> tuple[Entry, ...]:
    """Decisions as the log shows them."""
    return tuple(entry(one, back) for one in found)


def days_words(first: str | None, last: str | None) -> str:
    """From one day to another, one day where they are the same."""
    if not first:
        return NO_DATE
    return first if not last or first == last else f"{first} to {last}"


def address(path: str, **asked: object) -> str:
    """An address of ours with what is asked in its query; what is None or empty is left out."""
    given = {name: str(value) for name, value in asked.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def ours(back: str, otherwise: str) -> str:
    """The page to go back to, if it is one of ours; an address of somebody else's never is."""
    fine = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable() and len(back) < 2000
    return back if fine else otherwise
