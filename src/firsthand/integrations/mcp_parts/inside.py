"""Owns the opening of a file inside a folder, so that no link leads out of it, not even one that was put there a moment
after the path was looked at. It chooses no path and reads no article.
"""

import os
import stat
from pathlib import Path, PurePath

from firsthand.errors import NotFound, NotReadable, NotText, Refused

_DOWN = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
"""Whether this system can open from folder to folder without following links."""


def bytes_inside(folder: Path, inner: PurePath, most: int) -> bytes:
    """The bytes of the file `inner` (a path without links) of `folder`.

    Raises Refused where a link or something else than a file lies there, NotFound, NotReadable, and NotText where it
    has more than `most` bytes.
    """
    try:
        opened = _opened(folder, inner) if _DOWN else os.open(folder / inner, os.O_RDONLY)
    except FileNotFoundError as error:
        raise NotFound("there is no such file in the server's folder: give its path relative to the folder.") from error
    except PermissionError as error:
        raise NotReadable("that file may not be opened (permission denied): change its permissions.") from error
    except OSError as error:  # a link where none was: it was put there since
        raise Refused("that path leads over a link that was put there just now: give another.") from error
    with open(opened, "rb") as stream:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise Refused("that path is no file: give an article's file.")
        data = stream.read(most + 1)
    if len(data) > most:
        raise NotText(f"that file has more than {most:,} bytes, too many for one article: split it.")
    return data


def _opened(folder: Path, inner: PurePath) -> int:
    """The file, opened from folder to folder; none of them may be a link."""
    plain = os.O_RDONLY | os.O_NOFOLLOW | getattr(os, "O_CLOEXEC", 0)
    at = os.open(folder, plain | os.O_DIRECTORY)
    try:
        for part in inner.parts[:-1]:
            below = os.open(part, plain | os.O_DIRECTORY, dir_fd=at)
            os.close(at)
            at = below
        return os.open(inner.name, plain | os.O_NONBLOCK, dir_fd=at)  # a pipe must not keep us waiting
    finally:
        os.close(at)
