"""Owns the order of all articles of a batch: each once, the last version of each page, in order of time.

It is what a ledger's rebuild goes by, so that both compare an article with those before it. The table of it is in
memory on the machine that runs the stages: some 200 bytes an article.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from firsthand.batch.claims_files import read, write_table

_LIGHT = ["id", "address", "published", "fetched_at", "day", "forms"]


def write_order(place: Path, forms: Sequence[Path]) -> None:
    """Writes the order of the articles in those files of forms: for each its file, its row there, its day, and the
    number of its first form."""
    tables = []
    for n, file in enumerate(forms):
        table = read(file).select(_LIGHT)
        numbers = np.arange(table.num_rows, dtype=np.int32)
        table = table.append_column("file", pa.array(np.full(table.num_rows, n, dtype=np.int32)))
        tables.append(table.append_column("row", pa.array(numbers)))
    found = _first(pa.concat_tables(tables), "id", [("fetched_at", "ascending"), ("file", "ascending")])
    found = _first(found, "address", [("fetched_at", "descending"), ("id", "descending")])
    by = [("published", "ascending"), ("fetched_at", "ascending"), ("id", "ascending")]
    dated = found.set_column(
        found.schema.get_field_index("published"), "published", pc.fill_null(found["published"], "")
    )
    found = found.take(pc.sort_indices(dated, sort_keys=by))
    counts = found["forms"].to_numpy().astype(np.int64)
    found = found.append_column("base", pa.array(np.cumsum(counts) - counts))
    write_table(place, found.select(["id", "day", "file", "row", "forms", "base"]).combine_chunks())


def _first(table: pa.Table, name: str, by: list[tuple[str, str]]) -> pa.Table:
    """Of the rows that have the same in a column the first by those others; all that have nothing in it."""
    sorted_ = table.take(pc.sort_indices(table, sort_keys=[(name, "ascending"), *by]))
    if sorted_.num_rows < 2:
        return sorted_
    values = sorted_[name].combine_chunks()
    same = pc.fill_null(pc.equal(values[1:], values[:-1]), False).to_numpy(zero_copy_only=False)
    return sorted_.filter(pa.array(np.concatenate(([True], ~same))))


class Order:
    """The articles of a batch by their numbers, and the rows that tell what they tell."""

    def __init__(self, place: Path, forms: Sequence[Path]) -> None:
        table = read(place)
        self.ids = table["id"]
        self.days: npt.NDArray[np.int32] = table["day"].to_numpy()
        self.forms: npt.NDArray[np.int32] = table["forms"].to_numpy()
        self.bases: npt.NDArray[np.int64] = table["base"].to_numpy()
        self._files: npt.NDArray[np.int32] = table["file"].to_numpy()
        self._rows: npt.NDArray[np.int32] = table["row"].to_numpy()
        self._places = tuple(forms)
        self._open = lru_cache(maxsize=512)(read)

    def __len__(self) -> int:
        return len(self.days)

    def abouts(self, numbers: npt.NDArray[np.int64]) -> list[list[str]]:
        """The words that mark each of those articles."""
        found: list[list[str]] = [[] for _ in numbers]
        files = self._files[numbers]
        for file in np.unique(files):
            (mine,) = np.nonzero(files == file)
            column = self._open(self._places[file])["about"].take(pa.array(self._rows[numbers[mine]]))
            for at, words in zip(mine, column.to_pylist(), strict=True):
                found[at] = words
        return found

    def told(self, number: int) -> bytes:
        """What an article tells, as `firsthand.batch.claims_forms.unpacked` takes it."""
        told: bytes = self._cell("told", number)
        return told

    def key(self, number: int) -> str:
        """The key of an article."""
        return str(self._cell("key", number))

    def of_form(self, form: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The articles that have those forms."""
        return np.searchsorted(self.bases + self.forms, form, side="right")

    def _cell(self, name: str, number: int) -> Any:
        return self._open(self._places[self._files[number]])[name][int(self._rows[number])].as_py()
