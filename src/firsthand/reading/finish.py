"""Owns the last check of every article before it is stored: its size, its words, its language. It alters no text."""

import re
from dataclasses import replace

from firsthand.errors import NotText
from firsthand.model import Article
from firsthand.reading.layout import Layout, find_title, layout_of
from firsthand.reading.options import ReadingOptions
from firsthand.reading.written_in import language_of

LONG = 20_000
"""Characters from which on a text is looked at for whether it is one."""
WORDY = 0.6
"""Least share of letters and digits among what is not white space: prose has 0.95, tables of figures 0.8."""
_SHOWN = re.compile(r"\S+")


def plain_article(article: Article, *, what: str, options: ReadingOptions, declared: str | None = None) -> Article:
    """`article`, whose text is plain, with what its first lines say filled in where it is not known already."""
    check_size(article.text, what=what, options=options)
    layout: Layout = find_title(article.text, article.title) if article.title else layout_of(article.text)
    span = layout.title_span
    filled = replace(
        article,
        title=article.title or (span.of(article.text) if span else None),
        published=article.published or layout.published,
        byline=article.byline or layout.byline,
        outlet=article.outlet or layout.outlet,
        url=article.url or layout.url,
        title_span=span,
        body_start=layout.body_start,
        warnings=(*article.warnings, *layout.warnings),
    )
    return finished(filled, what=what, options=options, declared=declared)


def finished(article: Article, *, what: str, options: ReadingOptions, declared: str | None = None) -> Article:
    """`article` with its language; NotText where it is too long or has no words, NotReadable for another language."""
    check_size(article.text, what=what, options=options)
    if not any(c.isalpha() for c in article.text):
        raise NotText(f"{what} holds no words: give an article's text.")
    body = article.text[article.body_start :]
    language = language_of(body, what=what, accepted=options.accept_languages, declared=declared)
    _check_words(article.text, what=what)
    return replace(article, language=language)


def check_size(text: str, *, what: str, options: ReadingOptions) -> None:
    """NotText where `text` has more characters than one article may have."""
    if len(text) > options.max_characters:
        raise NotText(
            f"{what} has {len(text):,} characters, more than the {options.max_characters:,} that one article may have: "
            "split it into its articles."
        )


def _check_words(text: str, *, what: str) -> None:
    """NotText where a long `text` is mostly marks: it would cost as much to read as a book, and says nothing."""
    if len(text) < LONG:
        return
    shown, letters = sum(map(len, _SHOWN.findall(text))), sum(map(str.isalnum, text))
    if letters < WORDY * shown:
        raise NotText(
            f"{what} is hardly a text: only {letters:,} of its {shown:,} characters are letters or digits; "
            "give an article's text."
        )
