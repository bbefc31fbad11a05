"""Owns /articles: adding, the list, one with its captures and versions, its reading, forgetting it. It does none of
that itself."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import ColumnElement, and_, func, or_, select

from firsthand.desk import deciding
from firsthand.errors import LedgerBusy, NotHeld
from firsthand.ledger import Ledger, stored
from firsthand.ledger.answers import HEAD, Headline, headline
from firsthand.ledger.forgetting import compact
from firsthand.ledger.search import Filters, distinct, outlets_called
from firsthand.ledger.show import show_article
from firsthand.ledger.tables import articles as rows
from firsthand.model.wire import to_json
from firsthand.pipeline.deciding import standing_reading
from firsthand.render.questions_records import article_record, shown_record
from firsthand.web.deps import TheHouse
from firsthand.web.rest.answering import done, given, listed, one, page
from firsthand.web.rest.cursors import position
from firsthand.web.rest.handed import Articles, body
from firsthand.web.rest.jobs import HERE, job_record
from firsthand.web.rest.problems import problems
from firsthand.web.rest.shapes.asked import ArticlesAsked, ForgetAsked, TextIn, UrlIn
from firsthand.web.rest.shapes.held import ArticleAnswer, ArticlesAnswer, ForgottenAnswer, JobAnswer
from firsthand.web.rest.shapes.reading import ReadingAnswer
from firsthand.web.who_is import Admin, Analyst, Reader

LOCATION = {"Location": {"description": "The job.", "schema": {"type": "string"}}}
_ADDED: dict[int | str, dict[str, Any]] = {202: {"description": "It is being added.", "headers": LOCATION}}
router = APIRouter(prefix="/articles", tags=["Articles"], responses=problems())


@router.post(
    "",
    operation_id="addArticles",
    summary="Add to the ledger",
    status_code=202,
    response_model=JobAnswer,
    responses=_ADDED | problems(415, 507),
    tags=["Adding"],
    openapi_extra=body(TextIn, UrlIn, many=True),
)
def add(house: TheHouse, person: Analyst, handed: Articles) -> Response:
    """Starts a job that adds words, what stands at an address (an article or a feed), or files of any kind that
    firsthand reads. What is held already is not read again."""
    progress = house.jobs.add(*handed.given, owner=person.id)
    return done(job_record(progress), status=202, location=f"{HERE}/{progress.id}")


@router.get(
    "",
    operation_id="listArticles",
    summary="The articles of the ledger",
    response_model=ArticlesAnswer,
    responses=listed() | problems(404),
)
def articles(request: Request, house: TheHouse, _: Reader, asked: Annotated[ArticlesAsked, Query()]) -> Response:
    """The last captured first; versions that a later capture replaced are left out."""
    found = _listed(house.ledger, asked, position(request, asked.cursor))
    shown = found[: asked.limit]
    at = (shown[-1].fetched_at, shown[-1].id) if len(found) > asked.limit else None
    return page(request, {"articles": [article_record(a) for a in shown]}, at)


@router.get(
    "/{id}",
    operation_id="getArticle",
    summary="One article with its statements, captures and versions",
    response_model=ArticleAnswer,
    responses=one() | problems(404),
)
def article(request: Request, house: TheHouse, _: Reader, id: str) -> Response:
    """`id` is its id, the beginning of one, or its key. Its text is in its reading."""
    with house.ledger.reading() as connection:
        return given(request, shown_record(show_article(connection, id)))


@router.get(
    "/{id}/reading",
    operation_id="getReading",
    summary="The reading of an article as it stands now",
    response_model=ReadingAnswer,
    responses=one() | problems(404),
)
def reading(request: Request, house: TheHouse, _: Reader, id: str) -> Response:
    """With its text, and with people's corrections; 403 where the text was cleared."""
    with house.ledger.reading() as connection:
        return given(request, to_json(standing_reading(connection, id)))


@router.delete(
    "/{id}",
    operation_id="forgetArticle",
    summary="Forget an article with all its versions, for good",
    response_model=ForgottenAnswer,
    responses=problems(404, 507),
)
def forget(house: TheHouse, person: Admin, id: str, asked: Annotated[ForgetAsked, Query()]) -> Response:
    """There is no undo. A salted digest stays, so that it is not taken in again; no reason is kept, since it could say
    what is forgotten. The exports that held it are named: they are out of reach."""
    with house.ledger.reading() as connection:
        whole = stored.article_id(connection, id)
    gone = deciding.forget(house.ledger, whole, kind="article", rewrite=False)
    counts = {name: getattr(gone, name) for name in ("articles", "captures", "statements")}
    told = {"exports": [asdict(e) for e in gone.exports], "copies": list(gone.copies)}
    rewritten = asked.rewrite and _rewritten(house.ledger)
    by = {"by": person.name, "why": asked.why}
    return done({"forgotten": whole, **counts, **told, "rewritten": rewritten, **by})


def _rewritten(ledger: Ledger) -> bool:
    try:
        compact(ledger)
    except LedgerBusy:  # it is forgotten all the same, and the files can be written anew later
        return False
    return True


def _listed(ledger: Ledger, asked: ArticlesAsked, after: tuple[Any, ...] | None) -> list[Headline]:
    """One more than was asked for, where there is one."""
    Filters(first=asked.first, last=asked.last)  # refuses days that cannot be
    with ledger.reading() as connection:
        wanted: list[ColumnElement[bool]] = [] if asked.every_version else [rows.c.latest]
        if asked.outlet is not None:
            wanted.append(rows.c.outlet_name.in_(outlets_called(connection, asked.outlet)))
        if asked.byline is not None:
            names = [b for b in distinct(connection, rows.c.byline) if asked.byline.casefold() in b.casefold()]
            if not names:
                raise NotHeld("no article in the ledger has such a byline: ask with a part of one")
            wanted.append(rows.c.byline.in_(names))
        if asked.section is not None:
            wanted.append(func.lower(rows.c.section) == asked.section.replace("\0", " ").lower())
        wanted += [rows.c.day >= asked.first] if asked.first else []
        wanted += [rows.c.day <= asked.last] if asked.last else []
        if after is not None:
            at, id = after
            wanted.append(or_(rows.c.fetched_at < at, and_(rows.c.fetched_at == at, rows.c.id > id)))
        found = select(*HEAD).where(*wanted).order_by(rows.c.fetched_at.desc(), rows.c.id).limit(asked.limit + 1)
        return [headline(row) for row in connection.execute(found).mappings()]
