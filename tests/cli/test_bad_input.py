"""Bad input end to end: the real command line in this process, the real encoder loaded once, no network.

What cannot be read gets one clear sentence, a failure record and exit code 1; what is only odd is read, offsets right.
"""

import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpcore2
import pytest

import firsthand.cli.reading as reading
from firsthand.cli import main
from firsthand.errors import NotText
from firsthand.model import Article, wire
from firsthand.pipeline import Reader
from firsthand.reading import ReadingOptions, fetching

GOOD = (
    "Ferry stays in port\n\nOla Brandt, who runs the harbour at Ormsund, said that the ferry would not sail before "
    "Friday.\n\n“The wind is far too strong,” Kari Vinter told reporters on Monday.\n"
)
FRENCH = (
    "Le ministre a déclaré lundi que les négociations avec la compagnie étaient suspendues. Selon lui, le ferry ne "
    "partira pas avant vendredi, car le vent est trop fort dans le port du nord et personne ne veut prendre de risque."
)
SCRIPT = "<script>alert(1)</script>"


@dataclass(frozen=True)
class Done:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(row) for row in self.out.split("\n") if row]

    @property
    def kinds(self) -> list[str]:
        return [r["failure"]["kind"] if wire.is_failure(r) else "read" for r in self.records]


Run = Callable[..., Done]


@cache
def reader() -> Reader:
    """The real reader, loaded once for all tests."""
    return Reader.load()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """`firsthand read` in this process, in an empty folder."""
    loaded = reader()
    monkeypatch.setattr(reading.Reader, "load", classmethod(lambda cls, **_: loaded))
    monkeypatch.chdir(tmp_path)
    Path("good.txt").write_text(GOOD, encoding="utf-8")

    def once(*arguments: str, stdin: bytes | None = None) -> Done:
        monkeypatch.setattr(sys, "argv", ["firsthand", "read", *arguments])
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Done(code=int(ended.value.code or 0), out=out, err=err)

    return once


def put(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return name


def words(record: dict[str, Any]) -> list[str]:
    """The contents of the statements of a record of JSON, cut from its text by their offsets."""
    text = record["article"]["text"]
    return [" … ".join(text[a:b] for a, b in s["content_spans"]) for s in record["statements"]]


def in_bounds(record: dict[str, Any]) -> bool:
    """True where the record is read back as a value, whose spans check themselves against the text."""
    return bool(wire.from_json(record).article.text)


UNREADABLE: tuple[tuple[str, str | bytes, str, str], ...] = (
    ("empty.txt", b"", "not text", "is empty"),
    ("blank.txt", " \n\n\t\n", "not text", "no words"),
    ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "not text", "a PNG image"),
    ("nul.txt", b"Ola said that\0 the ferry would not sail.", "not text", "binary data"),
    ("noise.txt", bytes(range(1, 256)) * 40, "not text", ""),
    ("marks.txt", '"' * 1_000_000, "not text", "no words"),
    ("mostly-marks.txt", "He said yes. " + "“" * 900_000, "not text", "hardly a text"),
    ("one-line.txt", b"the ferry and the port " * (50_000_000 // 23), "not text", "too many for one article"),
    ("french.txt", FRENCH, "not readable", "written in French"),
    (
        "no-article.html",
        "<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "not text",
        "No article was found",
    ),
    ("row.jsonl", '{"id": "half", "text": "He said \\ud83d it."}', "not text", "half a character"),
    ("broken.jsonl", '{"id": "x", "text": ', "not readable", "not valid JSON"),
)


@pytest.mark.parametrize(("name", "content", "kind", "says"), UNREADABLE, ids=[row[0] for row in UNREADABLE])
def test_one_clear_sentence_and_a_record(run: Run, name: str, content: str | bytes, kind: str, says: str) -> None:
    done = run(put(name, content), "-f", "jsonl")
    assert (done.code, done.kinds) == (1, [kind])
    assert says in done.records[0]["failure"]["message"]
    assert done.err.count("\n") == 1
    assert done.err.startswith("firsthand: ")


def test_what_is_not_there(run: Run) -> None:
    Path("folder").mkdir()
    done = run("none.txt", "folder", "*.nothing", "-f", "jsonl")
    assert (done.code, done.kinds) == (1, ["not found"] * 3)
    assert "no article in it" in done.err


def test_a_batch_of_all_goes_on(run: Run) -> None:
    """The good one is read, each other one is a failure record."""
    bad = [put(name, content) for name, content, _, _ in UNREADABLE]
    done = run("none.txt", "http://127.0.0.1/a", *bad, "good.txt", "-f", "jsonl")
    assert done.code == 1
    assert done.kinds == ["not found", "refused", *(kind for _, _, kind, _ in UNREADABLE), "read"]
    assert any("the ferry would not sail before Friday" in said for said in words(done.records[-1]))
    assert f"{len(bad) + 2} of {len(bad) + 3} could not be read" in done.err
    assert len({r["failure"]["key"] for r in done.records[:-1]}) == len(bad) + 2


ODD: tuple[tuple[str, str | bytes, str], ...] = (
    ("broken.txt", GOOD.encode().replace(b"Monday", b"Mond\xffay"), "the ferry would not sail before Friday"),
    ("windows.txt", GOOD.replace("would not", "wouldn’t").encode("cp1252"), "the ferry wouldn’t sail before Friday"),
    ("utf16.txt", GOOD.encode("utf-16"), "the ferry would not sail before Friday"),
    ("emoji.txt", f"👩‍👩‍👧‍👦🚢 {GOOD}", "the ferry would not sail before Friday"),
    ("combining.txt", GOOD.replace("e", "e\u0301"), ""),
    ("right-to-left.txt", GOOD.replace("Ormsund", "\u202eאורמסונד\u202c"), "the ferry would not sail before Friday"),
    ("separators.txt", GOOD.replace("\n\n", "\u2028\u2029"), "the ferry would not sail before Friday"),
    ("zero-width.txt", GOOD.replace("Friday", "Fri\u200bday\u2060"), "the ferry would not sail before Fri\u200bday"),
    ("returns.txt", GOOD.replace("\n", "\r\n"), "the ferry would not sail before Friday"),
    ("only-quotes.txt", "“We will not go to the lake.”\n\n“Nor shall we ever go there.”\n\n“No.”", ""),
    ("only-title.txt", "Minister says ferry will not sail", ""),
    ("one-word.txt", "No", ""),
)


@pytest.mark.parametrize(("name", "content", "found"), ODD, ids=[row[0] for row in ODD])
def test_odd_text_is_read_with_its_offsets(run: Run, name: str, content: str | bytes, found: str) -> None:
    done = run(put(name, content), "-f", "jsonl")
    assert (done.code, done.kinds) == (0, ["read"])
    record = done.records[0]
    assert in_bounds(record)
    assert any(found in said for said in words(record)) or not found


@pytest.mark.parametrize("name", [row[0] for row in ODD])
def test_every_face_shows_odd_text(run: Run, name: str) -> None:
    put(name, next(content for n, content, _ in ODD if n == name))
    for face in ("text", "html", "csv"):
        done = run(name, "-f", face)
        assert done.code == 0
        assert done.out
        assert not any(mark in done.out for mark in "\u202e\u2066\x1b") or face == "csv"


def test_a_script_is_never_in_the_page(run: Run) -> None:
    put("<script>.txt", f"{SCRIPT} Ferry says no\n\nOla Brandt said that “{SCRIPT} the ferry” would not sail.\n")
    row = {
        "id": SCRIPT,
        "title": SCRIPT,
        "url": "javascript:alert(1)",
        "outlet": SCRIPT,
        "byline": SCRIPT,
        "text": GOOD,
    }
    put("rows.jsonl", json.dumps(row))
    done = run("<script>.txt", "rows.jsonl", "-f", "html")
    assert done.code == 0
    assert "&lt;script&gt;alert(1)" in done.out
    assert "<script" not in done.out
    assert 'href="javascript' not in done.out


HEAVY = {
    "paragraph": "Ola Brandt said that the ferry would not sail. “We wait,” she said. Nobody was hurt. " * 90,
    "paragraphs": "Kari Vinter said that the port was shut.\n\n“We wait,” he added.\n\n" * 90,
    "quotations": "“We will never sail in such a wind again.”\n\n" * 400,
    "nested": "Ola said: " + "“Kari told me ‘Per said " * 400 + "it is over" + "’ then” and so. " * 400,
    "turns": "".join(f"{'BRANDT' if i % 2 else 'VINTER'}: The port of Ormsund was shut.\n" for i in range(250)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
def test_long_texts_are_read(run: Run, name: str) -> None:
    done = run(put(f"{name}.txt", HEAVY[name]), "-f", "jsonl")
    assert (done.code, done.kinds) == (0, ["read"])
    assert in_bounds(done.records[0])


class _Stream(httpcore2.NetworkStream):
    def __init__(self, part: Callable[[], bytes]) -> None:
        self.part = part

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.part()

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        pass

    def close(self) -> None:
        pass

    def get_extra_info(self, info: str) -> Any:
        return None


class _Network(httpcore2.NetworkBackend):
    """Answers every connection alike and moves a clock on with each read."""

    def __init__(self, head: bytes, body: bytes = b"", *, seconds: float = 0.0) -> None:
        self.head, self.body, self.seconds, self.now = head, body, seconds, 0.0
        self.connected: list[str] = []

    def connect_tcp(self, host: str, *_: Any, **__: Any) -> httpcore2.NetworkStream:
        self.connected.append(host)
        parts = iter((self.head,))

        def part() -> bytes:
            self.now += self.seconds
            return next(parts, self.body)

        return _Stream(part)


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[_Network, dict[str, str]], None]:
    """Puts a network and its names in the place of the system's; the rule against private addresses stays."""

    def put_in(network: _Network, names: dict[str, str]) -> None:
        real = fetching.fetch_page
        monkeypatch.setattr(
            fetching,
            "fetch_page",
            lambda address, options: real(
                address,
                ReadingOptions(max_bytes=100_000),
                resolve=lambda host, port: [names[host]],
                network=network,
                clock=lambda: network.now,
            ),
        )

    return put_in


PUBLIC = {"news.example": "93.184.216.34", "inside.example": "10.0.0.7"}
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
TO_PRIVATE = b"HTTP/1.1 302 Found\r\nLocation: http://192.168.0.1/admin\r\nContent-Length: 0\r\n\r\n"
TO_INSIDE = b"HTTP/1.1 302 Found\r\nLocation: http://inside.example/\r\nContent-Length: 0\r\n\r\n"


@pytest.mark.parametrize(
    ("address", "network", "kind", "says"),
    [
        ("http://127.0.0.1/a", _Network(PAGE), "refused", "does not lead to a public address"),
        ("http://[::1]/a", _Network(PAGE), "refused", "does not lead to a public address"),
        ("http://inside.example/a", _Network(PAGE), "refused", "does not lead to a public address"),
        ("http://news.example/a", _Network(TO_PRIVATE), "refused", "redirects to an address that is refused"),
        ("http://news.example/a", _Network(TO_INSIDE), "refused", "does not lead to a public address"),
        ("http://news.example/a", _Network(PAGE, b"<p>wait", seconds=0.5), "not found", "did not answer in full"),
        ("http://news.example/a", _Network(PAGE, b"<p>more" * 999), "not text", "too many for one article"),
        ("file:///etc/passwd", _Network(PAGE), "refused", "only http and https"),
    ],
)
def test_addresses(run: Run, answering: Any, address: str, network: _Network, kind: str, says: str) -> None:
    answering(network, PUBLIC)
    done = run(address, "good.txt", "-f", "jsonl")
    assert (done.code, done.kinds) == (1, [kind, "read"])
    assert says in done.records[0]["failure"]["message"]
    assert not [host for host in network.connected if host != PUBLIC["news.example"]]


def test_names_that_are_traps(run: Run) -> None:
    Path("deep").mkdir()
    put("deep/good.txt", GOOD)
    put("-x.txt", GOOD)
    put("two\nlines.txt", GOOD)
    done = run("-f", "jsonl", "good.txt", "deep/good.txt", "two\nlines.txt", "--", "-x.txt")
    assert (done.code, done.kinds) == (0, ["read"] * 4)
    assert [r["article"]["key"] for r in done.records] == ["good", "good-2", "two\nlines", "-x"]
    assert run("good.txt", "two\nlines.txt", "-o", "pages/", "-f", "html").code == 0
    assert sorted(p.name for p in Path("pages").iterdir()) == ["good.html", "two-lines.html"]
    bad = run("no\nsuch\x1b[31m.txt")
    assert bad.code == 1
    assert bad.err.count("\n") == 1
    assert "\x1b" not in bad.err


def test_where_nothing_can_be_written(run: Run) -> None:
    put("file", "x")
    for place in ("file/out.json", "missing/out.json"):
        done = run("good.txt", "-f", "json", "-o", place)
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith("firsthand: cannot write")
        assert done.err.count("\n") == 1
    for place in ("file/pages/", "file/"):
        done = run("good.txt", "-f", "html", "-o", place)
        assert done.code == 1
        assert done.err.count("\n") == 1


def test_standard_input(run: Run) -> None:
    assert run("-", "-f", "jsonl", stdin=GOOD.encode()).kinds == ["read"]
    for data in (b"", b"\0\0\0", b"\xff\xfe"):
        done = run("-", "-f", "jsonl", stdin=data)
        assert (done.code, done.kinds) == (1, ["not text"])


def test_closed_streams(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        done = run("good.txt")
        assert (done.code, done.err) == (1, "firsthand: standard output is closed; open it, or give a file with -o\n")
        assert run("good.txt", "-f", "json", "-o", "out.json").code == 0
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", None)
        done = run("-", "-f", "jsonl")
        assert (done.code, done.kinds) == (1, ["not found"])


def test_a_reader_that_has_had_enough(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`firsthand read … | head -1` ends quietly."""
    receiver, sender = os.pipe()
    os.close(receiver)
    with monkeypatch.context() as patch, os.fdopen(sender, "w") as gone:
        patch.setattr(sys, "stdout", gone)
        done = run("good.txt", "-f", "jsonl")
        assert (done.code, done.err) == (0, "")


def test_half_a_character_handed_to_python() -> None:
    with pytest.raises(NotText, match="half a character"):
        reader().read(Article(key="text", text="Ola said \ud800 that it was over."))
