"""Owns the one page that answers of the ledger are laid out on: self-contained HTML without scripts. It finds no words.

Everything goes through Jinja's escaping; the policy in the head allows the page's own style alone. A drawing comes as
SVG whose maker has escaped it.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from firsthand.ledger.answers import Answer
from firsthand.render.questions_words import CLEARED, content, disputed, notes, says, tag_of, title, when, where
from firsthand.render.timeline_svg import anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A piece of a paragraph, marked or not."""

    words: str
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One statement as the page shows it."""

    id: str
    anchor: str
    tag: str
    says: str
    content: str
    meta: tuple[str, ...]
    notes: list[str]
    disputes: tuple[str, ...]
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One section: whatever of these it has, in this order. `numbers` sets cells after the first flush right, `whole`
    marks the last row."""

    heading: str = ""
    lines: tuple[str, ...] = ()
    svg: str = ""
    pieces: tuple[Words, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: bool = False
    whole: bool = False
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A title, what stands under it, and the sections."""

    title: str
    meta: tuple[str, ...]
    parts: tuple[Part, ...]


def page_html(page: Page) -> str:
    """The page as HTML."""
    style, policy = _style()
    return _template().render(page=page, style=style, policy=policy).encode("utf-8", "replace").decode("utf-8")


def card(answer: Answer, cleared: str = CLEARED) -> Card:
    """A statement's card; `cleared` stands for a content that is not held any more."""
    article = answer.article
    url = article.url
    return Card(
        id=answer.id,
        anchor=anchor(answer.id),
        tag=tag_of(answer),
        says=says(answer),
        content=content(answer, cleared),
        meta=(when(article), where(article), title(article)),
        notes=list(notes(answer)),
        disputes=tuple(map(disputed, answer.disputes)),
        url=url if url and url.lower().startswith(("http://", "https://")) else None,
    )


@cache
def _template() -> Template:
    folder = files("firsthand.render") / "templates"
    env = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return env.from_string((folder / "questions.html.j2").read_text(encoding="utf-8"))


@cache
def _style() -> tuple[str, str]:
    """The style sheets, and the policy that allows them alone, by their digest."""
    folder = files("firsthand.render") / "templates"
    style = "\n" + "".join((folder / name).read_text(encoding="utf-8") for name in ("page.css", "questions.css"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return style, f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
