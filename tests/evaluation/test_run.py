import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from firsthand.errors import EvaluationError, NotReadable
from firsthand.evaluation.gap import reading_resolver
from firsthand.evaluation.report import Report, report_json, report_text
from firsthand.evaluation.run import Options, evaluate, evaluate_gap, read_all
from firsthand.model import Article, Failure, Reading
from firsthand.model.wire import to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A reader that knows one reading by heart and fails on the rest."""

    reading: Reading

    def read(self, article: Article) -> Reading:
        if article.text != self.reading.article.text:
            raise NotReadable(f"{article.key} is not known")
        return replace(self.reading, article=article)


@pytest.fixture
def known(reading: Reading) -> Known:
    return Known(reading=reading)


@pytest.fixture
def gold(tmp_path: Path, reading: Reading) -> Path:
    """A gold folder of two articles: the known one, and one that cannot be read."""
    folder = tmp_path / "gold"
    folder.mkdir()
    row = to_json(reading)
    for key, text in (("ferry", reading.article.text), ("other", reading.article.text + "More.")):
        (folder / f"{key}.txt").write_bytes(text.encode())
        parts = {"article": {}, "sources": row["sources"], "statements": row["statements"]}
        (folder / f"{key}.gold.json").write_text(json.dumps(parts), encoding="utf-8")
    return folder


@pytest.fixture
def brat(tmp_path: Path, reading: Reading) -> Path:
    """The known article by two annotators in PolNeAR's form; the second leaves the second statement out."""
    folder = tmp_path / "brat"
    for part in ("text", "attributions"):
        (folder / part).mkdir(parents=True)
    (folder / "text" / "ferry.txt").write_bytes(reading.article.text.encode())
    lines, events = [], []
    for i, s in enumerate((reading.statement("a1"), reading.statement("a2"))):
        roles = {"Source": s.source_span, "Cue": s.cue_span, "Content": s.content_spans[0]}
        marked = {role: span for role, span in roles.items() if span is not None}
        lines += [f"T{i}{role[:2]}\t{role} {span.start} {span.end}\tx" for role, span in marked.items()]
        events.append(f"E{i}\tAttribution:T{i}At " + " ".join(f"{role}:T{i}{role[:2]}" for role in marked))
    (folder / "attributions" / "ferry_ada.ann").write_text("\n".join(lines + events), encoding="utf-8")
    (folder / "attributions" / "ferry_bea.ann").write_text("\n".join(lines + events[:1]), encoding="utf-8")
    return folder


def test_gold_json(gold: Path, known: Known) -> None:
    told: list[tuple[int, int]] = []
    got = evaluate(gold, reader=known, on_read=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
    assert [(a.key, a.right) for a in got.articles] == [("ferry", 3), ("other", 0)]
    assert (got.attribution.figure("linked").hits, got.attribution.figure("linked").gold) == (2, 4)
    assert got.calibration.count == 2
    assert [(f.key, f.kind, f.message) for f in got.unread] == [("other", "not readable", "other is not known")]


def test_one_gold_file_and_a_limit(gold: Path, known: Known) -> None:
    assert len(evaluate(gold / "ferry.gold.json", reader=known).articles) == 1
    assert len(evaluate(gold, Options(limit=1), reader=known).articles) == 1


@pytest.mark.parametrize(("each", "articles", "linked"), [(False, 1, (2, 2)), (True, 2, (3, 3))])
def test_brat(brat: Path, known: Known, each: bool, articles: int, linked: tuple[int, int]) -> None:
    got = evaluate(brat, Options(each=each), reader=known)
    figure = got.attribution.figure("linked")
    assert (got.attribution.articles, (figure.hits, figure.gold), got.humans) == (articles, linked, None)


def test_people(brat: Path, known: Known) -> None:
    got = evaluate(brat, Options(humans=True), reader=known)
    assert got.humans is not None
    assert (got.attribution.articles, got.humans.articles) == (1, 1)
    assert got.humans.figure("found").f1 == pytest.approx(2 / 3)


def test_predictions_from_a_file(gold: Path, tmp_path: Path, reading: Reading) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(to_json(reading)), encoding="utf-8")
    got = evaluate(gold, Options(predicted=path))
    assert [a.right for a in got.articles] == [3, 0]
    assert [f.kind for f in got.unread] == ["missing"]


def test_predictions_for_another_text(gold: Path, tmp_path: Path, reading: Reading) -> None:
    path = tmp_path / "rows.jsonl"
    other = replace(reading, article=Article(key="ferry", text=reading.article.text + "!"))
    path.write_text(json.dumps(to_json(other)), encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"ferry: the text in .* differs"):
        evaluate(gold, Options(predicted=path))


def test_no_gold(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(EvaluationError, match="holds no gold"):
            evaluate(path)


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"workers": 0}])
def test_options_that_cannot_be(wrong: dict[str, int]) -> None:
    with pytest.raises(EvaluationError, match="allowed is 1 or more"):
        Options(**wrong)  # type: ignore[arg-type]


def test_readings_keep_the_order_of_their_articles(known: Known, reading: Reading) -> None:
    articles = (Article(key="x", text="No."), replace(reading.article, key="y"))
    first, second = read_all(articles, reader=known)
    assert isinstance(first, Failure)
    assert isinstance(second, Reading)
    assert (first.key, second.article.key) == ("x", "y")


def test_gap(tmp_path: Path, known: Known) -> None:
    head = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL"
    path = tmp_path / "gap.tsv"
    text = known.reading.article.text.replace("\n", " ")
    path.write_text(f"{head}\nx\t{text}\tshe\t{text.index('she')}\tFerry\t0\tTRUE\tstays\t6\tFALSE\tu\n", "utf-8")
    reading = replace(known.reading, article=Article(key="gap", text=text))
    assert evaluate_gap(path, resolver=reading_resolver(Known(reading=reading).read)).unknown == 1


def test_report_has_every_part(gold: Path, brat: Path, known: Known) -> None:
    by_people = evaluate(brat, Options(humans=True), reader=known)
    report = Report(evaluation=evaluate(gold, reader=known), machine="a machine", date="2026-11-22")
    text = report_text(report)
    for part in (
        "exact_source",
        "direct linked",
        "calibration of",
        "whole statements",
        "a1.1   not found",
        "not known",
    ):
        assert part in text
    assert text.endswith("2026-11-22, a machine")
    assert "same article, 1 in all" in report_text(Report(evaluation=by_people))
    row = report_json(report)
    assert json.loads(json.dumps(row)) == row
    assert row["attribution"]["figures"]["linked"]["gold"] == 4
    assert row["attribution"]["whole_statements"][0]["right"] == 3


def test_report_says_machine_and_date() -> None:
    report = Report()
    assert len(report.date) == 10
    assert "cores" in report.machine
