"""Owns the benchmark beside the field: firsthand and what of it can be installed, on the same texts in one run.

    python -m benchmarks.peers [--texts FOLDER] [--words N] [--repeats N] [--pipeline NAME] [--gold FOLDER]
                               [--json | --markdown]

The rows: firsthand's whole job; a spaCy pipeline by itself; textacy's direct quotations and dependency rules
(`benchmarks.peers_rules`) on that pipeline. Each runs in a process of its own held to one core, with one thread; on two
cores in two processes, one on each, with half of the texts. A repeat is over when the slowest has answered; the figure
is the median of the repeats after one that is not counted. Loading is not counted.

The pipeline is one that `python -m training.parser` made, or any that is installed (`--pipeline NAME`). Accuracy on
`--gold`, a folder in PolNeAR's form, is given only with a pipeline that has learned from a treebank, and with its name.
What does not ask for a parser is given anyway: the texts that textacy refuses, and how much it could find at the most.
Needs the extra `peers`; without it the rows are left out.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.peers_child import relation
from benchmarks.peers_gold import Accuracy, Ceiling, accuracy, ceiling
from benchmarks.peers_pipeline import Pipeline, described
from firsthand.evaluation.brat import read_brat
from firsthand.evaluation.machine import machine, today

ROOT = Path(__file__).resolve().parent.parent
SYSTEMS = {
    "firsthand": ("benchmarks.peers_firsthand",),
    "spaCy pipeline alone": ("benchmarks.peers_parsed", "parse"),
    "dependency rules": ("benchmarks.peers_parsed", "rules"),
    "textacy": ("benchmarks.peers_textacy", "triples"),
}
"""Module and arguments of each system's process."""
CEILING = ("benchmarks.peers_textacy", "candidates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One system on so many cores. `seconds` is the median of a repeat; `cpu_ms`, the median of the processor time for
    one article, depends little on what else the machine does. `peak_mb` is added up over the processes; `found` counts
    attributions and `refused` the texts that the system gave up on."""

    system: str
    cores: int
    seconds: float
    articles_s: float
    words_s: float
    times_firsthand: float
    cpu_ms: float
    peak_mb: float
    found: int
    refused: int


@dataclass(slots=True, kw_only=True)
class Results:
    """What was measured, as `--json` gives it."""

    date: str
    machine: str
    articles: int
    words: int
    pipeline: str
    rows: list[Row] = field(default_factory=list)
    accuracy: list[Accuracy] = field(default_factory=list)
    ceiling: Ceiling | None = None
    left_out: list[str] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints."""
    options = _options(arguments)
    texts = _texts(options)
    pipeline, left_out = described(options.pipeline)
    systems, more = _systems(pipeline)
    results = Results(
        date=today(), machine=machine(), articles=len(texts), words=sum(len(t.split()) for t in texts),
        pipeline="none" if pipeline is None else pipeline.words, left_out=[*left_out, *more],
    )  # fmt: skip
    name = "" if pipeline is None else pipeline.name
    for cores in sorted({1, min(2, len(_cores()))}):
        for system in systems:
            row = _speed(system, texts, cores, name, options.repeats, results.rows)
            results.rows.append(row)
            print(f"{system}, {cores}: {row.seconds:.1f} s", file=sys.stderr)
    if options.gold is not None:
        _judge(options.gold, systems, pipeline, results)
    print(_markdown(results) if options.markdown else _json(results) if options.json else _page(results))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Firsthand beside what of the field can be installed.")
    parser.add_argument("--texts", type=Path, default=ROOT / "examples", help="folder of .txt articles")
    parser.add_argument(
        "--words", type=int, default=40_000, help="about so many words, again from the start if need be"
    )
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--pipeline", default=None, help="folder or name of a spaCy pipeline; else training.parser's")
    parser.add_argument("--gold", type=Path, default=None, help="folder with gold in PolNeAR's form")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--markdown", action="store_true", help="the tables of docs/evaluation.md")
    options = parser.parse_args(arguments)
    if options.repeats < 1 or options.words < 1:
        parser.error("--repeats and --words are 1 or more")
    return options


def _texts(options: argparse.Namespace) -> list[str]:
    """The articles of the folder, again from the first until there are enough words."""
    files = sorted(options.texts.glob("*.txt"))
    every = [f.read_bytes().decode("utf-8") for f in files]
    if not any(text.split() for text in every):
        raise SystemExit(f"peers: {options.texts} has no .txt article with words; give a folder by --texts")
    texts: list[str] = []
    words = 0
    while words < options.words:
        texts.append(every[len(texts) % len(every)])
        words += len(texts[-1].split())
    return texts


def _systems(pipeline: Pipeline | None) -> tuple[list[str], list[str]]:
    """The systems that can run, and why others cannot."""
    if pipeline is None:
        return ["firsthand"], []
    if find_spec("textacy") is None:
        return [s for s in SYSTEMS if s != "textacy"], ["textacy is not installed: pip install 'firsthand[peers]'"]
    return list(SYSTEMS), []


def _cores() -> list[int]:
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]


def _speed(system: str, texts: list[str], cores: int, pipeline: str, repeats: int, before: Sequence[Row]) -> Row:
    with _processes(SYSTEMS[system], texts, cores, pipeline) as processes:
        _asked(processes, "go")
        seconds, cpu = [], []
        for _ in range(repeats):
            started = time.perf_counter()
            answers = _asked(processes, "go")
            seconds.append(time.perf_counter() - started)
            cpu.append(sum(a["cpu"] for a in answers))
        peak = sum(a["peak_mb"] for a in _asked(processes, "peak"))
    median = statistics.median(seconds)
    ours = next((r.seconds for r in before if r.system == "firsthand" and r.cores == cores), median)
    return Row(
        system=system, cores=cores, seconds=median, articles_s=len(texts) / median,
        words_s=sum(len(t.split()) for t in texts) / median, times_firsthand=ours / median, peak_mb=peak,
        cpu_ms=1000 * statistics.median(cpu) / len(texts),
        found=sum(a["found"] for a in answers), refused=sum(a["refused"] for a in answers),
    )  # fmt: skip


@contextmanager
def _processes(
    command: Sequence[str], texts: list[str], count: int, pipeline: str
) -> Iterator[list[subprocess.Popen[str]]]:
    """`count` processes that have loaded, each held to a core of its own and with its share of the texts."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        file = Path(folder) / "texts.json"
        file.write_text(json.dumps(texts), encoding="utf-8")
        processes = []
        for part in range(count):
            whole = [sys.executable, "-m", *command, "--texts", str(file), "--core", str(_cores()[part])]
            whole += ["--part", str(part), "--parts", str(count), "--pipeline", pipeline]
            process = subprocess.Popen(
                whole, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, **threads}
            )
            processes.append(stack.enter_context(process))
            stack.callback(process.kill)
        for process in processes:
            _answer(process)
        yield processes


def _asked(processes: Sequence[subprocess.Popen[str]], line: str) -> list[dict[str, Any]]:
    """All begin at once; done when the last has answered."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(line + "\n")
        process.stdin.flush()
    return [_answer(p) for p in processes]


def _answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise SystemExit(f"peers: the process {process.args!r} ended without an answer; its own message is above")
    answer: dict[str, Any] = json.loads(line)
    return answer


def _judge(folder: Path, systems: Sequence[str], pipeline: Pipeline | None, results: Results) -> None:
    gold = read_brat(folder)
    texts = [g.text for g in gold]

    def predicted(command: Sequence[str], name: str) -> list[Any]:
        with _processes(command, texts, 1, name) as processes:
            answers = _asked(processes, "predict")[0]["answers"]
        return [a if isinstance(a, str) else tuple(map(relation, a)) for a in answers]

    if find_spec("textacy") is not None:
        results.ceiling = ceiling(gold, predicted(CEILING, ""))
    results.accuracy.append(accuracy("firsthand", gold, predicted(SYSTEMS["firsthand"], "")))
    if pipeline is None or not pipeline.learned:
        results.left_out.append(
            "no accuracy of the others: there is no pipeline that has learned enough from a treebank"
        )
        return
    for system in systems:
        if system not in ("firsthand", "spaCy pipeline alone"):
            results.accuracy.append(accuracy(system, gold, predicted(SYSTEMS[system], pipeline.name)))


def _page(results: Results) -> str:
    lines = [
        f"{results.date}, {results.machine}",
        f"{results.articles} articles, {results.words} words; parser: {results.pipeline}",
        "",
        f"{'':22}{'cores':>6}{'seconds':>9}{'articles/s':>12}{'words/s':>10}{'x firsthand':>13}{'CPU ms each':>13}"
        f"{'peak MB':>9}{'found':>8}{'refused':>9}",
    ]
    for r in results.rows:
        lines.append(
            f"{r.system:22}{r.cores:6}{r.seconds:9.2f}{r.articles_s:12.1f}{r.words_s:10.0f}{r.times_firsthand:13.2f}"
            f"{r.cpu_ms:13.1f}{r.peak_mb:9.0f}{r.found:8}{r.refused:9}"
        )
    if results.ceiling is not None:
        lines += ["", *results.ceiling.lines()]
    if results.accuracy:
        whose = f"; the others {results.pipeline}" if len(results.accuracy) > 1 else ""
        lines += ["", f"accuracy, %: firsthand needs no parser{whose}", *Accuracy.header()]
        lines += [line for a in results.accuracy for line in a.lines()]
    return "\n".join([*lines, *(["", *results.left_out] if results.left_out else [])])


def _json(results: Results) -> str:
    return json.dumps(asdict(results), indent=2, ensure_ascii=False)


def _markdown(results: Results) -> str:
    """The tables as docs/evaluation.md has them."""
    lines = [
        "|  | cores | articles/s | words/s | times firsthand's speed | CPU ms an article | peak MB | texts refused |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in results.rows:
        lines.append(
            f"| {r.system} | {r.cores} | {r.articles_s:.1f} | {r.words_s:.0f} | {r.times_firsthand:.2f} "
            f"| {r.cpu_ms:.1f} | {r.peak_mb:.0f} | {r.refused} of {results.articles} |"
        )
    lines += [
        "",
        f"Measured on {results.date}, {results.machine}; {results.articles} articles, {results.words} words; ",
    ]
    lines[-1] += f"parser: {results.pipeline}."
    if results.ceiling is not None:
        lines += ["", " ".join(results.ceiling.lines())]
    if results.accuracy:
        lines += ["", *Accuracy.markdown(results.accuracy)]
    return "\n".join([*lines, *(["", *results.left_out] if results.left_out else [])])


if __name__ == "__main__":
    sys.exit(main())
