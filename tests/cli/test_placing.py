"""Where an answer is written to: a file as a whole, what is no file into it, a link's file behind the link."""

import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from firsthand.cli import files, placing, reading
from firsthand.desk import placing as desk_placing
from firsthand.errors import Refused


def by_command(place: Path, words: str) -> None:
    placing.place_of(str(place)).write([words])


def by_desk(place: Path, words: str) -> None:
    with desk_placing.placed(place) as draft:
        desk_placing.write_text(draft, [words])


def by_read(place: Path, words: str) -> None:
    with files.open_file(str(place), inputs=()) as file:
        file.write(words)


WAYS = pytest.mark.parametrize("write", [by_command, by_desk, by_read])


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (Path.mkdir, "out is a folder: give the name of a file"),
        (lambda place: place.with_name("in").symlink_to(place) or place.write_text("in"), "out is what is being read"),
    ],
)
def test_a_command_says_how_another_place_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], object], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    make(Path("out"))
    with pytest.raises(Refused, match=f"{told}.* with -o$"):
        placing.place_of("out").write(["words"], inputs=("in",))
    with pytest.raises(Refused, match=f"{told}[^-]*$"), desk_placing.placed("out", inputs=("in",)):
        pass


@pytest.mark.parametrize(("given", "name"), [("a/b", "a-b"), ("..", "article"), ("A-B", "A-B-2"), ("a-b", "a-b-3")])
def test_the_files_of_an_article_have_safe_names(tmp_path: Path, given: str, name: str) -> None:
    folder = desk_placing.Folder.at(tmp_path / "out")
    for key in ("a/b", "..", "A-B", "a-b"):
        folder.put(key, lambda stem, key=key: [(stem, key)])
    assert (tmp_path / "out" / name).read_text() == given


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in ("file", "file/in"):
        with pytest.raises(Refused, match=r"give a.* folder with -o"):
            placing.place_of(str(tmp_path / place)).folder()


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
    job = reading.Job(inputs=(str(text),), format="json", output=str(pipe))
    assert '"not text"' in heard(pipe, lambda: reading.run(job))
    assert pipe.is_fifo()
