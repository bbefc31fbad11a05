"""Owns the way from a path, folder or glob to the files it stands for, and what a file's suffix says. It opens none."""

import glob
import os
import stat
from pathlib import Path

from firsthand.errors import InputError, NotFound, NotReadable
from firsthand.reading.options import ReadingOptions

WARC_SUFFIXES = (".warc", ".warc.gz", ".warc.zst")
TABLE_SUFFIXES = (".csv", ".tsv", ".parquet")
FEED_SUFFIXES = (".xml", ".rss", ".atom", ".rdf", ".opml")
# What is read in a folder. JSON files that are not JSONL, tables and XML files are read only where they are named: many
# hold something else, and a feed's links would be fetched.
FOLDER_SUFFIXES = frozenset({".txt", ".html", ".htm", ".jsonl", *WARC_SUFFIXES, ".parquet"})
GLOB_SUFFIXES = FOLDER_SUFFIXES | {".json", *TABLE_SUFFIXES, *FEED_SUFFIXES}
MOST_NAMED = 5
"""How many of the files that are passed over are named."""


def suffix_of(path: str | Path) -> str:
    """The suffix in lower case, ``.warc.gz`` as one."""
    name = Path(path).name.lower()
    double = next((s for s in WARC_SUFFIXES if name.endswith(s)), None)
    return double or Path(name).suffix


def stem_of(item: str) -> str:
    """The name without its suffix: what an article of this file is called where nothing else names it."""
    path = Path(item.rstrip("/\\"))
    suffix = suffix_of(path)
    return (path.name[: -len(suffix)] if suffix in WARC_SUFFIXES else path.stem) or path.name or item


def paths_of(item: str, options: ReadingOptions) -> tuple[str, ...]:
    """The files that `item` stands for, sorted; NotFound or NotReadable with one sentence where there are none."""
    try:
        mode = os.stat(item).st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        mode = None
    except OSError as error:
        raise not_opened(item, error) from error
    if mode is None:
        matches = _matches(item) if glob.has_magic(item) and "\0" not in item else None
        if matches is None:
            raise NotFound(f"There is no file or folder {shown(item)}: check the path.")
        if not matches:
            raise NotFound(f"No file of a kind that is read matches {shown(item)}: check the pattern.")
        return matches
    if not stat.S_ISDIR(mode):
        return (item,)
    found, others = _in_folder(item, recursive=options.recursive)
    if not found:
        deeper = "" if options.recursive else "; folders inside it are only read when asked for"
        held = f", but {_counted(others)}: {_named(others)}; name them to read them" if others else ""
        raise NotFound(
            f"The folder {shown(item)} has no article in it: it holds no .txt, .html, .htm, .jsonl, .parquet or .warc "
            f"file{held}{deeper}."
        )
    return found


def passed_over(item: str, options: ReadingOptions) -> str | None:
    """What a folder holds beside the files that are read in it, as a sentence for the person who named it, or None.

    Hidden files are not spoken of. None too where `item` is no folder, or one with nothing else to read in it, which
    `paths_of` says.
    """
    try:
        found, others = _in_folder(item, recursive=options.recursive) if os.path.isdir(item) else ((), ())
    except (InputError, ValueError):
        return None
    if not (found and others):
        return None
    were, them = ("was", "it") if len(others) == 1 else ("were", "them")
    return f"{_counted(others)} {were} passed over: {_named(others)}; name {them} to read {them}"


def _counted(others: tuple[str, ...]) -> str:
    return "1 file of another kind" if len(others) == 1 else f"{len(others):,} files of other kinds"


def _named(others: tuple[str, ...]) -> str:
    """The first few names, those before all that are surely read where they are named."""
    names = [shown(os.path.basename(p)) for p in sorted(others, key=lambda p: suffix_of(p) not in GLOB_SUFFIXES)]
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _matches(pattern: str) -> tuple[str, ...]:
    found = sorted(glob.glob(pattern, recursive=True))
    return tuple(p for p in found if suffix_of(p) in GLOB_SUFFIXES and os.path.isfile(p))


def _in_folder(folder: str, *, recursive: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files that are read in a folder, and the others, both sorted; hidden ones are in neither."""

    def stop(error: OSError) -> None:
        raise not_opened(error.filename or folder, error) from error

    found: list[str] = []
    others: list[str] = []
    for place, folders, names in os.walk(folder, onerror=stop):
        folders[:] = sorted(f for f in folders if not f.startswith(".")) if recursive else []
        for name in sorted(names):
            path = os.path.join(place, name)
            if not name.startswith(".") and os.path.isfile(path):
                (found if suffix_of(name) in FOLDER_SUFFIXES else others).append(path)
    return tuple(found), tuple(others)


def not_opened(place: str, error: OSError) -> InputError:
    """The error for a file that the system did not open or read."""
    if isinstance(error, FileNotFoundError):
        return NotFound(f"There is no file or folder {shown(place)}: check the path.")
    if isinstance(error, PermissionError):
        return NotReadable(f"{shown(place)} may not be opened (permission denied): change its permissions or copy it.")
    return NotReadable(f"{shown(place)} could not be read ({error.strerror or error}): check the file.")


def shown(path: str) -> str:
    """A path or an address as it may stand in a message: one line, bounded, printable."""
    clean = "".join(c if c.isprintable() else "\ufffd" for c in path)
    return clean if len(clean) <= 200 else f"{clean[:199]}…"
