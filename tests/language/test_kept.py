"""Answers are kept for a few texts that are not long, and are what the function says."""

import pytest

from firsthand.language import kept as module
from firsthand.language.kept import TEXTS, kept


class Counted:
    """Words of a text, and how often it was asked for them."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, text: str) -> tuple[str, ...]:
        """The words."""
        self.asked += 1
        return tuple(text.split())


def words(counted: Counted):
    def words(text: str) -> tuple[str, ...]:
        """The words."""
        return counted(text)

    return kept(words)


def test_a_text_asked_for_again_is_worked_out_once() -> None:
    counted = Counted()
    asked = words(counted)
    assert asked("Ada said no.") == asked("Ada said no.") == ("Ada", "said", "no.")
    assert counted.asked == 1
    assert (asked.__name__, asked.__doc__) == ("words", "The words.")


def test_only_the_last_texts_are_kept() -> None:
    counted = Counted()
    asked = words(counted)
    for text in [*map(str, range(TEXTS + 1)), "0"]:
        assert asked(text) == (text,)
    assert counted.asked == TEXTS + 2


def test_a_long_text_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 3)
    counted = Counted()
    asked = words(counted)
    assert asked("a long one") == asked("a long one")
    assert counted.asked == 2
