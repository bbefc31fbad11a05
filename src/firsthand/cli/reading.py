"""Owns a run of `firsthand read`: articles in, readings shown one after the other, what failed named. It reads nothing
itself and lays nothing out."""

import os
import shutil
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from firsthand.cli.cores import cores
from firsthand.cli.files import Folder, is_folder, open_file
from firsthand.errors import FirsthandError
from firsthand.model import Article, Failure, Reading
from firsthand.pipeline import Reader
from firsthand.pipeline.reading_many import readings
from firsthand.reading import read_inputs
from firsthand.render.basis import some
from firsthand.render.faces import Face, Format, face_for
from firsthand.render.plain import line
from firsthand.render.terminal import failure_line

PIPE_WIDTH = 100
"""Columns of the text page where nobody says how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What `firsthand read` was asked for; None is stdout, the terminal's width, a worker for each core."""

    inputs: tuple[str, ...]
    format: Format = "text"
    output: str | None = None
    doubtful: bool = False
    no_color: bool = False
    width: int | None = None
    min_confidence: float = 0.0
    workers: int | None = None


@dataclass(slots=True)
class _Tally:
    """What came of a run, and the one place that speaks to stderr."""

    progress: Progress
    done: int = 0
    failed: int = 0
    hidden: int = field(default=0)

    def say(self, words: str) -> None:
        """One note on stderr, above the progress where that is shown."""
        if self.progress.live.is_started:
            self.progress.console.print(f"firsthand: {words}", markup=False, highlight=False, soft_wrap=True)
        else:
            print(f"firsthand: {words}", file=sys.stderr)  # noqa: T201

    def failure(self, failure: Failure) -> Failure:
        self.failed += 1
        self.say(failure_line(failure))
        return failure


def run(job: Job) -> int:
    """Does `job` and gives the exit code: 0 where all could be read and shown, else 1."""
    if job.output is None and sys.stdout is None:  # as after ">&-"
        print("firsthand: standard output is closed; open it, or give a file with -o", file=sys.stderr)  # noqa: T201
        return 1
    face = face_for(
        job.format,
        width=_width(job),
        colour=_colour(job),
        doubtful=job.doubtful,
        min_confidence=job.min_confidence,
    )
    with _progress(job) as progress:
        tally = _Tally(progress)
        try:
            _show(job, face, _records(job, tally), tally)
        except BrokenPipeError:
            if job.output is not None:
                tally.say(f"cannot write {job.output}: its reader has left")
                return 1
            # Whoever reads our output has had enough; nothing is left to say, not even at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except FirsthandError as e:
            tally.say(line(str(e)))
            return 1
        except OSError as e:
            tally.say(f"cannot write {e.filename or job.output or 'the output'}: {e.strerror or e}")
            return 1
        _last_words(job, tally)
    return 1 if tally.failed or not tally.done else 0


def _last_words(job: Job, tally: _Tally) -> None:
    if not tally.done and not tally.failed:
        tally.say(f"nothing to read in {', '.join(job.inputs)}; give a text or HTML file, a folder, or an address")
    if tally.hidden:
        tally.say(
            f"left out below {job.min_confidence:g}: {some(tally.hidden, 'statement')}, still counted in the basis"
        )
    if tally.failed and tally.done:
        tally.say(f"{tally.failed} of {tally.failed + tally.done} could not be read")


def _records(job: Job, tally: _Tally) -> Iterator[Reading | Failure]:
    """One reading or failure for each article; the encoder is loaded when the first article is there."""
    task = tally.progress.add_task("read", total=None, visible=False)
    under_way: deque[Article | Failure] = deque()
    found = readings(
        _kept(read_inputs(job.inputs), under_way),
        workers=job.workers or cores(),
        load=lambda: Reader.load(threads=cores()),
    )
    with closing(found):
        for record in found:
            article = under_way.popleft()
            for warning in article.warnings if isinstance(article, Article) else ():
                tally.say(f"{line(article.key)}: {line(warning)}")
            if isinstance(record, Failure):
                yield tally.failure(record)
                continue
            tally.done += 1
            tally.progress.update(task, completed=tally.done, visible=True, description=line(article.key)[:40])
            tally.hidden += sum(s.confidence < job.min_confidence for s in record.statements)
            yield record


def _kept(found: Iterable[Article | Failure], under_way: "deque[Article | Failure]") -> Iterator[Article | Failure]:
    """What is found, kept until its reading is there."""
    for one in found:
        under_way.append(one)
        yield one


def _show(job: Job, face: Face, records: Iterable[Reading | Failure], tally: _Tally) -> None:
    if job.output is None:
        _to_utf8(job)
        for piece in face.document(records):
            sys.stdout.write(piece)
            if job.format in ("text", "jsonl"):
                sys.stdout.flush()
        sys.stdout.flush()
    elif job.format == "brat" or is_folder(job.output):
        folder = Folder.at(job.output, inputs=job.inputs)
        for record in records:
            try:
                folder.write(face, record)
            except FirsthandError as e:
                tally.done -= 1
                tally.failure(Failure(key=_key(record), kind=e.kind, message=str(e)))
    else:
        with open_file(job.output, inputs=job.inputs) as file:
            for piece in face.document(records):
                file.write(piece)


def _key(record: Reading | Failure) -> str:
    return record.key if isinstance(record, Failure) else record.article.key


def _to_utf8(job: Job) -> None:
    """Data is UTF-8 whatever the locale; a page for a terminal keeps its encoding, and shows ? for what it lacks."""
    if hasattr(sys.stdout, "reconfigure"):
        if job.format == "text" and sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")


def _colour(job: Job) -> bool:
    """Colours only on a terminal, and only where neither the option nor NO_COLOR (https://no-color.org) forbids."""
    if job.no_color or job.output is not None or os.environ.get("NO_COLOR"):
        return False
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _width(job: Job) -> int:
    return job.width or shutil.get_terminal_size((PIPE_WIDTH, 24)).columns


def _progress(job: Job) -> Progress:
    """A counter on stderr, gone when done; not where the readings themselves go to the terminal."""
    quiet = job.output is None and sys.stdout.isatty()
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.completed} read · {task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
        disable=quiet or not sys.stderr.isatty(),
    )
