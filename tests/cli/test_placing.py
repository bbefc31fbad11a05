"""Where an answer is written to: a file as a whole, what is no file into it, a link's file behind the link."""

import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from firsthand.cli import batch, files, placing
from firsthand.desk import placing as desk_placing
from firsthand.errors import Refused


def by_command(place: Path, words: str) -> None:
    with placing.placed(str(place), inputs=()) as draft:
        placing.write_text(draft, [words])


def by_desk(place: Path, words: str) -> None:
    with desk_placing.placed(place) as draft:
        desk_placing.write_text(draft, [words])


def by_read(place: Path, words: str) -> None:
    with files.open_file(str(place), inputs=()) as file:
        file.write(words)


WAYS = pytest.mark.parametrize("write", [by_command, by_desk, by_read])


def heard(pipe: Path, write: Callable[[], Any]) -> str:
    """What came out of the pipe at its other end."""
    came: list[str] = []
    reader = threading.Thread(target=lambda: came.append(pipe.read_text()), daemon=True)
    reader.start()
    write()
    reader.join(5)
    return "".join(came)


@WAYS
@pytest.mark.parametrize("linked", [False, True])
def test_a_pipe_is_written_into_and_stays(tmp_path: Path, write: Callable[[Path, str], None], linked: bool) -> None:
    pipe, place = tmp_path / "pipe.csv", tmp_path / "out.csv"
    os.mkfifo(pipe)
    if linked:
        place.symlink_to(pipe)
    else:
        place = pipe
    words = "id,words\n" * 20_000
    assert heard(pipe, lambda: write(place, words)) == words
    assert pipe.is_fifo()
    assert place.is_symlink() is linked
    assert {p.name for p in tmp_path.iterdir()} == {"pipe.csv", place.name}


@WAYS
def test_a_link_leads_to_what_is_written(tmp_path: Path, write: Callable[[Path, str], None]) -> None:
    target, place = tmp_path / "inner" / "kept.csv", tmp_path / "out.csv"
    target.parent.mkdir()
    target.write_text("old")
    place.symlink_to(Path("inner") / "kept.csv")
    write(place, "new")
    assert (place.is_symlink(), target.read_text()) == (True, "new")


@pytest.mark.parametrize("write", [by_command, by_desk])
def test_what_takes_no_bytes_is_told_in_one_sentence(tmp_path: Path, write: Callable[[Path, str], None]) -> None:
    place = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place))
        with pytest.raises(Refused, match="cannot be written"):
            write(place, "words")
        assert place.is_socket()


def test_reading_into_a_pipe(tmp_path: Path) -> None:
    pipe, text = tmp_path / "pipe.json", tmp_path / "empty.txt"
    os.mkfifo(pipe)
    text.write_text("")
    job = batch.Job(inputs=(str(text),), format="json", output=str(pipe))
    assert '"not text"' in heard(pipe, lambda: batch.run(job))
    assert pipe.is_fifo()
