"""Owns the pages of one article and of one statement, as they stand now. They change nothing."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from firsthand.desk.asking import decisions
from firsthand.errors import NotHeld, Withheld
from firsthand.ledger import Ledger, stored
from firsthand.ledger.answers import Answer
from firsthand.ledger.show import ShownArticle, ShownStatement, show_article, show_statement
from firsthand.ledger.versions import Captured, Step
from firsthand.model import Reading
from firsthand.pipeline.deciding import standing_reading
from firsthand.render.basis import some
from firsthand.render.html import Note, Sheet, sheet
from firsthand.render.plain import line
from firsthand.render.questions import step_words
from firsthand.render.questions_html import in_paragraph
from firsthand.render.questions_words import CLEARED, disputed, title
from firsthand.render.timeline_svg import anchor
from firsthand.render.version_diff import Passage, passages
from firsthand.web.deps import TheHouse
from firsthand.web.pages.forms import what_was_done
from firsthand.web.pages.showing import card, cards, entries, head, named, shown, source_href
from firsthand.web.who_is import Reader

router = APIRouter()
MOST_COPIES = 50


@router.get("/articles/{id}")
def article(
    request: Request,
    house: TheHouse,
    person: Reader,
    id: str,
    order: Literal["", "doubtful"] = "",
    done: str = "",
) -> HTMLResponse:
    """The article with each statement marked, its captures, versions and copies."""
    with house.ledger.reading() as connection:
        found = show_article(connection, id)
        reading = _standing(connection, found)
        texts = {v.id: _text(connection, v.id) for v in found.versions} if found.steps else {}
    held = found.article.id
    page = sheet(reading) if reading else None
    back = f"/articles/{held}" + (f"?order={order}" if order else "")
    return shown(
        request,
        "article.html",
        title=title(found.article),
        head=head(found.article),
        statements=some(len(found.statements), "statement"),
        warnings=tuple(map(line, found.warnings)),
        disputes=tuple(f"about a statement that is no longer here, {disputed(d)}" for d in found.disputes),
        sheet=page,
        order=order,
        notes=doubtful_first(page) if page else (),
        tags=tags(page) if page else (),
        people=_people(found.statements),
        known=_known(reading),
        mend={"article": held, "back": back} if reading and person.may("write") else None,
        at=lambda local: anchor(stored.statement_id(held, local)),
        cleared=CLEARED,
        cards=cards(found.statements) if reading is None else (),
        captures=tuple(map(_capture, found.captures)),
        versions=tuple(map(head, found.versions)),
        steps=tuple(_step(step, found, texts) for step in found.steps),
        copies=tuple({**head(c.article), "share": f"{c.ours_in_theirs:.0%}"} for c in found.copies[:MOST_COPIES]),
        done=what_was_done(house.ledger, done, back),
    )


@router.get("/statements/{id}")
def statement(request: Request, house: TheHouse, person: Reader, id: str, done: str = "") -> HTMLResponse:
    """One statement in its paragraph, with its chain, corrections and the forms to correct it."""
    with house.ledger.reading() as connection:
        found = show_statement(connection, id)
        known = _known(_reading(connection, found.answer.article.id))
    answer = found.answer
    about = [f"why unnamed: {line(s.reason)}" if s.reason else line(s.role or "") or s.kind for s in answer.chain]
    return shown(
        request,
        "statement.html",
        title=f"Statement {answer.id}",
        one=card(answer),
        at=found.at,
        paragraph=tuple(in_paragraph(found)),
        cleared=CLEARED,
        chain=tuple(named(s, a) for s, a in zip(answer.chain, about, strict=True)),
        others=cards(found.others),
        spans=answer.spans,
        known=known,
        speaker=_speaker(answer),
        can_decide=person.may("write"),
        log=entries(_log(house.ledger, found), f"/statements/{answer.id}"),
        done=what_was_done(house.ledger, done, f"/statements/{answer.id}"),
    )


def tags(page: Sheet) -> tuple[str, ...]:
    """The sorts of sources that a sheet has, for the filter."""
    return tuple(sorted({item.tag for item in page.items.values()}))


def _standing(connection: Any, found: ShownArticle) -> Reading | None:
    return None if found.article.cleared else standing_reading(connection, found.article.id)


def _reading(connection: Any, id: str) -> Reading | None:
    try:
        return stored.reading(connection, id)
    except Withheld:
        return None


def _text(connection: Any, id: str) -> str | None:
    reading = _reading(connection, id)
    return None if reading is None else reading.article.text


def _speaker(answer: Answer) -> str:
    """What the form begins with: the name of the innermost source, of an unnamed one the article's words for it."""
    source = answer.chain[0] if answer.chain else None
    return line(source.name or source.descriptor or "") if source else ""


def _log(ledger: Ledger, found: ShownStatement) -> Sequence[Any]:
    try:
        return decisions(ledger, found.answer.id, limit=50)
    except NotHeld:
        return ()


def doubtful_first(page: Sheet) -> tuple[Note, ...]:
    """The notes of a sheet, those of the least surely read statements first."""
    every = (note for row in page.rows for note in row.notes)
    return tuple(sorted(every, key=lambda n: n.item.statement.confidence))


def _people(statements: Iterable[Answer]) -> dict[str, str]:
    """The pages of the article's named sources by their ids here."""
    every = (s for a in statements for s in (*a.chain, a.source) if s is not None)
    return {s.local: href for s in every if (href := source_href(s))}


def _known(reading: Reading | None) -> tuple[str, ...]:
    """Names that a speaker can be chosen from."""
    if reading is None:
        return ()
    return tuple(sorted({line(s.name) for s in reading.sources if s.name and not s.anonymous}))


def _capture(one: Captured) -> tuple[str, str, str, str, str]:
    seen = one.seen_at if one.seen_at != one.fetched_at else ""
    size = f"{one.length}{'' if one.kept else ', no longer held'}"
    return _moment(one.fetched_at), _moment(seen), line(one.url or one.location), size, one.sha256[:16] + "…"


def _moment(instant: str) -> str:
    return instant[:16].replace("T", " ")


def _step(step: Step, found: ShownArticle, texts: dict[str, str | None]) -> dict[str, Any]:
    """What differs between two versions, in words and side by side."""
    fetched = {v.id: _moment(v.fetched_at) for v in found.versions}
    before, after = texts.get(step.before), texts.get(step.after)
    pairs: tuple[Passage, ...] = passages(before, after) if before is not None and after is not None else ()
    return {
        "before": step.before,
        "after": step.after,
        "before_when": fetched.get(step.before, step.before),
        "after_when": fetched.get(step.after, step.after),
        "told": line(step.told),
        "words": tuple(step_words(step)),
        "pairs": pairs,
    }
