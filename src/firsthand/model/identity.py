"""Owns what a named source is known by across articles. It decides nothing: resolution makes the keys."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from firsthand.model.article import digest

KindClass = Literal["person", "outlet", "organisation", "country", "document"]
"""What a key is of; a state's body is an organisation here, as articles differ in what they take it for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceKey:
    """What a named source is known by across articles. There is none for unnamed sources.

    `key` is the folded full name; equal keys of one `kind_class` are one source. `base` is what all variants of a name
    share ("john smith" of "John Adam Smith"): keys of one class and base are compared. `display` is the name as
    written, without title (of an outlet or country that is listed, the listed name). `weak` is True where the name
    alone is little proof that two articles mean the same one ("Riis", "J. Riis", "ECB"): to be shown with a warning.
    """

    kind_class: KindClass
    key: str
    base: str
    display: str
    weak: bool = False

    @property
    def id(self) -> str:
        """Digest of `kind_class` and `key`."""
        return digest(self.kind_class, self.key)


Groups = Callable[[Iterable[SourceKey]], tuple[tuple[SourceKey, ...], ...]]
"""Which keys of one class and base are one source; a function of the set alone, not of its order."""
