"""Worker processes: results in order, what is killed, what fails, and that none is ever left behind."""

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import labour
import pytest

from firsthand.errors import FirsthandError, InvalidValue
from firsthand.pipeline.workers import Known, Lost, in_workers

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def none_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_results_come_in_order_and_each_process_is_prepared_once(workers: int) -> None:
    labour.PREPARED.clear()
    items = [3, Known(result="known"), *range(20)]
    found = list(in_workers(labour.square, items, workers=workers, prepare=labour.prepare))
    assert found == [(9, 1), "known", *((n * n, 1) for n in range(20))]


def test_items_are_pulled_as_they_are_needed() -> None:
    pulled = 0

    def items() -> Iterator[int]:
        nonlocal pulled
        for n in range(40):
            pulled += 1
            yield n
        raise OSError("the disk is gone")

    given = in_workers(labour.slowly, items(), workers=2, ahead=3)
    for n in range(40):
        assert next(given) == n
        assert pulled <= n + 1 + 2 * 3
    with pytest.raises(OSError, match="the disk is gone"):
        next(given)


def test_a_process_that_is_killed_is_replaced_and_the_rest_goes_on(tmp_path: Path) -> None:
    items = [("", str(n)) for n in range(12)]
    items[3] = ("once", str(tmp_path / "was here"))
    items[7] = ("always", "7")
    found = list(in_workers(labour.hard, items, workers=2))
    lost = found.pop(7)
    assert isinstance(lost, Lost)
    assert lost.item == ("always", "7")
    assert "exit code -9" in lost.message
    assert found == [where for _, where in items if where != "7"]


def test_what_takes_too_long_is_lost_at_once() -> None:
    began = time.monotonic()
    items = [("", "0"), ("sleep", "1"), ("", "2"), ("", "3")]
    found = list(in_workers(labour.hard, items, workers=2, seconds=0.5))
    assert time.monotonic() - began < 10
    assert isinstance(found[1], Lost)
    assert "longer than 0.5 seconds" in found[1].message
    assert [found[0], *found[2:]] == ["0", "2", "3"]


def test_errors_are_raised_in_their_place() -> None:
    items = [("", "0"), ("", "1"), ("fail", "here"), ("", "3")]
    given = in_workers(labour.hard, items, workers=2)
    assert [next(given), next(given)] == ["0", "1"]
    with pytest.raises(KeyError, match="here") as raised:
        next(given)
    assert "In a worker process:" in raised.value.__notes__[0]
    assert list(given) == []
    with pytest.raises(FirsthandError, match="Unsendable: with a lock"):
        list(in_workers(labour.hard, [("unsendable", "")], workers=2))


def test_what_cannot_be_prepared() -> None:
    with pytest.raises(ValueError, match="no tools"):
        list(in_workers(labour.square, range(3), workers=2, prepare=labour.refuse))
    with pytest.raises(FirsthandError, match="3 worker processes ended before they could begin"):
        list(in_workers(labour.square, range(3), workers=2, prepare=labour.vanish))


def test_what_cannot_be_sent_is_refused_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises((pickle.PicklingError, AttributeError)):
        in_workers(lambda n: n, range(3), workers=2)
    monkeypatch.setattr(labour.square, "__module__", "__main__")
    with pytest.raises(InvalidValue, match="is of the script itself"):
        in_workers(labour.square, range(3), workers=2)


def test_few_items_start_no_process() -> None:
    def here(n: int) -> tuple[int, int]:
        return n * n, 0

    items: list[int | Known] = [*(Known(result=n) for n in range(50)), 2, 3]
    given = in_workers(labour.square, items, workers=2, prepare=labour.vanish, here=here, at_first=2)
    assert list(given) == [*range(50), (4, 0), (9, 0)]
    some = list(in_workers(labour.slowly, range(30), workers=2, here=lambda n: n, at_first=2))
    assert some == list(range(30))


def test_closing_ends_the_processes() -> None:
    given = in_workers(labour.slowly, range(100), workers=2)
    assert next(given) == 0
    pids = [child.pid for child in multiprocessing.active_children()]
    assert len(pids) == 2
    given.close()  # type: ignore[attr-defined]
    assert not any(alive(pid) for pid in pids if pid is not None)


def test_nothing_is_left_of_their_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    given = in_workers(labour.littering, range(30), workers=2)
    places = [next(given) for _ in range(10)]
    assert isinstance(places[5], Lost)
    assert any(Path(place).exists() for place in places[6:])
    given.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_they_end_with_their_parent(tmp_path: Path, how: signal.Signals) -> None:
    said_in, temporary = tmp_path / "said", tmp_path / "temporary"
    said_in.mkdir()
    temporary.mkdir()
    parent = subprocess.Popen(
        [sys.executable, str(HERE / "labour.py"), str(said_in)],
        start_new_session=True,
        stderr=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    until(lambda: len(list(said_in.iterdir())) == 2)
    workers = [int(p.name) for p in said_in.iterdir()]
    assert len(list(temporary.rglob("half a part"))) == 2
    if how == signal.SIGINT:
        os.killpg(parent.pid, how)  # as Ctrl-C does
    else:
        parent.send_signal(how)
    _, said = parent.communicate(timeout=60)
    until(lambda: not any(alive(pid) for pid in workers))
    assert list(temporary.glob("firsthand-*")) == []
    assert said.count(b"Traceback") == (1 if how == signal.SIGINT else 0)


def test_a_script_without_a_guard_runs_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys\nsys.path.insert(0, {str(HERE)!r})\nfrom labour import square\n"
        "from firsthand.pipeline.workers import in_workers\nprint('run')\n"
        "print(sum(n for n, _ in in_workers(square, range(5), workers=2)))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=30)
    assert (done.stdout, done.stderr, done.returncode) == ("run\n30\n", "", 0)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(true: object) -> None:
    for _ in range(1000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never came about")
