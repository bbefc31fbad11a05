import ast
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from firsthand.language import lexicons

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "firsthand"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 400
MOST_FUNCTION_LINES = 50
LATE = {"cli"}
"""Layers whose functions may import, so that the command line starts fast."""


def name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines below signature and docstring: a command's options are no work."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def layers() -> list[str]:
    """The layers, the highest first; one in parentheses need not be there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    given: list[str] = project["tool"]["importlinter"]["contracts"][0]["layers"]
    return given


def contract() -> list[set[str]]:
    return [{name.strip("()") for name in layer.split(" | ")} for layer in layers()]


def layer_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "firsthand" and len(parts) > 1 else None


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is(path: Path) -> None:
    doc = ast.get_docstring(tree(path))
    assert doc, "the first line of a module is a docstring that says what it owns and what it refuses"
    assert "construction" not in doc.lower()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_sizes(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    if path.parent.name != "versions":  # a revision of the ledger is frozen as it was made
        assert [f.name for f in functions(path) if body_lines(f) > MOST_FUNCTION_LINES] == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_import_hides(path: Path) -> None:
    if path.relative_to(PACKAGE).parts[0] not in LATE:
        inside = [n for f in functions(path) for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)]
        assert [n.lineno for n in inside] == [], "imports stand at the top"
    assert "TYPE_CHECKING" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_error_is_swallowed(path: Path) -> None:
    caught = [n for n in ast.walk(tree(path)) if isinstance(n, ast.ExceptHandler)]
    broad = [n for n in caught if isinstance(n.type, ast.Name) and n.type.id in ("Exception", "BaseException")]
    broad += [n for n in caught if n.type is None]
    assert [n.lineno for n in broad if not (isinstance(n.body[-1], ast.Raise) and n.body[-1].exc is None)] == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_go_down(path: Path) -> None:
    """What import-linter checks, once more by hand: a contract that names no module checks nothing."""
    order = contract()
    here = layer_of(".".join(["firsthand", *path.relative_to(PACKAGE).with_suffix("").parts]))
    place = next((i for i, layer in enumerate(order) if here in layer), None)
    if place is None:
        assert name(path) == "__init__.py"
        return
    for node in ast.walk(tree(path)):
        modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        modules += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        for layer in filter(None, map(layer_of, modules)):
            below = next(i for i, names in enumerate(order) if layer in names)
            assert layer == here or below > place, f"{name(path)} imports {layer}"


def test_every_layer_of_the_contract_is_there() -> None:
    found = {p.stem if p.is_file() else p.name for p in PACKAGE.iterdir() if p.name[0] not in "._"}
    named = set().union(*contract())
    assert {name for layer in layers() for name in layer.split(" | ") if name[0] != "("} <= found
    assert {f for f in found if (PACKAGE / f).is_dir() or (PACKAGE / f"{f}.py").exists()} <= named


def test_importing_costs_nothing() -> None:
    """Importing firsthand loads no stage, and no library that takes long."""
    heavy = {"numpy", "onnxruntime", "tokenizers", "trafilatura", "httpx2", "lxml", "rich", "typer", "jinja2", "spacy"}
    code = "import sys, firsthand; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert set(done.stdout.split()) & heavy == set()


@pytest.mark.parametrize(
    "place",
    [
        "attribution/data/body.onnx",
        "attribution/data/roles.onnx",
        "attribution/data/mentions.onnx",
        "attribution/data/tokenizer.json",
        "attribution/data/card.json",
        "render/templates/page.html.j2",
        "render/templates/page.css",
        "language/data/cues.toml",
        "py.typed",
    ],
)
def test_data_files_are_in_the_package(place: str) -> None:
    found = files("firsthand")
    for part in place.split("/"):
        found = found / part
    assert found.is_file()


def test_word_lists_load() -> None:
    assert lexicons.load().cues


def test_the_build_takes_the_whole_package() -> None:
    """Data files lie in the package's folder, which the wheel takes as it is; `.ci/wheel.py` looks into a built one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"] == {"packages": ["src/firsthand"]}
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert not {"*.onnx", "data/", "*.toml", "*.tsv", "*.txt"} & set(ignored)
