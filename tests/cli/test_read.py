"""`firsthand read`: what goes to stdout, what to stderr, and how it ends. The reader is a stand-in that finds a
statement in every line of the form "NAME said WORDS."."""

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import firsthand.cli.reading as reading
from firsthand.cli import app
from firsthand.errors import ModelError, NotReadable
from firsthand.model import Article, Reading, Source, Span, Statement, wire

FERRY = "Ferry stays in port\n\nOla said the ferry would not sail today.\n\nKari said the wind was far too strong.\n"
OWL = "Owl seen in the tower\n\nPer said the owl had come back to the old tower.\n"
_SAID = re.compile(r"^(\w+) said (.+)\.$", re.M)


class Stand:
    """Reads by one pattern; a text with "unreadable" in it is refused."""

    def read(self, article: Article) -> Reading:
        if "unreadable" in article.text:
            raise NotReadable(f"{article.key} is in no language that firsthand reads")
        found = list(_SAID.finditer(article.text))
        return Reading(
            article=article,
            sources=tuple(Source(id=f"s{i}", kind="person", name=m[1]) for i, m in enumerate(found)),
            statements=tuple(
                Statement(
                    id=f"a{i}", quotation="indirect", content_spans=(Span(*m.span(2)),), source=f"s{i}",
                    source_span=Span(*m.span(1)), stated_chain=(f"s{i}",), confidence=0.9 - 0.3 * i,
                )
                for i, m in enumerate(found)
            ),
        )  # fmt: skip


@pytest.fixture(autouse=True)
def _stand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading.Reader, "load", classmethod(lambda cls, **_: Stand()))
    monkeypatch.chdir(tmp_path)
    Path("ferry.txt").write_text(FERRY)
    Path("owl.txt").write_text(OWL)
    Path("bad.txt").write_text("This is an unreadable article about the sea and the wind, she said.\n")


def run(*arguments: str, input: str | None = None) -> Result:
    return CliRunner().invoke(app, ["read", *arguments], input=input)


def test_a_page_for_a_person() -> None:
    done = run("ferry.txt")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert done.stdout.startswith("Ferry stays in port")
    assert "  1  Ola\n     the ferry would not sail today\n" in done.stdout
    assert "\x1b" not in done.stdout


def test_json_is_an_object_for_one_and_an_array_for_several() -> None:
    one = json.loads(run("ferry.txt", "-f", "json").stdout)
    assert wire.from_json(one).article.text == FERRY
    two = json.loads(run("ferry.txt", "owl.txt", "-f", "json").stdout)
    assert [r["article"]["key"] for r in two] == ["ferry", "owl"]


def test_jsonl_goes_on_past_failures_and_ends_with_1() -> None:
    done = run("ferry.txt", "none.txt", "bad.txt", "owl.txt", "--format", "jsonl")
    rows = [json.loads(row) for row in done.stdout.splitlines()]
    assert [wire.is_failure(r) for r in rows] == [False, True, True, False]
    assert [r["failure"]["kind"] for r in rows[1:3]] == ["not found", "not readable"]
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 3
    assert "2 of 4 could not be read" in done.stderr


def test_text_says_failures_on_stderr_only() -> None:
    done = run("none.txt", "owl.txt")
    assert done.exit_code == 1
    assert done.stdout.startswith("Owl seen in the tower")
    assert "none.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_only_failures() -> None:
    done = run("none.txt")
    assert (done.exit_code, done.stdout) == (1, "")
    done = run("none.txt", "-f", "json")
    assert json.loads(done.stdout)["failure"]["key"]


def test_a_folder_without_articles() -> None:
    Path("empty").mkdir()
    done = run("empty")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "empty" in done.stderr


def test_standard_input() -> None:
    done = run("-", "-f", "json", input=OWL)
    assert json.loads(done.stdout)["article"]["text"] == OWL


def test_csv_of_several_has_one_header() -> None:
    rows = list(csv.DictReader(io.StringIO(run("ferry.txt", "owl.txt", "-f", "csv").stdout)))
    assert [r["source"] for r in rows] == ["Ola", "Kari", "Per"]


def test_html_of_several_is_one_page_or_a_folder() -> None:
    assert run("ferry.txt", "owl.txt", "-f", "html").stdout.count("<article ") == 2
    assert run("ferry.txt", "owl.txt", "-f", "html", "-o", "pages/").exit_code == 0
    assert sorted(p.name for p in Path("pages").iterdir()) == ["ferry.html", "owl.html"]


def test_one_file() -> None:
    done = run("ferry.txt", "-f", "json", "-o", "out.json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert json.loads(Path("out.json").read_text())["article"]["key"] == "ferry"


def test_brat_is_a_folder_of_pairs() -> None:
    assert run("ferry.txt", "owl.txt", "-f", "brat", "-o", "annotated").exit_code == 0
    assert sorted(p.name for p in Path("annotated").iterdir()) == [
        "annotation.conf", "ferry.ann", "ferry.txt", "owl.ann", "owl.txt",
    ]  # fmt: skip
    assert Path("annotated/ferry.txt").read_bytes() == FERRY.encode()


def test_what_is_being_read_is_never_written_over() -> None:
    for arguments in (("-f", "json", "-o", "ferry.txt"), ("-f", "csv", "-o", "./ferry.txt")):
        done = run("ferry.txt", *arguments)
        assert done.exit_code == 1
        assert "ferry.txt" in done.stderr
    Path("owl.html").write_text("<html>")
    done = run(".", "-f", "html", "-o", ".")
    assert done.exit_code == 1
    assert Path("owl.html").read_text() == "<html>"
    assert Path("ferry.txt").read_text() == FERRY


def test_keys_make_safe_names() -> None:
    rows = [{"id": key, "text": OWL} for key in ("../../etc/passwd", "a/b", "A/B", "...", "x" * 300)]
    Path("rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    assert run("rows.jsonl", "-f", "jsonl", "-o", "out/").exit_code == 0
    names = sorted(p.name for p in Path("out").iterdir())
    assert names == sorted(["etc-passwd.jsonl", "a-b.jsonl", "A-B-2.jsonl", "article.jsonl", "x" * 100 + ".jsonl"])


def test_where_it_cannot_write_it_says_so() -> None:
    done = run("ferry.txt", "-f", "json", "-o", "nowhere/out.json")
    assert done.exit_code == 1
    assert "nowhere/out.json" in done.stderr
    Path("file.txt").write_text("x")
    done = run("ferry.txt", "-f", "brat", "-o", "file.txt")
    assert done.exit_code == 1
    assert "is a file" in done.stderr


def test_min_confidence_leaves_out_and_says_so() -> None:
    done = run("ferry.txt", "-f", "json", "--min-confidence", "0.8")
    assert [s["id"] for s in json.loads(done.stdout)["statements"]] == ["a0"]
    assert done.stderr == "firsthand: left out below 0.8: 1 statement, still counted in the basis\n"


def test_doubtful_puts_the_least_sure_first() -> None:
    page = run("ferry.txt", "--doubtful").stdout
    assert page.index("far too strong") < page.index("not sail today")


def test_width() -> None:
    assert max(map(len, run("ferry.txt", "--width", "48").stdout.splitlines())) <= 48


def test_a_model_that_cannot_be_loaded_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(**_: object) -> Stand:
        raise ModelError("the encoder's file is missing; install firsthand again")

    monkeypatch.setattr(reading.Reader, "load", load)
    done = run("ferry.txt")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "firsthand: the encoder's file is missing; install firsthand again\n"


def test_hostile_names_do_not_steer_the_terminal() -> None:
    done = run("no\x1b[2Jsuch.txt")
    assert done.exit_code == 1
    assert "\x1b" not in done.stderr


def _process(*arguments: str, code: str = "", **options: object) -> subprocess.Popen[bytes]:
    """The command in a process of its own, on the files of this test."""
    start = f"{code}\nimport sys\nfrom firsthand.cli import main\nsys.argv[0] = 'firsthand'\nmain()"
    return subprocess.Popen([sys.executable, "-c", start, "read", *arguments], **options)  # type: ignore[call-overload, no-any-return]


FAKE = """
import firsthand.pipeline as p
from firsthand.model import Reading
p.Reader.load = classmethod(lambda cls, **_: cls.__new__(cls))
p.Reader.read = lambda self, article: Reading(article=article)
"""


def test_a_broken_pipe_is_silent() -> None:
    Path("rows.jsonl").write_text("".join(json.dumps({"id": str(i), "text": OWL * 60}) + "\n" for i in range(60)))
    child = _process("rows.jsonl", "-f", "jsonl", code=FAKE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.readline()
    child.stdout.close()
    assert child.stderr.read() == b""
    assert child.wait() == 0
    child.stderr.close()


def test_ctrl_c_is_clean() -> None:
    stop = FAKE + "def stop(self, article): raise KeyboardInterrupt\np.Reader.read = stop\n"
    child = _process("ferry.txt", code=stop, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = child.communicate()
    assert child.returncode == 130
    assert out == b""
    assert b"Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "environment", "styled"),
    [((), {}, True), (("--no-color",), {}, False), ((), {"NO_COLOR": "1"}, False), ((), {"TERM": "dumb"}, False)],
)
def test_colours_are_for_terminals_that_want_them(
    arguments: tuple[str, ...], environment: dict[str, str], styled: bool
) -> None:
    main, side = pty.openpty()
    keep = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    env = {**keep, "TERM": "xterm-256color", **environment}
    child = _process("ferry.txt", *arguments, code=FAKE, stdout=side, stderr=subprocess.DEVNULL, env=env)
    assert child.wait() == 0
    os.close(side)
    shown = os.read(main, 1 << 16)
    os.close(main)
    assert b"Ferry stays in port" in shown
    assert (b"\x1b" in shown) is styled


@pytest.mark.parametrize("workers", ["0", "65", "many"])
def test_numbers_of_workers_that_are_none(workers: str) -> None:
    assert run("ferry.txt", "--workers", workers).exit_code == 2


def test_one_article_starts_no_worker_however_many_are_asked_for() -> None:
    alone = run("ferry.txt", "-f", "json", "--workers", "1").stdout
    assert run("ferry.txt", "-f", "json", "--workers", "8").stdout == alone
