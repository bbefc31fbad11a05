"""The worker processes: a bounded queue, a time limit, a lost worker."""

import logging
import os
import signal
import threading
import time

import pytest
import workers

from firsthand.errors import ModelError, NotText
from firsthand.web.faults import Busy, TooSlow, WorkerLost
from firsthand.web.work import Pool

WAIT = 30


@pytest.fixture(scope="module")
def pool():
    with_workers = Pool(workers.playful, workers=1, queue=4, limit_s=20, name="test")
    with_workers.start()
    yield with_workers
    with_workers.stop(2)


def answer(pool, name, *arguments, **more):
    return pool.submit(name, *arguments, **more).answer.result(WAIT)


def waits(pool, count):
    until = time.monotonic() + WAIT
    while pool.state().busy != 1 or pool.state().waiting != count:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_job_is_done(pool):
    assert answer(pool, "echo", {"a": 1}) == {"a": 1}
    assert pool.state().alive == 1


def test_an_error_of_ours_comes_through_and_the_worker_stays(pool):
    before = answer(pool, "sleep", 0)
    with pytest.raises(NotText, match="no words"):
        answer(pool, "refuse")
    assert answer(pool, "sleep", 0) == before


def test_a_fault_fails_visibly_without_its_words(pool, caplog):
    with caplog.at_level(logging.ERROR), pytest.raises(WorkerLost) as raised:
        answer(pool, "fault", "words of an article")
    assert "words" not in str(raised.value) + caplog.text
    assert "ZeroDivisionError" in caplog.records[-1].where
    assert answer(pool, "echo", 1) == 1


def test_a_killed_worker_is_replaced_and_its_job_done_again(pool, tmp_path):
    again = []
    place = str(tmp_path / "died")
    assert answer(pool, "die_once", place, again=lambda: again.append(1)) == "alive"
    assert again == [1]


def test_a_job_that_kills_every_worker_fails_visibly(pool):
    lost = pool.state().lost
    with pytest.raises(WorkerLost, match="twice"):
        answer(pool, "die")
    assert pool.state().lost == lost + 2
    assert answer(pool, "echo", 2) == 2


def test_a_worker_killed_from_outside_while_it_reads_and_while_it_waits(pool):
    job = pool.submit("sleep", 1)
    waits(pool, 0)
    pid = pool._workers[0].process.pid
    os.kill(pid, signal.SIGKILL)
    assert job.answer.result(WAIT) != pid
    pid = answer(pool, "sleep", 0)
    os.kill(pid, signal.SIGKILL)
    assert answer(pool, "sleep", 0) != pid


def test_what_takes_too_long_is_given_up_and_not_done_again(pool):
    lost = pool.state().lost
    with pytest.raises(TooSlow, match=r"longer than 0\.3 seconds"):
        answer(pool, "sleep", 20, limit_s=0.3)
    assert answer(pool, "echo", 3) == 3
    assert pool.state().lost == lost


def test_what_cannot_be_sent_fails_and_the_place_is_filled_again(pool, monkeypatch):
    noted = []
    monkeypatch.setattr(threading, "excepthook", noted.append)
    with pytest.raises(WorkerLost):
        answer(pool, "unsendable")
    with pytest.raises(WorkerLost):
        answer(pool, "echo", lambda: None)
    assert answer(pool, "echo", 4) == 4
    until = time.monotonic() + WAIT
    while not noted:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_the_queue_is_bounded_and_one_person_does_not_take_it_all(pool):
    first = pool.submit("sleep", 0.6)
    waits(pool, 0)
    own = [pool.submit("echo", n, owner="ann") for n in range(2)]
    with pytest.raises(Busy) as raised:
        pool.submit("echo", 3, owner="ann")
    assert 1 <= raised.value.retry_after_s <= 60
    others = [pool.submit("echo", n, owner="bo") for n in range(2)]
    with pytest.raises(Busy):
        pool.submit("echo", 9)
    assert pool.state().waiting == 4
    assert [j.answer.result(WAIT) for j in (*own, *others)] == [0, 1, 0, 1]
    assert first.answer.result(WAIT)


def test_steps_are_told_and_a_job_may_be_stopped_between_them(pool):
    told, three = [], threading.Event()

    def tell(n):
        told.append(n)
        if n == 2:
            three.set()

    job = pool.submit("steps", 500, 0.05, told=tell, limit_s=5)
    assert three.wait(WAIT)
    job.stop()
    assert job.answer.result(WAIT).startswith("stopped after")
    assert told == list(range(len(told)))
    assert len(told) < 100
    assert answer(pool, "steps", 3, 0) == "all"
    assert answer(pool, "echo", 5) == 5


def test_each_step_has_the_time(pool):
    assert answer(pool, "steps", 6, 0.15, limit_s=0.6) == "all"


def test_a_waiting_job_may_be_taken_off(pool):
    pool.submit("sleep", 0.3)
    waits(pool, 0)
    job = pool.submit("echo", 1)
    job.stop()
    assert job.answer.cancelled()
    assert answer(pool, "echo", 6) == 6


@pytest.mark.parametrize(("setup", "error"), [(workers.unfit, ModelError), (workers.broken, WorkerLost)])
def test_a_worker_that_cannot_load_says_so_each_time(setup, error):
    pool = Pool(setup, workers=1, queue=4, limit_s=20)
    for _ in range(2):
        with pytest.raises(error):
            answer(pool, "echo", 1)
    pool.stop(5)


def test_stopping_finishes_what_is_under_way():
    pool = Pool(workers.playful, workers=1, queue=4, limit_s=20)
    jobs = [pool.submit("sleep", 0.2), pool.submit("echo", 1)]
    pool.stop(WAIT)
    assert all(j.answer.done() for j in jobs)
    assert jobs[1].answer.result(0) == 1
    with pytest.raises(Busy, match="stopping"):
        pool.submit("echo", 1)
    assert pool.state().alive == 0


def test_stopping_does_not_wait_for_ever_and_says_what_was_not_done():
    pool = Pool(workers.playful, workers=1, queue=4, limit_s=60)
    jobs = [pool.submit("sleep", 50), pool.submit("echo", 1)]
    waits(pool, 1)
    began = time.monotonic()
    pool.stop(0.2)
    assert time.monotonic() - began < 10
    for job in jobs:
        with pytest.raises(Busy, match="was stopped"):
            job.answer.result(WAIT)
