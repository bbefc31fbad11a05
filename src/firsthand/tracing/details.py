"""Owns the words, numbers and names by which one text is known again in another. It decides nothing."""

import re
from collections.abc import Iterable
from functools import lru_cache

from firsthand.language.likeness import folded_words, shingles
from firsthand.language.sentences import sentences
from firsthand.language.words import words
from firsthand.model import Article, Span
from firsthand.tracing.contexts import about, alike
from firsthand.tracing.lexicon import rarity
from firsthand.tracing.stems import stem

COPIED = 0.6
"""Share of a sentence's runs of five words that stand in the other text, from which the sentence stands there. Chosen
by hand: a changed spelling in a sentence of 20 words breaks five of its 16 runs.
"""
RARE = 4.0
"""`rarity` from which a word counts whole: it stands in one news text of 55 or fewer. Chosen by hand."""
KIN = 0.2
"""`kinship` from which two articles are about one thing. Chosen by hand."""
FEW_WORDS = 6
"""Words below which a sentence proves nothing."""

_NOT = re.compile(r"\b(?:no|not|never|none|neither|nor|nobody|nothing|cannot)\b|n[’']t\b", re.I)
_NO_DENIAL = re.compile(r"\bnot\s+(?:only|just|merely|least)\b|\bno\s+(?:later|fewer|less|more)\s+than\b", re.I)


@lru_cache(maxsize=2048)
def is_negated(words: str) -> bool:
    """True where the words say that something is not so."""
    return bool(_NOT.search(_NO_DENIAL.sub("", words)))


@lru_cache(maxsize=2048)
def content(text: str) -> frozenset[str]:
    """The stems of the words of `text` that carry content, numbers among them."""
    small = words("small_words.txt")
    return frozenset(stem(w) for w, _, _ in folded_words(text) if w not in small and (len(w) > 2 or w.isdigit()))


def body(article: Article) -> str:
    """The article's own text, without header and headline."""
    return article.text[article.body_start :]


@lru_cache(maxsize=1024)
def told_sentences(article_text: str, start: int) -> tuple[Span, ...]:
    """The sentences of the body of at least `FEW_WORDS` words."""
    return tuple(
        s for s in sentences(article_text) if s.end > start and len(folded_words(s.of(article_text))) >= FEW_WORDS
    )


@lru_cache(maxsize=1024)
def runs(text: str) -> frozenset[int]:
    """The shingles of a text, made once."""
    return shingles(text)


def stands_in(sentence: str, other: str) -> bool:
    """True where a sentence stands in the other text, but for small changes (`COPIED`)."""
    mine = runs(sentence)
    return bool(mine) and len(mine & runs(other)) >= COPIED * len(mine)


def copied(later: Article, earlier: Article) -> tuple[Span, ...]:
    """The sentences of `later`'s body that stand in `earlier`."""
    return tuple(s for s in told_sentences(later.text, later.body_start) if stands_in(s.of(later.text), earlier.text))


def copied_share(later: Article, earlier: Article) -> float:
    """The share of the later body's sentences that stand in `earlier`, in 0..1."""
    every = told_sentences(later.text, later.body_start)
    return len(copied(later, earlier)) / len(every) if every else 0.0


def anchored_share(later: Article, earlier: Article) -> float:
    """The share of the later body's sentences of which half the content words stand in `earlier`, in 0..1."""
    theirs = content(earlier.text)
    every = [content(s.of(later.text)) for s in told_sentences(later.text, later.body_start)]
    return sum(bool(c) and len(c & theirs) >= 0.5 * len(c) for c in every) / len(every) if every else 0.0


def kinship(a: Article, b: Article) -> float:
    """How alike two articles are in what they are about, in 0..1."""
    return alike(about(a.text), about(b.text))


def distinctive(mine: frozenset[str], theirs: frozenset[str], others: Iterable[frozenset[str]]) -> float:
    """How much of `mine` stands in `theirs`: a word that is rare in news counts one, a common one less, each the
    less the more of `others` have it too.
    """
    rest = tuple(others)
    return sum(min(1.0, rarity(w) / RARE) / (1 + sum(w in o for o in rest)) for w in mine & theirs)
