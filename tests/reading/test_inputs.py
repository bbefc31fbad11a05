"""From what a person names to articles and failures, the bad inputs among them."""

import io
import json
import os
import time

import pytest
from pages import END, KEEPER, LEAD, page

from firsthand.errors import InvalidValue, NotFound, NotReadable, NotText, Refused
from firsthand.model import Article, Failure
from firsthand.reading import Columns, Page, ReadingOptions, fetch_page, read_inputs, read_one

TEXT = f" date 2024-03-12 Dam talks stall\n\n{LEAD}\n\n{KEEPER}\n\n{END}\n"


def no_network(address, options):
    raise AssertionError(f"{address} was fetched")


def run(*inputs, fetch=no_network, stdin=None, **options):
    results = list(read_inputs(map(str, inputs), options=ReadingOptions(**options), fetch=fetch, stdin=stdin))
    for result in results:
        if isinstance(result, Failure):
            assert "\n" not in result.message
            assert result.message.endswith((".", "}."))
    return results


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.html").write_text(page(), "utf-8")
    (tmp_path / "c.jsonl").write_text(json.dumps({"id": "row", "text": TEXT}) + "\n", "utf-8")
    (tmp_path / "d.json").write_text('{"settings": true}', "utf-8")
    (tmp_path / "e.png").write_bytes(b"\x89PNG....")
    (tmp_path / ".hidden.txt").write_text(TEXT, "utf-8")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "a.txt").write_text(TEXT, "utf-8")
    return tmp_path


def test_a_text_file(folder):
    (article,) = run(folder / "a.txt")
    assert isinstance(article, Article)
    assert (article.key, article.text) == ("a", TEXT)
    assert (article.title, article.published, article.language) == ("Dam talks stall", "2024-03-12", "en")
    assert article.title_span is not None
    assert article.words(article.title_span) == "Dam talks stall"
    assert article.text[article.body_start :].startswith(LEAD)


def test_carriage_returns_and_byte_order_mark_are_all_that_is_left_out(tmp_path):
    text = "Gate  fails\n\n\tIt ﬁnally gave way\u00a0– said e\u0301lodie. \u202eabc\u202c 🙂 “So.”  \n\n\n"
    (tmp_path / "x.txt").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert run(tmp_path / "x.txt")[0].text == text


def test_a_folder_in_order_and_only_what_belongs_to_it(folder):
    assert [r.key for r in run(folder)] == ["a", "b", "row"]
    assert [r.key for r in run(folder, recursive=True)] == ["a", "b", "row", "a-2"]


def test_globs_and_files_named_twice(folder):
    assert [r.key for r in run(folder / "*.txt", folder, folder / "a.txt")] == ["a", "b", "row"]
    assert [r.key for r in run(folder / "**" / "*.txt")] == ["a", "a-2"]
    assert [type(r) for r in run(folder / "*.json")] == [Failure]
    (failure,) = run(folder / "*.doc")
    assert (failure.kind, "matches" in failure.message) == ("not found", True)


def test_a_name_with_glob_characters_is_a_name_first(tmp_path):
    (tmp_path / "a[1].txt").write_text(TEXT, "utf-8")
    assert [r.key for r in run(tmp_path / "a[1].txt")] == ["a[1]"]


def test_a_bad_item_never_stops_the_rest(folder):
    results = run(
        folder / "a.txt",
        folder / "missing.txt",
        folder / "e.png",
        "http://127.0.0.1/x",
        folder / "b.html",
        fetch=fetch_page,
    )
    assert [r.key for r in results] == ["a", "missing", "e", "http://127.0.0.1/x", "b"]
    assert [r.kind for r in results if isinstance(r, Failure)] == ["not found", "not text", "refused"]


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"", "not text", "empty"),
        (b" \n\t\n", "not text", "no words"),
        (b"\x7fELF\x00\x01\x02", "not text", "binary"),
        (TEXT.encode() + b"\0", "not text", "binary"),
        ("“”".encode() * 500_000, "not text", "no words"),
        ("“a” ".encode() * 500_000, "not text", "1,000,000"),
        (b"a" * 50_000_000, "not text", "10,000,000 bytes"),
        (
            b"Das Tor brach vor dem Morgen, sagten Beamte, und das Wasser lief ins Tal. " * 3,
            "not readable",
            "German (de)",
        ),
        (
            "قال وزير الخارجية يوم الاثنين إن المحادثات ستستأنف الأسبوع المقبل في العاصمة. ".encode() * 2,
            "not readable",
            "Arabic (ar)",
        ),
    ],
)
def test_bad_files(tmp_path, content, kind, words):
    (tmp_path / "x.txt").write_bytes(content)
    started = time.monotonic()
    (failure,) = run(tmp_path / "x.txt")
    assert (failure.key, failure.kind) == ("x", kind)
    assert words in failure.message
    assert "x.txt" in failure.message
    assert time.monotonic() - started < 20  # bounded; most of it is loading the language model


@pytest.mark.parametrize("text", ["Gate fails " + "“" * 499_000 + "”" * 499_000, "a “b” " * 160_000])
def test_a_long_text_of_marks_is_no_text(tmp_path, text):
    (tmp_path / "x.txt").write_text(text, "utf-8")
    failure = run(tmp_path / "x.txt")[0]
    assert (failure.kind, "hardly a text" in failure.message) == ("not text", True)


def test_a_long_table_of_figures_and_many_short_quotations_are_read(tmp_path):
    for text in ("Year   Fish, tons\n" + "2031 | 1,204.5\n2032 | (88.1)\n" * 800, "“No,” he said. " * 1_500):
        (tmp_path / "x.txt").write_text(text, "utf-8")
        assert isinstance(run(tmp_path / "x.txt")[0], Article)


def test_right_to_left_combining_and_emoji_keep_their_offsets(tmp_path):
    text = "🙂 “We go,” said נועם e\u0301lodie. 👨‍👩‍👧 The keeper of the gate said that it was shut."
    (tmp_path / "x.txt").write_text(text, "utf-8")
    article = run(tmp_path / "x.txt")[0]
    assert article.text == text
    assert article.text.index("“") == 2


def test_guessed_and_broken_encodings_are_read_with_a_warning(tmp_path):
    (tmp_path / "old.txt").write_bytes(TEXT.encode("cp1252"))
    (tmp_path / "broken.txt").write_bytes(TEXT.encode() + b"\xe2\x80")
    broken, old = run(tmp_path)
    assert "UTF-8" in broken.warnings[0]
    assert (old.text, "guessed" in old.warnings[0]) == (TEXT, True)


@pytest.mark.parametrize("item", ["nowhere", "nowhere/at all.txt", "no\0where", "x" * 5000, "", "a.txt/b.txt"])
def test_missing_files(folder, monkeypatch, item):
    monkeypatch.chdir(folder)
    (failure,) = run(item)
    assert failure.kind in ("not found", "not readable")
    assert len(failure.message) < 400


def test_a_folder_without_articles(folder, tmp_path_factory):
    (failure,) = run(tmp_path_factory.mktemp("empty"))
    assert (failure.kind, failure.key[:5]) == ("not found", "empty")
    assert "no article" in failure.message


def test_a_folder_without_articles_says_what_is_there(tmp_path):
    for name in ("notes.md", "feed.xml", "a.png", "b.png", "rows.csv", "c.png", "d.png", ".hidden"):
        (tmp_path / name).write_text("x")
    (failure,) = run(tmp_path)
    assert "7 files of other kinds: feed.xml, rows.csv, a.png, b.png, c.png and 2 more; name them" in failure.message


def test_permission_denied(folder, monkeypatch):
    def denied(path, mode):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("builtins.open", denied)
    (failure,) = run(folder / "a.txt")
    assert "permission denied" in failure.message


def test_a_loop_of_links_ends(folder):
    os.symlink(folder, folder / "deeper" / "loop")
    os.symlink(folder / "nowhere", folder / "dangling.txt")
    assert [r.key for r in run(folder, recursive=True)] == ["a", "b", "row", "a-2"]


def test_a_name_that_is_no_text(tmp_path):
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(name, "wb") as stream:
        stream.write(TEXT.encode())
    (article,) = run(os.fsdecode(name))
    assert article.key == "caf?"


def test_other_suffixes_are_text_or_html_by_their_beginning(tmp_path):
    (tmp_path / "a.md").write_text(TEXT, "utf-8")
    (tmp_path / "b").write_text(page(), "utf-8")
    assert [r.title for r in run(tmp_path / "a.md", tmp_path / "b")] == ["Dam talks stall"] * 2


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (TEXT, ["stdin"]),
        (page(), ["stdin"]),
        ('{"id": "r", "text": "Gate fails."}\n{"id": "r", "text": "Gate holds."}\n', ["r", "r-2"]),
        ('{"id": "r", "text": "Gate fails."}', ["r"]),
        ('[\n{"text": "Gate fails."}]', ["stdin-1"]),
        ('{\n"id": "r",\n"text": "Gate fails."}', ["r"]),
        ("[Translated] Gate fails.", ["stdin"]),
    ],
)
def test_standard_input(data, keys):
    results = run("-", stdin=io.BytesIO(data.encode()))
    assert [(r.key, type(r)) for r in results] == [(k, Article) for k in keys]


def test_standard_input_that_is_empty_or_endless():
    (failure,) = run("-", stdin=io.BytesIO(b""))
    assert failure.message.startswith("standard input is empty")
    with open("/dev/zero", "rb") as endless:
        (failure,) = run("-", stdin=endless, max_bytes=5_000_000)
    assert "5,000,000" in failure.message


def test_addresses_go_through_the_one_seam():
    asked = []

    def fetch(address, options):
        asked.append(address)
        if address.endswith("plain"):
            return Page(url=address, content=TEXT.encode(), media_type="text/plain")
        return Page(url=f"{address}/final", content=page(head="").encode())

    one, plain = run("HTTPS://news.example/a", "http://news.example/plain", fetch=fetch)
    assert asked == ["HTTPS://news.example/a", "http://news.example/plain"]
    assert (one.key, one.url) == ("HTTPS://news.example/a", "HTTPS://news.example/a/final")
    assert (plain.text, plain.published, plain.url) == (TEXT, "2024-03-12", "http://news.example/plain")


@pytest.mark.parametrize("address", ["ftp://news.example/a", "file:///etc/passwd", "gopher://x"])
def test_other_schemes_are_refused_without_being_fetched(address):
    (failure,) = run(address)
    assert (failure.key, failure.kind) == (address, "refused")


def test_one_article(folder):
    assert read_one(str(folder / "a.txt")).key == "a"
    for item, error in (
        (folder, NotReadable),
        (folder / "missing.txt", NotFound),
        (folder / "e.png", NotText),
        ("http://[::1]/", Refused),
    ):
        with pytest.raises(error):
            read_one(str(item))


def test_options_are_checked():
    for wrong in ({"max_bytes": 0}, {"timeout_s": -1}, {"max_redirects": -1}, {"max_characters": 0}):
        with pytest.raises(InvalidValue):
            ReadingOptions(**wrong)
    assert ReadingOptions().columns == Columns()
