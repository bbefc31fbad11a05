"""Owns echoes: claims that many outlets tell and that have one known root, as page, JSON and CSV. It finds none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Template
from rich.console import Console
from rich.text import Text

from firsthand.errors import InvalidValue
from firsthand.model.trace import Trace
from firsthand.render.basis import some
from firsthand.render.plain import line, shortened
from firsthand.render.questions import hang, heading, text
from firsthand.render.questions_records import csv_text, json_text
from firsthand.render.trace_html import environment, style
from firsthand.render.trace_words import (
    ECHO_OUTLETS,
    NO_DATE,
    days,
    first_day,
    index,
    last_day,
    ordered,
    reach,
    root_words,
)

COLUMNS = ("claim", "text", "outlets", "articles", "first", "last", "root", "root_id", "own_voice")
TITLE = "Widely reported, one known root here"
NOTHING = "No claim of this ledger is told by so many outlets and has one known root."


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A claim told by `outlets` outlets in `articles` stored articles, with one known root: `root` in words, `root_id`
    its source's. `own_voice` is True where that is an outlet that names no source. Days are None where not known."""

    claim: str
    text: str
    outlets: int
    articles: int
    first: str | None
    last: str | None
    days: str
    root: str
    root_id: str
    own_voice: bool


def echoes(trace: Trace, *, min_outlets: int = ECHO_OUTLETS, since: str | None = None) -> tuple[Echo, ...]:
    """The claims that at least `min_outlets` outlets assert and whose independence is ``[1, 1]``, most outlets first.

    With `since`, a day ``YYYY-MM-DD``, only those that were told on it or later. InvalidValue below one outlet.
    """
    if min_outlets < 1:
        raise InvalidValue(f"a claim is told by at least 1 outlet, not {min_outlets}: give a higher number")
    found, out = index(trace), []
    for claim in ordered(trace):
        outlets, articles = reach(claim)
        last = last_day(claim)
        if outlets < min_outlets or claim.independence != (1, 1) or not claim.roots:
            continue
        if since is not None and (last is None or last < since):
            continue
        root = claim.roots[0]
        out.append(
            Echo(
                claim=claim.id,
                text=line(claim.text),
                outlets=outlets,
                articles=articles,
                first=first_day(claim),
                last=last,
                days=days(claim),
                root=root_words(found, claim, root),
                root_id=root.source,
                own_voice=root.own_voice,
            )
        )
    return tuple(out)


def echoes_text(found: Sequence[Echo], *, width: int = 100, colour: bool = False) -> str:
    """The list for a terminal of `width` columns."""

    def build(con: Console) -> Iterator[Text]:
        yield from heading(con, TITLE.upper(), some(len(found), "claim"))
        if not found:
            yield from hang(con, Text(NOTHING), 2, 2)
        for n, echo in enumerate(found, 1):
            yield Text()
            yield from hang(con, Text(f"{n:>3}  ").append(shortened(echo.text, 240), "bold"), 0, 5)
            told = f"{some(echo.outlets, 'outlet')} in {some(echo.articles, 'stored article')}, {echo.days}"
            yield from hang(con, Text(f"{told} · {echo.claim}", "dim"), 5, 7)
            yield from hang(con, Text(f"root: {echo.root}"), 5, 7)

    return text(width, colour, build)


def echoes_json(found: Sequence[Echo]) -> str:
    """The list as JSON, ``firsthand/1``."""
    return json_text(
        {
            "echoes": [
                {
                    "claim": e.claim,
                    "text": e.text,
                    "outlets": e.outlets,
                    "articles": e.articles,
                    "first": e.first,
                    "last": e.last,
                    "root": {"source": e.root_id, "words": e.root, "own_voice": e.own_voice},
                    "independence": [1, 1],
                }
                for e in found
            ]
        }
    )


def echoes_csv(found: Sequence[Echo]) -> str:
    """The list as CSV, one row a claim."""
    return csv_text(COLUMNS, [tuple(getattr(e, name) for name in COLUMNS) for e in found])


def echoes_html(found: Sequence[Echo]) -> str:
    """The list as one self-contained page."""
    styles, policy = style("trace.css")
    rows = [(e, e.first or NO_DATE, e.last or NO_DATE) for e in found]
    page = _template().render(rows=rows, title=TITLE, style=styles, policy=policy, nothing=NOTHING)
    return page.encode("utf-8", "replace").decode("utf-8")


@cache
def _template() -> Template:
    folder = files("firsthand.render") / "templates"
    return environment().from_string((folder / "trace_echoes.html.j2").read_text(encoding="utf-8"))
