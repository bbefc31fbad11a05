"""Owns the reading: one article with all that firsthand found in it. It prints nothing."""

from dataclasses import dataclass

from firsthand.errors import InvalidValue
from firsthand.model.article import Article
from firsthand.model.span import Span
from firsthand.model.statement import Basis, Source, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One article read. Ids of sources and statements are unique in it, and every id that is referred to is there."""

    article: Article
    sources: tuple[Source, ...] = ()
    statements: tuple[Statement, ...] = ()
    own_voice: tuple[Span, ...] = ()
    basis: Basis = Basis()

    def __post_init__(self) -> None:
        sources, statements = {s.id for s in self.sources}, {s.id for s in self.statements}
        if len(sources) < len(self.sources) or len(statements) < len(self.statements):
            raise InvalidValue("two sources or two statements of one reading share an id")
        for s in self.statements:
            for span in (*s.content_spans, *filter(None, (s.cue_span, s.source_span))):
                self.article.check(span)
            for ref in (s.source, *s.stated_chain):
                if ref is not None and ref not in sources:
                    raise InvalidValue(f"statement {s.id} names the source {ref}, which is not in the reading")
            for ref in (s.parent, s.continues):
                if ref is not None and ref not in statements:
                    raise InvalidValue(f"statement {s.id} names the statement {ref}, which is not in the reading")

    def source(self, id: str) -> Source:
        """The source with that id."""
        return next(s for s in self.sources if s.id == id)

    def statement(self, id: str) -> Statement:
        """The statement with that id."""
        return next(s for s in self.statements if s.id == id)

    def children(self, id: str) -> tuple[Statement, ...]:
        """The statements that stand directly inside the content of statement `id`."""
        return tuple(s for s in self.statements if s.parent == id)
