"""Owns the measurement of memory over a long run: 100,000 short articles through `firsthand batch`, sampled every
second, as a table and a picture. It rates nothing.

    python -m benchmarks.memory [--articles N] [--workers N] [--svg docs/memory.svg]

The articles come from one JSONL file that is written first; each has a few words, since what could grow does so with
articles and not with words. What is measured is the memory of the command and all its processes together
(proportional set size where the system tells it, resident set size elsewhere), beside the articles whose readings are
on disk by then.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from pyarrow import parquet

from firsthand.evaluation.machine import machine, today

FIRST = 1_000
"""Articles after which memory has to be flat."""
NAMES = ("Ida Mora", "Ivo Stark", "Ann Roe", "Una Bray", "Karl Lind", "Lena Holt")
THINGS = ("pier", "bridge", "ferry", "harbour", "tunnel", "mill", "school", "clinic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Seconds since the start, articles on disk, megabytes of all processes together, and how many these are."""

    seconds: float
    articles: int
    megabytes: float
    processes: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs, prints a table, writes the picture."""
    parser = argparse.ArgumentParser(description="Memory of `firsthand batch` over many short articles.")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two samples")
    parser.add_argument("--minutes", type=float, default=120.0, help="stop after so long, and tell how far it came")
    parser.add_argument("--svg", type=Path, default=None, help="write the picture here")
    options = parser.parse_args(arguments)
    if options.articles < 2 * FIRST or options.workers < 1:
        parser.error(f"--articles is {2 * FIRST} or more, --workers 1 or more")
    with tempfile.TemporaryDirectory() as folder:
        samples = _run(Path(folder), options)
    print(f"{today()}, {machine()}; {samples[-1].articles} of {options.articles} articles, {options.workers} workers\n")
    print("\n".join(table(samples)))
    if options.svg is not None:
        options.svg.write_text(picture(samples), encoding="utf-8")
    return 0


def _run(folder: Path, options: argparse.Namespace) -> list[Sample]:
    source, out = folder / "short.jsonl", folder / "out"
    with source.open("w", encoding="utf-8") as file:
        for row in rows(options.articles):
            file.write(json.dumps(row) + "\n")
    program = "import sys; from firsthand.cli import main; sys.exit(main())"
    command = [
        sys.executable,
        "-c",
        program,
        "batch",
        str(source),
        str(out),
        "--workers",
        str(options.workers),
        "--quiet",
    ]
    run = subprocess.Popen(command)
    begun, samples, done = time.monotonic(), [], 0
    counted: set[Path] = set()
    while run.poll() is None:
        time.sleep(options.every)
        for part in (out / "articles").rglob("*.parquet"):
            if part not in counted:
                counted.add(part)
                done += parquet.read_metadata(part).num_rows
        megabytes, processes = memory(run.pid)
        if processes:
            samples.append(
                Sample(seconds=time.monotonic() - begun, articles=done, megabytes=megabytes, processes=processes)
            )
        if time.monotonic() - begun > 60 * options.minutes:
            run.terminate()
            run.wait()
            return samples
    if run.returncode:
        raise SystemExit(f"firsthand batch ended with {run.returncode}")
    return samples


def rows(count: int) -> Iterator[dict[str, str]]:
    """So many articles of one sentence."""
    for n in range(count):
        who, what = NAMES[n % len(NAMES)], THINGS[n % len(THINGS)]
        yield {
            "id": f"a{n}",
            "text": f"The {what} stays shut for {n} hours, {who} said.",
            "published": f"2031-{n % 12 + 1:02}-{n % 28 + 1:02}",
            "outlet": f"Paper {n % 50}",
        }


def memory(pid: int) -> tuple[float, int]:
    """Megabytes of a process and all below it, and how many these are; (0, 0) where it is gone."""
    found = [_megabytes(p) for p in _tree(pid)]
    return sum(found), sum(1 for m in found if m)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = {c for t in tasks for c in (t / "children").read_text().split()}
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def _megabytes(pid: int) -> float:
    for name, key in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = Path(f"/proc/{pid}/{name}").read_text().splitlines()
        except OSError:
            continue
        found = [int(line.split()[1]) for line in lines if line.startswith(key)]
        if found:
            return found[0] / 1024
    return 0.0


def table(samples: Sequence[Sample]) -> Iterator[str]:
    """The samples in ten steps, and how the last tenth stands to what was there after `FIRST` articles."""
    yield f"{'articles':>10}{'seconds':>10}{'MB':>8}{'processes':>11}"
    for n in range(11):
        s = samples[min(len(samples) - 1, n * (len(samples) - 1) // 10)]
        yield f"{s.articles:10}{s.seconds:10.0f}{s.megabytes:8.0f}{s.processes:11}"
    all_up = max(s.processes for s in samples)  # the last samples are of processes that end
    after = [s.megabytes for s in samples if s.articles >= FIRST and s.processes == all_up] or [samples[-1].megabytes]
    few = max(1, len(after) // 10)
    first, last = sorted(after[:few])[few // 2], sorted(after[-few:])[few // 2]
    told = f"after the first {FIRST}: {first:.0f} MB, at the end {last:.0f} MB ({last / first:.2f} times)"
    yield f"\n{told}; highest {max(after):.0f}"


def picture(samples: Sequence[Sample], *, width: int = 720, height: int = 280) -> str:
    """Megabytes over articles as SVG."""
    left, bottom, right, top = 56, 40, 16, 28
    most, high = max(s.articles for s in samples) or 1, max(s.megabytes for s in samples) * 1.15
    across, up = width - left - right, height - top - bottom

    def at(articles: float, megabytes: float) -> str:
        return f"{left + across * articles / most:.1f},{height - bottom - up * megabytes / high:.1f}"

    line = " ".join(at(s.articles, s.megabytes) for s in samples)
    step = 10 ** (len(str(int(high))) - 1)
    ticks = [step * n for n in range(int(high // step) + 1)]
    marks = "".join(
        f'<text x="{left - 8}" y="{float(at(0, t).split(",")[1]) + 4:.1f}" text-anchor="end">{t}</text>'
        f'<path d="M{at(0, t)} L{at(most, t)}" stroke="#8884" />'
        for t in ticks
    )
    below = "".join(
        f'<text x="{at(most * n / 5, 0).split(",")[0]}" y="{height - bottom + 18}" '
        f'text-anchor="middle">{most * n // 5:,}</text>'
        for n in range(6)
    )
    label = f"Memory of firsthand batch, MB, over articles read ({today()}, {machine()})"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="#777"><title>{escape(label)}</title>'
        f'<text x="{left}" y="16">MB of all processes together</text>'
        f'<text x="{width - right}" y="{height - 6}" text-anchor="end">articles read</text>{marks}{below}'
        f'<polyline points="{line}" fill="none" stroke="#b3541e" stroke-width="2" /></svg>\n'
    )


if __name__ == "__main__":
    sys.exit(main())
