"""Owns small archives of invented news in every format that a batch reads, and what is compared of what comes out."""

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from firsthand.batch.folder import TABLES
from firsthand.batch.local import local
from firsthand.batch.running import Tally, planned, run
from firsthand.batch.shards import Cut
from firsthand.model import wire
from firsthand.pipeline.reader import Reader
from firsthand.reading import ReadingOptions
from firsthand.reading.inputs import take_inputs

PEOPLE = ("Mara Ellison", "Tobias Renn", "Ines Dalgaard", "Peter Okoro", "Lena Hartwig")
SMALL = Cut(rows=3, bytes=2_000)
"""So small that a file of some articles has several shards."""


def text(n: int) -> str:
    who = PEOPLE[n % len(PEOPLE)]
    return (
        f"Story {n}\n\nThe ferry of line {n} would be late, {who} said.\n\n“We expect {n + 2} more boats,” said {who}, "
        f"a spokeswoman for the harbour of Belmar.\n\nNothing of number {n} is settled, an official said.\n"
    )


def rows(count: int, *, of: str, start: int = 0) -> list[dict[str, str]]:
    return [
        {
            "id": f"{of}.{n}",
            "title": f"Story {n}",
            "published": f"2021-03-{1 + n % 28:02}",
            "outlet": "Belmar Wire",
            "url": f"https://wire.example.org/{of}/{n}",
            "text": text(n),
        }
        for n in range(start, start + count)
    ]


def write_jsonl(path: Path, count: int, *, start: int = 0, bad: bool = False) -> Path:
    lines = [json.dumps(row) for row in rows(count, of=path.stem, start=start)]
    if bad:
        lines[1:1] = ["", "{broken", json.dumps({"id": "wordless", "text": " "})]
        lines.append(json.dumps({"text": text(99)}))  # has its line's number for a key
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_parquet(path: Path, count: int, *, group: int = 4) -> Path:
    parquet.write_table(pa.Table.from_pylist(rows(count, of=path.stem)), path, row_group_size=group)
    return path


def write_warc(path: Path, count: int) -> Path:
    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        for n in range(count):
            paragraphs = "".join(f"<p>{p}</p>" for p in text(n).split("\n\n")[1:])
            page = f"<html><head><title>Story {n}</title></head><body><article><h1>Story {n}</h1>{paragraphs}"
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                f"https://{path.name[0]}.example.org/{n}",
                "response",
                payload=io.BytesIO(f"{page}</article></body></html>".encode()),
                http_headers=head,
                warc_headers_dict={"WARC-Date": "2021-05-06T07:08:09Z"},
            )
            writer.write_record(record)
    return path


def every_format(folder: Path, count: int) -> list[str]:
    """One file of each format, with rows that cannot be read among those of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        str(write_jsonl(folder / "lines.jsonl", count, bad=True)),
        str(write_parquet(folder / "table.parquet", count)),
        str(write_warc(folder / "packed.warc.gz", count)),
        str(write_warc(folder / "open.warc", count)),
    ]


def batch(inputs: list[str], out: Path | str, *, workers: int = 1, cut: Cut = SMALL, replace: bool = False) -> Tally:
    """A whole run on this machine."""
    plan, failures = planned(inputs, str(out), options=ReadingOptions(), cut=cut, replace=replace)
    assert not failures
    tally = Tally()
    for _ in run(plan, local(workers), tally=tally):
        pass
    return tally


def table(out: Path, name: str) -> list[dict]:
    """All rows of a table, part after part."""
    parts = sorted((out / name).rglob("*.parquet"))
    return [row for part in parts for row in parquet.read_table(part, partitioning=None).to_pylist()]


def forge(out: Path, alter: Callable[[pa.Table], pa.Table], *, name: str = "articles") -> None:
    """Alters the part of a table of a batch of one shard, and has the manifest name the digest of what came of it."""
    [path] = (out / "_shards").iterdir()
    manifest = json.loads(path.read_text())
    part = out / manifest["parts"][name]["path"]
    parquet.write_table(alter(parquet.read_table(part, partitioning=None)), part)
    manifest["parts"][name]["sha256"] = hashlib.sha256(part.read_bytes()).hexdigest()
    path.write_text(json.dumps(manifest))


def forge_records(out: Path, alter: Callable[[int, str], str], *, name: str = "articles") -> None:
    """Alters each record of a table, given with the number of its row from 0; the other columns stay."""

    def altered(held: pa.Table) -> pa.Table:
        found = [alter(n, record) for n, record in enumerate(held.column("record").to_pylist())]
        return held.set_column(held.schema.get_field_index("record"), "record", pa.array(found))

    forge(out, altered, name=name)


def records(out: Path) -> dict[str, str]:
    """The record of each article and failure as it was written, by its key; none is there twice."""
    found = {row["key"]: row["record"] for name in ("articles", "failures") for row in table(out, name)}
    assert len(found) == len(table(out, "articles")) + len(table(out, "failures"))
    return found


def read_here(inputs: list[str], reader: Reader) -> dict[str, str]:
    """What `firsthand read --format jsonl` prints of the inputs, by key."""
    found = {}
    for taken in take_inputs(inputs):
        what = taken.failure or reader.read(taken.article)
        found[taken.key] = json.dumps(wire.to_json(what), ensure_ascii=False, separators=(",", ":"))
    return found


def timeless(out: Path) -> dict[str, list[dict]]:
    """Every row of every table without when it was captured, sorted."""
    found = {}
    for name in TABLES:
        kept = [{k: v for k, v in row.items() if k != "fetched_at"} for row in table(out, name)]
        found[name] = sorted(kept, key=lambda row: json.dumps(row, default=str, sort_keys=True))
    return found
