"""Owns gold in brat standoff: PolNeAR's folders and plain brat folders to annotated articles. It scores nothing.

Source: Newell, Margolin and Ruths, "An Attribution Relations Corpus for Political News" (LREC 2018); brat's standoff
format (Stenetorp et al. 2012). Only text-bound lines (T) and event lines (E) are read.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from firsthand.errors import EvaluationError, InvalidValue
from firsthand.evaluation.relation import Annotated, Relation
from firsthand.model import Span

_ROLE_NUMBER = re.compile(r"\d+$")
"""brat numbers a role that stands more than once in an event: Content, Content2."""


def is_brat(folder: Path) -> bool:
    """True where `folder` has .ann files of one of the two forms."""
    return bool(_annotation_files(folder))


def read_brat(folder: Path, *, each: bool = False, limit: int | None = None) -> tuple[Annotated, ...]:
    """The annotated articles of `folder`, by name.

    PolNeAR's form is ``text/NAME.txt`` with ``attributions/NAME_ANNOTATOR.ann``; the plain form is ``NAME.txt`` with
    ``NAME.ann``. Where an article has several annotators the first counts; with `each` every one. `limit` keeps the
    first so many articles. Offsets count in the file's text as it is, carriage returns included.
    Raises EvaluationError where nothing is found, a file is not UTF-8, or a span does not fit the text.
    """
    if not folder.is_dir():
        raise EvaluationError(f"{folder} is not a folder; gold in brat form is a folder with text/ and attributions/")
    annotated: list[Annotated] = []
    for key, annotator, text_path, path in _annotation_files(folder):
        known = annotated[-1].key if annotated else None
        if key == known and not each:
            continue
        if key != known and limit is not None and len({a.key for a in annotated}) >= limit:
            break
        annotated.append(_read_one(key, annotator, _read(text_path), path))
    if not annotated:
        raise EvaluationError(
            f"{folder} has no annotated article; allowed are text/NAME.txt with attributions/NAME_ANNOTATOR.ann, "
            "or NAME.txt with NAME.ann"
        )
    return tuple(annotated)


def _annotation_files(folder: Path) -> list[tuple[str, str, Path, Path]]:
    """(key, annotator, text file, annotation file) of every .ann file that has its text, in order of their names."""
    attributions = folder / "attributions"
    found = []
    for path in sorted((attributions if attributions.is_dir() else folder).glob("*.ann")):
        key, annotator, text_path = path.stem, "", folder / f"{path.stem}.txt"
        if attributions.is_dir():
            key, _, annotator = path.stem.rpartition("_")
            text_path = folder / "text" / f"{key}.txt"
        if text_path.exists():
            found.append((key, annotator, text_path, path))
    return sorted(found, key=lambda f: (f[0], f[1]))


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path} is not UTF-8 (byte {error.start}); save gold as UTF-8") from error


def _read_one(key: str, annotator: str, text: str, path: Path) -> Annotated:
    spans, events = _lines(path)
    for label, (_, of_label) in spans.items():
        for span in of_label:
            if span.end > len(text):
                raise EvaluationError(
                    f"{path}: {label} ends at {span.end}, but the text has {len(text)} characters; "
                    "is the annotation of another text?"
                )
    return Annotated(
        key=key,
        annotator=annotator,
        text=text,
        relations=tuple(_relation(event, spans) for event in events),
        discarded=tuple(span for kind, of_label in spans.values() if kind == "Discard" for span in of_label),
    )


def _lines(path: Path) -> tuple[dict[str, tuple[str, tuple[Span, ...]]], list[list[tuple[str, str]]]]:
    """The text-bound annotations by label, and of each event its (role, label) pairs."""
    spans: dict[str, tuple[str, tuple[Span, ...]]] = {}
    events: list[list[tuple[str, str]]] = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", _read(path)), start=1):
        label, *fields = line.split("\t")
        if not fields or not label:
            continue
        if label[0] == "T" and " " in fields[0]:
            kind, _, places = fields[0].partition(" ")
            spans[label] = (kind, tuple(_spans(places, path, number)))
        elif label[0] == "E":
            pairs = (argument.partition(":") for argument in fields[0].split()[1:])
            events.append([(_ROLE_NUMBER.sub("", role), ref) for role, colon, ref in pairs if colon])
    return spans, events


def _spans(places: str, path: Path, number: int) -> Iterable[Span]:
    for place in places.split(";"):
        try:
            start, end = map(int, place.split())
            yield Span(start, end)
        except (ValueError, InvalidValue) as error:
            raise EvaluationError(f"{path}, line {number}: {place!r} is not a place; allowed is START END") from error


def _relation(event: list[tuple[str, str]], spans: dict[str, tuple[str, tuple[Span, ...]]]) -> Relation:
    def role(name: str) -> tuple[Span, ...]:
        return tuple(span for role, ref in event if role == name and ref in spans for span in spans[ref][1])

    return Relation(source=role("Source"), cue=role("Cue"), content=role("Content"))
