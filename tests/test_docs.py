import ast
import importlib
import importlib.util
import inspect
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

import firsthand
from firsthand import cli
from firsthand.errors import FirsthandError
from firsthand.model import Article, Basis, Failure, Hedge, Reading, Source, Span, Statement, wire

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md")))
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.S | re.M)


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_refresh", DOCS / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    """The ids of a page's headings, as the site makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.M)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", h.replace("`", "").lower())).strip("-") for h in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    for link in LINK.findall(FENCED.sub("", path.read_text(encoding="utf-8"))):
        if link.startswith(("http://", "https://")):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), f"{path.name} links to {link}"
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), f"{path.name} links to {link}"


def test_every_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    assert [p.name for p in DOCS.glob("*.md") if f'"{p.name}"' not in navigation] == []


# The command line


def test_every_command_is_documented() -> None:
    text = page("cli.md")
    assert [c for c in cli._COMMANDS if f"## `firsthand {c}`" not in text] == []


@pytest.mark.parametrize("command", list(cli._COMMANDS))
def test_the_table_of_options_is_the_command_line_s_own(command: str, refresh: ModuleType) -> None:
    table = refresh._options(command)
    assert f"<!-- options of firsthand {command} -->\n{table}<!-- end -->" in page("cli.md")


def test_every_format_is_explained() -> None:
    text = page("cli.md")
    for name in ("text", "table", "json", "jsonl", "html", "csv", "brat", "webannotation", "prov"):
        assert f"| `{name}` |" in text
    assert "| `csv`, `parquet` |" in text


# JSON


def keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {k for v in value.values() for k in keys(v)}
    return {k for v in value for k in keys(v)} if isinstance(value, list) else set()


def test_every_json_key_is_documented() -> None:
    hedge = Hedge(span=Span(0, 3), term="may")
    statement = Statement(id="a1", quotation="indirect", content_spans=(Span(0, 3),), hedges=(hedge,))
    reading = Reading(
        article=Article(key="k", text="may"),
        sources=(Source(id="s1", kind="person"),),
        statements=(statement, replace(statement, id="a2")),
        basis=Basis(),
    )
    failure = Failure(key="k", kind="input", message="m")
    documented = set(re.findall(r"^\| `(\w+)` \|", page("json.md"), re.M))
    assert keys(wire.to_json(reading)) | keys(wire.to_json(failure)) <= documented


def test_every_kind_of_failure_is_documented() -> None:
    text = page("json.md")
    kinds = {e.kind for e in subclasses(FirsthandError)} - {"error", "input", "model", "evaluation"}
    assert [k for k in sorted(kinds) if f"| `{k}` |" not in text] == []


def subclasses(kind: type[FirsthandError]) -> set[type[FirsthandError]]:
    return {kind}.union(*(subclasses(k) for k in kind.__subclasses__()))


# Python


def test_every_public_name_is_documented() -> None:
    text = page("python.md")
    shown = set(re.findall(r"^::: firsthand\.[\w.]*?(\w+)$", text, re.M))
    assert set(firsthand.__all__) - shown == {"__version__"}
    assert "`firsthand.__version__`" in text


def test_every_value_that_is_documented_is_there() -> None:
    for path in re.findall(r"^::: (firsthand\.[\w.]+)$", page("python.md"), re.M):
        module, _, name = path.rpartition(".")
        assert inspect.getdoc(getattr(importlib.import_module(module), name)), path


# Rules


def producers() -> set[str]:
    """Every string in the package that names a rule as a producer."""
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(re.findall(r"\Arule:[\w-]+\Z", node.value))
    return found


def test_every_rule_is_documented() -> None:
    documented = set(re.findall(r"^\| `(rule:[\w-]+)` \|", page("how-it-reads.md"), re.M))
    assert documented == producers()


# Computed places


def test_options_and_figures_are_up_to_date(refresh: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "_output", lambda *_: "")
    monkeypatch.setattr(refresh, "played", lambda text: text)  # tests/test_tutorial.py plays it
    for path in refresh.pages():
        text = path.read_text(encoding="utf-8")
        stale = [n for n in refresh.out_of_date(text, refresh.refreshed(text)) if not n.startswith("output of")]
        assert stale == [], f"{path.name}: run python docs/refresh.py"


@pytest.mark.slow
@pytest.mark.skipif(
    not Path(sys.executable).with_name("firsthand").exists() and shutil.which("firsthand") is None,
    reason="the command firsthand is not installed beside this Python",
)
def test_readme_shows_what_the_command_prints(refresh: ModuleType) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "<!-- output of firsthand read examples/harbour-talks.txt" in text
    assert list(refresh.out_of_date(text, refresh.refreshed(text))) == [], "run python docs/refresh.py"


def test_a_place_is_filled_and_a_stale_one_is_named(refresh: ModuleType) -> None:
    text = "<!-- options of firsthand evaluate -->\nold\n<!-- end -->\n"
    fresh = refresh.refreshed(text)
    assert "`--gap`" in fresh
    assert list(refresh.out_of_date(text, fresh)) == ["options of firsthand evaluate"]
    assert refresh.refreshed(fresh) == fresh


def test_small_differences_in_an_output_do_not_count(refresh: ModuleType) -> None:
    words = " ".join(f"word{i}" for i in range(40))
    old = f"<!-- output of x -->\n{words}\n<!-- end -->"
    assert list(refresh.out_of_date(old, old.replace("word7 ", "other "))) == []
    assert list(refresh.out_of_date(old, "<!-- output of x -->\nelse\n<!-- end -->")) == ["output of x"]


# README's commands


@pytest.mark.parametrize(("name", "must"), [("try", "firsthand read"), ("test", "pytest")])
def test_readme_has_the_two_commands_that_ci_runs(name: str, must: str) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(rf"^<!-- command: {name} -->\n```sh\n([^\n]+)\n```$", text, re.M)
    assert len(found) == 1, "one line, right after its mark"
    assert must in found[0]
    assert f"run_readme {name}" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_changelog_knows_the_version() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"$', project, re.M)
    assert version is not None
    assert version[1] in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
