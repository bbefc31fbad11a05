"""Owns the warnings about a page: cut off by a paywall, or the main text doubtful. It changes and refuses nothing."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

# Wordings by which pages ask for a subscription where the text would go on. In English, as the texts are.
SUBSCRIBE = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read|unlock|access)|to continue reading|to keep reading"
    r"|to read the (?:full|rest|whole)|(?:sign|log) ?in to (?:read|continue)"
    r"|regist(?:er|ration) (?:now )?to (?:read|continue)"
    r"|already a (?:subscriber|member)\b|this (?:article|story|content|post) is (?:only )?(?:for|reserved for"
    r"|available to|exclusive to) (?:our )?(?:paying |paid |premium )?(?:subscribers|members)"
    r"|you(?:'|’)ve reached your (?:article )?limit|unlock this (?:article|story)",
    re.IGNORECASE,
)
NOT_FREE = re.compile(r"""["']isAccessibleForFree["']\s*:\s*["']?(?:https?://schema\.org/)?false""", re.IGNORECASE)
LOCKED = re.compile(r'"content_tier"\s*:\s*"(?:locked|metered)"', re.IGNORECASE)
SHORT_WORDS = 250
"""Below this a wish for a subscription on the page most likely stands where the text would go on."""
DOUBTFUL_WORDS, DOUBTFUL_SHARE = 60, 0.3
ENDS = tuple(".!?…\"'”’»›)]")
ELLIPSIS = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*(?:read more|continue reading|more)?\W*\Z", re.IGNORECASE)


def doubts_about(tree: HtmlElement, paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Sentences that say why the text taken from the page `tree` may not be the whole article; none where all is well.

    `tree` is the page as it came, with its scripts; `paragraphs` is what was taken for the article.
    """
    words = sum(len(p.split()) for p in paragraphs)
    page = _visible(tree)
    return (*_paywall(tree, page, paragraphs, words), *_doubtful(page, words))


def _visible(tree: HtmlElement) -> str:
    pieces = (
        (element.text or "" if element.tag not in ("script", "style", "noscript", "template", "title") else "", element)
        for element in tree.iter()
        if isinstance(element.tag, str)
    )
    return " ".join(" ".join(f"{text} {element.tail or ''}" for text, element in pieces).split())


def _paywall(tree: HtmlElement, page: str, paragraphs: Sequence[str], words: int) -> list[str]:
    found = []
    scripts = [s.text or "" for s in tree.iter("script") if "json" in (s.get("type") or "")]
    tier = tree.xpath("string(//meta[@property='article:content_tier']/@content)").strip().lower()
    if tier in ("locked", "metered") or any(NOT_FREE.search(s) or LOCKED.search(s) for s in scripts):
        found.append("The page says that it is not free to read; the text may be cut off by a paywall.")
    elif words < SHORT_WORDS and (match := SUBSCRIBE.search(page)):
        found.append(f"The page asks for a subscription (“{match[0]}”); the text may be cut off by a paywall.")
    last = paragraphs[-1].rstrip() if paragraphs else ""
    if ELLIPSIS.search(last):
        found.append("The text ends in an ellipsis; the rest of the article may be missing.")
    elif len(last.split()) >= 8 and not last.endswith(ENDS):
        found.append("The text ends in the middle of a sentence; the rest of the article may be missing.")
    return found


def _doubtful(page: str, words: int) -> list[str]:
    on_page = len(page.split())
    if words >= DOUBTFUL_WORDS or words >= DOUBTFUL_SHARE * on_page:
        return []
    return [f"Only {words} of the {on_page} words on the page were taken for the article; the extraction is doubtful."]
