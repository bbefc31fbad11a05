"""Owns one evaluation: gold in, readings made or handed in, all figures out. It prints nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol

from firsthand.errors import EvaluationError, FirsthandError
from firsthand.evaluation.article import ArticleScore, compare
from firsthand.evaluation.attribution import AttributionScore, score
from firsthand.evaluation.brat import is_brat, read_brat
from firsthand.evaluation.calibration import Calibration, calibration
from firsthand.evaluation.gap import GapScore, Resolver, gap_score, read_gap
from firsthand.evaluation.humans import human_score
from firsthand.evaluation.relation import Annotated, relations_of
from firsthand.evaluation.rows import is_gold_json, read_gold_json, read_rows
from firsthand.model import Article, Failure, Reading
from firsthand.pipeline import Reader
from firsthand.reading.finish import plain_article
from firsthand.reading.options import ReadingOptions


class Reads(Protocol):
    """Anything that reads as `firsthand.pipeline.Reader` does."""

    def read(self, article: Article) -> Reading: ...


OnRead = Callable[[int, int], None]
"""Told after each article how many are read, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`each`: every annotator of an article in turn, else the first. `humans`: pairs of annotators too. `predicted`: a
    file of `firsthand read --format jsonl` in place of reading now. `limit`: the first so many articles. `workers`:
    processes that read.
    """

    each: bool = False
    humans: bool = False
    predicted: Path | None = None
    limit: int | None = None
    workers: int = 1

    def __post_init__(self) -> None:
        if self.limit is not None and self.limit < 1:
            raise EvaluationError(f"the limit is {self.limit}; allowed is 1 or more")
        if self.workers < 1:
            raise EvaluationError(f"there are {self.workers} workers; allowed is 1 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The figures of one gold. `unread` says of each article that counted as read empty why. `articles` is filled only
    where the gold has whole statements (gold JSON), `humans` only where it was asked for and there are such."""

    gold: str
    attribution: AttributionScore
    calibration: Calibration
    humans: AttributionScore | None = None
    articles: tuple[ArticleScore, ...] = ()
    unread: tuple[Failure, ...] = ()


def evaluate(
    gold: Path, options: Options | None = None, *, reader: Reads | None = None, on_read: OnRead | None = None
) -> Evaluation:
    """All figures on `gold`: a brat folder, a gold JSON file, or a folder of such.

    `reader` reads where neither predictions nor workers are given; without one the shipped encoder is loaded. An
    article that fails or is missing from the predictions counts as read empty. Raises EvaluationError where the gold
    or the predictions cannot be read or do not belong together.
    """
    options = options or Options()
    if gold.is_dir() and is_brat(gold):
        return _evaluate_brat(gold, options, reader, on_read)
    if gold.exists() and is_gold_json(gold):
        return _evaluate_json(gold, options, reader, on_read)
    raise EvaluationError(
        f"{gold} holds no gold; allowed are a folder with text/ and attributions/, a folder of NAME.txt with NAME.ann, "
        "NAME.gold.json, or a folder of such"
    )


def evaluate_gap(
    path: Path, *, limit: int | None = None, resolver: Resolver | None = None, on_read: OnRead | None = None
) -> GapScore:
    """GAP's figures of `resolver` on one of GAP's TSV files; without one, of the shipped reader's own weighing."""
    examples = read_gap(path, limit=limit)
    return gap_score(
        examples,
        resolver or Reader.load().two_names,
        on_example=None if on_read is None else lambda done: on_read(done, len(examples)),
    )


def read_all(
    articles: Sequence[Article], *, reader: Reads | None = None, workers: int = 1, on_read: OnRead | None = None
) -> Iterator[Reading | Failure]:
    """The readings of `articles` in their order, a failure where an article could not be read.

    Header line, headline and language are found in each text first, as for a text file.
    """
    for count, outcome in enumerate(_outcomes(articles, reader, workers), start=1):
        if on_read is not None:
            on_read(count, len(articles))
        yield outcome


def _evaluate_brat(gold: Path, options: Options, reader: Reads | None, on_read: OnRead | None) -> Evaluation:
    people = read_brat(gold, each=options.each or options.humans, limit=options.limit)
    firsts = {a.key: a for a in reversed(people)}
    annotated = people if options.each else tuple(firsts[key] for key in sorted(firsts))
    texts = {a.key: Article(key=a.key, text=a.text) for a in annotated}
    readings, unread = _readings(tuple(texts.values()), options, reader, on_read)
    scores = _scores(annotated, readings)
    return Evaluation(
        gold=str(gold),
        attribution=scores,
        calibration=calibration(scores.outcomes),
        humans=human_score(people) if options.humans else None,
        unread=unread,
    )


def _evaluate_json(gold: Path, options: Options, reader: Reads | None, on_read: OnRead | None) -> Evaluation:
    golds = read_gold_json(gold, limit=options.limit)
    readings, unread = _readings(tuple(g.article for g in golds), options, reader, on_read)
    annotated = [
        Annotated(key=g.article.key, annotator="", text=g.article.text, relations=relations_of(g)) for g in golds
    ]
    scores = _scores(annotated, readings)
    return Evaluation(
        gold=str(gold),
        attribution=scores,
        calibration=calibration(scores.outcomes),
        articles=tuple(compare(g, readings[g.article.key]) for g in golds),
        unread=unread,
    )


def _scores(annotated: Iterable[Annotated], readings: Mapping[str, Reading]) -> AttributionScore:
    relations = {key: relations_of(reading) for key, reading in readings.items()}
    return score((a, relations[a.key]) for a in annotated)


def _readings(
    articles: Sequence[Article], options: Options, reader: Reads | None, on_read: OnRead | None
) -> tuple[dict[str, Reading], tuple[Failure, ...]]:
    """The reading of each article by key, an empty one where there is none, and why there is none."""
    outcomes: Iterable[Reading | Failure]
    if options.predicted is not None:
        outcomes = _predicted(articles, options.predicted)
    else:
        outcomes = read_all(articles, reader=reader, workers=options.workers, on_read=on_read)
    readings, unread = {}, []
    for article, outcome in zip(articles, outcomes, strict=True):
        if isinstance(outcome, Failure):
            unread.append(outcome)
            outcome = Reading(article=article)
        readings[article.key] = outcome
    return readings, tuple(unread)


def _predicted(articles: Iterable[Article], path: Path) -> Iterator[Reading | Failure]:
    rows = read_rows(path)
    for article in articles:
        row = rows.get(article.key)
        if row is None:
            yield Failure(key=article.key, kind="missing", message=f"{article.key} is not in {path}")
        elif row.article.text != article.text:
            raise EvaluationError(
                f"{article.key}: the text in {path} differs from the gold's; read the gold's own text files"
            )
        else:
            yield row


def _outcomes(articles: Sequence[Article], reader: Reads | None, workers: int) -> Iterator[Reading | Failure]:
    if workers == 1:
        reader = reader or Reader.load()
        yield from (_outcome(reader, article) for article in articles)
        return
    # A loaded session does not survive a fork, so workers start fresh and load their own.
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_in_worker, articles)


def _in_worker(article: Article) -> Reading | Failure:
    return _outcome(_workers_reader(), article)


@cache
def _workers_reader() -> Reader:
    return Reader.load()


def _outcome(reader: Reads, article: Article) -> Reading | Failure:
    try:
        # As `firsthand read` does with a text file, so that the figures are those of what users get.
        return reader.read(plain_article(article, what=article.key, options=ReadingOptions()))
    except FirsthandError as error:
        return Failure(key=article.key, kind=error.kind, message=str(error))
