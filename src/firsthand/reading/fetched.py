"""Owns the way from a fetched page to an article with its capture. It fetches nothing."""

from firsthand.errors import InputError
from firsthand.model import Article
from firsthand.reading.encoding import decoded
from firsthand.reading.finish import plain_article
from firsthand.reading.found import Bad, Found, Run
from firsthand.reading.late import article_of_page
from firsthand.reading.options import Page


def found_on_page(
    page: Page,
    run: Run,
    *,
    key: str,
    what: str | None = None,
    location: str | None = None,
    fetched_at: str | None = None,
) -> Found:
    """The article on a page that came from the web under the address `key`; the capture is there in any case.

    `what` names it in messages, `location` says where it lies now; both are the address where nothing else is given.
    """
    return run.found(
        _article(page, run, key, what or key),
        location=location or key,
        body=page.content,
        media_type=page.media_type,
        fetched_at=fetched_at,
        url=page.url,
        headers=page.headers,
    )


def _article(page: Page, run: Run, key: str, what: str) -> Article | Bad:
    try:
        if page.media_type == "text/plain":
            text, warnings = decoded(page.content, what=what, declared=page.charset)
            article = Article(key=key, text=text, url=page.url, warnings=warnings)
            return plain_article(article, what=what, options=run.options)
        return article_of_page(page, key=key, what=what, options=run.options)
    except InputError as error:
        return Bad(key=key, error=error)
