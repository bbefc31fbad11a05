"""Owns GAP: its TSV, and the F1 of a pronoun resolver on it. It resolves nothing.

Source: Webster, Recasens, Axelrod and Baldridge, "Mind the GAP: A Balanced Corpus of Gendered Ambiguous Pronouns"
(TACL 2018). Setting: the two names are given, the page is not.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from firsthand.errors import EvaluationError, InvalidValue
from firsthand.evaluation.figures import Figure, pooled
from firsthand.model import Article, Reading, Span

_MASCULINE = frozenset({"he", "him", "his"})
_FEMININE = frozenset({"she", "her", "hers"})
_COLUMNS = ("ID", "Text", "Pronoun", "Pronoun-offset", "A", "A-offset", "A-coref", "B", "B-offset", "B-coref")


class Resolver(Protocol):
    """Says of each of two names whether the pronoun means it; both False where it does not know."""

    def __call__(self, text: str, pronoun: Span, a: Span, b: Span, /) -> tuple[bool, bool]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class GapExample:
    """One pronoun in one text with two names; `a_is` and `b_is` say which of them it means (both False: neither)."""

    id: str
    text: str
    pronoun: Span
    a: Span
    b: Span
    a_is: bool
    b_is: bool

    @property
    def feminine(self) -> bool:
        """True where the pronoun is she, her or hers."""
        return self.pronoun.of(self.text).lower() in _FEMININE


@dataclass(frozen=True, slots=True, kw_only=True)
class GapScore:
    """Precision, recall and F1 over the name-pronoun pairs. `unknown` is how many examples were left without a name,
    `wrong` how many pairs were linked that do not belong together (`overall.extra`)."""

    examples: int
    overall: Figure
    masculine: Figure
    feminine: Figure
    unknown: int

    @property
    def bias(self) -> float:
        """Feminine F1 by masculine F1; 0 where the masculine is 0."""
        return self.feminine.f1 / self.masculine.f1 if self.masculine.f1 else 0.0


def read_gap(path: Path, *, limit: int | None = None) -> tuple[GapExample, ...]:
    """The examples of one of GAP's TSV files, the first `limit`. Offsets count code points of the Text column.
    Raises EvaluationError where the file is not GAP's or an offset does not point at its words."""
    try:
        lines = path.read_bytes().decode("utf-8").replace("\r\n", "\n").split("\n")
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror}; give one of GAP's TSV files") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path} is not UTF-8 (byte {error.start}); give GAP's file as released") from error
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    absent = [c for c in _COLUMNS if c not in (rows.fieldnames or ())]
    if absent:
        raise EvaluationError(f"{path} has no column {absent[0]!r}; GAP's columns are {', '.join(_COLUMNS)}")
    return tuple(_example(row, path) for row, _ in zip(rows, range(limit or len(lines)), strict=False))


def reading_resolver(read: Callable[[Article], Reading]) -> Resolver:
    """The resolver that reading itself is: a name is meant where one source of the reading has a mention that meets
    it and one that meets the pronoun. Pronouns that are no source's are left unknown."""

    def resolve(text: str, pronoun: Span, a: Span, b: Span, /) -> tuple[bool, bool]:
        reading = read(Article(key="gap", text=text))
        meant = [s for s in reading.sources if any(m.meets(pronoun) for m in s.mentions)]

        def means(name: Span) -> bool:
            return any(m.meets(name) for s in meant for m in s.mentions)

        return means(a), means(b)

    return resolve


def gap_score(
    examples: Iterable[GapExample], resolver: Resolver, *, on_example: Callable[[int], None] | None = None
) -> GapScore:
    """The figures of `resolver` on `examples`; `on_example` is told after each how many are done."""
    figures: list[Figure] = []
    count = unknown = 0
    for example in examples:
        count += 1
        answer = resolver(example.text, example.pronoun, example.a, example.b)
        unknown += not any(answer)
        figures += _figures(example, answer)
        if on_example is not None:
            on_example(count)
    found = {f.name: f for f in pooled(figures)}
    return GapScore(
        examples=count,
        overall=found.get("overall", Figure(name="overall")),
        masculine=found.get("masculine", Figure(name="masculine")),
        feminine=found.get("feminine", Figure(name="feminine")),
        unknown=unknown,
    )


def _figures(example: GapExample, answer: tuple[bool, bool]) -> Iterator[Figure]:
    for gold, got in zip((example.a_is, example.b_is), answer, strict=True):
        for name in ("overall", "feminine" if example.feminine else "masculine"):
            yield Figure(name=name, hits=int(gold and got), extra=int(got and not gold), missed=int(gold and not got))


def _example(row: dict[str, str], path: Path) -> GapExample:
    def place(column: str) -> Span:
        start = int(row[f"{column}-offset"])
        span = Span(start, start + len(row[column]))
        if span.of(row["Text"]) != row[column]:
            raise EvaluationError(f"{path}, {row['ID']}: {column} is not at offset {start}; is the file altered?")
        return span

    try:
        example = GapExample(
            id=row["ID"],
            text=row["Text"],
            pronoun=place("Pronoun"),
            a=place("A"),
            b=place("B"),
            a_is=row["A-coref"].upper() == "TRUE",
            b_is=row["B-coref"].upper() == "TRUE",
        )
    except (InvalidValue, TypeError, ValueError, AttributeError) as error:
        raise EvaluationError(f"{path}, {row.get('ID')}: not a row of GAP ({error})") from error
    if not example.feminine and row["Pronoun"].lower() not in _MASCULINE:
        raise EvaluationError(f"{path}, {example.id}: {row['Pronoun']!r} is not one of GAP's pronouns")
    return example
