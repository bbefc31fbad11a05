"""What is taken: articles and failures with the bytes they came from."""

import io
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from fakeweb import NOON, Web
from pages import END, KEEPER, LEAD, META, page

from firsthand.model import Article
from firsthand.reading import Columns, Page, ReadingOptions, read_inputs, take_inputs
from firsthand.reading.found import written
from firsthand.reading.sniffing import kind_of

TEXT = f" date 2024-03-12 Dam talks stall\n\n{LEAD}\n\n{KEEPER}\n\n{END}\n"


def take(*inputs, **more):
    return Web().take(*inputs, **more)


def test_a_file_s_capture_is_its_bytes(tmp_path):
    data = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    (tmp_path / "a.txt").write_bytes(data)
    (tmp_path / "b.html").write_text(page(), "utf-8")
    a, b = take(tmp_path)
    assert (a.capture.location, a.capture.body, a.capture.media_type) == (str(tmp_path / "a.txt"), data, "text/plain")
    assert (a.capture.fetched_at, a.capture.url, a.capture.headers) == ("2026-11-22T12:00:00Z", None, ())
    assert (a.key, a.article.key, a.article.text) == ("a", "a", TEXT)
    assert b.capture.media_type == "text/html"
    assert b.capture.url == b.article.url == "https://belmarwire.example/world/dam-talks"


def test_relative_paths_have_absolute_places(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert take("a.txt")[0].capture.location == str(tmp_path / "a.txt")


def test_keys_do_not_depend_on_what_else_is_there(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(TEXT, "utf-8")
    together = take(tmp_path / "one", tmp_path / "two")
    alone = take(tmp_path / "two")
    assert [t.key for t in together] == ["a", "a"]
    assert together[1] == alone[0]
    assert [a.key for a in read_inputs([str(tmp_path / "one"), str(tmp_path / "two")])] == ["a", "a-2"]


def test_rows_have_their_own_line_as_capture(tmp_path):
    lines = [
        json.dumps({"id": "r", "text": TEXT, "section": ["Water", "x"], "url": "https://a.example/r"}),
        "",
        "{oops",
    ]
    (tmp_path / "x.jsonl").write_text("\r\n".join(lines), "utf-8")
    row, broken = take(tmp_path / "x.jsonl")
    assert (row.capture.location, row.capture.body) == (f"{tmp_path}/x.jsonl#row 1", lines[0].encode())
    assert (row.article.section, row.capture.url) == ("Water", "https://a.example/r")
    assert (broken.capture.location, broken.capture.body) == (f"{tmp_path}/x.jsonl#row 3", b"{oops")
    assert broken.failure.kind == "not readable"


def test_items_of_an_array_have_canonical_captures(tmp_path):
    (tmp_path / "x.json").write_text('[{"text": "Gate fails — again.", "id": 3}]', "utf-8")
    (taken,) = take(tmp_path / "x.json")
    assert taken.capture.body == '{"id":3,"text":"Gate fails — again."}'.encode()
    assert taken.capture.location.endswith("x.json#row 1")


def test_standard_input():
    (text,) = take("-", stdin=io.BytesIO(TEXT.encode()))
    assert (text.capture.location, text.capture.body) == ("standard input", TEXT.encode())
    (row,) = take("-", stdin=io.BytesIO(b'{"text": "Gate fails."}\n'))
    assert (row.capture.location, row.capture.body) == ("standard input#row 1", b'{"text": "Gate fails."}')


def test_a_fetched_page_keeps_address_headers_and_bytes():
    body = page(head="").encode()
    address = "https://news.example/a"
    answer = Page(url=f"{address}/final", content=body, headers=(("etag", '"1"'),))
    (taken,) = Web({address: answer}).take(address)
    capture = taken.capture
    assert (capture.location, capture.url, capture.body) == (address, f"{address}/final", body)
    assert capture.headers == (("etag", '"1"'),)
    assert taken.key == address


def test_a_page_without_an_article_keeps_its_capture(tmp_path):
    address = "https://news.example/a"
    (taken,) = Web({address: b"<html><body><p>x</p></body></html>"}).take(address)
    assert (taken.failure.kind, taken.capture.body[:6]) == ("not text", b"<html>")
    (tmp_path / "x.txt").write_bytes(b"\x7fELF\0")
    (taken,) = take(tmp_path / "x.txt")
    assert (taken.failure.kind, taken.capture.body) == ("not text", b"\x7fELF\0")


def test_what_was_never_had_has_no_capture(tmp_path):
    (tmp_path / "big.txt").write_bytes(b"a" * 3000)
    missing, big, refused = take(
        tmp_path / "no.txt", tmp_path / "big.txt", "ftp://a.example/", options=ReadingOptions(max_bytes=2000)
    )
    assert (missing.capture, big.capture, refused.capture) == (None, None, None)
    assert [t.failure.kind for t in (missing, big, refused)] == ["not found", "not text", "refused"]


def test_xml_that_is_no_feed(tmp_path):
    data = b"<?xml version='1.0'?><settings><a>1</a></settings>"
    (tmp_path / "x.xml").write_bytes(data)
    file, web = take(tmp_path / "x.xml")[0], Web({"https://a.example/x": data}).take("https://a.example/x")[0]
    assert (file.failure.kind, web.failure.kind) == ("not readable", "not readable")
    assert "neither a feed nor a list of feeds" in file.failure.message


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<rss version='2.0'>", "feed"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><?xml-stylesheet href='a'?>\n<feed xmlns='x'>", "feed"),
        (b"<rdf:RDF xmlns:rdf='x'>", "feed"),
        ("<?xml version='1.0'?><rss>".encode("utf-16"), "feed"),
        (b"<!DOCTYPE rss [ <!ENTITY a 'b'> ]><rss>", "feed"),
        (b"<?xml version='1.0'?><opml>", "opml"),
        (b"<!doctype html><html>", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", "html"),
        (b"<?xml version='1.0'?><urlset>", "xml"),
        (b"<p>He said: <rss>", ""),
        (b"The rss is full.", ""),
        (b"", ""),
    ],
)
def test_kinds_by_their_beginning(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:section' content=' World\n news '>",
        "<meta name='section' content='World news'>",
        '<script type="application/ld+json">{"@graph": [{"articleSection": ["World news", "Dams"]}]}</script>',
        '<script type="application/ld+json">{"broken</script>'
        '<script type="application/ld+json">[{"articleSection": "World news"}]</script>',
    ],
)
def test_a_page_s_section(tmp_path, head):
    (tmp_path / "a.html").write_text(page(head=META + head), "utf-8")
    assert take(tmp_path / "a.html")[0].article.section == "World news"


@pytest.mark.parametrize(
    "head", ["", '<script type="application/ld+json">{"articleSection": 5}</script>', "<script>articleSection</script>"]
)
def test_a_page_without_a_section(tmp_path, head):
    (tmp_path / "a.html").write_text(page(head=META + head), "utf-8")
    assert take(tmp_path / "a.html")[0].article.section is None


def test_a_row_s_section_column():
    rows = io.BytesIO(b'{"text": "Gate fails.", "desk": "Water"}\n{"text": "Gate fails.", "desk": 5}\n')
    got = take("-", stdin=rows, options=ReadingOptions(columns=Columns(section="desk")))
    assert [t.article.section for t in got] == ["Water", None]


def test_times_are_utc_to_the_second():
    assert written(NOON + timedelta(microseconds=5)) == "2026-11-22T12:00:00Z"
    assert written(datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=2)))) == "2026-11-22T10:00:00Z"
    assert written(datetime(2026, 11, 22, 12, tzinfo=UTC).replace(tzinfo=None)) == "2026-11-22T12:00:00Z"


def test_the_system_s_clock_is_the_default(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (taken,) = take_inputs([str(tmp_path / "a.txt")])
    assert isinstance(taken.article, Article)
    assert taken.capture is not None
    assert taken.capture.fetched_at >= "2026-01-01T00:00:00Z"
