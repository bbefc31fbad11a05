"""Owns the pages of everything held on one named source. Unnamed sources are withheld before it sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from firsthand.ledger.dossier import Dossier, Place
from firsthand.render.basis import some
from firsthand.render.decisions import decided_record, state, what
from firsthand.render.plain import line
from firsthand.render.questions import hang, heading, text
from firsthand.render.questions_records import answer_record, article_record, rows
from firsthand.render.questions_words import NO_DATE, content, disputed, notes, says, title, when, where
from firsthand.render.sources import NAME_ALONE, days_of, holding_record, identified, role_words, short

WITHHELD = "unnamed sources are withheld: who they are is in no dossier"
BY_NAME = "found by the words of its name: other people of that name may be among them, and mentions by other words not"


def dossier_text(found: Dossier, *, width: int = 100, colour: bool = False) -> str:
    """The dossier for a terminal or a printer: contents whole."""

    def build(con: Console) -> Iterator[Text]:
        yield from _head(con, found)
        for head, remark, answers in (
            ("IT IS QUOTED WITH", some(found.said_in_all, "statement"), found.said),
            ("OTHERS SAY OF IT", some(len(found.about), "statement"), found.about),
        ):
            yield Text()
            yield from heading(con, head, remark)
            if answers is found.about:
                yield from hang(con, Text(BY_NAME, "dim"), 2, 2)
            for answer in answers:
                yield Text()
                article = answer.article
                place = f"{when(article)} · {where(article)} · {title(article)}"
                yield from hang(con, Text(place, "dim"), 2, 4)
                yield from hang(con, Text(says(answer), "bold").append(f"  {answer.id}", "dim"), 2, 4)
                yield from hang(con, Text(content(answer)), 4, 4)
                if told := notes(answer):
                    yield from hang(con, Text("· " + " · ".join(told), "dim"), 4, 6)
                for dispute in answer.disputes:
                    yield from hang(con, Text(f"! {disputed(dispute)}"), 4, 6)
        yield from _kept(con, found)

    return text(width, colour, build)


def dossier_record(found: Dossier) -> dict[str, Any]:
    """The dossier as data."""
    return {
        "source": holding_record(found.source),
        "withheld": WITHHELD,
        "said": [answer_record(a) for a in found.said],
        "said_in_all": found.said_in_all,
        "about": [answer_record(a) for a in found.about],
        "about_more": found.about_more,
        "places": [
            {
                "article": article_record(p.article),
                "name": p.name,
                "kind": p.kind,
                "role": p.role,
                "affiliation": p.affiliation,
                "text_held": p.text_held,
                "captures_held": p.captures_held,
            }
            for p in found.places
        ],
        **decided_record(found.decided),
        "exports": [asdict(e) for e in found.exports],
        "keep_text_days": found.kept_days,
    }


def dossier_rows(found: Dossier) -> Iterator[Sequence[object]]:
    """The statements as rows of `COLUMNS`, `part` said or about."""
    yield from rows(found.said, "said")
    yield from rows(found.about, "about")


def place_words(place: Place) -> str:
    """One article that has the source, in words."""
    called = " · ".join(short(w) for w in (place.name or "", place.role or "", place.affiliation or "") if w)
    held = "text held" if place.text_held else "text cleared"
    bytes_held = f"{some(place.captures_held, 'capture')} held" if place.captures_held else "no captured bytes held"
    article = place.article
    return f"{when(article)} · {where(article)} · {title(article)} · {article.id} · {called} · {held}, {bytes_held}"


def retention_words(found: Dossier) -> str:
    """For how long this ledger keeps texts."""
    if found.kept_days is None:
        return "this ledger keeps texts until they are forgotten or cleared"
    return f"this ledger keeps texts for {some(found.kept_days, 'day')} after they were added"


def export_words(found: Dossier) -> Iterator[str]:
    """The exports that held any of the articles, in words."""
    for one in found.exports:
        yield f"{one.format}{'' if one.with_text else ' without text'} · {line(one.place)} · {one.at[:10]}"


def _head(con: Console, found: Dossier) -> Iterator[Text]:
    one = found.source
    yield from heading(con, f"HELD ON {short(one.name)}", f"{one.kind_class} · {one.root}")
    yield from hang(con, Text(WITHHELD, "dim"), 2, 2)
    if one.weak:
        yield from hang(con, Text(f"! {NAME_ALONE}", "bold yellow"), 2, 4)
    for name in one.names:
        yield from hang(con, Text(f"named {line(name)}"), 2, 4)
    for role in one.roles:
        yield from hang(con, Text(role_words(role)), 2, 4)
    for known in identified(one):
        yield from hang(con, Text(known), 2, 4)
    days = days_of(one)
    counted = f"{some(one.statements, 'statement')} in {some(one.articles, 'article')}"
    yield from hang(con, Text(counted if days == NO_DATE else f"{counted}, {days}"), 2, 4)


def _kept(con: Console, found: Dossier) -> Iterator[Text]:
    yield Text()
    yield from heading(con, "ARTICLES THAT HAVE IT AS A SOURCE", some(len(found.places), "place"))
    for place in found.places:
        yield from hang(con, Text(place_words(place)), 2, 4)
    yield Text()
    yield from heading(con, "WHAT PEOPLE DECIDED", some(len(found.decided), "decision"))
    for one in found.decided:
        d = one.decision
        told = f"{what(one)} · {short(d.who)} on {d.at[:10]}: {line(d.why)}"
        yield from hang(con, Text(f"{told}{f' · {state(one)}' if state(one) else ''}"), 2, 4)
    yield Text()
    yield from heading(con, "EXPORTS THAT HELD ANY OF THESE ARTICLES", some(len(found.exports), "export"))
    for words in export_words(found):
        yield from hang(con, Text(words), 2, 4)
    yield Text()
    yield from hang(con, Text(retention_words(found)), 0, 2)
