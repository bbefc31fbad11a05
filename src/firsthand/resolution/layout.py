"""Owns where a place stands in the article: its sentence, its paragraph, inside or outside quotation marks, which names
are near. It decides nothing about who is who.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from firsthand.language.names import Name, names
from firsthand.language.quotes import depths, quotations
from firsthand.language.sentences import paragraphs, sentences
from firsthand.model import Article, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The places of one article. `sentences` and `paragraphs` are in order and do not overlap; `quoted` has one byte
    for each code point (0 outside quotation marks); `names` are in order.
    """

    article: Article
    sentences: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    names: tuple[Name, ...]
    quoted: bytes
    _sentences: tuple[int, ...]
    _paragraphs: tuple[int, ...]

    def sentence(self, at: int) -> int:
        """Index of the sentence at or before offset `at`."""
        return max(0, bisect_right(self._sentences, at) - 1)

    def paragraph(self, at: int) -> int:
        """Index of the paragraph at or before offset `at`."""
        return max(0, bisect_right(self._paragraphs, at) - 1)

    def sentence_span(self, at: int) -> Span:
        """The sentence at or before `at`; the whole text where there is none."""
        return self.sentences[self.sentence(at)] if self.sentences else Span(0, max(1, len(self.article.text)))

    def in_quotes(self, at: int) -> bool:
        """True where `at` stands inside quotation marks."""
        return bool(self.quoted[at]) if at < len(self.quoted) else False

    def names_in(self, span: Span) -> tuple[Name, ...]:
        """The names that lie wholly in `span`, in order."""
        low = bisect_left(self.names, span.start, key=_name_start)
        high = bisect_left(self.names, span.end, key=_name_start)
        return tuple(n for n in self.names[low:high] if n.span.end <= span.end)


def _name_start(name: Name) -> int:
    return name.span.start


def lay_out(article: Article) -> Layout:
    """The layout of `article`, worked out once for all stages of resolution."""
    text = article.text
    lines, blocks = sentences(text), paragraphs(text)
    return Layout(
        article=article,
        sentences=lines,
        paragraphs=blocks,
        names=names(text),
        quoted=bytes(depths(text, quotations(text))),
        _sentences=tuple(s.start for s in lines),
        _paragraphs=tuple(s.start for s in blocks),
    )
