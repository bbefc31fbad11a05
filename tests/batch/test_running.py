"""Runs: the same readings whatever the workers, killed and gone on with, and nothing of another input mixed in."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archives import SMALL, batch, every_format, read_here, records, table, timeless, write_jsonl
from pyarrow import parquet
from quick import QuickReader

from firsthand.batch import arrow, running, work
from firsthand.batch.folder import TABLES, Folder
from firsthand.batch.running import Tally, planned, run
from firsthand.batch.versions import installed, loaded
from firsthand.batch.work import Done
from firsthand.errors import NotReadable, Refused
from firsthand.ledger.writing import ReadBy
from firsthand.pipeline.adding import read_by
from firsthand.reading import ReadingOptions


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading without an encoder, in this process."""
    monkeypatch.setattr(arrow, "loaded", QuickReader)


def test_what_is_installed_is_what_reads() -> None:
    assert installed() == read_by(loaded())


def test_the_same_json_as_read_gives_with_any_number_of_workers(tmp_path: Path) -> None:
    inputs = every_format(tmp_path / "in", 4)
    tallies = {workers: batch(inputs, tmp_path / f"out-{workers}", workers=workers) for workers in (1, 2)}
    whole = read_here(inputs, loaded())
    assert {w: records(tmp_path / f"out-{w}") for w in tallies} == dict.fromkeys(tallies, whole)
    assert len(whole) == 4 * 4 + 3
    assert len({str(t) for t in tallies.values()}) == 1


@pytest.mark.slow
def test_the_same_json_from_four_workers_and_from_shards_of_any_size(tmp_path: Path) -> None:
    inputs = every_format(tmp_path / "in", 6)
    whole = read_here(inputs, loaded())
    batch(inputs, tmp_path / "four", workers=4)
    batch(inputs, tmp_path / "one", workers=4, cut=type(SMALL)())
    assert records(tmp_path / "four") == records(tmp_path / "one") == whole


@pytest.mark.usefixtures("quick")
def test_what_is_done_is_not_done_twice(tmp_path: Path) -> None:
    inputs = every_format(tmp_path / "in", 7)
    first = batch(inputs, tmp_path / "out")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert first.shards > len(inputs)
    assert first.held == first.lost == 0
    again = batch(inputs, tmp_path / "out")
    assert (again.shards, again.held, again.articles) == (first.shards, first.shards, 0)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*") if p.is_file()} == before
    more = str(write_jsonl(tmp_path / "in" / "more.jsonl", 3))
    assert batch([more], tmp_path / "out").articles == 3
    assert len(records(tmp_path / "out")) == 4 * 7 + 3 + 3


@pytest.mark.usefixtures("quick")
def test_what_a_killed_run_left_behind_is_done_anew(tmp_path: Path) -> None:
    inputs, out = every_format(tmp_path / "in", 7), tmp_path / "out"
    batch(inputs, out)
    whole = timeless(out)
    manifests = sorted((out / "_shards").iterdir())
    manifests[1].unlink()  # its parts are there, and count for nothing
    gone = json.loads(manifests[3].read_text())["parts"]["statements"]["path"]
    manifests[3].unlink()
    (out / gone).write_bytes(b"half a par")
    drafts = out / "articles" / "input=lines" / "00000000-000000000000-000001.parquet.0a1b2c3d.tmp"
    drafts.write_bytes(b"draft")
    stray = out / "articles" / "input=lines" / "00000000-000000000000-000000.parquet"
    stray.write_bytes((out / json.loads(manifests[0].read_text())["parts"]["articles"]["path"]).read_bytes())
    again = batch(inputs, out)
    assert again.shards - again.held == 2
    assert timeless(out) == whole
    assert not list(out.rglob("*.tmp"))


@pytest.mark.usefixtures("quick")
def test_a_file_that_changed_is_told_and_not_mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out = write_jsonl(tmp_path / "a.jsonl", 7), tmp_path / "out"
    batch([str(path)], out)
    write_jsonl(path, 5, start=50)
    before = timeless(out)
    with pytest.raises(Refused, match=r"a\.jsonl that were made of other bytes.*--replace"):
        batch([str(path)], out)
    assert timeless(out) == before
    assert batch([str(path)], out, replace=True).articles == 5
    assert set(records(out)) == {f"a.{n}" for n in range(50, 55)}
    monkeypatch.setattr(running, "installed", lambda: ReadBy(encoder="encoder-9 0123", version="9"))
    with pytest.raises(Refused, match="by another version"):
        batch([str(path)], out)


@pytest.mark.usefixtures("quick")
def test_manifests_name_their_parts_and_parts_what_read_them(tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(every_format(tmp_path / "in", 4), out)
    folder = Folder.at(str(out))
    for id in folder.done():
        manifest = folder.manifest(id)
        assert set(manifest["parts"]) == set(TABLES)
        for part in manifest["parts"].values():
            folder.check_part(part)
            told = parquet.read_schema(out / part["path"]).metadata
            assert told[b"layout"] == b"firsthand-batch/1"
            assert told[b"schema"] == b"firsthand/1"
            assert told[b"encoder"]
    counted = {name: sum(folder.manifest(id)["parts"][name]["rows"] for id in folder.done()) for name in TABLES}
    assert counted == {name: len(table(out, name)) for name in TABLES}


@pytest.mark.usefixtures("quick")
def test_parts_of_one_run_are_the_same_bytes_whoever_writes_them(tmp_path: Path) -> None:
    inputs = every_format(tmp_path / "in", 4)
    plan, _ = planned(inputs, str(tmp_path / "out"), options=ReadingOptions(), cut=SMALL)

    def twice(tasks):
        for task in tasks:
            work.read_shard(task)
            before = Folder.at(task.out).manifest(task.shard.id)
            yield work.read_shard(task)
            assert Folder.at(task.out).manifest(task.shard.id) == before

    for _ in run(plan, twice, tally=Tally()):
        pass


def test_a_shard_that_is_lost_is_told_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "loaded", QuickReader)
    path, out = str(write_jsonl(tmp_path / "a.jsonl", 7)), tmp_path / "out"
    plan, _ = planned([path], str(out), options=ReadingOptions(), cut=SMALL)

    def unlucky(tasks):
        for n, task in enumerate(tasks):
            yield Done(shard=task.shard, message="its process died") if n == 1 else work.read_shard(task)

    tally = Tally()
    assert [done.message for done in run(plan, unlucky, tally=tally)].count("its process died") == 1
    assert (tally.shards, tally.lost, tally.articles) == (3, 1, 4)
    [note] = (out / "_shards").glob("*.failed")
    assert "died" in json.loads(note.read_text())["message"]
    assert batch([path], out).articles == 3
    assert not list((out / "_shards").glob("*.failed"))


@pytest.mark.usefixtures("quick")
def test_another_version_among_the_workers_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "reading_here", lambda: ReadBy(encoder="encoder-9 0123", version="9"))
    with pytest.raises(Refused, match="install the same on every machine"):
        batch([str(write_jsonl(tmp_path / "a.jsonl", 2))], tmp_path / "out")


@pytest.mark.usefixtures("quick")
def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    path = str(write_jsonl(tmp_path / "in.jsonl", 2))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    with pytest.raises(Refused, match="no folder of firsthand batch"):
        batch([path], tmp_path / "full")
    with pytest.raises(Refused, match="no folder of firsthand batch"):
        batch([path], path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "firsthand-batch.json").write_text('{"layout": "firsthand-batch/9"}')
    with pytest.raises(Refused, match="firsthand-batch/9"):
        batch([path], tmp_path / "other")


@pytest.mark.usefixtures("quick")
def test_into_an_address(tmp_path: Path) -> None:
    path = str(write_jsonl(tmp_path / "a.jsonl", 7))
    batch([path], tmp_path / "here")
    batch([path], (tmp_path / "there").as_uri())
    assert timeless(tmp_path / "there") == timeless(tmp_path / "here")


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_stopped_in_the_middle_and_run_again(tmp_path: Path, how: signal.Signals) -> None:
    inputs = [str(write_jsonl(tmp_path / f"day-{n:02}.jsonl", 3, start=3 * n)) for n in range(10)]
    batch(inputs, tmp_path / "whole", workers=2)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "firsthand.cli", "batch", *inputs, str(out), "--workers", "2"]
    command[1:3] = ["-c", "from firsthand.cli import main; main()"]
    (tmp_path / "temporary").mkdir()
    command[2] = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {command[2]}"
    environment = os.environ | {"TMPDIR": str(tmp_path / "temporary")}
    killed = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL, env=environment)
    until = time.monotonic() + 60
    while len(list(out.glob("_shards/*.json"))) < 3 and killed.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    killed.send_signal(how) if how == signal.SIGKILL else os.killpg(killed.pid, how)
    assert killed.wait() == (130 if how == signal.SIGINT else -how)
    while list((tmp_path / "temporary").glob("firsthand-*")) and time.monotonic() < until:
        time.sleep(0.02)  # the workers of what was killed hear of it, and put their files away
    assert not list((tmp_path / "temporary").glob("firsthand-*"))
    done = {p: p.stat().st_mtime_ns for p in out.glob("_shards/*.json")}
    assert 3 <= len(done) < 10
    again = subprocess.run(command, capture_output=True, text=True, check=True, timeout=100)
    assert "10 shards done before" in again.stderr
    assert timeless(out) == timeless(tmp_path / "whole")
    assert {p: p.stat().st_mtime_ns for p in done} == done


def test_a_part_that_is_gone_is_made_again(tmp_path: Path) -> None:
    source, out = write_jsonl(tmp_path / "a.jsonl", 3), tmp_path / "out"
    batch([str(source)], out, workers=1)
    before = records(out)
    next((out / "articles").rglob("*.parquet")).unlink()
    batch([str(source)], out, workers=1)
    assert records(out) == before


def test_nothing_outside_the_folder_is_touched(tmp_path: Path) -> None:
    source, out = write_jsonl(tmp_path / "a.jsonl", 3), tmp_path / "out"
    batch([str(source)], out, workers=1)
    precious, victim = tmp_path / "precious", tmp_path / "victim.parquet"
    (precious / "input=a").mkdir(parents=True)
    (precious / "input=a" / "00-00-000000.parquet").write_text("mine")
    victim.write_text("mine")
    shutil.rmtree(out / "failures")
    (out / "failures").symlink_to(precious)
    manifest = next((out / "_shards").glob("*.json"))
    told = json.loads(manifest.read_text())
    told["parts"]["articles"]["path"] = "../victim.parquet"
    manifest.write_text(json.dumps(told))
    batch([str(source)], out, workers=1)
    assert victim.read_text() == "mine"
    assert (precious / "input=a" / "00-00-000000.parquet").read_text() == "mine"


@pytest.mark.parametrize(
    "damage", ['{"layout": 1}', "[" * 100_000, "null", '{"layout": "firsthand-batch/1", "parts": "x"}']
)
def test_a_damaged_manifest_is_told_and_mended(tmp_path: Path, damage: str) -> None:
    source, out = write_jsonl(tmp_path / "a.jsonl", 3), tmp_path / "out"
    batch([str(source)], out, workers=1)
    before = records(out)
    manifest = next((out / "_shards").glob("*.json"))
    manifest.write_text(damage)
    with pytest.raises(NotReadable, match="the manifest"):
        Folder.at(str(out)).manifest(manifest.stem)
    batch([str(source)], out, workers=1)
    assert records(out) == before
