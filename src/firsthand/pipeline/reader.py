"""Owns the reading of one article: the stages one after the other. It fetches, keeps and prints nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from firsthand.attribution import Encoder, Options, anonymity_reasons, attribute, own_voice, resolve_hedges
from firsthand.attribution.wording import carried_knowledge
from firsthand.errors import NotText
from firsthand.language.quotes import quotations
from firsthand.language.sentences import sentences
from firsthand.model import Antecedent, Article, Reading, Source, Span, Statement
from firsthand.resolution import basis, resolve
from firsthand.resolution.pairs import two_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Holds what is loaded once (the encoder) and reads articles with it."""

    encoder: Encoder
    options: Options | None = None

    @classmethod
    def load(cls, encoder: Path | str | None = None, *, threads: int = 1) -> "Reader":
        """Loads the encoder that ships with the package, or the one in the folder `encoder`.

        `threads` is how many cores one reading may use. Raises ModelError where a file is missing or damaged.
        """
        return cls(encoder=Encoder.load(encoder, threads=threads))

    def read(self, article: Article) -> Reading:
        """Every attributed statement of `article`, its source and chain, and what the article rests on.

        Raises NotText where the text has half a character (a lone surrogate), which no tokenizer takes.
        """
        _check(article)
        split, marks = sentences(article.text), quotations(article.text)
        attribution = attribute(article, self.encoder, options=self.options, marks=marks, sentences=split)
        sources, statements = resolve(article, attribution)
        statements = carried_knowledge(resolve_hedges(statements))
        sources = _with_reasons(sources, statements, anonymity_reasons(article, statements, sentences=split))
        own = own_voice(article, statements, split, marks)
        return Reading(
            article=article,
            sources=sources,
            statements=statements,
            own_voice=own,
            basis=basis(article, sources, statements, own),
        )

    def two_names(self, text: str, pronoun: Span, a: Span, b: Span) -> tuple[bool, bool]:
        """Whether the pronoun means the name at `a`, and that at `b`: the question of GAP (Webster et al. 2018)."""
        encoded = self.encoder.encode(text, quotations(text))
        chances = self.encoder.antecedents(encoded, pronoun, (a, b))
        clues = tuple(
            Antecedent(mention=pronoun, antecedent=name, probability=float(p))
            for name, p in zip((a, b), chances, strict=True)
        )
        return two_names(text, pronoun, a, b, antecedents=clues)


def _check(article: Article) -> None:
    try:
        article.text.encode("utf-8")
    except UnicodeEncodeError as e:
        raise NotText(
            f"{article.key} has half a character (a lone surrogate) at {e.start}: decode the text as what it was."
        ) from e


def _with_reasons(
    sources: tuple[Source, ...], statements: tuple[Statement, ...], reasons: Mapping[str, Span]
) -> tuple[Source, ...]:
    """The unnamed sources with the reason that the text gives, from the first statement that has one."""
    by_source: dict[str, Span] = {}
    for s in statements:
        reason = reasons.get(s.id)
        if s.source is not None and reason is not None:
            by_source.setdefault(s.source, reason)
    return tuple(
        replace(s, anonymity_reason=by_source[s.id]) if s.anonymous and s.id in by_source else s for s in sources
    )
