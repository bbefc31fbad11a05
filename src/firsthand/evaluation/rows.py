"""Owns files of readings: `firsthand/1` rows and the gold JSON of articles, as readings. It scores nothing."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from firsthand.errors import EvaluationError, FirsthandError
from firsthand.model import Article, Reading, Source, Span, Statement
from firsthand.model.wire import from_json, is_failure, kind

_GOLD_SUFFIX = ".gold.json"


def read_rows(path: Path) -> dict[str, Reading]:
    """The readings in a JSON Lines file, by the article's key; failure records and empty lines are passed over, and of
    two rows with one key the last counts. Raises EvaluationError where a line is not a reading."""
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except OSError as error:
        raise EvaluationError(
            f"{path} cannot be read: {error.strerror}; give a file of `read --format jsonl`"
        ) from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    readings = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            row = _object(line, f"{path}, line {number}")
            if is_failure(row):
                continue
            try:
                reading = from_json(row)
            except FirsthandError as error:
                raise EvaluationError(f"{path}, line {number}: {error}") from error
            readings[reading.article.key] = reading
    return readings


def is_gold_json(path: Path) -> bool:
    """True where `path` is a gold JSON file or a folder that has one."""
    return path.name.endswith(_GOLD_SUFFIX) if path.is_file() else any(path.glob(f"*{_GOLD_SUFFIX}"))


def read_gold_json(path: Path, *, limit: int | None = None) -> tuple[Reading, ...]:
    """The gold of one ``NAME.gold.json`` or of all in a folder, by name (the first `limit`), as readings.

    The text is the file beside it that ``article.file`` names, or NAME.txt. What scoring does not need (own voice,
    basis, hedges, knowledge) is left at its default. Raises EvaluationError where there is none or one cannot be read.
    """
    files = [path] if path.is_file() else sorted(path.glob(f"*{_GOLD_SUFFIX}"))
    if not files:
        raise EvaluationError(f"{path} has no gold; allowed is NAME{_GOLD_SUFFIX} beside NAME.txt")
    return tuple(map(_gold, files[:limit]))


def _gold(path: Path) -> Reading:
    try:
        row = _object(path.read_bytes().decode("utf-8"), str(path))
        key = path.name.removesuffix(_GOLD_SUFFIX)
        text = path.with_name(row.get("article", {}).get("file", f"{key}.txt")).read_bytes().decode("utf-8")
    except OSError as error:
        raise EvaluationError(f"{error.filename} cannot be read: {error.strerror}; it belongs to {path}") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path} or its text is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    try:
        return Reading(
            article=Article(key=key, text=text),
            sources=tuple(map(_source, row["sources"])),
            statements=tuple(map(_statement, row["statements"])),
        )
    except KeyError as error:
        raise EvaluationError(f"{path}: the field {error} is missing; mend the gold") from error
    except (TypeError, ValueError, AttributeError) as error:
        said = str(error) if isinstance(error, FirsthandError) else "a part of it is of another kind"
        raise EvaluationError(f"{path}: not the gold of an article ({said})") from error


def _object(text: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        raise EvaluationError(f"{where}: not JSON ({error})") from error
    if not isinstance(row, dict):
        raise EvaluationError(f"{where}: a JSON object was expected, not {kind(row)}")
    return row


def _source(row: Mapping[str, Any]) -> Source:
    low, high = row.get("count") or (1, 1)
    return Source(
        id=row["id"],
        kind=row["kind"],
        name=row.get("name"),
        descriptor=row.get("descriptor"),
        anonymous=bool(row.get("anonymous")),
        count=(low, high),
        via=row.get("via"),
    )


def _statement(row: Mapping[str, Any]) -> Statement:
    return Statement(
        id=row["id"],
        quotation=row["quotation"],
        content_spans=_spans(row["content_spans"]),
        cue_span=_span(row.get("cue_span")),
        source_span=_span(row.get("source_span")),
        source=row.get("source"),
        inferred=bool(row.get("inferred")),
        parent=row.get("parent"),
        continues=row.get("continues"),
        stated_chain=tuple(row.get("stated_chain") or ()),
        stance=row.get("stance") or "asserts",
        certainty=row.get("certainty") or "flat",
    )


def _span(pair: list[int] | None) -> Span | None:
    return Span(*pair) if pair else None


def _spans(pairs: Iterable[list[int]]) -> tuple[Span, ...]:
    return tuple(sorted(Span(*pair) for pair in pairs))
