"""A reading depends on the article alone: neither on threads nor on what was read before."""

from pathlib import Path

import pytest

from firsthand.model import Article, Reading
from firsthand.pipeline import Reader

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = ("harbour-talks", "llama-cake", "sea-sound-study")


def articles() -> list[Article]:
    texts = {name: (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES}
    texts |= {"several windows": "\n\n".join(texts.values()), "one window": texts[NAMES[0]][:600], "empty": ""}
    return [Article(key=key, text=text) for key, text in texts.items()]


@pytest.fixture(scope="module")
def alone() -> list[Reading]:
    reader = Reader.load(threads=1)
    return [reader.read(article) for article in articles()]


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_change_nothing(alone: list[Reading], threads: int) -> None:
    reader = Reader.load(threads=threads)
    assert [reader.read(article) for article in articles()] == alone


def test_order_changes_nothing(alone: list[Reading]) -> None:
    reader = Reader.load()
    assert [reader.read(article) for article in articles()[::-1]] == alone[::-1]
