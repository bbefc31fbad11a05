"""Owns /healthz and /metrics: whether the server can do its work, and what it counted. They say nothing of anybody."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text

from firsthand.errors import LedgerError
from firsthand.web.deps import TheHouse
from firsthand.web.who_is import Person, needs_admin

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def healthz(house: TheHouse) -> Response:
    """200 where the ledger answers and a worker lives; else 503, naming which does not."""
    pool = house.pool.state()
    parts = {"ledger": _answers(house), "workers": pool.alive > 0}
    well = all(parts.values())
    words = {name: "ok" if fine else "failing" for name, fine in parts.items()}
    return JSONResponse({"status": "ok" if well else "failing", **words}, 200 if well else 503)


@router.get("/metrics")
def metrics(house: TheHouse, _: Annotated[Person, Depends(needs_admin)]) -> Response:
    """Prometheus' text form; in a team for an admin's token."""
    return Response(house.metrics.text(house.pool.state(), house.jobs.counts()), media_type=CONTENT_TYPE_LATEST)


def _answers(house: TheHouse) -> bool:
    try:
        with house.ledger.reading() as connection:
            connection.execute(text("SELECT 1"))
    except LedgerError:
        return False
    return True
