"""Owns where files lie: local paths and addresses that pyarrow's filesystems understand, and what is there.

It opens no network by itself: an address of object storage is only asked for where the user gave one.
"""

import fnmatch
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

import pyarrow
from pyarrow.fs import FileInfo, FileSelector, FileSystem, FileType, LocalFileSystem

from firsthand.errors import InputError, NotFound, NotReadable, Refused
from firsthand.reading import ReadingOptions
from firsthand.reading.paths import WARC_SUFFIXES, not_opened, paths_of, shown, suffix_of

ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
SUFFIXES = frozenset({".jsonl", ".parquet", *WARC_SUFFIXES})
"""What a batch is read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One input file as it was when the run was planned.

    `place` is an absolute path or an address; `name` what messages call it; `modified` is in nanoseconds since 1970,
    None where its filesystem does not know. A file whose size or time has changed is another file.
    """

    place: str
    name: str
    size: int
    modified: int | None

    @property
    def where(self) -> str:
        """The place as captures and manifests tell it: without what a key or a server's option may be in."""
        return without_secrets(self.place)

    @property
    def suffix(self) -> str:
        """The suffix in lower case, ``.warc.gz`` as one."""
        return suffix_of(split(self.place)[0])


def is_address(place: str) -> bool:
    """True for ``s3://…`` and the like, False for a local path."""
    return ADDRESS.match(place) is not None


def split(place: str) -> tuple[str, str]:
    """An address without its options, and the options with their question mark; a local path as it is."""
    if not is_address(place):
        return place, ""
    path, mark, options = place.partition("?")
    return path, mark + options


def without_secrets(place: str) -> str:
    """An address without user, password and options; a local path as it is."""
    if not is_address(place):
        return place
    scheme, rest = split(place)[0].split("://", 1)
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def filesystem_of(place: str) -> tuple[FileSystem, str]:
    """The filesystem that a place lies on, and its path there.

    Raises Refused for an address that is read one by one (http), NotReadable for one that no filesystem understands.
    """
    if not is_address(place):
        return LocalFileSystem(), os.path.abspath(place)
    if urlsplit(place).scheme.lower() in ("http", "https"):
        raise Refused(f"{shown(place)} is not read in a batch: take pages and feeds in with firsthand add.")
    try:
        filesystem, path = FileSystem.from_uri(place)
    except (pyarrow.ArrowException, ValueError, OSError) as error:
        reason = " ".join(str(error).split())[:160]
        raise NotReadable(
            f"{shown(without_secrets(place))} cannot be opened ({reason}): give a path, or an address such as "
            "s3://bucket/folder."
        ) from error
    return filesystem, path


def files_of(item: str, options: ReadingOptions, *, out: str) -> tuple[File, ...]:
    """The files that a path, folder, glob or address stands for, sorted by name; nothing inside the folder `out`.

    Raises InputError where there is none of a kind that a batch is read from.
    """
    found = tuple(_addressed(item, options) if is_address(item) else _local(item, options))
    folder = (without_secrets(out) if is_address(out) else os.path.abspath(out)).rstrip("/") + "/"
    kept = tuple(f for f in found if not f.where.startswith(folder))
    if not kept:
        raise NotFound(f"{shown(without_secrets(item))} lies in the folder that is written to: give another folder.")
    return kept


def _local(item: str, options: ReadingOptions) -> Iterator[File]:
    folder, many = os.path.isdir(item), False
    for path in paths_of(item, options):
        if suffix_of(path) in SUFFIXES:
            many = True
            place = os.path.abspath(path)
            yield _file(LocalFileSystem(), place, place=place, name=shown(path))
        elif path == item and not folder:
            raise _other_kind(item)
    if not many:
        raise NotFound(f"{shown(item)} holds no .jsonl, .parquet or .warc file: name the files that hold the articles.")


def _addressed(item: str, options: ReadingOptions) -> Iterator[File]:
    bare, asked = split(item)
    star = bare.find("*")
    base = bare if star < 0 else bare[: bare.rfind("/", 0, star) + 1]
    filesystem, path = filesystem_of((base.rstrip("/") or base) + asked)
    infos = _infos(filesystem, path, item, recursive=star >= 0 or options.recursive)
    pattern = None if star < 0 else f"{path.rstrip('/')}/{bare[len(base) :]}"
    scheme = bare.partition("://")[0]
    many = False
    for info in infos:
        if suffix_of(info.path) not in SUFFIXES:
            if len(infos) == 1 and info.path.rstrip("/") == path.rstrip("/"):
                raise _other_kind(item)
            continue
        if pattern is None or fnmatch.fnmatchcase(info.path, pattern):
            many = True
            place = f"{scheme}://{quote(info.path)}{asked}"
            yield _as_file(info, place=place, name=shown(f"{scheme}://{info.path}"))
    if not many:
        raise NotFound(
            f"{shown(without_secrets(item))} holds no .jsonl, .parquet or .warc file: check the address, or look into "
            "the folders inside it with --recursive."
        )


def _infos(filesystem: FileSystem, path: str, item: str, *, recursive: bool) -> list[FileInfo]:
    try:
        info = filesystem.get_file_info(path)
        if info.type == FileType.NotFound:
            raise NotFound(f"There is no file or folder {shown(without_secrets(item))}: check the address.")
        if info.type == FileType.File:
            return [info]
        listed = filesystem.get_file_info(FileSelector(path, recursive=recursive))
    except (pyarrow.ArrowException, OSError) as error:
        raise not_answered(item, error) from error
    inside = (PurePosixPath(i.path).relative_to(PurePosixPath(path)) for i in listed)
    shown_ones = [not any(part.startswith(".") for part in path.parts) for path in inside]
    files = [i for i, seen in zip(listed, shown_ones, strict=True) if seen and i.type == FileType.File]
    return sorted(files, key=lambda i: i.path)


def not_answered(place: str, error: BaseException) -> InputError:
    """The error for a filesystem that did not do what was asked."""
    if isinstance(error, OSError) and error.errno is not None and not is_address(place):
        return not_opened(place, error)
    reason = " ".join(str(error).split())[:160] or type(error).__name__
    return NotReadable(
        f"{shown(without_secrets(place))} could not be read ({reason}): check the address and your access."
    )


def _other_kind(item: str) -> NotReadable:
    return NotReadable(
        f"{shown(without_secrets(item))} is not read in a batch: give .jsonl, .parquet or .warc files, and take others "
        "in with firsthand add."
    )


def looked_up(place: str, name: str) -> File:
    """The file at a place as it is now; NotFound where it is gone."""
    filesystem, path = filesystem_of(place)
    return _file(filesystem, path, place=place, name=name)


def _file(filesystem: FileSystem, path: str, *, place: str, name: str) -> File:
    try:
        info = filesystem.get_file_info(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise not_answered(place, error) from error
    if info.type != FileType.File:
        raise NotFound(f"There is no file {name}: check the path.")
    return _as_file(info, place=place, name=name)


def _as_file(info: FileInfo, *, place: str, name: str) -> File:
    return File(place=place, name=name, size=info.size or 0, modified=info.mtime_ns)
