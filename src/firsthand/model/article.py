"""Owns the article: one published text and what its page says of it. It reads nothing and changes nothing."""

import hashlib
from dataclasses import dataclass, field

from firsthand.errors import InvalidValue
from firsthand.model.span import Span


def digest(*parts: str | None, length: int = 16) -> str:
    """Hex digest of `parts` (SHA-256, the first `length` characters); None and "" differ."""
    h = hashlib.sha256()
    for part in parts:
        data = b"\x00" if part is None else b"\x01" + part.encode("utf-8", "surrogatepass")
        h.update(len(data).to_bytes(8, "big") + data)
    return h.hexdigest()[:length]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published text. All offsets of its statements count in `text`, which is never altered.

    `key` is the caller's own name (a file's name without suffix, the id of a row); `published` is ISO 8601 as far
    as it is known (``2022-09-17``); `title_span` is where the title stands in `text`, or None where the title came
    from elsewhere; `body_start` is the offset at which the article's own text begins (after header and headline).
    `warnings` are sentences about doubtful extraction. `section` is the part of the outlet it stood in ("Politics").
    `id` is a digest of text, outlet, url, published and key.
    """

    key: str
    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = "en"
    title_span: Span | None = None
    body_start: int = 0
    warnings: tuple[str, ...] = ()
    section: str | None = None
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if not 0 <= self.body_start <= len(self.text):
            raise InvalidValue(f"body_start {self.body_start} lies outside the text of {len(self.text)} characters")
        if self.title_span is not None:
            self.check(self.title_span)
        object.__setattr__(self, "id", digest(self.text, self.outlet, self.url, self.published, self.key))

    def check(self, span: Span) -> Span:
        """`span` itself, or InvalidValue where it does not lie in this article's text."""
        if span.end > len(self.text):
            raise InvalidValue(f"span [{span.start}, {span.end}) ends beyond the text of {len(self.text)} characters")
        return span

    def words(self, span: Span) -> str:
        """The article's words at `span`."""
        return self.check(span).of(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What could not be read: the article's `key`, the error's stable `kind`, and one sentence."""

    key: str
    kind: str
    message: str
