"""Article words on their way to a screen."""

import pytest

from firsthand.render.plain import cleaned, line, shortened


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07x", "]0;titlex"),
        ("\x9b2Jgone", "2Jgone"),
        ("a\x00b\x08c\x7fd", "abcd"),
        ("pay \u202e007\u202c now", "pay 007 now"),
        ("\ud83d", "\ufffd"),
        ("keep\nlines", "keep\nlines"),
        ("👩‍🚒 é é שלום", "👩‍🚒 é é שלום"),
    ],
)
def test_nothing_that_steers_a_terminal_is_left(text: str, shown: str) -> None:
    assert cleaned(text) == shown


def test_a_line_is_one_line() -> None:
    assert line("  a\n\n b\t\u2028c\x0bd\r\x85e ") == "a b c d e"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("short", 10, "short"),
        ("exactly 10", 10, "exactly 10"),
        ("one two three four", 12, "one two …"),
        ("“one two, three”", 12, "“one two …"),
        ("unbreakable" * 3, 12, "unbreakable …"),
    ],
)
def test_only_the_end_is_cut(text: str, limit: int, shown: str) -> None:
    assert shortened(text, limit) == shown
