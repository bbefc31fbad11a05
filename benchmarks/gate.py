"""Owns the quality gate: reads pinned corpora and fails where a figure is worse than its floor in floors.json.

    python benchmarks/gate.py              # every figure beside its floor; exit 1 where one does not hold
    python benchmarks/gate.py --update     # raises floors to what was measured less a margin
    python benchmarks/gate.py --update --lower --only gap    # makes floors easier too; say why in the commit

`examples/` is always measured; the corpora of the data folder (``--shared``, beside the checkout) where they are there.
Nothing is sampled: every corpus is read whole. All figures are in percent, but for counts.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from firsthand.errors import EvaluationError
from firsthand.evaluation.agreement import differences
from firsthand.evaluation.article import ArticleScore
from firsthand.evaluation.floors import Floors, Measured, corpus_digest, failures, read_floors, updated, write_floors
from firsthand.evaluation.machine import machine, today
from firsthand.evaluation.restyle import STYLES, restyle
from firsthand.evaluation.run import Evaluation, Options, evaluate, evaluate_gap, read_all
from firsthand.evaluation.traced import tracer
from firsthand.evaluation.tracing import evaluate_stories
from firsthand.model import Article, Failure, Reading
from firsthand.pipeline import Reader

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("floors.json")
REAL_ARTICLE = "2022-09-17-negotiations"
"""The one article of the data folder that nobody of the project wrote."""

EXACT = ("exact_source", "exact_cue", "exact_content", "found", "linked")
RAW = ("raw_source", "raw_cue", "raw_content")
F1_MARGIN = 0.3
"""Points of F1 pooled over a thousand attributions or more; int8 kernels differ by less between machines."""
SMALL_MARGIN = 1.0
"""Points of F1 where the corpus is a few articles."""
STORY_MARGIN = 3.0
"""Points of a figure of tracing: three stories of nine claims, in which one claim is 4 points of an interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A name, the files that are pinned (below `root`), and what measures them. `required`: absence is a failure."""

    name: str
    root: Path
    files: tuple[Path, ...]
    measure: Callable[[Reader], Iterable[Measured]]
    required: bool = False


def corpora(shared: Path) -> tuple[Corpus, ...]:
    """All corpora, in the order in which they are measured."""
    examples, articles, polnear = ROOT / "examples", shared / "articles", shared / "polnear"
    stories = ROOT / "benchmarks" / "stories" / "heldout"
    real = tuple(articles.glob(f"{REAL_ARTICLE}.*"))
    invented = tuple(sorted(f for f in articles.glob("*.*") if f not in real))
    gap = shared / "gap" / "gap-development.tsv"
    return (
        Corpus(
            name="examples",
            root=examples,
            files=_with_gold(examples),
            measure=lambda r: _whole(evaluate(examples, reader=r)),
            required=True,
        ),
        Corpus(
            name="examples, restyled",
            root=examples,
            files=tuple(sorted(examples.glob("*.txt"))),
            measure=lambda r: _restyled(sorted(examples.glob("*.txt")), r),
            required=True,
        ),
        Corpus(name="articles, real", root=articles, files=real, measure=lambda r: _some(articles, r, real=True)),
        Corpus(
            name="articles, invented", root=articles, files=invented, measure=lambda r: _some(articles, r, real=False)
        ),
        Corpus(
            name="polnear dev",
            root=polnear,
            files=_files(polnear / "dev"),
            measure=lambda r: _spans(evaluate(polnear / "dev", reader=r), calibrated=True),
        ),
        Corpus(
            name="polnear agreement, each",
            root=polnear,
            files=_files(polnear / "agreement"),
            measure=lambda r: _spans(evaluate(polnear / "agreement", Options(each=True), reader=r)),
        ),
        Corpus(name="gap", root=shared, files=(gap,) if gap.exists() else (), measure=lambda r: _gap(gap, r)),
        Corpus(
            name="stories, held out",
            root=stories,
            files=tuple(sorted(stories.glob("*/*.json*"))),
            measure=lambda r: _traced(stories, r),
            required=True,
        ),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The gate; 0 where every figure holds, 1 where one does not, 2 on misuse."""
    options = _options(arguments)
    pinned = read_floors(options.floors)
    reader, closed = Reader.load(threads=min(2, os.cpu_count() or 1)), 0
    record: dict[str, dict[str, float]] = {}
    chosen = [c for c in corpora(options.shared) if options.only is None or c.name in options.only]
    for corpus in chosen:
        if not corpus.files:
            print(f"{corpus.name}: {'MISSING' if corpus.required else 'skipped'}, not at {corpus.root}\n")
            closed += corpus.required
            continue
        started = time.monotonic()
        sha256, count = corpus_digest(corpus.files, corpus.root)
        measured = tuple(corpus.measure(reader))
        record[corpus.name] = {m.name: round(m.value, 2) for m in measured}
        if options.update:
            pinned[corpus.name] = updated(
                pinned.get(corpus.name), measured, sha256=sha256, files=count, date=today(), lower=options.lower
            )
        found = failures(pinned.get(corpus.name), measured, sha256)
        closed += len(found)
        _show(corpus.name, count, time.monotonic() - started, measured, pinned.get(corpus.name), found)
    if options.update:
        write_floors(options.floors, pinned)
    if options.record is not None:
        seen = {"date": today(), "machine": machine(), "measured": record}
        options.record.write_text(json.dumps(seen, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{'the gate is closed' if closed else 'the gate is open'}; {today()}, {machine()}")
    return 1 if closed else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fails where a figure is worse than its pinned floor.")
    parser.add_argument("--update", action="store_true", help="raise floors to what is measured less a margin")
    parser.add_argument("--lower", action="store_true", help="with --update: also make floors easier")
    parser.add_argument("--only", action="append", metavar="NAME", help="only this corpus; may be given again")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the data folder")
    parser.add_argument("--record", type=Path, help="write what was measured into this JSON file")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="the file of floors")
    options = parser.parse_args(arguments)
    if options.lower and not options.update:
        parser.error("--lower makes floors easier and goes with --update only")
    names = [c.name for c in corpora(options.shared)]
    for name in options.only or ():
        if name not in names:
            parser.error(f"there is no corpus {name!r}; there are {', '.join(names)}")
    return options


def _show(
    name: str, count: int, seconds: float, measured: Iterable[Measured], pinned: Floors | None, found: Iterable[str]
) -> None:
    print(f"{name}: {count} files, {seconds:.0f} s")
    for m in measured:
        floor = None if pinned is None else pinned.floor(m)
        bound = "no floor" if floor is None else f"{'at least' if m.rising else 'at most'} {floor:.2f}"
        print(f"  {m.name:28}{m.value:8.2f}   {bound}")
    for sentence in found:
        print(f"  CLOSED: {sentence}")
    print(flush=True)


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(f for f in folder.rglob("*") if f.suffix in (".txt", ".ann")))


def _with_gold(folder: Path) -> tuple[Path, ...]:
    golds = sorted(folder.glob("*.gold.json"))
    return tuple(f for g in golds for f in (g, g.with_name(g.name.removesuffix(".gold.json") + ".txt")))


def _whole(evaluation: Evaluation) -> Iterable[Measured]:
    """Right statements in percent (a floor one statement wide), nested ones, and how many are extra."""
    return _statements(evaluation.articles)


def _some(articles: Path, reader: Reader, *, real: bool) -> Iterable[Measured]:
    scores = evaluate(articles, reader=reader).articles
    return _statements([a for a in scores if (a.key == REAL_ARTICLE) == real])


def _statements(scores: Sequence[ArticleScore]) -> Iterable[Measured]:
    every, nested = sum(len(a.verdicts) for a in scores), sum(a.nested for a in scores)
    yield Measured(name="right, %", value=_share(sum(a.right for a in scores), every), margin=_share(1, every))
    if nested:
        right = sum(a.nested_right for a in scores)
        yield Measured(name="nested right, %", value=_share(right, nested), margin=_share(1, nested))
    extra = float(sum(len(a.extra) for a in scores))
    yield Measured(name="extra statements", value=extra, margin=1.0, rising=False)


def _spans(evaluation: Evaluation, *, calibrated: bool = False) -> Iterable[Measured]:
    for name in (*EXACT, *RAW):
        yield Measured(name=name, value=100 * evaluation.attribution.figure(name).f1, margin=F1_MARGIN)
    if calibrated:
        error = 100 * evaluation.calibration.error
        yield Measured(name="calibration error, %", value=error, margin=0.5, rising=False)


def _restyled(files: Iterable[Path], reader: Reader) -> Iterable[Measured]:
    """For each style of quotation marks the share of statements that stay the same, both readings counted."""
    curly = [(f.stem, restyle(f.read_bytes().decode("utf-8"), "curly")[0]) for f in files]
    readings = [_read(reader, key, text) for key, text in curly]
    for style in (s for s in STYLES if s != "curly"):
        same = total = 0
        for (key, text), one in zip(curly, readings, strict=True):
            restyled, offsets = restyle(text, style)
            other = _read(reader, key, restyled)
            lost, new = differences(one, other, offsets)
            total += len(one.statements) + len(other.statements)
            same += len(one.statements) - len(lost) + len(other.statements) - len(new)
        yield Measured(name=f"same in {style} marks, %", value=_share(same, total), margin=SMALL_MARGIN, least=95.0)


def _read(reader: Reader, key: str, text: str) -> Reading:
    (outcome,) = read_all((Article(key=key, text=text),), reader=reader)
    if isinstance(outcome, Failure):
        raise EvaluationError(f"{key} could not be read: {outcome.message}")
    return outcome


def _gap(path: Path, reader: Reader) -> Iterable[Measured]:
    score = evaluate_gap(path, resolver=reader.two_names)
    yield Measured(name="F1", value=100 * score.overall.f1, margin=F1_MARGIN)
    yield Measured(name="precision", value=100 * score.overall.precision, margin=SMALL_MARGIN)
    yield Measured(name="feminine F1", value=100 * score.feminine.f1, margin=SMALL_MARGIN)
    yield Measured(name="masculine F1", value=100 * score.masculine.f1, margin=SMALL_MARGIN)


def _traced(stories: Path, reader: Reader) -> Iterable[Measured]:
    """The mean over the stories of each figure of tracing, intrusions summed."""
    told = [asdict(found.trace) for found in evaluate_stories(stories, tracer(lambda: reader))]
    for name in told[0]:
        values = [score[name] for score in told]
        if name == "intrusions":
            yield Measured(name=name, value=sum(values), margin=3, rising=False)
        else:
            rising = name not in ("false_confirmation", "missed_confirmation")
            value = 100 * sum(values) / len(values)
            yield Measured(name=name.replace("_", " "), value=value, margin=STORY_MARGIN, rising=rising)


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except EvaluationError as error:
        sys.exit(f"gate: {error}")
