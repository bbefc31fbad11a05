"""Owns the folder that a batch is written to: what makes it one, its manifests, how a file gets into it.

    OUT/firsthand-batch.json                         what this folder is
    OUT/articles/input=NAME/SHARD.parquet            one part of each table for each shard
    OUT/statements/…  OUT/sources/…  OUT/failures/…
    OUT/_shards/SHARD.json                           written last; a shard without it is not done

Files are written under another name and renamed; where storage has no renaming, an object is there whole or not at all.
"""

import hashlib
import json
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow.fs import FileSelector, FileSystem, FileType, LocalFileSystem

from firsthand.batch.late import MARKER
from firsthand.batch.places import filesystem_of, without_secrets
from firsthand.batch.shards import LAYOUT
from firsthand.errors import NotFound, NotReadable, Refused
from firsthand.reading.paths import shown

TABLES = ("articles", "statements", "sources", "failures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder of parts on a filesystem; `place` as it was given, `root` its path there."""

    place: str
    filesystem: FileSystem
    root: str

    @classmethod
    def at(cls, place: str) -> "Folder":
        """The folder at a path or an address; it need not be there. Raises InputError as `filesystem_of`."""
        filesystem, root = filesystem_of(place)
        return cls(place=place, filesystem=filesystem, root=root.rstrip("/"))

    @property
    def name(self) -> str:
        """What messages call it."""
        return shown(without_secrets(self.place))

    def is_batch(self) -> bool:
        """True where `firsthand batch` wrote this folder."""
        return bool(self.filesystem.get_file_info(self.path(MARKER)).type == FileType.File)

    def begin(self) -> None:
        """Makes the folder; Refused where it has something else in it or cannot be written."""
        try:
            if self.is_batch():
                self._check_marker()
                return
            info = self.filesystem.get_file_info(self.root)
            if info.type == FileType.File or (info.type == FileType.Directory and self._names("")):
                raise Refused(f"{self.name} is there and no folder of firsthand batch: give a new or an empty folder.")
            self.filesystem.create_dir(self.root, recursive=True)
            self.write(MARKER, json_bytes({"layout": LAYOUT}))
        except (OSError, pa.ArrowException) as error:
            raise self.not_written(error) from error

    def done(self) -> frozenset[str]:
        """The ids of all shards whose manifest is there."""
        names = self._names("_shards", FileType.File)
        return frozenset(name.removesuffix(".json") for name in names if name.endswith(".json"))

    def whole(self, done: Iterable[str]) -> frozenset[str]:
        """Those of the shards `done` whose manifest can be read and whose parts are there with the bytes it tells."""
        return frozenset(id for id in done if self._is_whole(id))

    def _is_whole(self, id: str) -> bool:
        try:
            parts = list(self.manifest(id)["parts"].values())
        except NotReadable:
            return False
        infos = self.filesystem.get_file_info([self.path(part["path"]) for part in parts])
        return all(i.type == FileType.File and i.size == p["bytes"] for i, p in zip(infos, parts, strict=True))

    def manifest(self, id: str) -> dict[str, Any]:
        """What the manifest of a shard says; NotReadable where it is damaged."""
        try:
            with self.filesystem.open_input_stream(self.path(f"_shards/{id}.json"), compression=None) as stream:
                value: dict[str, Any] = json.loads(stream.read())
            if value["layout"] != LAYOUT or set(value["parts"]) != set(TABLES):
                raise NotReadable(f"the manifest {id} in {self.name} is of another version: this is {LAYOUT}.")
            if value["shard"] != id or not all(_is_part(table, id, part) for table, part in value["parts"].items()):
                raise ValueError("it names what is no part of this shard")
        except (OSError, ValueError, KeyError, TypeError, RecursionError, pa.ArrowException) as error:
            raise NotReadable(
                f"the manifest {id} in {self.name} is damaged: delete it, and run the batch again."
            ) from error
        return value

    def drop(self, id: str) -> None:
        """Deletes what is there of a shard: the manifest first, so that it never stands for parts that are gone."""
        try:
            parts = self.manifest(id)["parts"].values()
        except NotReadable:
            parts = ()
        self.delete(f"_shards/{id}.json")
        for part in parts:
            self.delete(part["path"])

    def check_part(self, part: dict[str, Any]) -> None:
        """NotFound where a part is gone, NotReadable where its bytes are not those that its manifest names."""
        path, told = str(part["path"]), str(part["sha256"])
        try:
            with self.filesystem.open_input_stream(self.path(path), compression=None) as stream:
                digest = hashlib.sha256()
                while data := stream.read(1 << 20):
                    digest.update(data)
        except (OSError, pa.ArrowException) as error:
            raise NotFound(f"{path} in {self.name} is gone or cannot be read: run the batch again.") from error
        if digest.hexdigest() != told:
            id = path.rpartition("/")[2].removesuffix(".parquet")
            raise NotReadable(
                f"{path} in {self.name} is not what its manifest names: it was damaged or altered; delete "
                f"_shards/{id}.json, and run the batch again."
            )

    def note_failed(self, id: str, message: str) -> None:
        """Keeps why a shard could not be done; the next run tries it again."""
        self.write(f"_shards/{id}.failed", json_bytes({"layout": LAYOUT, "shard": id, "message": message}))

    def write(self, path: str, data: bytes) -> None:
        """Writes a small file inside the folder, whole or not at all."""
        with tempfile.TemporaryDirectory() as scratch:
            local = Path(scratch) / "file"
            local.write_bytes(data)
            self.put(local, path)

    def put(self, local: Path, path: str) -> None:
        """Copies a local file to its place inside the folder, whole or not at all."""
        end = self.path(path)
        if not isinstance(self.filesystem, LocalFileSystem):
            with open(local, "rb") as source, self.filesystem.open_output_stream(end, compression=None) as target:
                shutil.copyfileobj(source, target, 1 << 20)
            return
        self.filesystem.create_dir(end.rpartition("/")[0], recursive=True)
        draft = f"{end}.{secrets.token_hex(4)}.tmp"
        try:
            shutil.copyfile(local, draft)
            Path(draft).replace(end)
        finally:
            Path(draft).unlink(missing_ok=True)

    def sweep(self, done: frozenset[str]) -> None:
        """Deletes what a killed run left behind: drafts, and parts of shards that are not `done`. Nothing else goes,
        and nothing behind a link.
        """
        for table in TABLES:
            inputs = () if self._is_link(table) else self._names(table, FileType.Directory)
            for name in (n for n in inputs if n.startswith("input=") and not self._is_link(f"{table}/{n}")):
                for part in self._names(f"{table}/{name}", FileType.File):
                    found = _PART.fullmatch(part)
                    if found is not None and (found["draft"] or found["id"] not in done):
                        self.delete(f"{table}/{name}/{part}")

    def _is_link(self, inside: str) -> bool:
        return isinstance(self.filesystem, LocalFileSystem) and Path(self.path(inside)).is_symlink()

    def path(self, inside: str) -> str:
        """A path of this folder as its filesystem has it."""
        return f"{self.root}/{inside}"

    def not_written(self, error: BaseException) -> Refused:
        """The error for a folder that cannot be written to."""
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())[:160]
        return Refused(f"{self.name} cannot be written ({reason}): make room, or give another folder.")

    def _check_marker(self) -> None:
        with self.filesystem.open_input_stream(self.path(MARKER), compression=None) as stream:
            data = stream.read(10_000)
        try:
            layout = json.loads(data)["layout"]
        except (ValueError, KeyError, TypeError, RecursionError):
            layout = None
        if layout != LAYOUT:
            raise Refused(
                f"{self.name} was written by another firsthand ({layout}; this is {LAYOUT}): give a new folder."
            )

    def _names(self, inside: str, type: FileType | None = None) -> list[str]:
        selector = FileSelector(self.path(inside).rstrip("/"), allow_not_found=True)
        return [i.base_name for i in self.filesystem.get_file_info(selector) if type is None or i.type == type]

    def delete(self, path: str) -> None:
        """Deletes a file of this folder, if it is there."""
        try:
            self.filesystem.delete_file(self.path(path))
        except OSError:
            pass  # it was never written, or another run deleted it


_PART = re.compile(r"(?P<id>[0-9a-f]+-[0-9a-f]+-\d+)\.parquet(?P<draft>\.[0-9a-f]+\.tmp)?")
_INPUT = re.compile(r"input=[^/\x00-\x1f]+")


def _is_part(table: str, id: str, part: Any) -> bool:
    """True for what a manifest can say of a part of its shard: in its own table, under its own name."""
    folder, _, name = str(part["path"]).removeprefix(f"{table}/").partition("/")
    here = str(part["path"]).startswith(f"{table}/") and _INPUT.fullmatch(folder) and name == f"{id}.parquet"
    return bool(here) and folder != "input=.." and all(isinstance(part[k], int) for k in ("rows", "bytes"))


def json_bytes(value: object) -> bytes:
    """A value as JSON for people and programs, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
