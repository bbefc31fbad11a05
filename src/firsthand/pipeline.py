"""Owns the one place where stages meet: an article goes in, a reading comes out. It fetches and prints nothing."""

from dataclasses import dataclass

from firsthand.model import Article, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Holds what is loaded once (the encoder) and reads articles with it."""

    @classmethod
    def load(cls) -> "Reader":
        """Loads the encoder that ships with the package."""
        return cls()

    def read(self, article: Article) -> Reading:
        """Every attributed statement of `article`, its source and chain, and what the article rests on."""
        return Reading(article=article)
