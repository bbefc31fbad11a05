"""Owns the page of an add job: how far it is, and what became of it. It adds nothing itself."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from firsthand.web.deps import House, TheHouse
from firsthand.web.faults import NoSuchJob
from firsthand.web.jobs import Progress
from firsthand.web.pages.showing import shown
from firsthand.web.who_is import Person, Reader

router = APIRouter()


@router.get("/jobs/{id}")
async def job(request: Request, house: TheHouse, person: Reader, id: str) -> HTMLResponse:
    """How an add job is, and what was added once it ended; without scripts the page asks again by itself."""
    progress = _mine(house, person, id)
    outcomes = []
    if progress.ended:  # the events of a job that ended are there at once
        outcomes = [e.data async for e in house.jobs.events(id) if e is not None and e.name == "outcome"]
    return shown(request, "job.html", title="Adding", job=progress, outcomes=outcomes)


@router.get("/jobs/{id}/events")
async def events(request: Request, house: TheHouse, person: Reader, id: str) -> StreamingResponse:
    """The job's events as they come."""
    _mine(house, person, id)
    last = request.headers.get("last-event-id", "")
    stream = house.jobs.stream(id, last_event_id=last)
    return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})


def _mine(house: House, person: Person, id: str) -> Progress:
    progress = house.jobs.get(id)
    if progress.owner != person.id and not person.may("admin"):
        raise NoSuchJob("No job has that id: it ended long ago, or the server was started anew.")
    return progress
