"""Web archives, written by warcio."""

import gzip
import io
import re
import time
import zlib
from itertools import pairwise

import pytest
from fakeweb import Web
from fastwarc.stream_io import ZstdWriter
from pages import KEEPER, page
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from firsthand.reading import ReadingOptions
from firsthand.reading.warc import PARTIAL

HTML = page(head="").encode()
A = "https://a.example"


class Archive:
    """A WARC file in the making; `starts` are the offsets of its records."""

    def __init__(self, *, packed=False):
        self.out, self.starts = io.BytesIO(), []
        self.writer = WARCWriter(self.out, gzip=packed)

    def add(
        self, url, body=HTML, *, kind="text/html; charset=utf-8", status="200 OK", what="response", http=(), warc=None
    ):
        headers = [("Content-Type", kind)] if kind else []
        self.starts.append(self.out.tell())
        record = self.writer.create_warc_record(
            url,
            what,
            payload=io.BytesIO(body),
            http_headers=StatusAndHeaders(status, [*headers, *http], protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2026-11-20T08:30:00.5Z", **(warc or {})},
        )
        self.writer.write_record(record)
        return self

    def many(self, count=4):
        for n in range(count):
            self.add(f"{A}/{n}", HTML.replace(b"three days", b"%d days" % n))
        return self

    @property
    def data(self):
        return self.out.getvalue()


def take(tmp_path, data, name="x.warc", **options):
    (tmp_path / name).write_bytes(data)
    return Web().take(tmp_path / name, options=ReadingOptions(**options))


def keys(got):
    return [t.key.removeprefix(f"{A}/") for t in got if t.article]


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive(tmp_path, packed):
    archive = Archive(packed=packed)
    archive.add(f"{A}/1", http=[("ETag", "x"), ("Set-Cookie", "secret")])
    archive.add(f"{A}/2", b"Gate fails\n\nThe gate gave way, said Odile Vasseur.", kind="text/plain")
    name = "x.warc.gz" if packed else "x.warc"
    one, two = take(tmp_path, archive.data, name)
    capture = one.capture
    assert (one.key, one.article.url, capture.url) == (f"{A}/1",) * 3
    assert KEEPER in one.article.text
    assert (capture.location, capture.body) == (f"{tmp_path}/{name}#record 0", HTML)
    assert (capture.fetched_at, capture.media_type) == ("2026-11-20T08:30:00Z", "text/html")
    assert dict(capture.headers)["etag"] == "x"
    assert "secret" not in str(capture.headers)
    assert (two.article.title, two.capture.location) == ("Gate fails", f"{tmp_path}/{name}#record {archive.starts[1]}")


def test_only_answers_that_are_pages_of_text(tmp_path):
    archive = Archive()
    archive.add(f"{A}/r", status="301 Moved").add(f"{A}/n", status="404 Not Found").add(f"{A}/p", kind="image/png")
    archive.add(f"{A}/robots.txt", b"User-agent: *", kind="text/plain").add(f"{A}/q", what="request", status="GET / ")
    archive.add("dns:a.example").add(f"{A}/none", b"\x00\x01", kind="").add(f"{A}/meta", what="resource")
    archive.add(f"{A}/untyped", kind="").add(f"{A}/same").add(f"{A}/same")
    assert keys(take(tmp_path, archive.data)) == ["untyped", "same", "same"]


def test_folders_globs_and_suffixes(tmp_path):
    for name in ("a.warc", "b.warc.gz"):
        (tmp_path / name).write_bytes(Archive(packed=name.endswith("gz")).add(f"{A}/{name}").data)
    assert keys(Web().take(tmp_path)) == keys(Web().take(tmp_path / "*")) == ["a.warc", "b.warc.gz"]


def test_zstandard(tmp_path):
    archive = Archive().many()
    out = io.BytesIO()
    for begin, end in pairwise([*archive.starts, None]):
        writer = ZstdWriter(out)
        writer.write(archive.data[begin:end])
        writer.finish()
        writer.flush()
    got = take(tmp_path, out.getvalue(), "x.warc.zst")
    assert keys(got) == ["0", "1", "2", "3"]
    broken = bytearray(out.getvalue())
    broken[len(broken) // 2 : len(broken) // 2 + 30] = b"\xa5" * 30
    got = take(tmp_path, bytes(broken), "x.warc.zst")
    assert keys(got)[0] == "0"
    assert [t.failure.kind for t in got if t.failure] == ["not readable"]


def test_one_stream_of_gzip_is_read_too(tmp_path):
    got = take(tmp_path, gzip.compress(Archive().many().data), "x.warc.gz")
    assert keys(got) == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("identity", bytes),
        ("gzip", bytes),  # unpacked by whoever archived it, who kept the header
        ("br", bytes),
    ],
)
def test_packed_answers(tmp_path, encoding, pack):
    (taken,) = take(tmp_path, Archive().add(f"{A}/1", pack(HTML), http=[("Content-Encoding", encoding)]).data)
    assert taken.capture.body == HTML


def test_chunked_answers(tmp_path):
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(HTML[i : i + 300]), HTML[i : i + 300]) for i in range(0, len(HTML), 300))
    archive = Archive()
    for body in (chunked + b"0\r\n\r\n", HTML):
        archive.add(f"{A}/1", body, http=[("Transfer-Encoding", "chunked")])
    assert [t.capture.body for t in take(tmp_path, archive.data)] == [HTML, HTML]


def test_what_cannot_be_unpacked_is_one_failure(tmp_path):
    archive = Archive().add(f"{A}/1", b"no gzip", http=[("Content-Encoding", "gzip")]).add(f"{A}/2")
    bad, good = take(tmp_path, archive.data)
    assert (bad.key, bad.failure.kind, good.key) == (f"{A}/1", "not readable", f"{A}/2")
    assert "record at offset 0 of" in bad.failure.message


def test_a_part_of_a_page_says_so(tmp_path):
    (taken,) = take(tmp_path, Archive().add(f"{A}/1", warc={"WARC-Truncated": "length"}).data)
    assert PARTIAL in taken.article.warnings


# Damage


def damaged(archive, how):
    data, (_, one, two, _) = bytearray(archive.data), archive.starts
    middle = slice((one + two) // 2, (one + two) // 2 + 40)
    if how == "overwritten":
        data[middle] = b"\xa5" * 40
    elif how == "cut out":
        del data[middle]
    elif how == "header":
        data[one : one + 60] = b"\xa5" * 60
    elif how == "junk":
        data[two:two] = b"junk junk\n" * 20
    return bytes(data)


@pytest.mark.parametrize("how", ["overwritten", "cut out", "header"])
def test_a_damaged_record_of_gzip_costs_itself_alone(tmp_path, how):
    archive = Archive(packed=True).many()
    got = take(tmp_path, damaged(archive, how), "x.warc.gz")
    (failure,) = [t.failure for t in got if t.failure]
    assert keys(got) == ["0", "2", "3"]
    assert f"damaged at offset {archive.starts[1]:,} (" in failure.message
    assert (failure.kind, failure.key) == ("not readable", f"x#record {archive.starts[1]}")


def test_junk_between_records_of_gzip(tmp_path):
    got = take(tmp_path, damaged(Archive(packed=True).many(), "junk"), "x.warc.gz")
    assert keys(got) in (["0", "1", "2", "3"], ["0", "2", "3"])
    assert len([t for t in got if t.failure]) == 1


@pytest.mark.parametrize(("how", "left"), [("cut out", "023"), ("header", "023"), ("junk", "0123")])
def test_a_damaged_record_of_a_plain_file_costs_itself_alone(tmp_path, how, left):
    archive = Archive().many()
    got = take(tmp_path, damaged(archive, how))
    (failure,) = [t.failure for t in got if t.failure]
    assert keys(got) == list(left)
    assert f"damaged at offset {archive.starts[2 if how == 'junk' else 1]:,} (" in failure.message


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("length", [b"99999999", b"1", b"x", b"-5", b"9" * 30])
def test_a_wrong_length_costs_its_record_alone(tmp_path, packed, length):
    archive = Archive().many()
    parts = [archive.data[a:b] for a, b in zip(archive.starts, [*archive.starts[1:], None], strict=True)]
    parts[1] = re.sub(rb"(?m)^Content-Length: \d+", b"Content-Length: " + length, parts[1], count=1)
    data = b"".join(gzip.compress(p) for p in parts) if packed else b"".join(parts)
    got = take(tmp_path, data, "x.warc.gz" if packed else "x.warc")
    assert keys(got) in (["0", "2", "3"], ["0", "1", "2", "3"])
    if not packed:
        assert [t for t in got if t.failure]


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_that_breaks_off(tmp_path, packed):
    archive = Archive(packed=packed).many()
    got = take(tmp_path, archive.data[: archive.starts[3] + 400], "x.warc.gz" if packed else "x.warc")
    assert keys(got) == ["0", "1", "2"]
    assert [t.failure.kind for t in got if t.failure] == ["not readable"]


def test_a_record_without_an_address(tmp_path):
    archive = Archive().many(2)
    got = take(tmp_path, archive.data.replace(f"WARC-Target-URI: {A}/0\r\n".encode(), b"", 1))
    assert keys(got) == ["1"]
    assert "names no address" in got[0].failure.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "holds no WARC record"),
        (b"words and words\n" * 50, "no record|no WARC record"),
        (gzip.compress(b"words and words\n" * 50), "holds no WARC record"),
        (b"\x1f\x8b\x08" + b"\xa5" * 500, "damaged at offset 0"),
        (b"\x1f\x8b\x08" * 5000, "holds no WARC record|damaged"),
        (Archive().add(f"{A}/1", status="404 No").data, "holds no page"),
    ],
)
def test_what_is_no_archive_is_said(tmp_path, data, words):
    got = take(tmp_path, data, "x.warc.gz")
    assert all(t.failure for t in got)
    assert len(got) in (1, 2)
    assert re.search(words, got[0].failure.message)


def test_bombs_are_bounded(tmp_path):
    bomb = gzip.compress(b"\0" * 50_000_000)
    archive = Archive(packed=True).add(f"{A}/1", bomb, http=[("Content-Encoding", "gzip")])
    archive.add(f"{A}/2", b"a" * 5_000_000).add(f"{A}/3")
    inside = gzip.compress(b"\0" * 50_000_000)
    started = time.process_time()
    one, two, three = take(tmp_path, archive.data + inside + archive.data[archive.starts[2] :], max_bytes=1_000_000)[:3]
    assert "unpacks to more than 1,000,000 bytes" in one.failure.message
    assert "more than the 1,000,000" in two.failure.message
    assert three.key == f"{A}/3"
    assert time.process_time() - started < 5


def test_a_missing_file(tmp_path):
    (taken,) = Web().take(tmp_path / "x.warc")
    assert taken.failure.kind == "not found"
