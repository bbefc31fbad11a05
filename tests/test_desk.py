"""The Python door to a ledger: each command's work as a function, on both databases."""

import csv
import gzip
import inspect
from pathlib import Path
from typing import Any

import pytest
from quick import QuickReader

import firsthand
from firsthand import cli
from firsthand.errors import InvalidValue, NotFound, NotHeld, NotReadable, Refused, Withheld
from firsthand.ledger import Ledger
from firsthand.model import Failure, Span
from firsthand.reading import Columns, ReadingOptions

PIER = "Pier to close\n\nThe north pier will close in May, Ada Quill said. The rails are rusted, an official said.\n"
FERRY = "Ferry stays\n\nThe north pier is safe, Bo Marsh said. Nobody has asked us about it, Ada Quill said.\n"
JSON_PAGE = (Path(__file__).resolve().parents[1] / "docs" / "json.md").read_text(encoding="utf-8")
WHY = {"by": "E. Moss", "why": "read it twice"}
NAMES = {
    "import": "restore",
    "read": "read",
    "watch": "add",
    "evaluate": None,
    "batch": None,
    "batch-claims": None,
    "retention": "keep_text_days",
    "serve": None,
    "user": None,
    "mcp": None,
}
"""Commands whose function is called otherwise, or that have none here."""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "pier.txt").write_text(PIER, encoding="utf-8")
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    return folder


@pytest.fixture
def held(ledger: Ledger, texts: Path) -> Ledger:
    """A ledger with two articles in it."""
    firsthand.add(ledger, [texts], reader=QuickReader())
    return ledger


def shown(ledger: Ledger, named: str) -> Any:
    """The statement or article with that id."""
    return firsthand.show(ledger, named)


def said(ledger: Ledger, words: str) -> str:
    """The id of the one statement with those words."""
    [answer] = firsthand.search(ledger, words).answers
    return answer.id


def test_every_command_has_its_function() -> None:
    wanted = {NAMES.get(command, command) for command in cli._COMMANDS} - {None}
    assert wanted <= set(firsthand.__all__)


def test_functions_take_a_ledger_and_are_thin() -> None:
    every = [getattr(firsthand, name) for name in firsthand.__all__]
    functions = [f for f in every if inspect.isfunction(f) and f.__module__.startswith("firsthand.desk.")]
    assert len(functions) > 25
    for function in functions:
        first = next(iter(inspect.signature(function).parameters))
        assert first == "ledger" or function in (firsthand.check, firsthand.page, firsthand.rehydrate)
        assert inspect.getdoc(function)


def test_what_is_added_is_told_and_iterated(ledger: Ledger, texts: Path) -> None:
    seen: list[str] = []
    added = firsthand.add(
        ledger, [texts, texts / "none.txt"], reader=QuickReader(), told=lambda outcome: seen.append(outcome.what)
    )
    assert [outcome.what for outcome in added] == seen == ["added", "added", "failed"]
    assert repr(added) == "<firsthand 2 articles added with 4 statements, 1 failed>"
    assert [outcome.key for outcome in added.failed] == ["none"]
    assert len(added) == 3
    assert firsthand.add(ledger, [texts], reader=QuickReader()).outcomes[0].what == "held"
    assert firsthand.add(ledger, [])
    assert len(firsthand.reread(ledger, reader=QuickReader())) == 0
    assert len(firsthand.reread(ledger, every=True, reader=QuickReader())) == 2


def test_questions(held: Ledger) -> None:
    found: Any = firsthand.search(held, '"north pier"', unnamed=False)
    assert {answer.source.name for answer in found.answers} == {"Ada Quill", "Bo Marsh"}
    assert [a.id for a in firsthand.search(held, source="Bo Marsh").answers] == [said(held, "safe")]
    ada = firsthand.who(held, "ada quill")
    assert (ada.statements, ada.articles) == (2, 2)
    assert {lane.name for lane in firsthand.timeline(held, "pier").lines} == {"Ada Quill", "Bo Marsh"}
    assert shown(held, said(held, "safe")).answer.content == "The north pier is safe"
    assert shown(held, "pier").article.title == "Pier to close"
    assert firsthand.audit(held).whole.articles == 2
    assert [holding.name for holding in firsthand.sources(held, "quill").found] == ["Ada Quill"]
    assert firsthand.may_be_one(held) == ()
    assert len(firsthand.dossier(held, "Ada Quill").said) == 2
    with pytest.raises(Withheld):
        firsthand.who(held, "an official")
    with pytest.raises(NotHeld):
        firsthand.search(held, "pier", source="Nobody Here")
    with pytest.raises(InvalidValue):
        firsthand.search(held)


def test_an_answer_has_a_page(held: Ledger) -> None:
    answers = (
        (firsthand.search(held, "pier"), "search 'pier': 2 statements"),
        (firsthand.search(held, unnamed=True), "search the newest: 1 statement"),
        (firsthand.who(held, "Ada Quill"), "who 'Ada Quill': 2 statements in 2 articles"),
        (firsthand.timeline(held, "pier"), "timeline 'pier': 2 statements in 2 lanes"),
        (firsthand.show(held, said(held, "safe")), f"statement {said(held, 'safe')}"),
        (firsthand.audit(held), "audit by outlet: 2 articles"),
        (firsthand.sources(held, "quill"), "sources: 1 of 1"),
        (firsthand.dossier(held, "Bo Marsh"), "dossier 'Bo Marsh': 1 statement"),
    )
    for answer, told in answers:
        page = firsthand.page(answer)
        assert repr(page) == f"<firsthand {told}>"
        assert page.answer is answer
        assert str(page) == page.to_text(width=100)
        assert page.to_json()["schema"] == "firsthand/1"
        assert [key for key in page.to_json() if f"`{key}`" not in JSON_PAGE] == []
        assert page.to_csv().count("\n") > 1
        assert page.to_html().startswith("<!DOCTYPE html>")
        assert page._repr_html_().startswith("<iframe sandbox")
    article = firsthand.page(firsthand.show(held, "pier"))
    assert repr(article).endswith(": 2 statements>")
    assert article.to_csv().count("\n") == 3
    with pytest.raises(InvalidValue, match="not of str"):
        firsthand.page("pier")


def test_decisions_and_their_undoing(held: Ledger) -> None:
    id = said(held, "safe")
    made: Any = firsthand.correct(held, id, source="Cora Vane", **WHY)
    assert made.after.answer.source.name == "Cora Vane"
    assert firsthand.who(held, "Cora Vane").statements == 1
    assert [d.decision.kind for d in firsthand.decisions(held, id)] == ["correct"]
    firsthand.undo(held, made.decision.id, **WHY)
    assert shown(held, id).answer.source.name == "Bo Marsh"
    firsthand.reject(held, id, **WHY)
    assert firsthand.search(held, "safe").answers == ()
    at = PIER.index("Pier to close")
    added: Any = firsthand.add_statement(held, "pier", [Span(at, at + 13)], unnamed="people here", **WHY)
    assert added.after.answer.source.anonymous
    firsthand.dispute(held, said(held, "rusted"), "They are new.", by="The port", why="a letter of May 2")
    assert shown(held, said(held, "rusted")).answer.disputes[0].reply == "They are new."
    assert len(firsthand.decisions(held)) == 5
    with pytest.raises(InvalidValue, match="--why"):
        firsthand.reject(held, said(held, "rusted"), by="E. Moss", why=" ")


def test_sources_are_merged_and_split(held: Ledger) -> None:
    both = firsthand.would_merge(held, "Ada Quill", "Bo Marsh")
    assert (both.into.statements, both.other.statements) == (2, 1)
    made = firsthand.merge(held, "Ada Quill", "Bo Marsh", **WHY)
    assert firsthand.who(held, "Bo Marsh").source.name == "Ada Quill"
    firsthand.undo(held, made.id, **WHY)
    _, left, new = firsthand.split(held, "Ada Quill", articles=["pier"], name="Ada Quill of the pier", **WHY)
    assert (left.statements, new.statements, new.name) == (1, 1, "Ada Quill of the pier")
    assert firsthand.identify(held, "Bo Marsh", "wikidata", "Q1")
    assert not firsthand.identify(held, "Bo Marsh", "Wikidata", "Q1")
    assert firsthand.who(held, "Bo Marsh").identifiers == (("wikidata", "Q1"),)


def test_forgetting(held: Ledger, texts: Path) -> None:
    what, would = firsthand.would_forget(held, "pier")
    assert (what.kind, would.articles) == ("article", 1)
    assert firsthand.forget(held, "pier").articles == 1
    again = firsthand.add(held, [texts], reader=QuickReader())
    assert repr(again) == "<firsthand 0 articles added with 0 statements, 1 held already, 1 forgotten on request>"
    assert firsthand.forget(held, "Bo Marsh", kind="source", rewrite=False).cleared == 1
    assert firsthand.keep_text_days(held, None) == 0
    with pytest.raises(NotHeld):
        firsthand.forget(held, "pier")


@pytest.mark.parametrize("format", ["jsonl", "csv", "parquet", "webannotation", "prov", "brat"])
def test_exports_go_out_and_come_back(held: Ledger, texts: Path, tmp_path: Path, format: str) -> None:
    names = {"brat": ("out", "bare", "whole"), "csv": ("out.csv", "bare.csv", "whole.csv")}
    out, bare, whole = (tmp_path / n for n in names.get(format, [f"{n}.{format}" for n in ("out", "bare", "whole")]))
    told = firsthand.export(held, bare, format=format, with_text=False, about="pier")
    assert (told.articles, told.left_out, told.path) == (2, 0, str(bare))
    firsthand.export(held, out, format=format, about="pier")
    came = firsthand.rehydrate(bare, whole, copies=[texts])
    assert came.left == came.damaged == []
    pairs = [(out, whole)] if out.is_file() else [(path, whole / path.name) for path in sorted(out.iterdir())]
    assert [a.read_bytes() == b.read_bytes() for a, b in pairs] == [True] * len(pairs)
    assert firsthand.rehydrate(bare, tmp_path / f"left{out.suffix}", copies=[]).left


def test_what_came_from_rows_is_rehydrated_from_them(ledger: Ledger, tmp_path: Path) -> None:
    bare, whole, rows = tmp_path / "bare.csv", tmp_path / "whole.csv", tmp_path / "rows.csv"
    with rows.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["wording", "n"], [PIER, "1"], [FERRY, "2"]])
    options = ReadingOptions(columns=Columns(text="wording"))
    assert not firsthand.add(ledger, [rows], options=options, reader=QuickReader()).failed
    firsthand.export(ledger, bare, format="csv", with_text=False)
    came = firsthand.rehydrate(bare, whole, copies=[rows], options=options)
    assert (came.done, came.left) == (2, [])
    assert len(firsthand.rehydrate(bare, whole, copies=[rows]).left) == 2


def test_an_export_names_what_is_wrong(held: Ledger, tmp_path: Path) -> None:
    with pytest.raises(NotHeld):
        firsthand.export(held, tmp_path / "x.csv", format="csv", about="nothingofthesort")
    with pytest.raises(Refused):
        firsthand.export(held, tmp_path)
    with pytest.raises(Refused):
        firsthand.export(held, tmp_path / "no" / "x.jsonl")
    with pytest.raises(NotFound):
        firsthand.rehydrate(tmp_path / "none.jsonl", tmp_path / "whole.jsonl", copies=[])
    told = firsthand.export(held, tmp_path / "ada.jsonl", sources=["Ada Quill"], articles=["pier"])
    assert told.articles == 1
    [ours] = firsthand.forget(held, "pier").exports
    assert ours.id == told.id, "what never came to be is not remembered"


def test_a_ledger_comes_back_from_its_export(held: Ledger, tmp_path: Path) -> None:
    firsthand.correct(held, said(held, "safe"), source="Cora Vane", **WHY)
    firsthand.export(held, tmp_path / "all.jsonl")
    lines = (tmp_path / "all.jsonl").read_bytes()
    (tmp_path / "all.jsonl.gz").write_bytes(gzip.compress(lines + b"{}\n"))
    failures: list[Failure] = []
    with firsthand.open_ledger(tmp_path / "copy.db") as copy:
        came = firsthand.restore(copy, tmp_path / "all.jsonl.gz", failed=failures.append)
        assert (came.articles, came.failures) == (2, 1) == (2, len(failures))
        assert firsthand.who(copy, "Cora Vane").statements == 1
        (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(lines)[:-20])
        with pytest.raises(NotReadable):
            firsthand.restore(copy, tmp_path / "cut.jsonl.gz")
        with pytest.raises(NotFound):
            firsthand.restore(copy, tmp_path / "none.jsonl")


def coded(sheet: Path, rows: dict[str, tuple[str, str]]) -> None:
    """Fills in a sheet as a coder would: by the words of the statement."""
    with sheet.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    for row in found:
        answer = next(answer for words, answer in rows.items() if words in row["statement"])
        row["is_statement"], row["source_named"] = answer
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(found[0]))
        writer.writeheader()
        writer.writerows(found)


def test_a_sample_is_drawn_coded_and_read_back(held: Ledger, tmp_path: Path) -> None:
    kept = firsthand.draw_sample(held, tmp_path / "sheets", size=4, seed=7)
    sheets = [tmp_path / "sheets" / f"{kept.id}-coder-{n}.csv" for n in (1, 2)]
    assert sorted(path.name for path in (tmp_path / "sheets").iterdir()) == [
        f"{kept.id}-coder-1.csv",
        f"{kept.id}-coder-2.csv",
        f"{kept.id}-sources.csv",
    ]
    answers = {"rusted": ("yes", "unnamed"), "": ("yes", "named")}
    coded(sheets[0], answers)
    coded(sheets[1], {"safe": ("no", "")} | answers)
    found = firsthand.validate(held, sheets)
    assert (found.coded, found.drawn, found.seed) == (4, 4, 7)
    assert found.agreement[0].agreed == 0.75
    page = firsthand.page(found)
    assert repr(page) == "<firsthand validation: 4 of 4 items coded>"
    assert "DO THE TWO CODERS AGREE" in str(page)
    assert page.to_json()["schema"] == "firsthand-validation/1"
    assert page.to_csv().startswith("kind,machine,corrected,low,high\n")
    assert "<pre>VALIDATION" in page.to_html()
    with pytest.raises(InvalidValue):
        firsthand.validate(held, [])
    with pytest.raises(NotFound):
        firsthand.validate(held, [tmp_path / "none.csv"])


def test_a_claim_is_traced_and_its_case_file_agrees(ledger: Ledger, texts: Path) -> None:
    firsthand.add(ledger, [texts], reader=QuickReader())
    every = firsthand.trace(ledger)
    assert every.trace.claims
    claim = every.trace.claims[0].id
    found = firsthand.verify(ledger, firsthand.case(ledger, claim, with_text=False))
    assert not found.differs
    assert firsthand.echoes(ledger).claims == ()
