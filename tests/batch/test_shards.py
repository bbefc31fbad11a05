"""Cutting: every article in exactly one shard, wherever files are cut, and ids that tell what changed."""

import os
from pathlib import Path

import pyarrow as pa
import pytest
from archives import every_format, write_jsonl, write_parquet, write_warc
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from firsthand.batch.cutting import shards_of
from firsthand.batch.places import files_of, looked_up, without_secrets
from firsthand.batch.shards import Cut
from firsthand.batch.taking import taken
from firsthand.errors import InputError, NotReadable, Refused
from firsthand.ledger.writing import ReadBy
from firsthand.reading import Columns, ReadingOptions
from firsthand.reading.inputs import take_inputs

READ_BY = ReadBy(encoder="encoder-1 0123", version="1")
AT = "2031-05-04T09:00:00Z"
OPTIONS = ReadingOptions()


def shards(path: str, cut: Cut):
    file = looked_up(path, path)
    return list(shards_of(file, options=OPTIONS, read_by=READ_BY, cut=cut))


def through_shards(path: str, cut: Cut):
    return [t for shard in shards(path, cut) for t in taken(shard, options=OPTIONS, at=AT, most_bytes=cut.bytes)]


def told(found):
    return [(t.key, t.article or t.failure, t.capture and (t.capture.location, t.capture.sha256)) for t in found]


@pytest.mark.parametrize("cut", [Cut(rows=1, bytes=1), Cut(rows=3, bytes=2_000), Cut(rows=5, bytes=700), Cut()])
def test_shards_give_what_the_whole_file_gives(tmp_path: Path, cut: Cut) -> None:
    for path in every_format(tmp_path, 11):
        assert told(through_shards(path, cut)) == told(take_inputs([path])), path


@settings(max_examples=40)
@given(
    lines=st.lists(st.sampled_from(["", " ", '{"text": "The pier stays, Ada Quill said."}', "{", '"x"', "é" * 40])),
    rows=st.integers(1, 4),
    size=st.integers(1, 200),
    end=st.booleans(),
)
def test_lines_are_cut_at_their_ends_alone(lines, rows, size, end, tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    path.write_text("\n".join(lines) + ("\n" if end else ""), encoding="utf-8")
    whole, cut = told(take_inputs([str(path)])), told(through_shards(str(path), Cut(rows=rows, bytes=size)))
    blank = not any(line.strip() for line in lines)
    assert cut == whole or blank  # that there is no row at all is only told of a file of one shard


def test_a_table_with_two_columns_of_one_name_is_one_shard_and_one_failure(tmp_path: Path) -> None:
    path = tmp_path / "twice.parquet"
    columns = [pa.array([f"The pier of {n} stays, Ada Quill said." for n in range(6)])] * 2
    parquet.write_table(pa.table(columns, names=["text", "text"]), path, row_group_size=2)
    [found] = through_shards(str(path), Cut(rows=1, bytes=1))
    assert "has 2 columns called “text”" in found.failure.message


def test_a_damaged_archive_is_read_as_it_is_read_whole(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "p.warc.gz", 12)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 40] = bytes(40)
    path.write_bytes(data)
    whole = take_inputs([str(path)])
    assert told(through_shards(str(path), Cut(rows=500, bytes=1_500))) == told(whole)


def test_what_is_no_table_and_no_archive_is_one_failure(tmp_path: Path) -> None:
    for name in ("a.parquet", "a.warc.gz", "a.warc", "empty.jsonl"):
        path = tmp_path / name
        path.write_bytes(b"" if name.startswith("empty") else b"no such thing\n" * 9)
        assert told(through_shards(str(path), Cut(rows=3, bytes=20))) == told(take_inputs([str(path)])), name
    (tmp_path / "e.parquet").write_bytes(
        write_parquet(tmp_path / "w.parquet", 9).read_bytes().replace(b"text", b"tixt")
    )
    assert [t.failure is not None for t in through_shards(str(tmp_path / "e.parquet"), Cut(rows=2))] == [True]


def test_a_line_larger_than_an_article_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    small = '{"text": "The pier stays, Ada Quill said."}\n'
    path.write_text(small + '{"text": "' + "x" * 50_000 + '"}\n' + small)
    options = ReadingOptions(max_bytes=5_000)
    file = looked_up(str(path), "a.jsonl")
    cut = Cut(rows=500, bytes=1_000)
    found = [
        t
        for shard in shards_of(file, options=options, read_by=READ_BY, cut=cut)
        for t in taken(shard, options=options, at=AT, most_bytes=cut.bytes)
    ]
    assert [t.key for t in found] == ["a-1", "a-2", "a-3"]
    assert [t.article is not None for t in found] == [True, False, True]


def test_ids_change_with_the_file_the_options_and_who_reads(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", 4)
    file, cut = looked_up(str(path), "a.jsonl"), Cut()

    def ids(file=file, options=OPTIONS, read_by=READ_BY, cut=cut):
        return [s.id for s in shards_of(file, options=options, read_by=read_by, cut=cut)]

    assert ids() == ids()
    others = [
        ids(options=ReadingOptions(columns=Columns(text="body"))),
        ids(read_by=ReadBy(encoder="encoder-2 0123", version="1")),
        ids(read_by=ReadBy(encoder=READ_BY.encoder, version="2")),
        ids(cut=Cut(rows=400)),
    ]
    os.utime(path, (1, 1))
    others.append(ids(file=looked_up(str(path), "a.jsonl")))
    assert len({tuple(i) for i in [ids(), *others]}) == len(others) + 1
    assert len({i[0].partition("-")[0] for i in [ids(), *others]}) == 1  # all begin with the file's place


def test_a_file_that_changed_since_the_plan_is_not_read(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", 4)
    [shard] = shards(str(path), Cut())
    path.write_text("")
    with pytest.raises(NotReadable, match="has changed since this run began"):
        list(taken(shard, options=OPTIONS, at=AT, most_bytes=100))


# Places


def names(item: str, out: str, **given) -> list[str]:
    return [f.where.rpartition("/")[2] for f in files_of(item, ReadingOptions(**given), out=out)]


def test_paths_folders_globs_and_addresses(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.parquet", "in/c.warc.gz", "in/out/d.parquet", "e.txt", ".hidden.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    out = str(tmp_path / "in" / "out")
    for base in (str(tmp_path), tmp_path.as_uri()):
        assert names(base, out if base[0] == "/" else f"{base}/in/out") == ["a.jsonl", "b.parquet"]
        into = out if base[0] == "/" else f"{base}/in/out"
        assert names(base, into, recursive=True) == ["a.jsonl", "b.parquet", "c.warc.gz"]
        assert names(f"{base}/*.parquet", into) == ["b.parquet"]
        assert names(f"{base}/a.jsonl", into) == ["a.jsonl"]
        for wrong in ("e.txt", "nowhere", "*.html", "in/out/d.parquet"):
            with pytest.raises(InputError):
                names(f"{base}/{wrong}", into)
    with pytest.raises(Refused, match="firsthand add"):
        names("https://example.org/a.jsonl", out)
    with pytest.raises(NotReadable, match="cannot be opened"):
        names("gopher://example.org/a.jsonl", out)


def test_an_address_read_as_a_path(tmp_path: Path) -> None:
    for path in every_format(tmp_path / "a b", 4):
        local, remote = through_shards(path, Cut(rows=3)), through_shards(Path(path).as_uri(), Cut(rows=3))
        assert [(t.key, t.article or t.failure.kind) for t in local] == [
            (t.key, t.article or t.failure.kind) for t in remote
        ]


def test_no_key_of_an_address_is_told() -> None:
    assert without_secrets("s3://user:secret@bucket/a%20b.jsonl?region=x&secret=y") == "s3://bucket/a%20b.jsonl"
    assert without_secrets("/home/a?b@c.jsonl") == "/home/a?b@c.jsonl"
