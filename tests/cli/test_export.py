"""`firsthand export`, `import` and `rehydrate` as people run them."""

import csv
import json
from pathlib import Path

import pytest
import typer
from packed import every_row, fill
from sqlalchemy import select
from typer.testing import CliRunner

from firsthand.cli.export import export, import_, rehydrate
from firsthand.evaluation.brat import read_brat
from firsthand.ledger import exported, open_ledger
from firsthand.ledger.tables import articles, captures, exports

app = typer.Typer()
app.command("export")(export)
app.command("import")(import_)
app.command("rehydrate")(rehydrate)


def run(*arguments: object):
    done = CliRunner().invoke(app, [str(a) for a in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture
def held(tmp_path: Path):
    """A filled ledger, its articles' ids, and a folder of copies of all that it captured."""
    place = tmp_path / "ledger.db"
    copies = tmp_path / "copies"
    copies.mkdir()
    with open_ledger(place) as ledger:
        ids = fill(ledger)
        with ledger.reading() as connection:
            for n, body in enumerate(connection.scalars(select(captures.c.body).where(captures.c.body.is_not(None)))):
                (copies / f"{n}.txt").write_bytes(body)
            for n, row in enumerate(connection.execute(select(articles.c.text, articles.c.title))):
                if row.text is not None:
                    record = {"text": row.text, "title": row.title}
                    (copies / f"row-{n}.jsonl").write_text(json.dumps(record), encoding="utf-8")
    return place, ids, copies


def test_a_ledger_comes_back_from_its_export(held, tmp_path: Path) -> None:
    place, _, _ = held
    out, copy = tmp_path / "ledger.jsonl", tmp_path / "copy.db"
    assert run("export", "--ledger", place, "-o", out).exit_code == 0
    done = run("import", out, "--ledger", copy)
    assert (done.exit_code, "10 new articles" in done.stderr) == (0, True)
    with open_ledger(place) as one, open_ledger(copy) as other:
        assert every_row(one) == every_row(other)
    again = run("import", out, "--ledger", copy)
    assert "10 articles there already" in again.stderr


@pytest.mark.parametrize(
    ("format", "table"),
    [
        ("jsonl", ""),
        ("csv", ""),
        ("csv", "articles"),
        ("parquet", "articles"),
        ("webannotation", ""),
        ("prov", ""),
        ("brat", ""),
    ],
)
def test_without_text_and_rehydrated_is_the_export_with_text(held, tmp_path: Path, format: str, table: str) -> None:
    place, ids, copies = held
    suffix = {"webannotation": "jsonld", "prov": "jsonld"}.get(format, format)
    whole, bare, back = (tmp_path / (f"{n}.{suffix}" if format != "brat" else n) for n in ("whole", "bare", "back"))
    chosen = [a for key in ids if key not in ("cleared", "hostile-0", "hostile-1") for a in ("--article", ids[key])]
    chosen += ["--table", table] if table else []
    for out, more in ((whole, []), (bare, ["--without-text"])):
        assert (
            run("export", "--ledger", place, "-f", format, "-o", out, *chosen, *more, "--every-version").exit_code == 0
        )
    told = b"".join(p.read_bytes() for p in (sorted(bare.glob("*")) if format == "brat" else [bare]))
    if format != "parquet":
        assert b"The pier will" not in told
        assert b"a third of what" not in told
    done = run("rehydrate", bare, "--from", copies, "-o", back)
    assert (done.exit_code, done.stderr) == (0, done.stderr)
    if format == "brat":
        assert {p.name: p.read_bytes() for p in back.iterdir()} == {p.name: p.read_bytes() for p in whole.iterdir()}
    elif format == "parquet":
        from firsthand.render.exports import parquet

        assert list(parquet.read(back)) == list(parquet.read(whole))
    else:
        assert back.read_text(encoding="utf-8") == whole.read_text(encoding="utf-8")


def test_an_export_without_text_is_a_ledger_without_text(held, tmp_path: Path) -> None:
    place, _, _ = held
    bare, copy, again = tmp_path / "bare.jsonl", tmp_path / "copy.db", tmp_path / "again.jsonl"
    run("export", "--ledger", place, "--without-text", "-o", bare)
    done = run("import", bare, "--ledger", copy)
    assert (done.exit_code, "10 new articles" in done.stderr) == (0, True)
    assert run("export", "--ledger", copy, "--without-text", "-o", again).exit_code == 0
    records = [[json.loads(line) for line in p.read_text(encoding="utf-8").splitlines()] for p in (bare, again)]
    told = [
        [(r["article"]["id"], [s["content_spans"] for s in r["statements"]]) for r in of if "article" in r]
        for of in records
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 10


def test_copies_that_differ_are_named_and_left_out(held, tmp_path: Path) -> None:
    place, ids, _ = held
    bare, back = tmp_path / "bare.csv", tmp_path / "back.csv"
    run(
        "export",
        "--ledger",
        place,
        "-f",
        "csv",
        "-o",
        bare,
        "--article",
        ids["pier"],
        "--every-version",
        "--without-text",
    )
    other = tmp_path / "pier.txt"
    other.write_text("The pier will close, Ada Quill said. It will not, one official said.")
    done = run("rehydrate", bare, "--from", other, "-o", back)
    assert done.exit_code == 1
    assert "pier is left out: its text is not that of any article" in done.stderr
    assert "pier is still without words" in done.stderr
    assert back.read_text() == bare.read_text()
    assert run("rehydrate", bare, "--from", "https://example.org/x", "-o", back).exit_code == 1


def test_rows_with_columns_of_other_names_are_copies(held, tmp_path: Path) -> None:
    """Also in a folder inside the folder that is given."""
    place, ids, _ = held
    whole, bare, back = (tmp_path / f"{name}.csv" for name in ("whole", "bare", "back"))
    chosen = ["export", "--ledger", place, "-f", "csv", "--article", ids["harbour"]]
    assert run(*chosen, "-o", whole).exit_code == run(*chosen, "-o", bare, "--without-text").exit_code == 0
    with open_ledger(place) as ledger, ledger.reading() as connection:
        asked = select(articles.c.text, articles.c.title).where(articles.c.id == ids["harbour"])
        text, title = connection.execute(asked).one()
    rows = tmp_path / "outer" / "inner" / "rows.csv"
    rows.parent.mkdir(parents=True)
    with rows.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["wording", "top", "n"], [text, title, "1"]])
    line = json.dumps({"wording": text, "top": title})
    rows.with_suffix(".jsonl").write_text(line, encoding="utf-8")  # folders pass tables over
    named = ["--column", "text=wording", "--column", "title=top"]
    assert run("rehydrate", bare, "--from", rows, "-o", back).exit_code == 1
    assert run("rehydrate", bare, "--from", rows.parents[1], "-o", back, *named).exit_code == 1
    for given in (["--from", rows], ["--from", rows.parents[1], "--recursive"]):
        done = run("rehydrate", bare, *given, "-o", back, *named)
        assert (done.exit_code, "1 article rehydrated, 0 articles left" in done.stderr) == (0, True), done.stderr
        assert back.read_text(encoding="utf-8") == whole.read_text(encoding="utf-8")
    unknown = run("rehydrate", bare, "--from", rows, "--column", "words=wording")
    assert (unknown.exit_code, "--column knows no 'words'" in unknown.stderr) == (1, True)
    assert run("rehydrate", bare, "--from", rows, "--column", "wording").exit_code == 2


@pytest.mark.parametrize("format", ["jsonl", "csv", "parquet", "webannotation", "prov", "brat"])
def test_articles_are_counted_and_named_in_every_format(held, tmp_path: Path, format: str) -> None:
    """However many records tell of one: by its key, never by an identifier that only machines read."""
    place, ids, copies = held
    bare, back = tmp_path / f"bare.{format}", tmp_path / f"back.{format}"
    chosen = [a for key in ("pier", "newer", "harbour") for a in ("--article", ids[key])]
    run("export", "--ledger", place, "-f", format, "-o", bare, "--every-version", "--without-text", *chosen)
    with open_ledger(place) as ledger, ledger.reading() as connection:
        keys = dict(connection.execute(select(articles.c.id, articles.c.key)).all())
    done = run("rehydrate", bare, "--from", copies / "none", "-o", back)
    assert done.exit_code == 1
    assert "0 articles rehydrated, 3 articles left without words\n" in done.stderr
    for key in ("pier", "newer", "harbour"):
        twice = [keys[ids[k]] for k in ("pier", "newer", "harbour")].count(keys[ids[key]]) > 1 and format != "brat"
        named = f"{keys[ids[key]]} ({ids[key][:12]})" if twice else keys[ids[key]]
        assert f"{named} is still without words" in done.stderr
    assert not any(odd in done.stderr for odd in ("urn:", "ledger:", "? is still"))
    whole = run("rehydrate", bare, "--from", copies, "-o", tmp_path / f"whole.{format}")
    assert "3 articles rehydrated, 0 articles left without words\n" in whole.stderr


def test_pages_of_no_article_are_named_by_their_address(held, tmp_path: Path) -> None:
    place, _, copies = held
    bare, back = tmp_path / "bare.jsonl", tmp_path / "back.jsonl"
    run("export", "--ledger", place, "-o", bare, "--without-text")
    done = run("rehydrate", bare, "--from", copies / "none", "-o", back)
    with open_ledger(place) as ledger, ledger.reading() as connection:
        asked = select(captures).where(captures.c.article_id.is_(None), captures.c.body.is_not(None))
        pages = [row.url or row.location for row in connection.execute(asked)]
    assert pages
    for page in pages:
        assert f"{page} (a page that gave no article) is still without its bytes" in done.stderr
    assert "? is" not in done.stderr
    assert done.stderr.rstrip().endswith(f", {len(pages)} other page{'s' * (len(pages) > 1)} left without bytes")


def test_a_file_that_is_no_export_is_one_sentence(held, tmp_path: Path) -> None:
    place, _, _ = held
    done = run("import", place, "--ledger", tmp_path / "copy.db")
    told = f"firsthand: {place} is no export of firsthand (line 1 is no JSON): give a file of firsthand export\n"
    assert (done.exit_code, done.stderr) == (1, told)


def test_a_damaged_record_is_named_and_the_rest_is_rehydrated(held, tmp_path: Path) -> None:
    place, ids, copies = held
    bare, back = tmp_path / "bare.jsonl", tmp_path / "back.jsonl"
    run("export", "--ledger", place, "-o", bare, "--article", ids["pier"], "--article", ids["newer"], "--without-text")
    lines = bare.read_text(encoding="utf-8").splitlines()
    damaged = json.loads(lines[0])
    damaged["withheld"]["put"]["/article/text"]["words"] = [[5, 9]]
    bare.write_text("\n".join([json.dumps(damaged), *lines[1:]]) + "\n", encoding="utf-8")
    done = run("rehydrate", bare, "--from", copies, "-o", back)
    assert (done.exit_code, "pier: the places that stand for withheld words" in done.stderr) == (1, True)
    texts = [json.loads(line).get("article", {}).get("text") for line in back.read_text(encoding="utf-8").splitlines()]
    assert (texts[0], bool(texts[1])) == (None, True)


def test_corrected_articles_are_gold(held, tmp_path: Path) -> None:
    place, _, _ = held
    gold = tmp_path / "gold"
    done = run("export", "--ledger", place, "-f", "brat", "--corrected", "-o", gold)
    assert (done.exit_code, "2 articles exported" in done.stderr) == (0, True)
    found = read_brat(gold)
    assert {a.key for a in found} == {"copy-1", "2031-06-14-harbour"}
    assert all(a.relations for a in found)
    whole = tmp_path / "all"
    run("export", "--ledger", place, "-f", "brat", "-o", whole)
    assert "AnnotatorNotes" in (whole / "pier.ann").read_text()


def test_selections(held, tmp_path: Path) -> None:
    place, ids, _ = held

    def found(*asked: str) -> set[str]:
        done = run("export", "--ledger", place, "-f", "csv", "--table", "articles", *asked)
        return {row["article_id"] for row in csv.DictReader(done.stdout.splitlines())} if done.exit_code == 0 else set()

    assert found("--source", "Bo Lind") == {ids["cleared"]}
    assert found("--about", "deep-water quays") == {ids["harbour"]}
    assert found("--from", "2031-05-04", "--to", "2031-05-31") == {ids["newer"]}
    assert found("--outlet", "Harbour Post", "--to", "2031-05-03") == {ids["cleared"]}
    assert len(found()) == 9
    assert len(found("--every-version")) == 10
    assert found("--about", "nothing of the kind") == set()
    for wrong in (
        ["--from", "soon"],
        ["--source", "an official"],
        ["--article", "'; DROP TABLE articles"],
        ["--about", '" OR 1'],
    ):
        assert found(*wrong) == set()


def test_the_ledger_notes_what_went_where(held, tmp_path: Path) -> None:
    place, ids, _ = held
    out = tmp_path / "pier.csv"
    run(
        "export",
        "--ledger",
        place,
        "-f",
        "csv",
        "-o",
        out,
        "--article",
        ids["pier"],
        "--without-text",
        "--every-version",
    )
    with open_ledger(place) as ledger, ledger.reading() as connection:
        noted = {e.place: e for e in exported.holding(connection, ids["pier"])}
        assert (noted[str(out)].format, noted[str(out)].with_text) == ("csv", False)
        before = len(connection.execute(select(exports)).all())
    failed = run("export", "--ledger", place, "-f", "csv", "-o", tmp_path / "no" / "x.csv")
    assert (failed.exit_code, failed.stderr.count("\n")) == (1, 1)
    with open_ledger(place) as ledger, ledger.reading() as connection:
        assert len(connection.execute(select(exports)).all()) == before
    assert run("export", "--ledger", place, "-o", place).exit_code == 1
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "-f", "parquet"],
        ["export", "-f", "brat"],
        ["export", "--table", "sources"],
        ["import"],
        ["rehydrate", "x"],
    ],
)
def test_misuse_is_told(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_bad_files_end_in_one_sentence(tmp_path: Path) -> None:
    ledger, bad = tmp_path / "x.db", tmp_path / "bad.jsonl.gz"
    bad.write_bytes(b"\x1f\x8b\x08no")
    for arguments in (
        ["export", "--ledger", tmp_path / "none.db"],
        ["import", tmp_path / "none.jsonl", "--ledger", ledger],
        ["import", bad, "--ledger", ledger],
        ["import", tmp_path, "--ledger", ledger],
        ["rehydrate", tmp_path / "none", "--from", tmp_path],
        ["rehydrate", bad, "--from", tmp_path],
    ):
        done = run(*arguments)
        assert (done.exit_code, done.stderr.count("\n"), done.stderr[:11]) == (1, 1, "firsthand: "), arguments
