from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import EvaluationError
from firsthand.evaluation.restyle import STYLES, moved, restyle
from firsthand.model import Span

EXAMPLES = Path(__file__).parents[2] / "examples"
CURLY = "Orlo’s aide said: “They told me, ‘Don’t go,’ and I went.”"


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        (CURLY, "curly", CURLY),
        (CURLY, "straight", "Orlo's aide said: \"They told me, 'Don't go,' and I went.\""),
        (CURLY, "british", "Orlo’s aide said: ‘They told me, “Don’t go,” and I went.’"),
        (CURLY, "guillemets", "Orlo’s aide said: «They told me, “Don’t go,” and I went.»"),
        (CURLY, "lost", CURLY[:-1]),
        ("‘It’s the seagulls’ chip,’ he said of the ’80s.", "curly", "“It’s the seagulls’ chip,” he said of the ’80s."),
        ("the workers’ union called it ‘a farce’", "guillemets", "the workers’ union called it «a farce»"),
        ("‘Ted said, “Take it,”’ says Alf.", "curly", "“Ted said, ‘Take it,’” says Alf."),
        ('He said "no" and "it\'s \'fine\'".', "curly", "He said “no” and “it's ‘fine’”."),
        ("'I won't,' she said of the '80s.", "british", "‘I won't,’ she said of the '80s."),
        ("'Tis late, Orlo's aide said.", "curly", "'Tis late, Orlo's aide said."),
        ("«Nie»", "straight", '"Nie"'),
        ("“One.\n\n“Two.” \n\nHe left.", "straight", '"One.\n\n"Two." \n\nHe left.'),
        ("“One.\n\n“Two.” \n\n“Three,” he said.", "lost", "“One.\n\n“Two. \n\n“Three,” he said."),
        ("lost its opening.” Then “more.”", "british", "lost its opening.’ Then ‘more.’"),
        ("the “DPR” in “a “b” c”", "guillemets", "the «DPR» in «a “b” c»"),
        ("", "straight", ""),
    ],
)
def test_styles(text: str, style: str, expected: str) -> None:
    assert restyle(text, style)[0] == expected  # type: ignore[arg-type]


def test_offsets_lead_to_the_same_words() -> None:
    old = "“One.”\nOrlo Pym said: “Two.”\nEnd."
    new, offsets = restyle(old, "lost")
    assert new == "“One.\nOrlo Pym said: “Two.\nEnd."
    at = old.index("Orlo Pym")
    span = moved(Span(at, at + 8), offsets)
    assert span is not None
    assert span.of(new) == "Orlo Pym"
    assert moved(Span(5, 6), offsets) is None


def test_unknown_style() -> None:
    with pytest.raises(EvaluationError, match="unknown style 'german'; the styles are curly"):
        restyle("x", "german")  # type: ignore[arg-type]


@given(st.text(alphabet="ab s.,\n“”‘’«»„\"'"), st.sampled_from(STYLES))
def test_only_marks_change(text: str, style: str) -> None:
    new, offsets = restyle(text, style)  # type: ignore[arg-type]
    assert len(offsets) == len(text) + 1
    assert offsets[-1] == len(new)
    assert all(new[offsets[i]] == char for i, char in enumerate(text) if char in "ab s.,\n")
    if style != "lost":
        assert len(new) == len(text)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_examples_survive_every_style(path: Path) -> None:
    """Through any style and back to curly marks is the same as to curly marks at once: no mark is taken for another."""
    text = path.read_text(encoding="utf-8")
    curly = restyle(text, "curly")[0]
    for style in ("straight", "british", "guillemets"):
        back = restyle(restyle(text, style)[0], "curly")[0]
        assert back.replace("'", "’") == curly.replace("'", "’"), style
