"""Owns the benchmark of claims at scale: what tracing costs an article as there are more. It reads no article.

    python -m benchmarks.scale batch  [--sizes 1000,10000,100000] [--per-day N] [--workers N] [--folder PLACE]
    python -m benchmarks.scale ledger [--sizes 1000,10000,100000] [--window N] [--tracked N] [--folder PLACE]

What is traced are stored statements: invented news (`benchmarks.news`) as if it had been read; no encoder runs. `batch`
times `firsthand batch-claims` on a folder of so many articles, stage by stage, in seconds of processor of all workers.
`ledger` times one article more in a ledger of each size, by turns; of a ledger the last `--tracked` articles are put in
and compared, and those before are copies of their rows (`benchmarks.scale_ledger`).

What is assumed of the news: so many articles a day at every size (`--per-day`), so that a larger folder is a longer
time; of every hundred articles twelve tell what nobody else tells, ten are nearly copies, four are later versions, and
the others tell stories of 20 articles in the mean within two weeks, some of them far more. Each story has rare words,
people and six invented names of its own, drawn from 28,000, so that names come back in other stories as there are more.
With `--days N` every size is spread over so many days instead: more articles at the same time.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.news import PER_DAY
from benchmarks.scale_ledger import Added, added
from benchmarks.scale_made import make
from firsthand.batch.claims import Claimed, claim, local_mapper
from firsthand.evaluation.machine import machine, today

MOST_RATIO = 1.3


@dataclass(slots=True, kw_only=True)
class Joined:
    """What the join of one size took. `processor_s` by stage, of all processes; `peak_mb` is the largest process;
    bytes are of the articles that were read, of the work while it lasted, and of the claims."""

    articles: int
    per_day: float
    workers: int
    processor_s: dict[str, float] = field(default_factory=dict)
    wall_s: float = 0.0
    peak_mb: float = 0.0
    read_bytes: int = 0
    work_bytes: int = 0
    claims_bytes: int = 0
    claimed: Claimed | None = None

    @property
    def cost_ms(self) -> float:
        """Milliseconds of processor an article."""
        return 1000 * sum(self.processor_s.values()) / self.articles


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints a table, or JSON; 1 with --check where the ratio is missed."""
    options = _options(arguments)
    print(f"{today()}, {machine()}", file=sys.stderr)
    sizes = [int(n) for n in options.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="firsthand-scale-") as scratch:
        folder = Path(options.folder or scratch)
        if options.what == "batch":
            joins = [_joined(folder, n, options) for n in sizes]
            lines, found, ratio = (
                list(_join_table(joins)),
                [asdict(j) for j in joins],
                _ratio([j.cost_ms for j in joins]),
            )
        else:
            adds = added(folder, sizes, seed=options.seed, window=options.window, tracked=options.tracked)
            lines, found = list(_add_table(adds)), [asdict(a) for a in adds]
            ratio = _ratio([a.spread.cpu for a in adds])
    told = {"date": today(), "machine": machine(), "what": options.what, "sizes": found, "ratio": ratio}
    print(json.dumps(told, indent=1) if options.json else "\n".join([f"{today()}, {machine()}", *lines]))
    if not options.json:
        print(f"an article at {sizes[-1]} costs {ratio:.2f} times as much as at {sizes[0]}; at most {MOST_RATIO} asked")
    return int(options.check and ratio > MOST_RATIO)


def _ratio(costs: Sequence[float]) -> float:
    return costs[-1] / costs[0]


def _joined(folder: Path, count: int, options: argparse.Namespace) -> Joined:
    per_day = count / options.days if options.days else options.per_day
    out = folder / f"batch-{count}"
    began = time.perf_counter()
    make(out, count, seed=options.seed, per_day=per_day, workers=options.workers)
    print(f"{count} articles made in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    joined = Joined(articles=count, per_day=per_day, workers=options.workers)
    joined.read_bytes = _bytes(out)
    before, wall = _processor_s(), time.perf_counter()

    def told(stage: str, done: int, every: int) -> None:
        nonlocal before
        if done == every:
            print(f"{count}: {stage} {done}, {time.perf_counter() - wall:.0f} s", file=sys.stderr)
            joined.work_bytes = max(joined.work_bytes, _bytes(out / "_claims"))
        now = _processor_s()
        joined.processor_s[stage] = joined.processor_s.get(stage, 0.0) + now - before
        before = now

    joined.claimed = claim(str(out), local_mapper(options.workers), told=told)
    joined.processor_s["groups"] = joined.processor_s.get("groups", 0.0) + _processor_s() - before
    joined.wall_s = time.perf_counter() - wall
    joined.claims_bytes = _bytes(out / "claims") + _bytes(out / "claim_pairs")
    usage = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    joined.peak_mb = max(usage) / 1024
    return joined


def _processor_s() -> float:
    """Seconds of processor of this process and of those that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def _bytes(place: Path) -> int:
    return sum(p.stat().st_size for p in place.rglob("*") if p.is_file())


def _join_table(joins: Sequence[Joined]) -> Iterator[str]:
    stages = list(dict.fromkeys(stage for j in joins for stage in j.processor_s))
    yield "an article in the batch join, ms of processor"
    yield f"{'articles':>10}{'a day':>8}" + "".join(f"{s:>10}" for s in (*stages, "in all", "wall s", "peak MB"))
    for j in joins:
        spent = [1000 * j.processor_s.get(s, 0.0) / j.articles for s in stages]
        row = "".join(f"{ms:>10.2f}" for ms in (*spent, j.cost_ms)) + f"{j.wall_s:>10.0f}{j.peak_mb:>10.0f}"
        yield f"{j.articles:>10}{j.per_day:>8.1f}{row}"
    yield f"{'articles':>10}" + "".join(
        f"{s:>16}" for s in ("reports", "claims", "pairs", "read B", "work B", "claims B")
    )
    for j in joins:
        assert j.claimed is not None
        told = (j.claimed.reports, j.claimed.claims, j.claimed.pairs, j.read_bytes, j.work_bytes, j.claims_bytes)
        yield f"{j.articles:>10}" + "".join(f"{value / j.articles:>16.1f}" for value in told) + "   an article"


def _add_table(adds: Sequence[Added]) -> Iterator[str]:
    yield f"{'one article more, ms':24}" + "".join(
        f"{n:>10}" for n in ("median", "p95", "slowest", "cpu", "real", "MB")
    )
    for a in adds:
        values = (a.spread.median, a.spread.p95, a.spread.slowest, a.spread.cpu)
        yield f"{f'at {a.articles}':24}" + "".join(f"{v:>10.0f}" for v in values) + f"{a.real:>10}{a.megabytes:>10.0f}"
    yield "real: articles that were put in and compared; the rest are copies of their rows, moved back in time"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What tracing costs an article as there are more.")
    parser.add_argument("what", choices=("batch", "ledger"))
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--per-day", type=float, default=PER_DAY)
    parser.add_argument("--days", type=float, default=None, help="spread every size over so many days")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", default=None, help="where folders and ledgers are kept, and taken up again")
    parser.add_argument("--window", type=int, default=50, help="articles measured in a ledger of each size")
    parser.add_argument("--tracked", type=int, default=2_000, help="articles of a ledger that are really compared")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help=f"exit with 1 where the ratio is above {MOST_RATIO}")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
