"""Owns figures as text for people and as JSON for programs. It measures nothing and prints nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from firsthand.evaluation.article import ArticleScore
from firsthand.evaluation.attribution import AttributionScore
from firsthand.evaluation.calibration import Calibration
from firsthand.evaluation.figures import Figure
from firsthand.evaluation.gap import GapScore
from firsthand.evaluation.machine import machine, today
from firsthand.evaluation.run import Evaluation

_SHOWN_UNREAD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that one run measured, on which machine and when."""

    evaluation: Evaluation | None = None
    gap: GapScore | None = None
    machine: str = field(default_factory=machine)
    date: str = field(default_factory=today)


def report_text(report: Report) -> str:
    """The report for people: figures in percent."""
    parts = [] if report.evaluation is None else [evaluation_text(report.evaluation)]
    parts += [] if report.gap is None else [gap_text(report.gap)]
    return "\n\n".join([*parts, f"{report.date}, {report.machine}"])


def report_json(report: Report) -> dict[str, Any]:
    """The report for programs: shares in 0..1."""
    row: dict[str, Any] = {"date": report.date, "machine": report.machine}
    if report.evaluation is not None:
        row["attribution"] = evaluation_json(report.evaluation)
    if report.gap is not None:
        row["gap"] = gap_json(report.gap)
    return row


def evaluation_text(evaluation: Evaluation) -> str:
    """Figures in percent beside each other, with counts; what is wrong in each article of gold JSON."""
    lines = [f"{evaluation.gold}: {_articles(evaluation.attribution.articles)} with gold", ""]
    lines += _figures_table(evaluation.attribution, evaluation.humans)
    lines += ["", *_quotation_table(evaluation.attribution)]
    lines += ["", *_calibration_table(evaluation.calibration)]
    if evaluation.articles:
        lines += ["", *_articles_table(evaluation.articles), "", *_wrong(evaluation.articles)]
    if evaluation.unread:
        lines += ["", f"{_articles(len(evaluation.unread))} counted as read empty:"]
        lines += [f"  {f.key}: {f.message}" for f in evaluation.unread[:_SHOWN_UNREAD]]
        if len(evaluation.unread) > _SHOWN_UNREAD:
            lines.append(f"  and {len(evaluation.unread) - _SHOWN_UNREAD} more")
    return "\n".join(line.rstrip() for line in lines)


def gap_text(score: GapScore) -> str:
    """GAP's figures in percent, with counts."""
    lines = [
        f"GAP: {score.examples} examples, the two names given; {score.unknown} left without a name",
        "",
        f"{'':12}{'F1':>7}{'P':>7}{'R':>7}{'right':>7}{'wrong':>7}{'missed':>8}",
    ]
    for f in (score.overall, score.masculine, score.feminine):
        lines.append(f"{f.name:12}{_percents(f)}{f.hits:7}{f.extra:7}{f.missed:8}")
    return "\n".join([*lines, f"{'bias':12}{score.bias:7.3f}   (feminine F1 by masculine F1)"])


def evaluation_json(evaluation: Evaluation) -> dict[str, Any]:
    """The same as `evaluation_text`; shares in 0..1."""
    row: dict[str, Any] = {
        "gold": evaluation.gold,
        **_score_json(evaluation.attribution),
        "calibration": _calibration_json(evaluation.calibration),
        "unread": [{"key": f.key, "kind": f.kind, "message": f.message} for f in evaluation.unread],
    }
    if evaluation.humans is not None:
        row["humans"] = _score_json(evaluation.humans)
    if evaluation.articles:
        row["whole_statements"] = [_article_json(a) for a in evaluation.articles]
    return row


def gap_json(score: GapScore) -> dict[str, Any]:
    """The same as `gap_text`; shares in 0..1."""
    figures = {f.name: _figure_json(f) for f in (score.overall, score.masculine, score.feminine)}
    return {"examples": score.examples, "unknown": score.unknown, "bias": score.bias, **figures}


def _articles(count: int) -> str:
    return f"{count} article{'' if count == 1 else 's'}"


def _percents(f: Figure) -> str:
    return f"{100 * f.f1:7.1f}{100 * f.precision:7.1f}{100 * f.recall:7.1f}"


def _figures_table(score: AttributionScore, humans: AttributionScore | None) -> Iterator[str]:
    people = f"{'people F1':>12}{'apart':>7}" if humans else ""
    yield f"{'':15}{'F1':>7}{'P':>7}{'R':>7}{'right':>8}{'gold':>8}{'read':>8}{people}"
    for f in score.figures:
        line = f"{f.name:15}{_percents(f)}{f.hits:8}{f.gold:8}{f.predicted:8}"
        if humans:
            other = humans.figure(f.name).f1
            line += f"{100 * other:12.1f}{100 * (f.f1 - other):+7.1f}"
        yield line
    if humans:
        yield f"people: every pair of annotators of the same article, {humans.articles} in all"


def _quotation_table(score: AttributionScore) -> Iterator[str]:
    yield f"{'by quotation':15}{'F1':>7}{'P':>7}{'R':>7}{'right':>8}{'gold':>8}{'read':>8}"
    for f in score.by_quotation:
        yield f"{f.name:15}{_percents(f)}{f.hits:8}{f.gold:8}{f.predicted:8}"


def _calibration_table(c: Calibration) -> Iterator[str]:
    yield f"calibration of confidence against linked, {c.count} outermost statements:"
    yield f"expected error {c.error:.3f} (15 equal bins), {c.adaptive:.3f} (15 bins of equal mass), Brier {c.brier:.3f}"
    yield f"{'confidence':15}{'mean':>7}{'linked':>8}{'count':>7}"
    for b in c.bins:
        yield f"{b.low:.2f} to {b.high:.2f}   {b.confidence:7.2f}{b.right:8.2f}{b.count:7}"


def _articles_table(scores: Iterable[ArticleScore]) -> Iterator[str]:
    every = tuple(scores)
    width = max(len("all"), *(len(a.key) for a in every))
    yield f"{'whole statements':{width}}  {'right':>6}{'gold':>6}{'nested right':>14}{'nested':>8}{'extra':>7}"
    for a in every:
        yield _article_line(a.key, width, a.right, len(a.verdicts), a.nested_right, a.nested, len(a.extra))
    sums = [(a.right, len(a.verdicts), a.nested_right, a.nested, len(a.extra)) for a in every]
    yield _article_line("all", width, *(sum(column) for column in zip(*sums, strict=True)))


def _article_line(key: str, width: int, right: int, gold: int, nested_right: int, nested: int, extra: int) -> str:
    return f"{key:{max(width, 16)}}  {right:6}{gold:6}{nested_right:14}{nested:8}{extra:7}"


def _wrong(scores: Iterable[ArticleScore]) -> Iterator[str]:
    """What is wrong, statement by statement, under each article's key."""
    for a in scores:
        wrong = [v for v in a.verdicts if not v.right]
        if not wrong and not a.extra:
            continue
        yield f"{a.key}:"
        for v in wrong:
            yield f"  {v.id:6} {'' if v.predicted is None else f'read as {v.predicted}: '}{'; '.join(v.wrong)}"
        if a.extra:
            yield f"  extra  {', '.join(a.extra)}"


def _figure_json(f: Figure) -> dict[str, float | int]:
    return {
        "f1": f.f1,
        "precision": f.precision,
        "recall": f.recall,
        "right": f.hits,
        "gold": f.gold,
        "predicted": f.predicted,
    }


def _score_json(score: AttributionScore) -> dict[str, Any]:
    return {
        "articles": score.articles,
        "figures": {f.name: _figure_json(f) for f in score.figures},
        "by_quotation": {f.name: _figure_json(f) for f in score.by_quotation},
    }


def _calibration_json(c: Calibration) -> dict[str, Any]:
    bins = [
        {"low": b.low, "high": b.high, "count": b.count, "confidence": b.confidence, "linked": b.right} for b in c.bins
    ]
    return {"statements": c.count, "error": c.error, "adaptive_error": c.adaptive, "brier": c.brier, "bins": bins}


def _article_json(a: ArticleScore) -> dict[str, Any]:
    verdicts = [{"id": v.id, "read_as": v.predicted, "right": v.right, "wrong": list(v.wrong)} for v in a.verdicts]
    return {
        "article": a.key,
        "right": a.right,
        "gold": len(a.verdicts),
        "nested_right": a.nested_right,
        "nested": a.nested,
        "extra": list(a.extra),
        "statements": verdicts,
    }
