"""Owns the speed benchmark: the whole job beside a bare pass of the encoder, start-up, peak memory. It rates nothing.

    python benchmarks/speed.py [--texts FOLDER] [--words N] [--repeats N] [--fp32 BODY.onnx]

The whole job is `Reader.read` on each article, one after another. The bare pass is the limit: the shipped int8 encoder
over the same tokens once, windows of 256 without overlap, batches of 8 windows of like length
(one by one where the encoder takes one), the same threads,
nothing decoded. Each is measured in a process of its own held to one core, then to two, then in two processes of one
core each with half of the articles, which is how many articles are read; the figure is the median of the repeats after
one that is not counted. Last comes `firsthand batch` from its start to its last file, and one article cold. Run it on
an otherwise idle machine.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from firsthand.evaluation.machine import machine, today
from firsthand.model import Article
from firsthand.pipeline import Reader

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "firsthand" / "attribution" / "data"
WINDOW, BATCH = 256, 8
FILL = {"attention_mask": 1}
"""What an encoder's inputs other than the token ids hold; an input that is not named here is all zeros."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints a table."""
    options = _options(arguments)
    if options.child is not None:
        print(json.dumps(_child(options)))
        return 0
    texts = _texts(options)
    words, characters = sum(len(t.split()) for t in texts), sum(map(len, texts))
    print(f"{today()}, {machine()}")
    print(f"{len(texts)} articles, {words} words, {characters} characters; median of {options.repeats} repeats\n")
    print(f"{'':24}{'cores':>6}{'seconds':>9}{'articles/s':>12}{'words/s':>10}{'x int8':>9}{'x fp32':>9}{'peak MB':>9}")
    cores = [n for n in (1, 2) if n <= len(os.sched_getaffinity(0))]
    for count in cores:
        _measure(options, count, len(texts), words)
    if len(cores) > 1:
        _measure_processes(options, len(texts), words)
    print()
    _parquet(texts, len(cores))
    _cold(texts[0], options.repeats)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The whole job beside one bare pass of the encoder.")
    parser.add_argument("--texts", type=Path, default=ROOT / "examples", help="folder of .txt articles")
    parser.add_argument(
        "--words", type=int, default=40_000, help="read about so many words, again from the start if need be"
    )
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--int8", type=Path, default=DATA / "body.onnx")
    parser.add_argument("--fp32", type=Path, default=None, help="the same encoder before it was quantised")
    parser.add_argument("--tokenizer", type=Path, default=DATA / "tokenizer.json")
    parser.add_argument("--child", choices=("whole", "bare"), default=None, help=argparse.SUPPRESS)
    parser.add_argument("--cores", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--part", type=int, default=None, help=argparse.SUPPRESS)
    parser.add_argument("--encoder", type=Path, default=None, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.repeats < 1 or options.words < 1:
        parser.error("--repeats and --words are 1 or more")
    return options


def _measure(options: argparse.Namespace, cores: int, articles: int, words: int) -> None:
    whole = _run(options, "whole", cores, None)
    bare = _run(options, "bare", cores, options.int8) if options.int8.exists() else None
    fp32 = _run(options, "bare", cores, options.fp32) if options.fp32 is not None else None
    _print((("whole job", whole), ("bare pass, int8", bare), ("bare pass, fp32", fp32)), cores, articles, words)


def _measure_processes(options: argparse.Namespace, articles: int, words: int) -> None:
    """Two processes of one core and one thread each, with every other article, at the same time."""
    whole = _side_by_side(options, "whole", None)
    bare = _side_by_side(options, "bare", options.int8) if options.int8.exists() else None
    _print((("whole job, 2 processes", whole), ("bare pass, 2 processes", bare)), 2, articles, words)


Row = dict[str, float]


def _print(rows: Sequence[tuple[str, Row | None]], cores: int, articles: int, words: int) -> None:
    bare, fp32 = (
        next((row for name, row in rows if name.startswith("bare") and w in name), None) for w in ("", "fp32")
    )
    for name, row in rows:
        if row is None:
            print(f"{name:24}{cores:6}   not measured: no encoder file given or found")
            continue
        seconds = row["seconds"]
        ratios = "".join(f"{seconds / other['seconds']:9.2f}" if other else f"{'':9}" for other in (bare, fp32))
        speed = f"{seconds:9.2f}{articles / seconds:12.1f}{words / seconds:10.0f}"
        print(f"{name:24}{cores:6}{speed}{ratios}{row['peak_mb']:9.0f}", flush=True)


def _run(options: argparse.Namespace, what: str, cores: int, encoder: Path | None) -> Row:
    """One measurement in a process of its own, so that peak memory is its own and the cores are held."""
    done = subprocess.run(_command(options, what, cores, encoder), check=True, capture_output=True, text=True)
    result: Row = json.loads(done.stdout)
    return result


def _side_by_side(options: argparse.Namespace, what: str, encoder: Path | None) -> Row:
    """Two measurements at once: the time of the slower, the memory of both."""
    both = [
        subprocess.Popen([*_command(options, what, 1, encoder), "--part", str(n)], stdout=subprocess.PIPE, text=True)
        for n in (0, 1)
    ]
    rows: list[Row] = [json.loads(process.communicate()[0]) for process in both]
    return {"seconds": max(r["seconds"] for r in rows), "peak_mb": sum(r["peak_mb"] for r in rows)}


def _command(options: argparse.Namespace, what: str, cores: int, encoder: Path | None) -> list[str]:
    command = [sys.executable, __file__, "--child", what, "--cores", str(cores), "--texts", str(options.texts)]
    command += ["--words", str(options.words), "--repeats", str(options.repeats)]
    command += ["--tokenizer", str(options.tokenizer)]
    return command if encoder is None else [*command, "--encoder", str(encoder)]


def _child(options: argparse.Namespace) -> dict[str, float]:
    held = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, held[: options.cores] if options.part is None else [held[options.part]])
    texts = _texts(options)[options.part :: 2] if options.part is not None else _texts(options)
    job = _whole(texts, options.cores) if options.child == "whole" else _bare(texts, options)
    job()
    seconds = [_timed(job) for _ in range(options.repeats)]
    return {"seconds": statistics.median(seconds), "peak_mb": _megabytes(resource.getrusage(resource.RUSAGE_SELF))}


def _whole(texts: Sequence[str], cores: int) -> Callable[[], None]:
    reader = Reader.load(threads=cores)
    articles = [Article(key=str(i), text=text) for i, text in enumerate(texts)]

    def job() -> None:
        for article in articles:
            reader.read(article)

    return job


def _bare(texts: Sequence[str], options: argparse.Namespace) -> Callable[[], None]:
    """Tokens are made beforehand: the pass alone is the limit."""
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.cores
    session = onnxruntime.InferenceSession(str(options.encoder), settings, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(options.tokenizer))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    windows = sorted((w for text in texts for w in _windows(tokenizer, text)), key=len)
    rows = session.get_inputs()[0].shape[0]
    size = rows if isinstance(rows, int) else BATCH
    batches = [_feed(session, windows[i : i + size]) for i in range(0, len(windows), size)]

    def job() -> None:
        for batch in batches:
            session.run(None, batch)

    return job


def _windows(tokenizer: Tokenizer, text: str) -> list[list[int]]:
    edges = tokenizer.encode("").ids
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    inner = WINDOW - len(edges)
    first, last = edges[: len(edges) // 2], edges[len(edges) // 2 :]
    return [[*first, *ids[i : i + inner], *last] for i in range(0, len(ids), inner)]


def _feed(session: onnxruntime.InferenceSession, windows: Sequence[Sequence[int]]) -> dict[str, Any]:
    """One batch for all inputs that the encoder names, padded to its longest window."""
    width = max(map(len, windows))
    feed = {}
    for wanted in session.get_inputs():
        kind = np.float32 if "float" in wanted.type else np.bool_ if "bool" in wanted.type else np.int64
        kind = np.int32 if "int32" in wanted.type else kind
        shape = [
            n if isinstance(n, int) else size
            for n, size in zip(wanted.shape, (len(windows), width, 1, 1), strict=False)
        ]
        values: NDArray[Any] = np.zeros(shape, dtype=kind)
        for row, window in enumerate(windows):
            if wanted.name == "input_ids":
                values[row, : len(window)] = window
            elif wanted.name in FILL:
                values[row, : len(window)] = FILL[wanted.name]
        feed[wanted.name] = values
    return feed


def _timed(job: Callable[[], None]) -> float:
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


def _parquet(texts: Sequence[str], workers: int) -> None:
    """`firsthand batch` over the texts five times over, from its start to its last file."""
    command = Path(sys.executable).with_name("firsthand")
    many = [text for _ in range(5) for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        with source.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps({"id": f"a{n}", "text": text}) + "\n" for n, text in enumerate(many))
        out = Path(folder) / "out"
        started = time.perf_counter()
        subprocess.run([command, "batch", source, out, "--workers", str(workers), "--quiet"], check=True)
        seconds = time.perf_counter() - started
    words = sum(len(t.split()) for t in many)
    print(
        f"firsthand batch, {workers} workers, {len(many)} articles of {words // len(many)} words into Parquet, start "
        f"included: {seconds:.1f} s, {len(many) / seconds:.1f} articles/s, {words / seconds:.0f} words/s"
    )


def _cold(text: str, repeats: int) -> None:
    """`firsthand read` of one article in a fresh process: wall time and peak memory."""
    command = Path(sys.executable).with_name("firsthand")
    seconds, peaks = [], []
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "article.txt"
        article.write_text(text, encoding="utf-8")
        for _ in range(repeats):
            started = time.perf_counter()
            process = subprocess.Popen([command, "read", article], stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                print(f"firsthand read: not measured, it ended with exit code {process.returncode}")
                return
            seconds.append(time.perf_counter() - started)
            peaks.append(_megabytes(usage))
    print(
        f"firsthand read of one article of {len(text.split())} words, cold: "
        f"{statistics.median(seconds):.2f} s (slowest {max(seconds):.2f}), peak {max(peaks):.0f} MB"
    )


def _texts(options: argparse.Namespace) -> list[str]:
    """The articles of the folder, again from the first until there are enough words."""
    files = sorted(options.texts.glob("*.txt"))
    if not files:
        raise SystemExit(f"speed: {options.texts} has no .txt article; give a folder by --texts")
    every = [f.read_bytes().decode("utf-8") for f in files]
    texts: list[str] = []
    words = 0
    while words < options.words:
        text = every[len(texts) % len(every)]
        texts.append(text)
        words += max(1, len(text.split()))
    return texts


def _megabytes(usage: resource.struct_rusage) -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * unit / 1e6


if __name__ == "__main__":
    sys.exit(main())
