"""Owns the way from an HTML page to an article, through trafilatura. It fetches nothing and runs no script."""

import logging
import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.settings import DEFAULT_CONFIG, Document

from firsthand.errors import NotText
from firsthand.model import Article
from firsthand.reading.doubt import doubts_about
from firsthand.reading.encoding import decoded
from firsthand.reading.finish import finished
from firsthand.reading.options import Page, ReadingOptions
from firsthand.reading.section import section_of
from firsthand.reading.stated import stated_time, time_element
from firsthand.reading.tree import paragraphs_of, prepared, without_repetitions

META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{1,40})""", re.IGNORECASE)
XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
PARAGRAPH_END = "\n\n"
MIN_WORDS = 5
MENU_WORDS = 60
MAX_FIELD = 300
MAX_ELEMENTS = 50_000
"""Pages of news have a few thousand; the time that extraction takes grows with them."""
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*(?:\s|\Z)")
XML_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What trafilatura and the libraries under it let through for pages that are no pages; none of them is documented.
PAGE_ERRORS = (etree.LxmlError, ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError)
QUIET = logging.NullHandler()
MERGED = "The article's text was only found in the page's data; paragraph breaks may be lost."


@dataclass(frozen=True, slots=True)
class _Found:
    document: Document | None
    paragraphs: tuple[str, ...]
    rescued: bool = False


def article_of_page(
    page: Page, *, key: str, what: str, options: ReadingOptions, given: Article | None = None
) -> Article:
    """The article on `page`; its text is the body alone, paragraphs parted by a blank line, its title stays apart.

    `what` names the page in messages; `page.url` may be "" for a file. What `given` says of title, outlet, byline, url,
    section and published goes before what the page says. Raises NotText where there is no article on the page,
    NotReadable where it is in another language.
    """
    tree, warnings = _tree(page, what)
    found = _main_text(tree, page.url)
    paragraphs = _body(found, found.document)
    text = PARAGRAPH_END.join(paragraphs)
    words = len(text.split())
    if words < MIN_WORDS or (words < MENU_WORDS and not SENTENCE_END.search(text)):
        raise NotText(f"No article was found in {what}: save the article's own page, or its text as a .txt file.")
    doubts = (*((MERGED,) if found.rescued else ()), *doubts_about(tree, paragraphs))
    document, row = found.document, given or Article(key=key, text="")
    article = Article(
        key=key,
        text=text,
        title=row.title or _field(document, "title"),
        published=row.published or stated_time(tree) or _published(document) or time_element(tree),
        outlet=row.outlet or _field(document, "sitename"),
        byline=row.byline or _field(document, "author"),
        url=row.url or _address(document) or page.url or None,
        section=row.section or section_of(tree),
        warnings=(*row.warnings, *warnings, *doubts),
    )
    return finished(article, what=what, options=options, declared=tree.get("lang"))


def _tree(page: Page, what: str) -> tuple[HtmlElement, tuple[str, ...]]:
    meta = META_CHARSET.search(page.content[:4096])
    declared = page.charset or (meta[1].decode("ascii", "ignore") if meta else None)
    html, warnings = decoded(page.content, what=what, declared=declared)
    html = XML_DECLARATION.sub("", html, count=1)
    if "<html" not in html[:5000].lower():
        html = f"<html><body>{html}</body></html>"
    tree = trafilatura.load_html(html)
    if tree is None:
        raise NotText(f"{what} is not an HTML page that can be parsed: save the article's own page or its text.")
    elements = sum(1 for _ in tree.iter())
    if elements > MAX_ELEMENTS:
        raise NotText(
            f"{what} has {elements:,} HTML elements, more than the {MAX_ELEMENTS:,} that one page may have: "
            "save the article's text as a .txt file."
        )
    for element in tree.iter():  # what a numeric reference may bring in and no tree can be changed with
        if element.text and XML_UNFIT.search(element.text):
            element.text = XML_UNFIT.sub("", element.text)
        if element.tail and XML_UNFIT.search(element.tail):
            element.tail = XML_UNFIT.sub("", element.tail)
    return tree, warnings


def _main_text(tree: HtmlElement, url: str) -> _Found:
    """Without trafilatura's rescue for short texts first: it runs paragraphs together and takes menus for text."""
    copy = prepared(deepcopy(tree))
    document = _extracted(copy, url, min_size=1)
    paragraphs = paragraphs_of(document.body) if document is not None and document.body is not None else ()
    if sum(len(p.split()) for p in paragraphs) >= MIN_WORDS:
        return _Found(document, paragraphs)
    rescued = _extracted(copy, url, min_size=250)
    again = paragraphs_of(rescued.body) if rescued is not None and rescued.body is not None else ()
    return _Found(rescued, again, rescued=True)


def _extracted(tree: HtmlElement, url: str, *, min_size: int) -> Document | None:
    """trafilatura's findings; without metadata where a page's metadata make it fail, None where its tree does."""
    config = deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(min_size)
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(QUIET)
    for with_metadata in (True, False):
        try:
            document = trafilatura.bare_extraction(
                tree,
                url=url or None,
                with_metadata=with_metadata,
                include_comments=False,
                config=config,
                date_extraction_params={"extensive_search": False, "original_date": True},
            )
        except PAGE_ERRORS:
            continue
        return document if isinstance(document, Document) else None
    return None


def _body(found: _Found, document: Document | None) -> tuple[str, ...]:
    """The paragraphs without headline and byline, which stand in fields of their own, and with none twice."""
    title, author = _field(document, "title"), _field(document, "author")
    above = {_bare(title), _bare(author), _bare(f"by {author}")} - {""}
    paragraphs = list(found.paragraphs)
    for index in (2, 1, 0):
        if index < len(paragraphs) - 1 and _bare(paragraphs[index]) in above:
            del paragraphs[index]
    return without_repetitions(paragraphs)


def _bare(words: str | None) -> str:
    return "".join(c for c in (words or "").lower() if c.isalnum())


def _field(document: Document | None, name: str) -> str | None:
    """A field of the page's metadata as plain text on one line, whatever it holds."""
    value = getattr(document, name, None)
    return (" ".join(XML_UNFIT.sub("", value).split())[:MAX_FIELD] or None) if isinstance(value, str) else None


def _published(document: Document | None) -> str | None:
    value = _field(document, "date")
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        return None


def _address(document: Document | None) -> str | None:
    value = _field(document, "url")
    return value if value and value.startswith(("http://", "https://")) else None
