"""The door of the command line: help, version, misuse, and a quick start."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firsthand.cli import app

run = CliRunner().invoke


def test_help_names_the_commands_and_shows_examples() -> None:
    done = run(app, ["--help"])
    assert done.exit_code == 0
    assert "read " in done.stdout
    assert "Examples:\n    firsthand read article.txt" in done.stdout


def test_help_of_read_shows_every_option_and_examples() -> None:
    done = run(app, ["read", "-h"])
    assert done.exit_code == 0
    for words in ("--format", "--output", "--doubtful", "--no-color", "--width", "--min-confidence", "Examples:"):
        assert words in done.stdout


def test_version() -> None:
    assert run(app, ["--version"]).stdout.startswith("firsthand 0.")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["read"],
        ["read", "--bogus", "x.txt"],
        ["read", "x.txt", "--format", "pdf"],
        ["read", "x.txt", "--min-confidence", "2"],
        ["read", "x.txt", "--width", "3"],
        ["read", "x.txt", "--format", "brat"],
        ["read", "x.txt", "--format", "csv", "--doubtful"],
    ],
)
def test_misuse_is_exit_2_and_one_sentence_on_stderr(arguments: list[str]) -> None:
    done = run(app, arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Error: " in done.stderr or "Usage: " in done.stderr


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from firsthand.cli import main\n"
        "sys.argv = ['firsthand', '--help']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'rich', 'numpy', 'onnxruntime', 'trafilatura', 'jinja2', 'firsthand.pipeline'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_firsthand_imports_nothing_heavy() -> None:
    code = (
        "import sys, firsthand; firsthand.__version__; sys.exit(int('numpy' in sys.modules or 'rich' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parent).returncode == 0
