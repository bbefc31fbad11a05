from pathlib import Path

import pytest

from firsthand.errors import EvaluationError
from firsthand.evaluation.gap import gap_score, read_gap, reading_resolver
from firsthand.model import Article, Reading, Source, Span

HEADER = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL"
ROWS = (
    'x-1\t"Ada" met Bea before she sang.\tshe\t21\tAda\t1\tTRUE\tBea\t10\tFALSE\thttp://x',
    "x-2\tCai told Dov that his boat sank.\this\t18\tCai\t0\tFALSE\tDov\t9\tTRUE\thttp://x",
    "x-3\tEve saw Fay; Her hat fell.\tHer\t13\tEve\t0\tFALSE\tFay\t8\tFALSE\thttp://x",
)


def write(folder: Path, *rows: str) -> Path:
    path = folder / "gap.tsv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def first(text: str, pronoun: Span, a: Span, b: Span) -> tuple[bool, bool]:
    return True, False


def nobody(text: str, pronoun: Span, a: Span, b: Span) -> tuple[bool, bool]:
    return False, False


def test_figures_of_always_the_first_name(tmp_path: Path) -> None:
    score = gap_score(read_gap(write(tmp_path, HEADER, *ROWS)), first)
    assert (score.examples, score.unknown) == (3, 0)
    assert (score.overall.hits, score.overall.extra, score.overall.missed) == (1, 2, 1)
    assert score.feminine.f1 == pytest.approx(2 / 3)
    assert score.masculine.f1 == 0.0
    assert score.bias == 0.0


def test_nobody_is_unknown_and_never_wrong(tmp_path: Path) -> None:
    score = gap_score(read_gap(write(tmp_path, HEADER, *ROWS)), nobody)
    assert (score.unknown, score.overall.extra, score.overall.f1) == (3, 0, 0.0)


def test_perfect_has_no_bias(tmp_path: Path) -> None:
    examples = read_gap(write(tmp_path, HEADER, *ROWS))
    answers = {e.text: (e.a_is, e.b_is) for e in examples}
    score = gap_score(examples, lambda text, pronoun, a, b: answers[text])
    assert (score.overall.f1, score.bias) == (1.0, 1.0)


def test_no_examples() -> None:
    assert gap_score((), first).overall.f1 == 0.0


def test_limit_and_progress(tmp_path: Path) -> None:
    told: list[int] = []
    gap_score(read_gap(write(tmp_path, HEADER, *ROWS), limit=2), first, on_example=told.append)
    assert told == [1, 2]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (("ID\tText", "x\ty"), "no column 'Pronoun'"),
        ((HEADER, ROWS[0].replace("\t21\t", "\t20\t")), "Pronoun is not at offset 20"),
        ((HEADER, ROWS[0].replace("\t21\t", "\tx\t")), "not a row of GAP"),
        ((HEADER, "x-4\tshort"), "not a row of GAP"),
        ((HEADER, ROWS[0].replace("\tshe\t21\t", "\tmet\t6\t")), "'met' is not one of GAP's pronouns"),
    ],
)
def test_unusable_files_are_named(tmp_path: Path, rows: tuple[str, ...], message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        read_gap(write(tmp_path, *rows))


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_gap(tmp_path / "nowhere.tsv")


def test_reading_resolves_a_pronoun_that_is_a_source() -> None:
    text = "Ada met Bea. She said no."

    def read(article: Article) -> Reading:
        source = Source(id="s1", kind="person", name="Bea", mentions=(Span(8, 11), Span(13, 16)))
        return Reading(article=article, sources=(source,))

    resolve = reading_resolver(read)
    assert resolve(text, Span(13, 16), Span(0, 3), Span(8, 11)) == (False, True)
    assert resolve(text, Span(4, 7), Span(0, 3), Span(8, 11)) == (False, False)
