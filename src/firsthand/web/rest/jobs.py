"""Owns /jobs: how far an add job is, and its events as they come. It adds nothing itself."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from fastapi.responses import StreamingResponse

from firsthand.web.deps import House, TheHouse
from firsthand.web.faults import NoSuchJob
from firsthand.web.jobs import Progress
from firsthand.web.rest.answering import done
from firsthand.web.rest.problems import problems
from firsthand.web.rest.shapes.held import JobAnswer
from firsthand.web.who_is import Person, Reader

HERE = "/api/v1/jobs"
_EVENT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": "^[0-9]+$"},
        "event": {"enum": ["outcome", "again", "state"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
}
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": (
            "Events `outcome` (what became of one article: `key`, `what`, `article_id`, `location`, `statements`, "
            "`message`, `warnings`), `again` (begun anew in another worker) and `state` (the last one: as the job "
            "itself). The stream ends with the job."
        ),
        "content": {"text/event-stream": {"schema": _EVENT}},
    }
}
router = APIRouter(prefix="/jobs", tags=["Adding"], responses=problems(404))


@router.get("/{id}", operation_id="getJob", summary="How an add job is", response_model=JobAnswer)
def job(house: TheHouse, person: Reader, id: str) -> Response:
    """Its state and counts. A job is remembered for a while after its end, until the server stops."""
    return done(job_record(_mine(house, person, id)))


@router.get(
    "/{id}/events",
    operation_id="followJob",
    summary="An add job's events as they come",
    response_class=StreamingResponse,
    responses=_EVENTS,
)
async def events(
    house: TheHouse,
    person: Reader,
    id: str,
    last_event_id: Annotated[
        str, Header(description="The number of the last event that came; later ones follow.")
    ] = "",
) -> StreamingResponse:
    """Server-sent events, numbered from 1."""
    _mine(house, person, id)
    stream = house.jobs.stream(id, last_event_id=last_event_id)
    return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})


def job_record(progress: Progress) -> dict[str, Any]:
    """A job as data."""
    told = {name: value for name, value in asdict(progress).items() if name != "owner"}
    return told | {"links": {"self": f"{HERE}/{progress.id}", "events": f"{HERE}/{progress.id}/events"}}


def _mine(house: House, person: Person, id: str) -> Progress:
    """A job of one's own; others' are not there, except for an admin."""
    progress = house.jobs.get(id)
    if progress.owner != person.id and not person.may("admin"):
        raise NoSuchJob("No job has that id: it ended long ago, or the server was started anew.")
    return progress
