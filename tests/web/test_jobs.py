"""Adding, followed from a page: events, where they were left off, and the end of a job."""

import asyncio

import anyio
import pytest
import workers

from firsthand.web.faults import Busy, NoSuchJob
from firsthand.web.given import pasted
from firsthand.web.jobs import KEPT_EVENTS, Jobs
from firsthand.web.work import Pool


@pytest.fixture(scope="module")
def jobs():
    pool = Pool(workers.playful, workers=1, queue=10, limit_s=20)
    made = Jobs(pool, place="x", most=3, limit_s=20)
    yield made
    made.end(2)


def followed(jobs, id, after=0, **more):
    async def follow():
        return [event async for event in jobs.events(id, after=after, **more)]

    return anyio.run(follow)


def test_a_job_is_followed_to_its_end_and_again_from_where_it_was_left(jobs):
    job = jobs.add(pasted("3"), owner="ann")
    assert (job.state, job.what, job.owner) == ("waiting", "the pasted text", "ann")
    events = followed(jobs, job.id)
    assert [e.name for e in events] == ["outcome"] * 3 + ["state"]
    assert [e.number for e in events] == [1, 2, 3, 4]
    assert events[-1].data["added"] == 3
    assert (jobs.get(job.id).state, jobs.get(job.id).added) == ("done", 3)
    assert [e.number for e in followed(jobs, job.id, after=2)] == [3, 4]
    assert followed(jobs, job.id, after=4) == []
    assert jobs.counts()["done"] >= 1


def test_its_stream(jobs):
    job = jobs.add(pasted("1"))

    async def follow():
        return [part async for part in jobs.stream(job.id, last_event_id="x")]

    parts = anyio.run(follow)
    assert parts[0].startswith(b"id: 1\nevent: outcome\ndata: {")
    assert all(p.endswith(b"\n\n") and p.count(b"\n\n") == 1 for p in parts)


def test_signs_of_life_while_nothing_comes(jobs):
    first = jobs.add(pasted("60"))
    second = jobs.add(pasted("1"))
    events = followed(jobs, second.id, keepalive_s=0.1)
    assert events[0] is None
    assert events[-1].name == "state"
    assert jobs.get(first.id).state == "done"


def test_the_memory_of_events_is_bounded_and_the_counts_are_not(jobs):
    held = jobs._find(jobs.add(pasted("1")).id)
    followed(jobs, held.progress.id)
    for _ in range(KEPT_EVENTS + 50):
        jobs._note(held, "outcome", {})
    events = followed(jobs, held.progress.id)
    assert len(events) == KEPT_EVENTS
    assert events[-1].number == held.count


def test_a_job_is_stopped_after_the_article_it_is_at(jobs):
    job = jobs.add(pasted("2000"))

    async def follow():
        async for event in jobs.events(job.id):
            if event.number == 3:
                jobs.stop(job.id)

    anyio.run(follow)
    assert jobs.get(job.id).state == "stopped"
    assert 3 <= jobs.get(job.id).added < 1000


def test_a_job_whose_worker_is_lost_is_begun_again_and_then_fails_visibly(jobs):
    job = jobs.add(pasted("die"))
    events = followed(jobs, job.id)
    assert [e.name for e in events] == ["again", "state"]
    assert "twice" in jobs.get(job.id).message


def test_too_many_jobs(jobs):
    open_jobs = [jobs.add(pasted("300")) for _ in range(3)]
    with pytest.raises(Busy):
        jobs.add(pasted("1"))
    for job in open_jobs:
        jobs.stop(job.id)
    for job in open_jobs:
        followed(jobs, job.id)
    assert {jobs.get(j.id).state for j in open_jobs} == {"stopped"}
    with pytest.raises(NoSuchJob):
        jobs.get("none")


def test_streams_end_where_the_server_stops():
    jobs = Jobs(Pool(workers.playful, workers=1, queue=10, limit_s=20), place="x", most=3, limit_s=20)
    job = jobs.add(pasted("100000"))

    async def follow():
        asyncio.get_running_loop().call_later(0.1, jobs.close)
        async for _ in jobs.events(job.id):
            pass

    anyio.run(follow)
    jobs.end(5)
    assert jobs.get(job.id).state == "stopped"
