"""What stands above the body of a plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.layout import find_title, layout_of

BODY = "The sluice gate gave way before dawn, officials said.\n\nNobody was hurt."
LONG = "An unusually long first line that goes on " * 5


@pytest.mark.parametrize(
    ("text", "title", "published", "byline", "body"),
    [
        (f" date 2022-09-17 Gate fails\n\n{BODY}", "Gate fails", "2022-09-17", None, BODY),
        (f"date 2022-09-17 Gate fails.\n{BODY}", "Gate fails.", "2022-09-17", None, BODY),
        (f" date 2022-09-17\n\n{BODY}", None, "2022-09-17", None, BODY),
        (f" date 2022-13-45 Gate fails\n\n{BODY}", "Gate fails", None, None, BODY),
        (f"Gate fails\n\n{BODY}", "Gate fails", None, None, BODY),
        (f"Gate fails\n{BODY}", "Gate fails", None, None, BODY),
        (f"\n\n  Gate fails  \n\n{BODY}", "Gate fails", None, None, BODY),
        (f"Who opened the gate?\n\n{BODY}", "Who opened the gate?", None, None, BODY),
        (f"‘A padlock’: how a town lost its ward\n\n{BODY}", "‘A padlock’: how a town lost its ward", None, None, BODY),
        (
            f"Gate fails\n\nBy Ilse Brandt and Tom de Vries\n\n{BODY}",
            "Gate fails",
            None,
            "Ilse Brandt and Tom de Vries",
            BODY,
        ),
        (f"Gate fails\n\nBy Tuesday the town was empty.\n\n{BODY}", "Gate fails", None, None, None),
        (BODY, None, None, None, BODY),
        ("“We are going,” she said.\n\nNobody answered.", None, None, None, None),
        (f"{LONG}\n\n{BODY}", None, None, None, None),
        ("Only one line", None, None, None, "Only one line"),
        ("HALVIK, Sorrenia (NPA) -\n\nA gate gave way.", None, None, None, None),
        ("HALVIK, Sorrenia (NPA)\n\nA gate gave way.", None, None, None, None),
        ("A sluice gate at the Brenna dam gave way before\ndawn on Tuesday, officials said.\n", None, None, None, None),
        ("Host: Good evening\n\nMinister: Good evening to you", None, None, None, None),
        ("* * *\n\nA gate gave way.", None, None, None, None),
        ("", None, None, None, ""),
        (" \n\t\n", None, None, None, None),
    ],
)
def test_first_lines(text, title, published, byline, body):
    layout = layout_of(text)
    assert (layout.title_span.of(text) if layout.title_span else None) == title
    assert (layout.published, layout.byline) == (published, byline)
    if body is not None:
        assert text[layout.body_start :] == body


def test_an_impossible_date_is_said():
    assert "2022-13-45" in layout_of(f" date 2022-13-45 Gate fails\n\n{BODY}").warnings[0]


def test_a_known_title_is_found_only_at_the_top():
    assert find_title(f"Gate fails.\n\n{BODY}", "Gate fails.").title_span is not None
    assert find_title(BODY, "Gate fails.").title_span is None
    assert find_title("Gate fails.", "Gate fails.").body_start == 0


@given(st.text(alphabet=st.sampled_from(" \n\tabAB.“”date0123-:"), max_size=80))
def test_offsets_lie_in_the_text(text):
    layout = layout_of(text)
    assert 0 <= layout.body_start <= len(text)
    if layout.title_span is not None:
        assert layout.title_span.of(text).strip() == layout.title_span.of(text) != ""
        assert layout.title_span.end <= layout.body_start
