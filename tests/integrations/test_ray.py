"""The engine on Ray: what one machine gives, also where a node dies in the middle."""

import math
import sys
import threading
import time
from pathlib import Path

import pytest
from archives import batch, records, timeless, write_jsonl

from firsthand.batch.running import Tally, planned, run
from firsthand.batch.shards import Cut
from firsthand.errors import FirsthandError
from firsthand.integrations.ray import engine, mapper
from firsthand.reading import ReadingOptions

CUT = Cut(rows=4)


def by_ray(inputs: list[str], out: Path, **given) -> Tally:
    plan, _ = planned(inputs, str(out), options=ReadingOptions(), cut=CUT)
    tally = Tally()
    for done in run(plan, engine(**given), tally=tally):
        assert done.message is None
    return tally


def test_without_ray_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(FirsthandError, match=r"pip install 'firsthand\[ray\]'"):
        engine()


def test_no_cluster_at_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray")

    def unreachable(**_: object) -> None:
        raise ConnectionError("nobody there")

    monkeypatch.setattr("ray.init", unreachable)
    with pytest.raises(FirsthandError, match=r"no Ray cluster answers at 127\.0\.0\.1:1"):
        by_ray([str(write_jsonl(tmp_path / "a.jsonl", 2))], tmp_path / "out", address="127.0.0.1:1")


def working(pid: int) -> bool:
    """True where a process below the raylet `pid` is reading a shard."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            if parent == pid and b"read_shard" in status.with_name("cmdline").read_bytes():
                return True
        except OSError:
            continue
    return False


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for the node's workers in /proc")
def test_two_nodes_and_one_is_killed_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    from ray.cluster_utils import Cluster

    inputs = [str(write_jsonl(tmp_path / f"day-{n:02}.jsonl", 8, start=8 * n)) for n in range(12)]
    out, killed = tmp_path / "out", []
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    try:
        doomed = cluster.add_node(num_cpus=1)
        pid = doomed.all_processes["raylet"][0].process.pid

        def kill() -> None:
            until = time.monotonic() + 90
            while time.monotonic() < until:
                if len(list(out.glob("_shards/*.json"))) >= 4 and working(pid):
                    killed.append(len(list(out.glob("_shards/*.json"))))
                    cluster.remove_node(doomed, allow_graceful=False)
                    return
                time.sleep(0.01)

        killer = threading.Thread(target=kill)
        killer.start()
        tally = by_ray(inputs, out, address=cluster.address)
        killer.join()
        results = list(mapper(address=cluster.address)(math.sqrt, [n * n for n in range(20)]))
        with pytest.raises(ValueError, match="math domain"):
            list(mapper(address=cluster.address)(math.sqrt, [1, -1]))
    finally:
        ray.shutdown()
        cluster.shutdown()
    assert results == list(range(20))
    assert killed
    assert 4 <= killed[0] < tally.shards == 24
    assert (tally.articles, tally.lost, tally.held) == (96, 0, 0)
    batch(inputs, tmp_path / "local", workers=2, cut=CUT)
    assert len(records(out)) == 96
    assert records(out) == records(tmp_path / "local")
    assert timeless(out) == timeless(tmp_path / "local")
